// Whether a matching keeps every bound of the network, which its proof takes for granted: prices bound what a
// plan costs from below only if it sells nothing twice. Plain loops, apart from the solvers.
//
//   flows by requirement, offer, each lane once, eligible, of one commodity;  reserved <= quanta <= lane cap
//   outflow of an offer, a supplier, an aggregator <= its capacity;  a transfer and a stand-in <= its own
//   what lies in a shared store on a night <= the store;  used of a stand-in >= what its ratio asks for
//   inflow + shortage + transfers and stand-ins in = need + those out;  0 <= shortage <= need
//   the objective = what all of that costs
//
// What rules beyond the network ask for (beyond/beyond.h) isn't looked at.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"
#include "engine/match/report/flow_costs.h"

namespace pasok::match {

// The first bound that isn't kept, with its figures, for a log; nullopt: all are. `costs` are CostsOf the
// flows. O(flows + rows of the instance).
std::optional<std::string> FindFault(const Instance& instance, const Matching& matching,
                                     std::span<const FlowCost> costs);
std::optional<std::string> FindFault(const Instance& instance, const LaneRule& lanes,
                                     const Matching& matching);

}  // namespace pasok::match
