#include "engine/match/around_stores.h"

#include <algorithm>
#include <utility>

#include "engine/match/question/shared_stores.h"

namespace pasok::match {
namespace {

constexpr int kMostSplits = 12;
constexpr double kFirstStep = 1, kLeastStep = 0.1;

bool IsTight(const Matching& matching) { return matching.bound >= matching.objective; }

// The prices and the bound of one for the flows of another.
void TakeBound(Matching& from, Matching& to) {
  to.bound = from.bound;
  to.requirement_price = std::move(from.requirement_price);
  to.offer_price = std::move(from.offer_price);
  to.supplier_price = std::move(from.supplier_price);
  to.aggregator_price = std::move(from.aggregator_price);
}

}  // namespace

MatchResult MatchAroundStores(Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                              const StopToken& stop, const ProgressSink& progress, Memory* memory,
                              const std::string& name) {
  if (instance.stores.empty() || instance.policy.aims == Aims::kStrict)
    return Match(instance, lanes, options, stop, progress, memory, name);
  MatchOptions keeping = options;
  keeping.keep = true;
  MatchResult best = Match(instance, lanes, keeping, stop, progress, memory, name);
  if (!best.matching) return best;
  std::vector<std::int64_t> price = best.matching->requirement_price;  // of the last split
  keeping.base = best.kept;
  double step = kFirstStep;
  for (int split = 1; split < kMostSplits && step >= kLeastStep; ++split) {
    if (IsTight(*best.matching) || stop.Asked() || !SplitAnew(price, step, instance)) break;
    MatchResult next = Match(instance, lanes, keeping, stop, nullptr);
    if (!next.matching || stop.Asked()) break;
    price = next.matching->requirement_price;
    keeping.base = next.kept;
    next.matching->iterations += best.matching->iterations;
    const bool is_better = next.matching->objective < best.matching->objective;
    if (is_better) std::swap(next, best);
    if (next.matching->bound > best.matching->bound) TakeBound(*next.matching, *best.matching);
    best.matching->iterations = std::max(best.matching->iterations, next.matching->iterations);
    if (!is_better) step /= 2;
  }
  SplitFor(best.matching->transfers, instance);
  const bool may_be_half = stop.Asked() || options.gap > 0;
  best.matching->stopped = may_be_half && !IsTight(*best.matching);
  if (!options.keep) best.kept = nullptr;
  return best;
}

}  // namespace pasok::match
