#include "engine/match/beyond/market.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "engine/flow/network_simplex.h"
#include "engine/flow/parts.h"
#include "engine/match/question/transfers.h"
#include "engine/match/spread.h"
#include "engine/match/strict/shortlist.h"

namespace pasok::match::beyond {
namespace {

std::vector<std::int64_t> PricesToStartFrom(const ListedNetwork& network, const MarketAnswer& start) {
  std::vector<std::int64_t> price(network.problem.nodes());
  for (std::size_t r = 0; r < start.requirement_price.size(); ++r)
    price[ListedNetwork::RequirementNode(static_cast<std::int32_t>(r))] = -start.requirement_price[r];
  for (std::size_t i = 0; i < network.suppliers.size(); ++i)
    price[network.SupplierNode(i)] = -start.supplier_price[network.suppliers[i]];
  for (std::size_t i = 0; i < network.offers.size(); ++i)
    price[network.OfferNode(i)] = -start.offer_price[network.offers[i]];
  return price;
}

// The lanes from a demand point's suppliers of before. Offers of a commodity stand by supplier, as in the
// dataset, each with one.
void AddFamiliar(const Instance& instance, std::vector<std::pair<std::int32_t, std::int32_t>>& lanes) {
  std::unordered_map<std::int32_t, std::vector<std::int32_t>> requirements_of;  // by demand point
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    requirements_of[instance.requirements[r].demand_point].push_back(r);
  const auto supplier_of = [&](const OfferRow& row) {
    return instance.suppliers[row.supplier].dataset_supplier;
  };
  for (const Familiar& row : instance.familiar) {
    if (row.commodity != kNone) continue;
    for (const std::int32_t r : requirements_of[row.demand_point]) {
      const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
      const auto offers = std::span(instance.offers).first(span.end_offer).subspan(span.first_offer);
      const auto at = std::ranges::lower_bound(offers, row.supplier, {}, supplier_of);
      if (at != offers.end() && supplier_of(*at) == row.supplier)
        lanes.emplace_back(r, span.first_offer + static_cast<std::int32_t>(at - offers.begin()));
    }
  }
}

void FindRequirements(const Instance& instance, Market& market) {
  market.first_of_requirement.assign(instance.requirements.size() + 1, 0);
  for (const ListedLane& lane : market.lanes) ++market.first_of_requirement[lane.requirement + 1];
  for (std::size_t r = 0; r < instance.requirements.size(); ++r)
    market.first_of_requirement[r + 1] += market.first_of_requirement[r];
}

// Lanes with a soft bound get another arc, behind all others, for what is above it: which lanes, in order.
std::vector<std::size_t> SplitSoftLanes(const MarketTerms& terms, ListedNetwork& network) {
  flow::Problem& problem = network.problem;
  std::vector<std::size_t> split;
  for (std::size_t i = 0; i < terms.soft.size(); ++i) {
    const std::size_t arc = network.first_lane_arc + i;
    const std::int64_t below = std::max(terms.soft[i], problem.lower[arc]);
    if (below >= problem.upper[arc]) continue;
    split.push_back(i);
    const std::int64_t above = std::exchange(problem.upper[arc], below) - below;
    problem.AddArc(problem.tail[arc], problem.head[arc], above, problem.cost[arc] + terms.above_soft);
  }
  return split;
}

}  // namespace

std::int32_t Market::Find(std::int32_t offer, std::int32_t requirement) const {
  const std::span<const ListedLane> of = Of(requirement);
  const auto at = std::ranges::lower_bound(of, offer, {}, &ListedLane::offer);
  if (at == of.end() || at->offer != offer) return kNone;
  return first_of_requirement[requirement] + static_cast<std::int32_t>(at - of.begin());
}

std::optional<Market> ListMarket(const Instance& instance, const LaneRule& rule, const Matching& matching,
                                 const MarketReach& reach, int threads, const StopToken& stop) {
  ShortlistReach shortlist{.most = reach.most,
                           .sen_per_kg = reach.sen_per_kg,
                           .farther_sen_per_kg = reach.farther_sen_per_kg,
                           .worth = reach.worth};
  Market market{
      .lanes = ShortlistLanes(instance, rule, matching, rule, shortlist, threads, stop),
      .first_of_requirement = {},
      .threads = threads,
  };
  const auto pair = [](const ListedLane& lane) { return std::pair(lane.requirement, lane.offer); };
  if (reach.most_preferred > 0) {
    shortlist.most = reach.most_preferred, shortlist.worth = reach.preferred;
    const std::vector<ListedLane> others = std::exchange(market.lanes, {});
    const std::vector<ListedLane> preferred =
        ShortlistLanes(instance, rule, matching, rule, shortlist, threads, stop);
    std::ranges::set_union(others, preferred, std::back_inserter(market.lanes), {}, pair, pair);
  }
  if (stop.Asked()) return std::nullopt;
  const auto listed = static_cast<std::ptrdiff_t>(market.lanes.size());
  std::vector<std::pair<std::int32_t, std::int32_t>> also;  // requirement, offer
  for (const PairTerm& term : instance.pair_terms) {
    if (term.reserved > 0) also.emplace_back(term.requirement, term.offer);
  }
  if (reach.familiar) AddFamiliar(instance, also);
  std::ranges::sort(also);
  const auto repeated = std::ranges::unique(also);
  also.erase(repeated.begin(), repeated.end());
  for (const auto& wanted : also) {
    if (std::ranges::binary_search(market.lanes.begin(), market.lanes.begin() + listed, wanted, {}, pair))
      continue;
    const auto& [requirement, offer] = wanted;
    const LaneCost cost = rule.Cost(offer, requirement);
    if (cost.ineligible == Ineligible::kNo)
      market.lanes.push_back({.offer = offer, .requirement = requirement, .cost = cost});
  }
  std::ranges::inplace_merge(market.lanes, market.lanes.begin() + listed, {}, pair);
  FindRequirements(instance, market);
  return market;
}

Market MarketOfFlows(const Instance& instance, const LaneRule& rule, const Matching& matching) {
  Market market;
  for (const LaneFlow& flow : matching.flows) {
    market.lanes.push_back({.offer = flow.offer,
                            .requirement = flow.requirement,
                            .cost = rule.Cost(flow.offer, flow.requirement)});
  }
  FindRequirements(instance, market);
  return market;
}

ListedNetwork MarketNetwork(const Instance& instance, const Market& market, const MarketTerms& terms) {
  ListedNetwork network = BuildListedNetwork(instance, market.lanes);
  flow::Problem& problem = network.problem;
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const std::size_t arc = network.first_lane_arc + i;
    problem.cost[arc] = (terms.unit.empty() ? market.lanes[i].cost.unit() : terms.unit[i]) +
                        (market.surcharge.empty() ? 0 : market.surcharge[i]);
    if (!terms.least.empty()) problem.lower[arc] = terms.least[i];
    if (!terms.most.empty()) problem.upper[arc] = terms.most[i];
  }
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    problem.cost[network.first_shortage_arc + r] =
        terms.penalty.empty() ? instance.requirements[r].penalty : terms.penalty[r];
  }
  for (std::size_t i = 0; i < instance.transfers.size(); ++i)
    problem.cost[network.first_transfer_arc + i] = instance.transfers[i].cost;
  return network;
}

MarketAnswer AnswerOf(const Instance& instance, const Market& market, const ListedNetwork& network,
                      const flow::Solution& solution) {
  MarketAnswer answer;
  answer.status = solution.status;
  answer.iterations = solution.iterations;
  if (solution.status != flow::Status::kOptimal) return answer;
  const auto lanes = solution.flow.begin() + network.first_lane_arc;
  answer.quanta.assign(lanes, lanes + std::ssize(market.lanes));
  const auto shortages = solution.flow.begin() + network.first_shortage_arc;
  answer.shortage.assign(shortages, shortages + std::ssize(instance.requirements));
  const auto transfers = solution.flow.begin() + network.first_transfer_arc;
  answer.transfers.assign(transfers, transfers + std::ssize(instance.transfers));

  const auto price = [&](std::int32_t node) {
    return solution.price[ListedNetwork::kSource] - solution.price[node];
  };
  answer.supplier_price.resize(instance.suppliers.size());
  for (std::size_t i = 0; i < network.suppliers.size(); ++i)
    answer.supplier_price[network.suppliers[i]] = price(network.SupplierNode(i));
  for (const OfferRow& offer : instance.offers)
    answer.offer_price.push_back(answer.supplier_price[offer.supplier]);
  for (std::size_t i = 0; i < network.offers.size(); ++i)
    answer.offer_price[network.offers[i]] = price(network.OfferNode(i));
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    answer.requirement_price.push_back(price(ListedNetwork::RequirementNode(r)));
  return answer;
}

MarketAnswer SolveMarket(const Instance& instance, const Market& market, const MarketTerms& terms,
                         const MarketAnswer* start, const StopToken& stop) {
  ListedNetwork network = MarketNetwork(instance, market, terms);
  std::vector<std::int64_t> flow;
  if (start) {
    flow = FlowOfLanes(instance, network, market.lanes, start->quanta, start->transfers);
    for (std::size_t i = 0; terms.keep_transfers && i < start->transfers.size(); ++i) {
      const std::size_t arc = network.first_transfer_arc + i;
      network.problem.lower[arc] = network.problem.upper[arc] = start->transfers[i];
    }
  }
  const std::vector<std::size_t> soft = SplitSoftLanes(terms, network);
  const std::size_t first_above = network.problem.arcs() - soft.size();
  if (flow::CheckRange(network.problem)) return {};
  flow::Solution solution;
  if (start) {
    flow.reserve(flow.size() + soft.size());  // for the references below to hold
    for (const std::size_t lane : soft) {
      std::int64_t& below = flow[network.first_lane_arc + lane];
      const std::int64_t most =
          std::max(network.problem.upper[network.first_lane_arc + lane], std::int64_t{0});
      flow.push_back(std::max<std::int64_t>(0, below - most));
      below = std::min(below, most);
    }
    solution = flow::SolvePartsFrom(network.problem, ListedNetwork::kSource, flow,
                                    PricesToStartFrom(network, *start), {.threads = market.threads}, stop);
  } else {
    solution = flow::SolveNetworkSimplex(network.problem, stop);
  }
  MarketAnswer answer = AnswerOf(instance, market, network, solution);
  if (answer.status != flow::Status::kOptimal) return answer;
  for (std::size_t i = 0; i < soft.size(); ++i) answer.quanta[soft[i]] += solution.flow[first_above + i];
  return answer;
}

MarketAnswer FittedTo(const Instance& instance, const Market& market, std::span<const std::int64_t> least,
                      std::span<const std::int64_t> most, const MarketAnswer& answer) {
  MarketAnswer fitted = answer;
  std::vector<std::int64_t>& quanta = fitted.quanta;
  const auto least_of = [&](std::size_t i) {
    const ListedLane& lane = market.lanes[i];
    return least.empty() ? instance.Reserved(lane.offer, lane.requirement) : least[i];
  };
  for (std::size_t i = 0; i < quanta.size(); ++i) {
    quanta[i] = std::max(quanta[i], least_of(i));
    if (!most.empty()) quanta[i] = std::min(quanta[i], most[i]);
  }
  // Lanes of what `row_of` names carry together at most what `capacity` says.
  const auto give_way = [&](std::size_t rows, auto row_of, auto capacity) {
    std::vector<std::int64_t> over(rows);
    for (std::size_t row = 0; row < rows; ++row) over[row] = -capacity(row);
    for (std::size_t i = 0; i < quanta.size(); ++i) {
      if (const std::int32_t row = row_of(market.lanes[i]); row != kNone) over[row] += quanta[i];
    }
    for (std::size_t i = 0; i < quanta.size(); ++i) {
      const std::int32_t row = row_of(market.lanes[i]);
      if (row == kNone || over[row] <= 0) continue;
      const std::int64_t cut = std::min(over[row], quanta[i] - least_of(i));
      quanta[i] -= cut, over[row] -= cut;
    }
  };
  const auto supplier_of = [&](const ListedLane& lane) { return instance.offers[lane.offer].supplier; };
  give_way(
      instance.offers.size(), [](const ListedLane& lane) { return lane.offer; },
      [&](std::size_t row) { return instance.offers[row].capacity; });
  give_way(instance.suppliers.size(), supplier_of,
           [&](std::size_t row) { return instance.suppliers[row].capacity; });
  give_way(
      instance.aggregators.size(),
      [&](const ListedLane& lane) { return instance.suppliers[supplier_of(lane)].aggregator; },
      [&](std::size_t row) { return instance.aggregators[row].capacity; });
  // What may come in over lanes: the need, and what the transfers make of it.
  std::vector<std::int64_t> wanted, bound(instance.requirements.size());
  for (const RequirementRow& row : instance.requirements) wanted.push_back(row.need);
  for (std::size_t i = 0; i < fitted.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    wanted[transfer.to] -= fitted.transfers[i];
    if (transfer.from != kNone) wanted[transfer.from] += fitted.transfers[i];
  }
  for (std::size_t i = 0; i < quanta.size(); ++i) bound[market.lanes[i].requirement] += least_of(i);
  if (!std::ranges::equal(bound, wanted, std::ranges::less_equal())) {
    std::ranges::fill(fitted.transfers, 0);
    for (std::size_t r = 0; r < wanted.size(); ++r) wanted[r] = instance.requirements[r].need;
  }
  give_way(
      instance.requirements.size(), [](const ListedLane& lane) { return lane.requirement; },
      [&](std::size_t row) { return wanted[row]; });
  fitted.shortage = std::move(wanted);
  for (std::size_t i = 0; i < quanta.size(); ++i) fitted.shortage[market.lanes[i].requirement] -= quanta[i];
  return fitted;
}

Int128 SpreadCostOf(const Instance& instance, const Market& market, const MarketAnswer& answer) {
  if (!SpreadsFairly(instance)) return 0;
  std::vector<std::int64_t> of_offer(instance.offers.size());
  for (std::size_t i = 0; i < market.lanes.size(); ++i) of_offer[market.lanes[i].offer] += answer.quanta[i];
  return SpreadCost(instance, of_offer);
}

std::int64_t Prohibitive(const Instance& instance, const Market& market) {
  std::int64_t dearest = 1, penalty = INT64_MAX;
  for (const ListedLane& lane : market.lanes) dearest = std::max(dearest, lane.cost.unit());
  for (const RequirementRow& row : instance.requirements) penalty = std::min(penalty, row.penalty);
  return std::max<std::int64_t>(1, std::min(4 * dearest, penalty / 2));
}

MarketAnswer AnswerFrom(const Market& market, const Matching& matching) {
  MarketAnswer answer;
  answer.status = flow::Status::kOptimal;
  answer.quanta.resize(market.lanes.size());
  for (const LaneFlow& flow : matching.flows)
    answer.quanta[market.Find(flow.offer, flow.requirement)] = flow.quanta;
  answer.shortage = matching.shortage;
  answer.transfers = matching.transfers;
  answer.requirement_price = matching.requirement_price;
  answer.offer_price = matching.offer_price;
  answer.supplier_price = matching.supplier_price;
  return answer;
}

void Put(const Instance& instance, const Market& market, const MarketAnswer& answer, Matching& matching) {
  Int128 objective = SpreadCostOf(instance, market, answer);
  matching.flows.clear();
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    if (answer.quanta[i] == 0) continue;
    const ListedLane& lane = market.lanes[i];
    matching.flows.push_back(
        {.offer = lane.offer, .requirement = lane.requirement, .quanta = answer.quanta[i]});
    objective += Int128{lane.cost.unit()} * answer.quanta[i];
  }
  matching.shortage = answer.shortage;
  matching.transfers = answer.transfers;
  MoveShortages(instance.transfers, matching);
  for (std::size_t i = 0; i < matching.transfers.size(); ++i)
    objective += Int128{instance.transfers[i].cost} * matching.transfers[i];
  for (std::size_t r = 0; r < matching.shortage.size(); ++r)
    objective += Int128{instance.requirements[r].penalty} * matching.shortage[r];
  matching.objective = static_cast<std::int64_t>(objective);
}

}  // namespace pasok::match::beyond
