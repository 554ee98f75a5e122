#include "engine/match/strict/listed.h"

#include <algorithm>

#include "engine/flow/in_order.h"
#include "engine/flow/start_tree.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

// Solves the network by rank.
class Listed {
 public:
  Listed(const Instance& instance, std::span<const ListedLane> lanes)
      : instance_(instance),
        lanes_(lanes),
        network_(BuildListedNetwork(instance, lanes)),
        costs_(kRanks, std::vector<std::int64_t>(network_.problem.arcs())) {
    const auto set = [&](std::size_t arc, const Ranks& ranks) {
      for (std::size_t i = 0; i < kRanks; ++i) costs_[i][arc] = ranks[i];
    };
    for (std::size_t i = 0; i < lanes.size(); ++i) set(network_.first_lane_arc + i, RanksOf(lanes[i].cost));
    for (std::size_t r = 0; r < instance.requirements.size(); ++r)
      set(network_.first_shortage_arc + r, RanksOfShortage(instance.requirements[r]));
    for (std::size_t i = 0; i < instance.transfers.size(); ++i)
      set(network_.first_transfer_arc + i, RanksOfMoney(instance.transfers[i].cost));
    // Of pieces, the network has what they cost.
    for (std::size_t i = 0; i < network_.offers.size(); ++i)
      set(network_.OfferArc(i), RanksOfMoney(network_.problem.cost[network_.OfferArc(i)]));
    for (std::int32_t arc = network_.first_piece_arc; arc < network_.problem.arcs(); ++arc)
      set(arc, RanksOfMoney(network_.problem.cost[arc]));
  }

  std::optional<ListedAnswer> Solve(const ListedStart& start, const StopToken& stop) const {
    flow::RankedStart from{.flow = FlowOf(start)};
    from.prices = start.prices ? NodePrices(*start.prices) : SplitPrices(start, from.flow, stop);
    const flow::RankedSolution solution = flow::SolveInOrderFrom(network_.problem, costs_, from, stop);
    if (solution.status != flow::Status::kOptimal) return std::nullopt;
    ListedAnswer answer{
        .flows = {}, .shortage = {}, .transfers = {}, .prices = {}, .iterations = solution.iterations};
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      const std::int64_t quanta = solution.flow[network_.first_lane_arc + i];
      if (quanta == 0) continue;
      answer.flows.push_back(
          {.offer = lanes_[i].offer, .requirement = lanes_[i].requirement, .quanta = quanta});
    }
    const auto shortages = solution.flow.begin() + network_.first_shortage_arc;
    answer.shortage.assign(shortages, shortages + std::ssize(instance_.requirements));
    const auto transfers = solution.flow.begin() + network_.first_transfer_arc;
    answer.transfers.assign(transfers, transfers + std::ssize(instance_.transfers));
    answer.prices = PricesOf(solution);
    return answer;
  }

 private:
  std::vector<std::int64_t> FlowOf(const ListedStart& start) const {
    std::vector<std::int64_t> quanta(lanes_.size());
    auto next = start.flows.begin();
    for (std::size_t i = 0; i < lanes_.size() && next != start.flows.end(); ++i) {
      if (next->offer != lanes_[i].offer || next->requirement != lanes_[i].requirement) continue;
      quanta[i] = next->quanta;
      ++next;
    }
    return FlowOfLanes(instance_, network_, lanes_, quanta, start.transfers);
  }

  using ByRank = std::vector<std::vector<std::int64_t>>;  // per rank and node

  ByRank NodePrices(const RankPrices& prices) const {
    ByRank by_rank(kRanks, std::vector<std::int64_t>(network_.problem.nodes()));
    const auto set = [&](std::int32_t node, const Ranks& ranks) {
      for (std::size_t i = 0; i < kRanks; ++i) by_rank[i][node] = -ranks[i];
    };
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r)
      set(ListedNetwork::RequirementNode(r), prices.requirement[r]);
    for (std::size_t i = 0; i < network_.suppliers.size(); ++i)
      set(network_.SupplierNode(i), prices.supplier[network_.suppliers[i]]);
    for (std::size_t i = 0; i < network_.offers.size(); ++i)
      set(network_.OfferNode(i), prices.offer[network_.offers[i]]);
    for (std::size_t i = 0; i < network_.aggregators.size(); ++i)
      set(network_.AggregatorNode(i), prices.aggregator[network_.aggregators[i]]);
    return by_rank;
  }

  // Prices of sums don't say what each rank adds to them. But along the arcs of a tree that they make worth
  // nothing, each rank's costs add up by themselves.
  ByRank SplitPrices(const ListedStart& start, const std::vector<std::int64_t>& flow,
                     const StopToken& stop) const {
    ByRank by_rank(kRanks, std::vector<std::int64_t>(network_.problem.nodes()));
    flow::Problem sums = network_.problem;
    const Instance& summed = *start.summed;
    for (std::size_t r = 0; r < summed.requirements.size(); ++r)
      sums.cost[network_.first_shortage_arc + r] = summed.requirements[r].penalty;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      const SenPerKg surcharge = summed.policy.tier_surcharge[static_cast<std::size_t>(lanes_[i].cost.tier)];
      sums.cost[network_.first_lane_arc + i] =
          lanes_[i].cost.unit() + RoundHalfUp(Int128{surcharge.value} * summed.policy.quantum.value, 1000);
    }
    for (std::size_t i = 0; i < summed.transfers.size(); ++i)
      sums.cost[network_.first_transfer_arc + i] = summed.transfers[i].cost;
    std::vector<std::int64_t> price(network_.problem.nodes());
    for (std::size_t r = 0; r < summed.requirements.size(); ++r)
      price[r + 1] = -start.of_sums->requirement_price[r];
    for (std::size_t i = 0; i < network_.suppliers.size(); ++i)
      price[network_.SupplierNode(i)] = -start.of_sums->supplier_price[network_.suppliers[i]];
    for (std::size_t i = 0; i < network_.offers.size(); ++i)
      price[network_.OfferNode(i)] = -start.of_sums->offer_price[network_.offers[i]];
    for (std::size_t i = 0; i < network_.aggregators.size(); ++i)
      price[network_.AggregatorNode(i)] = -start.of_sums->aggregator_price[network_.aggregators[i]];
    const std::optional<flow::StartTree> tree = flow::GrowStartTree(sums, flow, price, stop);
    if (!tree) return by_rank;
    for (const std::int32_t v : tree->order) {
      const std::int32_t a = tree->arc[v];
      if (a == kNone) continue;
      const bool up = network_.problem.tail[a] == v;
      const std::int32_t parent = up ? network_.problem.head[a] : network_.problem.tail[a];
      for (std::size_t i = 0; i < kRanks; ++i)
        by_rank[i][v] = by_rank[i][parent] + (up ? -costs_[i][a] : costs_[i][a]);
    }
    return by_rank;
  }

  // What is not sold out costs what it hangs from costs; what is, at least as much, though a capacity or a
  // need of nothing would allow any price.
  RankPrices PricesOf(const flow::RankedSolution& solution) const {
    const auto price = [&](std::int32_t node) {
      Ranks ranks{};
      for (std::size_t i = 0; i < kRanks; ++i)
        ranks[i] = solution.ranks[i].price[ListedNetwork::kSource] - solution.ranks[i].price[node];
      return ranks;
    };
    const auto is_full = [&](std::int32_t arc) { return solution.flow[arc] == network_.problem.upper[arc]; };
    RankPrices prices;
    prices.aggregator.resize(instance_.aggregators.size());
    for (std::size_t i = 0; i < network_.aggregators.size(); ++i) {
      if (is_full(network_.AggregatorArc(i)))
        prices.aggregator[network_.aggregators[i]] = std::max(price(network_.AggregatorNode(i)), Ranks{});
    }
    for (const SupplierRow& row : instance_.suppliers)
      prices.supplier.push_back(row.aggregator == kNone ? Ranks{} : prices.aggregator[row.aggregator]);
    for (std::size_t i = 0; i < network_.suppliers.size(); ++i) {
      Ranks& of_supplier = prices.supplier[network_.suppliers[i]];
      if (is_full(network_.SupplierArc(i)))
        of_supplier = std::max(price(network_.SupplierNode(i)), of_supplier);
    }
    for (std::int32_t o = 0; o < std::ssize(instance_.offers); ++o)
      prices.offer.push_back(WithNextPiece(prices.supplier[instance_.offers[o].supplier], o, 0));
    const std::vector<std::int64_t> sold = SoldIn(solution);
    for (std::size_t i = 0; i < network_.offers.size(); ++i) {
      const std::int32_t o = network_.offers[i];
      const Ranks& of_supplier = prices.supplier[instance_.offers[o].supplier];
      // At least what its last quantum counts, at most what the next would.
      if (sold[i] > 0) prices.offer[o] = WithNextPiece(of_supplier, o, sold[i] - 1);
      prices.offer[o] = std::max(price(network_.OfferNode(i)), prices.offer[o]);
      if (sold[i] < instance_.offers[o].capacity)
        prices.offer[o] = std::min(prices.offer[o], WithNextPiece(of_supplier, o, sold[i]));
    }
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r)
      prices.requirement.push_back(
          std::min(price(ListedNetwork::RequirementNode(r)), RanksOfShortage(instance_.requirements[r])));
    return prices;
  }

  // Per offer that stands in the network.
  std::vector<std::int64_t> SoldIn(const flow::RankedSolution& solution) const {
    std::vector<std::int64_t> sold;
    std::int32_t next_piece = network_.first_piece_arc;
    for (std::size_t i = 0; i < network_.offers.size(); ++i) {
      sold.push_back(solution.flow[network_.OfferArc(i)]);
      if (!SpreadsFairly(instance_)) continue;
      for (auto further = std::ssize(PiecesOf(instance_, network_.offers[i])); further > 1; --further)
        sold.back() += solution.flow[next_piece++];
    }
    return sold;
  }

  // What the offer's next quantum costs after so many, where its supplier's cost that.
  Ranks WithNextPiece(Ranks of_supplier, std::int32_t offer, std::int64_t quanta) const {
    of_supplier.back() += NextSurcharge(instance_, offer, quanta);
    return of_supplier;
  }

  const Instance& instance_;
  const std::span<const ListedLane> lanes_;
  const ListedNetwork network_;
  std::vector<std::vector<std::int64_t>> costs_;
};

}  // namespace

std::optional<ListedAnswer> SolveListed(const Instance& instance, std::span<const ListedLane> lanes,
                                        const ListedStart& start, const StopToken& stop) {
  return Listed(instance, lanes).Solve(start, stop);
}

}  // namespace pasok::match
