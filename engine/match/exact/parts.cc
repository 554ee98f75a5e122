#include "engine/match/exact/parts.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pasok::match::exact {
namespace {

constexpr std::size_t kKabupaten = 1;
constexpr std::int32_t kSuppliersAPart = 2'000;

}  // namespace

Parts PartNodes(const Work& work, const Network& network, const Tree& tree) {
  using Key = std::pair<std::int32_t, std::int32_t>;  // commodity, kabupaten
  std::map<Key, std::vector<std::int32_t>> nodes;
  auto last = nodes.end();  // neighbours mostly share a part
  const auto add = [&](Key key, std::int32_t node) {
    if (last == nodes.end() || last->first != key) last = nodes.try_emplace(key).first;
    last->second.push_back(node);
  };
  for (std::int32_t r = 0; r < std::ssize(work.instance.requirements); ++r)
    add({work.instance.requirements[r].commodity, work.costs.RequirementSite(r).enclosing[kKabupaten]}, r);
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    const Group& group = network.groups[g];
    add({group.commodity, network.sites[group.site].enclosing[kKabupaten]}, tree.GroupNode(g));
  }
  const auto behind = static_cast<std::int32_t>(work.instance.commodities.size());
  for (std::int32_t s = 0; s < std::ssize(network.suppliers); ++s)
    add({behind, s / kSuppliersAPart}, tree.SupplierNode(s));
  Parts parts;
  for (auto& [key, members] : nodes) {
    Mix(members);
    parts.items.insert(parts.items.end(), members.begin(), members.end());
    parts.end.push_back(parts.items.size());
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
