// The contracts of one day as the checker reads them: which are due, what each lets its lane carry, and
// whether the allocations keep as much of their minimums as can be kept, and those that cost least.
//
// What a plan keeps of them is a flow over the contracts' lanes alone, within the capacities and needs. It is
// as much as can be exactly where no path of the residual network leads from the suppliers to the needs (Ford
// and Fulkerson); so the checker solves nothing, it only looks for such a path.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/question/contract_clash.h"
#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

struct Agreement {
  std::int32_t contract = kNone;                // index into the dataset's
  std::int32_t need = kNone, offer = kNone;     // kNone, both: there is no lane
  std::int64_t least = 0, cap = 0, wanted = 0;  // quanta; wanted: of the least what its lane may carry
  std::int64_t delivered = 0, kept = 0;
  std::int64_t line = 1;         // of allocations.csv, where anything is delivered
  std::string reason, sentence;  // where it is broken

  // What came for later days keeps the promise as well.
  std::int64_t broken() const { return delivered < least ? least - delivered : 0; }
};

// What contracts may share; there may be no aggregator (kNone).
using Sharer = std::pair<BrokenBy, std::int32_t>;
// REQUIRES a lane. The offer, its supplier, the need and the aggregator, in this order.
std::array<Sharer, 4> SharersOf(const Ground& ground, const Agreement& agreement);
// How much there is of it, quanta.
std::int64_t AbleOf(const Ground& ground, const Sharer& sharer);

class Agreements {
 public:
  Agreements() = default;
  // Reports rows above a maximum, and a plan that could keep more, or as much at less cost.
  Agreements(const Ground& ground, const Allocations& allocations, FindingLog& log);

  const std::vector<Agreement>& due() const { return due_; }  // in the dataset's order
  // The due contract of a lane; nullptr: it has none. O(log n).
  const Agreement* Find(std::int32_t need, std::int32_t offer) const;

 private:
  void FindDue(const Ground& ground);
  void AddDue(const Ground& ground, std::int32_t contract);
  void Count(const Ground& ground, const Allocations& allocations, FindingLog& log);
  bool CouldKeepMore(const Ground& ground) const;
  void SeekCheaper(const Ground& ground, FindingLog& log) const;
  void TellWhy(const Ground& ground);

  std::vector<Agreement> due_;
  std::vector<std::int32_t> by_lane_;  // those with a lane, by need, offer
};

}  // namespace pasok::match::recheck
