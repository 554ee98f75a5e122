// A small market around a plan: the lanes that are nearly worth it, listed one by one, for rules that the
// network over all lanes can't say.
//
// The optimum over all lanes comes with prices that bound every plan from below, and so every plan that keeps
// further rules as well: such a plan needs no proof of its own. It is looked for among the lanes listed here,
// with costs and bounds of one's own on each, and put in the optimum's place; the prices and the bound stay.
//
// Rules that need more than costs and bounds (parents of suppliers, ways between requirements) take
// MarketNetwork, add nodes and arcs behind its own, solve it by flow/, and read it by AnswerOf.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"
#include "engine/match/lanes/listed_network.h"
#include "engine/match/matching.h"

namespace pasok::match::beyond {

inline constexpr std::size_t kLargeMarket = 60'000;  // lanes

struct Market {
  std::vector<ListedLane> lanes;                   // by requirement, offer; each once, eligible
  std::vector<std::int32_t> first_of_requirement;  // into lanes; one more than requirements: the end
  std::vector<std::int64_t> surcharge =
      {};           // per lane, sen per quantum, on top of whatever it costs; empty: none
  int threads = 1;  // that its solves take, at most; 0: one per core
  std::size_t small_up_to = kLargeMarket;  // lanes: larger ones are solved less often

  bool IsLarge() const { return lanes.size() > small_up_to; }

  // kNone: it isn't listed. O(log of the requirement's lanes).
  std::int32_t Find(std::int32_t offer, std::int32_t requirement) const;
  std::span<const ListedLane> Of(std::int32_t requirement) const {
    const auto first = first_of_requirement[requirement], end = first_of_requirement[requirement + 1];
    return std::span(lanes).subspan(first, end - first);
  }
};

struct MarketReach {
  std::size_t most = 32;             // lanes a requirement, beside those that carry something
  std::int64_t sen_per_kg = 30'000;  // of reduced cost
  // Requirements with fewer lanes than `most` within it look as far as this; 0: no farther.
  std::int64_t farther_sen_per_kg = 0;
  // Of the others, those alone that this says so of; unset: all. Called from several threads at a time.
  std::function<bool(std::int32_t offer, std::int32_t requirement)> worth = nullptr;
  std::size_t most_preferred = 0;  // so many more a requirement, of those that `preferred` says so of
  std::function<bool(std::int32_t offer, std::int32_t requirement)> preferred = nullptr;  // likewise
  bool familiar = false;  // also all lanes by which an earlier plan's suppliers could go on
};

// All lanes that carry something or reserve something, and of the others those of the least reduced cost
// unit + pi_o - pi_r at the matching's prices. nullopt where the stop token asks. Takes as long as
// strict/shortlist.h says. At most that many threads; 0: one per core. The same for any number.
std::optional<Market> ListMarket(const Instance& instance, const LaneRule& rule, const Matching& matching,
                                 const MarketReach& reach, int threads, const StopToken& stop);

// Those lanes alone that carry something: as much as can be listed at once. REQUIRES that all reserved lanes
// carry what they reserve.
Market MarketOfFlows(const Instance& instance, const LaneRule& rule, const Matching& matching);

// In place of the instance's own; each empty, or as many as there are lanes, or requirements.
struct MarketTerms {
  std::span<const std::int64_t> unit = {};     // sen per quantum, of a lane
  std::span<const std::int64_t> least = {};    // quanta on a lane; else what contracts reserve
  std::span<const std::int64_t> most = {};     // quanta on a lane, >= least; else its cap
  std::span<const std::int64_t> penalty = {};  // sen per quantum short
  // Quanta on a lane above which each costs `above_soft` more, up to its most.
  std::span<const std::int64_t> soft = {};
  std::int64_t above_soft = 0;  // sen per quantum
  bool keep_transfers = false;  // as they are in what the solve starts from, so that days are solved apart
};

struct MarketAnswer {
  // kInfeasible: the least of some lanes don't fit. kStopped: the stop token asked, or the terms cost more
  // than flow/ can add up (flow::CheckRange).
  flow::Status status = flow::Status::kStopped;
  std::vector<std::int64_t> quanta;     // per lane; this and the rest empty unless optimal
  std::vector<std::int64_t> shortage;   // per requirement
  std::vector<std::int64_t> transfers;  // per transfer of the instance
  // Of these lanes and terms alone: as in a Matching, 0 where a row has no node and no parent.
  std::vector<std::int64_t> requirement_price, offer_price, supplier_price;
  std::int64_t iterations = 0;
};

// The least cost with these lanes, at these terms:
//   sum unit * quanta + sum penalty * shortage + sum transfers cost * quanta + fair spread,  least <= quanta
//   <= most, inflow + shortage + transfers in = need + transfers out, outflow of an offer and of a supplier
//   <= its capacity
// `start`: an answer or a plan that fits these terms, and is about the best: the nearer, the quicker. Where
// it doesn't fit, or there is none, from nothing. Parts that share nothing are solved by themselves
// (flow/parts.h). Deterministic, the same for any number of threads. At the instance's own terms, with
// Prohibitive or less above soft bounds, totals in range (total_range.h) keep flow::CheckRange.
MarketAnswer SolveMarket(const Instance& instance, const Market& market, const MarketTerms& terms,
                         const MarketAnswer* start, const StopToken& stop);

// An answer cut down and filled up until it fits those bounds, to start from: lanes are raised to their
// least, and others that share an offer, a supplier, an aggregator or a need give way. REQUIRES lower bounds
// that fit all of these at once. Prices stay;
// transfers too, unless lower bounds leave them no room: then all are 0. O(lanes).
MarketAnswer FittedTo(const Instance& instance, const Market& market, std::span<const std::int64_t> least,
                      std::span<const std::int64_t> most, const MarketAnswer& answer);

// The parts of SolveMarket. The answer's status is the solution's.
ListedNetwork MarketNetwork(const Instance& instance, const Market& market, const MarketTerms& terms);
MarketAnswer AnswerOf(const Instance& instance, const Market& market, const ListedNetwork& network,
                      const flow::Solution& solution);

// Sen that an answer counts for fair spread (spread.h).
Int128 SpreadCostOf(const Instance& instance, const Market& market, const MarketAnswer& answer);

// Sen per quantum that outweigh any choice among the lanes, and yet are better paid than going short.
std::int64_t Prohibitive(const Instance& instance, const Market& market);

// A matching as an answer, to start from. REQUIRES: its flows are listed.
MarketAnswer AnswerFrom(const Market& market, const Matching& matching);

// Flows, shortage and objective, at the instance's costs, in the matching's place; its prices and bound stay.
void Put(const Instance& instance, const Market& market, const MarketAnswer& answer, Matching& matching);

}  // namespace pasok::match::beyond
