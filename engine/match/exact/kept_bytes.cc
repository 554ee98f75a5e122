#include "engine/match/bytes_of.h"
#include "engine/match/exact/kept.h"

namespace pasok::match::exact {
namespace {

std::int64_t BytesOfNetwork(const Network& network) {
  return BytesOfRows(network.sites, network.groups, network.first_group, network.plain, network.capped,
                     network.suppliers, network.supplier_offers, network.behind, network.forbidden,
                     network.pair_caps, network.transfers, network.first_transfer);
}

std::int64_t BytesOfBasis(const Basis& basis) {
  std::int64_t bytes =
      basis.tree.bytes() + BytesOfRows(basis.penalty, basis.lane_cap, basis.lanes, basis.used,
                                       basis.capped_capacity, basis.capped_flow, basis.capped_source,
                                       basis.supply_flow, basis.transfer_flow);
  for (const LaneTable& table : basis.lanes) bytes += BytesOfRows(table.first, table.lanes);
  return bytes;
}

}  // namespace

std::int64_t BytesOf(const Kept& kept) {
  return static_cast<std::int64_t>(sizeof(Kept)) +
         BytesOfRows(kept.days, kept.day_of_commodity, kept.day_of_supplier, kept.supplier_of_offer,
                     kept.first_offer, kept.demand_point_of_requirement, kept.first_requirement,
                     kept.group_of_offer, kept.capped_of_offer, kept.node_of_supplier, kept.flows,
                     kept.transfers) +
         BytesOfNames(kept.commodities) + BytesOfNames(kept.suppliers) + BytesOfNames(kept.demand_points) +
         BytesOfNetwork(kept.network) + BytesOfBasis(kept.basis) +
         BytesOfRows(kept.grounds.requirement_sites, kept.grounds.terms) +
         static_cast<std::int64_t>(kept.grounds.others.capacity()) +
         BytesOfRows(kept.ceilings.value, kept.ceilings.price, kept.ceilings.known);
}

}  // namespace pasok::match::exact
