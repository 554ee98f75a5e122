// Explanations that are stopped, and questions that are refused.
#include <gtest/gtest.h>

#include <string>

#include "engine/study/explain.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"
#include "tests/study/explain_by_hand.h"

namespace pasok::study {
namespace {

using match::Market;

// Stopped after what serves the requirement, and before the supplier that was asked about.
TEST(Explain, StoppedItKeepsWhatWasWorkedOut) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  StopToken stop;
  const ExplainResult result =
      Explain(*solved, {.demand_id = "D1", .commodity = "beras", .supplier_id = "S1"},
              {.options = {.threads = 1}, .stop = stop, .progress = [&](std::string_view, double fraction) {
                 if (fraction == 0.5) stop.Ask();
               }});
  ASSERT_TRUE(result.explanation) << result.refusal;
  EXPECT_FALSE(result.explanation->servings.empty());
  EXPECT_FALSE(result.explanation->candidate);
  const Report report = ToReport(*result.explanation, base, *solved);
  EXPECT_FALSE(report.complete);
  EXPECT_TRUE(IsWellFormed(report));
}

TEST(Explain, AskedToStopBeforeItHasNothing) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  StopToken stop;
  stop.Ask();
  const ExplainResult result = Explain(*solved, {.demand_id = "D1", .commodity = "beras", .supplier_id = ""},
                                       {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  EXPECT_FALSE(result.explanation);
  EXPECT_FALSE(result.refusal.empty());
}

TEST(Explain, NamesWhatIsNotThere) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  const ExplainResult result =
      Ask(*solved, {.demand_id = "D1", .commodity = "bers", .supplier_id = "XXXXXX"});
  EXPECT_FALSE(result.explanation);
  const std::string lines = match::Lines(result.findings);
  EXPECT_NE(lines.find("unknown_commodity"), std::string::npos) << lines;
  EXPECT_NE(lines.find("did you mean 'beras'?"), std::string::npos) << lines;
  EXPECT_NE(lines.find("unknown_supplier"), std::string::npos) << lines;
}

TEST(Explain, RefusesAPlanThatIsNotProven) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  solved->matching.stopped = true;
  const ExplainResult result = Ask(*solved, {.demand_id = "D1", .commodity = "beras", .supplier_id = ""});
  EXPECT_FALSE(result.explanation);
  EXPECT_TRUE(result.unfit);
}

TEST(Explain, RefusesAPlanThatIsProvenByRank) {
  match::Toy toy = match::ReadToy();
  toy.policy.aims = Aims::kStrict;
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  ASSERT_TRUE(solved->matching.ranks);
  const ExplainResult result = Ask(*solved, {.demand_id = "D1", .commodity = "beras", .supplier_id = ""});
  EXPECT_FALSE(result.explanation);
  EXPECT_TRUE(result.unfit);
}

}  // namespace
}  // namespace pasok::study
