// What an explanation says, against cold solves of changed datasets and a plain search over all arcs.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "engine/study/explain.h"
#include "tests/match/random_market.h"

namespace pasok::study {

ExplainResult Ask(const match::Solved& solved, const ExplainQuestion& question);

struct Key {
  std::int32_t demand_point = kNone, commodity = kNone, supplier = kNone;  // dataset indices
  std::optional<Date> date = std::nullopt;
};

// What the plan costs more where the requirement is of so many quanta more, planned anew.
std::int64_t CostOfNeed(const match::Market& market, const match::Solved& solved, std::int32_t r,
                        std::int64_t quanta);

// A closed walk whose costs add up, each of its lanes' the landed cost itself.
void CheckCycle(const match::Solved& solved, const Path& cycle);

// Every "what it would take" flips the answer where it says, and not one step before.
void CheckCandidate(const match::Market& market, const match::Solved& solved, const Key& key,
                    const Candidate& candidate, std::map<Standing, int>& seen);

}  // namespace pasok::study
