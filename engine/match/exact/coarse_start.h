// What the exact solve starts from: coarse networks (levels.h), from coarse to fine, each solved from the
// prices of the one before.
//
// They share out the suppliers' totals by the prices found so far, half the way each time. Where many
// kitchens are short that doesn't settle: all suppliers of a place turn to what is short at the one price
// that it has there, and then something else is. So there the last level keeps the totals, supplier by
// supplier: together the commodities' prices settle, and here that takes a fraction of what it takes over the
// exact network.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/lane_scanner.h"
#include "engine/match/exact/network.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

struct CoarseStart {
  std::vector<std::int64_t> price;  // per requirement
  std::vector<std::int64_t> sent;   // over each transfer
  std::vector<std::int64_t> given;  // by each capped offer; within the suppliers' totals
  std::int64_t pivots = 0;
};

// `soft_margin`: as in apart.h. `tell` hears how far it is, from 0 to 1. Deterministic, whatever the threads.
// Where the stop token asks, it says what it has.
CoarseStart StartFromCoarse(const Work& work, const LaneRule& lanes, const Network& network, Reach reach,
                            std::optional<std::int64_t> soft_margin, const std::function<void(double)>& tell);

}  // namespace pasok::match::exact
