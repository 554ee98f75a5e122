#include "engine/match/recheck/bound.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <thread>

#include "engine/match/shortage.h"

namespace pasok::match::recheck {
namespace {

class Loop {
 public:
  Loop(const Ground& ground, const Prices& prices, const Allocations& allocations)
      : ground_(ground), prices_(prices), allocations_(allocations), claims_(allocations.claims) {
    std::ranges::stable_sort(claims_, {}, &Claim::need);
    lanes_.resize(ground.rules.needs().size());
    reasons_.resize(ground.rules.needs().size());
  }

  // The needs of one demand point, [first, end).
  void VisitDemandPoint(std::int32_t first, std::int32_t end) {
    const std::int32_t demand_point = ground_.rules.needs()[first].demand_point;
    std::vector<std::optional<Sight>> sights(ground_.dataset.suppliers.size());
    for (std::int32_t n = first; n < end; ++n) {
      for (std::int32_t o : ground_.rules.offers_of(ground_.rules.needs()[n].commodity)) {
        std::optional<Sight>& sight = sights[ground_.rules.offers()[o].supplier];
        if (!sight) sight = ground_.rules.Look(ground_.rules.offers()[o].supplier, demand_point);
      }
      VisitNeed(n, sights);
    }
  }

  Bound Close(bool whole) {
    Bound bound{.parts = {}, .lanes_eligible = 0, .reasons = std::move(reasons_), .whole = whole};
    const DayRules& rules = ground_.rules;
    for (std::size_t n = 0; n < lanes_.size(); ++n) {
      bound.lanes_eligible += lanes_[n].eligible;
      bound.parts.lanes += lanes_[n].value;
      const Need& need = rules.needs()[n];
      bound.parts.requirements += Int128{need.quanta} * std::min(prices_.need[n], need.penalty);
    }
    std::vector<bool> sells(ground_.dataset.suppliers.size());
    for (std::size_t o = 0; o < rules.offers().size(); ++o) {
      const DayOffer& offer = rules.offers()[o];
      if (offer.ruled_out) continue;
      sells[offer.supplier] = true;
      const std::int64_t above_supplier = prices_.offer[o] - prices_.supplier[offer.supplier];
      bound.parts.offers += Int128{offer.capacity} * std::max<std::int64_t>(0, above_supplier);
    }
    for (std::int32_t s = 0; s < std::ssize(sells); ++s) {
      if (!sells[s]) continue;
      bound.parts.suppliers +=
          Int128{rules.supplier_capacity(s)} * std::max<std::int64_t>(0, prices_.supplier[s]);
    }
    return bound;
  }

 private:
  struct LanesOf {
    Int128 value = 0;
    std::int64_t eligible = 0;
  };

  void VisitNeed(std::int32_t n, const std::vector<std::optional<Sight>>& sights) {
    const DayRules& rules = ground_.rules;
    const Need& need = rules.needs()[n];
    const std::int64_t missing = need.quanta - allocations_.served[n];
    OfferCensus census;
    for (std::int32_t o : rules.offers_of(need.commodity)) {
      const DayOffer& offer = rules.offers()[o];
      const Sight& sight = *sights[offer.supplier];
      const std::optional<ShortageReason> why_not = rules.WhyNot(offer, sight);
      if (why_not) {
        if (missing > 0) census.Count(*why_not, offer.supplier, sight.road);
        continue;
      }
      if (!sight.road) continue;  // a dataset without the point can't have been planned
      const Cost cost = rules.CostOf(offer, sight);
      const Int128 gain = Int128{prices_.need[n]} - prices_.offer[o] - cost.money - cost.preference;
      if (gain > 0) lanes_[n].value += gain * need.lane_cap;
      ++lanes_[n].eligible;
      if (missing > 0) census.CountLeft(Left(o), need.lane_cap - Carried(n, o), offer.supplier, *sight.road);
    }
    if (missing <= 0) return;
    Shortage whole;
    whole.demand_point = need.demand_point, whole.commodity = need.commodity, whole.quanta = missing;
    reasons_[n] = ExplainShortage(census, whole, ground_.dataset, ground_.policy);
  }

  // Never negative, though the claims may sell too much.
  std::int64_t Left(std::int32_t offer) const {
    const std::int32_t supplier = ground_.rules.offers()[offer].supplier;
    const std::int64_t of_offer = ground_.rules.offers()[offer].capacity - allocations_.sold[offer];
    const std::int64_t of_supplier =
        ground_.rules.supplier_capacity(supplier) == INT64_MAX
            ? INT64_MAX
            : ground_.rules.supplier_capacity(supplier) - allocations_.supplier_sold[supplier];
    return std::max<std::int64_t>(0, std::min(of_offer, of_supplier));
  }

  std::int64_t Carried(std::int32_t need, std::int32_t offer) const {
    std::int64_t carried = 0;
    for (const Claim& claim : std::ranges::equal_range(claims_, need, {}, &Claim::need)) {
      if (claim.offer == offer) carried += claim.quanta;
    }
    return std::min(carried, ground_.rules.needs()[need].lane_cap);
  }

  const Ground& ground_;
  const Prices& prices_;
  const Allocations& allocations_;
  std::vector<Claim> claims_;
  std::vector<LanesOf> lanes_;                  // per need
  std::vector<std::vector<Shortage>> reasons_;  // per need
};

}  // namespace

Bound TakeBound(const Ground& ground, const Prices& prices, const Allocations& allocations,
                const StopToken& stop, const ProgressSink& progress) {
  const std::vector<Need>& needs = ground.rules.needs();
  std::vector<std::int32_t> starts;  // the first need of each demand point, and the end
  for (std::int32_t n = 0; n < std::ssize(needs); ++n) {
    if (n == 0 || needs[n].demand_point != needs[n - 1].demand_point) starts.push_back(n);
  }
  const std::size_t demand_points = starts.size();
  starts.push_back(static_cast<std::int32_t>(needs.size()));

  Loop loop(ground, prices, allocations);
  std::atomic<std::size_t> next{0}, done{0};
  const auto work = [&](bool tells) {
    for (std::size_t i = next++; i < demand_points && !stop.Asked(); i = next++) {
      if (tells && progress) {
        const double fraction = static_cast<double>(i) / static_cast<double>(demand_points);
        progress({.stage = "certify", .fraction = fraction, .incumbent = {}, .bound = {}});
      }
      loop.VisitDemandPoint(starts[i], starts[i + 1]);
      ++done;
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) others.emplace_back(work, false);
    work(true);
  }
  return loop.Close(done == demand_points);
}

}  // namespace pasok::match::recheck
