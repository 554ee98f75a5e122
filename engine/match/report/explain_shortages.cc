#include "engine/match/report/explain_shortages.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/match/question/delivery.h"
#include "engine/match/report/behind_stores.h"
#include "engine/match/report/shortage.h"
#include "engine/match/report/shortage_words.h"
#include "engine/match/sold.h"
#include "engine/match/spare.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

// By demand point, supplier: those of one demand point are few, and a range.
using Pairs = std::vector<std::pair<std::int32_t, std::int32_t>>;

Pairs ByDemandPoint(const Pairs& by_supplier) {
  Pairs pairs;
  for (const auto& [supplier, demand_point] : by_supplier) pairs.emplace_back(demand_point, supplier);
  std::ranges::sort(pairs);
  return pairs;
}

std::span<const Pairs::value_type> OfDemandPoint(const Pairs& pairs, std::int32_t demand_point) {
  const auto range = std::ranges::equal_range(pairs, demand_point, {}, &Pairs::value_type::first);
  return {range.begin(), range.end()};
}

bool Holds(std::span<const Pairs::value_type> of_demand_point, std::int32_t supplier) {
  return std::ranges::binary_search(of_demand_point, supplier, {}, &Pairs::value_type::second);
}

// Numbers for the names of owners; kNone: it has none.
class OwnerNumbers {
 public:
  std::int32_t Of(const std::string& owner_group) {
    if (owner_group.empty()) return kNone;
    return numbers_.emplace(owner_group, static_cast<std::int32_t>(numbers_.size())).first->second;
  }

 private:
  std::unordered_map<std::string_view, std::int32_t> numbers_;
};

// An excluded offer with what every requirement asks of it at hand: it is asked for each that is short.
struct LeftOut {
  ExcludedOffer row;
  std::int32_t supplier = kNone, via = kNone;        // the dataset's
  std::int32_t owner = kNone, owner_of_via = kNone;  // as OwnerNumbers
};

class Explainer {
 public:
  Explainer(const Instance& instance, const Matching& matching)
      : instance_(instance),
        matching_(matching),
        blocked_(ByDemandPoint(instance.blocked)),
        related_(ByDemandPoint(instance.related)),
        unsold_(instance, matching.flows),
        asks_for_deliveries_(AsksForWholeDeliveries(instance.policy)),
        sizes_(instance),
        sold_(QuantaOfOffers(instance, matching.flows)) {
    const Dataset& dataset = *instance.dataset;
    for (const Block& block : dataset.blocks) blocks_.emplace_back(block.demand_point, block.supplier);
    std::ranges::sort(blocks_);
    for (const OfferRow& offer : instance.offers)
      seller_.push_back(instance.suppliers[offer.supplier].dataset_supplier);
    OwnerNumbers owners;
    for (const DemandPoint& point : dataset.demand_points) owner_.push_back(owners.Of(point.owner_group));
    excluded_.resize(instance.commodities.size());
    for (const ExcludedOffer& row : instance.excluded) {
      const Offer& offer = dataset.offers[row.dataset_offer];
      const Supplier& supplier = dataset.suppliers[offer.supplier];
      LeftOut& left_out = excluded_[instance.SpanOf(row.day, offer.commodity)].emplace_back();
      left_out.row = row;
      left_out.supplier = offer.supplier;
      left_out.owner = owners.Of(supplier.owner_group);
      if (!instance.policy.aggregators || supplier.via == kNone) continue;
      left_out.via = supplier.via;
      left_out.owner_of_via = owners.Of(dataset.suppliers[supplier.via].owner_group);
    }
  }

  // `behind`: what the requirement could have of earlier days, were stores larger.
  OfferCensus Census(std::int32_t r, const RoadsTo& roads, std::span<const std::int64_t> units,
                     const BehindStore& behind) const {
    OfferCensus census;
    census.Add(behind);
    const RequirementRow& requirement = instance_.requirements[r];
    const CommoditySpan& span = instance_.commodities[requirement.commodity];
    const auto blocks = OfDemandPoint(blocks_, requirement.demand_point);
    for (const LeftOut& offer : excluded_[requirement.commodity])
      CountExcluded(offer, requirement, blocks, roads, census);
    const auto blocked = OfDemandPoint(blocked_, requirement.demand_point);
    const auto related = OfDemandPoint(related_, requirement.demand_point);
    Used used(matching_, r);
    for (std::size_t i = 0; i < units.size(); ++i) {
      const std::int32_t o = span.first_offer + static_cast<std::int32_t>(i);
      const Metres road = RoadFrom(instance_.offers[o].place, roads);
      if (units[i] == kNoLane) {
        const std::int32_t row = instance_.offers[o].supplier;
        census.Count(Holds(blocked, row)               ? ShortageReason::kBlocked
                     : Holds(related, row)             ? ShortageReason::kRelatedParty
                     : IsOutOfRange(requirement, road) ? ShortageReason::kOutOfRange
                                                       : ShortageReason::kTravelTime,
                     seller_[o], road);
      } else {
        census.CountLeft(LeftOf(o, r, used.Of(o), units[i]), seller_[o], road);
      }
    }
    return census;
  }

  // What offers have left for the requirement that is worth keeping at that holding, sen per quantum.
  BehindStore LeftToKeep(std::int32_t r, std::int64_t holding, const RoadsTo& roads,
                         std::span<const std::int64_t> units) const {
    BehindStore behind;
    const RequirementRow& requirement = instance_.requirements[r];
    Used used(matching_, r);
    for (std::size_t i = 0; i < units.size(); ++i) {
      const std::int32_t o =
          instance_.commodities[requirement.commodity].first_offer + static_cast<std::int32_t>(i);
      const std::int64_t carried = used.Of(o);
      if (units[i] == kNoLane ||
          units[i] + NextSurcharge(instance_, o, sold_[o]) + holding >= requirement.penalty)
        continue;
      behind.Count(LeftOf(o, r, carried, units[i]), seller_[o], RoadFrom(instance_.offers[o].place, roads));
    }
    return behind;
  }

 private:
  // What the lanes of one requirement carry, asked for offer after offer.
  class Used {
   public:
    Used(const Matching& matching, std::int32_t requirement)
        : at_(std::ranges::lower_bound(matching.flows, requirement, {}, &LaneFlow::requirement)),
          end_(matching.flows.end()),
          requirement_(requirement) {}
    std::int64_t Of(std::int32_t offer) {
      const bool used = at_ != end_ && at_->requirement == requirement_ && at_->offer == offer;
      return used ? (at_++)->quanta : 0;
    }

   private:
    std::vector<LaneFlow>::const_iterator at_, end_;
    std::int32_t requirement_;
  };

  OfferLeft LeftOf(std::int32_t o, std::int32_t r, std::int64_t carried, std::int64_t unit) const {
    const std::int64_t cap = instance_.LaneCap(o, r);
    const RequirementRow& requirement = instance_.requirements[r];
    return {.left = unsold_.Of(o),
            .room = cap - carried,
            .held_back = instance_.offers[o].held_back,
            .unhandled = unsold_.OwnOf(o) - unsold_.Of(o),
            .least = asks_for_deliveries_ && carried == 0 ? sizes_.On(o, r).least : 1,
            .by_contract = cap < requirement.lane_cap,
            .by_delivery =
                asks_for_deliveries_ && unit + NextSurcharge(instance_, o, sold_[o]) < requirement.penalty};
  }

  static Metres RoadFrom(std::int32_t place, const RoadsTo& roads) {
    return {static_cast<std::int64_t>(roads.road[place])};
  }

  void CountExcluded(const LeftOut& offer, const RequirementRow& requirement,
                     std::span<const Pairs::value_type> blocks, const RoadsTo& roads,
                     OfferCensus& census) const {
    std::optional<Metres> road;
    const std::int32_t place = offer.row.place;
    if (place != kNone) road = RoadFrom(place, roads);
    const std::optional<std::int32_t>& most = RuleOf(requirement).max_travel_minutes;
    const bool is_slow = most && place != kNone && roads.minutes[place] > *most;
    const ShortageReason reason = WhyExcluded(offer, requirement, blocks, road, is_slow);
    if (reason == ShortageReason::kWholeDeliveries) {
      census.CountTooSmall(offer.row.capacity, offer.supplier, road);
    } else {
      census.Count(reason, offer.supplier, road);
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
  ShortageReason WhyExcluded(const LeftOut& left_out, const RequirementRow& requirement,
                             std::span<const Pairs::value_type> blocks, const std::optional<Metres>& road,
                             bool is_slow) const {
    const ShortageReason reason = ReasonOf(left_out.row.reason);
    if (reason < ShortageReason::kBlocked) return reason;
    if (Holds(blocks, left_out.supplier) || (left_out.via != kNone && Holds(blocks, left_out.via)))
      return ShortageReason::kBlocked;
    const std::int32_t owner = owner_[requirement.demand_point];
    if (owner != kNone && (left_out.owner == owner || left_out.owner_of_via == owner) &&
        instance_.policy.related_party == RelatedParty::kForbid)
      return ShortageReason::kRelatedParty;
    if (road && IsOutOfRange(requirement, *road)) return std::min(reason, ShortageReason::kOutOfRange);
    return is_slow ? std::min(reason, ShortageReason::kTravelTime) : reason;
  }

  const Instance& instance_;
  const Matching& matching_;
  const Pairs blocked_, related_;     // suppliers of the instance
  Pairs blocks_;                      // of the dataset
  std::vector<std::int32_t> seller_;  // per offer, the dataset's supplier
  std::vector<std::int32_t> owner_;   // per demand point
  const Spare unsold_;
  const bool asks_for_deliveries_;
  const DeliverySizes sizes_;
  const std::vector<std::int64_t> sold_;        // per offer
  std::vector<std::vector<LeftOut>> excluded_;  // per commodity
};

// Calls `tell` with the census of each of `wanting`, requirements that are short, ascending; from several
// threads at a time for different ones. Leaves early where `stop` asks.
template <class Tell>
void VisitCensuses(const Instance& instance, const LaneKernel& kernel, const Matching& matching,
                   std::span<const std::int32_t> wanting, int threads, const StopToken& stop,
                   const Tell& tell) {
  const Explainer explainer(instance, matching);
  BehindStores behind(instance, matching, wanting);
  VisitLanes(instance, kernel, behind.Earlier(), threads, stop, nullptr,
             [&](std::int32_t r, const RoadsTo& roads, std::span<const std::int64_t> units) {
               for (BehindStores::Way& way : behind.From(r))
                 way.left = explainer.LeftToKeep(r, way.holding, roads, units);
             });
  VisitLanes(instance, kernel, wanting, threads, stop, nullptr,
             [&](std::int32_t r, const RoadsTo& roads, std::span<const std::int64_t> units) {
               tell(r, explainer.Census(r, roads, units, behind.LeftFor(r)));
             });
}

// Its row as long as nobody has looked for the reason.
Shortage NotLookedFor(const Instance& instance, const Matching& matching, std::int32_t r) {
  const RequirementRow& requirement = instance.requirements[r];
  return {.date = instance.DateOf(requirement.commodity),
          .demand_point = requirement.demand_point,
          .commodity = instance.commodities[requirement.commodity].dataset_commodity,
          .quanta = matching.shortage[r],
          .reason = ShortageReason::kNotLookedFor,
          .detail = std::string(kReasonNotLookedFor)};
}

}  // namespace

std::vector<Shortage> ExplainShortages(const Instance& instance, const LaneKernel& kernel,
                                       const Matching& matching, int threads, const StopToken& stop) {
  std::vector<std::int32_t> wanting;
  std::vector<std::vector<Shortage>> rows(matching.shortage.size());  // per requirement
  for (std::int32_t r = 0; r < std::ssize(matching.shortage); ++r) {
    if (matching.shortage[r] == 0) continue;
    wanting.push_back(r);
    rows[r].push_back(NotLookedFor(instance, matching, r));
  }
  VisitCensuses(instance, kernel, matching, wanting, threads, stop,
                [&](std::int32_t r, const OfferCensus& census) {
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

std::vector<ShortageInWords> ExplainShortageOf(std::int32_t requirement, const Instance& instance,
                                               const LaneKernel& kernel, const Matching& matching,
                                               const StopToken& stop) {
  const Shortage whole = NotLookedFor(instance, matching, requirement);
  std::vector<ShortageInWords> rows;
  VisitCensuses(instance, kernel, matching, std::span(&requirement, 1), 1, stop,
                [&](std::int32_t, const OfferCensus& census) {
                  for (Shortage& row : ExplainShortage(census, whole, *instance.dataset, instance.policy)) {
                    std::string indonesian = DetailOf(census, row.reason, row.commodity, *instance.dataset,
                                                      instance.policy, Language::kIndonesian);
                    rows.push_back({std::move(row), std::move(indonesian)});
                  }
                });
  return rows;
}

}  // namespace pasok::match
