#include "engine/register/policy_read.h"

#include <algorithm>
#include <utility>

#include "engine/register/by_rank.h"
#include "engine/register/codes.h"
#include "engine/register/nearest.h"
#include "engine/register/policy_menu_read.h"
#include "engine/register/policy_substitutes_read.h"
#include "engine/register/region_codes.h"
#include "engine/register/table.h"
#include "engine/register/words.h"
#include "engine/register/yaml_reader.h"

namespace pasok {
namespace {

constexpr Milli kDefaultHaul{1400};
constexpr std::int64_t kUnread = -1;  // a figure that was given and couldn't be read

bool IsCommodityCode(std::string_view code) {
  return !code.empty() && code.size() <= limits::kIdBytes && std::ranges::all_of(code, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

class PolicyReader : private YamlReader {
 public:
  using YamlReader::YamlReader;

  Policy Read(const YamlNode& root) {
    Policy policy = BuiltInPolicy();
    const bool empty = root.kind == Kind::kNull;
    bool version_given = false;
    MenuReader menu(file(), log());
    SubstitutesReader substitutes(file(), log());
    if (!empty) {
      ReadMap(
          root, "",
          std::vector<Key>{
              {"version",
               [&](const YamlNode& value, const std::string& path) {
                 version_given = true;
                 if (value.kind != Kind::kScalar || value.quoted || value.text != "1") {
                   Fault(code::kWrongVersion, value, path, "1, the version that this program reads");
                 }
               }},
              {"quantum_kg", Into(policy.quantum, limits::kQuantumKg)},
              {"aims", IntoWord(policy.aims, kAimsWords)},
              {"commodities",
               [&](const YamlNode& value, const std::string& path) { ReadCommodities(value, path, policy); }},
              {"locality",
               Section({{"surcharge_idr_per_kg", Surcharges(kTierWords, policy.tier_surcharge)}})},
              {"supplier_kind",
               Section({{"surcharge_idr_per_kg", Surcharges(kSupplierKindWords, policy.kind_surcharge)}})},
              {"distance", Section({{"circuity", Into(policy.circuity, limits::kCircuity)}})},
              {"shortage",
               Section({{"penalty_idr_per_kg", Into(policy.shortage_penalty, limits::kRupiahPerKg)}})},
              {"concentration",
               Section({{"max_share_per_supplier", Into(policy.max_share_per_supplier, limits::kShare)}})},
              {"price_ceiling", IntoWord(policy.price_ceiling, kCeilingModeWords)},
              {"related_party", IntoWord(policy.related_party, kRelatedPartyWords)},
              {"aggregators", IntoWord(policy.aggregators, kSwitchWords)},
              {"service_weekdays",
               [&](const YamlNode& value, const std::string& path) {
                 constexpr std::string_view kExpected =
                     "days from 1 (Monday) to 7 (Sunday), such as 1-5 or 1|3|5";
                 if (!CheckKind(value, path, Kind::kScalar, kExpected)) return;
                 const std::optional<std::uint8_t> days = ParseWeekdays(value.text);
                 if (!days) return Fault(code::kBadWeekdays, value, path, kExpected);
                 policy.service_weekdays = *days;
               }},
              {"probation",
               Section({{"days", Into(policy.probation.days, limits::kProbationDays)},
                        {"max_share_of_capacity", Into(policy.probation.max_share, limits::kShare)}})},
              {"budget", Section({{"mode", IntoWord(policy.budget.mode, kBudgetModeWords)},
                                  {"idr_per_portion", PerPortion(policy.budget)}})},
              {"sharing", [&](const YamlNode& value,
                              const std::string& path) { ReadSharing(value, path, policy.sharing); }},
              {"min_suppliers_per_demand_point",
               Section({{"mode", IntoWord(policy.min_suppliers.mode, kMinSuppliersModeWords)},
                        {"suppliers", Into(policy.min_suppliers.suppliers, limits::kMinSuppliers)}})},
              {"steady",
               Section({{"surcharge_idr_per_kg", Into(policy.steady.surcharge, limits::kRupiahPerKg)},
                        {"risky_commodities",
                         [&](const YamlNode& value, const std::string& path) {
                           policy.steady.risky = ReadRiskyCommodities(value, path);
                         }},
                        {"max_share_changed", Into(policy.steady.most_changed, limits::kFloor)}})},
              {"deliveries",
               Section({{"whole", IntoWord(policy.deliveries.whole, kFlagWords)},
                        {"max_suppliers_per_requirement",
                         IntoOptional(policy.deliveries.most_suppliers, limits::kSuppliersPerNeed)}})},
              {"menu",
               [&](const YamlNode& value, const std::string& path) { policy.menu = menu.Read(value, path); }},
              {"storage", Section({{"mode", IntoWord(policy.storage.on, kSwitchWords)},
                                   {"holding_idr_per_kg_day",
                                    Into(policy.storage.holding_per_day, limits::kRupiahPerKg)},
                                   {"min_shelf_left_days",
                                    Into(policy.storage.min_shelf_left_days, limits::kMinShelfLeftDays)}})},
              {"stock", IntoWord(policy.stock, kSwitchWords)},
              {"substitutes",
               [&](const YamlNode& value,
                   const std::string& path) { policy.substitutes = substitutes.Read(value, path); }},
              {"fair_spread", [&](const YamlNode& value,
                                  const std::string& path) { policy.fair_spread = ReadSpread(value, path); }},
          });
      menu.CheckCommodities(policy);
      substitutes.Check(policy);
      CheckRiskyCommodities(policy);
    }
    if (!version_given) {
      log().Add({.severity = Severity::kWarning,
                 .code = std::string(code::kMissingVersion),
                 .file = file(),
                 .field = "version",
                 .expected = "the version of the policy's format",
                 .fix = "add the line 'version: 1'"});
    }
    return policy;
  }

 private:
  // A mapping from words to rupiah per kg; it replaces the default one, words not named take 0.
  template <std::size_t N>
  ReadValue Surcharges(const std::array<std::string_view, N>& words, std::array<SenPerKg, N>& surcharges) {
    return [this, &words, &surcharges](const YamlNode& value, const std::string& path) {
      surcharges.fill({});
      std::vector<Key> keys;
      for (std::size_t i = 0; i < N; ++i)
        keys.push_back({words[i], Into(surcharges[i], limits::kRupiahPerKg)});
      ReadMap(value, path, keys);
    };
  }

  // It replaces the default one; groups not named take 0.
  ReadValue PerPortion(Budget& budget) {
    return [this, &budget](const YamlNode& value, const std::string& path) {
      budget.per_portion.fill({});
      std::vector<Key> keys;
      for (std::size_t i = 0; i < kRecipientGroupWords.size(); ++i)
        keys.push_back({kRecipientGroupWords[i], Into(budget.per_portion[i], limits::kRupiahPerPortion)});
      ReadMap(value, path, keys);
    };
  }

  void ReadSharing(const YamlNode& value, const std::string& path, Sharing& sharing) {
    Millionths local{}, small{};
    std::vector<Key> keys{{"mode", IntoWord(sharing.mode, kSharingModeWords)}};
    for (std::size_t i = 0; i < kShareLimitWords.size(); ++i) {
      const auto limit = static_cast<ShareLimit>(i);
      if (limit == ShareLimit::kNotLocal) {
        keys.push_back({kShareLimitWords[i], Into(local, limits::kFloor)});
      } else if (limit == ShareLimit::kNotSmall) {
        keys.push_back({kShareLimitWords[i], Into(small, limits::kFloor)});
      } else {
        keys.push_back({kShareLimitWords[i], Into(sharing.most[i], limits::kShare)});
      }
    }
    ReadMap(value, path, keys);
    const auto rest = [](Millionths floor) { return Millionths{Sharing::kWhole.value - floor.value}; };
    sharing.most[static_cast<std::size_t>(ShareLimit::kNotLocal)] = rest(local);
    sharing.most[static_cast<std::size_t>(ShareLimit::kNotSmall)] = rest(small);
  }

  void ReadCommodities(const YamlNode& value, const std::string& path, Policy& policy) {
    policy.commodities.clear();
    ForEachEntry(value, path, [&](const YamlNode& key, const YamlNode& rules, const std::string& rule_path) {
      if (!IsCommodityCode(key.text)) {
        Fault(code::kBadCommodityCode, key, path, "a code of up to 64 lower-case letters, digits and '_'");
        return;
      }
      CommodityRule rule{.code = key.text,
                         .name_id = key.text,
                         .name_en = key.text,
                         .haul_per_kg_km = kDefaultHaul,
                         .max_distance = {},
                         .shelf_life_days = {},
                         .requires_licences = {},
                         .price_ceiling = {}};
      ReadMap(rules, rule_path,
              std::vector<Key>{
                  {"name_id", IntoText(rule.name_id)},
                  {"name_en", IntoText(rule.name_en)},
                  {"haul_idr_per_kg_km", Into(rule.haul_per_kg_km, limits::kHaul)},
                  {"max_distance_km", IntoOptional(rule.max_distance, limits::kMaxDistanceKm)},
                  {"shelf_life_days", IntoOptional(rule.shelf_life_days, limits::kShelfLifeDays)},
                  {"requires",
                   [&](const YamlNode& licences, const std::string& at) {
                     rule.requires_licences = ReadLicences(licences, at);
                   }},
                  {"price_ceiling_idr_per_kg",
                   [&](const YamlNode& ceiling, const std::string& at) { ReadCeiling(ceiling, at, rule); }},
                  {"max_travel_minutes", IntoOptional(rule.max_travel_minutes, limits::kTravelMinutes)},
                  {"lot_kg", IntoOptional(rule.lot, limits::kLotKg)},
                  {"min_delivery_kg", IntoOptional(rule.min_delivery, limits::kKg)},
              });
      policy.commodities.push_back(std::move(rule));
    });
    std::ranges::sort(policy.commodities, {}, &CommodityRule::code);
  }

  // One ceiling for all, or a mapping from regions to theirs.
  void ReadCeiling(const YamlNode& value, const std::string& path, CommodityRule& rule) {
    if (value.kind != Kind::kMap) return IntoOptional(rule.price_ceiling, limits::kCeiling)(value, path);
    ForEachEntry(value, path, [&](const YamlNode& key, const YamlNode& number, const std::string& at) {
      if (!RegionLevel(key.text)) {
        return Fault(code::kBadRegionCode, key, path,
                     "a Kemendagri code with dots, such as 61, 61.01, 61.01.01 or 61.01.01.2001",
                     MendRegionCode(key.text));
      }
      if (const auto ceiling = Number(number, at, limits::kCeiling)) {
        rule.region_ceilings.push_back({.region = key.text, .ceiling = {*ceiling}});
      }
    });
    std::ranges::sort(rule.region_ceilings, {}, &RegionCeiling::region);
  }

  // A list of steps, each with both of its keys, so that each next quantum counts at least as much.
  std::vector<SpreadStep> ReadSpread(const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected =
        "a list of steps, such as [{above_share: 0.5, surcharge_idr_per_kg: 300}], or []";
    std::vector<SpreadStep> steps;
    if (!CheckKind(value, path, Kind::kSequence, kExpected)) return steps;
    for (const YamlNode& item : value.items) {
      std::optional<std::int64_t> share, surcharge;
      const auto into = [this](std::optional<std::int64_t>& figure, const NumberRule& rule) {
        return [this, &figure, rule](const YamlNode& number, const std::string& at) {
          figure = Number(number, at, rule);
          if (!figure) figure = kUnread;
        };
      };
      if (!CheckKind(item, path, Kind::kMap, kExpected)) continue;
      ReadMap(item, path,
              std::vector<Key>{{"above_share", into(share, limits::kAboveShare)},
                               {"surcharge_idr_per_kg", into(surcharge, limits::kSpreadSurcharge)}});
      if (!share) Fault(code::kMissingValue, item, path, "`above_share`: from which share of a capacity on");
      if (!surcharge)
        Fault(code::kMissingValue, item, path, "`surcharge_idr_per_kg`: what each kg above it counts more");
      if (share.value_or(kUnread) == kUnread || surcharge.value_or(kUnread) == kUnread) continue;
      const bool ascends = steps.empty() || (steps.back().above_share.value < *share &&
                                             steps.back().surcharge.value < *surcharge);
      if (!ascends)
        Fault(code::kSpreadNotAscending, item, path,
              "a larger above_share and a larger surcharge_idr_per_kg than in the step before",
              "put the steps in order; a supplier's next kg never counts less than the one before");
      steps.push_back({.above_share = {*share}, .surcharge = {*surcharge}});
    }
    if (value.items.size() > limits::kSpreadSteps)
      Fault(code::kTooManySpreadSteps, value, path,
            "at most " + std::to_string(limits::kSpreadSteps) + " steps");
    return steps;
  }

  std::vector<std::string> ReadRiskyCommodities(const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected = "a list of commodities, such as [ayam, ikan], or []";
    std::vector<std::string> codes;
    if (!CheckKind(value, path, Kind::kSequence, kExpected)) return codes;
    for (const YamlNode& item : value.items) {
      if (!CheckKind(item, path, Kind::kScalar, kExpected)) continue;
      if (IsCommodityCode(item.text)) {
        codes.push_back(item.text);
        risky_.emplace_back(&item, path);
      } else {
        Fault(code::kBadCommodityCode, item, path, "a code of up to 64 lower-case letters, digits and '_'");
      }
    }
    std::ranges::sort(codes);
    codes.erase(std::ranges::unique(codes).begin(), codes.end());
    return codes;
  }

  // Once the commodities are read, which may stand below. One that isn't known would be watched in vain.
  void CheckRiskyCommodities(const Policy& policy) {
    std::vector<std::string_view> known;
    for (const CommodityRule& rule : policy.commodities) known.push_back(rule.code);
    NameGuesser guesser(std::move(known));
    for (const auto& [name, path] : risky_) {
      if (policy.FindCommodity(name->text) != nullptr) continue;
      const std::string guess = DidYouMean(guesser.Guess(name->text));
      Fault(code::kUnknownCommodity, *name, path, "a commodity of the policy",
            guess.empty() ? "add it to the policy's commodities" : guess);
    }
  }

  std::vector<std::string> ReadLicences(const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected = "a list of licences, such as [halal, nkv], or []";
    std::vector<std::string> licences;
    if (!CheckKind(value, path, Kind::kSequence, kExpected)) return licences;
    for (const YamlNode& item : value.items) {
      if (!CheckKind(item, path, Kind::kScalar, kExpected) || !CheckText(item, path)) continue;
      if (item.text.empty() || item.text.find('|') != item.text.npos || Trim(item.text) != item.text) {
        Fault(code::kUnknownWord, item, path, "a licence's name without '|' and blanks around it");
        continue;
      }
      licences.push_back(item.text);
    }
    std::ranges::sort(licences);
    licences.erase(std::ranges::unique(licences).begin(), licences.end());
    return licences;
  }

  std::vector<std::pair<const YamlNode*, std::string>> risky_;  // names of commodities, with their paths
};

// Of a whole file only: one change of a scenario may set what the next one takes back.
void CheckByRank(const Policy& policy, const YamlNode& root, std::string_view file, FindingLog& log) {
  for (Finding& finding : FindNotByRank(policy)) {
    for (const auto& [key, value] : root.entries) {
      if (key.text == finding.field) finding.line = key.line, finding.column = key.column;
    }
    finding.file = file;
    log.Add(std::move(finding));
  }
}

// Whether the document is a scenario, which is told once instead of all that no policy has.
bool IsScenario(const YamlNode& root, std::string_view file, FindingLog& log) {
  const auto changes =
      std::ranges::find(root.entries, "changes", [](const auto& entry) { return entry.first.text; });
  if (changes == root.entries.end()) return false;
  log.Add({.code = std::string(code::kUnknownKey),
           .file = std::string(file),
           .line = changes->first.line,
           .column = changes->first.column,
           .value = "changes",
           .expected = "the keys of a policy",
           .fix = "this is a scenario: give it with --scenario"});
  return true;
}

}  // namespace

Policy ReadPolicyInto(std::string_view yaml, std::string_view file, FindingLog& log) {
  const std::optional<YamlNode> root = ParseYaml(yaml, file, log);
  if (!root || IsScenario(*root, file, log)) return BuiltInPolicy();
  Policy policy = ReadPolicyTree(*root, file, log);
  CheckByRank(policy, *root, file, log);
  return policy;
}

Policy ReadPolicyTree(const YamlNode& root, std::string_view file, FindingLog& log) {
  return PolicyReader(file, log).Read(root);
}

PolicyReading ReadPolicy(std::string_view yaml, std::string_view file) {
  FindingLog log;
  PolicyReading reading;
  reading.policy = ReadPolicyInto(yaml, file, log);
  reading.findings = log.Take();
  return reading;
}

}  // namespace pasok
