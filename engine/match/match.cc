// The one place that chooses the engine, and refuses what wouldn't fit.
#include <algorithm>
#include <utility>

#include "engine/match/exact/exact.h"
#include "engine/match/figures_in_words.h"
#include "engine/match/matching.h"
#include "engine/match/question/contracts.h"
#include "engine/match/strict/strict.h"

namespace pasok::match {
namespace {

// Measured, with the lanes held: 840 to 1,080 bytes an offer on a province, 1,180 where offers are few and
// kitchens many.
constexpr std::int64_t kBytesPerOffer = 1'200;
constexpr std::int64_t kBytesPerRequirement = 800;

void AddReserved(const Instance& instance, std::int64_t cost, Matching& matching) {
  const auto lane = [](const auto& row) { return std::pair(row.requirement, row.offer); };
  const auto carried = matching.flows.size();
  for (const PairTerm& term : instance.pair_terms) {
    if (term.reserved == 0) continue;
    const auto end = matching.flows.begin() + static_cast<std::ptrdiff_t>(carried);
    const auto flow = std::ranges::lower_bound(matching.flows.begin(), end, lane(term), {}, lane);
    if (flow != end && lane(*flow) == lane(term)) {
      flow->quanta += term.reserved;
    } else {
      matching.flows.push_back(
          {.offer = term.offer, .requirement = term.requirement, .quanta = term.reserved});
    }
  }
  std::ranges::inplace_merge(matching.flows, matching.flows.begin() + static_cast<std::ptrdiff_t>(carried),
                             {}, lane);
  matching.objective += cost;
  matching.bound += cost;
}

MatchResult MatchByAims(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                        const StopToken& stop, const ProgressSink& progress) {
  return instance.policy.aims == Aims::kStrict ? MatchStrictly(instance, lanes, options, stop, progress)
                                               : MatchExactly(instance, lanes, options, stop, progress);
}

// The rest of the question is planned, and what is reserved comes on top: every plan has it at the same cost.
MatchResult MatchTheRest(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress) {
  const auto cost = static_cast<std::int64_t>(ReservedCost(instance, lanes));
  const ProgressSink with_reserved = [&](Progress told) {
    if (told.incumbent) *told.incumbent += cost;
    if (told.bound) *told.bound = std::max(*told.bound, INT64_MIN + cost) + cost;
    progress(told);
  };
  MatchResult result =
      MatchByAims(WithoutReserved(instance), lanes, options, stop, progress ? with_reserved : nullptr);
  if (result.matching) AddReserved(instance, cost, *result.matching);
  return result;
}

}  // namespace

MatchResult Match(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const StopToken& stop, const ProgressSink& progress) {
  const std::int64_t bytes =
      kBytesPerOffer * std::ssize(instance.offers) + kBytesPerRequirement * std::ssize(instance.requirements);
  if (bytes > options.most_memory_bytes) {
    const auto megabytes = [](std::int64_t n) { return std::to_string((n + 999'999) / 1'000'000) + " MB"; };
    return {.matching = std::nullopt,
            .refusal =
                Counted(std::ssize(instance.offers), "offer", "offers") + " and " +
                Counted(std::ssize(instance.requirements), "requirement", "requirements") + " need about " +
                megabytes(bytes) + " of memory; the limit is " + megabytes(options.most_memory_bytes) +
                ". Plan fewer regions at once, or raise most_memory_mb in the server's configuration."};
  }
  const bool reserves =
      std::ranges::any_of(instance.pair_terms, [](const PairTerm& term) { return term.reserved > 0; });
  return reserves ? MatchTheRest(instance, lanes, options, stop, progress)
                  : MatchByAims(instance, lanes, options, stop, progress);
}

}  // namespace pasok::match
