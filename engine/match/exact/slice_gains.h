// What eight groups gain at most, looked at side by side.
//
// Of each group, with prices pi: p = pi[anchor] + rise its own, and s likewise of a supplier,
//
//   gain = max( max over lanes (pi[requirement] - cost) - p,        a lane enters
//               p - next, last - p,                                 an offer of the root enters or leaves
//               max over capped offers (p - s - rise, fall - p + s) )
//
// where what can't be has a price of kNoPrice, or of -kNoPrice where it can't fall.
#pragma once

#include <cstdint>

#include "engine/match/exact/anchors.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

inline constexpr std::int32_t kInSlice = 8;
inline constexpr std::int64_t kNoPrice = kUnbounded / 2;

// Eight of each, and of what comes in rows as many a row.
struct SliceView {
  const Anchor* anchor = nullptr;
  const std::int64_t *next = nullptr, *last = nullptr;
  std::int32_t lane_rows = 0, capped_rows = 0;
  const std::int32_t *lane_requirement = nullptr, *lane_cost = nullptr;
  const std::int32_t* capped_slot = nullptr;  // of its supplier's anchor
  const std::int64_t *capped_rise = nullptr, *capped_fall = nullptr;
  const Anchor* supplier_anchor = nullptr;  // per slot
};

// The group of them that gains most, 0 to 7, and how much.
struct BestInSlice {
  std::int64_t gain = 0;
  std::int32_t group = 0;
};
// REQUIRES prices of nodes, anchored ones too, below 2^60, of either sign; only that of no node is -kNoPrice.
// O(rows).
BestInSlice BestOf(const std::int64_t* price, const SliceView& slice);

// The same, on any processor; BestOf is quicker by a third where there are instructions for it.
BestInSlice BestByPlainLoops(const std::int64_t* price, const SliceView& slice);

}  // namespace pasok::match::exact
