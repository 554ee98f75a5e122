// The toy, solved by hand; and what the engine says of it.
#include "engine/match/plan.h"

#include <gmock/gmock.h>

#include "tests/match/expect_verified.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "S1>D1 beras 80": one allocation of an undated plan whose quantum is 1 kg.
std::vector<std::string> Spell(const Plan& plan, const Dataset& dataset) {
  std::vector<std::string> rows;
  for (const Allocation& row : plan.allocations) {
    rows.push_back(dataset.suppliers[row.supplier].id + ">" + dataset.demand_points[row.demand_point].id +
                   " " + dataset.commodities[row.commodity] + " " + std::to_string(row.quanta));
  }
  return rows;
}

constexpr std::int64_t Rupiah(std::int64_t rupiah) { return rupiah * 100; }

TEST(Toy, IsAllocatedAsByHand) {
  const Toy toy = ReadToy();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  EXPECT_THAT(Spell(plan, toy.dataset),
              ElementsAre("S1>D1 beras 80", "S2>D1 beras 20", "S2>D1 telur 24", "S2>D2 beras 30",
                          "S3>D2 beras 30", "S2>D2 telur 16", "S3>D2 telur 4"));
}

TEST(Toy, CostsWhatItCostsByHand) {
  const Toy toy = ReadToy();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  EXPECT_EQ(plan.totals.money, Rupiah(3'178'000));
  EXPECT_EQ(plan.totals.preference, Rupiah(85'000));
  EXPECT_EQ(plan.totals.penalty, Rupiah(600'000));
  EXPECT_EQ(plan.certificate.primal, Rupiah(3'863'000));
}

TEST(Toy, IsProvedByTheSumsOfTheReadme) {
  const Toy toy = ReadToy();
  const Certificate certificate = PlanOf(toy.dataset, toy.policy).certificate;
  EXPECT_EQ(certificate.dual, certificate.primal);
  EXPECT_TRUE(certificate.lanes_eligible_proof);
  EXPECT_EQ(certificate.lanes_eligible, 10);  // six of beras, four of telur
  EXPECT_EQ(static_cast<std::int64_t>(certificate.parts.value()), Rupiah(3'863'000));
}

TEST(Toy, TellsItsTotals) {
  const Toy toy = ReadToy();
  const Totals totals = PlanOf(toy.dataset, toy.policy).totals;
  EXPECT_EQ(totals.demand, 210);
  EXPECT_EQ(totals.allocated, 204);
  EXPECT_EQ(totals.shortage, 6);
  EXPECT_THAT(totals.by_tier, ElementsAre(80 + 30 + 16, 20 + 24, 0, 30 + 4, 0));
  EXPECT_EQ(totals.suppliers_used, 3);
  EXPECT_EQ(totals.deliveries, 4);  // S1>D1, S2>D1, S2>D2, S3>D2
  EXPECT_EQ(totals.suppliers_per_demand_point.min, 2);
  EXPECT_EQ(totals.suppliers_per_demand_point.median, 2);
  EXPECT_EQ(totals.suppliers_per_demand_point.max, 2);
  EXPECT_EQ(totals.above_ceiling_quanta, 50);  // S2's beras at 12,500, the ceiling being 12,200
}

TEST(Toy, ExplainsItsShortageByEveryOffer) {
  const Toy toy = ReadToy();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  ASSERT_EQ(plan.shortages.size(), 1);
  EXPECT_EQ(plan.shortages[0].quanta, 6);
  EXPECT_EQ(plan.shortages[0].reason, ShortageReason::kCapacityExhausted);
  EXPECT_EQ(plan.shortages[0].detail,
            "3 offers of telur: 1 of inactive suppliers (nearest: S4, 0 km); 2 sold out (nearest: S2, "
            "10 km)");
}

TEST(Plan, OfNoRequirementsIsEmptyAndProved) {
  Toy toy = ReadToy();
  toy.dataset.requirements.clear();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  EXPECT_THAT(plan.allocations, IsEmpty());
  EXPECT_THAT(plan.shortages, IsEmpty());
  EXPECT_EQ(plan.certificate.primal, 0);
  EXPECT_EQ(plan.certificate.dual, 0);
  EXPECT_TRUE(plan.certificate.lanes_eligible_proof);
}

TEST(Plan, OfNoOffersIsAllShortage) {
  Toy toy = ReadToy();
  toy.dataset.offers.clear();
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  EXPECT_EQ(plan.totals.shortage, 210);
  for (const Shortage& row : plan.shortages) EXPECT_EQ(row.reason, ShortageReason::kNoOffer);
  EXPECT_EQ(plan.certificate.dual, plan.certificate.primal);
}

TEST(Plan, TooLargeForMemoryIsRefusedWithTheFigures) {
  const Toy toy = ReadToy();
  const PlanResult result =
      MakePlan(toy.dataset, toy.policy, {}, {.most_memory_bytes = 999, .threads = 1}, StopToken(), nullptr);
  EXPECT_FALSE(result.plan);
  EXPECT_THAT(result.refusal, HasSubstr("offers and 4 requirements need about 1 MB"));
  EXPECT_THAT(result.refusal, HasSubstr("the limit is 1 MB"));
}

TEST(Plan, StopsWhenAsked) {
  const Toy toy = ReadToy();
  StopToken stop;
  stop.Ask();
  const PlanResult result = MakePlan(toy.dataset, toy.policy, {}, {}, stop, nullptr);
  EXPECT_FALSE(result.plan);
  EXPECT_THAT(result.refusal, HasSubstr("stopped"));
}

TEST(Plan, StoppedAfterItsMatchingSaysThatReasonsWereNotLookedFor) {
  const Toy toy = ReadToy();
  const SolveResult answer = Solve(toy.dataset, toy.policy, {}, {}, StopToken(), nullptr);
  ASSERT_TRUE(answer.solved);
  StopToken stop;
  stop.Ask();
  const Plan plan = PlanOf(*answer.solved, 1, stop, nullptr);
  ASSERT_EQ(plan.shortages.size(), 1);
  EXPECT_EQ(plan.shortages[0].quanta, 6);
  EXPECT_EQ(ToWord(plan.shortages[0].reason), "not_looked_for");
}

// Wherever the proof is stopped, what the plan says of itself is right.
TEST(Plan, StoppedInItsProofClaimsNoMoreThanItProves) {
  Toy toy = ReadToy();
  for (const Aims aims : {Aims::kWeighted, Aims::kStrict}) {
    toy.policy.aims = aims;
    const SolveResult answer = Solve(toy.dataset, toy.policy, {}, {}, StopToken(), nullptr);
    ASSERT_TRUE(answer.solved);
    int told = 0;
    const auto tell = [&](const Progress&) { ++told; };
    PlanOf(*answer.solved, 1, StopToken(), tell);
    ASSERT_GT(told, 0);
    for (int stop_at = 0; stop_at <= told; ++stop_at) {
      SCOPED_TRACE(stop_at);
      StopToken stop;
      if (stop_at == 0) stop.Ask();
      int tellings = 0;
      const Plan plan = PlanOf(*answer.solved, 1, stop, [&](const Progress&) {
        if (++tellings == stop_at) stop.Ask();
      });
      const bool has_ranks = !plan.certificate.ranks.empty();
      EXPECT_EQ(has_ranks, aims == Aims::kStrict && plan.certificate.lanes_eligible_proof);
      ExpectVerified(plan, toy.dataset, toy.policy);
    }
  }
}

TEST(Plan, TellsItsProgressAndNeverGoesBack) {
  const Toy toy = ReadToy();
  double last = 0;
  MakePlan(toy.dataset, toy.policy, {}, {}, StopToken(), [&](const Progress& progress) {
    EXPECT_GE(progress.fraction, last);
    EXPECT_LE(progress.fraction, 1);
    last = progress.fraction;
  });
  EXPECT_EQ(last, 1);
}

TEST(Plan, IsTheSameOnAnyNumberOfThreads) {
  const Toy toy = ReadToy();
  const auto files = [&](int threads) {
    const PlanResult result =
        MakePlan(toy.dataset, toy.policy, {}, {.threads = threads}, StopToken(), nullptr);
    return FilesOf(*result.plan, toy.dataset, toy.policy, toy.id);
  };
  const auto one = files(1), four = files(4);
  for (std::size_t i = 0; i + 1 < one.size(); ++i) EXPECT_EQ(one[i].content, four[i].content) << one[i].name;
}

}  // namespace
}  // namespace pasok::match
