// Coarse networks: good starting prices for a hundredth of the work.
//
// A coarse network has one group per commodity and region of one level (for a nation kabupaten, then
// kecamatan, then desa), at the middle of its members, and their offers in a few bins of like price; in the
// coarser ones kitchens are gathered too. The suppliers' totals are shared out beforehand. Solving it gives
// the requirements' prices that the next finer network starts from. Nothing here needs to be exact: the
// prices are a hint, and the finest level proves its own optimum.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/network.h"

namespace pasok::match::exact {

struct CoarseNetwork {
  Network network;                      // plain offers only
  std::vector<std::int32_t> coarse_of;  // per fine group
};

// `level` as in Region: groups whose sites lie in one region of that level, or in one shallower region, come
// together. Capped offers count by `share`. Each coarse group has at most `bins` offers. O(n log n).
CoarseNetwork Coarsen(const Network& fine, const Dataset& dataset, int level, int bins,
                      std::span<const std::int64_t> share);

// The requirements of one commodity in one region of `level`, or in one shallower region, as one requirement
// at their middle, weighted by need.
struct CoarseKitchens {
  Instance instance;                    // requirements and their places only; no offers
  std::vector<std::int32_t> coarse_of;  // per fine requirement
};
CoarseKitchens CoarsenKitchens(const Instance& fine, int level);

}  // namespace pasok::match::exact
