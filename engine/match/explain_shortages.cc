#include "engine/match/explain_shortages.h"

#include <algorithm>
#include <tuple>

#include "engine/match/delivery.h"
#include "engine/match/shortage.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

// What is left of every offer, its supplier's total capacity considered.
std::vector<std::int64_t> Unsold(const Instance& instance, const Matching& matching) {
  std::vector<std::int64_t> offer_left, supplier_left, aggregator_left;
  for (const AggregatorRow& aggregator : instance.aggregators) aggregator_left.push_back(aggregator.capacity);
  for (const OfferRow& offer : instance.offers) offer_left.push_back(offer.capacity);
  for (const SupplierRow& supplier : instance.suppliers) supplier_left.push_back(supplier.capacity);
  for (const LaneFlow& flow : matching.flows) {
    std::int64_t& of_supplier = supplier_left[instance.offers[flow.offer].supplier];
    offer_left[flow.offer] -= flow.quanta;
    if (of_supplier != SupplierRow::kUnlimited) of_supplier -= flow.quanta;
    const std::int32_t aggregator = instance.suppliers[instance.offers[flow.offer].supplier].aggregator;
    if (aggregator != kNone && aggregator_left[aggregator] != SupplierRow::kUnlimited)
      aggregator_left[aggregator] -= flow.quanta;
  }
  for (std::size_t o = 0; o < offer_left.size(); ++o) {
    const std::int32_t supplier = instance.offers[o].supplier;
    offer_left[o] = std::min(offer_left[o], supplier_left[supplier]);
    if (const std::int32_t aggregator = instance.suppliers[supplier].aggregator; aggregator != kNone)
      offer_left[o] = std::min(offer_left[o], aggregator_left[aggregator]);
  }
  return offer_left;
}

bool IsBlocked(const Dataset& dataset, std::int32_t supplier, std::int32_t demand_point) {
  if (supplier == kNone) return false;
  const auto key = [](const Block& block) { return std::pair(block.supplier, block.demand_point); };
  return std::ranges::binary_search(dataset.blocks, std::pair(supplier, demand_point), {}, key);
}

class Explainer {
 public:
  Explainer(const Instance& instance, const Matching& matching)
      : instance_(instance),
        matching_(matching),
        unsold_(Unsold(instance, matching)),
        asks_for_deliveries_(AsksForWholeDeliveries(instance.policy)),
        sold_(asks_for_deliveries_ ? QuantaOfOffers(instance, matching.flows) : std::vector<std::int64_t>()) {
    excluded_.resize(instance.commodities.size());
    for (const ExcludedOffer& offer : instance.excluded) {
      const std::int32_t commodity = instance.dataset->offers[offer.dataset_offer].commodity;
      excluded_[instance.SpanOf(offer.day, commodity)].push_back(offer);
    }
  }

  OfferCensus Census(std::int32_t r, const RoadsTo& roads, std::span<const std::int64_t> units) const {
    OfferCensus census;
    const RequirementRow& requirement = instance_.requirements[r];
    const CommoditySpan& span = instance_.commodities[requirement.commodity];
    for (const ExcludedOffer& offer : excluded_[requirement.commodity])
      CountExcluded(offer, requirement, roads, census);
    auto flow = std::ranges::lower_bound(matching_.flows, r, {}, &LaneFlow::requirement);
    for (std::size_t i = 0; i < units.size(); ++i) {
      const std::int32_t o = span.first_offer + static_cast<std::int32_t>(i);
      const std::int32_t supplier = instance_.suppliers[instance_.offers[o].supplier].dataset_supplier;
      const Metres road = RoadFrom(instance_.offers[o].place, roads);
      if (units[i] == kNoLane) {
        census.Count(WhyNoLane(instance_.offers[o], requirement, road), supplier, road);
        continue;
      }
      const bool used = flow != matching_.flows.end() && flow->requirement == r && flow->offer == o;
      const std::int64_t cap = instance_.LaneCap(o, r);
      census.CountLeft(
          unsold_[o], cap - (used ? flow->quanta : 0), supplier, road, instance_.offers[o].held_back,
          cap < requirement.lane_cap,
          asks_for_deliveries_ && units[i] + NextSurcharge(instance_, o, sold_[o]) < requirement.penalty);
      if (used) ++flow;
    }
    return census;
  }

 private:
  static Metres RoadFrom(std::int32_t place, const RoadsTo& roads) {
    return {static_cast<std::int64_t>(roads.road[place])};
  }

  ShortageReason WhyNoLane(const OfferRow& offer, const RequirementRow& requirement, Metres road) const {
    const std::pair pair(offer.supplier, requirement.demand_point);
    if (std::ranges::binary_search(instance_.blocked, pair)) return ShortageReason::kBlocked;
    if (std::ranges::binary_search(instance_.related, pair)) return ShortageReason::kRelatedParty;
    return IsOutOfRange(requirement, road) ? ShortageReason::kOutOfRange : ShortageReason::kTravelTime;
  }

  void CountExcluded(const ExcludedOffer& offer, const RequirementRow& requirement, const RoadsTo& roads,
                     OfferCensus& census) const {
    const std::int32_t supplier = instance_.dataset->offers[offer.dataset_offer].supplier;
    std::optional<Metres> road;
    if (offer.place != kNone) road = RoadFrom(offer.place, roads);
    const std::optional<std::int32_t>& most = RuleOf(requirement).max_travel_minutes;
    const bool is_slow = most && offer.place != kNone && roads.minutes[offer.place] > *most;
    const ShortageReason reason = WhyExcluded(offer, supplier, requirement, road, is_slow);
    if (reason == ShortageReason::kWholeDeliveries) {
      census.CountTooSmall(offer.capacity, supplier, road);
    } else {
      census.Count(reason, supplier, road);
    }
  }

  const CommodityRule& RuleOf(const RequirementRow& requirement) const {
    return *instance_.commodities[requirement.commodity].rule;
  }
  bool IsOutOfRange(const RequirementRow& requirement, Metres road) const {
    const std::optional<Metres>& limit = RuleOf(requirement).max_distance;
    return limit && road > *limit;
  }

  // The pair's own rules come between the offer's: a blocked offer above the ceiling counts as blocked.
  ShortageReason WhyExcluded(const ExcludedOffer& offer, std::int32_t supplier,
                             const RequirementRow& requirement, const std::optional<Metres>& road,
                             bool is_slow) const {
    if (offer.reason == Excluded::kInactive) return ShortageReason::kInactive;
    if (offer.reason == Excluded::kNotAvailable) return ShortageReason::kNotAvailable;
    if (offer.reason == Excluded::kLicence) return ShortageReason::kLicence;
    const Dataset& dataset = *instance_.dataset;
    const std::int32_t via = instance_.policy.aggregators ? dataset.suppliers[supplier].via : kNone;
    if (IsBlocked(dataset, supplier, requirement.demand_point) ||
        IsBlocked(dataset, via, requirement.demand_point))
      return ShortageReason::kBlocked;
    const auto same_owner = [&](std::int32_t seller) {
      const std::string& owner = dataset.suppliers[seller].owner_group;
      return !owner.empty() && owner == dataset.demand_points[requirement.demand_point].owner_group;
    };
    if ((same_owner(supplier) || (via != kNone && same_owner(via))) &&
        instance_.policy.related_party == RelatedParty::kForbid)
      return ShortageReason::kRelatedParty;
    if (offer.reason == Excluded::kPriceCeiling) return ShortageReason::kPriceCeiling;
    if ((road && IsOutOfRange(requirement, *road)) || offer.reason == Excluded::kFirstLegTooLong)
      return ShortageReason::kOutOfRange;
    if (offer.reason == Excluded::kNoCapacity) return ShortageReason::kCapacityExhausted;
    if (offer.reason == Excluded::kLicenceEnded) return ShortageReason::kLicenceEnded;
    if (offer.reason == Excluded::kFirstLegTooSlow) return ShortageReason::kTravelTime;
    if (is_slow) return ShortageReason::kTravelTime;
    return offer.reason == Excluded::kTooSmall ? ShortageReason::kWholeDeliveries
                                               : ShortageReason::kProbation;
  }

  const Instance& instance_;
  const Matching& matching_;
  const std::vector<std::int64_t> unsold_;
  const bool asks_for_deliveries_;
  const std::vector<std::int64_t> sold_;              // per offer, where it asks
  std::vector<std::vector<ExcludedOffer>> excluded_;  // per commodity
};

}  // namespace

std::vector<Shortage> ExplainShortages(const Instance& instance, const LaneKernel& kernel,
                                       const Matching& matching, int threads, const StopToken& stop) {
  std::vector<std::int32_t> wanting;
  std::vector<std::vector<Shortage>> rows(matching.shortage.size());  // per requirement
  for (std::int32_t r = 0; r < std::ssize(matching.shortage); ++r) {
    if (matching.shortage[r] == 0) continue;
    wanting.push_back(r);
    const RequirementRow& requirement = instance.requirements[r];
    rows[r].push_back({.date = instance.DateOf(requirement.commodity),
                       .demand_point = requirement.demand_point,
                       .commodity = instance.commodities[requirement.commodity].dataset_commodity,
                       .quanta = matching.shortage[r],
                       .reason = ShortageReason::kCapacityExhausted,
                       .detail = std::string(kReasonNotLookedFor)});
  }
  const Explainer explainer(instance, matching);
  VisitLanes(instance, kernel, wanting, threads, stop, nullptr,
             [&](std::int32_t r, const RoadsTo& roads, std::span<const std::int64_t> units) {
               const OfferCensus census = explainer.Census(r, roads, units);
               rows[r] = ExplainShortage(census, rows[r].front(), *instance.dataset, instance.policy);
             });
  std::vector<Shortage> shortages;
  for (std::vector<Shortage>& of_requirement : rows) {
    shortages.insert(shortages.end(), of_requirement.begin(), of_requirement.end());
  }
  std::ranges::sort(shortages, {}, [](const Shortage& row) {
    return std::tuple(row.date, row.demand_point, row.commodity, row.reason);
  });
  return shortages;
}

}  // namespace pasok::match
