// The rules and weights of a plan, as configs/policy.yaml documents them key by key.
//
// A Policy is a plain value with the defaults of the built-in policy; units are in the types. Shares are
// millionths.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/finding.h"
#include "engine/register/units.h"

namespace pasok {

enum class Aims : std::uint8_t { kWeighted, kStrict };
enum class CeilingMode : std::uint8_t { kOff, kReport, kHard };
enum class RelatedParty : std::uint8_t { kAllow, kForbid };
enum class BudgetMode : std::uint8_t { kOff, kReport, kAim };

// A ceiling for the suppliers of a region.
struct RegionCeiling {
  std::string region;  // a code
  SenPerKg ceiling;
};

struct CommodityRule {
  std::string code;
  std::string name_id;
  std::string name_en;
  Milli haul_per_kg_km;                // thousandths of a rupiah per kg and km
  std::optional<Metres> max_distance;  // nullopt: no limit
  std::optional<std::int32_t> shelf_life_days;
  std::vector<std::string> requires_licences;       // sorted, unique
  std::optional<SenPerKg> price_ceiling;            // everywhere; nullopt where the ceilings are by region
  std::vector<RegionCeiling> region_ceilings = {};  // by region's code
  std::optional<std::int32_t> max_travel_minutes = std::nullopt;
  std::optional<Grams> lot = std::nullopt;           // of an offer that names none
  std::optional<Grams> min_delivery = std::nullopt;  // what is worth a delivery

  // What a supplier in this region may ask at most: of the regions that hold it and have a ceiling, the
  // deepest's.
  std::optional<SenPerKg> CeilingIn(std::string_view region) const;
  // What this supplier (an index) may ask at most, by the region where it is itself, whomever it sells
  // through; nullopt: anything.
  std::optional<SenPerKg> CeilingFor(const Dataset& dataset, std::int32_t supplier) const;
  // That ceiling, where this price of the supplier is above it; whether such an offer is left out or only
  // reported is the policy's.
  std::optional<SenPerKg> CeilingBelow(SenPerKg price, const Dataset& dataset, std::int32_t supplier) const;
};

// How much new suppliers may sell: in the first `days` days from registered_on on at most that share of their
// capacities.
struct Probation {
  std::int32_t days = 0;  // 0: nobody is on probation
  Millionths max_share{1'000'000};
  bool operator==(const Probation&) const = default;
};

// What a portion takes of one commodity, raw, as it is bought.
struct MenuItem {
  std::string commodity;
  std::array<Milli, kRecipientGroups> portion_grams{};  // thousandths of a gram
  bool is_usual = false;  // on a day: as Menu::usual has it, and goes with that where a scenario changes it
  bool operator==(const MenuItem&) const = default;
};

// The most that all demand points together should need of a commodity on a day.
struct MostPerDay {
  std::string commodity;
  Grams weight;
};

// A cycle of days and what is cooked on each; match/menu.h says what it asks for. Without days there is none.
struct Menu {
  std::optional<Date> cycle_starts_on;      // absent only where there are no days
  std::vector<MenuItem> usual = {};         // what portions take on days that don't say; by commodity
  std::vector<std::vector<MenuItem>> days;  // items by commodity, each once
  std::vector<MostPerDay> most_per_day;     // by commodity
};

// What the food of a demand point's day may cost, haulage included.
struct Budget {
  BudgetMode mode = BudgetMode::kOff;
  std::array<Sen, kRecipientGroups> per_portion{};  // of each recipient
  bool operator==(const Budget&) const = default;
};

// What may be limited of how the work is shared out; match/sharing.h says what each is a share of. The last
// two are floors, turned round: what isn't local, or not of small suppliers, is limited.
enum class ShareLimit : std::uint8_t {
  kOwnerOfRequirement,
  kSupplierOfSpend,
  kOwnerOfSpend,
  kSupplierOfRegion,
  kOwnerOfRegion,
  kNotLocal,
  kNotSmall
};
inline constexpr int kShareLimits = 7;
enum class SharingMode : std::uint8_t { kOff, kReport, kAim };

struct Sharing {
  static constexpr Millionths kWhole{1'000'000};  // doesn't limit
  SharingMode mode = SharingMode::kOff;
  std::array<Millionths, kShareLimits> most = {kWhole, kWhole, kWhole, kWhole, kWhole, kWhole, kWhole};

  bool Limits(ShareLimit limit) const {
    return mode != SharingMode::kOff && most[static_cast<std::size_t>(limit)] < kWhole;
  }
  bool operator==(const Sharing&) const = default;
};

// How many suppliers should deliver to a demand point on a day, those of one owner group counted once.
enum class MinSuppliersMode : std::uint8_t { kOff, kReport, kAim, kMust };
struct MinSuppliers {
  MinSuppliersMode mode = MinSuppliersMode::kOff;
  std::int32_t suppliers = 15;
  bool operator==(const MinSuppliers&) const = default;
};

// What a change of suppliers costs against an earlier plan, where one is named (match/steady.h).
struct Steady {
  SenPerKg surcharge{};                 // of food from a supplier who is new to a demand point
  std::vector<std::string> risky = {};  // commodities, sorted, unique
  Millionths most_changed{1'000'000};   // share of the demand points that may get a new supplier of these
  bool operator==(const Steady&) const = default;
};

// What one offer may bring to one demand point on a day (match/delivery.h).
struct DeliveryRules {
  bool whole = false;                          // in whole lots, and nothing below the minimum
  std::optional<std::int32_t> most_suppliers;  // of one commodity of one demand point; nullopt: any number
  bool operator==(const DeliveryRules&) const = default;
};

// Whether food is kept overnight, within what storage.csv allows (match/transfers.h).
struct StorageRule {
  bool on = false;
  SenPerKg holding_per_day{};            // what a kg costs each night
  std::int32_t min_shelf_left_days = 0;  // that food still has to last when it is cooked
  bool operator==(const StorageRule&) const = default;
};

// From this share of an offer's capacity on, what each kg that it gives counts more (match/spread.h).
struct SpreadStep {
  Millionths above_share{};
  SenPerKg surcharge{};
  bool operator==(const SpreadStep&) const = default;
};

// What may serve a requirement of `commodity` in its place.
struct SubstituteRule {
  std::string commodity;
  std::vector<std::string> by;  // sorted, at least one; none of them has substitutes itself
  SenPerKg surcharge{};         // for each kg of what was asked for
  std::vector<Milli> ratio{};   // kg of each of `by` that stand in for one; empty: one of each

  Milli RatioOf(std::size_t i) const { return ratio.empty() ? Milli{1'000} : ratio[i]; }
  // Whether anything stands in at another ratio than kg for kg.
  bool HasRatio() const { return !ratio.empty(); }
  bool operator==(const SubstituteRule&) const = default;
};

struct Policy {
  Grams quantum{1000};
  Aims aims = Aims::kWeighted;
  std::vector<CommodityRule> commodities;  // by code
  std::array<SenPerKg, kTiers> tier_surcharge{};
  std::array<SenPerKg, kSupplierKinds> kind_surcharge{};
  Milli circuity{1400};
  SenPerKg shortage_penalty{100'000'000};
  Millionths max_share_per_supplier{1'000'000};
  CeilingMode price_ceiling = CeilingMode::kReport;
  RelatedParty related_party = RelatedParty::kForbid;
  Probation probation;
  bool aggregators = false;  // suppliers with a `via` sell through it; off: as if they sold by themselves
  Budget budget;
  Sharing sharing;
  MinSuppliers min_suppliers;
  Steady steady;
  std::uint8_t service_weekdays = 0x7f;  // bit 0 is Monday; on the others no undated requirement holds
  Menu menu;
  DeliveryRules deliveries;
  StorageRule storage;
  bool stock = false;                       // whether what stock.csv lists is cooked
  std::vector<SubstituteRule> substitutes;  // by commodity
  std::vector<SpreadStep> fair_spread;      // both ascend from step to step; empty: off

  const SubstituteRule* FindSubstitutes(std::string_view code) const;  // nullptr: none
  bool has_ratios() const;  // whether something stands in at another ratio than kg for kg
  const CommodityRule* FindCommodity(std::string_view code) const;  // nullptr: unknown
};

// The policy that holds where neither the request nor the dataset brings one: thirteen commodities of the
// programme.
const Policy& BuiltInPolicy();

// Reads `yaml` (named `file` in findings). Keys that are absent take the built-in policy's value. The policy
// is meaningful only where the findings are ok(). Never throws, whatever the bytes are; input over 1 MiB is
// refused.
struct PolicyReading {
  Policy policy;
  Findings findings;
};
PolicyReading ReadPolicy(std::string_view yaml, std::string_view file);

// The effective policy as YAML: in a fixed order, canonical numbers; reading it gives the same policy back.
// Every key of the base model, and those of the rules beyond it of which anything isn't at its default: so a
// policy without a rule keeps its digest when the rule is invented, and one of which a rule is off keeps its
// figures, which a scenario may switch on. Or all keys but those of lists that are empty.
enum class Written : std::uint8_t { kUnlikeDefault, kAll };
std::string ToYaml(const Policy& policy, Written written = Written::kUnlikeDefault);

// 32 hexadecimal digits of the SHA-256 of ToYaml: equal exactly where the policies mean the same, also under
// any scenario.
std::string Digest(const Policy& policy);

}  // namespace pasok
