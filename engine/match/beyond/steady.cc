#include "engine/match/beyond/steady.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 5;

// The lanes by which demand points change a supplier of a risky commodity.
class Changes {
 public:
  Changes(const Instance& instance, const Market& market) {
    const std::vector<std::string>& risky = instance.policy.steady.risky;
    std::set<std::pair<std::int32_t, std::int32_t>> had;  // demand point, commodity
    for (const Familiar& row : instance.familiar) had.emplace(row.demand_point, row.commodity);
    for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
      const RequirementRow& row = instance.requirements[r];
      const std::int32_t commodity = instance.commodities[row.commodity].dataset_commodity;
      if (row.need == 0 || !std::ranges::binary_search(risky, instance.dataset->commodities[commodity]) ||
          !had.contains({row.demand_point, commodity}))
        continue;
      std::vector<std::size_t>& lanes = lanes_of_[row.demand_point];  // also where nobody may deliver
      for (auto i = static_cast<std::size_t>(market.first_of_requirement[r]);
           i < static_cast<std::size_t>(market.first_of_requirement[r + 1]); ++i) {
        if (!instance.IsFamiliar(market.lanes[i].offer, row.demand_point, commodity)) lanes.push_back(i);
      }
    }
    most_ = static_cast<std::int64_t>(Int128{instance.policy.steady.most_changed.value} *
                                      static_cast<std::int64_t>(lanes_of_.size()) / 1'000'000);
  }

  std::int64_t most() const { return most_; }
  // Demand points that change, those with the least of it first, with their lanes.
  std::vector<const std::vector<std::size_t>*> Of(const MarketAnswer& answer) const {
    std::vector<std::pair<std::int64_t, const std::vector<std::size_t>*>> changed;
    for (const auto& [demand_point, lanes] : lanes_of_) {
      std::int64_t quanta = 0;
      for (const std::size_t i : lanes) quanta += answer.quanta[i];
      if (quanta > 0) changed.emplace_back(quanta, &lanes);
    }
    std::ranges::stable_sort(changed, {}, &std::pair<std::int64_t, const std::vector<std::size_t>*>::first);
    std::vector<const std::vector<std::size_t>*> lanes;
    for (const auto& each : changed) lanes.push_back(each.second);
    return lanes;
  }

 private:
  std::map<std::int32_t, std::vector<std::size_t>> lanes_of_;  // by demand point
  std::int64_t most_ = 0;
};

}  // namespace

MarketAnswer KeepSteady(const Instance& instance, Market& market, const MarketAnswer& start,
                        const StopToken& stop) {
  const Steady& rule = instance.policy.steady;
  market.surcharge.assign(market.lanes.size(), 0);
  const std::int64_t surcharge =
      RoundHalfUp(Int128{instance.policy.quantum.value} * rule.surcharge.value, 1000);
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const ListedLane& lane = market.lanes[i];
    if (!instance.IsFamiliar(lane.offer, instance.requirements[lane.requirement].demand_point, kNone))
      market.surcharge[i] = surcharge;
  }
  MarketAnswer best = SolveMarket(instance, market, {}, &start, stop);
  if (best.status != flow::Status::kOptimal) return start;
  const Changes changes(instance, market);
  const std::int64_t prohibitive = Prohibitive(instance, market);
  const Int128 most_penalty = PenaltyOf(instance, best);
  std::vector<const std::vector<std::size_t>*> changed = changes.Of(best);
  auto least = std::ssize(changed);
  for (int round = 0; round < kRounds && std::ssize(changed) > changes.most(); ++round) {
    changed.resize(changed.size() - static_cast<std::size_t>(changes.most()));
    for (const std::vector<std::size_t>* lanes : changed) {
      for (const std::size_t i : *lanes) market.surcharge[i] = surcharge + prohibitive;
    }
    MarketAnswer next = SolveMarket(instance, market, {}, &best, stop);
    if (next.status != flow::Status::kOptimal) break;
    changed = changes.Of(next);
    const bool is_better = PenaltyOf(instance, next) <= most_penalty && std::ssize(changed) < least;
    if (!is_better) break;
    least = std::ssize(changed);
    best = std::move(next);
  }
  return best;
}

}  // namespace pasok::match::beyond
