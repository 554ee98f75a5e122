// Of the ways to keep as much of contracts that contradict each other the checker finds those that cost more
// than they need, and by how much.
#include "engine/match/recheck/agreements.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "benchmarks/peers/peers.h"
#include "engine/flow/solve.h"
#include "engine/match/recheck/cheaper_promises.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match::recheck {
namespace {

// More than all that is kept costs, and little enough for an oracle's 64 bits.
constexpr std::int64_t kAQuantumKept = std::int64_t{1} << 40;

std::vector<std::int64_t> UnitsOf(const Ground& ground, const std::vector<Agreement>& due) {
  std::vector<std::int64_t> units;
  for (const Agreement& each : due) {
    if (each.offer == kNone) continue;
    const DayOffer& offer = ground.rules.offers()[each.offer];
    const Cost cost = ground.rules.CostOf(
        offer, ground.rules.Look(offer.supplier, ground.rules.needs()[each.need].demand_point));
    units.push_back(cost.money + cost.preference);
  }
  return units;
}

// source -> aggregator -> supplier -> offer -> need -> sink over the contracts' lanes, which are the last
// arcs: of each quantum kept these units less kAQuantumKept.
flow::Problem PromisesAlone(const Ground& ground, const std::vector<Agreement>& due,
                            const std::vector<std::int64_t>& units) {
  flow::Problem problem;
  const std::int32_t source = problem.AddNode(0), sink = problem.AddNode(0);
  std::map<Sharer, std::int32_t> node;
  for (const Agreement& each : due) {
    if (each.offer == kNone) continue;
    problem.supply[source] += each.wanted, problem.supply[sink] -= each.wanted;
  }
  const std::int64_t all = problem.supply[source];
  const auto find = [&](const Sharer& sharer) {
    const auto [found, is_new] = node.try_emplace(sharer, problem.nodes());
    return std::pair(is_new ? problem.AddNode(0) : found->second, is_new);
  };
  const auto able = [&](const Sharer& sharer) { return std::min(AbleOf(ground, sharer), all); };
  for (const Agreement& each : due) {
    if (each.offer == kNone) continue;
    const auto [offer, supplier, need, aggregator] = SharersOf(ground, each);
    std::int32_t from = source;
    for (const Sharer& sharer : {aggregator, supplier, offer}) {
      const auto [at, is_new] = find(sharer);
      if (is_new) problem.AddArc(from, at, able(sharer), 0);
      from = at;
    }
    if (const auto [at, is_new] = find(need); is_new) problem.AddArc(at, sink, able(need), 0);
  }
  problem.AddArc(source, sink, all, 0);
  for (std::size_t lane = 0; const Agreement& each : due) {
    if (each.offer == kNone) continue;
    const auto [offer, supplier, need, aggregator] = SharersOf(ground, each);
    problem.AddArc(node.at(offer), node.at(need), each.wanted, units[lane++] - kAQuantumKept);
  }
  return problem;
}

// What such a flow keeps, less kAQuantumKept for each quantum.
Int128 LessKept(const std::vector<Agreement>& due, const std::vector<std::int64_t>& units) {
  Int128 cost = 0;
  for (std::size_t lane = 0; const Agreement& each : due) {
    if (each.offer != kNone) cost += Int128{units[lane++] - kAQuantumKept} * each.kept;
  }
  return cost;
}

bool Has(const Findings& findings, std::string_view code) {
  return std::ranges::find(findings.list, code, &Finding::code) != findings.list.end();
}

TEST(CheaperPromises, AreFoundExactlyWhereTheKeptOnesDontCostLeast) {
  std::mt19937_64 random(77);
  int dearer = 0, least = 0;
  for (int i = 0; i < 3'000; ++i) {
    SCOPED_TRACE(i);
    const Market market =
        RandomMarket(random, {.most_suppliers = 16, .contracts = true, .aggregators = i % 2 == 0});
    const DayRules rules(market.dataset, market.policy, market.question.date, {}, market.question.taken);
    const SupplierIds ids(market.dataset);
    const Ground ground{.dataset = market.dataset,
                        .policy = market.policy,
                        .rules = rules,
                        .supplier_ids = ids,
                        .date = market.question.date ? ToIso(*market.question.date) : ""};
    FindingLog ignored;
    const Agreements nothing_kept(ground, {}, ignored);
    const std::vector<std::int64_t> units = UnitsOf(ground, nothing_kept.due());
    if (units.empty()) continue;

    // As much as can be, at whatever cost.
    std::vector<std::int64_t> any = units;
    for (std::int64_t& unit : any) unit = static_cast<std::int64_t>(random() % 3);
    if (i % 3 == 0) any = units;
    const flow::Problem problem = PromisesAlone(ground, nothing_kept.due(), any);
    ASSERT_EQ(flow::CheckRange(problem), std::nullopt);
    const flow::Solution solution = flow::SolveMinCostFlow(problem, StopToken());
    Allocations allocations;
    for (std::size_t arc = problem.arcs() - units.size(); const Agreement& each : nothing_kept.due()) {
      if (each.offer == kNone) continue;
      const std::int64_t quanta = solution.flow[arc++];
      if (quanta > 0)
        allocations.claims.push_back({.need = each.need, .offer = each.offer, .quanta = quanta, .line = 2});
    }
    FindingLog log;
    const Agreements agreements(ground, allocations, log);
    const Findings findings = log.Take();
    ASSERT_FALSE(Has(findings, "contract_not_kept"));

    const auto best = static_cast<std::int64_t>(
        peers::LemonNetworkSimplex(PromisesAlone(ground, nothing_kept.due(), units)).cost);
    std::vector<Agreement> due = agreements.due();
    const bool is_least = LessKept(due, units) == best;
    ASSERT_EQ(Has(findings, "contract_kept_dearer"), !is_least) << Lines(findings);
    ++(is_least ? least : dearer);
    // Done one after the other they lead to the least.
    while (LessKept(due, units) > best) {
      const Int128 before = LessKept(due, units);
      Int128 saved = 0;
      std::vector<CheaperPromises> found = FindCheaperPromises(ground, due);
      ASSERT_FALSE(found.empty());
      for (const CheaperPromises& each : found) {
        saved += each.saved;
        for (const Agreement* less : each.less) due[less - due.data()].kept -= each.quanta;
        for (const Agreement* more : each.more) due[more - due.data()].kept += each.quanta;
      }
      ASSERT_TRUE(std::ranges::all_of(
          due, [](const Agreement& each) { return each.kept >= 0 && each.kept <= each.wanted; }));
      ASSERT_EQ(before - LessKept(due, units), saved);
    }
  }
  EXPECT_GT(dearer, 100);
  EXPECT_GT(least, 100);
}

}  // namespace
}  // namespace pasok::match::recheck
