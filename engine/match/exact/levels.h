// Coarse networks: good starting prices for a hundredth of the work.
//
// A coarse network has one group per commodity and region of one level (for a nation kabupaten, then
// kecamatan, then desa), at the middle of its members, and their offers in a few bins of like price; kitchens
// may be gathered too. The suppliers' totals are shared out beforehand, or kept. Solving it gives the
// requirements' prices, and what goes over transfers, that the next finer network starts from
// (coarse_start.h). Nothing here needs to be exact: they are hints, and the finest level proves its own
// optimum.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/match/exact/network.h"

namespace pasok::match::exact {

struct CoarseNetwork {
  Network network;
  std::vector<std::int32_t> coarse_of;    // per fine group
  std::vector<std::int32_t> fine_capped;  // per capped offer of the network: that of the fine one
};

// `level` as in Region: groups whose sites lie in one region of that level, or in one shallower region, come
// together. Each coarse group has at most `bins` plain offers. Capped offers are among these, by `share`;
// where there is none they stay as they are, and so do the suppliers. It is to serve the requirements of
// `kitchens`, fine or coarse ones, whose transfers it has. O(n log n). The same whatever the threads.
CoarseNetwork Coarsen(const Network& fine, const Instance& kitchens, int level, int bins,
                      std::optional<std::span<const std::int64_t>> share, int threads = 1);

// The requirements of one commodity in one region of `level`, or in one shallower region, as one requirement
// at their middle, weighted by need; the transfers between two of these as one, at their mean cost.
struct CoarseKitchens {
  Instance instance;                             // requirements, their places and transfers only; no offers
  std::vector<std::int32_t> coarse_of;           // per fine requirement
  std::vector<std::int32_t> coarse_transfer_of;  // per fine transfer
};
CoarseKitchens CoarsenKitchens(const Instance& fine, int level);

// What goes over coarse transfers, from what goes over the fine ones, and back, where each carries its share
// by capacity, rounded down.
std::vector<std::int64_t> GatherSent(const CoarseKitchens& kitchens, std::span<const std::int64_t> fine_sent);
std::vector<std::int64_t> SpreadSent(const CoarseKitchens& kitchens, const Instance& fine,
                                     std::span<const std::int64_t> coarse_sent);

}  // namespace pasok::match::exact
