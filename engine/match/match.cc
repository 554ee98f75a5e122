// The one place that chooses the engine.
#include "engine/match/list_lanes.h"
#include "engine/match/matching.h"

namespace pasok::match {

MatchResult Match(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const StopToken& stop, const ProgressSink& progress) {
  return ListAndMatch(instance, lanes, options, stop, progress);
}

}  // namespace pasok::match
