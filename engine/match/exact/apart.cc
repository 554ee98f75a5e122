#include "engine/match/exact/apart.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "engine/flow/parallel.h"
#include "engine/match/exact/components.h"
#include "engine/match/exact/penalties.h"
#include "engine/match/exact/shares.h"
#include "engine/match/exact/simplex.h"

namespace pasok::match::exact {
namespace {

// Measured on a province: longer lists save pivots and cost pricing.
constexpr std::size_t kMostLanesAGroup = 24;
constexpr std::int64_t kAllSen = kUnbounded / 4;  // a window that holds every lane

using Bundle = std::span<const std::int32_t>;  // its commodities

std::vector<Tree::NodeRange> NodesOfBundle(const Instance& instance, const Network& network, const Tree& tree,
                                           Bundle bundle) {
  std::vector<Tree::NodeRange> ranges;
  for (const std::int32_t k : bundle) {
    const auto nodes = NodesOf(instance, network, tree, k);
    ranges.insert(ranges.end(), nodes.begin(), nodes.end());
  }
  return ranges;
}

// Its tree nodes, in order of pricing.
std::vector<std::int32_t> ItemsOf(const Instance& instance, const Network& network, const Tree& tree,
                                  Bundle bundle, bool mix) {
  std::vector<std::int32_t> items;
  for (const Tree::NodeRange range : NodesOfBundle(instance, network, tree, bundle)) {
    for (std::int32_t node = range.begin; node < range.end; ++node) {
      if (tree.Contains(node)) items.push_back(node);
    }
  }
  if (mix) Mix(items);
  return items;
}

void SoftenPenalties(const CommoditySpan& span, std::int64_t margin, std::span<const std::int64_t> price,
                     Basis& basis) {
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
    SoftenPenalty(r, price[r], margin, basis);
}

void HardenPenalties(const Instance& instance, const Network& network, Bundle bundle, Basis& basis) {
  for (const std::int32_t k : bundle) {
    const CommoditySpan& span = instance.commodities[k];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
      SetPenalty(r, instance.requirements[r].penalty, basis);
  }
  basis.tree.Rebuild(NodesOfBundle(instance, network, basis.tree, bundle));
}

void ReadPricesOf(const Instance& instance, const Tree& tree, Bundle bundle,
                  std::vector<std::int64_t>& price) {
  for (const std::int32_t k : bundle) ReadPrices(tree, instance.commodities[k], price);
}

// Puts the items of a bundle in order of the province that they stand in, each part in the order of
// `items`; where each part ends.
std::vector<std::size_t> PartByProvince(const Work& work, const Network& network, const Tree& tree,
                                        std::vector<std::int32_t>& items) {
  std::map<std::int32_t, std::vector<std::int32_t>> parts;
  for (const std::int32_t node : items) {
    const bool is_requirement = node < tree.GroupNode(0);
    const Site& site = is_requirement ? work.costs.RequirementSite(node)
                                      : network.sites[network.groups[node - tree.GroupNode(0)].site];
    parts[site.enclosing[0]].push_back(node);
  }
  items.clear();
  std::vector<std::size_t> ends;
  for (const auto& [province, part] : parts) {
    items.insert(items.end(), part.begin(), part.end());
    ends.push_back(items.size());
  }
  return ends;
}

// Adds lanes that are missing in any of its commodities; the groups that have them.
std::vector<std::int32_t> AddMissingLanesOf(const Work& work, const Network& network, Bundle bundle,
                                            Reach reach, std::span<const std::int64_t> price, Basis& basis,
                                            Ceilings& ceilings) {
  std::vector<std::int32_t> grown;
  for (const std::int32_t k : bundle) {
    const std::vector<std::int32_t> groups = AddMissingLanes(work, network, k, reach, price, basis, ceilings);
    grown.insert(grown.end(), groups.begin(), groups.end());
  }
  return grown;
}

// Solves and searches by turns until no lane is missing; false where the stop token asked.
bool SolveAndSearch(const Work& work, const Network& network, Bundle bundle, Reach reach,
                    std::vector<std::int32_t> items, Basis& basis, std::vector<std::int64_t>& price,
                    Ceilings& ceilings, std::int64_t& pivots) {
  std::vector<std::size_t> ends{items.size()};
  if (reach == Reach::kProvince) ends = PartByProvince(work, network, basis.tree, items);
  Simplex simplex(network, items, ends, basis);
  for (;;) {
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const SimplexRun run = simplex.Run(work.stop, kUnbounded, i);
      pivots += run.pivots;
      if (run.optimal && !work.stop.Asked()) continue;
      ReadPricesOf(work.instance, basis.tree, bundle, price);
      return false;
    }
    ReadPricesOf(work.instance, basis.tree, bundle, price);
    const std::vector<std::int32_t> grown =
        AddMissingLanesOf(work, network, bundle, reach, price, basis, ceilings);
    if (grown.empty()) break;
    simplex.LanesAdded(grown);
  }
  return !work.stop.Asked();
}

}  // namespace

Shortlists ShortlistAll(const Work& work, const Network& network, Reach reach,
                        std::span<const std::int64_t> price) {
  const bool search = work.ideas.search;
  const std::int64_t window = search ? WindowOf(work) : kAllSen;
  const std::size_t most = search ? kMostLanesAGroup : SIZE_MAX;
  Shortlists lists{.of_commodity = std::vector<Shortlist>(work.instance.commodities.size()),
                   .value = std::vector<std::int64_t>(network.groups.size())};
  ForEachTask(static_cast<int>(lists.of_commodity.size()), work.threads, [&](int k) {
    Shortlist& list = lists.of_commodity[static_cast<std::size_t>(k)];
    list = ShortlistLanes(work, network, k, reach, price, window, most);
    std::ranges::copy(list.value, lists.value.begin() + network.first_group[k]);
  });
  return lists;
}

void StartApart(const Work& work, const Network& network, Shortlists shortlists,
                std::optional<std::int64_t> soft_margin, std::span<const std::int64_t> price, Basis& basis) {
  const std::vector<std::int64_t> wanted = WantedOverLanes(work.instance, network, basis);
  ForEachTask(static_cast<int>(shortlists.of_commodity.size()), work.threads, [&](int k) {
    const auto i = static_cast<std::size_t>(k);
    if (soft_margin) SoftenPenalties(work.instance.commodities[i], *soft_margin, price, basis);
    Shortlist& list = shortlists.of_commodity[i];
    if (!work.ideas.start) std::ranges::fill(list.value, kNoValue);
    StartCommodity(work.instance, network, k, wanted, std::move(list), basis);
  });
}

ApartRun SolveApart(const Work& work, const Network& network, Reach reach, bool soft, Basis& basis,
                    std::vector<std::int64_t>& price) {
  const Components bundles = FindBundles(work.instance);
  std::vector<std::int64_t> pivots(bundles.commodities.size());
  std::vector<char> optimal(pivots.size());
  ApartRun run{.ceilings = Ceilings(work.instance, network)};
  ForEachTask(bundles.count(), work.threads, [&](int b) {
    const auto i = static_cast<std::size_t>(b);
    const Bundle bundle = bundles.commodities[i];
    const std::vector<std::int32_t> items =
        ItemsOf(work.instance, network, basis.tree, bundle, work.ideas.mixing);
    const auto solve = [&](Reach within) {
      optimal[i] =
          SolveAndSearch(work, network, bundle, within, items, basis, price, run.ceilings, pivots[i]);
      return optimal[i] != 0;
    };
    if (reach == Reach::kProvince) {
      const bool is_whole = solve(Reach::kProvince);
      for (const std::int32_t k : bundle) run.ceilings.known[k] = 0;  // nothing beyond the province
      if (!is_whole) return;
    }
    if (!solve(Reach::kAll) || !soft) return;
    HardenPenalties(work.instance, network, bundle, basis);
    solve(Reach::kAll);
  });
  run.pivots = std::accumulate(pivots.begin(), pivots.end(), std::int64_t{0});
  run.optimal = std::ranges::all_of(optimal, [](char is) { return is != 0; });
  return run;
}

void ReadPrices(const Tree& tree, const CommoditySpan& span, std::vector<std::int64_t>& price) {
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
    price[r] = tree.RequirementPotential(r);
}

}  // namespace pasok::match::exact
