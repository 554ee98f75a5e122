// Scenarios beside their base: what each changes, what comes of it, and who wins and loses by it.
//
// The base is solved from nothing, or remembered with its basis, and each scenario from that. Every answer is
// optimal over all lanes, and so equals the cold solve of the changed dataset to the sen; but among several
// optimal plans a scenario gets one near the base's, so that ties don't show up as winners and losers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/study/outcome.h"
#include "engine/study/report.h"
#include "engine/study/run.h"
#include "engine/study/scenario/apply.h"
#include "engine/study/scenario/scenario.h"
#include "engine/study/shifts.h"

namespace pasok::study {

inline constexpr std::size_t kMostScenarios = 50;

struct Compared {
  std::string name;
  std::string digest;
  std::vector<std::string> changes;  // as one-line YAML
  std::vector<Touched> touched;      // per change
  std::optional<Outcome> outcome;    // absent: the scenario doesn't fit, or was not reached
  Findings findings;                 // why it doesn't fit; and warnings that the base hasn't
  std::string refusal;               // of the solver
  Shifts shifts;                     // against the base
};

struct Comparison {
  Outcome base;
  std::vector<Compared> scenarios;  // in the order given
  bool complete = true;             // false: stopped; scenarios not reached have no outcome
};

struct ComparisonResult {
  std::optional<Comparison> comparison;
  Findings findings;  // the base's question doesn't fit the dataset, or more scenarios than kMostScenarios
  std::string refusal;
};

// A scenario that doesn't fit keeps nobody else from being compared: it has findings instead of an outcome.
// Scenarios are planned for the base's day. Up to `run.options.threads` scenarios are solved at a time, each
// by one thread; the outcome doesn't depend on how many. Stopped, it has the scenarios solved by then; before
// the base is solved, a refusal. Time: a cold solve, and of each scenario a copy of the dataset, an instance
// and a warm solve.
ComparisonResult Compare(const Base& base, std::span<const Scenario> scenarios, const Run& run);

struct ComparisonView {
  bool only_differences = false;  // leave out figures that are the base's
  std::size_t most_winners = 10;  // and losers, of each scenario and side
};

// Tables: inputs, side_by_side, outcomes, by_kabupaten, winners_and_losers.
Report ToReport(const Comparison& comparison, const Base& base, const ComparisonView& view);

}  // namespace pasok::study
