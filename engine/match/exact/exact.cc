#include "engine/match/exact/exact.h"

#include <algorithm>
#include <numeric>
#include <thread>

#include "engine/match/exact/answer.h"
#include "engine/match/exact/apart.h"
#include "engine/match/exact/certificate.h"
#include "engine/match/exact/join.h"
#include "engine/match/exact/levels.h"
#include "engine/match/exact/parallel.h"
#include "engine/match/exact/shares.h"
#include "engine/match/exact/simplex.h"

namespace pasok::match {
namespace exact {
namespace {

constexpr std::int64_t kSoftMarginSenPerKg = 20'000;

struct Level {
  int region_level;
  int bins;
};
constexpr Level kLevels[] = {{.region_level = 2, .bins = 10},
                             {.region_level = 3, .bins = 6}};  // kecamatan, desa

// Prices of the requirements from the coarse networks, each starting from the one before.
std::vector<std::int64_t> StartingPrices(const Work& work, const Network& network, std::int64_t soft_margin) {
  std::vector<std::int64_t> price;
  for (const RequirementRow& row : work.instance.requirements) price.push_back(row.penalty);
  std::vector<std::int64_t> share = ShareEvenly(network);
  std::optional<std::int64_t> margin;  // the first level has no prices to be a little above
  for (const Level level : kLevels) {
    if (work.stop.Asked()) break;
    CoarseNetwork coarse = Coarsen(network, level.region_level, level.bins, share);
    coarse.network.cover = CoverGroups(coarse.network, work.costs);
    Basis basis(work.instance, coarse.network);
    SolveApart(work, coarse.network, ShortlistAll(work, coarse.network, price), margin, basis, price);
    margin = soft_margin;
    const std::vector<std::int64_t> coarse_value = ShortlistAll(work, coarse.network, price).value;
    std::vector<std::int64_t> value;
    for (const std::int32_t group : coarse.coarse_of) value.push_back(coarse_value[group]);
    share = ShareOut(network, value);
  }
  return price;
}

// Solves the joined network over all lanes; pivots.
std::int64_t SolveTogether(const Work& work, const Network& network, Basis& basis,
                           std::vector<std::int64_t>& price) {
  std::vector<std::int32_t> items(basis.tree.root());
  std::iota(items.begin(), items.end(), 0);
  Mix(items);
  std::int64_t pivots = 0;
  for (bool missing = true; missing;) {
    const SimplexRun run = RunSimplex(network, items, basis, work.stop);
    pivots += run.pivots;
    for (const CommoditySpan& span : work.instance.commodities) ReadPrices(basis.tree, span, price);
    if (!run.optimal || work.stop.Asked()) break;
    std::vector<std::int64_t> added(work.instance.commodities.size());
    ForEachTask(static_cast<int>(added.size()), work.threads, [&](int k) {
      added[static_cast<std::size_t>(k)] = AddMissingLanes(work.costs, network, k, price, basis);
    });
    missing = std::ranges::any_of(added, [](std::int64_t lanes) { return lanes > 0; });
  }
  return pivots;
}

}  // namespace
}  // namespace exact

MatchResult MatchExactly(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress) {
  using namespace exact;
  const auto tell = [&](std::string_view stage, double fraction) {
    if (progress) {
      progress({.stage = stage, .fraction = fraction, .incumbent = std::nullopt, .bound = std::nullopt});
    }
  };
  const auto cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  tell("lanes", 0);
  Network network = Gather(instance);
  const LaneCosts costs(instance, lanes, network);
  network.cover = CoverGroups(network, costs);
  const Work work{.instance = instance,
                  .costs = costs,
                  .stop = stop,
                  .threads = options.threads > 0 ? options.threads : cores};
  const std::int64_t soft_margin = kSoftMarginSenPerKg * instance.policy.quantum.value / 1000;

  std::vector<std::int64_t> price = StartingPrices(work, network, soft_margin);
  tell("solve", 0.3);
  Basis basis(instance, network);
  Shortlists shortlists = ShortlistAll(work, network, price);
  basis.capped_capacity = ShareOut(network, shortlists.value);
  std::int64_t pivots = SolveApart(work, network, std::move(shortlists), soft_margin, basis, price);
  tell("solve", 0.7);
  if (!network.suppliers.empty()) {
    JoinCommodities(network, basis);
    pivots += SolveTogether(work, network, basis, price);
  }

  tell("certify", 0.9);
  MatchResult result{.matching = ReadMatching(instance, network, basis), .refusal = {}};
  Certificate certificate = Certify(instance, costs, network, price, work.threads);
  result.matching->requirement_price = std::move(certificate.requirement_price);
  result.matching->offer_price = std::move(certificate.offer_price);
  result.matching->supplier_price = std::move(certificate.supplier_price);
  result.matching->bound = certificate.bound;
  result.matching->iterations = pivots;
  result.matching->stopped = certificate.bound < result.matching->objective;
  tell("certify", 1);
  return result;
}

}  // namespace pasok::match
