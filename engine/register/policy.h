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

struct CommodityRule {
  std::string code;
  std::string name_id;
  std::string name_en;
  Milli haul_per_kg_km;                // thousandths of a rupiah per kg and km
  std::optional<Metres> max_distance;  // nullopt: no limit
  std::optional<std::int32_t> shelf_life_days;
  std::vector<std::string> requires_licences;  // sorted, unique
  std::optional<SenPerKg> price_ceiling;
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

// The effective policy as YAML: every key, in a fixed order, canonical numbers; reading it gives the same
// policy back.
std::string ToYaml(const Policy& policy);

// 32 hexadecimal digits of the SHA-256 of ToYaml: equal exactly where the policies mean the same.
std::string Digest(const Policy& policy);

}  // namespace pasok
