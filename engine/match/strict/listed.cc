#include "engine/match/strict/listed.h"

#include <algorithm>

#include "engine/flow/in_order.h"
#include "engine/flow/start_tree.h"

namespace pasok::match {
namespace {

constexpr std::int32_t kSource = 0;

// The network turned round: needs flow back to the source. The network simplex keeps trees along which every
// node can send to the root (flow/network_simplex.h); so can every requirement then take a quantum more at
// its price, as in exact/, whose answers this begins from.
class Listed {
 public:
  Listed(const Instance& instance, std::span<const ListedLane> lanes)
      : instance_(instance), lanes_(lanes), costs_(kRanks) {
    std::int64_t need = 0;
    for (const RequirementRow& row : instance.requirements) need += row.need;
    problem_.AddNode(-need);
    for (const RequirementRow& row : instance.requirements) problem_.AddNode(row.need);
    node_of_offer_.assign(instance.offers.size(), kNone);
    node_of_supplier_.assign(instance.suppliers.size(), kNone);
    for (const ListedLane& lane : lanes) {
      const std::int32_t from = OfferNode(lane.offer);
      AddArc(from, RequirementNode(lane.requirement), instance.LaneCap(lane.offer, lane.requirement),
             RanksOf(lane.cost));
    }
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const RequirementRow& row = instance.requirements[r];
      AddArc(kSource, RequirementNode(r), row.need, RanksOfShortage(row));
    }
  }

  std::optional<ListedAnswer> Solve(const ListedStart& start, const StopToken& stop) const {
    flow::RankedStart from{.flow = FlowOf(start.flows)};
    from.prices = start.prices ? NodePrices(*start.prices) : SplitPrices(start, from.flow);
    const flow::RankedSolution solution = flow::SolveInOrderFrom(problem_, costs_, from, stop);
    if (solution.status != flow::Status::kOptimal) return std::nullopt;
    ListedAnswer answer{.flows = {}, .shortage = {}, .prices = {}, .iterations = solution.iterations};
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      if (solution.flow[arc_of_lane_[i]] == 0) continue;
      answer.flows.push_back({.offer = lanes_[i].offer,
                              .requirement = lanes_[i].requirement,
                              .quanta = solution.flow[arc_of_lane_[i]]});
    }
    const std::size_t first_shortage = solution.flow.size() - instance_.requirements.size();
    answer.shortage.assign(solution.flow.begin() + static_cast<std::ptrdiff_t>(first_shortage),
                           solution.flow.end());
    answer.prices = PricesOf(solution);
    return answer;
  }

 private:
  static std::int32_t RequirementNode(std::int32_t requirement) { return requirement + 1; }

  std::int32_t OfferNode(std::int32_t o) {
    if (node_of_offer_[o] != kNone) return node_of_offer_[o];
    const OfferRow& offer = instance_.offers[o];
    const std::int32_t from = SupplierNode(offer.supplier);
    node_of_offer_[o] = problem_.AddNode(0);
    arc_of_offer_.push_back({.row = o, .arc = AddArc(from, node_of_offer_[o], offer.capacity, {})});
    return node_of_offer_[o];
  }

  std::int32_t SupplierNode(std::int32_t s) {
    const std::int64_t capacity = instance_.suppliers[s].capacity;
    if (capacity == SupplierRow::kUnlimited) return kSource;
    if (node_of_supplier_[s] == kNone) {
      node_of_supplier_[s] = problem_.AddNode(0);
      arc_of_supplier_.push_back({.row = s, .arc = AddArc(kSource, node_of_supplier_[s], capacity, {})});
    }
    return node_of_supplier_[s];
  }

  std::int32_t AddArc(std::int32_t from, std::int32_t to, std::int64_t capacity, const Ranks& ranks) {
    for (std::size_t i = 0; i < kRanks; ++i) costs_[i].push_back(ranks[i]);
    const std::int32_t arc = problem_.AddArc(to, from, capacity, 0);
    if (from > 0 && to > 0 && to <= std::ssize(instance_.requirements)) arc_of_lane_.push_back(arc);
    return arc;
  }

  // What the lanes carry, and what that takes of offers and suppliers and leaves short.
  std::vector<std::int64_t> FlowOf(std::span<const LaneFlow> lanes) const {
    std::vector<std::int64_t> flow(problem_.arcs());
    std::vector<std::int64_t> sold(instance_.offers.size()), sold_in_all(instance_.suppliers.size());
    const auto first_shortage = flow.end() - std::ssize(instance_.requirements);
    for (std::size_t r = 0; r < instance_.requirements.size(); ++r)
      first_shortage[static_cast<std::ptrdiff_t>(r)] = instance_.requirements[r].need;
    auto next = lanes.begin();
    for (std::size_t i = 0; i < lanes_.size() && next != lanes.end(); ++i) {
      if (next->offer != lanes_[i].offer || next->requirement != lanes_[i].requirement) continue;
      flow[arc_of_lane_[i]] = next->quanta;
      sold[next->offer] += next->quanta;
      sold_in_all[instance_.offers[next->offer].supplier] += next->quanta;
      first_shortage[next->requirement] -= next->quanta;
      ++next;
    }
    for (const auto& [o, arc] : arc_of_offer_) flow[arc] = sold[o];
    for (const auto& [s, arc] : arc_of_supplier_) flow[arc] = sold_in_all[s];
    return flow;
  }

  using ByRank = std::vector<std::vector<std::int64_t>>;  // per rank and node

  ByRank NodePrices(const RankPrices& prices) const {
    ByRank by_rank(kRanks, std::vector<std::int64_t>(problem_.nodes()));
    const auto set = [&](std::int32_t node, const Ranks& ranks) {
      for (std::size_t i = 0; i < kRanks; ++i) by_rank[i][node] = -ranks[i];
    };
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r)
      set(RequirementNode(r), prices.requirement[r]);
    for (const auto& [s, arc] : arc_of_supplier_) set(node_of_supplier_[s], prices.supplier[s]);
    for (const auto& [o, arc] : arc_of_offer_) set(node_of_offer_[o], prices.offer[o]);
    return by_rank;
  }

  // Prices of sums don't say what each rank adds to them. But along the arcs of a tree that they make worth
  // nothing, each rank's costs add up by themselves.
  ByRank SplitPrices(const ListedStart& start, const std::vector<std::int64_t>& flow) const {
    ByRank by_rank(kRanks, std::vector<std::int64_t>(problem_.nodes()));
    flow::Problem sums = problem_;
    const Instance& summed = *start.summed;
    const std::size_t first_shortage = sums.cost.size() - summed.requirements.size();
    for (std::size_t r = 0; r < summed.requirements.size(); ++r)
      sums.cost[first_shortage + r] = summed.requirements[r].penalty;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      const SenPerKg surcharge = summed.policy.tier_surcharge[static_cast<std::size_t>(lanes_[i].cost.tier)];
      sums.cost[arc_of_lane_[i]] =
          lanes_[i].cost.unit() + RoundHalfUp(Int128{surcharge.value} * summed.policy.quantum.value, 1000);
    }
    std::vector<std::int64_t> price(problem_.nodes());
    for (std::size_t r = 0; r < summed.requirements.size(); ++r)
      price[r + 1] = -start.of_sums->requirement_price[r];
    for (const auto& [s, arc] : arc_of_supplier_)
      price[node_of_supplier_[s]] = -start.of_sums->supplier_price[s];
    for (const auto& [o, arc] : arc_of_offer_) price[node_of_offer_[o]] = -start.of_sums->offer_price[o];
    const std::optional<flow::StartTree> tree = flow::GrowStartTree(sums, flow, price);
    if (!tree) return by_rank;
    for (const std::int32_t v : tree->order) {
      const std::int32_t a = tree->arc[v];
      if (a == kNone) continue;
      const bool up = problem_.tail[a] == v;
      const std::int32_t parent = up ? problem_.head[a] : problem_.tail[a];
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
        ranks[i] = solution.ranks[i].price[kSource] - solution.ranks[i].price[node];
      return ranks;
    };
    RankPrices prices;
    prices.supplier.resize(instance_.suppliers.size());
    for (const auto& [s, arc] : arc_of_supplier_) {
      if (solution.flow[arc] == problem_.upper[arc])
        prices.supplier[s] = std::max(price(node_of_supplier_[s]), Ranks{});
    }
    prices.offer.resize(instance_.offers.size());
    for (std::size_t o = 0; o < prices.offer.size(); ++o)
      prices.offer[o] = prices.supplier[instance_.offers[o].supplier];
    for (const auto& [o, arc] : arc_of_offer_) {
      if (solution.flow[arc] == problem_.upper[arc])
        prices.offer[o] = std::max(price(node_of_offer_[o]), prices.offer[o]);
    }
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r)
      prices.requirement.push_back(
          std::min(price(RequirementNode(r)), RanksOfShortage(instance_.requirements[r])));
    return prices;
  }

  struct RowArc {
    std::int32_t row = kNone, arc = kNone;
  };

  const Instance& instance_;
  const std::span<const ListedLane> lanes_;
  flow::Problem problem_;
  std::vector<std::vector<std::int64_t>> costs_;
  std::vector<std::int32_t> node_of_offer_, node_of_supplier_;  // kNone: it has none
  std::vector<RowArc> arc_of_offer_, arc_of_supplier_;
  std::vector<std::int32_t> arc_of_lane_;
};

}  // namespace

std::optional<ListedAnswer> SolveListed(const Instance& instance, std::span<const ListedLane> lanes,
                                        const ListedStart& start, const StopToken& stop) {
  return Listed(instance, lanes).Solve(start, stop);
}

}  // namespace pasok::match
