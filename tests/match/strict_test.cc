// `aims: strict` against LEMON with weights that outgrow everything below them, which small markets allow,
// and against its own proof over every lane.
#include "engine/match/strict/strict.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

#include "benchmarks/peers/peers.h"
#include "engine/match/plan.h"
#include "engine/match/spread.h"
#include "engine/match/strict/contradictions.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using Totals6 = std::array<Int128, kRanks>;

Totals6 TotalsByRank(const Instance& instance, const LaneRule& lanes, const Matching& matching) {
  Totals6 totals{};
  for (const LaneFlow& flow : matching.flows) {
    const Ranks ranks = RanksOf(lanes.Cost(flow.offer, flow.requirement));
    for (std::size_t i = 0; i < kRanks; ++i) totals[i] += Int128{ranks[i]} * flow.quanta;
  }
  for (std::size_t r = 0; r < matching.shortage.size(); ++r)
    totals.front() += Int128{instance.requirements[r].penalty} * matching.shortage[r];
  for (std::size_t i = 0; i < matching.transfers.size(); ++i)
    totals.back() += Int128{instance.transfers[i].cost} * matching.transfers[i];
  totals.back() += SpreadCost(instance, matching.flows);
  return totals;
}

// What each rank weighs, so that no simple cycle of lanes, offers and transfers outweighs one step of a
// higher rank.
std::array<std::int64_t, kRanks> WeightsFor(const Instance& instance, std::int64_t dearest) {
  const std::int64_t lanes_in_cycle = 4 * std::ssize(instance.requirements) + 2;
  std::array<std::int64_t, kRanks> weights{};
  weights.back() = 1;
  std::int64_t below = lanes_in_cycle * dearest + 1;
  for (std::size_t i = kRanks - 1; i-- > 1;) weights[i] = below, below *= lanes_in_cycle + 1;
  weights.front() = below;  // per priority: the penalty itself is their common factor
  return weights;
}

struct Oracle {
  Int128 weighted = 0;
  std::array<std::int64_t, kRanks> weights{};
  std::int64_t penalty = 1;  // sen per quantum and priority
};

std::optional<Oracle> SolveByWeights(const Instance& instance, const LaneRule& lanes) {
  Oracle oracle;
  std::int64_t dearest = 1, need = 0;
  std::vector<std::tuple<std::int32_t, std::int32_t, Ranks>> all;
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const CommoditySpan& span = instance.commodities[instance.offers[o].commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      const LaneCost lane = lanes.Cost(o, r);
      if (lane.ineligible != Ineligible::kNo) continue;
      all.emplace_back(o, r, RanksOf(lane));
      dearest = std::max(dearest, lane.unit());
    }
  }
  for (const Transfer& transfer : instance.transfers) dearest = std::max(dearest, transfer.cost);
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    for (const SpreadPiece& piece : PiecesOf(instance, o)) dearest = std::max(dearest, piece.surcharge);
  }
  oracle.weights = WeightsFor(instance, dearest);
  if (oracle.weights.front() > (std::int64_t{1} << 46)) return std::nullopt;
  flow::Problem problem;
  for (const RequirementRow& row : instance.requirements) need += row.need;
  problem.AddNode(need);
  for (const RequirementRow& row : instance.requirements) {
    const std::int64_t priority = instance.dataset->demand_points[row.demand_point].priority;
    oracle.penalty = row.penalty / priority;
    problem.AddArc(0, problem.AddNode(-row.need), row.need,
                   row.penalty == 0 ? 0 : priority * oracle.weights.front());
  }
  std::vector<std::int32_t> aggregator, supplier, offer;
  for (const AggregatorRow& row : instance.aggregators) {
    aggregator.push_back(problem.AddNode(0));
    problem.AddArc(0, aggregator.back(), std::min(row.capacity, need), 0);
  }
  for (const SupplierRow& row : instance.suppliers) {
    supplier.push_back(problem.AddNode(0));
    problem.AddArc(row.aggregator == kNone ? 0 : aggregator[row.aggregator], supplier.back(),
                   std::min(row.capacity, need), 0);
  }
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    offer.push_back(problem.AddNode(0));
    for (const SpreadPiece& piece : PiecesOf(instance, o))
      problem.AddArc(supplier[instance.offers[o].supplier], offer.back(), piece.quanta, piece.surcharge);
  }
  for (const Transfer& transfer : instance.transfers) {
    problem.AddArc(transfer.from == kNone ? 0 : transfer.from + 1, transfer.to + 1, transfer.capacity,
                   transfer.cost);
  }
  for (const auto& [o, r, ranks] : all) {
    std::int64_t cost = 0;
    for (std::size_t i = 1; i < kRanks; ++i) cost += ranks[i] * oracle.weights[i];
    problem.AddArc(offer[o], r + 1, instance.requirements[r].lane_cap, cost);
  }
  oracle.weighted = peers::LemonNetworkSimplex(problem).cost;
  return oracle;
}

Int128 Weigh(const Totals6& totals, const Oracle& oracle) {
  Int128 sum = oracle.penalty == 0 ? 0 : totals.front() / oracle.penalty * oracle.weights.front();
  for (std::size_t i = 1; i < kRanks; ++i) sum += totals[i] * oracle.weights[i];
  return sum;
}

// Reduced costs of all lanes one by one, and those of offers, suppliers, aggregators, transfers and
// shortages.
void ExpectProof(const Instance& instance, const LaneRule& lanes, const Matching& matching) {
  ASSERT_NE(matching.ranks, nullptr);
  const RankPrices& prices = *matching.ranks;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> carried;
  std::vector<std::int64_t> sold(instance.offers.size()), sold_in_all(instance.suppliers.size()),
      handled(instance.aggregators.size());
  for (const LaneFlow& flow : matching.flows) {
    const std::int32_t s = instance.offers[flow.offer].supplier;
    carried[{flow.offer, flow.requirement}] = flow.quanta;
    sold[flow.offer] += flow.quanta;
    sold_in_all[s] += flow.quanta;
    if (instance.suppliers[s].aggregator != kNone) handled[instance.suppliers[s].aggregator] += flow.quanta;
  }
  const auto expect = [](Ranks cost, const Ranks& tail, const Ranks& head, std::int64_t flow,
                         std::int64_t capacity) {
    for (std::size_t i = 0; i < kRanks; ++i) cost[i] += tail[i] - head[i];
    EXPECT_TRUE(flow == 0 || cost <= Ranks{});
    EXPECT_TRUE(flow == capacity || cost >= Ranks{});
  };
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const OfferRow& offer = instance.offers[o];
    std::int64_t left = sold[o];
    for (const SpreadPiece& piece : PiecesOf(instance, o)) {
      const std::int64_t of_piece = std::min(left, piece.quanta);
      left -= of_piece;
      expect(RanksOfMoney(piece.surcharge), prices.supplier[offer.supplier], prices.offer[o], of_piece,
             piece.quanta);
    }
    EXPECT_EQ(left, 0);
    const CommoditySpan& span = instance.commodities[offer.commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      const LaneCost lane = lanes.Cost(o, r);
      if (lane.ineligible != Ineligible::kNo) continue;
      expect(RanksOf(lane), prices.offer[o], prices.requirement[r], carried[{o, r}],
             instance.requirements[r].lane_cap);
    }
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int32_t a = instance.suppliers[s].aggregator;
    expect({}, a == kNone ? Ranks{} : prices.aggregator[a], prices.supplier[s], sold_in_all[s],
           instance.suppliers[s].capacity);
  }
  for (std::size_t a = 0; a < handled.size(); ++a)
    expect({}, {}, prices.aggregator[a], handled[a], instance.aggregators[a].capacity);
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    const auto& [from, to, cost, capacity, store, most] = instance.transfers[i];
    expect(RanksOfMoney(cost), from == kNone ? Ranks{} : prices.requirement[from], prices.requirement[to],
           matching.transfers[i], capacity);
  }
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    expect(RanksOfShortage(instance.requirements[r]), {}, prices.requirement[r], matching.shortage[r],
           instance.requirements[r].need);
  }
}

TEST(Strict, IsLexicographicallyLeastOnRandomMarkets) {
  std::mt19937_64 random(11);
  int compared = 0, proven = 0, with_shortage = 0, through_aggregators = 0, carried = 0;
  for (int i = 0; i < 600; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.most_suppliers = 12,
                                          .most_demand_points = 3,
                                          .commodities = 2,
                                          .horizon = i % 5 == 1,
                                          .rules = i % 5 == 1,
                                          .kept = i % 5 >= 3,
                                          .aggregators = i % 3 == 1,
                                          .spread = i % 4 == 1});
    market.policy.aims = Aims::kStrict;
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;
    const Instance& instance = *reading.instance;
    const LaneRule lanes(instance);
    const MatchResult result = Match(instance, lanes, {}, {}, nullptr);
    ASSERT_TRUE(result.matching) << result.refusal;
    ASSERT_FALSE(result.matching->stopped);
    ExpectProof(instance, lanes, *result.matching);
    ++proven;
    const Totals6 totals = TotalsByRank(instance, lanes, *result.matching);
    with_shortage += totals.front() > 0;
    through_aggregators += !instance.aggregators.empty();
    carried += std::ranges::any_of(result.matching->transfers, [](std::int64_t q) { return q > 0; });
    const std::optional<Oracle> oracle = SolveByWeights(instance, lanes);
    if (!oracle) continue;
    ++compared;
    EXPECT_TRUE(Weigh(totals, *oracle) == oracle->weighted);
  }
  EXPECT_GT(proven, 400);
  EXPECT_GT(compared, 200);
  EXPECT_GT(with_shortage, 50);
  EXPECT_GT(through_aggregators, 50);
  EXPECT_GT(carried, 50);
}

TEST(Strict, RefusesWhatStandsInAtOtherRatios) {
  Tiny tiny = ReadTiny({});
  tiny.policy.aims = Aims::kStrict;
  tiny.policy.substitutes = {{.commodity = "beras", .by = {"telur"}}};
  EXPECT_TRUE(BuildInstance(tiny.dataset, tiny.policy, {}).instance);
  tiny.policy.substitutes.front().ratio = {{1'200}};
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, {});
  EXPECT_FALSE(reading.instance);
  EXPECT_NE(Lines(reading.findings).find("ratios_by_rank"), std::string::npos);
}

// The checker reads ranks and rules by its own code.
TEST(Strict, TheCheckerProvesThePlansFiles) {
  std::mt19937_64 random(12);
  int tampered = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    const bool rules = i % 2 == 1, days = i % 4 == 3;
    Market market = RandomMarket(random, {.most_suppliers = 12,
                                          .most_demand_points = 4,
                                          .commodities = 2,
                                          .horizon = days,
                                          .rules = rules,
                                          .contracts = rules,
                                          .kept = i % 5 >= 3,
                                          .aggregators = i % 3 == 1,
                                          .spread = i % 7 >= 5});
    market.policy.aims = Aims::kStrict;
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    ASSERT_EQ(plan.certificate.ranks.size(), std::size_t{kRanks});
    std::vector<RegisterFile> files = FilesOf(plan, market.dataset, market.policy, "id");
    const Verification good = Verify(market.dataset, "id", files);
    ASSERT_TRUE(good.findings.ok()) << Lines(good.findings);
    EXPECT_TRUE(good.optimal);

    // A plan by sums is another one as soon as nearness costs money; it has no prices by rank to show.
    market.policy.aims = Aims::kWeighted;
    const Plan by_sums = PlanOf(market.dataset, market.policy, market.question);
    if (by_sums.totals.by_tier == plan.totals.by_tier) continue;
    Plan forged = plan;
    forged.allocations = by_sums.allocations, forged.shortages = by_sums.shortages;
    market.policy.aims = Aims::kStrict;
    files = FilesOf(forged, market.dataset, market.policy, "id");
    const Verification bad = Verify(market.dataset, "id", files);
    EXPECT_NE(Lines(bad.findings).find("not_least_by_rank"), std::string::npos);
    ++tampered;
  }
  EXPECT_GT(tampered, 20);
}

TEST(Strict, AFartherTierIsWorthNoMoney) {
  // A costs 100,000 a kg in the kitchen's own desa, B 1,000 in the next.
  Tiny tiny = ReadTiny({{"offers.csv",
                         "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                         "A,beras,6,100000\nB,beras,100,1000\n"},
                        {"suppliers.csv",
                         "supplier_id,name,kind,region\n"
                         "A,Dekat,koperasi,61.01.01.2001\nB,Jauh,koperasi,61.01.01.2002\n"}});
  tiny.policy.aims = Aims::kStrict;
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(plan.totals.by_tier[static_cast<std::size_t>(Tier::kDesa)], 6);
  EXPECT_EQ(plan.totals.by_tier[static_cast<std::size_t>(Tier::kKecamatan)], 4);
  EXPECT_EQ(plan.totals.preference, 0);
  ASSERT_EQ(plan.certificate.ranks.size(), std::size_t{kRanks});
  EXPECT_EQ(plan.certificate.ranks[static_cast<std::size_t>(Rank::kKecamatan)].value, 4);
  EXPECT_EQ(plan.certificate.ranks.back().value, plan.totals.money);
}

// The least number of 64 bits has no opposite: what looks at a price without its sign must not let it pass.
TEST(Strict, TheCheckerTakesNoPriceThatIsOutOfRange) {
  Tiny tiny = ReadTiny({});
  tiny.policy.aims = Aims::kStrict;
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  for (std::size_t rank = 0; rank < plan.prices.front().above_money.size(); ++rank) {
    for (const std::int64_t price : {INT64_MIN, INT64_MIN + 1, INT64_MAX, std::int64_t{1} << 56}) {
      Plan forged = plan;
      forged.prices.front().above_money[rank] = price;
      const Verification bad = Verify(tiny.dataset, "id", FilesOf(forged, tiny.dataset, tiny.policy, "id"));
      EXPECT_NE(
          Lines(bad.findings).find("prices.csv:2:" + std::to_string(7 + rank) + ": error: wrong_figure"),
          std::string::npos)
          << rank << ' ' << price << '\n'
          << Lines(bad.findings);
    }
  }
}

TEST(Strict, SaysOfAnAimThatItIsOnlyCounted) {
  Policy policy = BuiltInPolicy();
  policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 2};
  RuleReport report;
  report.rule = Rule::kMinSuppliers;
  report.kept = false;
  const std::string words = "; under aims: strict it is counted, and nothing is done for it";
  EXPECT_FALSE(Sentence(report, policy, 1).ends_with(words));
  policy.aims = Aims::kStrict;
  EXPECT_TRUE(Sentence(report, policy, 1).ends_with(words)) << Sentence(report, policy, 1);
  report.rule = Rule::kOwnerShare;
  EXPECT_FALSE(Sentence(report, policy, 1).ends_with(words)) << "sharing is off, or reports";
  policy.sharing.mode = SharingMode::kAim;
  EXPECT_TRUE(Sentence(report, policy, 1).ends_with(words));
  report.kept = true;
  EXPECT_FALSE(Sentence(report, policy, 1).ends_with(words));
}

// At each thing that it tells, in turn.
TEST(Strict, StoppedItSaysThatNothingIsProven) {
  std::mt19937_64 random(13);
  Market market = RandomMarket(random, {.most_suppliers = 12, .most_demand_points = 4, .commodities = 2});
  market.policy.aims = Aims::kStrict;
  int told = 1, unproven = 0;
  for (int stop_at = 1; stop_at <= told; ++stop_at) {
    SCOPED_TRACE(stop_at);
    StopToken stop;
    told = 0;
    const PlanResult result =
        MakePlan(market.dataset, market.policy, market.question, {}, stop, [&](const Progress&) {
          if (++told == stop_at) stop.Ask();
        });
    ASSERT_TRUE(result.plan) << result.refusal;
    EXPECT_EQ(result.plan->certificate.ranks.empty(), !result.plan->complete);
    unproven += !result.plan->complete;
  }
  EXPECT_GT(unproven, 3);
}

}  // namespace
}  // namespace pasok::match
