// Why offers got no order: for every offer that could lawfully sell on the day and doesn't, exactly one
// reason with its figure, over all lanes; and the offers that could not sell, apart.
//
// A small supplier may not be refused without a reason, so each figure is one that an inspector can check:
// with `least` the least optimal prices (price_range.h),
//
//   dearer = min over the offer's lanes of (unit - least(requirement))
//
// is by how much per quantum the offer's best lane is dearer than what serves that requirement now. Where the
// supplier has something left of its total, and its aggregator of what it can handle, this is exact: at a
// price lower by so much it would be as cheap as those chosen, and from `wins_at` downwards every optimal
// plan buys from it.
//
// Of several days an offer is a row of the register on all of them, and unused where it sells on none. Its
// reason is that of the day on which it is nearest to winning; `wins_at` is exact for all days at once: at
// that price on each of them every optimal plan buys from it on some day, one sen above it none has to.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/plan.h"
#include "engine/match/sold.h"
#include "engine/study/held_back.h"
#include "engine/study/price_range.h"
#include "engine/study/report.h"
#include "engine/study/run.h"

namespace pasok::study {

// The words of the tables, snake_case. The first that is true of an offer, in this order.
enum class Unused : std::uint8_t {
  kNoRequirement,   // nobody asked about needs the commodity that day, or on any day on which it may sell
  kOutOfRange,      // farther than allowed from everybody who does
  kTravelTime,      // in range of somebody, but the road takes longer than allowed
  kBlocked,         // somebody is in range, and a block names the pair; everybody else is out of range, or
  kRelatedParty,    // … of the same owner; or
  kContract,        // … by its contract, which allows nothing, or by those of others, which promise all (of
                    // the rules the one that keeps it from the nearest)
  kSoldAsOther,     // would be cheap enough, but the supplier's total capacity goes into its other goods
  kAggregatorFull,  // would be cheap enough, but its aggregator can handle no more
  kTie,             // as cheap as what was chosen: which of them is chosen changes nothing
  kDearer,          // than what was chosen for each requirement
  kAbovePenalty,    // its best lane goes to a requirement that is short, and costs more than the penalty
  kMovedByRule,     // the plan's rules that no network can say keep it out (moved.h): the optimum without
                    // them buys from it, or the plan buys dearer food where it could deliver (held_back.h)
};
inline constexpr int kUnusedReasons = 12;
std::string_view ToWord(Unused reason);

struct UnusedOffer {
  std::int32_t offer = kNone;  // of the instance, on the day that all but `would_sell` and `wins_at` is about
  Unused reason = Unused::kNoRequirement;
  // The requirement that it was nearest to winning; of those without a lane, the nearest by road. kNone:
  // kNoRequirement.
  std::int32_t requirement = kNone;
  Metres road;                         // to it
  std::int64_t unit = 0;               // sen per quantum of that lane; 0 without a lane
  std::int64_t would_sell = 0;         // quanta, of kMovedByRule: in the optimum, on all days
  std::vector<BindingRule> held_back;  // likewise: what binds at the requirement, as far as it is known
  // Sen per quantum, see above; >= 0 but for kSoldAsOther and kAggregatorFull.
  std::int64_t dearer = 0;
  // Sen per kg: at this price and below every optimal plan buys from it. nullopt where no price does, or
  // where the supplier's total, or what its aggregator can handle, is used up on a day on which the offer
  // might win at a higher one, so that others decide too.
  std::optional<std::int64_t> wins_at;
};

struct UnusedStudy {
  bool complete = true;  // false: stopped before the reasons were known; no offers and no suppliers
  std::vector<UnusedOffer> offers;     // ascending by the first of the offer's days
  bool moved = false;                  // whether the reasons are those of the optimum beside a plan
  std::vector<UnusedOffer> suppliers;  // of those without any order: its offer that was nearest to winning,
                                       // by supplier of the dataset
  match::Sold sold;                    // in the optimum where the plan was moved off it
};

// nullopt where the matching isn't proven optimal. Deterministic. O(pairs), some nanoseconds each. `plan`:
// where it is about the optimum beside it; then the offers without an order are the plan's.
std::optional<UnusedStudy> FindUnused(const match::Solved& solved, const Run& run,
                                      const match::Solved* plan = nullptr);

// Tables: reasons, unused_suppliers, unused_offers, excluded_offers.
Report ToReport(const UnusedStudy& study, const match::Solved& solved);

// One of them as a sentence.
Sentence Say(const UnusedOffer& unused, const UnusedStudy& study, const match::Solved& solved);

}  // namespace pasok::study
