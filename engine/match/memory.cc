#include "engine/match/memory.h"

#include "engine/match/bytes_of.h"
#include "engine/match/exact/kept.h"

namespace pasok::match {
namespace {

std::int64_t BytesOf(const Matching& matching) {
  std::int64_t bytes = BytesOfRows(matching.flows, matching.shortage, matching.transfers, matching.stood_in,
                                   matching.requirement_price, matching.offer_price, matching.supplier_price,
                                   matching.aggregator_price);
  if (const RankPrices* ranks = matching.ranks.get())
    bytes += BytesOfRows(ranks->requirement, ranks->offer, ranks->supplier, ranks->aggregator);
  return bytes;
}

bool IsProven(const MatchResult& result) { return result.matching && result.matching->is_proven(); }

}  // namespace

std::shared_ptr<const MatchResult> Recall(Memory* memory, const std::string& name, bool with_basis) {
  if (memory == nullptr) return nullptr;
  std::shared_ptr<const MatchResult> found = memory->Find(name);
  return found && (found->kept || !with_basis) ? found : nullptr;
}

void Remember(Memory* memory, const std::string& name, const MatchResult& result, const StopToken& stop) {
  if (memory == nullptr || !IsProven(result)) return;
  if (stop.Asked()) return;  // hurried, it may have proven another of several optima
  memory->Remember(name, std::make_shared<const MatchResult>(result));
}

MatchResult Match(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const StopToken& stop, const ProgressSink& progress, Memory* memory,
                  const std::string& name) {
  if (const auto found = Recall(memory, name, options.keep)) {
    MatchResult result = *found;
    if (!options.keep) result.kept = nullptr;
    return result;
  }
  MatchOptions solving = options;
  solving.keep = options.keep || (memory != nullptr && name.empty());
  MatchResult result = Match(instance, lanes, solving, stop, progress);
  Remember(memory, name, result, stop);
  if (!options.keep) result.kept = nullptr;
  return result;
}

std::int64_t BytesOf(const MatchResult& result) {
  std::int64_t bytes = sizeof(MatchResult) + static_cast<std::int64_t>(result.refusal.capacity());
  if (result.matching) bytes += BytesOf(*result.matching);
  if (result.kept) bytes += exact::BytesOf(*result.kept);
  return bytes;
}

}  // namespace pasok::match
