#include "engine/match/exact/components.h"

#include <algorithm>
#include <numeric>

namespace pasok::match::exact {

std::int32_t CommodityOf(const Network& network, const CappedSupplier& supplier) {
  if (supplier.first_offer == supplier.end_offer)
    return CommodityOf(network, network.suppliers[supplier.child]);
  return network.groups[network.capped[network.supplier_offers[supplier.first_offer]].group].commodity;
}

Components FindComponents(const Instance& instance, const Network& network, bool transfers_open) {
  // A forest over the days: each points to one that it is coupled with, the first of them to itself.
  std::int32_t days = 0;
  for (const CommoditySpan& span : instance.commodities) days = std::max(days, span.day + 1);
  std::vector<std::int32_t> leads(static_cast<std::size_t>(days));
  std::iota(leads.begin(), leads.end(), 0);
  const auto first_of = [&](std::int32_t day) {
    while (leads[day] != day) day = leads[day] = leads[leads[day]];
    return day;
  };
  const auto couple = [&](std::int32_t a, std::int32_t b) {
    const std::int32_t first_a = first_of(a), first_b = first_of(b);
    leads[std::max(first_a, first_b)] = std::min(first_a, first_b);
  };
  const auto day_of = [&](std::int32_t capped) {
    return instance.commodities[network.groups[network.capped[capped].group].commodity].day;
  };
  for (const CappedSupplier& supplier : network.suppliers) {
    const std::int32_t day = instance.commodities[CommodityOf(network, supplier)].day;
    if (supplier.parent != kNone)
      couple(day, instance.commodities[CommodityOf(network, network.suppliers[supplier.parent])].day);
    for (std::int32_t i = supplier.first_offer + 1; i < supplier.end_offer; ++i)
      couple(day, day_of(network.supplier_offers[i]));
  }
  const auto day_of_requirement = [&](std::int32_t r) {
    return instance.commodities[instance.requirements[r].commodity].day;
  };
  for (const Transfer& transfer : network.transfers) {
    if (transfers_open && transfer.from != kNone)
      couple(day_of_requirement(transfer.from), day_of_requirement(transfer.to));
  }

  Components components;
  std::vector<std::int32_t> of_day(leads.size(), kNone);
  for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
    std::int32_t& component = of_day[first_of(instance.commodities[k].day)];
    if (component == kNone) {
      component = components.count();
      components.commodities.emplace_back();
    }
    components.commodities[component].push_back(k);
    components.of_commodity.push_back(component);
  }
  return components;
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
