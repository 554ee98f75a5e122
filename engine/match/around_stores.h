// The matching of a question whose kitchens have stores that several commodities share (shared_stores.h),
// which is solved around: network by network, each of another split.
#pragma once

#include <string>

#include "engine/match/memory.h"

namespace pasok::match {

// As Match (memory.h), which it is where there is no such store, and under `aims: strict`, where the first
// split stands. Else the best plan of up to a dozen splits, each solved from the basis of the one before; its
// prices and its bound are the best of them, and bound < objective says that no split reached what the bound
// leaves possible, or that it was asked to stop: only then is it `stopped`. Leaves the instance with a split
// that holds the plan. Deterministic.
MatchResult MatchAroundStores(Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                              const StopToken& stop, const ProgressSink& progress, Memory* memory,
                              const std::string& name = "");

}  // namespace pasok::match
