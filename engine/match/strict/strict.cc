#include "engine/match/strict/strict.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include "engine/match/exact/exact.h"
#include "engine/match/question/total_range.h"
#include "engine/match/question/transfers.h"
#include "engine/match/stand_ins.h"
#include "engine/match/strict/contradictions.h"
#include "engine/match/strict/listed.h"
#include "engine/match/strict/shortlist.h"

namespace pasok::match {
namespace {

constexpr double kNearEnds = 0.4;               // of the whole work
constexpr std::size_t kLanesARequirement = 32;  // of the first list, and of each round's additions
constexpr std::string_view kEngine = "network_simplex_by_rank";

// From desa to luar, in sen per kg: a kg from one tier farther for less than Rp 100,000 to 6,400,000.
constexpr std::array<std::int64_t, kTiers> kSteep = {0, 10'000'000, 40'000'000, 160'000'000, 640'000'000};
constexpr std::int64_t kSteepPenalty = 2'560'000'000;  // sen per kg, times the priority

// The same question with surcharges so steep that its least cost comes near; less steep where the sums would
// not fit.
Instance Steepened(const Instance& instance) {
  Instance steep = instance;
  for (std::int64_t less = 1; less < kSteepPenalty; less *= 4) {
    for (std::size_t t = 0; t < kTiers; ++t) steep.policy.tier_surcharge[t] = {kSteep[t] / less};
    for (RequirementRow& row : steep.requirements) {
      const std::int64_t priority = instance.dataset->demand_points[row.demand_point].priority;
      row.penalty =
          RoundHalfUp(Int128{kSteepPenalty / less} * instance.policy.quantum.value, 1000) * priority;
    }
    if (!CheckSums(steep)) return steep;
  }
  return instance;
}

auto PairOf(const ListedLane& lane) { return std::tuple(lane.requirement, lane.offer); }

// Puts those in `lanes` that it hasn't, at most so many a requirement, the lowest reduced costs first.
// Whether there were any.
bool Add(std::vector<RankedLane> found, std::vector<ListedLane>& lanes) {
  std::erase_if(found, [&](const RankedLane& lane) {
    const std::tuple pair(lane.requirement, lane.offer);
    const auto at = std::ranges::lower_bound(lanes, pair, {}, PairOf);
    return at != lanes.end() && PairOf(*at) == pair;
  });
  std::ranges::sort(found, {}, [](const RankedLane& lane) {
    return std::tuple(lane.requirement, lane.reduced, lane.offer);
  });
  std::size_t of_requirement = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    of_requirement = i > 0 && found[i - 1].requirement == found[i].requirement ? of_requirement + 1 : 0;
    if (of_requirement >= kLanesARequirement) continue;
    lanes.push_back({.offer = found[i].offer, .requirement = found[i].requirement, .cost = found[i].cost});
  }
  std::ranges::sort(lanes, {}, PairOf);
  return !found.empty();
}

void Put(const Instance& instance, const LaneRule& lanes, ListedAnswer answer, Matching& matching) {
  matching.flows = std::move(answer.flows);
  matching.shortage = std::move(answer.shortage);
  matching.transfers = std::move(answer.transfers);
  MoveShortages(instance.transfers, matching);
  matching.iterations += answer.iterations;
  const auto last_rank = [](const std::vector<Ranks>& from, std::vector<std::int64_t>& to) {
    to.clear();
    for (const Ranks& ranks : from) to.push_back(ranks.back());
  };
  last_rank(answer.prices.requirement, matching.requirement_price);
  last_rank(answer.prices.offer, matching.offer_price);
  last_rank(answer.prices.supplier, matching.supplier_price);
  last_rank(answer.prices.aggregator, matching.aggregator_price);
  matching.ranks = std::make_shared<const RankPrices>(std::move(answer.prices));
  matching.objective = static_cast<std::int64_t>(CostOf(instance, lanes, matching));
}

}  // namespace

MatchResult MatchStrictly(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                          const StopToken& stop, const ProgressSink& progress) {
  const Instance steep = Steepened(instance);
  const LaneRule steep_lanes(steep);
  MatchOptions to_the_end = options;
  to_the_end.gap = 0;
  const ProgressSink in_part = [&](const Progress& told) {
    progress({.stage = told.stage, .fraction = told.fraction * kNearEnds, .incumbent = {}, .bound = {}});
  };
  MatchResult result = MatchExactly(steep, steep_lanes, to_the_end, stop, progress ? in_part : nullptr);
  if (!result.matching) return result;
  Matching& matching = *result.matching;
  std::vector<ListedLane> listed = ShortlistLanes(steep, steep_lanes, matching, lanes,
                                                  {.most = kLanesARequirement}, options.threads, stop);

  matching.engine = kEngine;
  matching.objective = static_cast<std::int64_t>(CostOf(instance, lanes, matching));
  double fraction = kNearEnds;
  const Matching near = matching;
  ListedStart start{.flows = near.flows, .transfers = near.transfers, .summed = &steep, .of_sums = &near};
  while (!stop.Asked()) {
    if (progress) progress({.stage = "solve", .fraction = fraction, .incumbent = {}, .bound = {}});
    fraction += (1 - fraction) / 3;
    std::optional<ListedAnswer> answer = SolveListed(instance, listed, start, stop);
    if (!answer) break;
    Put(instance, lanes, *std::move(answer), matching);
    Contradictions found = FindContradictions(instance, lanes, *matching.ranks, options.threads, stop);
    if (!found.whole) break;
    start = {.flows = matching.flows, .transfers = matching.transfers, .prices = matching.ranks.get()};
    if (Add(std::move(found.lanes), listed)) continue;
    matching.bound = matching.objective;
    matching.stopped = false;
    matching.lanes_in_network = std::ssize(listed);
    return result;
  }
  // Stopped: no prices prove anything.
  matching.ranks = nullptr;
  matching.bound = 0;
  matching.stopped = true;
  for (std::vector<std::int64_t>* prices : {&matching.requirement_price, &matching.offer_price,
                                            &matching.supplier_price, &matching.aggregator_price})
    std::ranges::fill(*prices, 0);
  return result;
}

}  // namespace pasok::match
