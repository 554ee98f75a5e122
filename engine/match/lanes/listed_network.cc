#include "engine/match/lanes/listed_network.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "engine/match/spread.h"

namespace pasok::match {

ListedNetwork BuildListedNetwork(const Instance& instance, std::span<const ListedLane> lanes) {
  std::vector<std::int32_t> node_of_offer(instance.offers.size(), kNone);
  std::vector<std::int32_t> node_of_supplier(instance.suppliers.size(), ListedNetwork::kSource);
  ListedNetwork network;
  flow::Problem& problem = network.problem;
  std::int64_t need = 0;
  for (const RequirementRow& row : instance.requirements) need += row.need;
  problem.AddNode(-need);
  for (const RequirementRow& row : instance.requirements) problem.AddNode(row.need);

  for (const ListedLane& lane : lanes) {
    network.offers.push_back(lane.offer);
    const std::int32_t supplier = instance.offers[lane.offer].supplier;
    const SupplierRow& row = instance.suppliers[supplier];
    if (row.capacity != SupplierRow::kUnlimited || row.aggregator != kNone)
      network.suppliers.push_back(supplier);
    if (row.aggregator != kNone) network.aggregators.push_back(row.aggregator);
  }
  for (std::vector<std::int32_t>* rows : {&network.aggregators, &network.suppliers, &network.offers}) {
    std::ranges::sort(*rows);
    const auto repeated = std::ranges::unique(*rows);
    rows->erase(repeated.begin(), repeated.end());
  }
  network.first_supplier_node = problem.nodes();
  for (const std::int32_t s : network.suppliers) node_of_supplier[s] = problem.AddNode(0);
  network.first_offer_node = problem.nodes();
  for (const std::int32_t o : network.offers) node_of_offer[o] = problem.AddNode(0);
  std::vector<std::int32_t> node_of_aggregator(instance.aggregators.size(), kNone);
  for (const std::int32_t a : network.aggregators) node_of_aggregator[a] = problem.AddNode(0);
  for (const std::int32_t s : network.suppliers) {
    const SupplierRow& row = instance.suppliers[s];
    problem.AddArc(node_of_supplier[s],
                   row.aggregator == kNone ? ListedNetwork::kSource : node_of_aggregator[row.aggregator],
                   row.capacity, 0);
  }
  for (const std::int32_t o : network.offers) {
    const std::vector<SpreadPiece> pieces = PiecesOf(instance, o);
    problem.AddArc(node_of_offer[o], node_of_supplier[instance.offers[o].supplier],
                   pieces.empty() ? 0 : pieces.front().quanta, pieces.empty() ? 0 : pieces.front().surcharge);
  }
  network.first_lane_arc = problem.arcs();
  for (const ListedLane& lane : lanes) {
    problem.AddArc(ListedNetwork::RequirementNode(lane.requirement), node_of_offer[lane.offer],
                   instance.LaneCap(lane.offer, lane.requirement), 0,
                   instance.Reserved(lane.offer, lane.requirement));
  }
  network.first_shortage_arc = problem.arcs();
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    problem.AddArc(ListedNetwork::RequirementNode(r), ListedNetwork::kSource, instance.requirements[r].need,
                   0);
  }
  network.first_aggregator_arc = problem.arcs();
  for (const std::int32_t a : network.aggregators)
    problem.AddArc(node_of_aggregator[a], ListedNetwork::kSource, instance.aggregators[a].capacity, 0);
  network.first_transfer_arc = problem.arcs();
  for (const Transfer& transfer : instance.transfers) {
    problem.AddArc(
        ListedNetwork::RequirementNode(transfer.to),
        transfer.from == kNone ? ListedNetwork::kSource : ListedNetwork::RequirementNode(transfer.from),
        transfer.capacity, 0);
  }
  network.first_piece_arc = problem.arcs();
  if (!SpreadsFairly(instance)) return network;
  for (const std::int32_t o : network.offers) {
    for (const SpreadPiece& piece : PiecesOf(instance, o) | std::views::drop(1)) {
      problem.AddArc(node_of_offer[o], node_of_supplier[instance.offers[o].supplier], piece.quanta,
                     piece.surcharge);
    }
  }
  return network;
}

std::vector<std::int64_t> FlowOfLanes(const Instance& instance, const ListedNetwork& network,
                                      std::span<const ListedLane> lanes, std::span<const std::int64_t> quanta,
                                      std::span<const std::int64_t> transfers) {
  std::vector<std::int64_t> flow(network.problem.arcs());
  std::vector<std::int64_t> sold(instance.offers.size()), sold_in_all(instance.suppliers.size());
  for (std::size_t r = 0; r < instance.requirements.size(); ++r)
    flow[network.first_shortage_arc + r] = instance.requirements[r].need;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    flow[network.first_lane_arc + i] = quanta[i];
    sold[lanes[i].offer] += quanta[i];
    sold_in_all[instance.offers[lanes[i].offer].supplier] += quanta[i];
    flow[network.first_shortage_arc + lanes[i].requirement] -= quanta[i];
  }
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const std::int32_t from = instance.transfers[i].from, to = instance.transfers[i].to;
    flow[network.first_transfer_arc + i] = transfers[i];
    flow[network.first_shortage_arc + to] -= transfers[i];
    if (from != kNone) flow[network.first_shortage_arc + from] += transfers[i];
  }
  std::int32_t next_piece = network.first_piece_arc;
  for (std::size_t i = 0; i < network.offers.size(); ++i) {
    std::int64_t& left = sold[network.offers[i]];
    if (!SpreadsFairly(instance)) {
      flow[network.OfferArc(i)] = left;
      continue;
    }
    bool is_first = true;
    for (const SpreadPiece& piece : PiecesOf(instance, network.offers[i])) {
      const std::int32_t arc = std::exchange(is_first, false) ? network.OfferArc(i) : next_piece++;
      flow[arc] = std::min(left, piece.quanta);
      left -= flow[arc];
    }
  }
  for (std::size_t i = 0; i < network.suppliers.size(); ++i)
    flow[network.SupplierArc(i)] = sold_in_all[network.suppliers[i]];
  for (const std::int32_t s : network.suppliers) {
    const std::int32_t aggregator = instance.suppliers[s].aggregator;
    if (aggregator == kNone) continue;
    const auto at = std::ranges::lower_bound(network.aggregators, aggregator) - network.aggregators.begin();
    flow[network.first_aggregator_arc + at] += sold_in_all[s];
  }
  return flow;
}

}  // namespace pasok::match
