// Minimum-cost flow in which a few arcs deliver more or less than they take: gains.
//
//   minimise    sum over arcs of cost * flow + sum over gains of cost * leaving
//   subject to  the problem's bounds and balances, in which a gain takes `leaving` from its tail and brings
//               arriving = ceil(milli * leaving / 1000) to its head;  0 <= leaving <= upper, whole units;
//               the sink takes in whatever comes (what gains add to the supplies or take off them too)
//
// A network can't say that. With m_v = pi[sink] - pi[v], what a unit more of supply at v costs, and k =
// milli / 1000, any prices bound the cost from below by
//
//   the problem's dual value at pi  +  sum over gains of upper * min(0, cost - m_tail + k * max(0, m_head))
//
// as k * leaving <= arriving (weak duality of the generalised flow; Ahuja, Magnanti and Orlin, Network Flows,
// 1993, chapter 15). A flow attains it, up to rounding, where no gain is worth more or less of itself:
// m_tail = cost + k * m_head wherever 0 < leaving < upper.
//
// The method looks for such a point by plain networks. Guess what each gain carries (g) and what its wide
// end, of the two the one with more units, costs (lambda). Then let a plain arc carry the units that both
// ends have, at
//
//   cost + (k - 1) * lambda        and (k - 1) * g more supply at the head, where k >= 1
//   cost / k - (1 / k - 1) * lambda  and (1 / k - 1) * g less supply at the tail, where k < 1
//
// and solve: where the flow on the arcs is g, and the price lambda, the condition above holds exactly, at the
// solver's prices, and so both are optimal. Else both guesses move towards what came out, each by a step of
// its own: at first min(k, 1/k), with which a gain between a fixed price and a fixed amount arrives at once
// (whole steps would diverge where k > 2 or k < 1/2); longer while it goes on in one direction, shorter once
// it turns. After each round the guess is rounded, what it sends and brings is put into the supplies, and the
// problem solved as it then is: a plan of whole units. The cheapest of them is the answer, and the prices of
// the round with the highest bound the proof.
#pragma once

#include <span>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

struct Gain {
  std::int32_t tail = 0, head = 0;
  std::int64_t upper = 0;      // units that may leave the tail, at most its supply
  std::int64_t cost = 0;       // per unit that leaves it, >= 0
  std::int64_t milli = 1'000;  // > 0
  std::int64_t instead = 0;    // what a unit that stays at the tail costs at most: an arc from there to the
                               // sink can take it
};

struct GainedFlow {
  Status status = Status::kStopped;        // the problem's without gains; of kOptimal the rest holds
  std::vector<std::int64_t> leaving = {};  // per gain
  std::vector<std::int64_t> flow = {};     // per arc of the problem
  std::vector<std::int64_t> price = {};    // per node: pi of the best bound met
  std::int64_t iterations = 0;
};

// What arrives of so many that leave, and how many may leave for so many to arrive.
// INT64_MAX: that much or more arrives.
constexpr std::int64_t ArrivingOf(std::int64_t leaving, std::int64_t milli) {
  const Int128 arriving = (Int128{leaving} * milli + 999) / 1'000;
  return arriving < INT64_MAX ? static_cast<std::int64_t>(arriving) : INT64_MAX;
}
constexpr std::int64_t LeavingFor(std::int64_t arriving, std::int64_t milli) {
  return static_cast<std::int64_t>(Int128{arriving} * 1'000 / milli);
}

// A heuristic with a bound. REQUIRES: CheckRange of the problem; ways without negative cost from each head to
// the sink for what arrives there, or it is given up. Two solves a round, each begun from the one before;
// `rounds` >= 0. Where the stop token asks, or the next network would leave the range of CheckRange, the best
// so far, and be it that nothing leaves. Deterministic.
GainedFlow SolveWithGains(const Problem& problem, std::span<const Gain> gains, std::int32_t sink, int rounds,
                          const StopToken& stop);

}  // namespace pasok::flow
