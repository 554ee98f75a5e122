// The market around a plan: the right lanes, and on them what LEMON finds at any terms, from any start.
#include "engine/match/beyond/market.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "benchmarks/peers/peers.h"
#include "tests/match/random_market.h"

namespace pasok::match::beyond {
namespace {

// The numbers that terms put in place of the instance's.
struct Terms {
  std::vector<std::int64_t> unit, least, most, penalty;
  MarketTerms view() const { return {.unit = unit, .least = least, .most = most, .penalty = penalty}; }
};

Terms OwnTerms(const Instance& instance, const Market& market) {
  Terms terms;
  for (const ListedLane& lane : market.lanes) {
    terms.unit.push_back(lane.cost.unit());
    terms.least.push_back(instance.Reserved(lane.offer, lane.requirement));
    terms.most.push_back(instance.LaneCap(lane.offer, lane.requirement));
  }
  for (const RequirementRow& row : instance.requirements) terms.penalty.push_back(row.penalty);
  return terms;
}

Terms RandomTerms(const Instance& instance, const Market& market, std::mt19937_64& random) {
  Terms terms = OwnTerms(instance, market);
  const auto below = [&](std::int64_t end) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end));
  };
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    terms.unit[i] += below(2'000) - 500;
    if (random() % 4 == 0) terms.most[i] = below(terms.most[i] + 1);
    terms.least[i] = random() % 8 == 0 ? below(terms.most[i] + 1) : 0;
  }
  for (std::int64_t& penalty : terms.penalty) penalty += below(1'000);
  return terms;
}

// source -> supplier -> offer -> requirement, straight from the instance.
peers::Answer ByLemon(const Instance& instance, const Market& market, const Terms& terms) {
  flow::Problem problem;
  std::int64_t need = 0;
  for (const RequirementRow& row : instance.requirements) need += row.need;
  problem.AddNode(need);
  std::vector<std::int32_t> supplier, offer, requirement;
  for (const SupplierRow& row : instance.suppliers) {
    supplier.push_back(problem.AddNode(0));
    problem.AddArc(0, supplier.back(), std::min(row.capacity, need), 0);
  }
  for (const OfferRow& row : instance.offers) {
    offer.push_back(problem.AddNode(0));
    problem.AddArc(supplier[row.supplier], offer.back(), std::min(row.capacity, need), 0);
  }
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    requirement.push_back(problem.AddNode(-instance.requirements[r].need));
    problem.AddArc(0, requirement.back(), instance.requirements[r].need, terms.penalty[r]);
  }
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    problem.AddArc(offer[market.lanes[i].offer], requirement[market.lanes[i].requirement], terms.most[i],
                   terms.unit[i], terms.least[i]);
  }
  return peers::LemonNetworkSimplex(problem);
}

// After checking every bound.
Int128 CostOf(const Instance& instance, const Market& market, const Terms& terms,
              const MarketAnswer& answer) {
  Int128 cost = 0;
  std::vector<std::int64_t> missing, offer(instance.offers.size()), supplier(instance.suppliers.size());
  for (const RequirementRow& row : instance.requirements) missing.push_back(row.need);
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const std::int64_t quanta = answer.quanta[i];
    EXPECT_GE(quanta, terms.least[i]);
    EXPECT_LE(quanta, terms.most[i]);
    const ListedLane& lane = market.lanes[i];
    missing[lane.requirement] -= quanta;
    offer[lane.offer] += quanta;
    supplier[instance.offers[lane.offer].supplier] += quanta;
    cost += Int128{terms.unit[i]} * quanta;
  }
  EXPECT_EQ(missing, answer.shortage);
  for (std::size_t o = 0; o < offer.size(); ++o) EXPECT_LE(offer[o], instance.offers[o].capacity);
  for (std::size_t s = 0; s < supplier.size(); ++s) EXPECT_LE(supplier[s], instance.suppliers[s].capacity);
  for (std::size_t r = 0; r < missing.size(); ++r) {
    EXPECT_GE(missing[r], 0);
    cost += Int128{terms.penalty[r]} * missing[r];
  }
  return cost;
}

// One random plan after another.
template <class Check>
void ForRandomPlans(int plans, const MarketShape& shape, const Check& check) {
  std::mt19937_64 random(20261127);
  for (int i = 0; i < plans; ++i) {
    SCOPED_TRACE(i);
    const match::Market made = RandomMarket(random, shape);
    InstanceReading reading = BuildInstance(made.dataset, made.policy, made.question);
    if (!reading.instance) continue;
    const Instance& instance = *reading.instance;
    const LaneRule rule(instance);
    MatchResult result = Match(instance, rule, {.threads = 1}, StopToken(), nullptr);
    ASSERT_TRUE(result.matching);
    ASSERT_NO_FATAL_FAILURE(check(instance, rule, *result.matching, random));
  }
}

constexpr MarketShape kShapes[] = {{.most_suppliers = 30, .most_demand_points = 8},
                                   {.horizon = true, .rules = true, .contracts = true}};

// Whoever counts more than can be added up is told so, as where somebody asks to stop.
TEST(Market, DoesNotSolveTermsBeyondTheRange) {
  int solved = 0;
  ForRandomPlans(
      20, kShapes[0],
      [&](const Instance& instance, const LaneRule& rule, const Matching& matching, std::mt19937_64&) {
        const Market market = MarketOfFlows(instance, rule, matching);
        if (market.lanes.empty()) return;
        const MarketAnswer start = AnswerFrom(market, matching);
        Terms terms = OwnTerms(instance, market);
        EXPECT_EQ(SolveMarket(instance, market, terms.view(), &start, StopToken()).status,
                  flow::Status::kOptimal);
        terms.unit.front() = flow::kMostPrice;
        for (const MarketAnswer* from : {&start, static_cast<const MarketAnswer*>(nullptr)}) {
          const MarketAnswer answer = SolveMarket(instance, market, terms.view(), from, StopToken());
          EXPECT_EQ(answer.status, flow::Status::kStopped);
          EXPECT_TRUE(answer.quanta.empty());
        }
        ++solved;
      });
  EXPECT_GT(solved, 5);
}

TEST(Market, ListsWhatCarriesAndTheLeastReducedCosts) {
  for (const MarketShape& shape : kShapes) {
    ForRandomPlans(
        150, shape,
        [](const Instance& instance, const LaneRule& rule, const Matching& matching,
           std::mt19937_64& random) {
          const std::size_t most = random() % 4;
          const auto market =
              ListMarket(instance, rule, matching, {.most = most, .sen_per_kg = 300'000}, 2, StopToken());
          ASSERT_TRUE(market);
          for (const LaneFlow& flow : matching.flows)
            ASSERT_NE(market->Find(flow.offer, flow.requirement), kNone);
          for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
            const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
            std::vector<std::int64_t> listed, left_out;
            for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
              const LaneCost cost = rule.Cost(o, r);
              const std::int32_t at = market->Find(o, r);
              if (cost.ineligible != Ineligible::kNo) {
                ASSERT_EQ(at, kNone);
                continue;
              }
              const bool carries = std::ranges::any_of(matching.flows, [&](const LaneFlow& flow) {
                return flow.offer == o && flow.requirement == r;
              });
              ASSERT_TRUE(at == kNone || market->lanes[at].cost.unit() == cost.unit());
              if (!carries && instance.Reserved(o, r) == 0) {
                (at == kNone ? left_out : listed)
                    .push_back(cost.unit() + matching.offer_price[o] - matching.requirement_price[r]);
              }
            }
            ASSERT_LE(listed.size(), most);
            if (listed.empty() || left_out.empty()) continue;
            ASSERT_LE(std::ranges::max(listed), std::ranges::min(left_out));
          }
        });
  }
}

TEST(Market, OfAllLanesHasThePlansCost) {
  for (const MarketShape& shape : kShapes) {
    ForRandomPlans(
        150, shape,
        [](const Instance& instance, const LaneRule& rule, const Matching& matching, std::mt19937_64&) {
          const auto market = ListMarket(instance, rule, matching,
                                         {.most = 10'000, .sen_per_kg = 300'000'000}, 1, StopToken());
          ASSERT_TRUE(market);
          const MarketAnswer start = AnswerFrom(*market, matching);
          for (const MarketAnswer* from : {static_cast<const MarketAnswer*>(nullptr), &start}) {
            const MarketAnswer answer = SolveMarket(instance, *market, {}, from, StopToken());
            ASSERT_EQ(answer.status, flow::Status::kOptimal);
            Matching put = matching;
            Put(instance, *market, answer, put);
            ASSERT_EQ(put.objective, matching.objective);
            ASSERT_TRUE(CostOf(instance, *market, OwnTerms(instance, *market), answer) == matching.objective);
          }
        });
  }
}

TEST(Market, AgreesWithLemonAtAnyTermsFromAnyStart) {
  std::int64_t optimal = 0, infeasible = 0;
  for (const MarketShape& shape : kShapes) {
    ForRandomPlans(
        300, shape,
        [&](const Instance& instance, const LaneRule& rule, const Matching& matching,
            std::mt19937_64& random) {
          const auto market = ListMarket(instance, rule, matching, {.most = 6}, 1, StopToken());
          ASSERT_TRUE(market);
          MarketAnswer before = AnswerFrom(*market, matching);
          for (int i = 0; i < 3; ++i) {
            const Terms terms = RandomTerms(instance, *market, random);
            const peers::Answer lemon = ByLemon(instance, *market, terms);
            const MarketAnswer warm = SolveMarket(instance, *market, terms.view(), &before, StopToken());
            const MarketAnswer cold = SolveMarket(instance, *market, terms.view(), nullptr, StopToken());
            ASSERT_EQ(warm.status, lemon.status);
            ASSERT_EQ(cold.status, lemon.status);
            if (lemon.status == flow::Status::kInfeasible) {
              ++infeasible;
              continue;
            }
            ++optimal;
            ASSERT_TRUE(CostOf(instance, *market, terms, warm) == lemon.cost);
            ASSERT_TRUE(CostOf(instance, *market, terms, cold) == lemon.cost);
            before = warm;
          }
        });
  }
  EXPECT_GT(optimal, 300);
  EXPECT_GT(infeasible, 100);
}

TEST(Market, StopsWhereItIsAsked) {
  ForRandomPlans(
      5, {}, [](const Instance& instance, const LaneRule& rule, const Matching& matching, std::mt19937_64&) {
        StopToken stop;
        stop.Ask();
        EXPECT_FALSE(ListMarket(instance, rule, matching, {}, 1, stop));
      });
}

}  // namespace
}  // namespace pasok::match::beyond
