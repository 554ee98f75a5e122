#include "engine/match/plan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <tuple>
#include <utility>

#include "engine/match/beyond/beyond.h"
#include "engine/match/explain_shortages.h"
#include "engine/match/lane_kernel.h"
#include "engine/match/spread.h"
#include "engine/match/strict/proof.h"

namespace pasok::match {
namespace {

constexpr double kCertifyStarts = 0.8;  // of the whole work; Match tells the stages before it

std::int32_t AggregatorOf(const Instance& instance, std::int32_t supplier) {
  const std::int32_t aggregator = instance.suppliers[supplier].aggregator;
  return aggregator == kNone ? kNone : instance.aggregators[aggregator].dataset_supplier;
}

std::vector<Allocation> ToAllocations(const Instance& instance, const LaneRule& lanes,
                                      const Matching& matching) {
  // Flows stand in order of requirement and offer, so they only have to be parted by demand point.
  std::vector<std::array<std::int32_t, 3>> order;  // day, demand point, flow
  order.reserve(matching.flows.size());
  for (std::size_t i = 0; i < matching.flows.size(); ++i) {
    const RequirementRow& row = instance.requirements[matching.flows[i].requirement];
    order.push_back(
        {instance.commodities[row.commodity].day, row.demand_point, static_cast<std::int32_t>(i)});
  }
  std::ranges::sort(order);
  std::vector<Allocation> allocations;
  allocations.reserve(order.size());
  for (const auto& [day, demand_point, i] : order) {
    const LaneFlow& flow = matching.flows[i];
    const OfferRow& offer = instance.offers[flow.offer];
    const RequirementRow& requirement = instance.requirements[flow.requirement];
    const LaneCost lane = lanes.Cost(flow.offer, flow.requirement);
    allocations.push_back({.date = instance.DateOf(offer.commodity),
                           .demand_point = requirement.demand_point,
                           .commodity = instance.commodities[offer.commodity].dataset_commodity,
                           .supplier = instance.suppliers[offer.supplier].dataset_supplier,
                           .offer = offer.dataset_offer,
                           .quanta = flow.quanta,
                           .price = {offer.price_sen_per_kg},
                           .unit_money = lane.money,
                           .unit_preference = lane.preference,
                           .road = lane.first_leg + lane.road,
                           .tier = lane.tier,
                           .via = AggregatorOf(instance, offer.supplier),
                           .first_leg = lane.first_leg});
  }
  const auto key = [](const Allocation& a) {
    return std::tuple(a.date, a.demand_point, a.commodity, a.supplier, a.offer);
  };
  if (!std::ranges::is_sorted(allocations, {}, key)) std::ranges::sort(allocations, {}, key);
  return allocations;
}

using Delivery = std::pair<std::int32_t, std::int32_t>;  // demand point, supplier

template <class T>
void KeepDistinct(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
}

// Suppliers of each of the demand points that need something. Both sorted, distinct.
void CountSuppliers(const std::vector<std::int32_t>& demand_points, const std::vector<Delivery>& deliveries,
                    std::vector<std::int64_t>& counts) {
  auto first = deliveries.begin();
  for (std::int32_t d : demand_points) {
    const auto end = std::ranges::lower_bound(first, deliveries.end(), Delivery(d + 1, 0));
    counts.push_back(end - first);
    first = end;
  }
}

template <class Figures>
void Spread(std::vector<std::int64_t> counts, Figures& figures) {
  if (counts.empty()) return;
  std::ranges::sort(counts);
  const std::size_t middle = counts.size() / 2;
  figures.min = counts.front();
  figures.max = counts.back();
  figures.median = counts.size() % 2 == 1 ? static_cast<double>(counts[middle])
                                          : static_cast<double>(counts[middle - 1] + counts[middle]) / 2;
}

std::int32_t DatasetCommodityOf(const Instance& instance, const RequirementRow& row) {
  return instance.commodities[row.commodity].dataset_commodity;
}

std::vector<Carried> ToCarried(const Instance& instance, const Matching& matching) {
  std::vector<Carried> carried;
  const auto add = [&](Carried::Way way, std::int32_t from_row, std::int32_t to_row, StoodIn quanta,
                       std::int64_t cost) {
    const RequirementRow& to = instance.requirements[to_row];
    const RequirementRow& from = from_row == kNone ? to : instance.requirements[from_row];
    if (quanta.used == 0) return;
    Carried& row = carried.emplace_back(Carried{.way = way,
                                                .date = std::nullopt,
                                                .to_date = instance.DateOf(to.commodity),
                                                .demand_point = to.demand_point,
                                                .commodity = DatasetCommodityOf(instance, from),
                                                .to_commodity = DatasetCommodityOf(instance, to),
                                                .quanta = quanta.used,
                                                .served = quanta.served,
                                                .unit_cost = cost});
    if (from_row != kNone) row.date = instance.DateOf(from.commodity);
  };
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    const StoodIn quanta{.used = matching.transfers[i], .served = matching.transfers[i]};
    add(WayOf(instance, transfer), transfer.from, transfer.to, quanta, transfer.cost);
  }
  for (std::size_t i = 0; i < matching.stood_in.size(); ++i) {
    const StandIn& row = instance.stand_ins[i];
    add(Carried::Way::kSubstitute, row.from, row.to, matching.stood_in[i], row.cost);
  }
  std::ranges::sort(carried, {}, [](const Carried& row) {
    return std::tuple(row.date, row.demand_point, row.commodity, row.to_date, row.to_commodity);
  });
  return carried;
}

Totals SumUp(const Instance& instance, const Matching& matching, const std::vector<Allocation>& allocations) {
  const Dataset& dataset = *instance.dataset;
  Totals totals;
  std::vector<std::int32_t> demand_points, suppliers;
  std::vector<Delivery> deliveries;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    demand_points.push_back(requirement.demand_point);
    totals.demand += requirement.need;
    totals.shortage += matching.shortage[r];
    totals.penalty += matching.shortage[r] * requirement.penalty;
  }
  for (std::size_t i = 0; i < instance.transfers.size(); ++i)
    totals.carried += instance.transfers[i].cost * matching.transfers[i];
  for (std::size_t i = 0; i < matching.stood_in.size(); ++i)
    totals.carried += instance.stand_ins[i].cost * matching.stood_in[i].served;
  totals.spread = static_cast<std::int64_t>(SpreadCost(instance, matching.flows));
  totals.preference += totals.spread;
  for (const Allocation& row : allocations) {
    totals.allocated += row.quanta;
    totals.money += row.quanta * row.unit_money;
    totals.preference += row.quanta * row.unit_preference;
    totals.by_tier[static_cast<std::size_t>(row.tier)] += row.quanta;
    totals.by_kind[static_cast<std::size_t>(dataset.suppliers[row.supplier].kind)] += row.quanta;
    suppliers.push_back(row.supplier);
    deliveries.emplace_back(row.demand_point, row.supplier);
    if (instance.policy.price_ceiling != CeilingMode::kReport) continue;
    const CommodityRule& rule = *instance.commodities[instance.SpanOf(0, row.commodity)].rule;
    const std::optional<SenPerKg> ceiling =
        rule.CeilingIn(dataset.regions[dataset.suppliers[row.supplier].region].code);
    if (!ceiling || row.price <= *ceiling) continue;
    totals.above_ceiling_quanta += row.quanta;
    ++totals.above_ceiling_rows;
  }
  KeepDistinct(demand_points);
  KeepDistinct(suppliers);
  KeepDistinct(deliveries);
  totals.suppliers_used = std::ssize(suppliers);
  std::vector<std::int64_t> counts;
  CountSuppliers(demand_points, deliveries, counts);
  Spread(std::move(counts), totals.suppliers_per_demand_point);
  return totals;
}

// As SumUp, day by day; and the deliveries of each demand point's day.
std::vector<DayTotals> SumUpDays(const Instance& instance, const Matching& matching,
                                 const std::vector<Allocation>& allocations, Totals& totals) {
  std::vector<DayTotals> days;
  std::vector<std::vector<std::int32_t>> demand_points(instance.days.size());
  std::vector<std::int64_t> counts;
  for (const std::optional<Date>& date : instance.days) days.push_back({.date = date});
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    DayTotals& day = days[instance.commodities[requirement.commodity].day];
    day.demand += requirement.need;
    day.shortage += matching.shortage[r];
    day.penalty += matching.shortage[r] * requirement.penalty;
    demand_points[instance.commodities[requirement.commodity].day].push_back(requirement.demand_point);
  }
  for (std::vector<std::int32_t>& of_day : demand_points) KeepDistinct(of_day);
  if (SpreadsFairly(instance)) {
    const std::vector<std::int64_t> quanta = QuantaOfOffers(instance, matching.flows);
    for (std::size_t o = 0; o < quanta.size(); ++o) {
      days[instance.commodities[instance.offers[o].commodity].day].preference +=
          SpreadCost(instance, static_cast<std::int32_t>(o), quanta[o]);
    }
  }
  std::vector<Delivery> deliveries;
  for (std::size_t i = 0, d = 0; i < allocations.size(); ++i) {
    const Allocation& row = allocations[i];
    while (days[d].date != row.date) ++d;
    days[d].allocated += row.quanta;
    days[d].money += row.quanta * row.unit_money;
    days[d].preference += row.quanta * row.unit_preference;
    deliveries.emplace_back(row.demand_point, row.supplier);
    if (i + 1 < allocations.size() && allocations[i + 1].date == row.date) continue;
    KeepDistinct(deliveries);
    days[d].deliveries = std::ssize(deliveries);
    CountSuppliers(demand_points[d], deliveries, counts);
    demand_points[d].clear();
    deliveries.clear();
  }
  for (const std::vector<std::int32_t>& without : demand_points)
    counts.resize(counts.size() + without.size());
  Spread(std::move(counts), totals.deliveries_per_kitchen_day);
  std::erase_if(days, [](const DayTotals& day) { return day.demand == 0; });
  return days;
}

std::vector<NodePrice> ToNodePrices(const Instance& instance, const Matching& matching) {
  std::vector<NodePrice> prices;
  const auto above_money = [](const Ranks& ranks) {
    std::array<std::int64_t, kRanks - 1> above;
    std::ranges::copy_n(ranks.begin(), above.size(), above.begin());
    return above;
  };
  const RankPrices* const by_rank = matching.ranks.get();
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int32_t aggregator = instance.suppliers[s].aggregator;
    const std::int64_t above = aggregator == kNone ? 0 : matching.aggregator_price[aggregator];
    const bool follows =
        by_rank ? by_rank->supplier[s] == (aggregator == kNone ? Ranks{} : by_rank->aggregator[aggregator])
                : matching.supplier_price[s] == above;
    if (follows) continue;
    prices.push_back({.node = NodePrice::Node::kSupplier,
                      .date = instance.days[instance.suppliers[s].day],
                      .supplier = instance.suppliers[s].dataset_supplier,
                      .price = matching.supplier_price[s]});
    if (by_rank) prices.back().above_money = above_money(by_rank->supplier[s]);
  }
  for (std::size_t a = 0; a < instance.aggregators.size(); ++a) {
    if (by_rank ? by_rank->aggregator[a] == Ranks{} : matching.aggregator_price[a] == 0) continue;
    prices.push_back({.node = NodePrice::Node::kAggregator,
                      .date = instance.days[instance.aggregators[a].day],
                      .supplier = instance.aggregators[a].dataset_supplier,
                      .price = matching.aggregator_price[a]});
    if (by_rank) prices.back().above_money = above_money(by_rank->aggregator[a]);
  }
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& offer = instance.offers[o];
    const bool follows = by_rank ? by_rank->offer[o] == by_rank->supplier[offer.supplier]
                                 : matching.offer_price[o] == matching.supplier_price[offer.supplier];
    if (follows) continue;
    prices.push_back({.node = NodePrice::Node::kOffer,
                      .date = instance.DateOf(offer.commodity),
                      .supplier = instance.suppliers[offer.supplier].dataset_supplier,
                      .commodity = instance.commodities[offer.commodity].dataset_commodity,
                      .price = matching.offer_price[o]});
    if (by_rank) prices.back().above_money = above_money(by_rank->offer[o]);
  }
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    prices.push_back({.node = NodePrice::Node::kRequirement,
                      .date = instance.DateOf(requirement.commodity),
                      .demand_point = requirement.demand_point,
                      .commodity = instance.commodities[requirement.commodity].dataset_commodity,
                      .price = matching.requirement_price[r]});
    if (by_rank) prices.back().above_money = above_money(by_rank->requirement[r]);
  }
  std::ranges::sort(prices, {}, [](const NodePrice& row) {
    return std::tuple(row.date, row.node, row.supplier, row.demand_point, row.commodity);
  });
  return prices;
}

std::vector<PlannedContract> ToContracts(const Instance& instance, const Matching& matching) {
  const auto lane = [](const LaneFlow& flow) { return std::pair(flow.requirement, flow.offer); };
  std::vector<PlannedContract> contracts;
  for (const DueContract& due : instance.contracts) {
    PlannedContract& contract =
        contracts.emplace_back(PlannedContract{.date = instance.days[due.day], .due = due, .delivered = 0});
    const auto flow =
        std::ranges::lower_bound(matching.flows, std::pair(due.requirement, due.offer), {}, lane);
    if (flow != matching.flows.end() && lane(*flow) == std::pair(due.requirement, due.offer))
      contract.delivered = flow->quanta;
  }
  return contracts;
}

// What each rank comes to, where the prices prove that it can't come to less.
std::vector<RankTotal> ProvenRanks(const Instance& instance, const LaneRule& lanes, const Matching& matching,
                                   int threads, const StopToken& stop) {
  const RankProof proof = ProveByRank(instance, lanes, matching, threads, stop);
  if (!proof.whole || proof.value != proof.bound) return {};
  std::vector<RankTotal> ranks;
  for (std::size_t i = 0; i < kRanks; ++i) {
    const auto value = static_cast<std::int64_t>(proof.value[i]);
    ranks.push_back({.rank = static_cast<Rank>(i), .value = value, .bound = value});
  }
  return ranks;
}

Certificate Certify(const Instance& instance, const LaneRule& lanes, const Matching& matching,
                    const Totals& totals, int threads, const StopToken& stop, const ProgressSink& progress) {
  Certificate certificate{.primal = totals.money + totals.preference + totals.penalty + totals.carried,
                          .dual = matching.bound,
                          .lanes_in_network = matching.lanes_in_network};
  // Prices by rank prove nothing as sums; those are then proven from prices of 0, which leaves the lanes
  // counted.
  Matching at_zero;
  const bool by_rank = instance.policy.aims == Aims::kStrict;
  if (by_rank) {
    at_zero.requirement_price.resize(instance.requirements.size());
    at_zero.offer_price.resize(instance.offers.size());
    at_zero.supplier_price.resize(instance.suppliers.size());
    at_zero.aggregator_price.resize(instance.aggregators.size());
  }
  const Matching& priced = by_rank ? at_zero : matching;
  const Proof proof = ProveOverAllLanes(instance, lanes, priced, threads, stop, [&](double fraction) {
    if (!progress) return;
    progress({.stage = "certify",
              .fraction = kCertifyStarts + (1 - kCertifyStarts) * fraction,
              .incumbent = certificate.primal,
              .bound = certificate.dual});
  });
  if (!proof.whole) return certificate;
  certificate.lanes_eligible_proof = true;
  certificate.lanes_eligible = proof.lanes_eligible;
  certificate.parts = proof.parts;
  // Below the 64-bit range any bound says the same: nothing.
  certificate.dual = static_cast<std::int64_t>(std::max<Int128>(proof.parts.value(), INT64_MIN));
  if (matching.ranks) certificate.ranks = ProvenRanks(instance, lanes, matching, threads, stop);
  if (!certificate.ranks.empty()) certificate.dual = certificate.primal;
  return certificate;
}

}  // namespace

Carried::Way WayOf(const Instance& instance, const Transfer& transfer) {
  if (transfer.from == kNone) return Carried::Way::kStock;
  const RequirementRow &from = instance.requirements[transfer.from], &to = instance.requirements[transfer.to];
  const bool same = DatasetCommodityOf(instance, from) == DatasetCommodityOf(instance, to);
  return same ? Carried::Way::kStorage : Carried::Way::kSubstitute;
}

std::string_view ToWord(Carried::Way way) {
  switch (way) {
    case Carried::Way::kStock:
      return "stock";
    case Carried::Way::kStorage:
      return "storage";
    case Carried::Way::kSubstitute:
      return "substitute";
  }
  return "";
}

std::string_view ToWord(ShortageReason reason) {
  switch (reason) {
    case ShortageReason::kNoOffer:
      return "no_offer";
    case ShortageReason::kInactive:
      return "inactive";
    case ShortageReason::kNotAvailable:
      return "not_available";
    case ShortageReason::kLicence:
      return "licence";
    case ShortageReason::kBlocked:
      return "blocked";
    case ShortageReason::kRelatedParty:
      return "related_party";
    case ShortageReason::kPriceCeiling:
      return "price_ceiling";
    case ShortageReason::kOutOfRange:
      return "out_of_range";
    case ShortageReason::kCapacityExhausted:
      return "capacity_exhausted";
    case ShortageReason::kConcentrationLimit:
      return "concentration_limit";
    case ShortageReason::kAbovePenalty:
      return "above_penalty";
    case ShortageReason::kLicenceEnded:
      return "licence_ended";
    case ShortageReason::kTravelTime:
      return "travel_time";
    case ShortageReason::kProbation:
      return "probation";
    case ShortageReason::kContract:
      return "contract";
    case ShortageReason::kWholeDeliveries:
      return "whole_deliveries";
  }
  return "";
}

SolveResult Solve(const Dataset& dataset, const Policy& policy, const Question& question,
                  const MatchOptions& options, const StopToken& stop, const ProgressSink& progress) {
  InstanceReading reading = BuildInstance(dataset, policy, question);
  SolveResult result{.solved = nullptr, .findings = std::move(reading.findings), .refusal = ""};
  if (!reading.instance) return result;
  auto solved = std::make_unique<Solved>(*std::move(reading.instance), question);
  const ProgressSink before_certifying = [&](const Progress& told) {
    Progress within = told;
    within.fraction *= kCertifyStarts;
    progress(within);
  };
  MatchResult match =
      Match(solved->instance, solved->lanes, options, stop, progress ? before_certifying : nullptr);
  if (!match.matching) {
    result.refusal = std::move(match.refusal);
    return result;
  }
  solved->matching = *std::move(match.matching);
  if (beyond::IsAsked(solved->instance) && policy.aims == Aims::kWeighted)
    beyond::Apply(solved->instance, solved->lanes, options.threads, stop, solved->matching);
  solved->kept = std::move(match.kept);
  result.solved = std::move(solved);
  return result;
}

std::vector<Allocation> AllocationsOf(const Solved& solved) {
  return ToAllocations(solved.instance, solved.lanes, solved.matching);
}

std::vector<PlannedBudget> BudgetsOf(const Instance& instance, const std::vector<Allocation>& allocations) {
  std::map<std::pair<std::optional<Date>, std::int32_t>, std::int64_t> money;
  if (!instance.budgets.empty()) {
    for (const Allocation& row : allocations)
      money[{row.date, row.demand_point}] += row.quanta * row.unit_money;
  }
  std::vector<PlannedBudget> budgets;
  for (const DayBudget& row : instance.budgets) {
    const std::optional<Date>& date = instance.days[row.day];
    budgets.push_back({.date = date,
                       .demand_point = row.demand_point,
                       .budget = row.sen,
                       .money = money[{date, row.demand_point}]});
  }
  return budgets;
}

Totals TotalsOf(const Solved& solved, const std::vector<Allocation>& allocations) {
  return SumUp(solved.instance, solved.matching, allocations);
}

Plan PlanOf(const Solved& solved, int threads, const StopToken& stop, const ProgressSink& progress) {
  const Instance& instance = solved.instance;
  const Matching& matching = solved.matching;
  const LaneKernel kernel(instance, solved.lanes);
  Plan plan;
  plan.date = instance.date;
  plan.asked_days = instance.asked_days;
  plan.regions = instance.regions;
  plan.quantum = instance.policy.quantum;
  plan.allocations = ToAllocations(instance, solved.lanes, matching);
  plan.prices = ToNodePrices(instance, matching);
  plan.totals = SumUp(instance, matching, plan.allocations);
  plan.days = SumUpDays(instance, matching, plan.allocations, plan.totals);
  for (const DayTotals& day : plan.days) plan.totals.deliveries += day.deliveries;
  plan.certificate = Certify(instance, solved.lanes, matching, plan.totals, threads, stop, progress);
  plan.shortages = ExplainShortages(instance, kernel, matching, threads, stop);
  plan.budgets = BudgetsOf(instance, plan.allocations);
  plan.sharing = TallyShares(instance, plan.allocations);
  plan.previous = solved.previous;
  if (!plan.previous.empty()) plan.changes = TallyChanges(instance, plan.previous, plan.allocations);
  plan.carried = ToCarried(instance, matching);
  plan.rules = ReportRules(instance, matching, plan.totals, plan.budgets, plan.sharing, plan.carried);
  if (!plan.previous.empty()) plan.rules.push_back(ReportChanges(instance.policy, plan.changes));
  for (const MenuServing& row : instance.menu)
    plan.menu.push_back(
        {.date = instance.days[row.day], .demand_point = row.demand_point, .cycle_day = row.cycle_day});
  plan.contracts = ToContracts(instance, matching);
  plan.taken = solved.taken;
  plan.solver_name = matching.engine;
  plan.iterations = matching.iterations;
  plan.complete = !matching.stopped;
  return plan;
}

PlanResult MakePlan(const Dataset& dataset, const Policy& policy, const Question& question,
                    const MatchOptions& options, const StopToken& stop, const ProgressSink& progress) {
  const auto start = std::chrono::steady_clock::now();
  SolveResult answer = Solve(dataset, policy, question, options, stop, progress);
  PlanResult result{
      .plan = std::nullopt, .findings = std::move(answer.findings), .refusal = std::move(answer.refusal)};
  if (!answer.solved) return result;
  Plan& plan = result.plan.emplace(PlanOf(*answer.solved, options.threads, stop, progress));
  plan.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (progress) {
    progress({.stage = "certify",
              .fraction = 1,
              .incumbent = plan.certificate.primal,
              .bound = plan.certificate.dual});
  }
  return result;
}

}  // namespace pasok::match
