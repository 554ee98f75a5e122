// Plans that rules beyond the network moved off its optimum (match/beyond/beyond.h), and what studies make of
// them.
//
// No prices prove such a plan, so no exact question can be asked of it. But its question has an optimum
// without these rules, over the same lanes and with all other rules kept, that is near it and proven. Studies
// answer for that one, say so first, and mark what the plan itself does otherwise.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/match/plan.h"
#include "engine/study/report.h"
#include "engine/study/run.h"

namespace pasok::study {

// Whether such a rule is in use and the plan isn't proven optimal without it.
bool IsMoved(const match::Solved& plan);

// The rules in use that no network can say: "whole deliveries and budgets". nullopt: none is.
std::optional<Sentence> RulesThatMove(const match::Instance& instance);

struct Unmoved {
  std::unique_ptr<match::Solved> optimum;  // proven; refers to the plan's rules, so the plan outlives it
  std::string refusal;                     // empty where it was stopped
};
// The same question solved without them. REQUIRES IsMoved. Progress is told as "solve".
Unmoved OptimumBeside(const match::Solved& plan, const Run& run);

// "This plan was made with rules that … (whole deliveries): the answers below are those of the cheapest plan
// without them, which costs … less …".
Sentence SayMoved(const match::Solved& plan, const match::Solved& optimum);

}  // namespace pasok::study
