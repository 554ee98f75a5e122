#include "engine/register/policy_substitutes_read.h"

#include <algorithm>
#include <utility>

#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "engine/register/nearest.h"

namespace pasok {

std::vector<SubstituteRule> SubstitutesReader::Read(const YamlNode& value, const std::string& path) {
  std::vector<SubstituteRule> rules;
  ForEachEntry(value, path, [&](const YamlNode& key, const YamlNode& entry, const std::string& at) {
    names_.push_back({.node = &key, .path = path});
    SubstituteRule rule{.commodity = key.text, .by = {}};
    bool given = false;
    ReadMap(entry, at,
            std::vector<Key>{{"by",
                              [&](const YamlNode& list, const std::string& list_path) {
                                given = true;
                                ReadBy(list, list_path, rule);
                              }},
                             {"surcharge_idr_per_kg", Into(rule.surcharge, limits::kRupiahPerKg)}});
    if (!given && entry.kind == Kind::kMap)
      Fault(code::kMissingValue, key, at, "`by`: the commodities that may serve in its place");
    if (!rule.by.empty()) rules.push_back(std::move(rule));
  });
  std::ranges::sort(rules, {}, &SubstituteRule::commodity);
  return rules;
}

void SubstitutesReader::ReadBy(const YamlNode& value, const std::string& path, SubstituteRule& rule) {
  constexpr std::string_view kExpected =
      "a list of commodities, such as [ikan, telur], or the kg of each that stand in for one, such as "
      "{telur: "
      "1.2}, of at least one";
  std::vector<std::pair<std::string, Milli>> by;
  if (value.kind == Kind::kMap) {
    if (value.entries.empty()) Fault(code::kMissingValue, value, path, kExpected);
    ForEachEntry(value, path, [&](const YamlNode& key, const YamlNode& entry, const std::string& at) {
      Milli ratio{1'000};
      Into(ratio, limits::kSubstituteRatio)(entry, at);
      if (IsAnother(key, path, rule)) by.emplace_back(key.text, ratio);
    });
  } else if (CheckKind(value, path, Kind::kSequence, kExpected)) {
    if (value.items.empty()) Fault(code::kMissingValue, value, path, kExpected);
    for (const YamlNode& item : value.items) {
      if (!CheckKind(item, path, Kind::kScalar, kExpected)) continue;
      if (std::ranges::find(by, item.text, &std::pair<std::string, Milli>::first) != by.end()) {
        Fault(code::kDuplicatePolicyKey, item, path, "each commodity once", "remove one");
      } else if (IsAnother(item, path, rule)) {
        by.emplace_back(item.text, Milli{1'000});
      }
    }
  }
  std::ranges::sort(by, {}, &std::pair<std::string, Milli>::first);
  const bool is_kg_for_kg =
      std::ranges::all_of(by, [](const auto& each) { return each.second.value == 1'000; });
  for (const auto& [commodity, ratio] : by) {
    rule.by.push_back(commodity);
    if (!is_kg_for_kg) rule.ratio.push_back(ratio);
  }
}

bool SubstitutesReader::IsAnother(const YamlNode& name, const std::string& path, const SubstituteRule& rule) {
  if (name.text == rule.commodity) {
    Fault(code::kSubstituteOfItself, name, path, "other commodities than the one that they stand in for");
    return false;
  }
  names_.push_back({.node = &name, .path = path, .stands_in = true});
  return true;
}

void SubstitutesReader::Check(const Policy& policy) {
  std::vector<std::string_view> known;
  for (const CommodityRule& rule : policy.commodities) known.push_back(rule.code);
  NameGuesser guesser(std::move(known));
  for (const Name& name : names_) {
    if (policy.FindCommodity(name.node->text) == nullptr) {
      const std::string guess = DidYouMean(guesser.Guess(name.node->text));
      Fault(code::kUnknownCommodity, *name.node, name.path, "a commodity of the policy",
            guess.empty() ? "add it to the policy's commodities" : guess);
    } else if (name.stands_in && policy.FindSubstitutes(name.node->text) != nullptr) {
      Fault(code::kSubstituteChain, *name.node, name.path, "a commodity without substitutes of its own",
            "name what serves in its place here too, or take it out");
    }
  }
}

}  // namespace pasok
