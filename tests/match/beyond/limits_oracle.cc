#include "tests/match/beyond/limits_oracle.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/match/question/delivery.h"
#include "engine/match/report/allocations.h"
#include "engine/match/report/flow_costs.h"
#include "engine/match/report/sharing.h"
#include "tests/match/beyond/programme.h"

namespace pasok::match {
namespace {

class Limited {
 public:
  Limited(const Instance& instance, const LaneRule& rule)
      : instance_(instance), dataset_(*instance.dataset), rows_(instance, programme_) {
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        const LaneCost cost = rule.Cost(o, r);
        if (cost.ineligible != Ineligible::kNo) continue;
        const std::int64_t most = std::min(instance.LaneCap(o, r), instance.requirements[r].need);
        const int column =
            programme_.AddColumn(static_cast<double>(instance.Reserved(o, r)), static_cast<double>(most),
                                 static_cast<double>(cost.unit()), /*is_integer=*/true);
        rows_.AddLane(o, r, column, 1);
        lanes_.push_back({.offer = o, .requirement = r, .column = column, .cost = cost});
      }
    }
  }

  void LimitPenalty(std::int64_t most) {
    if (instance_.requirements.empty()) return;
    const auto least = static_cast<double>(
        std::ranges::min_element(instance_.requirements, {}, &RequirementRow::penalty)->penalty);
    const int row = programme_.AddRow(0, static_cast<double>(most) / least);
    for (std::size_t r = 0; r < instance_.requirements.size(); ++r)
      programme_.Add(row, rows_.shortage[r], static_cast<double>(instance_.requirements[r].penalty) / least);
  }

  // sum of the part <= what of a need it may be, or: sum of the part - share * sum of the whole <= 0.
  void LimitShares(ShareLimit limit) {
    const Sharing& sharing = instance_.policy.sharing;
    const double share = static_cast<double>(sharing.most[static_cast<std::size_t>(limit)].value) / 1e6;
    const bool is_of_money = IsOfMoney(RuleOf(limit));
    std::map<Whole, std::int64_t> needed;
    for (const RequirementRow& row : instance_.requirements) needed[WholeOfRow(limit, row)] += row.need;
    std::map<std::pair<Whole, std::int32_t>, int> parts;
    const std::vector<std::int32_t> owners = OwnersOf(dataset_);
    const auto part_of = [&](const Lane& lane) {
      return FindPart(limit, dataset_, owners, SupplierOf(lane), lane.cost.tier);
    };
    const auto weight = [&](const Lane& lane) {
      return is_of_money ? static_cast<double>(lane.cost.money) / kSenInARow : 1;
    };
    for (const Lane& lane : lanes_) {
      const Whole whole = WholeOfRow(limit, instance_.requirements[lane.requirement]);
      const std::optional<std::int32_t> who = part_of(lane);
      if (!who || parts.contains({whole, *who})) continue;
      const double most =
          IsOfNeed(limit) ? std::max(1.0, std::floor(share * static_cast<double>(needed[whole]) + 1e-9)) : 0;
      const int row = programme_.AddRow(-Programme::kMuch, most);
      parts[{whole, *who}] = row;
      for (const Lane& other : lanes_) {
        if (WholeOfRow(limit, instance_.requirements[other.requirement]) != whole) continue;
        const double counts = (part_of(other) == who ? 1 : 0) - (IsOfNeed(limit) ? 0 : share);
        if (counts != 0) programme_.Add(row, other.column, counts * weight(other));
      }
    }
  }

  // A column for what each kitchen's day is over its budget; nothing else costs, or all of them together come
  // to so much at most.
  void CountOverBudget(std::optional<double> most) {
    if (!most) {
      for (Programme::Column& column : programme_.columns) column.cost = 0;
    }
    const int together = programme_.AddRow(0, most ? *most / kSenInARow : Programme::kMuch);
    for (const DayBudget& budget : instance_.budgets) {
      const int row = programme_.AddRow(-Programme::kMuch, static_cast<double>(budget.sen) / kSenInARow);
      const int over = programme_.AddColumn(0, Programme::kMuch, most ? 0 : 1, /*is_integer=*/false);
      programme_.Add(row, over, -1);
      programme_.Add(together, over, 1);
      for (const Lane& lane : lanes_) {
        const RequirementRow& of = instance_.requirements[lane.requirement];
        if (of.demand_point == budget.demand_point && instance_.commodities[of.commodity].day == budget.day)
          programme_.Add(row, lane.column, static_cast<double>(lane.cost.money) / kSenInARow);
      }
    }
  }

  double LeastCost() const {
    const std::optional<std::vector<double>> values = programme_.Solve();
    double cost = 0;
    for (std::size_t i = 0; i < programme_.columns.size(); ++i)
      cost += programme_.columns[i].cost * values.value()[i];
    return cost * kSenInARow;
  }

  // A switch for each owner that may deliver to a demand point on a day: on only where it delivers.
  void AskForOwners(std::int32_t suppliers) {
    std::map<std::pair<std::int32_t, std::int32_t>, int> enough;                   // day, demand point
    std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, int> delivers;  // and owner
    const std::vector<std::int32_t> owners = OwnersOf(dataset_);
    for (const RequirementRow& row : instance_.requirements) {
      const auto [at, is_new] =
          enough.try_emplace({instance_.commodities[row.commodity].day, row.demand_point});
      if (is_new) at->second = programme_.AddRow(suppliers, Programme::kMuch);
    }
    for (const Lane& lane : lanes_) {
      const RequirementRow& row = instance_.requirements[lane.requirement];
      const std::int32_t day = instance_.commodities[row.commodity].day;
      const auto [at, is_new] = delivers.try_emplace({day, row.demand_point, owners[SupplierOf(lane)]});
      if (is_new) {
        at->second = programme_.AddRow(0, Programme::kMuch);
        const int on = programme_.AddColumn(0, 1, 0, /*is_integer=*/true);
        programme_.Add(at->second, on, -1);
        programme_.Add(enough.at({day, row.demand_point}), on, 1);
      }
      programme_.Add(at->second, lane.column, 1);
    }
  }

  // Each lane brings nothing or a whole delivery, of at most so many suppliers. Of contracts any quantity.
  void MakeWhole() {
    std::vector<int> suppliers;
    const auto most_suppliers = instance_.policy.deliveries.most_suppliers.value_or(1'000'000);
    for (std::size_t r = 0; r < instance_.requirements.size(); ++r)
      suppliers.push_back(programme_.AddRow(0, most_suppliers));
    for (const Lane& lane : lanes_) {
      const DeliverySize size = SizeOn(instance_, lane.offer, lane.requirement);
      const double most = programme_.columns[lane.column].upper;
      const int lots = programme_.AddColumn(0, most, 0, /*is_integer=*/true);
      const int is_open = programme_.AddColumn(0, 1, 0, /*is_integer=*/true);
      const int in_lots = programme_.AddRow(0, 0), above = programme_.AddRow(0, Programme::kMuch),
                below = programme_.AddRow(-Programme::kMuch, 0);
      programme_.Add(in_lots, lane.column, 1), programme_.Add(in_lots, lots, -static_cast<double>(size.lot));
      programme_.Add(above, lane.column, 1), programme_.Add(above, is_open, -static_cast<double>(size.least));
      programme_.Add(below, lane.column, 1), programme_.Add(below, is_open, -most);
      programme_.Add(suppliers[lane.requirement], is_open, 1);
    }
  }

  // Recomputed from whole quanta.
  std::optional<LimitedOptimum> Solve() const {
    LimitedOptimum optimum;
    if (instance_.requirements.empty()) return optimum;
    const std::optional<std::vector<double>> values = programme_.Solve();
    if (!values) return std::nullopt;
    std::vector<std::int64_t> shortage;
    for (const RequirementRow& row : instance_.requirements) shortage.push_back(row.need);
    for (const Lane& lane : lanes_) {
      const std::int64_t quanta = std::llround((*values)[lane.column]);
      optimum.cost += quanta * lane.cost.unit();
      shortage[lane.requirement] -= quanta;
    }
    for (std::size_t r = 0; r < shortage.size(); ++r) {
      optimum.cost += shortage[r] * instance_.requirements[r].penalty;
      optimum.shortage += shortage[r];
    }
    return optimum;
  }

 private:
  static constexpr double kSenInARow = 1e5;  // sums of money about as large as of weight

  struct Lane {
    std::int32_t offer = kNone, requirement = kNone;
    int column = 0;
    LaneCost cost;
  };
  using Whole = std::pair<std::int32_t, WholeOf>;  // day

  std::int32_t SupplierOf(const Lane& lane) const {
    return instance_.suppliers[instance_.offers[lane.offer].supplier].dataset_supplier;
  }
  Whole WholeOfRow(ShareLimit limit, const RequirementRow& row) const {
    const CommoditySpan& span = instance_.commodities[row.commodity];
    return {span.day, FindWhole(limit, dataset_, row.demand_point, span.dataset_commodity)};
  }

  const Instance& instance_;
  const Dataset& dataset_;
  Programme programme_;
  const NetworkRows rows_;
  std::vector<Lane> lanes_;
};

}  // namespace

std::optional<LimitedOptimum> SolveShared(const Instance& instance, const LaneRule& rule,
                                          std::int64_t most_penalty) {
  Limited limited(instance, rule);
  limited.LimitPenalty(most_penalty);
  for (int i = 0; i < kShareLimits; ++i) {
    const auto limit = static_cast<ShareLimit>(i);
    if (instance.policy.sharing.Limits(limit)) limited.LimitShares(limit);
  }
  return limited.Solve();
}

double LeastOverBudget(const Instance& instance, const LaneRule& rule, std::int64_t most_penalty) {
  Limited limited(instance, rule);
  limited.LimitPenalty(most_penalty);
  limited.CountOverBudget(std::nullopt);
  return limited.LeastCost();
}

std::optional<LimitedOptimum> SolveBudgeted(const Instance& instance, const LaneRule& rule,
                                            std::int64_t most_penalty, double most_over) {
  Limited limited(instance, rule);
  limited.LimitPenalty(most_penalty);
  limited.CountOverBudget(most_over);
  return limited.Solve();
}

std::optional<LimitedOptimum> SolveServedByMany(const Instance& instance, const LaneRule& rule) {
  Limited limited(instance, rule);
  limited.AskForOwners(instance.policy.min_suppliers.suppliers);
  return limited.Solve();
}

std::optional<LimitedOptimum> SolveWholeWithAims(const Instance& instance, const LaneRule& rule,
                                                 std::int64_t most_penalty) {
  Limited limited(instance, rule);
  limited.LimitPenalty(most_penalty);
  limited.MakeWhole();
  for (int i = 0; i < kShareLimits; ++i) {
    const auto limit = static_cast<ShareLimit>(i);
    if (instance.policy.sharing.Limits(limit)) limited.LimitShares(limit);
  }
  if (instance.policy.min_suppliers.mode != MinSuppliersMode::kOff)
    limited.AskForOwners(instance.policy.min_suppliers.suppliers);
  return limited.Solve();
}

bool KeepsLimits(const Solved& solved) {
  const std::vector<FlowCost> costs = CostsOf(solved.instance, solved.lanes, solved.matching.flows);
  return TallyShares(solved.instance, ToAllocations(solved.instance, solved.matching, costs)).broken.empty();
}

}  // namespace pasok::match
