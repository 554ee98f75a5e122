#include "engine/match/exact/apart.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "engine/match/exact/parallel.h"
#include "engine/match/exact/shares.h"
#include "engine/match/exact/simplex.h"

namespace pasok::match::exact {
namespace {

// Measured on a province: wider windows and longer lists save pivots and cost pricing.
constexpr std::int64_t kWindowSenPerKg = 1'000;
constexpr std::size_t kMostLanesAGroup = 24;
constexpr std::size_t kMostNewLanesAGroup = 6;
constexpr std::int64_t kAllSen = kUnbounded / 4;  // a window that holds every lane

// The tree nodes of a commodity, in order of pricing.
std::vector<std::int32_t> ItemsOf(const Instance& instance, const Network& network, const Tree& tree,
                                  std::int32_t commodity, bool mix) {
  std::vector<std::int32_t> items;
  for (const Tree::NodeRange range : NodesOf(instance, network, tree, commodity)) {
    for (std::int32_t node = range.begin; node < range.end; ++node) {
      if (tree.Contains(node)) items.push_back(node);
    }
  }
  if (mix) Mix(items);
  return items;
}

void SoftenPenalties(const CommoditySpan& span, std::int64_t margin, std::span<const std::int64_t> price,
                     Basis& basis) {
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
    basis.penalty[r] = std::min(basis.penalty[r], std::max<std::int64_t>(0, price[r]) + margin);
  }
}

void HardenPenalties(const Instance& instance, const Network& network, std::int32_t commodity, Basis& basis) {
  const CommoditySpan& span = instance.commodities[commodity];
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
    basis.penalty[r] = instance.requirements[r].penalty;
    Link link = basis.tree.LinkOf(r);
    if (link.kind != ArcKind::kShortage) continue;
    link.cost = basis.penalty[r];
    basis.tree.Hang(r, link);
  }
  basis.tree.Rebuild(NodesOf(instance, network, basis.tree, commodity));
}

// Puts the items of a commodity in order of the province that they stand in, each part in the order of
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

// Solves and searches by turns until no lane is missing; false where the stop token asked.
bool SolveAndSearch(const Work& work, const Network& network, std::int32_t commodity, Reach reach,
                    std::vector<std::int32_t> items, Basis& basis, std::vector<std::int64_t>& price,
                    std::span<std::int64_t> value, std::int64_t& pivots) {
  std::vector<std::size_t> ends{items.size()};
  if (reach == Reach::kProvince) ends = PartByProvince(work, network, basis.tree, items);
  do {
    Simplex simplex(network, items, basis);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const SimplexRun run = simplex.Run(i == 0 ? 0 : ends[i - 1], ends[i], work.stop, kUnbounded);
      pivots += run.pivots;
      if (run.optimal && !work.stop.Asked()) continue;
      ReadPrices(basis.tree, work.instance.commodities[commodity], price);
      return false;
    }
    ReadPrices(basis.tree, work.instance.commodities[commodity], price);
  } while (AddMissingLanes(work, network, commodity, reach, price, basis, value) > 0);
  return !work.stop.Asked();
}

std::int64_t WindowOf(const Work& work) {
  return std::max<std::int64_t>(1, kWindowSenPerKg * work.instance.policy.quantum.value / 1000);
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
  ForEachTask(static_cast<int>(shortlists.of_commodity.size()), work.threads, [&](int k) {
    const auto i = static_cast<std::size_t>(k);
    if (soft_margin) SoftenPenalties(work.instance.commodities[i], *soft_margin, price, basis);
    Shortlist& list = shortlists.of_commodity[i];
    if (!work.ideas.start) std::ranges::fill(list.value, kNoValue);
    StartCommodity(work.instance, network, k, std::move(list), basis);
  });
}

ApartRun SolveApart(const Work& work, const Network& network, Reach reach, bool soft, Basis& basis,
                    std::vector<std::int64_t>& price) {
  std::vector<std::int64_t> pivots(work.instance.commodities.size());
  std::vector<char> optimal(pivots.size());
  ApartRun run{.value = std::vector<std::int64_t>(network.groups.size())};
  ForEachTask(static_cast<int>(pivots.size()), work.threads, [&](int k) {
    const auto i = static_cast<std::size_t>(k);
    const std::vector<std::int32_t> items = ItemsOf(work.instance, network, basis.tree, k, work.ideas.mixing);
    const auto solve = [&](Reach within) {
      optimal[i] = SolveAndSearch(work, network, k, within, items, basis, price, run.value, pivots[i]);
      return optimal[i] != 0;
    };
    if (reach == Reach::kProvince && !solve(Reach::kProvince)) return;
    if (!solve(Reach::kAll) || !soft) return;
    HardenPenalties(work.instance, network, k, basis);
    solve(Reach::kAll);
  });
  run.pivots = std::accumulate(pivots.begin(), pivots.end(), std::int64_t{0});
  run.optimal = std::ranges::all_of(optimal, [](char is) { return is != 0; });
  return run;
}

std::int64_t AddMissingLanes(const Work& work, const Network& network, std::int32_t commodity, Reach reach,
                             std::span<const std::int64_t> price, Basis& basis,
                             std::span<std::int64_t> value) {
  const std::int32_t first = network.first_group[commodity], end = network.first_group[commodity + 1];
  const auto in_tree = [&](std::int32_t g) { return basis.tree.Contains(basis.tree.GroupNode(g)); };
  // A lane worth more than its group's potential could enter. Where lanes have no caps no held one is, so if
  // any is missing the best one is: then only those nearly as good are asked for. A group outside the tree
  // only shows its best one.
  std::vector<std::int64_t> ordinary, with_capped_lanes;
  for (std::int32_t g = first; g < end; ++g) {
    value[g] =
        in_tree(g) ? basis.tree.Potential(basis.tree.GroupNode(g)) : network.CheapestPrice(network.groups[g]);
    const bool whole_list = in_tree(g) && network.groups[g].capped_lanes;
    ordinary.push_back(whole_list ? kUnbounded : value[g]);
    with_capped_lanes.push_back(whole_list ? value[g] : kUnbounded);
  }
  LaneTable& table = basis.lanes[commodity];
  std::vector<std::pair<std::int32_t, FoundLane>> missing;  // (group of the commodity, lane)
  std::vector<FoundLane> found;
  LaneScanner scanner(work.costs, network, commodity, price, reach);
  const auto add_best_of_found = [&](std::int32_t g) {
    const std::size_t kept = std::min(found.size(), kMostNewLanesAGroup);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                      [](const FoundLane& a, const FoundLane& b) {
                        return a.value != b.value ? a.value > b.value : a.requirement < b.requirement;
                      });
    for (const FoundLane& lane : std::span(found).first(kept)) missing.emplace_back(g, lane);
  };
  const std::int64_t window = WindowOf(work);
  bool whole = scanner.Scan({.floor = ordinary, .window = window}, work.stop, [&](std::int32_t group) {
    const FoundLane best = scanner.Best();
    if (best.requirement == kNone) return;
    value[group] = best.value;
    if (!in_tree(group)) return;
    found.clear();
    scanner.Above(std::max(ordinary[group - first], best.value - window - 1), found);
    add_best_of_found(group - first);
  });
  whole = whole && scanner.Scan({.floor = with_capped_lanes}, work.stop, [&](std::int32_t group) {
    const std::int32_t g = group - first;
    found.clear();
    scanner.Above(with_capped_lanes[g], found);
    for (const FoundLane& lane : found) value[group] = std::max(value[group], lane.value);
    std::erase_if(found, [&](const FoundLane& lane) {  // held lanes that are full
      return std::any_of(table.lanes.begin() + table.first[g], table.lanes.begin() + table.first[g + 1],
                         [&](const Lane& held) { return held.requirement == lane.requirement; });
    });
    add_best_of_found(g);
  });
  std::ranges::stable_sort(missing, {}, &std::pair<std::int32_t, FoundLane>::first);
  if (!whole || missing.empty()) return 0;

  LaneTable grown;
  grown.first.push_back(0);
  auto next = missing.begin();
  for (std::int32_t g = 0; g < end - first; ++g) {
    grown.lanes.insert(grown.lanes.end(), table.lanes.begin() + table.first[g],
                       table.lanes.begin() + table.first[g + 1]);
    for (; next != missing.end() && next->first == g; ++next)
      grown.lanes.push_back({.cost = next->second.cost, .requirement = next->second.requirement});
    grown.first.push_back(static_cast<std::int32_t>(grown.lanes.size()));
  }
  table = std::move(grown);
  return static_cast<std::int64_t>(missing.size());
}

void ReadPrices(const Tree& tree, const CommoditySpan& span, std::vector<std::int64_t>& price) {
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
    price[r] = tree.RequirementPotential(r);
}

}  // namespace pasok::match::exact
