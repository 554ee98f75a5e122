#include "engine/match/recheck/rules.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace pasok::match::recheck {
namespace {

constexpr std::int64_t kAnyCapacity = std::int64_t{1} << 61;  // grams; above every capacity
constexpr Millionths kWhole{1'000'000};

bool HoldsOn(const Offer& offer, Date date) {
  const bool begun = !offer.available_from || offer.available_from->days <= date.days;
  const bool not_over = !offer.available_to || date.days <= offer.available_to->days;
  return begun && not_over && (offer.weekdays & 1 << (Weekday(date) - 1));
}

// The share of its capacity that a supplier may sell on the day.
Millionths ShareOnProbation(const Supplier& supplier, const Policy& policy, std::optional<Date> date) {
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

// 0 where there is none.
template <class Key>
std::int64_t SumOf(const std::map<Key, std::int64_t>& sums, const Key& key) {
  const auto found = sums.find(key);
  return found == sums.end() ? 0 : found->second;
}

}  // namespace

// Grams that others have sold of the day.
struct DayRules::Gone {
  std::map<std::int32_t, std::int64_t> of_supplier, through;               // `through`: by aggregator
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> of_offer;  // supplier, commodity
};

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

DayRules::Gone DayRules::SumTaken(std::optional<Date> date, const std::vector<Taken>& taken) const {
  Gone gone;
  // Clipped, since a broken file may claim anything.
  const auto add = [](std::int64_t weight, std::int64_t& sum) {
    sum = std::min(sum + std::min(weight, kAnyCapacity), kAnyCapacity);
  };
  for (const Taken& row : taken) {
    const std::int32_t supplier = dataset_.FindSupplier(row.supplier_id);
    if (supplier == kNone || (row.date && row.date != date)) continue;
    add(row.weight.value, gone.of_supplier[supplier]);
    add(row.weight.value, gone.of_offer[{supplier, dataset_.FindCommodity(row.commodity)}]);
  }
  for (const auto& [seller, weight] : gone.of_supplier) add(weight, gone.through[ViaOf(seller)]);
  return gone;
}

void DayRules::ReadCapacities(std::optional<Date> date, const Gone& gone) {
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    const Supplier& supplier = dataset_.suppliers[s];
    const auto left = [&](const std::optional<Grams>& capacity, Millionths share, const auto& sums) {
      return capacity ? QuantaLeft(*capacity, share, SumOf(sums, s)) : INT64_MAX;
    };
    supplier_capacity_.push_back(
        left(supplier.capacity_per_day, ShareOnProbation(supplier, policy_, date), gone.of_supplier));
    whole_capacity_.push_back(left(supplier.capacity_per_day, kWhole, gone.of_supplier));
    handling_capacity_.push_back(left(supplier.handling_per_day, kWhole, gone.through));
  }
}

void DayRules::ReadOffers(std::optional<Date> date, const std::vector<Taken>& taken) {
  const Gone gone = SumTaken(date, taken);
  ReadCapacities(date, gone);
  // The supplier and commodity whose row of the day was found last; rows of one key stand together.
  std::pair<std::int32_t, std::int32_t> held(kNone, kNone);
  for (const Offer& row : dataset_.offers) {
    const std::pair key(row.supplier, row.commodity);
    const bool is_available = key != held && (!date || HoldsOn(row, *date));
    if (is_available) held = key;
    DayOffer offer = ReadOffer(row, date, gone);
    offer.ruled_out = WhyRuledOut(offer, is_available, date);
    offers_of_[row.commodity].push_back(static_cast<std::int32_t>(offers_.size()));
    offers_.push_back(offer);
    ++first_offer_of_[row.supplier + 1];
  }
  std::partial_sum(first_offer_of_.begin(), first_offer_of_.end(), first_offer_of_.begin());
}

DayOffer DayRules::ReadOffer(const Offer& row, std::optional<Date> date, const Gone& gone) const {
  const Supplier& supplier = dataset_.suppliers[row.supplier];
  const Millionths share = ShareOnProbation(supplier, policy_, date);
  const std::int64_t taken = SumOf(gone.of_offer, std::pair(row.supplier, row.commodity));
  const std::int64_t alone = QuantaLeft(row.capacity_per_day, share, 0);
  const std::int64_t without_probation = QuantaLeft(row.capacity_per_day, kWhole, taken);
  DayOffer offer{.supplier = row.supplier,
                 .commodity = row.commodity,
                 .price = row.price,
                 .capacity = QuantaLeft(row.capacity_per_day, share, taken),
                 .ruled_out = std::nullopt};
  offer.gone = alone - offer.capacity;
  offer.held_back = without_probation - offer.capacity;
  offer.whole =
      supplier.capacity_per_day ? std::min(alone, QuantaLeft(*supplier.capacity_per_day, share, 0)) : alone;
  offer.but_for_probation = std::min(without_probation, whole_capacity_[row.supplier]);
  offer.via = ViaOf(row.supplier);
  if (offer.via != kNone) {
    offer.fee = dataset_.suppliers[offer.via].handling_fee.value_or(SenPerKg{});
    offer.but_for_probation = std::min(offer.but_for_probation, handling_capacity_[offer.via]);
  }
  ReadDelivery(row, offer);
  return offer;
}

// The first of the reasons in the order in which a plan gives them.
std::optional<ShortageReason> DayRules::WhyRuledOut(const DayOffer& offer, bool is_available,
                                                    std::optional<Date> date) const {
  const Supplier& supplier = dataset_.suppliers[offer.supplier];
  const Supplier& seller = offer.via == kNone ? supplier : dataset_.suppliers[offer.via];
  const CommodityRule* rule = rules_[offer.commodity];
  if (!supplier.active) return ShortageReason::kInactive;
  if (!is_available) return ShortageReason::kNotAvailable;
  if (!rule || !HasLicences(seller, *rule)) return ShortageReason::kLicence;
  const std::optional<SenPerKg> ceiling = CeilingOf(offer);
  if (policy_.price_ceiling == CeilingMode::kHard && ceiling && ceiling->value < offer.price.value)
    return ShortageReason::kPriceCeiling;
  const std::optional<Metres> first_leg = FirstLegOf(offer.supplier);
  if (rule->max_distance && first_leg && *rule->max_distance < *first_leg) return ShortageReason::kOutOfRange;
  if (offer.but_for_probation == 0) return ShortageReason::kCapacityExhausted;
  if (HasEndedLicence(seller, *rule, date)) return ShortageReason::kLicenceEnded;
  if (offer.via != kNone && rule->max_travel_minutes &&
      roads_.ListedMinutes(supplier.region, seller.region).value_or(0) > *rule->max_travel_minutes)
    return ShortageReason::kTravelTime;
  if (offer.capacity == 0 || supplier_capacity_[offer.supplier] == 0) return ShortageReason::kProbation;
  return std::nullopt;
}

std::int64_t DayRules::QuantaLeft(Grams capacity, Millionths share, std::int64_t gone) const {
  const auto may_sell = static_cast<std::int64_t>(Int128{capacity.value} * share.value / 1'000'000);
  return may_sell > gone ? (may_sell - gone) / policy_.quantum.value : 0;
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
