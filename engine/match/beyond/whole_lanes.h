// The lanes of a market as whole deliveries take them, and what plans leave of what they share.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "engine/match/beyond/market.h"
#include "engine/match/question/delivery.h"
#include "engine/match/spare.h"

namespace pasok::match::beyond {

// Per lane of a market; quanta, and sen per quantum.
struct WholeLanes {
  std::vector<DeliverySize> size;  // of what comes on top of what is reserved: of contracts any quantity
  std::vector<std::int64_t> reserved;
  std::vector<std::int64_t> most;  // in whole lots; 0 where the lane can't carry as much as its least
  std::vector<std::int64_t> unit;  // with the market's surcharge
  std::int64_t most_suppliers = std::numeric_limits<std::int64_t>::max();  // per requirement
};

// `unit`: what a quantum on each lane is to count, the market's surcharge aside; empty: what it costs.
WholeLanes WholeLanesOf(const Instance& instance, const Market& market, std::span<const std::int64_t> unit);

// What sells over a lane: its supplier's row where that is limited, else its offer's behind all of them.
std::size_t SellerOf(const Instance& instance, const Market& market, std::int32_t lane);

// What is left beside so many quanta per lane.
Spare SpareBeside(const Instance& instance, const Market& market, std::span<const std::int64_t> quanta);

// What lanes bring each requirement, or leave short: its need, and what it sends on rather than gets over
// transfers.
std::vector<std::int64_t> ToDeliver(const Instance& instance, const MarketAnswer& answer);

}  // namespace pasok::match::beyond
