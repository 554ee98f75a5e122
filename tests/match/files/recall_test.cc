// A plan that was written to files comes back as the matching that it was, proven anew.
#include "engine/match/files/recall.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

Recalled RecallFiles(const Dataset& dataset, const Policy& policy, Question question,
                     const std::vector<RegisterFile>& files, const Plan& plan) {
  FindingLog log;
  const PlanRows rows = ReadPlanRows(files, dataset, policy, log);
  for (const RegisterFile& file : files) {
    if (file.name == "taken.csv") question.taken = ReadTaken(file.name, file.content, log);
  }
  const Findings findings = log.Take();
  EXPECT_TRUE(findings.ok()) << Lines(findings);
  question.date = plan.date;
  return Recall(dataset, policy, question, rows, 1, StopToken());
}

bool operator==(const LaneFlow& a, const LaneFlow& b) {
  return a.offer == b.offer && a.requirement == b.requirement && a.quanta == b.quanta;
}

TEST(Recall, GivesBackFlowsPricesAndProofOfAnyMarket) {
  std::mt19937_64 random(71);
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {});
    const SolveResult answer =
        Solve(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    ASSERT_TRUE(answer.solved);
    const Plan plan = PlanOf(*answer.solved, 1, StopToken(), nullptr);
    const auto files = FilesOf(plan, market.dataset, market.policy, "id");
    const Recalled recalled = RecallFiles(market.dataset, market.policy, market.question, files, plan);
    ASSERT_TRUE(recalled.solved) << Lines(recalled.findings);
    const Matching& was = answer.solved->matching;
    const Matching& is = recalled.solved->matching;
    ASSERT_TRUE(std::ranges::equal(was.flows, is.flows, [](const auto& a, const auto& b) { return a == b; }));
    ASSERT_EQ(was.shortage, is.shortage);
    ASSERT_EQ(was.requirement_price, is.requirement_price);
    ASSERT_EQ(was.offer_price, is.offer_price);
    ASSERT_EQ(was.supplier_price, is.supplier_price);
    ASSERT_EQ(was.objective, is.objective);
    ASSERT_EQ(is.bound, is.objective);
    ASSERT_FALSE(is.stopped);
  }
}

// What is kept or stands in isn't read but worked out: for the same cost.
TEST(Recall, GivesBackWhatIsKeptAtTheSameCost) {
  std::mt19937_64 random(72);
  int carried = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market =
        RandomMarket(random, {.horizon = i % 3 > 0, .rules = true, .kept = true, .aggregators = i % 2 == 1});
    market.policy.aims = Aims::kWeighted;
    const SolveResult answer =
        Solve(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    if (!answer.solved) continue;  // nobody serves on any of its days
    const Matching& was = answer.solved->matching;
    if (was.bound != was.objective) continue;
    const Plan plan = PlanOf(*answer.solved, 1, StopToken(), nullptr);
    const auto files = FilesOf(plan, market.dataset, market.policy, "id");
    const Recalled recalled = RecallFiles(market.dataset, market.policy, market.question, files, plan);
    ASSERT_TRUE(recalled.solved) << Lines(recalled.findings);
    const Matching& is = recalled.solved->matching;
    ASSERT_TRUE(std::ranges::equal(was.flows, is.flows, [](const auto& a, const auto& b) { return a == b; }));
    ASSERT_EQ(was.objective, is.objective);
    ASSERT_EQ(is.bound, is.objective);
    carried += plan.carried.size() > 0;
  }
  EXPECT_GT(carried, 50);
}

// What stands in at other ratios than kg for kg is read, as far as it is as good as any.
TEST(Recall, GivesBackWhatStandsInAtTheSameCost) {
  std::mt19937_64 random(73);
  int stood_in = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(
        random,
        {.horizon = i % 3 > 0, .rules = true, .kept = true, .deliveries = i % 4 == 0, .ratios = true});
    market.policy.aims = Aims::kWeighted;
    market.question.taken.clear();
    const SolveResult answer =
        Solve(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    if (!answer.solved) continue;
    const Matching& was = answer.solved->matching;
    const Plan plan = PlanOf(*answer.solved, 1, StopToken(), nullptr);
    const auto files = FilesOf(plan, market.dataset, market.policy, "id");
    const Recalled recalled = RecallFiles(market.dataset, market.policy, market.question, files, plan);
    ASSERT_TRUE(recalled.solved) << Lines(recalled.findings);
    ASSERT_LE(recalled.solved->matching.objective, was.objective);
    ASSERT_EQ(recalled.solved->matching.bound, was.bound);
    for (const StoodIn& row : was.stood_in) stood_in += row.used > 0;
  }
  EXPECT_GT(stood_in, 50);
}

TEST(Recall, SaysWhereThePricesProveLess) {
  const Toy toy = ReadToy();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  FindingLog log;
  PlanRows rows = ReadPlanRows(FilesOf(plan, toy.dataset, toy.policy, toy.id), toy.dataset, toy.policy, log);
  rows.prices.clear();
  const Recalled recalled = Recall(toy.dataset, toy.policy, {}, rows, 1, StopToken());
  ASSERT_TRUE(recalled.solved);
  EXPECT_TRUE(recalled.solved->matching.stopped);
  EXPECT_EQ(recalled.solved->matching.objective, 386'300'000);
  EXPECT_EQ(recalled.solved->matching.bound, 0);
}

TEST(Recall, RefusesRowsThatDoNotFit) {
  const Toy toy = ReadToy();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  FindingLog log;
  const PlanRows rows =
      ReadPlanRows(FilesOf(plan, toy.dataset, toy.policy, toy.id), toy.dataset, toy.policy, log);
  PlanRows heavy = rows;
  heavy.allocations[0].weight.value += 1'000'000;
  EXPECT_FALSE(Recall(toy.dataset, toy.policy, {}, heavy, 1, StopToken()).solved);
  Dataset smaller = toy.dataset;
  std::erase_if(smaller.requirements, [](const Requirement& row) { return row.demand_point == 0; });
  const Recalled recalled = Recall(smaller, toy.policy, {}, rows, 1, StopToken());
  EXPECT_FALSE(recalled.solved);
  EXPECT_NE(Lines(recalled.findings).find("no_requirement"), std::string::npos) << Lines(recalled.findings);
  EXPECT_NE(Lines(recalled.findings).find("price_of_nothing"), std::string::npos);
}

TEST(Recall, StopsWhenAsked) {
  const Toy toy = ReadToy();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  FindingLog log;
  const PlanRows rows =
      ReadPlanRows(FilesOf(plan, toy.dataset, toy.policy, toy.id), toy.dataset, toy.policy, log);
  StopToken stop;
  stop.Ask();
  EXPECT_FALSE(Recall(toy.dataset, toy.policy, {}, rows, 1, stop).solved);
}

TEST(ReadPlanRows, MissesATable) {
  const Toy toy = ReadToy();
  FindingLog log;
  ReadPlanRows({}, toy.dataset, toy.policy, log);
  EXPECT_EQ(log.errors(), 2);
}

}  // namespace
}  // namespace pasok::match
