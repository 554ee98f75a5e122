#include "engine/match/exact/components.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "engine/flow/coupling.h"

namespace pasok::match::exact {
namespace {

// The pairs of commodities between which transfers lead.
std::set<std::pair<std::int32_t, std::int32_t>> CommoditiesCoupled(const Instance& instance) {
  std::set<std::pair<std::int32_t, std::int32_t>> pairs;
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.from != kNone)
      pairs.emplace(instance.requirements[transfer.from].commodity,
                    instance.requirements[transfer.to].commodity);
  }
  return pairs;
}

// The commodities by the part that the thing they belong to is in.
template <class ThingOf>
Components PartsOf(const Instance& instance, Coupling& coupling, const ThingOf& thing_of) {
  Components parts;
  std::vector<std::int32_t> of_thing(static_cast<std::size_t>(coupling.count()), kNone);
  for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
    std::int32_t& part = of_thing[coupling.FirstOf(thing_of(k))];
    if (part == kNone) {
      part = parts.count();
      parts.commodities.emplace_back();
    }
    parts.commodities[part].push_back(k);
    parts.of_commodity.push_back(part);
  }
  return parts;
}

}  // namespace

std::int32_t CommodityOf(const Network& network, const CappedSupplier& supplier) {
  if (supplier.first_offer == supplier.end_offer)
    return CommodityOf(network, network.suppliers[network.behind[supplier.first_behind]]);
  return network.groups[network.capped[network.supplier_offers[supplier.first_offer]].group].commodity;
}

Components FindComponents(const Instance& instance, const Network& network) {
  std::int32_t days = 0;
  for (const CommoditySpan& span : instance.commodities) days = std::max(days, span.day + 1);
  Coupling coupling(days);
  const auto day_of = [&](std::int32_t commodity) { return instance.commodities[commodity].day; };
  const auto day_of_offer = [&](std::int32_t offer) {
    return day_of(network.groups[network.capped[network.supplier_offers[offer]].group].commodity);
  };
  for (const CappedSupplier& supplier : network.suppliers) {
    const std::int32_t day = day_of(CommodityOf(network, supplier));
    if (supplier.parent != kNone)
      coupling.Couple(day, day_of(CommodityOf(network, network.suppliers[supplier.parent])));
    for (std::int32_t i = supplier.first_offer + 1; i < supplier.end_offer; ++i)
      coupling.Couple(day, day_of_offer(i));
  }
  for (const auto& [from, to] : CommoditiesCoupled(instance)) coupling.Couple(day_of(from), day_of(to));
  return PartsOf(instance, coupling, day_of);
}

Components FindBundles(const Instance& instance) {
  Coupling coupling(static_cast<std::int32_t>(instance.commodities.size()));
  for (const auto& [from, to] : CommoditiesCoupled(instance)) coupling.Couple(from, to);
  return PartsOf(instance, coupling, std::identity());
}

std::vector<std::vector<std::int32_t>> NodesOfComponents(const Instance& instance, const Network& network,
                                                         const Tree& tree, const Components& components) {
  std::vector<std::vector<std::int32_t>> nodes(components.commodities.size());
  const auto add = [&](std::int32_t commodity, std::int32_t node) {
    nodes[components.of_commodity[commodity]].push_back(node);
  };
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    add(instance.requirements[r].commodity, r);
  for (std::int32_t g = 0; g < network.group_count(); ++g)
    add(network.groups[g].commodity, tree.GroupNode(g));
  for (std::int32_t s = 0; s < std::ssize(network.suppliers); ++s)
    add(CommodityOf(network, network.suppliers[s]), tree.SupplierNode(s));
  return nodes;
}

}  // namespace pasok::match::exact
