// From an instance to an optimal matching over ALL its eligible lanes: the interface between the planning
// rules and the engine that solves them (exact/exact.h).
//
//   minimise  sum lanes unit * quanta + sum transfers cost * quanta + sum requirements penalty * shortage
//             + sum offers of what their quanta count for fair spread   (spread.h; without the rule nothing)
//   subject to  inflow + shortage + transfers in = need + transfers out, a transfer <= its capacity,
//               outflow of an offer <= capacity, outflow of a supplier <= capacity,
//               outflow of all suppliers of an aggregator <= what it can handle,
//               reserved <= quanta <= lane cap   (contracts.h; without a contract nothing is reserved)
//
// An optimal matching carries the prices (pi, sen per quantum, 0 at the source) that prove it: their dual
// value over all lanes (proof.h) equals the primal objective. Deterministic: the same instance gives the same
// matching, whatever the threads; from a base, the same instance and base do.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"
#include "engine/match/strict/ranks.h"

namespace pasok::match {

struct LaneFlow {
  std::int32_t offer = kNone;
  std::int32_t requirement = kNone;
  std::int64_t quanta = 0;  // > 0
};

// What stands in at another ratio than kg for kg.
struct StoodIn {
  std::int64_t used = 0, served = 0;  // quanta of what stands in, and that it stands in for
};

// What the network's optimum comes to, where rules beyond it moved the plan.
struct NetworkOptimum {
  std::int64_t shortage = 0;  // quanta
  std::int64_t cost = 0;      // sen, without penalties
};

struct Matching {
  std::string_view engine;              // a static string, for the plan's solver.name
  std::vector<LaneFlow> flows;          // by requirement, offer
  std::vector<std::int64_t> shortage;   // per requirement, quanta; what is short sends nothing on
  std::vector<std::int64_t> transfers;  // per transfer of the instance, quanta
  std::vector<StoodIn> stood_in = {};   // per stand-in of the instance; empty: none stands in
  std::vector<std::int64_t> requirement_price, offer_price, supplier_price,
      aggregator_price;        // sen per quantum
  std::int64_t objective = 0;  // sen
  std::int64_t bound = 0;      // a proven lower bound on any matching's objective; == objective when optimal
  std::int64_t iterations = 0;
  std::int64_t lanes_in_network = 0;                     // how many lanes the solver held
  bool stopped = false;                                  // stopped early: feasible, bound <= objective
  std::optional<NetworkOptimum> network = std::nullopt;  // of plans that a rule beyond it may have moved
  std::shared_ptr<const RankPrices> ranks = nullptr;  // the proof under `aims: strict`, which prices of money
                                                      // alone are not

  bool is_proven() const { return !stopped && bound == objective; }  // an optimum
};

// What is told while it works. `fraction` is 0 to 1 and never falls.
struct Progress {
  std::string_view stage;  // "lanes", "solve", "certify": static strings
  double fraction = 0;
  std::optional<std::int64_t> incumbent;  // sen
  std::optional<std::int64_t> bound;      // sen
};
using ProgressSink = std::function<void(const Progress&)>;  // called from the working thread; must be quick

namespace exact {
struct Kept;  // kept.h: what a solve leaves for a later one to start from
}  // namespace exact

struct MatchOptions {
  // Of the engine, beside the dataset; more is refused.
  std::int64_t most_memory_bytes = std::int64_t{8} << 30;
  int threads = 0;  // 0: one per core
  // Good enough: stop once the proven gap is at most this share (0.001: 0.1 %); 0: the optimum.
  double gap = 0;
  // Whether the result keeps what a later solve can start from, as much memory as offers take.
  bool keep = false;
  // What an earlier result kept: of the same dataset, of a changed one, of another question. The answer is as
  // optimal as without; it is quicker the less has changed, and may be another of equal cost.
  std::shared_ptr<const exact::Kept> base = nullptr;
};

struct MatchResult {
  std::optional<Matching> matching;  // absent where refused or stopped with nothing to show
  std::string refusal;               // why there is none, with the figures and what to do
  // Where it was asked for and there is a matching, unless stopped before the first search.
  std::shared_ptr<const exact::Kept> kept = nullptr;
};

MatchResult Match(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match
