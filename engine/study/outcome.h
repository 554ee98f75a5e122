// What a solved question comes to, for laying answers side by side: totals, and who sells and pays how much.
// Without what a plan has for itself: prices, reasons, and the proof by code apart from the solver.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/match/plan.h"

namespace pasok::study {

// Of a supplier: what it is paid for its food, haulage not in it. Of a demand point: money, haulage in it,
// and what it is short of.
struct Turnover {
  std::int32_t row = kNone;  // of the dataset that was solved
  std::int64_t grams = 0;
  std::int64_t sen = 0;
  std::int64_t short_grams = 0;
};

// How the demand points' days keep their budgets.
struct BudgetsKept {
  std::int64_t over = 0;     // how many don't
  std::int64_t over_by = 0;  // sen, of these
};

struct Outcome {
  std::optional<Date> date;
  Grams quantum;
  bool is_by_rank = false;               // aims: strict, whose preference holds fewer surcharges
  match::Totals totals;                  // quanta and sen
  std::int64_t objective = 0;            // sen
  std::int64_t bound = 0;                // sen; the solver's own, over all lanes; == objective: optimal
  std::optional<BudgetsKept> budgets{};  // absent where the policy's budget is off
  // How many parts are above a limit of the policy's sharing, and on how many demand points' days fewer
  // owners deliver than min_suppliers_per_demand_point asks for; absent where the policy limits none.
  std::optional<std::int64_t> shares_off_limit{}, kitchen_days_with_few_suppliers{};
  std::vector<Turnover> suppliers;      // those that deliver, by row
  std::vector<Turnover> demand_points;  // those that are delivered to or short, by row

  std::int64_t InGrams(std::int64_t quanta) const { return quanta * quantum.value; }
};

// O(flows + rows of the dataset), with limits of shares also O(flows log flows).
Outcome OutcomeOf(const match::Solved& solved);

}  // namespace pasok::study
