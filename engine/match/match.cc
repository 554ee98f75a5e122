// The one place that chooses the engine, and refuses what wouldn't fit.
#include "engine/match/exact/exact.h"
#include "engine/match/matching.h"

namespace pasok::match {
namespace {

// Measured: 380 to 540 bytes an offer on a province, 740 where offers are few and kitchens many.
constexpr std::int64_t kBytesPerOffer = 800;
constexpr std::int64_t kBytesPerRequirement = 800;

}  // namespace

MatchResult Match(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const StopToken& stop, const ProgressSink& progress) {
  const std::int64_t bytes =
      kBytesPerOffer * std::ssize(instance.offers) + kBytesPerRequirement * std::ssize(instance.requirements);
  if (bytes > options.most_memory_bytes) {
    const auto megabytes = [](std::int64_t n) { return std::to_string((n + 999'999) / 1'000'000) + " MB"; };
    return {
        .matching = std::nullopt,
        .refusal = std::to_string(instance.offers.size()) + " offers and " +
                   std::to_string(instance.requirements.size()) + " requirements need about " +
                   megabytes(bytes) + " of memory; the limit is " + megabytes(options.most_memory_bytes) +
                   ". Plan fewer regions at once, or raise most_memory_mb in the server's configuration."};
  }
  return MatchExactly(instance, lanes, options, stop, progress);
}

}  // namespace pasok::match
