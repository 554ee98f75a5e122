#include "engine/match/exact/parts.h"

#include <algorithm>
#include <array>
#include <map>

namespace pasok::match::exact {
namespace {

constexpr std::size_t kKabupaten = 1;
constexpr std::int32_t kSuppliersAPart = 2'000;

}  // namespace

std::vector<Parts> PartNodes(const Work& work, const Network& network, const Tree& tree,
                             const Components& components) {
  using Key = std::array<std::int32_t, 3>;  // component, commodity, kabupaten
  std::map<Key, std::vector<std::int32_t>> nodes;
  auto last = nodes.end();  // neighbours mostly share a part
  const auto add = [&](Key key, std::int32_t node) {
    if (last == nodes.end() || last->first != key) last = nodes.try_emplace(key).first;
    last->second.push_back(node);
  };
  const auto add_placed = [&](std::int32_t commodity, const Site& site, std::int32_t node) {
    add({components.of_commodity[commodity], work.instance.commodities[commodity].dataset_commodity,
         site.enclosing[kKabupaten]},
        node);
  };
  for (std::int32_t r = 0; r < std::ssize(work.instance.requirements); ++r)
    add_placed(work.instance.requirements[r].commodity, work.costs.RequirementSite(r), r);
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    const Group& group = network.groups[g];
    add_placed(group.commodity, network.sites[group.site], tree.GroupNode(g));
  }
  const auto behind = static_cast<std::int32_t>(work.instance.commodities.size());
  for (std::int32_t s = 0; s < std::ssize(network.suppliers); ++s) {
    const std::int32_t component = components.of_commodity[CommodityOf(network, network.suppliers[s])];
    add({component, behind, s / kSuppliersAPart}, tree.SupplierNode(s));
  }
  std::vector<Parts> parts(components.commodities.size());
  for (auto& [key, members] : nodes) {
    Mix(members);
    Parts& of_component = parts[key[0]];
    of_component.items.insert(of_component.items.end(), members.begin(), members.end());
    of_component.end.push_back(of_component.items.size());
  }
  return parts;
}

SimplexRun RunByParts(Simplex& simplex, const Parts& parts, const StopToken& stop, std::int64_t most_pivots) {
  SimplexRun all;
  const std::size_t count = parts.end.size();
  std::vector<char> active(count, 1);
  for (bool over = false; !over;) {
    const bool whole = std::ranges::find(active, 0) == active.end();
    bool any = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!active[i]) continue;
      const SimplexRun run =
          simplex.Run(i == 0 ? 0 : parts.end[i - 1], parts.end[i], stop, most_pivots - all.pivots);
      all.pivots += run.pivots;
      if (!run.optimal) return all;
      active[i] = run.pivots > 0;
      any |= run.pivots > 0;
    }
    over = whole && (!any || count == 1);
    if (!any) active.assign(count, 1);
  }
  all.optimal = true;
  return all;
}

}  // namespace pasok::match::exact
