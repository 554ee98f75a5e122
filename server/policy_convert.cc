#include "server/policy_convert.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/register/words.h"

namespace pasok::server {
namespace {

v1::Policy::Aims ToProto(Aims aims) {
  switch (aims) {
    case Aims::kWeighted:
      return v1::Policy::WEIGHTED;
    case Aims::kStrict:
      return v1::Policy::STRICT;
  }
  return v1::Policy::AIMS_UNSPECIFIED;
}

v1::Policy::CeilingMode ToProto(CeilingMode mode) {
  switch (mode) {
    case CeilingMode::kOff:
      return v1::Policy::OFF;
    case CeilingMode::kReport:
      return v1::Policy::REPORT;
    case CeilingMode::kHard:
      return v1::Policy::HARD;
  }
  return v1::Policy::CEILING_MODE_UNSPECIFIED;
}

v1::Policy::RelatedParty ToProto(RelatedParty rule) {
  switch (rule) {
    case RelatedParty::kAllow:
      return v1::Policy::ALLOW;
    case RelatedParty::kForbid:
      return v1::Policy::FORBID;
  }
  return v1::Policy::RELATED_PARTY_UNSPECIFIED;
}

// Nothing where the rule is off: its message is absent then.
std::optional<v1::Policy::Budget::Mode> ToProto(BudgetMode mode) {
  switch (mode) {
    case BudgetMode::kOff:
      return std::nullopt;
    case BudgetMode::kReport:
      return v1::Policy::Budget::REPORT;
    case BudgetMode::kAim:
      return v1::Policy::Budget::AIM;
  }
  return std::nullopt;
}

std::optional<v1::Policy::Sharing::Mode> ToProto(SharingMode mode) {
  switch (mode) {
    case SharingMode::kOff:
      return std::nullopt;
    case SharingMode::kReport:
      return v1::Policy::Sharing::REPORT;
    case SharingMode::kAim:
      return v1::Policy::Sharing::AIM;
  }
  return std::nullopt;
}

std::optional<v1::Policy::MinSuppliersPerDemandPoint::Mode> ToProto(MinSuppliersMode mode) {
  switch (mode) {
    case MinSuppliersMode::kOff:
      return std::nullopt;
    case MinSuppliersMode::kReport:
      return v1::Policy::MinSuppliersPerDemandPoint::REPORT;
    case MinSuppliersMode::kAim:
      return v1::Policy::MinSuppliersPerDemandPoint::AIM;
    case MinSuppliersMode::kMust:
      return v1::Policy::MinSuppliersPerDemandPoint::MUST;
  }
  return std::nullopt;
}

v1::Policy::Commodity ToProto(const CommodityRule& rule) {
  v1::Policy::Commodity out;
  out.set_code(rule.code);
  out.set_name_id(rule.name_id);
  out.set_name_en(rule.name_en);
  out.set_haul_millirupiah_per_kg_km(rule.haul_per_kg_km.value);
  if (rule.max_distance) out.set_max_distance_m(rule.max_distance->value);
  if (rule.shelf_life_days) out.set_shelf_life_days(*rule.shelf_life_days);
  out.mutable_requires_licences()->Assign(rule.requires_licences.begin(), rule.requires_licences.end());
  if (rule.price_ceiling) out.set_price_ceiling_sen_per_kg(rule.price_ceiling->value);
  for (const RegionCeiling& row : rule.region_ceilings) {
    (*out.mutable_region_ceiling_sen_per_kg())[row.region] = row.ceiling.value;
  }
  if (rule.max_travel_minutes) out.set_max_travel_minutes(*rule.max_travel_minutes);
  if (rule.lot) out.set_lot_grams(rule.lot->value);
  if (rule.min_delivery) out.set_min_delivery_grams(rule.min_delivery->value);
  return out;
}

v1::Policy::Sharing ToProto(const Sharing& sharing, v1::Policy::Sharing::Mode mode) {
  const auto most = [&](ShareLimit limit) { return sharing.most[static_cast<std::size_t>(limit)].value; };
  v1::Policy::Sharing out;
  out.set_mode(mode);
  out.set_max_share_per_owner_group_millionths(most(ShareLimit::kOwnerOfRequirement));
  out.set_max_spend_share_per_supplier_millionths(most(ShareLimit::kSupplierOfSpend));
  out.set_max_spend_share_per_owner_group_millionths(most(ShareLimit::kOwnerOfSpend));
  out.set_max_region_share_per_supplier_millionths(most(ShareLimit::kSupplierOfRegion));
  out.set_max_region_share_per_owner_group_millionths(most(ShareLimit::kOwnerOfRegion));
  out.set_local_share_min_millionths(Sharing::kWhole.value - most(ShareLimit::kNotLocal));
  out.set_small_share_min_millionths(Sharing::kWhole.value - most(ShareLimit::kNotSmall));
  return out;
}

v1::Policy::Menu::Portion ToProto(const MenuItem& item) {
  v1::Policy::Menu::Portion out;
  out.set_commodity(item.commodity);
  for (std::size_t group = 0; group < item.portion_grams.size(); ++group) {
    if (item.portion_grams[group].value == 0) continue;
    (*out.mutable_milligrams())[std::string(kRecipientGroupWords[group])] = item.portion_grams[group].value;
  }
  return out;
}

// A cycle may have a hundred days: what is usual stands there once. The usual portion is that of the first
// day with the commodity.
v1::Policy::Menu ToProto(const Menu& menu) {
  v1::Policy::Menu out;
  out.set_cycle_starts_on(ToIso(*menu.cycle_starts_on));
  std::map<std::string_view, const MenuItem*> usual;
  for (const std::vector<MenuItem>& items : menu.days) {
    v1::Policy::Menu::Day& day = *out.add_days();
    for (const MenuItem& item : items) {
      day.add_commodities(item.commodity);
      const MenuItem& first = *usual.try_emplace(item.commodity, &item).first->second;
      if (item.portion_grams != first.portion_grams) *day.add_portions() = ToProto(item);
    }
  }
  for (const auto& [commodity, item] : usual) *out.add_portions() = ToProto(*item);
  for (const MostPerDay& row : menu.most_per_day) {
    (*out.mutable_max_grams_per_day())[row.commodity] = row.weight.value;
  }
  return out;
}

v1::Policy::Substitute ToProto(const SubstituteRule& rule) {
  v1::Policy::Substitute out;
  out.set_commodity(rule.commodity);
  for (std::size_t i = 0; i < rule.by.size(); ++i) {
    v1::Policy::Substitute::By& by = *out.add_by();
    by.set_commodity(rule.by[i]);
    by.set_ratio_milli(rule.RatioOf(i).value);
  }
  out.set_surcharge_sen_per_kg(rule.surcharge.value);
  return out;
}

// How food is delivered, kept and replaced; what is off stays absent.
void AddRulesOfFood(const Policy& policy, v1::Policy& out) {
  if (policy.deliveries.whole || policy.deliveries.most_suppliers) {
    v1::Policy::Deliveries& deliveries = *out.mutable_deliveries();
    deliveries.set_whole(policy.deliveries.whole);
    if (policy.deliveries.most_suppliers)
      deliveries.set_max_suppliers_per_requirement(*policy.deliveries.most_suppliers);
  }
  if (!policy.menu.days.empty()) *out.mutable_menu() = ToProto(policy.menu);
  if (policy.storage.on) {
    out.mutable_storage()->set_holding_sen_per_kg_day(policy.storage.holding_per_day.value);
    out.mutable_storage()->set_min_shelf_left_days(policy.storage.min_shelf_left_days);
  }
  out.set_stock(policy.stock);
  for (const SubstituteRule& rule : policy.substitutes) *out.add_substitutes() = ToProto(rule);
}

// Who sells how much of it; what is off stays absent.
void AddRulesOfShares(const Policy& policy, v1::Policy& out) {
  out.set_aggregators(policy.aggregators);
  if (policy.probation.days > 0) {
    out.mutable_probation()->set_days(policy.probation.days);
    out.mutable_probation()->set_max_share_of_capacity_millionths(policy.probation.max_share.value);
  }
  if (const auto mode = ToProto(policy.budget.mode)) {
    out.mutable_budget()->set_mode(*mode);
    for (std::size_t group = 0; group < policy.budget.per_portion.size(); ++group) {
      (*out.mutable_budget()->mutable_sen_per_portion())[std::string(kRecipientGroupWords[group])] =
          policy.budget.per_portion[group].value;
    }
  }
  if (const auto mode = ToProto(policy.sharing.mode)) *out.mutable_sharing() = ToProto(policy.sharing, *mode);
  if (const auto mode = ToProto(policy.min_suppliers.mode)) {
    out.mutable_min_suppliers_per_demand_point()->set_mode(*mode);
    out.mutable_min_suppliers_per_demand_point()->set_suppliers(policy.min_suppliers.suppliers);
  }
  const Steady& steady = policy.steady;
  if (steady.surcharge.value > 0 || !steady.risky.empty() || steady.most_changed < Sharing::kWhole) {
    out.mutable_steady()->set_surcharge_sen_per_kg(steady.surcharge.value);
    out.mutable_steady()->mutable_risky_commodities()->Assign(steady.risky.begin(), steady.risky.end());
    out.mutable_steady()->set_max_share_changed_millionths(steady.most_changed.value);
  }
  for (const SpreadStep& step : policy.fair_spread) {
    v1::Policy::SpreadStep& out_step = *out.add_fair_spread();
    out_step.set_above_share_millionths(step.above_share.value);
    out_step.set_surcharge_sen_per_kg(step.surcharge.value);
  }
}

}  // namespace

v1::Policy ToProto(const Policy& policy) {
  v1::Policy out;
  out.set_digest(Digest(policy));
  out.set_quantum_grams(policy.quantum.value);
  out.set_aims(ToProto(policy.aims));
  for (const CommodityRule& rule : policy.commodities) *out.add_commodities() = ToProto(rule);
  for (int i = 0; i < kTiers; ++i) {
    (*out.mutable_tier_surcharge_sen_per_kg())[std::string(ToWord(static_cast<Tier>(i)))] =
        policy.tier_surcharge[i].value;
  }
  for (int i = 0; i < kSupplierKinds; ++i) {
    if (policy.kind_surcharge[i].value == 0) continue;
    (*out.mutable_kind_surcharge_sen_per_kg())[std::string(ToWord(static_cast<SupplierKind>(i)))] =
        policy.kind_surcharge[i].value;
  }
  out.set_circuity_milli(policy.circuity.value);
  out.set_shortage_penalty_sen_per_kg(policy.shortage_penalty.value);
  out.set_max_share_per_supplier_millionths(policy.max_share_per_supplier.value);
  out.set_price_ceiling(ToProto(policy.price_ceiling));
  out.set_related_party(ToProto(policy.related_party));
  out.set_service_weekdays(policy.service_weekdays);
  AddRulesOfShares(policy, out);
  AddRulesOfFood(policy, out);
  return out;
}

}  // namespace pasok::server
