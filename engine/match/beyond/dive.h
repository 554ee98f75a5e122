// From the network's optimum to a plan of whole deliveries: lanes that carry less than a delivery are opened,
// that is, must carry at least one, or closed, and the market is solved again from there.
#pragma once

#include "engine/match/beyond/whole_lanes.h"

namespace pasok::match::beyond {

struct DiveWork {
  int rounds = 6;
  bool keep_transfers = false;  // those of the start, so that days are solved apart (MarketTerms)
};

// In each round, of each requirement: as many of the lanes that carry less than their least are opened, the
// fullest first, as what they carry together amounts to in deliveries; the others are closed. A requirement
// that has lanes closed once opens at least one the next time, so that a crumb doesn't wander from lane to
// lane. A lane is opened only where the least of all open ones still fits every need and capacity. `start`
// fits the market at its own terms; `unit` as in
// MarketTerms, here and below. Returns an answer that fits them too; some lanes may still carry less
// than their least: see Trim. Prices are the last solve's.
MarketAnswer Dive(const Instance& instance, const Market& market, const WholeLanes& lanes,
                  const MarketAnswer& start, std::span<const std::int64_t> unit, const DiveWork& work,
                  const StopToken& stop);

// The least cost where only lanes that carry something do, at least their least each; those of lots as they
// are. REQUIRES an answer of whole deliveries. Gives it back where the stop token asks.
MarketAnswer SolveOnLanesInUse(const Instance& instance, const Market& market, const WholeLanes& lanes,
                               const MarketAnswer& answer, std::span<const std::int64_t> unit,
                               const StopToken& stop);

// Leaves away what makes no whole delivery, and of more suppliers than a requirement may have those that
// carry least.
void Trim(const Instance& instance, const Market& market, const WholeLanes& lanes, MarketAnswer& answer);

}  // namespace pasok::match::beyond
