#include "engine/study/outcome.h"

#include <map>

namespace pasok::study {
namespace {

std::int32_t KabupatenOf(const Dataset& dataset, std::int32_t region) {
  while (dataset.regions[region].level > 1) region = dataset.regions[region].parent;
  return region;
}

// As in the totals: sen per quantum are rounded, and then multiplied.
std::int64_t SalesOf(const match::Allocation& row, Grams quantum) {
  return row.quanta * RoundHalfUp(Int128{quantum.value} * row.price.value, 1000);
}

}  // namespace

Outcome OutcomeOf(const match::Solved& solved) {
  const Dataset& dataset = *solved.instance.dataset;
  const std::vector<match::Allocation> allocations = match::AllocationsOf(solved);
  Outcome outcome;
  outcome.date = solved.instance.date;
  outcome.quantum = solved.instance.policy.quantum;
  outcome.totals = match::TotalsOf(solved, allocations);
  outcome.objective = solved.matching.objective;
  outcome.bound = solved.matching.bound;

  // Indices are in the order of the ids.
  std::map<std::int32_t, Turnover> sales, costs;
  for (const match::Allocation& row : allocations) {
    Turnover& seller = sales[row.supplier];
    seller.grams += outcome.InGrams(row.quanta);
    seller.sen += SalesOf(row, outcome.quantum);
    Turnover& payer = costs[row.demand_point];
    payer.grams += outcome.InGrams(row.quanta);
    payer.sen += row.quanta * row.unit_money;
  }
  for (auto& [index, turnover] : sales) {
    const Supplier& row = dataset.suppliers[index];
    turnover.id = row.id, turnover.name = row.name, turnover.kabupaten = KabupatenOf(dataset, row.region);
    outcome.suppliers.push_back(std::move(turnover));
  }
  for (auto& [index, turnover] : costs) {
    const DemandPoint& row = dataset.demand_points[index];
    turnover.id = row.id, turnover.name = row.name, turnover.kabupaten = KabupatenOf(dataset, row.region);
    outcome.demand_points.push_back(std::move(turnover));
  }
  return outcome;
}

}  // namespace pasok::study
