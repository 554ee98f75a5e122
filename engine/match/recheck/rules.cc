#include "engine/match/recheck/rules.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace pasok::match::recheck {
namespace {

constexpr std::int64_t kAnyCapacity = std::int64_t{1} << 61;  // grams; above every capacity

bool HoldsOn(const Offer& offer, Date date) {
  const bool begun = !offer.available_from || offer.available_from->days <= date.days;
  const bool not_over = !offer.available_to || date.days <= offer.available_to->days;
  return begun && not_over && (offer.weekdays & 1 << (Weekday(date) - 1));
}

// The share of its capacity that a supplier may sell on the day.
Millionths ShareOnProbation(const Supplier& supplier, const Policy& policy, std::optional<Date> date) {
  constexpr Millionths kWhole{1'000'000};
  if (!date || !supplier.registered_on || policy.probation.days == 0) return kWhole;
  const bool is_over = date->days >= supplier.registered_on->days + policy.probation.days;
  return is_over ? kWhole : policy.probation.max_share;
}

// A licence that is required and was held until before the day.
bool HasEndedLicence(const Supplier& supplier, const CommodityRule& rule, std::optional<Date> date) {
  if (!date) return false;
  for (const Licence& licence : supplier.licences) {
    const bool is_required = std::ranges::count(rule.requires_licences, licence.name) > 0;
    if (is_required && licence.until && licence.until->days < date->days) return true;
  }
  return false;
}

bool HasLicences(const Supplier& supplier, const CommodityRule& rule) {
  return std::ranges::all_of(rule.requires_licences, [&](const std::string& licence) {
    return std::ranges::count(supplier.licences, licence, &Licence::name) > 0;
  });
}

}  // namespace

DayRules::DayRules(const Dataset& dataset, const Policy& policy, std::optional<Date> date,
                   const std::vector<std::int32_t>& regions, const std::vector<Taken>& taken,
                   std::shared_ptr<const MenuReading> menu)
    : dataset_(dataset),
      policy_(policy),
      roads_(dataset, policy),
      menu_(menu ? std::move(menu) : std::make_shared<const MenuReading>(dataset, policy, StopToken())),
      offers_of_(dataset.commodities.size()),
      first_offer_of_(dataset.suppliers.size() + 1) {
  for (const std::string& code : dataset.commodities) rules_.push_back(policy.FindCommodity(code));
  needs_ = NeedsOn(dataset, policy, date, regions, *menu_);
  ReadOffers(date, taken);
}

void DayRules::LetSend(std::int32_t need, std::int64_t quanta) {
  Need& row = needs_.list[need];
  row.sends += quanta;
  const Int128 share = Int128{row.quanta + row.sends} * policy_.max_share_per_supplier.value;
  row.lane_cap = std::max<std::int64_t>(1, static_cast<std::int64_t>(share / 1'000'000));
}

void DayRules::ReadOffers(std::optional<Date> date, const std::vector<Taken>& taken) {
  std::map<std::int32_t, std::int64_t> taken_of_supplier;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> taken_of_offer;
  for (const Taken& row : taken) {
    const std::int32_t supplier = dataset_.FindSupplier(row.supplier_id);
    if (supplier == kNone || (row.date && row.date != date)) continue;
    // Clipped, since a broken file may claim anything.
    const auto add = [&](std::int64_t& sum) {
      sum = std::min(sum + std::min(row.weight.value, kAnyCapacity), kAnyCapacity);
    };
    add(taken_of_supplier[supplier]);
    add(taken_of_offer[{supplier, dataset_.FindCommodity(row.commodity)}]);
  }
  const auto sum_of = [](const auto& sums, const auto& key) {
    const auto found = sums.find(key);
    return found == sums.end() ? 0 : found->second;
  };
  const auto quanta_left = [&](Grams capacity, Millionths share, std::int64_t gone) {
    const auto may_sell = static_cast<std::int64_t>(Int128{capacity.value} * share.value / 1'000'000);
    return may_sell > gone ? (may_sell - gone) / policy_.quantum.value : 0;
  };
  constexpr Millionths kWhole{1'000'000};
  std::vector<std::int64_t> whole_capacity;  // of suppliers, without probation
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    const std::optional<Grams>& capacity = dataset_.suppliers[s].capacity_per_day;
    const Millionths share = ShareOnProbation(dataset_.suppliers[s], policy_, date);
    const auto left = [&](Millionths sold) {
      return capacity ? quanta_left(*capacity, sold, sum_of(taken_of_supplier, s)) : INT64_MAX;
    };
    supplier_capacity_.push_back(left(share));
    whole_capacity.push_back(left(kWhole));
  }
  std::map<std::int32_t, std::int64_t> taken_through;
  for (const auto& [seller, weight] : taken_of_supplier) {
    std::int64_t& gone = taken_through[ViaOf(seller)];
    gone = std::min(gone + weight, kAnyCapacity);
  }
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    const std::optional<Grams>& handling = dataset_.suppliers[s].handling_per_day;
    handling_capacity_.push_back(handling ? quanta_left(*handling, kWhole, sum_of(taken_through, s))
                                          : INT64_MAX);
  }
  // The supplier and commodity whose row of the day was found last; rows of one key stand together.
  std::pair<std::int32_t, std::int32_t> held(kNone, kNone);
  for (const Offer& row : dataset_.offers) {
    const std::pair key(row.supplier, row.commodity);
    const Supplier& supplier = dataset_.suppliers[row.supplier];
    const CommodityRule* rule = rules_[row.commodity];
    DayOffer offer{.supplier = row.supplier,
                   .commodity = row.commodity,
                   .price = row.price,
                   .capacity = quanta_left(row.capacity_per_day, ShareOnProbation(supplier, policy_, date),
                                           sum_of(taken_of_offer, key)),
                   .ruled_out = std::nullopt};
    const Millionths share = ShareOnProbation(supplier, policy_, date);
    const std::int64_t alone = quanta_left(row.capacity_per_day, share, 0);
    offer.gone = alone - offer.capacity;
    offer.whole = supplier.capacity_per_day
                      ? std::min(alone, quanta_left(*supplier.capacity_per_day, share, 0))
                      : alone;
    offer.via = ViaOf(row.supplier);
    if (offer.via != kNone) offer.fee = dataset_.suppliers[offer.via].handling_fee.value_or(SenPerKg{});
    const Supplier& seller = offer.via == kNone ? supplier : dataset_.suppliers[offer.via];
    const bool can_handle = offer.via == kNone || handling_capacity_[offer.via] > 0;
    const std::optional<Metres> first_leg = FirstLegOf(row.supplier);
    const bool first_leg_too_long =
        rule && rule->max_distance && first_leg && *rule->max_distance < *first_leg;
    const std::int64_t whole = quanta_left(row.capacity_per_day, kWhole, sum_of(taken_of_offer, key));
    offer.held_back = whole - offer.capacity;
    const bool available = key != held && (!date || HoldsOn(row, *date));
    if (available) held = key;
    const std::optional<SenPerKg> ceiling = CeilingOf(offer);
    if (!supplier.active) {
      offer.ruled_out = ShortageReason::kInactive;
    } else if (!available) {
      offer.ruled_out = ShortageReason::kNotAvailable;
    } else if (!rule || !HasLicences(seller, *rule)) {
      offer.ruled_out = ShortageReason::kLicence;
    } else if (policy_.price_ceiling == CeilingMode::kHard && ceiling && ceiling->value < row.price.value) {
      offer.ruled_out = ShortageReason::kPriceCeiling;
    } else if (first_leg_too_long) {
      offer.ruled_out = ShortageReason::kOutOfRange;
    } else if (whole == 0 || whole_capacity[row.supplier] == 0 || !can_handle) {
      offer.ruled_out = ShortageReason::kCapacityExhausted;
    } else if (HasEndedLicence(seller, *rule, date)) {
      offer.ruled_out = ShortageReason::kLicenceEnded;
    } else if (offer.via != kNone && rule->max_travel_minutes &&
               roads_.ListedMinutes(supplier.region, seller.region).value_or(0) > *rule->max_travel_minutes) {
      offer.ruled_out = ShortageReason::kTravelTime;
    } else if (offer.capacity == 0 || supplier_capacity_[row.supplier] == 0) {
      offer.ruled_out = ShortageReason::kProbation;
    }
    ReadDelivery(row, offer);
    offer.but_for_probation = std::min(whole, whole_capacity[row.supplier]);
    if (offer.via != kNone)
      offer.but_for_probation = std::min(offer.but_for_probation, handling_capacity_[offer.via]);
    offers_of_[row.commodity].push_back(static_cast<std::int32_t>(offers_.size()));
    offers_.push_back(offer);
    ++first_offer_of_[row.supplier + 1];
  }
  std::partial_sum(first_offer_of_.begin(), first_offer_of_.end(), first_offer_of_.begin());
}

void DayRules::ReadDelivery(const Offer& row, DayOffer& offer) const {
  const CommodityRule* rule = rules_[row.commodity];
  if (!policy_.deliveries.whole || !rule) return;
  const std::int64_t quantum = policy_.quantum.value;
  std::int64_t grams = quantum;
  if (rule->lot) grams = rule->lot->value;
  if (row.lot) grams = row.lot->value;
  offer.lot = std::lcm(grams, quantum) / quantum;
  for (const std::optional<Grams>& minimum : {row.min_delivery, rule->min_delivery}) {
    if (minimum) offer.minimum = std::max(offer.minimum, (minimum->value + quantum - 1) / quantum);
  }
}

namespace {

std::int64_t LeastWhere(const DayOffer& offer, std::int64_t use) {
  const std::int64_t wanted = std::min(offer.minimum, use);
  return wanted <= offer.lot ? offer.lot : (wanted + offer.lot - 1) / offer.lot * offer.lot;
}

}  // namespace

std::int64_t DayRules::LeastDelivery(const DayOffer& offer, const Need& need) {
  return LeastWhere(offer, need.use());
}

void DayRules::RuleOutTooSmall() {
  std::map<std::int32_t, std::int64_t> smallest;  // use by commodity, quanta
  for (const Need& need : needs_.list) {
    if (need.use() == 0) continue;
    const auto [of_it, is_first] = smallest.emplace(need.commodity, need.use());
    if (!is_first) of_it->second = std::min(of_it->second, need.use());
  }
  // What a contract promises is delivered all the same.
  std::set<std::pair<std::int32_t, std::int32_t>> promised;  // supplier, commodity
  for (const Contract& contract : dataset_.contracts) promised.emplace(contract.supplier, contract.commodity);
  for (DayOffer& offer : offers_) {
    const auto of_it = smallest.find(offer.commodity);
    if (offer.ruled_out || of_it == smallest.end()) continue;
    const std::int64_t least = LeastWhere(offer, of_it->second);
    if (least <= CapacityAlone(offer) || promised.contains({offer.supplier, offer.commodity})) continue;
    offer.ruled_out =
        least > offer.but_for_probation ? ShortageReason::kWholeDeliveries : ShortageReason::kProbation;
  }
}

std::int64_t DayRules::CapacityAlone(const DayOffer& offer) const {
  const std::int64_t of_supplier = std::min(offer.capacity, supplier_capacity_[offer.supplier]);
  return offer.via == kNone ? of_supplier : std::min(of_supplier, handling_capacity_[offer.via]);
}

std::span<const DayOffer> DayRules::RowsOf(std::int32_t supplier, std::int32_t commodity) const {
  const std::int32_t first = first_offer_of_[supplier], end = first_offer_of_[supplier + 1];
  return std::ranges::equal_range(std::span(offers_).subspan(first, end - first), commodity, {},
                                  &DayOffer::commodity);
}

std::int32_t DayRules::FindOffer(std::int32_t supplier, std::int32_t commodity) const {
  for (const DayOffer& row : RowsOf(supplier, commodity)) {
    if (row.ruled_out != ShortageReason::kNotAvailable)
      return static_cast<std::int32_t>(&row - offers_.data());
  }
  return kNone;
}

std::optional<SenPerKg> DayRules::CeilingOf(const DayOffer& offer) const {
  const CommodityRule* rule = rules_[offer.commodity];
  if (!rule) return std::nullopt;
  if (rule->region_ceilings.empty()) return rule->price_ceiling;
  for (std::int32_t at = dataset_.suppliers[offer.supplier].region; at != kNone;
       at = dataset_.regions[at].parent) {
    for (const RegionCeiling& row : rule->region_ceilings) {
      if (row.region == dataset_.regions[at].code) return row.ceiling;
    }
  }
  return std::nullopt;
}

std::optional<Metres> DayRules::FirstLegOf(std::int32_t supplier) const {
  const std::int32_t via = ViaOf(supplier);
  if (via == kNone) return std::nullopt;
  const Supplier& from = dataset_.suppliers[supplier];
  const Supplier& to = dataset_.suppliers[via];
  return roads_.Between(from.region, from.point, to.region, to.point);
}

Sight DayRules::Look(std::int32_t supplier, std::int32_t demand_point) const {
  const std::int32_t via = ViaOf(supplier);
  const Supplier& farm = dataset_.suppliers[supplier];
  const Supplier& seller = via == kNone ? farm : dataset_.suppliers[via];
  const DemandPoint& buyer = dataset_.demand_points[demand_point];
  Sight sight{.first_leg = FirstLegOf(supplier),
              .road = roads_.Between(seller.region, seller.point, buyer.region, buyer.point),
              .minutes = roads_.ListedMinutes(seller.region, buyer.region),
              .tier = dataset_.TierBetween(farm.region, buyer.region),
              .forbidden = std::nullopt};
  if (via != kNone && !sight.first_leg) sight.road = std::nullopt;
  const auto owned_with = [&](const Supplier& other) {
    return !other.owner_group.empty() && other.owner_group == buyer.owner_group;
  };
  const bool same_owner = owned_with(farm) || owned_with(seller);
  if (same_owner && policy_.related_party == RelatedParty::kForbid)
    sight.forbidden = ShortageReason::kRelatedParty;
  const auto key = [](const Block& block) { return std::pair(block.supplier, block.demand_point); };
  if (std::ranges::binary_search(dataset_.blocks, std::pair(supplier, demand_point), {}, key) ||
      std::ranges::binary_search(dataset_.blocks, std::pair(via, demand_point), {}, key)) {
    sight.forbidden = ShortageReason::kBlocked;
  }
  return sight;
}

std::optional<ShortageReason> DayRules::WhyNot(const DayOffer& offer, const Sight& sight) const {
  std::optional<ShortageReason> first = offer.ruled_out;
  const auto earlier = [&](ShortageReason reason) {
    if (!first || reason < *first) first = reason;
  };
  if (sight.forbidden) earlier(*sight.forbidden);
  const std::optional<Metres>& limit = rules_[offer.commodity]->max_distance;
  if (limit && sight.road && limit->value < sight.road->value) earlier(ShortageReason::kOutOfRange);
  const std::optional<std::int32_t>& slowest = rules_[offer.commodity]->max_travel_minutes;
  if (slowest && sight.road && sight.minutes && *slowest < *sight.minutes)
    earlier(ShortageReason::kTravelTime);
  return first;
}

Cost DayRules::CostOf(const DayOffer& offer, const Sight& sight) const {
  const Int128 quantum = policy_.quantum.value;
  const Int128 road = Int128{sight.road->value} + sight.first_leg.value_or(Metres{}).value;
  const Int128 haul = rules_[offer.commodity]->haul_per_kg_km.value * road;
  const Int128 asked = Int128{offer.price.value} + offer.fee.value;
  const SupplierKind kind = dataset_.suppliers[offer.supplier].kind;
  const std::int64_t surcharge = policy_.tier_surcharge[static_cast<std::size_t>(sight.tier)].value +
                                 policy_.kind_surcharge[static_cast<std::size_t>(kind)].value;
  return {.money = RoundHalfUp(quantum * (asked * 10'000 + haul), 10'000'000),
          .preference = RoundHalfUp(quantum * surcharge, 1000)};
}

}  // namespace pasok::match::recheck
