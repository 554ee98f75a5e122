#include <span>

#include "engine/register/decimal.h"
#include "engine/register/limits.h"
#include "engine/register/policy.h"
#include "engine/register/sha256.h"
#include "engine/register/words.h"

namespace pasok {
namespace {

template <class Unit>
std::string Text(Amount<Unit> amount, const NumberRule& rule) {
  return DecimalText(amount.value, rule.decimals);
}

template <class Unit>
std::string Text(const std::optional<Amount<Unit>>& amount, const NumberRule& rule) {
  return amount ? Text(*amount, rule) : "null";
}

// A double-quoted scalar: names may hold anything but control characters.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

// A commodity as a key. Plain, `null` would be no text. Others stay plain, also where another program might
// take them for a number: a digest is of what is written here, and stored ones must stay theirs.
std::string Key(const std::string& commodity) { return commodity == "null" ? Quoted(commodity) : commodity; }

std::string List(std::span<const std::string> texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? ", " : "") + Quoted(text);
  return list + ']';
}

void Write(std::string& yaml, const CommodityRule& rule) {
  yaml += "  " + Key(rule.code) + ":\n";
  const auto line = [&](std::string_view key, const std::string& value) {
    yaml += "    " + std::string(key) + ": " + value + '\n';
  };
  line("name_id", Quoted(rule.name_id));
  line("name_en", Quoted(rule.name_en));
  line("haul_idr_per_kg_km", Text(rule.haul_per_kg_km, limits::kHaul));
  line("max_distance_km", Text(rule.max_distance, limits::kMaxDistanceKm));
  line("shelf_life_days", rule.shelf_life_days ? std::to_string(*rule.shelf_life_days) : "null");
  line("requires", List(rule.requires_licences));
  if (rule.region_ceilings.empty()) {
    line("price_ceiling_idr_per_kg", Text(rule.price_ceiling, limits::kCeiling));
  } else {
    std::string ceilings;
    for (const RegionCeiling& row : rule.region_ceilings) {
      ceilings += (ceilings.empty() ? "{" : ", ") + row.region + ": " + Text(row.ceiling, limits::kCeiling);
    }
    line("price_ceiling_idr_per_kg", ceilings + "}");
  }
  if (rule.max_travel_minutes) line("max_travel_minutes", std::to_string(*rule.max_travel_minutes));
  if (rule.lot) line("lot_kg", Text(rule.lot, limits::kLotKg));
  if (rule.min_delivery) line("min_delivery_kg", Text(rule.min_delivery, limits::kKg));
}

void Write(std::string& yaml, std::string_view section, std::span<const std::string_view> words,
           std::span<const SenPerKg> surcharges) {
  yaml += std::string(section) + ":\n  surcharge_idr_per_kg:\n";
  for (std::size_t i = 0; i < words.size(); ++i) {
    yaml += "    " + std::string(words[i]) + ": " + Text(surcharges[i], limits::kRupiahPerKg) + '\n';
  }
}

void Write(std::string& yaml, const Sharing& sharing) {
  yaml +=
      "sharing:\n  mode: " + std::string(kSharingModeWords[static_cast<std::size_t>(sharing.mode)]) + '\n';
  for (std::size_t i = 0; i < sharing.most.size(); ++i) {
    const auto limit = static_cast<ShareLimit>(i);
    const bool is_floor = limit == ShareLimit::kNotLocal || limit == ShareLimit::kNotSmall;
    const Millionths share =
        is_floor ? Millionths{Sharing::kWhole.value - sharing.most[i].value} : sharing.most[i];
    yaml += "  " + std::string(kShareLimitWords[i]) + ": " + Text(share, limits::kShare) + '\n';
  }
}

std::string PortionsOf(const MenuItem& item) {
  std::string portions;
  for (std::size_t group = 0; group < item.portion_grams.size(); ++group) {
    portions += (group == 0 ? "{" : ", ") + std::string(kRecipientGroupWords[group]) + ": " +
                Text(item.portion_grams[group], limits::kPortionGrams);
  }
  return portions + '}';
}

void Write(std::string& yaml, const Menu& menu) {
  yaml += "menu:\n  cycle_starts_on: " + ToIso(*menu.cycle_starts_on) + '\n';
  if (!menu.usual.empty()) yaml += "  portions_grams:\n";
  for (const MenuItem& item : menu.usual)
    yaml += "    " + Key(item.commodity) + ": " + PortionsOf(item) + '\n';
  yaml += "  days:\n";
  for (const std::vector<MenuItem>& day : menu.days) {
    yaml += day.empty() ? "    - {}\n" : "";
    for (const MenuItem& item : day) {
      yaml += (&item == &day.front() ? "    - " : "      ") + Key(item.commodity) + ": " +
              (item.is_usual ? "null" : PortionsOf(item)) + '\n';
    }
  }
  if (menu.most_per_day.empty()) return;
  yaml += "  most_kg_per_day:\n";
  for (const MostPerDay& row : menu.most_per_day)
    yaml += "    " + Key(row.commodity) + ": " + Text(row.weight, limits::kMostPerDayKg) + '\n';
}

void Write(std::string& yaml, const StorageRule& rule) {
  yaml += std::string("storage:\n  mode: ") + (rule.on ? "on" : "off") +
          "\n  holding_idr_per_kg_day: " + Text(rule.holding_per_day, limits::kRupiahPerKg) +
          "\n  min_shelf_left_days: " + std::to_string(rule.min_shelf_left_days) + '\n';
}

std::string SubstitutesIn(const SubstituteRule& rule) {
  if (rule.ratio.empty()) return List(rule.by);
  std::string map = "{";
  for (std::size_t i = 0; i < rule.by.size(); ++i)
    map += (i > 0 ? ", " : "") + Key(rule.by[i]) + ": " + Text(rule.ratio[i], limits::kSubstituteRatio);
  return map + '}';
}

void Write(std::string& yaml, std::span<const SubstituteRule> rules) {
  yaml += "substitutes:\n";
  for (const SubstituteRule& rule : rules) {
    yaml += "  " + Key(rule.commodity) + ":\n    by: " + SubstitutesIn(rule) +
            "\n    surcharge_idr_per_kg: " + Text(rule.surcharge, limits::kRupiahPerKg) + '\n';
  }
}

void Write(std::string& yaml, std::span<const SpreadStep> steps) {
  yaml += "fair_spread:\n";
  for (const SpreadStep& step : steps) {
    yaml += "  - {above_share: " + Text(step.above_share, limits::kAboveShare) +
            ", surcharge_idr_per_kg: " + Text(step.surcharge, limits::kSpreadSurcharge) + "}\n";
  }
}

}  // namespace

std::string ToYaml(const Policy& policy, Written written) {
  const bool all = written == Written::kAll;
  const Policy& usual = BuiltInPolicy();  // what a key that isn't written means
  std::string yaml = "version: 1\n";
  yaml += "quantum_kg: " + Text(policy.quantum, limits::kQuantumKg) + '\n';
  yaml += "aims: " + std::string(kAimsWords[static_cast<std::size_t>(policy.aims)]) + '\n';
  yaml += policy.commodities.empty() ? "commodities: {}\n" : "commodities:\n";
  for (const CommodityRule& rule : policy.commodities) Write(yaml, rule);
  Write(yaml, "locality", kTierWords, policy.tier_surcharge);
  Write(yaml, "supplier_kind", kSupplierKindWords, policy.kind_surcharge);
  yaml += "distance:\n  circuity: " + Text(policy.circuity, limits::kCircuity) + '\n';
  yaml += "shortage:\n  penalty_idr_per_kg: " + Text(policy.shortage_penalty, limits::kRupiahPerKg) + '\n';
  yaml += "concentration:\n  max_share_per_supplier: " + Text(policy.max_share_per_supplier, limits::kShare) +
          '\n';
  yaml += "price_ceiling: " + std::string(kCeilingModeWords[static_cast<std::size_t>(policy.price_ceiling)]) +
          '\n';
  yaml +=
      "related_party: " + std::string(kRelatedPartyWords[static_cast<std::size_t>(policy.related_party)]) +
      '\n';
  if (all || policy.aggregators)
    yaml += std::string("aggregators: ") + (policy.aggregators ? "on\n" : "off\n");
  if (all || policy.probation != usual.probation) {
    yaml += "probation:\n  days: " + std::to_string(policy.probation.days) +
            "\n  max_share_of_capacity: " + Text(policy.probation.max_share, limits::kShare) + '\n';
  }
  if (all || policy.service_weekdays != usual.service_weekdays) {
    std::string days;
    for (int day = 0; day < 7; ++day) {
      if ((policy.service_weekdays >> day & 1) != 0)
        days += (days.empty() ? "" : "|") + std::to_string(day + 1);
    }
    yaml += "service_weekdays: " + days + '\n';
  }
  if (all || policy.budget != usual.budget) {
    yaml +=
        "budget:\n  mode: " + std::string(kBudgetModeWords[static_cast<std::size_t>(policy.budget.mode)]) +
        "\n  idr_per_portion:\n";
    for (std::size_t group = 0; group < policy.budget.per_portion.size(); ++group) {
      yaml += "    " + std::string(kRecipientGroupWords[group]) + ": " +
              Text(policy.budget.per_portion[group], limits::kRupiahPerPortion) + '\n';
    }
  }
  if (all || policy.sharing != usual.sharing) Write(yaml, policy.sharing);
  if (all || policy.min_suppliers != usual.min_suppliers) {
    yaml += "min_suppliers_per_demand_point:\n  mode: " +
            std::string(kMinSuppliersModeWords[static_cast<std::size_t>(policy.min_suppliers.mode)]) +
            "\n  suppliers: " + std::to_string(policy.min_suppliers.suppliers) + '\n';
  }
  const Steady& steady = policy.steady;
  if (all || steady != usual.steady) {
    yaml += "steady:\n  surcharge_idr_per_kg: " + Text(steady.surcharge, limits::kRupiahPerKg) +
            "\n  risky_commodities: " + List(steady.risky) +
            "\n  max_share_changed: " + Text(steady.most_changed, limits::kShare) + '\n';
  }
  if (all || policy.deliveries != usual.deliveries) {
    const auto& most = policy.deliveries.most_suppliers;
    yaml += std::string("deliveries:\n  whole: ") + (policy.deliveries.whole ? "true" : "false") +
            "\n  max_suppliers_per_requirement: " + (most ? std::to_string(*most) : "null") + '\n';
  }
  if (!policy.menu.days.empty()) Write(yaml, policy.menu);
  if (all || policy.storage != usual.storage) Write(yaml, policy.storage);
  if (all || policy.stock) yaml += std::string("stock: ") + (policy.stock ? "on\n" : "off\n");
  if (!policy.substitutes.empty()) Write(yaml, policy.substitutes);
  if (all && policy.fair_spread.empty()) yaml += "fair_spread: []\n";
  if (!policy.fair_spread.empty()) Write(yaml, policy.fair_spread);
  return yaml;
}

std::string Digest(const Policy& policy) {
  Sha256 hash;
  hash.Text(ToYaml(policy));
  return hash.HexOf32Digits();
}

}  // namespace pasok
