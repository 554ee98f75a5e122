// The least and the most that a quantum may be worth at each requirement under prices that prove the matching
// optimal. Prices tie more often than not; these two are the one-sided derivatives of the objective.
//
//   least(r) = what a quantum less needed at r saves        = pi_r - (cheapest residual way from r to the
//   source) most(r)  = what a quantum more needed at r costs        = pi_r + (cheapest residual way from the
//   source to r)
//
// by reduced costs at the matching's own prices pi, over ALL eligible lanes (Ahuja, Magnanti, Orlin 1993,
// section 9.11: all optimal prices lie between the two). Both are prices that prove the matching optimal
// themselves. A lane's cap stays as it is, but for one as wide as all that can come in, which never binds.
// Transfers stay as they are.
//
// One search from the source answers for all requirements. It needs few lanes beyond those that carry
// something: those whose reduced cost is below what the bound left by these still leaves to gain.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/plan.h"

namespace pasok::study {

struct Prices {
  std::vector<std::int64_t> requirement, offer, supplier, aggregator;  // sen per quantum, per row
  // Per requirement, of the least ones: contracts promise all of it, so that nothing else can take a part of
  // it at any price.
  std::vector<bool> is_promised{};
};

// nullopt where the matching isn't proven optimal, or where it was stopped. O(pairs) over the lanes, about a
// nanosecond or two each; O(n log n) otherwise. At most that many threads; 0: one per core.
std::optional<Prices> LeastPrices(const match::Solved& solved, int threads, const StopToken& stop);
std::optional<Prices> MostPrices(const match::Solved& solved, int threads, const StopToken& stop);

}  // namespace pasok::study
