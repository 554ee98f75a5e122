// The true optimum under limits of shares or by budgets, or with enough suppliers for each demand point, as
// an integer programme over every eligible lane, by CBC.
#pragma once

#include <optional>

#include "engine/match/lanes/lane.h"
#include "engine/match/plan.h"

namespace pasok::match {

struct LimitedOptimum {
  std::int64_t cost = 0;      // sen, penalties included
  std::int64_t shortage = 0;  // quanta
};

// Of the plans that keep every limit of the policy's `sharing`, whatever its mode, and whose penalties come
// to `most_penalty` sen at most; nullopt: there is none. For markets of a few dozen lanes, without transfers.
std::optional<LimitedOptimum> SolveShared(const Instance& instance, const LaneRule& rule,
                                          std::int64_t most_penalty);

// How far kitchens' days must at least be over their budgets, whatever the budget's mode, and the cheapest of
// the plans that are no further over than `most_over` sen; both of those whose penalties come to
// `most_penalty` sen at most.
double LeastOverBudget(const Instance& instance, const LaneRule& rule, std::int64_t most_penalty);
std::optional<LimitedOptimum> SolveBudgeted(const Instance& instance, const LaneRule& rule,
                                            std::int64_t most_penalty, double most_over);

// Of those in which every demand point has as many suppliers, owners counted once, as the policy asks for.
std::optional<LimitedOptimum> SolveServedByMany(const Instance& instance, const LaneRule& rule);

// Of whole deliveries, with all shares and enough suppliers. REQUIRES no contracts.
std::optional<LimitedOptimum> SolveWholeWithAims(const Instance& instance, const LaneRule& rule,
                                                 std::int64_t most_penalty);

// Whether it keeps every limit of the policy's `sharing`, and brings each demand point enough suppliers.
bool KeepsLimits(const Solved& solved);

}  // namespace pasok::match
