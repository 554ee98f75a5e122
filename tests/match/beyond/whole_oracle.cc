#include "tests/match/beyond/whole_oracle.h"

#include <coin/Cbc_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <vector>

namespace pasok::match {
namespace {

// Rows as pairs of column and coefficient, each with its least and most.
struct Programme {
  struct Column {
    double lower = 0, upper = 0, cost = 0;
    bool is_integer = false;
    std::vector<int> row = {};
    std::vector<double> coefficient = {};
  };
  std::vector<Column> columns;
  std::vector<double> row_lower, row_upper;

  int AddRow(double lower, double upper) {
    row_lower.push_back(lower), row_upper.push_back(upper);
    return static_cast<int>(row_lower.size()) - 1;
  }
  int AddColumn(double lower, double upper, double cost, bool is_integer) {
    columns.push_back({.lower = lower, .upper = upper, .cost = cost, .is_integer = is_integer});
    return static_cast<int>(columns.size()) - 1;
  }
  void Add(int row, int column, double coefficient) {
    columns[column].row.push_back(row), columns[column].coefficient.push_back(coefficient);
  }

  std::vector<double> Solve() const {
    std::vector<int> start{0}, index;
    std::vector<double> value, lower, upper, cost;
    for (const Column& column : columns) {
      index.insert(index.end(), column.row.begin(), column.row.end());
      value.insert(value.end(), column.coefficient.begin(), column.coefficient.end());
      start.push_back(static_cast<int>(index.size()));
      lower.push_back(column.lower), upper.push_back(column.upper), cost.push_back(column.cost);
    }
    Cbc_Model* const model = Cbc_newModel();
    Cbc_loadProblem(model, static_cast<int>(columns.size()), static_cast<int>(row_lower.size()), start.data(),
                    index.data(), value.data(), lower.data(), upper.data(), cost.data(), row_lower.data(),
                    row_upper.data());
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
      if (columns[i].is_integer) Cbc_setInteger(model, i);
    }
    Cbc_setParameter(model, "log", "0");
    Cbc_setParameter(model, "ratioGap", "0");
    Cbc_setParameter(model, "allowableGap", "0");
    Cbc_solve(model);
    if (!Cbc_isProvenOptimal(model)) {
      std::cerr << "CBC found no optimum\n";
      std::abort();
    }
    const double* const solution = Cbc_getColSolution(model);
    std::vector<double> values(solution, solution + columns.size());
    Cbc_deleteModel(model);
    return values;
  }
};

constexpr double kMuch = 1e12;

double AsDouble(std::int64_t capacity) {
  return capacity == SupplierRow::kUnlimited ? kMuch : static_cast<double>(capacity);
}

struct Lane {
  std::int32_t requirement = kNone;
  std::int64_t lot = 1, unit = 0;
  int column = 0;
};

}  // namespace

WholeOptimum SolveWhole(const Instance& instance, const LaneRule& rule) {
  const Policy& policy = instance.policy;
  Programme programme;
  std::vector<int> need_row, offer_row, supplier_row, aggregator_row, count_row, shortage_column;
  for (const RequirementRow& row : instance.requirements) {
    const auto need = static_cast<double>(row.need);
    need_row.push_back(programme.AddRow(need, need));
    count_row.push_back(programme.AddRow(0, policy.deliveries.most_suppliers
                                                ? static_cast<double>(*policy.deliveries.most_suppliers)
                                                : kMuch));
    shortage_column.push_back(
        programme.AddColumn(0, need, static_cast<double>(row.penalty), /*is_integer=*/false));
    programme.Add(need_row.back(), shortage_column.back(), 1);
  }
  for (const OfferRow& row : instance.offers)
    offer_row.push_back(programme.AddRow(0, AsDouble(row.capacity)));
  for (const SupplierRow& row : instance.suppliers)
    supplier_row.push_back(programme.AddRow(0, AsDouble(row.capacity)));
  for (const AggregatorRow& row : instance.aggregators)
    aggregator_row.push_back(programme.AddRow(0, AsDouble(row.capacity)));

  std::vector<Lane> lanes;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    int promised = 0;
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost cost = rule.Cost(o, r);
      if (cost.ineligible != Ineligible::kNo) continue;
      const OfferRow& offer = instance.offers[o];
      const Offer& own = instance.dataset->offers[offer.dataset_offer];
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
        least = std::min(requirement.need, (minimum + quantum - 1) / quantum);
      }
      const std::int64_t most_lots = std::min(cap, requirement.need) / lot;
      const int x = programme.AddColumn(0, static_cast<double>(most_lots),
                                        static_cast<double>(cost.unit()) * static_cast<double>(lot), true);
      const auto per_lot = static_cast<double>(lot);
      programme.Add(need_row[r], x, per_lot);
      programme.Add(offer_row[o], x, per_lot);
      programme.Add(supplier_row[offer.supplier], x, per_lot);
      const std::int32_t aggregator = instance.suppliers[offer.supplier].aggregator;
      if (aggregator != kNone) programme.Add(aggregator_row[aggregator], x, per_lot);
      lanes.push_back({.requirement = r, .lot = lot, .unit = cost.unit(), .column = x});
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
      const int above = programme.AddRow(0, kMuch), below = programme.AddRow(-kMuch, 0);
      programme.Add(above, x, per_lot), programme.Add(above, open, -static_cast<double>(least));
      programme.Add(below, x, 1), programme.Add(below, open, -static_cast<double>(most_lots));
    }
  }
  WholeOptimum optimum;
  if (instance.requirements.empty()) return optimum;
  const std::vector<double> values = programme.Solve();
  std::vector<std::int64_t> shortage;
  for (const RequirementRow& row : instance.requirements) shortage.push_back(row.need);
  for (const Lane& lane : lanes) {
    const std::int64_t quanta = std::llround(values[lane.column]) * lane.lot;
    optimum.cost += quanta * lane.unit;
    shortage[lane.requirement] -= quanta;
  }
  for (std::size_t r = 0; r < shortage.size(); ++r) {
    optimum.cost += shortage[r] * instance.requirements[r].penalty;
    optimum.shortage += shortage[r];
  }
  return optimum;
}

}  // namespace pasok::match
