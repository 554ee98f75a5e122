#include "tests/match/beyond/programme.h"

#include <coin/Cbc_C_Interface.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <utility>

// CBC's presolve, which is CoinUtils, loses a few blocks of its own on some programmes without a solution;
// what our code would lose is still told. LeakSanitizer asks for this by its name, where it is linked in.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() { return "leak:libCoinUtils\n"; }

namespace pasok::match {

std::optional<std::vector<double>> Programme::Solve() const {
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
  std::optional<std::vector<double>> values;
  if (Cbc_isProvenOptimal(model)) {
    const double* const solution = Cbc_getColSolution(model);
    values.emplace(solution, solution + columns.size());
  } else if (!Cbc_isProvenInfeasible(model)) {
    std::cerr << "CBC found no optimum\n";
    std::abort();
  }
  Cbc_deleteModel(model);
  return values;
}

namespace {

double AsDouble(std::int64_t capacity) {
  return capacity == SupplierRow::kUnlimited ? Programme::kMuch : static_cast<double>(capacity);
}

}  // namespace

NetworkRows::NetworkRows(const Instance& of, Programme& in) : instance(of), programme(in) {
  for (const RequirementRow& row : instance.requirements) {
    const auto quanta = static_cast<double>(row.need);
    need.push_back(programme.AddRow(quanta, quanta));
    shortage.push_back(
        programme.AddColumn(0, quanta, static_cast<double>(row.penalty), /*is_integer=*/false));
    programme.Add(need.back(), shortage.back(), 1);
  }
  for (const OfferRow& row : instance.offers) offer.push_back(programme.AddRow(0, AsDouble(row.capacity)));
  for (const SupplierRow& row : instance.suppliers)
    supplier.push_back(programme.AddRow(0, AsDouble(row.capacity)));
  for (const AggregatorRow& row : instance.aggregators)
    aggregator.push_back(programme.AddRow(0, AsDouble(row.capacity)));
}

void NetworkRows::AddLane(std::int32_t o, std::int32_t r, int column, double quanta) const {
  const std::int32_t s = instance.offers[o].supplier, a = instance.suppliers[s].aggregator;
  programme.Add(need[r], column, quanta);
  programme.Add(offer[o], column, quanta);
  programme.Add(supplier[s], column, quanta);
  if (a != kNone) programme.Add(aggregator[a], column, quanta);
}

void NetworkRows::AddTransfers() const {
  const auto date = [&](std::int32_t r) { return instance.DateOf(instance.requirements[r].commodity)->days; };
  std::map<std::pair<std::int32_t, std::int32_t>, int> nights;  // by store
  for (const Transfer& transfer : instance.transfers) {
    const int column = programme.AddColumn(0, static_cast<double>(transfer.limit()),
                                           static_cast<double>(transfer.cost), /*is_integer=*/true);
    programme.Add(need[transfer.to], column, 1);
    if (transfer.from != kNone) programme.Add(need[transfer.from], column, -1);
    if (transfer.store == kNone) continue;
    for (std::int32_t night = date(transfer.from); night < date(transfer.to); ++night) {
      const auto [row, is_new] = nights.try_emplace({transfer.store, night}, 0);
      if (is_new) row->second = programme.AddRow(0, static_cast<double>(instance.stores[transfer.store]));
      programme.Add(row->second, column, 1);
    }
  }
}

}  // namespace pasok::match
