// What a planner's own allocation is worth: which rules it breaks, what its lawful part costs, and how far
// that is from the optimum.
//
// The table needs the columns demand_id, commodity, supplier_id and kg; it may have the other columns of
// allocations.csv. The lawful part (fit.h) is a plan like any other, so its distance to the optimum is never
// negative, and the optimum's prices prove that nothing better was overlooked. Rules that only its rows
// together break (broken_together.h) take nothing off it; where it breaks a contract that the best plan
// keeps, the distance may be negative.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/match/files/fit.h"
#include "engine/match/plan.h"
#include "engine/study/report.h"
#include "engine/study/run.h"

namespace pasok::study {

struct Evaluation {
  match::Fit fit;
  bool complete = true;  // false: stopped; there is only `fit`
  match::Plan plan;      // of the lawful part; its certificate's dual is the optimum's
  match::Plan best;
  // The lawful part less the best plan. The objective's is the sum of the first four and at least 0 where the
  // best plan is proven optimal and keeps no contract that this one breaks. `carried` is what keeping food
  // and standing in for other food cost.
  Int128 money = 0, preference = 0, penalty = 0, carried = 0;  // sen
  std::int64_t shortage = 0;                                   // quanta

  Int128 objective() const { return money + preference + penalty + carried; }
};

struct EvaluationResult {
  std::optional<Evaluation> evaluation;
  // What is wrong with the table itself, by line and column, or with the question. Broken rules aren't here.
  Findings findings;
  std::string refusal;  // of the solver
};

// `file` names the table in findings. `best`: the optimum of the same base, where it is known already; else
// it is solved for. Stopped, it has what the rows by themselves say.
EvaluationResult Evaluate(const Base& base, std::string_view file, std::string_view content,
                          const match::Solved* best, const Run& run);

// Tables: totals, commodities, rules, broken_rules, repeated_rows.
Report ToReport(const Evaluation& evaluation, const Base& base);

// Its rule as tables write it: as match::ToWord, but "licence_ended" where all licences that are missing were
// held once.
std::string_view WordOf(const match::Breach& breach, const Base& base);

// One broken rule as a sentence: "SUP1 is 214.2 km away from K1; beras may come from 150 km at most: 64.2 km
// too far".
Sentence Say(const match::Breach& breach, const Base& base);

}  // namespace pasok::study
