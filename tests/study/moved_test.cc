// Plans that a rule moved off the network's optimum: what studies say of them is about that optimum, with the
// plan's own rows beside it.
#include "engine/study/moved.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "engine/study/explain.h"
#include "engine/study/residual/ground.h"
#include "engine/study/unused.h"
#include "tests/match/random_market.h"
#include "tests/match/share_all_stores.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

using match::Market;

// On all days, by offer of the dataset.
std::map<std::int32_t, std::int64_t> SoldByOffer(const match::Solved& solved) {
  std::map<std::int32_t, std::int64_t> sold;
  for (const match::LaneFlow& flow : solved.matching.flows)
    sold[solved.instance.offers[flow.offer].dataset_offer] += flow.quanta;
  return sold;
}

void CheckUnused(const match::Solved& plan, const match::Solved& optimum, const Run& run, int& moved) {
  const std::optional<UnusedStudy> study = FindUnused(optimum, run, &plan);
  ASSERT_TRUE(study);
  const auto ordered = SoldByOffer(plan), would_sell = SoldByOffer(optimum);
  std::set<std::int32_t> offers;
  for (const match::OfferRow& row : plan.instance.offers) offers.insert(row.dataset_offer);
  ASSERT_EQ(study->offers.size() + ordered.size(), offers.size());
  for (const UnusedOffer& unused : study->offers) {
    const std::int32_t offer = plan.instance.offers[unused.offer].dataset_offer;
    ASSERT_FALSE(ordered.contains(offer));
    const auto found = would_sell.find(offer);
    // Or the plan buys dearer food where it could deliver (held_back_test.cc).
    ASSERT_EQ(unused.reason == Unused::kMovedByRule, found != would_sell.end() || !unused.held_back.empty());
    if (found == would_sell.end()) {
      ASSERT_EQ(unused.would_sell, 0);
      continue;
    }
    ASSERT_EQ(unused.would_sell, found->second);
    ASSERT_FALSE(Say(unused, *study, optimum).indonesian.empty());
    ++moved;
  }
  for (const UnusedOffer& unused : study->suppliers) {
    const std::int32_t offer = plan.instance.offers[unused.offer].dataset_offer;
    for (const auto& [o, quanta] : ordered)
      ASSERT_NE(plan.instance.dataset->offers[o].supplier, plan.instance.dataset->offers[offer].supplier);
  }
  ASSERT_TRUE(IsWellFormed(ToReport(*study, optimum)));
}

void CheckExplain(const Market& market, const match::Solved& plan, const match::Solved& optimum,
                  std::int32_t r, const Run& run) {
  const match::RequirementRow& row = plan.instance.requirements[r];
  const match::CommoditySpan& span = plan.instance.commodities[row.commodity];
  const ExplainResult result = Explain(optimum,
                                       {.demand_id = market.dataset.demand_points[row.demand_point].id,
                                        .commodity = market.dataset.commodities[span.dataset_commodity],
                                        .supplier_id = "",
                                        .date = plan.instance.days[span.day]},
                                       run, &plan);
  ASSERT_TRUE(result.explanation) << result.refusal << match::Lines(result.findings);
  std::int64_t in_plan = plan.matching.shortage[r], in_optimum = optimum.matching.shortage[r];
  ASSERT_TRUE(result.explanation->plan);
  const PlanItself& itself = *result.explanation->plan;
  ASSERT_EQ(itself.shortage, plan.matching.shortage[r]);
  for (const Sent& sent : itself.comes) in_plan += sent.quanta;
  for (const Sent& sent : itself.goes) in_plan -= sent.quanta;
  for (const StandsIn& each : itself.stood_in) in_plan += each.quanta.served;
  for (const StandsIn& each : itself.stands_in) in_plan -= each.quanta.used;
  for (const Sent& sent : result.explanation->comes) in_optimum += sent.quanta;
  for (const Sent& sent : result.explanation->goes) in_optimum -= sent.quanta;
  for (const InPlan& each : itself.deliveries) {
    in_plan += each.quanta;
    if (each.cycle) {
      ASSERT_GE(each.cycle->cost, 0);
    }
  }
  for (const Serving& serving : result.explanation->servings) in_optimum += serving.quanta;
  ASSERT_EQ(in_plan, row.need);
  ASSERT_EQ(in_optimum, row.need);
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  ASSERT_TRUE(IsWellFormed(ToReport(*result.explanation, base, optimum)));
}

TEST(Moved, IsAnsweredByTheOptimumBesideIt) {
  std::mt19937_64 random(131);
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  int plans = 0, moved = 0, of_days = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 14,
                                                 .most_demand_points = 4,
                                                 .horizon = i % 5 == 4,
                                                 .aggregators = i % 3 == 1,
                                                 .deliveries = i % 4 > 0});
    market.policy.aims = Aims::kWeighted;
    market.policy.quantum = {1000};
    if (i % 4 == 0) market.policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 4};
    const auto plan = match::TrySolve(market);
    if (!plan || !IsMoved(*plan)) continue;
    ++plans;
    of_days += plan->instance.days.size() > 1;
    const Unmoved unmoved = OptimumBeside(*plan, run);
    ASSERT_TRUE(unmoved.optimum) << unmoved.refusal;
    const match::Matching& best = unmoved.optimum->matching;
    ASSERT_EQ(best.objective, plan->matching.bound);
    ASSERT_LT(best.objective, plan->matching.objective);
    ASSERT_FALSE(IsMoved(*unmoved.optimum));
    ASSERT_NO_FATAL_FAILURE(CheckUnused(*plan, *unmoved.optimum, run, moved));
    if (plan->instance.requirements.empty()) continue;
    const auto r = static_cast<std::int32_t>(random() % plan->instance.requirements.size());
    ASSERT_NO_FATAL_FAILURE(CheckExplain(market, *plan, *unmoved.optimum, r, run));
  }
  EXPECT_GT(plans, 80);
  EXPECT_GT(moved, 40);
  EXPECT_GT(of_days, 10);
}

// The optimum is looked for over the splits of shared stores, as a plan without the rule would be.
TEST(Moved, IsAnsweredWhereOnlyALaterSplitOfSharedStoresIsProven) {
  std::mt19937_64 random(77);
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  int answered = 0, later = 0, refused = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_demand_points = 3, .horizon = true, .kept = true});
    market.policy.aims = Aims::kWeighted;
    market.policy.quantum = {1000};
    match::ShareAllStores(random, market);
    market.policy.min_suppliers.mode = MinSuppliersMode::kOff;
    const auto without = match::TrySolve(market);
    market.policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 4};
    const auto plan = match::TrySolve(market);
    if (!without || !plan || !IsMoved(*plan) || IsMoved(*without)) continue;
    if (without->matching.bound != without->matching.objective) continue;
    const Unmoved unmoved = OptimumBeside(*plan, run);
    if (!unmoved.optimum) {  // from another split on it may take more of them than are tried
      ++refused;
      continue;
    }
    EXPECT_EQ(unmoved.optimum->matching.objective, without->matching.objective);
    ++answered;
    const match::InstanceReading first = match::BuildInstance(market.dataset, market.policy, market.question);
    const match::MatchResult at_first =
        match::Match(*first.instance, match::LaneRule(*first.instance), {.threads = 1}, never, nullptr);
    later += at_first.matching->bound < at_first.matching->objective;
  }
  EXPECT_LE(refused, answered / 50);
  EXPECT_GT(answered, 40);
  EXPECT_GT(later, 3);
}

// K needs 10 kg. A has 12 kg at 10,000, in lots of 6; B sells single kilograms at 11,000: 6 of A and 4 of B,
// though the cheapest would be 10 of A.
TEST(Moved, SaysSoFirst) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg\nA,beras,12,10000,6\n"
        "B,beras,100,11000,\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  const auto plan = match::TrySolve(market);
  ASSERT_TRUE(plan && IsMoved(*plan));
  const Unmoved unmoved = OptimumBeside(*plan, run);
  ASSERT_TRUE(unmoved.optimum);
  EXPECT_EQ(SayMoved(*plan, *unmoved.optimum).english,
            "This plan was made with rules that no network can say (whole deliveries): the answers below "
            "are those of the cheapest plan without them, which costs Rp 4\u202F000 less, surcharges and "
            "penalties included.");
  const ExplainResult result =
      Explain(*unmoved.optimum, {.demand_id = "K", .commodity = "beras", .supplier_id = ""}, run, plan.get());
  ASSERT_TRUE(result.explanation);
  EXPECT_EQ(
      ToReport(*result.explanation, base, *unmoved.optimum).sentences.back().english,
      "In the plan itself, for K: A delivers 6 kg; B delivers 4 kg, each kg of which would make the cheapest "
      "plan Rp 1\u202F000 dearer.");
}

// K needs 12 kg. A and B sell lots of 5, and 3 kg of C, the cheapest by far, make no delivery of 5: the plan
// is 10 of A, and two short.
TEST(Moved, SaysWhatTheCheapestPlanLeavesOutToo) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"
        "C,Toko C,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\n"
        "A,beras,10,10000,5,\nB,beras,10,12000,5,\nC,beras,3,1000,,5\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,12\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  const auto plan = match::TrySolve(market);
  ASSERT_TRUE(plan && IsMoved(*plan));
  const Unmoved unmoved = OptimumBeside(*plan, run);
  ASSERT_TRUE(unmoved.optimum);
  EXPECT_EQ(unmoved.optimum->matching.objective, 12'400'000);  // sen: 10 kg of A and 2 of B
  EXPECT_TRUE(
      SayMoved(*plan, *unmoved.optimum)
          .english.ends_with("; it leaves out 1 offer that is too small for a whole delivery, as this "
                             "plan does."));
}

TEST(Moved, AddsUpWhereFoodStandsInByRatio) {
  std::mt19937_64 random(137);
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  int stood_in = 0;
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(
        random,
        {.most_suppliers = 8, .most_demand_points = 3, .horizon = i % 3 > 0, .kept = true, .ratios = true});
    market.policy.aims = Aims::kWeighted;
    const auto plan = match::TrySolve(market);
    if (!plan || !IsMoved(*plan)) continue;
    const Unmoved unmoved = OptimumBeside(*plan, run);
    if (!unmoved.optimum || WhyNoGround(*unmoved.optimum)) continue;
    for (std::int32_t r = 0; r < std::ssize(plan->instance.requirements); ++r) {
      if (plan->instance.IsRelief(r)) continue;
      CheckExplain(market, *plan, *unmoved.optimum, r, run);
      if (testing::Test::HasFatalFailure()) return;
    }
    for (const match::StoodIn& each : plan->matching.stood_in) stood_in += each.used > 0;
  }
  EXPECT_GT(stood_in, 20);
}

// Twelve kg of eggs for ten of chicken, which nobody offers.
TEST(Moved, SaysWhatStandsInForAnExplainedNeed) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv", "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\n"},
       {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,telur,100,30000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\n"},
       {"policy.yaml",
        "version: 1\nsubstitutes: {ayam: {by: {telur: 1.2}, surcharge_idr_per_kg: 5000}}\n"
        "commodities:\n  ayam: {}\n  telur: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  const auto plan = match::TrySolve(market);
  ASSERT_TRUE(plan);
  const Unmoved unmoved = OptimumBeside(*plan, run);
  ASSERT_TRUE(unmoved.optimum) << unmoved.refusal;
  const auto told = [&](const char* commodity) {
    const ExplainResult result =
        Explain(*unmoved.optimum,
                {.demand_id = tiny.dataset.demand_points[0].id, .commodity = commodity, .supplier_id = ""},
                run, &*plan);
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    std::string all;
    for (const Sentence& sentence : ToReport(*result.explanation, base, *unmoved.optimum).sentences)
      all += sentence.english + "\n" + sentence.indonesian + "\n";
    return all;
  };
  EXPECT_THAT(told("ayam"), testing::HasSubstr("nobody delivers; 12 kg of telur stand in for 10 kg.\n"));
  EXPECT_THAT(told("ayam"), testing::HasSubstr("tidak ada yang mengirim; 12 kg telur menggantikan 10 kg.\n"));
  EXPECT_THAT(told("ayam"), testing::Not(testing::HasSubstr("the plan's shortages")));
  EXPECT_THAT(told("telur"), testing::HasSubstr("A delivers 12 kg"));
  EXPECT_THAT(told("telur"), testing::HasSubstr("; 12 kg stand in for 10 kg of ayam there.\n"));
}

// Eggs may stand in for rice by a ratio, but needn't: the plan is proven, and answered by the network's.
TEST(Moved, IsWhatMayStandInByRatioThoughNothingDoes) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv", "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nA,telur,100,30000\n"},
       {"policy.yaml",
        "version: 1\nsubstitutes: {beras: {by: {telur: 1.333}, surcharge_idr_per_kg: 5000}}\n"
        "commodities:\n  beras: {}\n  telur: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  const auto plan = match::TrySolve(market);
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->matching.bound, plan->matching.objective);
  ASSERT_TRUE(IsMoved(*plan));
  const Unmoved unmoved = OptimumBeside(*plan, run);
  ASSERT_TRUE(unmoved.optimum) << unmoved.refusal;
  EXPECT_FALSE(WhyNoGround(*unmoved.optimum));
  EXPECT_EQ(SayMoved(*plan, *unmoved.optimum).english,
            "This plan was made with rules that no network can say (substitutes by their ratios): the "
            "answers below are those of the cheapest plan without them, which costs as much, surcharges and "
            "penalties included.");
}

}  // namespace
}  // namespace pasok::study
