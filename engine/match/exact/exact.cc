#include "engine/match/exact/exact.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <thread>

#include "engine/match/exact/answer.h"
#include "engine/match/exact/certificate.h"
#include "engine/match/exact/join.h"
#include "engine/match/exact/parallel.h"
#include "engine/match/exact/shares.h"
#include "engine/match/exact/simplex.h"
#include "engine/match/exact/start.h"

namespace pasok::match {
namespace exact {
namespace {

constexpr std::int64_t kWindowSenPerKg = 200;
constexpr std::size_t kMostLanesAGroup = 12;
constexpr std::size_t kMostNewLanesAGroup = 6;

// Copies the tree's prices of the commodity's requirements.
void ReadPrices(const Tree& tree, const CommoditySpan& span, std::vector<std::int64_t>& price) {
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
    price[r] = tree.RequirementPotential(r);
}

// Adds the lanes of a commodity that could enter at the tree's prices; how many.
std::int64_t AddMissingLanes(const LaneCosts& costs, const Network& network, std::int32_t commodity,
                             std::span<const std::int64_t> price, Basis& basis) {
  LaneScanner scanner(costs, network, commodity, price);
  LaneTable& table = basis.lanes[commodity];
  LaneTable grown;
  grown.first.push_back(0);
  std::vector<FoundLane> found;
  const std::int32_t first = network.first_group[commodity];
  for (std::int32_t g = first; g < network.first_group[commodity + 1]; ++g) {
    const std::int32_t begin = table.first[g - first], end = table.first[g - first + 1];
    grown.lanes.insert(grown.lanes.end(), table.lanes.begin() + begin, table.lanes.begin() + end);
    if (basis.tree.Contains(basis.tree.GroupNode(g))) {
      scanner.LookFrom(g);
      found.clear();
      scanner.Above(basis.tree.Potential(basis.tree.GroupNode(g)), found);
      std::erase_if(found, [&](const FoundLane& lane) {
        return std::any_of(table.lanes.begin() + begin, table.lanes.begin() + end,
                           [&](const Lane& held) { return held.requirement == lane.requirement; });
      });
      std::ranges::sort(found, [](const FoundLane& a, const FoundLane& b) {
        return a.value != b.value ? a.value > b.value : a.requirement < b.requirement;
      });
      if (found.size() > kMostNewLanesAGroup) found.resize(kMostNewLanesAGroup);
      for (const FoundLane& lane : found)
        grown.lanes.push_back({.cost = lane.cost, .requirement = lane.requirement});
    }
    grown.first.push_back(static_cast<std::int32_t>(grown.lanes.size()));
  }
  const auto added = static_cast<std::int64_t>(grown.lanes.size() - table.lanes.size());
  table = std::move(grown);
  return added;
}

// The tree nodes of a commodity, in order of pricing.
std::vector<std::int32_t> ItemsOf(const Instance& instance, const Network& network, const Tree& tree,
                                  std::int32_t commodity) {
  std::vector<std::int32_t> items;
  for (const Tree::NodeRange range : NodesOf(instance, network, tree, commodity)) {
    for (std::int32_t node = range.begin; node < range.end; ++node) {
      if (tree.Contains(node)) items.push_back(node);
    }
  }
  return items;
}

}  // namespace
}  // namespace exact

MatchResult MatchExactly(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress) {
  using namespace exact;
  const int threads = options.threads > 0
                          ? options.threads
                          : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const auto tell = [&](std::string_view stage, double fraction) {
    if (progress)
      progress({.stage = stage, .fraction = fraction, .incumbent = std::nullopt, .bound = std::nullopt});
  };
  tell("lanes", 0);
  const Network network = Gather(instance);
  const LaneCosts costs(instance, lanes, network);
  Basis basis(instance, network);
  const auto commodities = static_cast<int>(instance.commodities.size());
  const std::int64_t window =
      kWindowSenPerKg * std::max<std::int64_t>(1, instance.policy.quantum.value / 1000);

  std::vector<std::int64_t> price;
  for (const RequirementRow& row : instance.requirements) price.push_back(row.penalty);
  std::vector<Shortlist> shortlists(instance.commodities.size());
  std::vector<std::int64_t> value(network.groups.size());
  ForEachTask(commodities, threads, [&](int k) {
    shortlists[k] = ShortlistLanes(costs, network, k, price, window, kMostLanesAGroup);
    std::ranges::copy(shortlists[k].value, value.begin() + network.first_group[k]);
  });
  basis.capped_capacity = ShareOut(network, value);

  tell("solve", 0.1);
  std::vector<std::int64_t> pivots(instance.commodities.size());
  ForEachTask(commodities, threads, [&](int k) {
    StartCommodity(instance, network, k, std::move(shortlists[k]), basis);
    std::vector<std::int32_t> items = ItemsOf(instance, network, basis.tree, k);
    Mix(items);
    do {
      const SimplexRun run = RunSimplex(network, items, basis, stop);
      pivots[k] += run.pivots;
      ReadPrices(basis.tree, instance.commodities[k], price);
      if (!run.optimal) return;
    } while (AddMissingLanes(costs, network, k, price, basis) > 0);
  });
  std::int64_t iterations = std::accumulate(pivots.begin(), pivots.end(), std::int64_t{0});

  if (!network.suppliers.empty()) {
    JoinCommodities(network, basis);
    std::vector<std::int32_t> items(basis.tree.root());
    std::iota(items.begin(), items.end(), 0);
    Mix(items);
    for (bool missing = true; missing;) {
      const SimplexRun run = RunSimplex(network, items, basis, stop);
      iterations += run.pivots;
      for (const CommoditySpan& span : instance.commodities) ReadPrices(basis.tree, span, price);
      if (!run.optimal) break;
      std::vector<std::int64_t> added(instance.commodities.size());
      ForEachTask(commodities, threads,
                  [&](int k) { added[k] = AddMissingLanes(costs, network, k, price, basis); });
      missing = std::ranges::any_of(added, [](std::int64_t n) { return n > 0; });
    }
  }

  tell("certify", 0.9);
  MatchResult result{.matching = ReadMatching(instance, network, basis), .refusal = {}};
  Certificate certificate = Certify(instance, costs, network, price, threads);
  result.matching->requirement_price = std::move(certificate.requirement_price);
  result.matching->offer_price = std::move(certificate.offer_price);
  result.matching->supplier_price = std::move(certificate.supplier_price);
  result.matching->bound = certificate.bound;
  result.matching->iterations = iterations;
  result.matching->stopped = stop.Asked() && certificate.bound < result.matching->objective;
  tell("certify", 1);
  return result;
}

}  // namespace pasok::match
