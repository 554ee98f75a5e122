// Stopped at any moment, or at a gap that is small enough: a feasible plan with a bound that its prices
// prove.
#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/match/exact/exact.h"
#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"

namespace pasok::match::exact {
namespace {

// What must hold of any answer; the optimum is known.
void ExpectHonest(const Case& made, const MatchResult& result, std::int64_t optimum) {
  if (!result.matching) {
    EXPECT_EQ(result.refusal, "stopped before there was a first plan");
    return;
  }
  const Matching& matching = *result.matching;
  EXPECT_EQ(result.refusal, "");
  EXPECT_TRUE(CostOfFeasible(made, matching) == matching.objective);
  EXPECT_LE(matching.bound, optimum);
  EXPECT_LE(optimum, matching.objective);
  EXPECT_TRUE(DualValue(made, matching) >= matching.bound);
  EXPECT_EQ(matching.stopped, matching.bound < matching.objective);
}

double MoneyOf(const Case& made, const Matching& matching) {
  Int128 money = 0;
  for (const LaneFlow& flow : matching.flows)
    money += Int128{made.rule->Cost(flow.offer, flow.requirement).money} * flow.quanta;
  return static_cast<double>(money);
}

// Fractions and bounds as they come.
class Listener {
 public:
  explicit Listener(std::int64_t optimum) : optimum_(optimum) {}
  void Hear(const Progress& progress) {
    EXPECT_GE(progress.fraction, fraction_);
    EXPECT_LE(progress.fraction, 1);
    fraction_ = progress.fraction;
    if (progress.bound) {
      EXPECT_LE(*progress.bound, optimum_);
      EXPECT_GE(*progress.bound, bound_);
      bound_ = *progress.bound;
    }
    if (progress.incumbent) {
      EXPECT_GE(*progress.incumbent, optimum_);
    }
    ++calls_;
  }
  int calls() const { return calls_; }

 private:
  std::int64_t optimum_, bound_ = INT64_MIN;
  double fraction_ = 0;
  int calls_ = 0;
};

TEST(Stop, BeforeItBeginsThereIsNothing) {
  const Case made = MarketCase({.suppliers = 250, .kitchens = 5}, 1);
  StopToken stop;
  stop.Ask();
  const MatchResult result = MatchExactly(*made.instance, *made.rule, {.threads = 1}, stop, nullptr);
  EXPECT_FALSE(result.matching);
  EXPECT_EQ(result.refusal, "stopped before there was a first plan");
}

// Before any price is known, of markets of every shape.
TEST(Stop, OnceItsOffersAreGatheredThereIsAPlanOfMostNeeds) {
  std::vector<Case> cases;
  for (const std::uint64_t seed : {1, 2, 3})
    cases.push_back(MarketCase({.suppliers = 400, .kitchens = 25}, seed));
  cases.push_back(SmallSample(1));
  cases.push_back(CrowdedCase(1));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(i);
    const Case& made = cases[i];
    const auto short_of = [](const Matching& matching) {
      return std::accumulate(matching.shortage.begin(), matching.shortage.end(), std::int64_t{0});
    };
    StopToken stop;
    const MatchResult result = MatchExactly(*made.instance, *made.rule, {.threads = 1, .keep = true}, stop,
                                            [&](const Progress&) { stop.Ask(); });
    const MatchResult whole = MatchExactly(*made.instance, *made.rule, {.threads = 1}, StopToken(), nullptr);
    ASSERT_TRUE(result.matching);
    ExpectHonest(made, result, whole.matching->objective);
    EXPECT_TRUE(result.matching->stopped);
    std::int64_t need = 0;
    for (const RequirementRow& row : made.instance->requirements) need += row.need;
    EXPECT_LE(short_of(*result.matching), short_of(*whole.matching) + need / 5);
  }
}

// From within: at each thing that the engine tells, in turn.
TEST(Stop, AtAnyProgressLeavesAnHonestPlan) {
  const std::uint64_t seeds = Seeds(30);
  for (const Flavour flavour : kEveryFlavour) {
    for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
      SCOPED_TRACE("flavour " + std::to_string(static_cast<int>(flavour)) + " seed " + std::to_string(seed));
      const Case made = seed % 2 == 0 ? RandomCase(flavour, seed) : RandomTransfers(flavour, seed);
      const std::int64_t optimum = CheapestByListing(made);
      int told = 1;
      for (int stop_at = 1; stop_at <= told && !HasFailure(); ++stop_at) {
        StopToken stop;
        Listener listener(optimum);
        told = 0;
        const MatchResult result =
            MatchExactly(*made.instance, *made.rule, {.threads = 1}, stop, [&](const Progress& progress) {
              listener.Hear(progress);
              if (++told == stop_at) stop.Ask();
            });
        ExpectHonest(made, result, optimum);
      }
    }
  }
}

// From another thread, after a while drawn at random: most land within the search.
TEST(Stop, AtAnyMomentLeavesAnHonestPlan) {
  std::mt19937_64 random(1);
  const Case made = MarketCase({.suppliers = 400, .kitchens = 25}, 1);
  const std::int64_t optimum = CheapestByListing(made);
  const auto begin = StopToken::Clock::now();
  ASSERT_TRUE(MatchExactly(*made.instance, *made.rule, {.threads = 2}, StopToken(), nullptr).matching);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(StopToken::Clock::now() - begin);
  const std::uint64_t times = Seeds(40);
  for (std::uint64_t i = 0; i < times && !HasFailure(); ++i) {
    const std::chrono::microseconds wait(random() % static_cast<std::uint64_t>(whole.count() + 1));
    SCOPED_TRACE("after " + std::to_string(wait.count()) + " us");
    Listener listener(optimum);
    const ProgressSink sink =
        i % 2 == 0 ? ProgressSink() : [&](const Progress& progress) { listener.Hear(progress); };
    if (i % 3 == 0) {
      const StopToken deadline(StopToken::Clock::now() + wait);
      ExpectHonest(made, MatchExactly(*made.instance, *made.rule, {.threads = 2}, deadline, sink), optimum);
    } else {
      StopToken stop;
      std::jthread asker([&] {
        std::this_thread::sleep_for(wait);
        stop.Ask();
      });
      ExpectHonest(made, MatchExactly(*made.instance, *made.rule, {.threads = 2}, stop, sink), optimum);
    }
  }
}

TEST(Gap, IsMetAndHonest) {
  std::vector<Case> cases;
  for (const std::uint64_t seed : {1, 2, 3})
    cases.push_back(MarketCase({.suppliers = 400, .kitchens = 25}, seed));
  cases.push_back(SmallSample(1));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Case& made = cases[i];
    const std::int64_t optimum = CheapestByListing(made);
    for (const double gap : {0.5, 0.1, 0.01, 0.001, 1e-6}) {
      SCOPED_TRACE("market " + std::to_string(i) + " gap " + std::to_string(gap));
      Listener listener(optimum);
      const MatchResult result =
          MatchExactly(*made.instance, *made.rule, {.threads = 1, .gap = gap}, StopToken(),
                       [&](const Progress& progress) { listener.Hear(progress); });
      ASSERT_TRUE(result.matching);
      ExpectHonest(made, result, optimum);
      EXPECT_LE(static_cast<double>(result.matching->objective - result.matching->bound),
                gap * MoneyOf(made, *result.matching));
      EXPECT_GT(listener.calls(), 2);
    }
  }
}

TEST(Gap, IsMetOnSmallInstances) {
  const std::uint64_t seeds = Seeds(40);
  for (const Flavour flavour : kEveryFlavour) {
    for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
      SCOPED_TRACE("flavour " + std::to_string(static_cast<int>(flavour)) + " seed " + std::to_string(seed));
      const Case made = seed % 2 == 0 ? RandomCase(flavour, seed) : RandomTransfers(flavour, seed);
      const std::int64_t optimum = CheapestByListing(made);
      const MatchResult result =
          MatchExactly(*made.instance, *made.rule, {.threads = 1, .gap = 0.05}, StopToken(), nullptr);
      ASSERT_TRUE(result.matching);
      ExpectHonest(made, result, optimum);
      EXPECT_LE(static_cast<double>(result.matching->objective - result.matching->bound),
                0.05 * MoneyOf(made, *result.matching));
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
