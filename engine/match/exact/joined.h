// Solving a joined network (join.h) and searching for the lanes that it lacks, by turns.
//
// Each independent component is at work by itself and at the same time as the others. What is priced how:
//   in turns (simplex.h)  after commodities apart: much is left to do, all over the network, and entering the
//                         best of a mixed block takes half the pivots, on markets where suppliers' totals
//                         couple nearly all, a third of the time;
//   by touch (touched.h)  from a basis that was nearly optimal: little is left, in few places.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/components.h"
#include "engine/match/exact/missing_lanes.h"
#include "engine/match/exact/simplex.h"
#include "engine/match/exact/touched.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

enum class Pricing { kInTurns, kByTouch };

// No one else changes the basis' flows or lanes as long as it lives, but as it is told. REQUIRES all that it
// is made from to outlive it. `block`: as in simplex.h, in turns. `groups_an_added_one`: a search that isn't
// to the end leaves the rest where fewer groups than one in so many find a lane.
class Joined {
 public:
  Joined(const Work& work, const Network& network, const Components& components, Pricing pricing,
         Basis& basis, std::size_t block = kLongBlock, std::int64_t groups_an_added_one = 500);

  // Over the lanes held only; at most so many pivots in each component. Pivots taken.
  std::int64_t Mend(std::int64_t most_pivots);

  // One turn of each component that isn't settled: at most so many pivots over the lanes held and, where that
  // ends in an optimum, a search, which leaves the commodities' prices and ceilings. Not to the end: a little
  // may be left over. Pivots taken.
  std::int64_t Turn(std::int64_t most_pivots, bool to_the_end, std::vector<std::int64_t>& price,
                    Ceilings& ceilings);

  // Something other than its turns has moved these prices.
  void PricesMoved(std::span<const std::int32_t> requirements);

  bool settled() const;  // to the end, or not, as the last turn was asked
  bool optimal() const;  // over the lanes held
  void Unsettle();       // more turns are to come

 private:
  struct Part {
    std::variant<Simplex, TouchedSimplex> method;
    std::int64_t pivots = 0;  // of the last turn
    bool optimal = false;     // over the lanes held
    bool searched = false;    // and no lane was missing, and no price has moved since
    bool settled = false;     // no more pivots or lanes are to come
  };

  template <class Task>
  std::int64_t OfEachUnsettled(const Task& task);
  // Over the lanes held. Not all: where it goes by touch, what it overlooks stays.
  void RunOf(Part& part, std::int64_t most_pivots, bool all);
  void TurnOf(Part& part, std::int64_t most_pivots, bool to_the_end, std::vector<std::int64_t>& price,
              Ceilings& ceilings);
  // Adds the lanes that are missing; to how many groups.
  std::int64_t SearchFor(Part& part, std::vector<std::int64_t>& price, Ceilings& ceilings);

  const Work& work_;
  const Network& network_;
  const Components& components_;
  const int threads_;  // of each component
  const std::int64_t groups_an_added_one_;
  Basis& basis_;
  std::vector<Part> parts_;  // as the components
};

}  // namespace pasok::match::exact
