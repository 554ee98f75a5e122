#include "engine/study/outcome.h"

#include <utility>

namespace pasok::study {
namespace {

// As in the totals: sen per quantum are rounded, and then multiplied.
std::int64_t SalesOf(const match::Allocation& row, Grams quantum) {
  return row.quanta * RoundHalfUp(Int128{quantum.value} * row.price.value, 1000);
}

// Turnovers by index: a plan has many allocations.
class Sums {
 public:
  explicit Sums(std::size_t rows) : grams_(rows), sen_(rows) {}

  void Add(std::int32_t row, std::int64_t grams, std::int64_t sen) {
    grams_[row] += grams;
    sen_[row] += sen;
  }
  // Of those that have any. Indices are in the order of the ids.
  template <class Rows>
  std::vector<Turnover> List(const Dataset& dataset, const Rows& rows) const {
    std::vector<Turnover> list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (grams_[i] == 0) continue;
      list.push_back({.id = rows[i].id,
                      .name = rows[i].name,
                      .kabupaten = match::KabupatenOf(dataset, rows[i].region),
                      .grams = grams_[i],
                      .sen = sen_[i]});
    }
    return list;
  }

 private:
  std::vector<std::int64_t> grams_, sen_;
};

std::optional<BudgetsKept> BudgetsKeptBy(const match::Instance& instance,
                                         const std::vector<match::Allocation>& allocations) {
  if (instance.policy.budget.mode == BudgetMode::kOff) return std::nullopt;
  BudgetsKept kept;
  for (const match::PlannedBudget& row : match::BudgetsOf(instance, allocations)) {
    kept.over += row.over() > 0;
    kept.over_by += row.over();
  }
  return kept;
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
  outcome.budgets = BudgetsKeptBy(solved.instance, allocations);

  Sums sales(dataset.suppliers.size()), costs(dataset.demand_points.size());
  for (const match::Allocation& row : allocations) {
    const std::int64_t grams = outcome.InGrams(row.quanta);
    sales.Add(row.supplier, grams, SalesOf(row, outcome.quantum));
    costs.Add(row.demand_point, grams, row.quanta * row.unit_money);
  }
  outcome.suppliers = sales.List(dataset, dataset.suppliers);
  outcome.demand_points = costs.List(dataset, dataset.demand_points);
  return outcome;
}

}  // namespace pasok::study
