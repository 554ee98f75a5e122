#include "engine/match/exact/missing_lanes.h"

#include <algorithm>
#include <utility>

#include "engine/match/exact/penalties.h"

namespace pasok::match::exact {
namespace {

// Measured on a province: wider windows save pivots and cost pricing.
constexpr std::int64_t kWindowSenPerKg = 1'000;
// New lanes of a group at a time: so many, or a part of what it holds. Few keep pricing short; a part, since
// one that serves thousands would else need as many searches, each over all of them.
constexpr std::size_t kMostNewLanes = 6, kHeldLanesANewOne = 4;

using Missing = std::vector<std::pair<std::int32_t, FoundLane>>;  // (group of the commodity, lane)

// `held`: how many lanes the group has.
void AddBest(std::int32_t g, std::int32_t held, std::vector<FoundLane>& found, Missing& missing) {
  const std::size_t most = std::max(kMostNewLanes, static_cast<std::size_t>(held) / kHeldLanesANewOne);
  KeepBest(g, most, found);
  for (const FoundLane& lane : found) missing.emplace_back(g, lane);
}

// The requirements whose price has risen since the ceilings were found, counted from the commodity's first.
std::vector<std::int32_t> Risen(const CommoditySpan& span, std::span<const std::int64_t> price,
                                const Ceilings& ceilings) {
  std::vector<std::int32_t> risen;
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
    if (price[r] > ceilings.price[r]) risen.push_back(r - span.first_requirement);
  }
  return risen;
}

LaneTable Grown(const LaneTable& table, const Missing& missing) {
  LaneTable grown;
  grown.lanes.reserve(table.lanes.size() + missing.size());
  grown.first.push_back(0);
  auto next = missing.begin();
  for (std::int32_t g = 0; g + 1 < std::ssize(table.first); ++g) {
    grown.lanes.insert(grown.lanes.end(), table.lanes.begin() + table.first[g],
                       table.lanes.begin() + table.first[g + 1]);
    for (; next != missing.end() && next->first == g; ++next)
      grown.lanes.push_back({.cost = next->second.cost, .requirement = next->second.requirement});
    grown.first.push_back(static_cast<std::int32_t>(grown.lanes.size()));
  }
  return grown;
}

// Which groups are asked for which lanes: per group of the commodity the value that none of its held lanes
// exceeds, or kUnbounded where another list has it.
struct Floors {
  std::vector<std::int64_t> all;    // all lanes
  std::vector<std::int64_t> risen;  // those to requirements whose price has risen
  std::vector<std::int64_t> whole;  // all lanes, of groups with capped lanes, best or not
};

// The floors, which the ceilings are set to for the search to raise. `value`: the ceilings of the commodity's
// groups; nullopt of `moved`: all of them may have moved.
//
// Where lanes have no caps no held one is worth more than the group's potential, so if any is missing the
// best one is: then only those nearly as good are asked for. A group outside the tree only shows its best.
// Where nothing has moved the ceiling is the potential, but of groups with capped lanes.
Floors SetFloors(const Network& network, const Basis& basis, std::int32_t first, bool known,
                 std::optional<std::span<const std::int32_t>> moved, std::span<std::int64_t> value) {
  Floors floors{.all = std::vector<std::int64_t>(value.size(), kUnbounded),
                .risen = std::vector<std::int64_t>(value.size(), kUnbounded),
                .whole = std::vector<std::int64_t>(value.size(), kUnbounded)};
  if (known && moved) floors.risen.assign(value.begin(), value.end());
  const auto look_at = [&](std::int32_t group) {
    const auto g = static_cast<std::size_t>(group - first);
    const bool in_tree = basis.tree.Contains(basis.tree.GroupNode(group));
    const std::int64_t floor = in_tree ? basis.tree.Potential(basis.tree.GroupNode(group))
                                       : network.CheapestPrice(network.groups[group]);
    const bool whole_list = in_tree && network.groups[group].capped_lanes;
    const bool below_ceiling = !known || floor < value[g];
    floors.all[g] = !whole_list && below_ceiling ? floor : kUnbounded;
    floors.risen[g] = !whole_list && !below_ceiling ? floor : kUnbounded;
    floors.whole[g] = whole_list ? floor : kUnbounded;
    value[g] = floor;
  };
  const bool only_moved = known && moved;
  for (std::int32_t group = first; group < first + std::ssize(value); ++group) {
    if (!only_moved || network.groups[group].capped_lanes) look_at(group);
  }
  if (only_moved) std::ranges::for_each(*moved, look_at);
  return floors;
}

}  // namespace

bool Ceilings::AreAt(std::span<const std::int64_t> now, const CommoditySpan& span) const {
  const auto count = static_cast<std::size_t>(span.end_requirement - span.first_requirement);
  return std::ranges::equal(std::span(price).subspan(span.first_requirement, count),
                            now.subspan(span.first_requirement, count));
}

std::int64_t WindowOf(const Work& work) {
  return std::max<std::int64_t>(1, PerQuantum(work.instance, kWindowSenPerKg));
}

std::vector<std::int32_t> AddMissingLanes(const Work& work, const Network& network, std::int32_t commodity,
                                          Reach reach, std::span<const std::int64_t> price, Basis& basis,
                                          Ceilings& ceilings,
                                          std::optional<std::span<const std::int32_t>> moved) {
  const CommoditySpan& span = work.instance.commodities[commodity];
  const std::int32_t first = network.first_group[commodity], end = network.first_group[commodity + 1];
  const auto in_tree = [&](std::int32_t g) { return basis.tree.Contains(basis.tree.GroupNode(g)); };
  const bool known = std::exchange(ceilings.known[commodity], 0) != 0 && work.ideas.ceilings;
  const std::vector<std::int32_t> risen = known ? Risen(span, price, ceilings) : std::vector<std::int32_t>();
  std::vector<std::int64_t>& value = ceilings.value;
  const Floors floors = SetFloors(
      network, basis, first, known, moved,
      std::span(value).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first)));
  const LaneTable& table = basis.lanes[commodity];
  const auto held = [&](std::int32_t g) { return table.first[g + 1] - table.first[g]; };  // how many
  Missing missing;
  std::vector<FoundLane> found;
  LaneScanner scanner(work.costs, network, commodity, price, reach);
  const std::int64_t window = WindowOf(work);
  const auto add_nearly_best = [&](std::int32_t group) {
    const FoundLane best = scanner.Best();
    if (best.requirement == kNone) return;
    const std::int64_t floor = std::exchange(value[group], best.value);
    if (!in_tree(group)) return;
    found.clear();
    scanner.Above(std::max(floor, best.value - window - 1), found);
    AddBest(group - first, held(group - first), found, missing);
  };
  const bool whole =
      scanner.Scan({.floor = floors.all, .window = window}, work.stop, add_nearly_best) &&
      (risen.empty() ||
       scanner.Scan({.floor = floors.risen, .window = window, .only = &risen}, work.stop, add_nearly_best)) &&
      scanner.Scan({.floor = floors.whole}, work.stop, [&](std::int32_t group) {
        const std::int32_t g = group - first;
        found.clear();
        scanner.Above(floors.whole[g], found);
        for (const FoundLane& lane : found) value[group] = std::max(value[group], lane.value);
        std::erase_if(found, [&](const FoundLane& lane) {  // held lanes that are full
          return std::any_of(
              table.lanes.begin() + table.first[g], table.lanes.begin() + table.first[g + 1],
              [&](const Lane& held_lane) { return lane.requirement == held_lane.requirement; });
        });
        AddBest(g, held(g), found, missing);
      });
  if (!whole) return {};
  std::copy(price.begin() + span.first_requirement, price.begin() + span.end_requirement,
            ceilings.price.begin() + span.first_requirement);
  ceilings.known[commodity] = 1;
  if (missing.empty()) return {};
  std::ranges::stable_sort(missing, {}, &Missing::value_type::first);
  basis.lanes[commodity] = Grown(table, missing);
  std::vector<std::int32_t> groups;
  for (const auto& [g, lane] : missing) {
    if (groups.empty() || groups.back() != first + g) groups.push_back(first + g);
  }
  return groups;
}

}  // namespace pasok::match::exact
