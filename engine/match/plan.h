// Start here: the answer to a question, with its totals, the reasons for every shortage, and its proof.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/match/dual_parts.h"
#include "engine/match/matching.h"
#include "engine/match/memory.h"
#include "engine/match/question/instance.h"
#include "engine/match/question/shortage_reason.h"
#include "engine/match/report/rule_report.h"
#include "engine/match/report/sharing.h"
#include "engine/match/report/steady.h"
#include "engine/match/strict/ranks.h"

namespace pasok::match {

// kg planned on one lane. Money and preference are sen in all, not per quantum.
struct Allocation {
  std::optional<Date> date;
  std::int32_t demand_point = kNone;  // dataset indices
  std::int32_t commodity = kNone;
  std::int32_t supplier = kNone;
  std::int32_t offer = kNone;
  std::int64_t quanta = 0;
  SenPerKg price;
  std::int64_t unit_money = 0;       // sen per quantum
  std::int64_t unit_preference = 0;  // sen per quantum
  Metres road;                       // both legs
  Tier tier = Tier::kLuar;
  std::int32_t via = kNone;  // the aggregator, a dataset index; kNone: the supplier sells by itself
  Metres first_leg{};        // of the road, to the aggregator
};

struct Shortage {
  std::optional<Date> date;
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  std::int64_t quanta = 0;
  ShortageReason reason = ShortageReason::kNoOffer;
  std::string detail;  // one English sentence with its figures
};

struct NodePrice {
  enum class Node : std::uint8_t { kSupplier, kOffer, kRequirement, kAggregator, kRelief };
  Node node = Node::kSupplier;
  std::optional<Date> date;
  std::int32_t supplier = kNone;
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  std::int64_t price = 0;                              // sen per quantum
  std::array<std::int64_t, kRanks - 1> above_money{};  // `aims: strict`: what it is in the ranks before money
};

// What a plan comes to in one rank of `aims: strict`, and what it comes to at least.
struct RankTotal {
  Rank rank = Rank::kPenalty;
  std::int64_t value = 0, bound = 0;  // sen in the first and the last rank, quanta in the others
};

struct Certificate {
  std::int64_t primal = 0, dual = 0;  // sen
  bool lanes_eligible_proof = false;  // every eligible lane was looked at by code apart from the solver
  std::int64_t lanes_in_network = 0;
  std::int64_t lanes_eligible = 0;  // counted by the proof; 0 without it
  DualParts parts{};                // what the dual value is made of; zeros without the proof
  std::vector<RankTotal> ranks{};   // `aims: strict`, proven; the dual is then the primal, its parts zeros
};

// A demand point that cooks by the menu on a day.
struct PlannedServing {
  std::optional<Date> date;
  std::int32_t demand_point = kNone;
  std::int32_t cycle_day = 0;  // from 0
};

// Of one planned day.
struct DayTotals {
  std::optional<Date> date;
  std::int64_t demand = 0, allocated = 0, shortage = 0;  // quanta
  std::int64_t money = 0, preference = 0, penalty = 0;   // sen; fair spread is part of the preference
  std::int64_t deliveries = 0;
};

// Of counts, the least, the middle one (of an even number the mean of both) and the most; 0 of none.
struct MinMedianMax {
  std::int64_t min = 0;
  double median = 0;
  std::int64_t max = 0;
};

struct Totals {
  std::int64_t demand = 0, allocated = 0, shortage = 0;  // quanta
  std::int64_t money = 0, preference = 0, penalty = 0;   // sen
  std::int64_t spread = 0;   // sen: of the preference, what fair spread counts; no allocation has it
  std::int64_t carried = 0;  // sen: what keeping and standing in cost
  std::array<std::int64_t, kTiers> by_tier{};          // quanta
  std::array<std::int64_t, kSupplierKinds> by_kind{};  // quanta
  std::int64_t suppliers_used = 0, deliveries = 0;  // deliveries: pairs of supplier and demand point on a day
  MinMedianMax suppliers_per_demand_point;
  // Of the pairs of demand point and day on which something is needed: deliveries, as above.
  MinMedianMax deliveries_per_kitchen_day;
  std::int64_t above_ceiling_quanta = 0, above_ceiling_rows = 0;  // price_ceiling: report
};

// A contract on one of the days on which it is due.
struct PlannedContract {
  std::optional<Date> date;
  DueContract due;
  std::int64_t delivered = 0;  // quanta on its lane
};

// What serves besides the day and the commodity that it was delivered for (transfers.h).
struct Carried {
  enum class Way : std::uint8_t { kStock, kStorage, kSubstitute } way = Way::kStock;
  std::optional<Date> date, to_date;  // of the delivery and of the use; a stock has none of delivery
  std::int32_t demand_point = kNone;  // dataset indices
  std::int32_t commodity = kNone, to_commodity = kNone;
  std::int64_t quanta = 0;
  std::int64_t served = 0;  // quanta that it serves for: another weight only at another ratio than kg for kg
  std::int64_t unit_cost = 0;  // sen per quantum that it serves for

  std::int64_t cost() const { return served * unit_cost; }  // sen
};
std::string_view ToWord(Carried::Way way);
// Of one into a relief that of what is carried to its need. REQUIRES that it doesn't leave one.
Carried::Way WayOf(const Instance& instance, const Transfer& transfer);
// From a relief to its need, which is no way by itself: what comes in goes out (reliefs.h).
bool LeavesRelief(const Instance& instance, const Transfer& transfer);

// What the food of a demand point's day costs, against its budget.
struct PlannedBudget {
  std::optional<Date> date;
  std::int32_t demand_point = kNone;
  std::int64_t budget = 0, money = 0;  // sen

  std::int64_t over() const { return money > budget ? money - budget : 0; }
};

struct Plan {
  std::optional<Date> date;     // the first day
  std::int32_t asked_days = 1;  // from there on
  std::vector<std::string> regions;
  Grams quantum;
  std::vector<Allocation> allocations;  // by date, demand point, commodity, supplier, offer
  std::vector<Shortage> shortages;      // by date, demand point, commodity, reason
  std::vector<NodePrice> prices;  // by date, node, ids; rows that the format lets one leave out are left out
  Totals totals;
  std::vector<DayTotals> days;  // of those on which something is needed, in order
  Certificate certificate;
  std::vector<RuleReport>
      rules;  // of those beyond the base model that the policy or the dataset makes use of
  std::vector<PlannedBudget> budgets;      // by date, demand point; none where the policy's budget is off
  SharingTally sharing;                    // of the limits that the policy sets
  std::vector<Carried> carried;            // by date, demand point, commodity, to_date, to_commodity
  std::vector<PlannedServing> menu;        // by date, demand point
  std::vector<PlannedContract> contracts;  // those that are due: by day, then the dataset's order
  std::vector<Taken> taken;
  std::vector<AtHand> at_hand;
  std::vector<Delivered> previous;  // what the plan has that this one follows on; empty: none
  ChangeTally changes;              // against that
  std::string solver_name;
  std::int64_t iterations = 0;
  double seconds = 0;  // from the validated dataset in memory to the certified plan
  bool complete =
      true;  // false: stopped early, if only in proving; the gap says how far it may be from the optimum
};

struct PlanResult {
  std::optional<Plan> plan;
  Findings findings;    // the question doesn't fit the dataset
  std::string refusal;  // too large, or stopped with nothing to show
};

// `memory`, here and in Solve: what is remembered of this question (memory.h), if anything is. The plan is
// the same with and without.
PlanResult MakePlan(const Dataset& dataset, const Policy& policy, const Question& question,
                    const MatchOptions& options, const StopToken& stop, const ProgressSink& progress,
                    Memory* memory = nullptr);

// A question with its answer and all that further questions about the answer need. Read only once made.
struct Solved {
  Solved(Instance asked, const Question& question)
      : instance(std::move(asked)),
        taken(question.taken),
        previous(question.previous),
        at_hand(question.at_hand),
        lanes(instance) {}
  Solved(const Solved&) = delete;  // the lane rule refers to the instance
  Solved& operator=(const Solved&) = delete;

  Instance instance;  // its dataset outlives it
  const std::vector<Taken> taken;
  const std::vector<Delivered> previous;
  const std::vector<AtHand> at_hand;
  const LaneRule lanes;
  Matching matching;
  std::shared_ptr<const exact::Kept> kept;  // where MatchOptions::keep asked for it
  bool by_hand = false;  // somebody's own table, as far as it is lawful (fit.h): it may break promises
};

struct SolveResult {
  std::unique_ptr<Solved> solved;  // empty where there are errors, or a refusal
  Findings findings;
  std::string refusal;
};

// MakePlan in two steps: the matching, then what a planner reads of it. The two together tell progress from 0
// to 1.
SolveResult Solve(const Dataset& dataset, const Policy& policy, const Question& question,
                  const MatchOptions& options, const StopToken& stop, const ProgressSink& progress,
                  Memory* memory = nullptr);
// The plan's totals but for the two of deliveries, for those who need no more of it.
Totals TotalsOf(const Solved& solved);
// The plan's `seconds` is left 0: it is the caller's to measure. Throws std::logic_error where the matching
// isn't feasible (feasible.h), costs less than its bound, or isn't the optimum that it claims to be: nobody
// is to see such a plan.
Plan PlanOf(const Solved& solved, int threads, const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match
