#include "tests/match/exact/oracle.h"

#include <gtest/gtest.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "engine/match/feasible.h"
#include "engine/match/spread.h"
#include "engine/match/stand_ins.h"

namespace pasok::match::exact {

std::uint64_t Seeds(std::uint64_t usual) {
  return std::getenv("PASOK_TEST_LONG") == nullptr ? usual : 10 * usual;
}

std::int64_t CheapestByListing(const Case& made) {
  const Instance& instance = *made.instance;
  lemon::SmartDigraph graph;
  const auto source = graph.addNode();
  std::vector<lemon::SmartDigraph::Node> aggregators, suppliers, offers, requirements;
  struct Listed {
    lemon::SmartDigraph::Arc arc;
    std::int64_t capacity, cost;
  };
  std::vector<Listed> arcs;
  std::int64_t need = 0;
  for (const RequirementRow& row : instance.requirements) need += row.need;
  for (const AggregatorRow& row : instance.aggregators) {
    aggregators.push_back(graph.addNode());
    arcs.push_back({graph.addArc(source, aggregators.back()), std::min(row.capacity, need), 0});
  }
  for (const SupplierRow& row : instance.suppliers) {
    const auto from = row.aggregator == kNone ? source : aggregators[row.aggregator];
    suppliers.push_back(graph.addNode());
    arcs.push_back({graph.addArc(from, suppliers.back()), std::min(row.capacity, need), 0});
  }
  for (const RequirementRow& row : instance.requirements) {
    requirements.push_back(graph.addNode());
    arcs.push_back({graph.addArc(source, requirements.back()), row.need, row.penalty});
  }
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& row = instance.offers[o];
    offers.push_back(graph.addNode());
    for (const SpreadPiece& piece : PiecesOf(instance, static_cast<std::int32_t>(o)))
      arcs.push_back({graph.addArc(suppliers[row.supplier], offers[o]), piece.quanta, piece.surcharge});
    const CommoditySpan& span = instance.commodities[row.commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      const LaneCost lane = made.rule->Cost(static_cast<std::int32_t>(o), r);
      if (lane.ineligible != Ineligible::kNo) continue;
      arcs.push_back(
          {graph.addArc(offers[o], requirements[r]), instance.requirements[r].lane_cap, lane.unit()});
    }
  }
  for (const Transfer& transfer : instance.transfers) {
    const auto from = transfer.from == kNone ? source : requirements[transfer.from];
    arcs.push_back({graph.addArc(from, requirements[transfer.to]), transfer.capacity, transfer.cost});
  }
  lemon::SmartDigraph::ArcMap<std::int64_t> capacity(graph), cost(graph);
  for (const Listed& listed : arcs) capacity[listed.arc] = listed.capacity, cost[listed.arc] = listed.cost;
  lemon::SmartDigraph::NodeMap<std::int64_t> supply(graph, 0);
  supply[source] = need;
  for (std::size_t r = 0; r < requirements.size(); ++r)
    supply[requirements[r]] = -instance.requirements[r].need;
  lemon::NetworkSimplex<lemon::SmartDigraph, std::int64_t> solver(graph);
  solver.upperMap(capacity).costMap(cost).supplyMap(supply);
  EXPECT_EQ(solver.run(), solver.OPTIMAL);
  return solver.totalCost();
}

Int128 CostOfFeasible(const Case& made, const Matching& matching) {
  const Instance& instance = *made.instance;
  EXPECT_EQ(FindFault(instance, *made.rule, matching).value_or(""), "");
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    const std::int32_t from = instance.transfers[i].from;
    const bool sends = from != kNone && matching.transfers[i] > 0;
    EXPECT_FALSE(sends && matching.shortage[from] > 0) << "what is short sends nothing on";
  }
  return CostOf(instance, *made.rule, matching);
}

Int128 DualValue(const Case& made, const Matching& matching) {
  const Instance& instance = *made.instance;
  Int128 value = 0;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& row = instance.requirements[r];
    value += Int128{row.need} * std::min(matching.requirement_price[r], row.penalty);
  }
  for (const Transfer& transfer : instance.transfers) {
    const std::int64_t from = transfer.from == kNone ? 0 : matching.requirement_price[transfer.from];
    value -= Int128{transfer.capacity} *
             std::max<std::int64_t>(0, matching.requirement_price[transfer.to] - from - transfer.cost);
  }
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& row = instance.offers[o];
    const std::int64_t price = matching.offer_price[o];
    const CommoditySpan& span = instance.commodities[row.commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      const LaneCost lane = made.rule->Cost(static_cast<std::int32_t>(o), r);
      if (lane.ineligible != Ineligible::kNo) continue;
      value -= Int128{instance.requirements[r].lane_cap} *
               std::max<std::int64_t>(0, matching.requirement_price[r] - price - lane.unit());
    }
    value -= Int128{row.capacity} * std::max<std::int64_t>(0, price - matching.supplier_price[row.supplier]);
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int64_t capacity = instance.suppliers[s].capacity;
    if (capacity == SupplierRow::kUnlimited) {
      EXPECT_LE(matching.supplier_price[s], 0);
    } else {
      value -= Int128{capacity} * std::max<std::int64_t>(0, matching.supplier_price[s]);
    }
  }
  return value;
}

}  // namespace pasok::match::exact
