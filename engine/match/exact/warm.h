// Starting from the basis of an earlier solve whose question was a little different.
//
// The old flows are carried over group by group and cut to what now is there: needs, lane caps, offers,
// suppliers' totals, what aggregators can handle, transfers. What a requirement then misses is short. Each
// node hangs from the node that it hung from where that link still is there and can carry more flow away from
// the root; the others are hung anew, from the root where they can. So the tree is a spanning tree and
// strongly feasible (tree.h). Arcs that lie strictly between their bounds outside of it (a kitchen's
// shortage, an offer half used) enter at once, each in the direction that doesn't raise the cost, and it is a
// basis, for any changes whatever; the fewer, the nearer to the optimum. Capped offers, supplies and
// transfers may lie between their bounds: they may enter either way.
//
// Why the tree has no cycle: a carried link leads to where the base's link led, to the node that descends
// from that one, so upwards along carried links the base's depth falls; a node that is hung anew is never
// hung below itself. Where it would be, what leads there is hung elsewhere first: a kitchen can always hang
// from the root, and a group that delivers from such a kitchen.
//
// Where much has changed (a penalty, what nearness counts) mending takes many times the pivots of a start
// from nothing, and slower ones: it is given up after about as long as that start takes (ideas.h), so that a
// base never makes a solve take much over twice its time.
//
// Deterministic for the same base and question, whatever the threads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/kept.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

// Fills a fresh basis, joined (join.h), with soft penalties a little above the prices of the base, and the
// ceilings with what the base's last search still says (lane_grounds.h). False where so little of the base is
// found again that a start of its own is quicker; the basis is then of no use. O(size), and a pivot for each
// arc that was cut.
bool CarryOver(const Work& work, const Network& network, const Kept& kept, Basis& basis, Ceilings& ceilings);

// How far penalties are raised above the prices, one after the other, before they are the instance's own: a
// kitchen that misses a little then draws on what is near, and only one that finds nothing there on what is
// far. CarryOver begins with the first.
inline constexpr std::array<std::int64_t, 5> kMarginsSenPerKg{20'000, 40'000, 100'000, 250'000, 1'000'000};

// Of each requirement up to so much above its price, if that is more than it has and less than the
// instance's; nullopt: to the instance's. Whether prices move with them. O(requirements), and O(size) where
// they do.
bool RaisePenalties(const Instance& instance, std::optional<std::int64_t> margin_sen_per_kg, Basis& basis);

}  // namespace pasok::match::exact
