#include "engine/match/beyond/more_suppliers.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/match/beyond/guard.h"
#include "engine/match/question/delivery.h"
#include "engine/match/report/sharing.h"
#include "engine/match/spare.h"

namespace pasok::match::beyond {
namespace {

class Opener {
 public:
  Opener(const Instance& instance, const Market& market, std::span<const Limits> limits,
         const MarketAnswer& start)
      : instance_(instance),
        market_(market),
        start_(start),
        owners_(OwnersOf(*instance.dataset)),
        others_(instance, market, limits, start),
        must_(instance.policy.min_suppliers.mode == MinSuppliersMode::kMust),
        spare_(instance),
        need_left_(instance.requirements.size()),
        lanes_left_(instance.requirements.size(), instance.policy.deliveries.most_suppliers.value_or(
                                                      std::numeric_limits<std::int32_t>::max())),
        least_(market.lanes.size()) {
    for (std::size_t r = 0; r < need_left_.size(); ++r) need_left_[r] = instance.requirements[r].need;
    for (std::size_t i = 0; i < market.lanes.size(); ++i)
      Bound(i,
            std::min(start.quanta[i], instance.Reserved(market.lanes[i].offer, market.lanes[i].requirement)));
  }

  // Whether there is a supplier more.
  bool opened() const { return opened_; }

  // Per lane.
  std::vector<std::int64_t> Take() {
    std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::size_t>> lanes_of;  // day, demand point
    for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
      const RequirementRow& row = instance_.requirements[market_.lanes[i].requirement];
      lanes_of[{instance_.commodities[row.commodity].day, row.demand_point}].push_back(i);
    }
    std::vector<std::set<std::int32_t>> served;
    for (const auto& [key, lanes] : lanes_of) served.push_back(Hold(lanes));
    if (!must_) {
      // What the plan sells beyond the bounds isn't to be had.
      for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
        if (start_.quanta[i] > least_[i]) spare_.Take(market_.lanes[i].offer, start_.quanta[i] - least_[i]);
      }
    }
    auto by = served.begin();
    for (const auto& [key, lanes] : lanes_of) Open(lanes, *by++);
    return least_;
  }

 private:
  std::int32_t OwnerOf(std::size_t lane) const {
    return owners_[instance_.suppliers[instance_.offers[market_.lanes[lane].offer].supplier]
                       .dataset_supplier];
  }
  std::size_t asked() const { return static_cast<std::size_t>(instance_.policy.min_suppliers.suppliers); }
  std::int64_t LeastOn(std::size_t lane) const {
    const ListedLane& row = market_.lanes[lane];
    return LeastThatCounts(instance_, row.offer, row.requirement);
  }
  bool Fits(std::size_t lane, std::int64_t least) const {
    const ListedLane& row = market_.lanes[lane];
    const std::int64_t more = least - least_[lane];
    return least <= instance_.LaneCap(row.offer, row.requirement) && more <= need_left_[row.requirement] &&
           more <= spare_.Of(row.offer) && (least_[lane] > 0 || lanes_left_[row.requirement] > 0);
  }

  void Bound(std::size_t lane, std::int64_t least) {
    if (least <= least_[lane]) return;
    if (least_[lane] == 0) --lanes_left_[market_.lanes[lane].requirement];
    spare_.Take(market_.lanes[lane].offer, least - least_[lane]);
    need_left_[market_.lanes[lane].requirement] -= least - least_[lane];
    least_[lane] = least;
  }

  // Bounds one lane of as many owners as are asked for; returns all that deliver, but of those whose whole
  // delivery doesn't fit there.
  std::set<std::int32_t> Hold(const std::vector<std::size_t>& lanes) {
    std::vector<std::size_t> largest_first;
    for (const std::size_t i : lanes) {
      if (start_.quanta[i] > 0) largest_first.push_back(i);
    }
    std::ranges::stable_sort(largest_first, std::greater<>(),
                             [&](std::size_t i) { return start_.quanta[i]; });
    std::set<std::int32_t> served;
    for (const std::size_t i : largest_first) {
      if (served.size() < asked() && !served.contains(OwnerOf(i))) {
        const std::int64_t least = whole_ ? LeastOn(i) : std::min(start_.quanta[i], LeastOn(i));
        if (whole_ && !Fits(i, least)) continue;
        Bound(i, least);
      }
      served.insert(OwnerOf(i));
    }
    return served;
  }

  void Open(const std::vector<std::size_t>& lanes, std::set<std::int32_t>& served) {
    if (served.size() >= asked()) return;
    // Whether another aim breaks, extra sen per quantum, lane.
    std::vector<std::tuple<bool, std::int64_t, std::size_t>> candidates;
    for (const std::size_t i : lanes) {
      const ListedLane& lane = market_.lanes[i];
      if (start_.quanta[i] > 0 || served.contains(OwnerOf(i))) continue;
      if (!must_ && start_.shortage[lane.requirement] > 0) continue;
      candidates.emplace_back(
          others_.Breaks(i, LeastOn(i)),
          lane.cost.unit() + start_.offer_price[lane.offer] - start_.requirement_price[lane.requirement], i);
    }
    std::ranges::sort(candidates);
    for (const auto& [breaks, extra, i] : candidates) {
      if (served.size() >= asked()) return;
      const ListedLane& lane = market_.lanes[i];
      std::int64_t least = LeastOn(i);
      if (!whole_) least = std::min(least, instance_.LaneCap(lane.offer, lane.requirement));
      if (least == 0 || served.contains(OwnerOf(i)) || !Fits(i, least)) continue;
      Bound(i, least);
      served.insert(OwnerOf(i));
      opened_ = true;
    }
  }

  const Instance& instance_;
  const Market& market_;
  const MarketAnswer& start_;
  const std::vector<std::int32_t> owners_;
  const Breaker others_;
  const bool must_;
  const bool whole_ = AsksForWholeDeliveries(instance_.policy);
  Spare spare_;
  std::vector<std::int64_t> need_left_;   // per requirement, above the lower bounds
  std::vector<std::int32_t> lanes_left_;  // likewise: how many more may be bounded
  std::vector<std::int64_t> least_;       // per lane
  bool opened_ = false;
};

}  // namespace

std::int64_t CountFewSuppliers(const Instance& instance, const Market& market, const MarketAnswer& answer) {
  const std::vector<std::int32_t> owners = OwnersOf(*instance.dataset);
  const auto eater = [&](std::int32_t requirement) {
    const RequirementRow& row = instance.requirements[requirement];
    return std::pair(instance.commodities[row.commodity].day, row.demand_point);
  };
  std::map<std::pair<std::int32_t, std::int32_t>, std::set<std::int32_t>> served;  // day, demand point
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) served[eater(r)];
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const ListedLane& lane = market.lanes[i];
    if (answer.quanta[i] > 0)
      served[eater(lane.requirement)].insert(
          owners[instance.suppliers[instance.offers[lane.offer].supplier].dataset_supplier]);
  }
  return std::ranges::count_if(served, [&](const auto& row) {
    return std::ssize(row.second) < instance.policy.min_suppliers.suppliers;
  });
}

std::vector<std::int64_t> LeastForSuppliers(const Instance& instance, const Market& market,
                                            std::span<const Limits> limits, const MarketAnswer& answer) {
  return Opener(instance, market, limits, answer).Take();
}

MarketAnswer WithMoreSuppliers(const Instance& instance, const Market& market, std::span<const Limits> limits,
                               const MarketAnswer& start, std::span<const std::int64_t> unit,
                               const StopToken& stop) {
  Opener opener(instance, market, limits, start);
  const std::vector<std::int64_t> least = opener.Take();
  if (!opener.opened()) return start;
  const MarketAnswer near = FittedTo(instance, market, least, {}, start);
  const std::vector<std::int64_t> caps = CapsOf(instance, market, limits, start, HeldWhere::kNearLimit);
  const MarketTerms terms{
      .unit = unit, .least = least, .soft = caps, .above_soft = Prohibitive(instance, market)};
  MarketAnswer more = SolveMarket(instance, market, terms, &near, stop);
  if (more.status == flow::Status::kOptimal && PenaltyOf(instance, more) > PenaltyOf(instance, start))
    more = SolveMarket(instance, market, {.least = least}, &near, stop);  // nobody goes short for other aims
  if (more.status != flow::Status::kOptimal) return start;
  const bool must = instance.policy.min_suppliers.mode == MinSuppliersMode::kMust;
  return must || PenaltyOf(instance, more) <= PenaltyOf(instance, start) ? more : start;
}

}  // namespace pasok::match::beyond
