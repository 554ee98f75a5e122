// What is remembered is what a solve from nothing gives, to the last figure; and only what is proven.
#include "engine/match/memory.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/match/beyond/beyond.h"
#include "engine/match/exact/kept.h"
#include "engine/match/plan.h"
#include "tests/match/notebook.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// The files of two answers to one question, but for the seconds.
std::string Written(const Market& market, Memory* memory) {
  const PlanResult result =
      MakePlan(market.dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr, memory);
  if (!result.plan) return result.refusal + Lines(result.findings);
  Plan plan = *result.plan;
  plan.seconds = 0;
  std::string all;
  for (const RegisterFile& file : FilesOf(plan, market.dataset, market.policy, "d"))
    all += file.name + "\n" + file.content;
  return all;
}

TEST(MemoryTest, APlanIsTheSameToTheByte) {
  int remembered = 0, strict = 0, moved = 0;
  for (int seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Market market = RandomMarket(random, {.horizon = seed % 3 == 0,
                                          .rules = seed % 2 == 1,
                                          .contracts = seed % 5 == 1,
                                          .kept = seed % 4 == 2,
                                          .aggregators = seed % 7 == 3,
                                          .deliveries = seed % 6 == 4,
                                          .spread = seed % 8 == 5});
    if (seed % 9 == 7) market.policy.aims = Aims::kStrict, market.policy.tier_surcharge = {};
    Notebook notebook;
    const std::string cold = Written(market, nullptr);
    ASSERT_EQ(Written(market, &notebook), cold);
    ASSERT_EQ(Written(market, &notebook), cold);
    ASSERT_EQ(notebook.found, notebook.written);
    remembered += notebook.found;
    if (notebook.found == 0) continue;
    strict += market.policy.aims == Aims::kStrict;
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    moved += market.policy.aims == Aims::kWeighted && beyond::IsAsked(*reading.instance);
  }
  EXPECT_GT(remembered, 200);
  EXPECT_GT(strict, 20);
  EXPECT_GT(moved, 20);
}

TEST(MemoryTest, ABasisIsRememberedWhereItWasAskedFor) {
  const Tiny tiny = ReadTiny({});
  const Instance instance = InstanceOf(tiny);
  const LaneRule lanes(instance);
  Notebook notebook;
  const auto match = [&](bool keep) {
    return Match(instance, lanes, {.threads = 1, .keep = keep}, StopToken(), nullptr, &notebook, "named");
  };
  EXPECT_FALSE(match(false).kept);
  const auto kept = match(true).kept;  // solved once more
  ASSERT_TRUE(kept);
  EXPECT_EQ(notebook.written, 2);
  EXPECT_EQ(match(true).kept, kept);
  const MatchResult without = match(false);
  EXPECT_FALSE(without.kept);
  EXPECT_TRUE(without.matching);
  EXPECT_EQ(notebook.written, 2);
}

TEST(MemoryTest, TheQuestionsOwnOptimumIsRememberedWithItsBasis) {
  const Tiny tiny = ReadTiny({});
  const Instance instance = InstanceOf(tiny);
  const LaneRule lanes(instance);
  Notebook notebook;
  const auto match = [&](bool keep) {
    return Match(instance, lanes, {.threads = 1, .keep = keep}, StopToken(), nullptr, &notebook);
  };
  EXPECT_FALSE(match(false).kept);  // nobody asked for it
  EXPECT_TRUE(match(true).kept);
  EXPECT_EQ(notebook.written, 1);
}

TEST(MemoryTest, NothingIsRememberedOfASolveThatWasStopped) {
  const Toy toy = ReadToy();
  Notebook notebook;
  StopToken asked;
  asked.Ask();
  Solve(toy.dataset, toy.policy, {}, {.threads = 1}, asked, nullptr, &notebook);
  EXPECT_EQ(notebook.written, 0);

  // Asked at any time; hurried or not, the same is answered afterwards.
  for (int steps = 0; steps < 20; ++steps) {
    StopToken later;
    int told = 0;
    Solve(
        toy.dataset, toy.policy, {}, {.threads = 1}, later,
        [&](const Progress&) {
          if (told++ == steps) later.Ask();
        },
        &notebook);
    EXPECT_EQ(notebook.written > 0, !later.Asked());
    if (notebook.written > 0) break;
  }
  EXPECT_EQ(notebook.written, 1);
}

TEST(MemoryTest, ADifferentNameIsADifferentQuestion) {
  const Tiny tiny = ReadTiny({});
  const Instance instance = InstanceOf(tiny);
  const LaneRule lanes(instance);
  Notebook notebook;
  Match(instance, lanes, {.threads = 1}, StopToken(), nullptr, &notebook, "one");
  Match(instance, lanes, {.threads = 1}, StopToken(), nullptr, &notebook, "another");
  EXPECT_EQ(notebook.found, 0);
  EXPECT_EQ(notebook.pages.size(), 2u);
}

// Of every vector as much as it holds, and so at least what the rows of the question need.
TEST(MemoryTest, BytesAreCounted) {
  std::mt19937_64 random(1);
  const Market market = RandomMarket(random, {.most_suppliers = 400, .most_demand_points = 60});
  const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
  ASSERT_TRUE(reading.instance);
  const LaneRule lanes(*reading.instance);
  MatchResult result = Match(*reading.instance, lanes, {.threads = 1, .keep = true}, StopToken(), nullptr);
  ASSERT_TRUE(result.kept);
  const std::int64_t both = BytesOf(result);
  const std::int64_t basis = exact::BytesOf(*result.kept);
  const auto offers = std::ssize(reading.instance->offers);
  EXPECT_GT(basis, 50 * offers);
  EXPECT_LT(basis, 5'000 * offers);
  result.kept = nullptr;
  EXPECT_EQ(BytesOf(result), both - basis);
  EXPECT_GE(BytesOf(result), 8 * offers + std::ssize(result.matching->flows) * 16);
}

}  // namespace
}  // namespace pasok::match
