// Keys of the policy, and what a km costs.
//
// Keys are laid over the effective policy written out as YAML, and the whole is read by the policy's own
// reader: so a key that it learns needs no word here.
#include <algorithm>
#include <string>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/nearest.h"
#include "engine/register/policy_read.h"
#include "engine/register/table.h"
#include "engine/study/scenario/codes.h"
#include "engine/study/scenario/workbench.h"

namespace pasok::study {
namespace {

using Kind = YamlNode::Kind;

void Unmark(YamlNode& node) {
  node.line = node.column = 0;
  for (YamlNode& item : node.items) Unmark(item);
  for (auto& [key, value] : node.entries) Unmark(key), Unmark(value);
}

// The policy as a tree without places, so that findings can only be about what is laid over it; with all
// keys, so that what is laid over one can be compared with what it was.
YamlNode TreeOf(const Policy& policy) {
  FindingLog log;
  YamlNode tree =
      ParseYaml(ToYaml(policy, Written::kAll), "policy.yaml", log).value_or(YamlNode{.kind = Kind::kMap});
  Unmark(tree);
  return tree;
}

YamlNode* Find(YamlNode& map, std::string_view key) {
  for (auto& [name, value] : map.entries) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

void LayOver(YamlNode& under, const YamlNode& over) {
  for (const auto& [key, value] : over.entries) {
    YamlNode* below = Find(under, key.text);
    if (below == nullptr) {
      under.entries.emplace_back(key, value);
    } else if (below->kind == Kind::kMap && value.kind == Kind::kMap) {
      LayOver(*below, value);
    } else {
      *below = value;
    }
  }
}

// What is written there, whatever the spelling of numbers and the quotes.
std::string Meaning(const YamlNode& node) {
  constexpr int kDecimals = 9;
  std::string text = node.text;
  const Decimal number = ParseDecimal(text, kDecimals, '.');
  if (number.fault == DecimalFault::kFine) text = DecimalText(number.scaled, kDecimals);
  for (const YamlNode& item : node.items) text += '\n' + Meaning(item);
  for (const auto& [key, value] : node.entries) text += '\n' + key.text + ':' + Meaning(value);
  return text;
}

struct Leaf {
  std::string path;
  const YamlNode* value;
};

void ListLeaves(const YamlNode& map, const std::string& path, std::vector<Leaf>& leaves) {
  for (const auto& [key, value] : map.entries) {
    const std::string at = path.empty() ? key.text : path + '.' + key.text;
    if (value.kind == Kind::kMap && !value.entries.empty()) {
      ListLeaves(value, at, leaves);
    } else {
      leaves.push_back({.path = at, .value = &value});
    }
  }
}

std::map<std::string, std::string> Meanings(const YamlNode& tree) {
  std::vector<Leaf> leaves;
  ListLeaves(tree, "", leaves);
  std::map<std::string, std::string> meanings;
  for (const Leaf& leaf : leaves) meanings[leaf.path] = Meaning(*leaf.value);
  return meanings;
}

}  // namespace

void Workbench::Do(const ChangePolicy& change) {
  YamlNode tree = TreeOf(policy_);
  const auto before = Meanings(tree);
  LayOver(tree, change.keys);
  FindingLog faults;
  const Policy changed = ReadPolicyTree(tree, scenario_.file, faults);
  const Mark at = scenario_.changes[change_].at;
  const bool good = faults.errors() == 0;
  for (Finding& finding : faults.Take().list) {
    if (finding.line == 0) finding.line = at.line, finding.column = at.column;
    finding.field = finding.field.empty() ? "policy" : "policy." + finding.field;
    log_.Add(std::move(finding));
  }
  if (!good) return;

  const auto after = Meanings(TreeOf(changed));
  std::vector<Leaf> leaves;
  ListLeaves(change.keys, "", leaves);
  for (const Leaf& leaf : leaves) {
    const Mark here{.line = leaf.value->line, .column = leaf.value->column};
    const auto was = before.find(leaf.path), is = after.find(leaf.path);
    const std::string meaning = is == after.end() ? "" : is->second;
    if (was != before.end() && is != after.end() && was->second == is->second) {
      Fault(code::kTouchesNothing, here, leaf.path, "another value than the policy's own",
            "it is so already: leave it out");
    }
    const auto [earlier, is_first] = keys_by_.emplace(leaf.path, std::pair(meaning, change_));
    if (!is_first && earlier->second.first != meaning) {
      Fault(code::kContradiction, here, leaf.path, "one value for each key",
            LineOf(earlier->second.second) + " gives it another");
    }
    ++touched().policy_keys;
  }
  const bool is_other_menu = changed.menu.days != policy_.menu.days;
  policy_ = changed;
  KnowTheMenu();
  if (is_other_menu) CheckMenuNeeds();
}

void Workbench::Do(const ScaleHaulage& change) {
  std::vector<std::string_view> known;
  for (const CommodityRule& rule : policy_.commodities) known.push_back(rule.code);
  for (const Name& name : change.commodities) {
    if (policy_.FindCommodity(name.text) != nullptr) continue;
    Fault(pasok::code::kUnknownCommodity, name.at, name.text, "a commodity of the policy",
          DidYouMean(Nearest(name.text, known)));
  }
  for (CommodityRule& rule : policy_.commodities) {
    const auto named = std::ranges::find(change.commodities, rule.code, &Name::text);
    if (!change.commodities.empty() && named == change.commodities.end()) continue;
    const Mark at = named == change.commodities.end() ? scenario_.changes[change_].at : named->at;
    const std::int64_t scaled = RoundHalfUp(Int128{rule.haul_per_kg_km.value} * change.factor, 1'000'000);
    if (scaled > limits::kHaul.most) {
      Fault(pasok::code::kOutOfRange, at, rule.code, RangeText(limits::kHaul, '.'));
    } else if (scaled != rule.haul_per_kg_km.value) {
      rule.haul_per_kg_km = Milli{scaled};
      ++touched().policy_keys;
    } else if (named != change.commodities.end()) {
      Fault(code::kTouchesNothing, at, rule.code, "a commodity whose haulage changes");
    }
  }
}

}  // namespace pasok::study
