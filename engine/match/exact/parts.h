// The network simplex method part by part: for a basis that is wrong in a few places only.
//
// Near the optimum nearly all pricing is in vain. So the nodes are parted by commodity (of all days that are
// coupled, since transfers lead from one to the next) and kabupaten; each
// part is solved by itself (simplex.h), again and again while it still finds pivots, and the others rest
// until none does. Then all are looked at once more: it is over when none of them finds anything.
// Deterministic.
#pragma once

#include <vector>

#include "engine/match/exact/components.h"
#include "engine/match/exact/simplex.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

struct Parts {
  std::vector<std::int32_t> items;  // tree nodes, part by part, each part in order of pricing
  std::vector<std::size_t> end;     // of each part among them
};

// The nodes of each component, in all every node but the root. REQUIRES a joined basis (join.h).
std::vector<Parts> PartNodes(const Work& work, const Network& network, const Tree& tree,
                             const Components& components);

// Over all parts. REQUIRES a method on parts.items.
SimplexRun RunByParts(Simplex& simplex, const Parts& parts, const StopToken& stop, std::int64_t most_pivots);

}  // namespace pasok::match::exact
