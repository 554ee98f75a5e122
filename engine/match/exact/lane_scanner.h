// Search: the lanes that are worth something at given requirement prices, among all of them.
//
// The value of a lane is  requirement price - lane cost. A scan walks down the cells of a commodity
// (cover.h). In each cell it keeps the requirements that some group of the cell may still want (survivors.h):
//
//   at most   price - least tier - haul * least circuity * (distance from the centre - radius)   >= bar
//
// where the bar is the least value asked for in the cell, or, where only each group's best lanes are asked
// for, what every group of the cell can surely get, less the window. In the last cell, the few requirements
// left are bounded group by group; only where that bound passes too is the exact cost worked out. So nothing
// is missed, since no bound is broken by rounding (lane_bounds.h). Listed roads take the distance's place in
// cells all of whose groups have the same; where they differ, they loosen the bounds, as forbidden lanes do.
//
// Where haulage costs nothing the bounds can't tell the lanes of one tier apart, but their values are known
// without any distance, and only of a lane that is good enough it is worked out whether it is in range.
//
// Not thread-safe: one scanner a thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/exact/cover.h"
#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/network.h"
#include "engine/match/exact/survivors.h"

namespace pasok::match::exact {

struct FoundLane {
  std::int32_t requirement = kNone;
  std::int64_t cost = 0;   // exact, sen per quantum above the offer's price
  std::int64_t value = 0;  // requirement price - cost
};

// What a scan asks for: of each group the lanes of value > floor[group - first group of the commodity]; and
// where there is a window, of those only the ones within it of the group's best. Floors of kUnbounded skip
// their groups. `only`: lanes to these requirements, ascending, counted from the first of the commodity.
struct Ask {
  std::span<const std::int64_t> floor;
  std::int64_t window = kUnbounded;
  const std::vector<std::int32_t>* only = nullptr;  // nullptr: to all
};

// Keeps the best lanes of a group, at most so many, best first. Between equals each group begins with a
// requirement of its own: where thousands are worth the same, groups that all held the same few would have to
// search again and again. Deterministic.
void KeepBest(std::int32_t group, std::size_t most, std::vector<FoundLane>& found);

class LaneScanner {
 public:
  // `price` is indexed by requirement and outlives the scanner's use.
  LaneScanner(const LaneCosts& costs, const Network& network, std::int32_t commodity,
              std::span<const std::int64_t> price, Reach reach = Reach::kAll);

  // Calls visit(group) for each group that may have a lane as was asked for, in order; leaves early, with
  // false, where the stop token asks. Best and Above then speak of that group, and of all lanes that were
  // asked for. O(pairs) at worst, a few dozen a group where prices are good.
  bool Scan(const Ask& ask, const StopToken& stop, const std::function<void(std::int32_t group)>& visit);

  // The eligible lane of greatest value, the lowest requirement among equals; requirement kNone where none is
  // as was asked for.
  FoundLane Best() const;
  // Appends the eligible lanes of value > bar, by requirement. REQUIRES bar as high as was asked for.
  void Above(std::int64_t bar, std::vector<FoundLane>& found) const;

 private:
  bool Descend(std::int32_t cell, const Ask& ask, const StopToken& stop, Survivors::List list,
               const std::function<void(std::int32_t)>& visit);
  void LookFrom(std::int32_t group);
  void BoundListed(std::int32_t region);
  std::int32_t Requirement(std::size_t i) const { return survivors_.Requirement(left_.first + i); }
  FoundLane Exact(std::size_t i, std::int64_t bar) const;

  const LaneCosts& costs_;
  const Network& network_;
  const LaneTerms& terms_;
  const std::int32_t commodity_;
  std::span<const std::int64_t> price_;
  Survivors survivors_;
  const Group* group_ = nullptr;
  std::int64_t floor_ = 0;  // of group_

  Survivors::List left_;              // in the last cell
  std::vector<float> bound_;          // beside it, of the lanes of group_
  std::int32_t listed_from_ = kNone;  // the region of what follows
  std::vector<std::pair<std::size_t, float>> listed_bound_;
};

}  // namespace pasok::match::exact
