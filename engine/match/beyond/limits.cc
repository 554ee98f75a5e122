#include "engine/match/beyond/limits.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/match/report/sharing.h"

namespace pasok::match::beyond {
namespace {

Limits BudgetLimits(const Instance& instance, const Market& market) {
  Limits limits{.of_money = true};
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> part_of;  // day, demand point
  for (const DayBudget& row : instance.budgets) {
    part_of[{row.day, row.demand_point}] = static_cast<std::int32_t>(limits.most.size());
    limits.most.push_back(row.sen);
  }
  for (const ListedLane& lane : market.lanes) {
    const RequirementRow& row = instance.requirements[lane.requirement];
    const auto found = part_of.find({instance.commodities[row.commodity].day, row.demand_point});
    limits.part_of_lane.push_back(found == part_of.end() ? kNone : found->second);
  }
  limits.whole_of_lane.assign(market.lanes.size(), kNone);
  limits.whole_of_part.assign(limits.most.size(), kNone);
  return limits;
}

// Numbers what it is asked for, in the order of asking.
template <class Key>
class Numbers {
 public:
  std::int32_t Of(const Key& key) {
    return numbers_.try_emplace(key, static_cast<std::int32_t>(numbers_.size())).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::map<Key, std::int32_t> numbers_;
};

Limits ShareLimits(ShareLimit limit, const Instance& instance, const Market& market,
                   const MarketAnswer& start, const std::vector<std::int32_t>& owners) {
  const Dataset& dataset = *instance.dataset;
  const Sharing& sharing = instance.policy.sharing;
  const bool of_need = IsOfNeed(limit);
  Limits limits{.of_money = IsOfMoney(RuleOf(limit)), .share = sharing.most[static_cast<std::size_t>(limit)]};
  Numbers<std::pair<std::int32_t, WholeOf>> wholes;      // day
  Numbers<std::pair<std::int32_t, std::int32_t>> parts;  // whole, who
  std::vector<std::int32_t> whole_of;                    // requirements
  std::vector<std::int64_t> needed, delivered;           // per whole
  for (const RequirementRow& row : instance.requirements) {
    const CommoditySpan& span = instance.commodities[row.commodity];
    whole_of.push_back(
        wholes.Of({span.day, FindWhole(limit, dataset, row.demand_point, span.dataset_commodity)}));
    needed.resize(wholes.size());
    needed[whole_of.back()] += row.need;
  }
  delivered.resize(wholes.size());
  for (std::size_t i = 0; i < market.lanes.size(); ++i)
    delivered[whole_of[market.lanes[i].requirement]] += start.quanta[i];
  limits.wholes = static_cast<std::int32_t>(wholes.size());
  for (const ListedLane& lane : market.lanes) {
    const std::int32_t supplier = instance.suppliers[instance.offers[lane.offer].supplier].dataset_supplier;
    const std::int32_t whole = whole_of[lane.requirement];
    const auto who = FindPart(limit, dataset, owners, supplier, lane.cost.tier);
    limits.part_of_lane.push_back(who ? parts.Of({whole, *who}) : kNone);
    // Of the larger of the two, as it is counted (report/sharing.h): what is delivered comes to more where
    // some of it is kept, or stands in for another commodity. It may come to less than now, and then a share
    // of it is one of the need as well.
    const bool fixed = of_need && needed[whole] > 0 && delivered[whole] <= needed[whole];
    limits.whole_of_lane.push_back(fixed ? kNone : whole);
    if (parts.size() == limits.most.size()) continue;
    limits.most.push_back(fixed ? MostOf(limit, sharing, needed[whole]) : 0);
    limits.whole_of_part.push_back(fixed ? kNone : whole);
  }
  return limits;
}

}  // namespace

std::vector<double> ExcessOf(const Market& market, const Limits& limits, const MarketAnswer& answer) {
  std::vector<std::int64_t> parts(limits.most.size()), wholes(static_cast<std::size_t>(limits.wholes));
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    if (answer.quanta[i] == 0) continue;
    const std::int64_t amount = limits.Weight(market.lanes[i]) * answer.quanta[i];
    if (limits.part_of_lane[i] != kNone) parts[limits.part_of_lane[i]] += amount;
    if (limits.whole_of_lane[i] != kNone) wholes[limits.whole_of_lane[i]] += amount;
  }
  std::vector<double> excess;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    std::int64_t most = limits.most[p];
    if (limits.whole_of_part[p] != kNone) most += MostOf(limits.share, wholes[limits.whole_of_part[p]]);
    excess.push_back(static_cast<double>(parts[p] - most));
  }
  return excess;
}

double MeanUnit(const Market& market) {
  double sum = 0;
  for (const ListedLane& lane : market.lanes) sum += static_cast<double>(lane.cost.money);
  return std::max(1.0, sum / static_cast<double>(std::max<std::size_t>(1, market.lanes.size())));
}

Judgement Judge(const Instance& instance, const Market& market, std::span<const Limits> limits,
                const MarketAnswer& answer) {
  Judgement judgement;
  for (const Limits& each : limits) {
    const double worth = each.of_money ? 1 : MeanUnit(market);
    for (const double excess : ExcessOf(market, each, answer))
      judgement.excess += std::max(0.0, excess) * worth;
  }
  judgement.cost = SpreadCostOf(instance, market, answer);
  for (std::size_t i = 0; i < market.lanes.size(); ++i)
    judgement.cost +=
        (Int128{market.lanes[i].cost.unit()} + (market.surcharge.empty() ? 0 : market.surcharge[i])) *
        answer.quanta[i];
  for (std::size_t i = 0; i < answer.transfers.size(); ++i)
    judgement.cost += Int128{instance.transfers[i].cost} * answer.transfers[i];
  return judgement;
}

Int128 PenaltyOf(const Instance& instance, const MarketAnswer& answer) {
  Int128 penalty = 0;
  for (std::size_t r = 0; r < answer.shortage.size(); ++r)
    penalty += Int128{instance.requirements[r].penalty} * answer.shortage[r];
  return penalty;
}

std::vector<Limits> LimitsOf(const Instance& instance, const Market& market, const MarketAnswer& start) {
  std::vector<Limits> all;
  if (instance.policy.budget.mode == BudgetMode::kAim && !instance.budgets.empty())
    all.push_back(BudgetLimits(instance, market));
  if (instance.policy.sharing.mode != SharingMode::kAim) return all;
  const std::vector<std::int32_t> owners = OwnersOf(*instance.dataset);
  for (int i = 0; i < kShareLimits; ++i) {
    const auto limit = static_cast<ShareLimit>(i);
    if (instance.policy.sharing.Limits(limit))
      all.push_back(ShareLimits(limit, instance, market, start, owners));
  }
  std::erase_if(all, [](const Limits& limits) { return limits.most.empty(); });
  return all;
}

}  // namespace pasok::match::beyond
