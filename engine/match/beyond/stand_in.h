// Substitutes in other ratios than kg for kg (Instance::stand_ins), around the network's optimum.
//
// 1.2 kg of eggs for 1 kg of chicken is a flow with a gain, which no network says. The market of lanes nearly
// worth it, with its stand-ins as gains, is solved by networks that guess what stands in and what its wide
// end costs (flow/gains.h): the plan is the cheapest of whole quanta that was met, among them the one in
// which nothing stands in.
//
// The bound is that of the generalised flow, at the best prices met: those of the network without, or those
// of the guesses, each completed by the offers' best prices over all eligible lanes and with what the
// stand-ins could earn taken off (DualPartOf). In the matching they take the place of the prices and the
// bound of before, so anybody can recheck it. Where the guesses have raised prices the market is listed anew
// around them, for lanes that are worth it only now.
//
// What stands in is then settled: rules that come after take it as part of the needs.
#pragma once

#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"

namespace pasok::match::beyond {

// Fills stood_in, and replaces flows, shortage, transfers, objective, prices and bound, where others are
// better. At most some thirty solves of the market for each listing; where the stop token asks, the best so
// far. REQUIRES a matching as Match gives it, for which nothing stands in. Deterministic.
void LetStandIn(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
                Matching& matching);

// The question and the plan with what stands in taken as needed at the one end and not at the other. What is
// short at an end from which something stands in is no longer asked for; and missing there costs what it
// would cost at the other.
struct Settled {
  Instance instance;  // without stand-ins
  Matching matching;
};
Settled Settle(const Instance& instance, const LaneRule& rule, const Matching& matching);

// Takes the settled plan, as other rules have changed it, back into the matching that was settled: what is
// short where something stands in, stands in no longer.
void Unsettle(const Instance& instance, const LaneRule& rule, const Settled& settled, Matching& matching);

}  // namespace pasok::match::beyond
