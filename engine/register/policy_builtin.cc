// The thirteen commodities of the meals programme. configs/policy.yaml says the same in YAML, with the
// reasons.
#include <algorithm>

#include "engine/register/policy.h"

namespace pasok {
namespace {

constexpr SenPerKg Rupiah(std::int64_t rupiah) { return {rupiah * 100}; }
constexpr Metres Km(std::int64_t km) { return {km * 1000}; }

constexpr Milli kPlainHaul{1400};    // a truck: 1.4 rupiah per kg and km
constexpr Milli kChilledHaul{2100};  // half as much again

Policy MakeBuiltIn() {
  Policy policy;
  const auto add = [&](std::string_view code, std::string_view name_id, std::string_view name_en, Milli haul,
                       Metres max_distance, std::int32_t shelf_life_days,
                       std::optional<SenPerKg> ceiling = std::nullopt) {
    policy.commodities.push_back({.code = std::string(code),
                                  .name_id = std::string(name_id),
                                  .name_en = std::string(name_en),
                                  .haul_per_kg_km = haul,
                                  .max_distance = max_distance,
                                  .shelf_life_days = shelf_life_days,
                                  .requires_licences = {},
                                  .price_ceiling = ceiling});
  };
  add("ayam", "Daging ayam", "Chicken", kChilledHaul, Km(150), 2, Rupiah(40'000));
  add("beras", "Beras", "Rice", kPlainHaul, Km(400), 30, Rupiah(15'400));
  add("ikan", "Ikan", "Fish", kChilledHaul, Km(150), 2);
  add("jeruk", "Jeruk", "Oranges", kPlainHaul, Km(400), 10);
  add("kacang_panjang", "Kacang panjang", "Long beans", kPlainHaul, Km(100), 3);
  add("kangkung", "Kangkung", "Water spinach", kPlainHaul, Km(60), 1);
  add("mentimun", "Mentimun", "Cucumber", kPlainHaul, Km(150), 5);
  add("pisang", "Pisang", "Bananas", kPlainHaul, Km(200), 5);
  add("susu", "Susu", "Milk", kChilledHaul, Km(300), 5);
  add("tahu", "Tahu", "Tofu", kPlainHaul, Km(100), 2);
  add("telur", "Telur ayam", "Eggs", kPlainHaul, Km(300), 14, Rupiah(30'000));
  add("tempe", "Tempe", "Tempeh", kPlainHaul, Km(100), 2);
  add("wortel", "Wortel", "Carrots", kPlainHaul, Km(1'500), 14);

  const auto tier = [&](Tier which) -> SenPerKg& {
    return policy.tier_surcharge[static_cast<std::size_t>(which)];
  };
  tier(Tier::kKabupaten) = Rupiah(500);
  tier(Tier::kProvinsi) = Rupiah(2'000);
  tier(Tier::kLuar) = Rupiah(5'000);
  const auto kind = [&](SupplierKind which) -> SenPerKg& {
    return policy.kind_surcharge[static_cast<std::size_t>(which)];
  };
  kind(SupplierKind::kUmkmMenengah) = Rupiah(500);
  kind(SupplierKind::kLainnya) = Rupiah(1'500);
  policy.budget.per_portion.fill(Sen{1'000'000});
  for (const RecipientGroup small : {RecipientGroup::kPaud, RecipientGroup::kSd13, RecipientGroup::kBalita})
    policy.budget.per_portion[static_cast<std::size_t>(small)] = Sen{800'000};
  return policy;
}

}  // namespace

const Policy& BuiltInPolicy() {
  static const Policy policy = MakeBuiltIn();
  return policy;
}

std::optional<SenPerKg> CommodityRule::CeilingIn(std::string_view region) const {
  if (region_ceilings.empty()) return price_ceiling;
  for (std::string_view at = region;; at = at.substr(0, at.rfind('.'))) {
    const auto found =
        std::ranges::lower_bound(region_ceilings, at, std::ranges::less{},
                                 [](const RegionCeiling& row) -> std::string_view { return row.region; });
    if (found != region_ceilings.end() && found->region == at) return found->ceiling;
    if (at.find('.') == at.npos) return std::nullopt;
  }
}

std::optional<SenPerKg> CommodityRule::CeilingFor(const Dataset& dataset, std::int32_t supplier) const {
  if (region_ceilings.empty()) return price_ceiling;  // without looking for the supplier: it is asked often
  return CeilingIn(dataset.regions[dataset.suppliers[supplier].region].code);
}

std::optional<SenPerKg> CommodityRule::CeilingBelow(SenPerKg price, const Dataset& dataset,
                                                    std::int32_t supplier) const {
  const std::optional<SenPerKg> ceiling = CeilingFor(dataset, supplier);
  return ceiling && price > *ceiling ? ceiling : std::nullopt;
}

bool Policy::has_ratios() const { return std::ranges::any_of(substitutes, &SubstituteRule::HasRatio); }

const SubstituteRule* Policy::FindSubstitutes(std::string_view code) const {
  const auto found = std::ranges::find(substitutes, code, &SubstituteRule::commodity);
  return found != substitutes.end() ? &*found : nullptr;
}

const CommodityRule* Policy::FindCommodity(std::string_view code) const {
  const auto found =
      std::ranges::lower_bound(commodities, code, std::ranges::less{},
                               [](const CommodityRule& rule) -> std::string_view { return rule.code; });
  return found != commodities.end() && found->code == code ? &*found : nullptr;
}

}  // namespace pasok
