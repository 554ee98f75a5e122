#include "engine/register/policy_substitutes_read.h"

#include <algorithm>

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
                                rule.by = ReadList(list, list_path, rule.commodity);
                              }},
                             {"surcharge_idr_per_kg", Into(rule.surcharge, limits::kRupiahPerKg)}});
    if (!given && entry.kind == Kind::kMap)
      Fault(code::kMissingValue, key, at, "`by`: the commodities that may serve in its place");
    if (!rule.by.empty()) rules.push_back(std::move(rule));
  });
  std::ranges::sort(rules, {}, &SubstituteRule::commodity);
  return rules;
}

std::vector<std::string> SubstitutesReader::ReadList(const YamlNode& value, const std::string& path,
                                                     const std::string& commodity) {
  constexpr std::string_view kExpected = "a list of commodities, such as [ikan, telur], of at least one";
  std::vector<std::string> by;
  if (!CheckKind(value, path, Kind::kSequence, kExpected)) return by;
  if (value.items.empty()) Fault(code::kMissingValue, value, path, kExpected);
  for (const YamlNode& item : value.items) {
    if (!CheckKind(item, path, Kind::kScalar, kExpected)) continue;
    if (item.text == commodity) {
      Fault(code::kSubstituteOfItself, item, path, "other commodities than the one that they stand in for");
    } else if (std::ranges::find(by, item.text) != by.end()) {
      Fault(code::kDuplicatePolicyKey, item, path, "each commodity once", "remove one");
    } else {
      names_.push_back({.node = &item, .path = path, .stands_in = true});
      by.push_back(item.text);
    }
  }
  std::ranges::sort(by);
  return by;
}

void SubstitutesReader::Check(const Policy& policy) {
  std::vector<std::string_view> known;
  for (const CommodityRule& rule : policy.commodities) known.push_back(rule.code);
  for (const Name& name : names_) {
    if (policy.FindCommodity(name.node->text) == nullptr) {
      const std::string guess = DidYouMean(Nearest(name.node->text, known));
      Fault(code::kUnknownCommodity, *name.node, name.path, "a commodity of the policy",
            guess.empty() ? "add it to the policy's commodities" : guess);
    } else if (name.stands_in && policy.FindSubstitutes(name.node->text) != nullptr) {
      Fault(code::kSubstituteChain, *name.node, name.path, "a commodity without substitutes of its own",
            "name what serves in its place here too, or take it out");
    }
  }
}

}  // namespace pasok
