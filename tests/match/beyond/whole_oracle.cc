#include "tests/match/beyond/whole_oracle.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "tests/match/beyond/programme.h"

namespace pasok::match {
namespace {

// What of a requirement may serve another.
std::int64_t MostSent(const Instance& instance, std::int32_t requirement) {
  std::int64_t most = 0;
  for (const Transfer& transfer : instance.transfers)
    most += transfer.from == requirement ? transfer.limit() : 0;
  return most;
}

}  // namespace

WholeOptimum SolveWhole(const Instance& instance, const LaneRule& rule) {
  const Policy& policy = instance.policy;
  Programme programme;
  const NetworkRows rows(instance, programme);
  std::vector<int> count_row;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    count_row.push_back(programme.AddRow(0, policy.deliveries.most_suppliers
                                                ? static_cast<double>(*policy.deliveries.most_suppliers)
                                                : Programme::kMuch));
  }

  rows.AddTransfers();
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    const std::int64_t sent = MostSent(instance, r), use = requirement.need > 0 ? requirement.need : sent;
    int promised = 0;
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost cost = rule.Cost(o, r);
      if (cost.ineligible != Ineligible::kNo) continue;
      const Offer& own = instance.dataset->offers[instance.offers[o].dataset_offer];
      const std::int64_t reserved = instance.Reserved(o, r), cap = instance.LaneCap(o, r);
      std::int64_t lot = 1, least = 1;
      if (policy.deliveries.whole && reserved == 0) {
        const std::int64_t quantum = policy.quantum.value;
        const std::int64_t grams = own.lot          ? own.lot->value
                                   : span.rule->lot ? span.rule->lot->value
                                                    : quantum;
        lot = std::lcm(grams, quantum) / quantum;
        std::int64_t minimum = 0;
        if (own.min_delivery) minimum = own.min_delivery->value;
        if (span.rule->min_delivery) minimum = std::max(minimum, span.rule->min_delivery->value);
        least = std::min(use, (minimum + quantum - 1) / quantum);
      }
      const std::int64_t most_lots = std::min(cap, requirement.need + sent) / lot;
      const int x = programme.AddColumn(0, static_cast<double>(most_lots),
                                        static_cast<double>(cost.unit()) * static_cast<double>(lot), true);
      const auto per_lot = static_cast<double>(lot);
      rows.AddLane(o, r, x, per_lot);
      if (reserved > 0) {
        programme.columns[x].lower = static_cast<double>(reserved);
        const int open = programme.AddColumn(1, 1, 0, true);
        programme.Add(count_row[r], open, 1);
        programme.row_upper[count_row[r]] =
            std::max(programme.row_upper[count_row[r]], static_cast<double>(++promised));
        continue;
      }
      const int open = programme.AddColumn(0, 1, 0, true);
      programme.Add(count_row[r], open, 1);
      // least * open <= lot * x, x <= most * open
      const int above = programme.AddRow(0, Programme::kMuch), below = programme.AddRow(-Programme::kMuch, 0);
      programme.Add(above, x, per_lot), programme.Add(above, open, -static_cast<double>(least));
      programme.Add(below, x, 1), programme.Add(below, open, -static_cast<double>(most_lots));
    }
  }
  WholeOptimum optimum;
  if (instance.requirements.empty()) return optimum;
  const std::vector<double> values = programme.Solve().value();
  for (std::size_t i = 0; i < values.size(); ++i)
    optimum.cost += std::llround(values[i]) * std::llround(programme.columns[i].cost);
  for (const int column : rows.shortage) optimum.shortage += std::llround(values[column]);
  return optimum;
}

}  // namespace pasok::match
