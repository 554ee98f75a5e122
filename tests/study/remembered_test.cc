// Studies that find their optima remembered say just what they say without.
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "engine/study/compare.h"
#include "engine/study/criticality.h"
#include "engine/study/evaluate.h"
#include "engine/study/explain.h"
#include "engine/study/frontier.h"
#include "engine/study/moved.h"
#include "engine/study/recruits.h"
#include "tests/match/notebook.h"
#include "tests/match/toy.h"
#include "tests/study/scenario/random_scenario.h"

namespace pasok::study {
namespace {

using match::Market;
using match::Notebook;

void Write(const Cell& cell, std::ostream& out) {
  struct {
    std::ostream& out;
    void operator()(std::monostate) const { out << "-"; }
    void operator()(const Measured& figure) const { std::visit(*this, figure.value); }
    void operator()(const std::string& text) const { out << text; }
    void operator()(const Sentence& words) const { out << words.english << " / " << words.indonesian; }
    void operator()(std::int64_t number) const { out << number; }
    void operator()(double number) const { out << std::hexfloat << number; }
    void operator()(bool yes) const { out << yes; }
  } writer{out};
  std::visit(writer, cell);
}

std::string Said(const Report& report) {
  std::ostringstream out;
  for (const Sentence& sentence : report.sentences)
    out << sentence.english << "\n" << sentence.indonesian << "\n";
  for (const Table& table : report.tables) {
    out << table.key << "\n";
    for (const auto& row : table.rows) {
      for (const Cell& cell : row) Write(cell, out << "\t");
      out << "\n";
    }
  }
  return out.str();
}

class Asking {
 public:
  explicit Asking(const Market& market)
      : base_{.dataset = market.dataset, .policy = market.policy, .question = market.question} {}

  std::string Comparison(std::span<const Scenario> scenarios, match::Memory* memory) const {
    const ComparisonResult result = Compare(base_, scenarios, RunWith(memory));
    return result.comparison ? Said(ToReport(*result.comparison, base_, {})) : result.refusal;
  }
  std::string FrontierOf(Axis axis, int points, match::Memory* memory) const {
    const FrontierResult result = FindFrontier(base_, {.axis = axis, .points = points}, RunWith(memory));
    return result.frontier ? Said(ToReport(*result.frontier, points)) : result.refusal;
  }
  std::string EvaluationOfNothing(match::Memory* memory) const {
    const EvaluationResult result =
        Evaluate(base_, "a.csv", "demand_id,commodity,supplier_id,kg\n", nullptr, RunWith(memory));
    return result.evaluation ? Said(ToReport(*result.evaluation, base_)) : result.refusal;
  }
  std::string Losses(match::Memory* memory) const {
    const CriticalityResult result = FindCriticality(base_, nullptr, {}, RunWith(memory));
    return result.criticality ? Said(ToReport(*result.criticality, base_)) : result.refusal;
  }
  std::string Recruits(match::Memory* memory) const {
    const RecruitResult result = FindRecruits(base_, nullptr, {}, RunWith(memory));
    return result.recruits ? Said(ToReport(*result.recruits, base_)) : result.refusal;
  }
  // Of the first requirement, as the server asks: of the optimum beside, where a rule moved the plan.
  std::string Explanation(match::Memory* memory) const {
    const Run run = RunWith(memory);
    const match::SolveResult answer =
        match::Solve(base_.dataset, base_.policy, base_.question, run.options, stop_, nullptr, memory);
    if (!answer.solved || answer.solved->instance.requirements.empty()) return answer.refusal;
    const match::Solved* solved = answer.solved.get();
    Unmoved unmoved;
    if (IsMoved(*solved)) {
      unmoved = OptimumBeside(*solved, run);
      solved = unmoved.optimum.get();
    }
    const match::Instance& instance = solved->instance;
    const match::RequirementRow& row = instance.requirements.front();
    const match::CommoditySpan& span = instance.commodities[row.commodity];
    const ExplainResult result = Explain(*solved,
                                         {.demand_id = base_.dataset.demand_points[row.demand_point].id,
                                          .commodity = base_.dataset.commodities[span.dataset_commodity],
                                          .supplier_id = "",
                                          .date = instance.days[span.day]},
                                         run, unmoved.optimum ? answer.solved.get() : nullptr);
    return result.explanation ? Said(ToReport(*result.explanation, base_, *solved)) : result.refusal;
  }

 private:
  Run RunWith(match::Memory* memory) const {
    return {.options = {.threads = 1}, .stop = stop_, .progress = {}, .memory = memory};
  }

  const Base base_;
  const StopToken stop_;
};

TEST(Remembered, EveryStudySaysTheSame) {
  int found = 0, moved = 0;
  for (int seed = 0; seed < 90; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Market market = RandomRegisteredMarket(
        random, {.horizon = seed % 3 == 0, .kept = seed % 6 == 3, .deliveries = seed % 2 == 1});
    if (seed % 10 == 4) market.policy.aims = Aims::kStrict, market.policy.tier_surcharge = {};
    if (market.dataset.requirements.empty()) continue;
    const Asking asking(market);
    const std::vector<Scenario> scenarios = {RandomScenario(random, market, 3),
                                             RandomScenario(random, market, 3)};
    Notebook notebook;
    const auto check = [&](const auto& ask) {
      const std::string cold = ask(nullptr);
      ASSERT_EQ(ask(&notebook), cold);
      ASSERT_EQ(ask(&notebook), cold);
    };
    check([&](match::Memory* memory) { return asking.Explanation(memory); });
    moved += notebook.found > 2;  // beside the plan, at once
    check([&](match::Memory* memory) { return asking.Comparison(scenarios, memory); });
    check([&](match::Memory* memory) { return asking.EvaluationOfNothing(memory); });
    check([&](match::Memory* memory) { return asking.Losses(memory); });
    check([&](match::Memory* memory) { return asking.Recruits(memory); });
    check([&](match::Memory* memory) { return asking.Explanation(memory); });
    found += notebook.found;
  }
  EXPECT_GT(found, 400);
  EXPECT_GT(moved, 10);
}

// A frontier's weights are solved from each other's bases, which aren't remembered: what is forgotten of them
// is found again from where it was found before.
TEST(Remembered, AFrontierIsTheSameWhateverIsRememberedOfIt) {
  int found = 0, written = 0;
  for (int seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const Market market = RandomRegisteredMarket(random, {.horizon = seed % 3 == 0, .kept = seed % 6 == 3});
    if (market.dataset.requirements.empty()) continue;
    const Asking asking(market);
    Notebook notebook;
    for (const Axis axis : {Axis::kLocalShare, Axis::kTierSurcharge, Axis::kShortage}) {
      for (const int points : {8, 40, 20}) {
        const std::string cold = asking.FrontierOf(axis, points, nullptr);
        ASSERT_EQ(asking.FrontierOf(axis, points, &notebook), cold);
        std::erase_if(notebook.pages, [&](const auto&) { return random() % 3 == 0; });
        ASSERT_EQ(asking.FrontierOf(axis, points, &notebook), cold);
      }
    }
    for (const auto& [name, result] : notebook.pages) ASSERT_FALSE(result->kept) << name;
    found += notebook.found, written += notebook.written;
  }
  EXPECT_GT(found, 1000);
  EXPECT_GT(written, 200);
}

TEST(Remembered, AComparisonStartsFromWhatAnotherStudyFound) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const Asking asking(market);
  Notebook notebook;
  asking.EvaluationOfNothing(&notebook);
  asking.Comparison({}, &notebook);
  EXPECT_EQ(notebook.written, 1);
}

}  // namespace
}  // namespace pasok::study
