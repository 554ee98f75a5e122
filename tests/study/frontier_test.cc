// The frontier against brute force: every plan that any weight has, found by cold solves at dense weights,
// and, on tiny markets, every plan there is.
#include "engine/study/frontier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>

#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/scenario/random_scenario.h"

namespace pasok::study {
namespace {

Frontier Found(const Base& base, Axis axis, int points) {
  const StopToken stop;
  FrontierResult result =
      FindFrontier(base, {.axis = axis, .points = points}, {.options = {}, .stop = stop, .progress = {}});
  EXPECT_TRUE(result.frontier) << result.refusal << match::Lines(result.findings);
  return result.frontier ? *std::move(result.frontier) : Frontier();
}

// Aim and cost of a plan of the policy's own surcharges, whatever it was found by, in quanta and sen.
struct Coordinates {
  Int128 aim = 0, cost = 0;
};

Coordinates CoordinatesOf(const match::Plan& plan, const Base& base, Axis axis) {
  Coordinates at{.aim = 0, .cost = plan.totals.carried};
  const std::int64_t quantum = base.policy.quantum.value;
  std::int64_t divisor = 0;
  for (const SenPerKg& surcharge : base.policy.tier_surcharge) divisor = std::gcd(divisor, surcharge.value);
  for (const match::Allocation& row : plan.allocations) {
    const auto kind = static_cast<std::size_t>(base.dataset.suppliers[row.supplier].kind);
    const std::int64_t tier = base.policy.tier_surcharge[static_cast<std::size_t>(row.tier)].value;
    const std::int64_t kind_surcharge = base.policy.kind_surcharge[kind].value;
    at.cost += Int128{row.quanta} * row.unit_money;
    switch (axis) {
      case Axis::kLocalShare:
        if (row.tier >= Tier::kProvinsi) at.aim += row.quanta;
        break;
      case Axis::kTierSurcharge:
        at.aim += Int128{row.quanta} * (tier / divisor);
        at.cost += Int128{row.quanta} * RoundHalfUp(Int128{quantum} * kind_surcharge, 1000);
        break;
      case Axis::kShortage:
        at.cost += Int128{row.quanta} * RoundHalfUp(Int128{quantum} * (tier + kind_surcharge), 1000);
        break;
    }
  }
  for (const match::Shortage& row : plan.shortages) {
    if (axis != Axis::kTierSurcharge) at.aim += row.quanta;
    const std::int64_t penalty = RoundHalfUp(Int128{quantum} * base.policy.shortage_penalty.value, 1000) *
                                 base.dataset.demand_points[row.demand_point].priority;
    if (axis != Axis::kShortage) at.cost += Int128{row.quanta} * penalty;
  }
  return at;
}

bool HasSomethingToVary(const Policy& policy, Axis axis) {
  return axis != Axis::kTierSurcharge ||
         std::ranges::any_of(policy.tier_surcharge, [](SenPerKg surcharge) { return surcharge.value > 0; });
}

// A policy whose plan at that weight is a plan of the axis, so that an ordinary cold solve finds it. Only
// for whole-kg quanta and, of kLocalShare, priorities of 1: then a weight on shortages is a larger penalty.
Policy PolicyAt(const Policy& policy, Axis axis, std::int64_t weight) {
  Policy at = policy;
  switch (axis) {
    case Axis::kLocalShare:
      at.tier_surcharge = {};
      at.kind_surcharge = {};
      at.fair_spread.clear();
      at.tier_surcharge[static_cast<std::size_t>(Tier::kProvinsi)].value = weight;
      at.tier_surcharge[static_cast<std::size_t>(Tier::kLuar)].value = weight;
      at.shortage_penalty.value += weight;
      break;
    case Axis::kTierSurcharge: {
      std::int64_t divisor = 0;
      for (const SenPerKg& surcharge : policy.tier_surcharge) divisor = std::gcd(divisor, surcharge.value);
      for (SenPerKg& surcharge : at.tier_surcharge) surcharge.value = surcharge.value / divisor * weight;
      break;
    }
    case Axis::kShortage:
      at.shortage_penalty.value = weight;
      break;
  }
  return at;
}

constexpr Axis kAxes[] = {Axis::kLocalShare, Axis::kTierSurcharge, Axis::kShortage};

match::Market SimpleMarket(std::mt19937_64& random, const match::MarketShape& shape) {
  match::Market market = RandomRegisteredMarket(random, shape);
  market.policy.quantum.value = 1000 * (1 + static_cast<std::int64_t>(random() % 3));
  for (DemandPoint& point : market.dataset.demand_points) point.priority = 1;
  return market;
}

TEST(FrontierTest, SupportPlansAreTheColdPlansAtTheirWeights) {
  int plans = 0, of_days = 0, kept = 0;
  for (int seed = 0; seed < 120; ++seed) {
    std::mt19937_64 random(seed);
    const bool horizon = seed >= 60;
    match::Market market = SimpleMarket(random, {.most_suppliers = horizon ? 8 : 12,
                                                 .most_demand_points = horizon ? 3 : 5,
                                                 .horizon = horizon,
                                                 .kept = seed % 3 > 0 && horizon});
    if (horizon) market.question.days = 2 + seed % 3;
    if (market.dataset.requirements.empty()) continue;
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    for (const Axis axis : kAxes) {
      if (!HasSomethingToVary(market.policy, axis)) continue;
      const Frontier frontier = Found(base, axis, 200);
      if (axis == Axis::kLocalShare) {
        const std::string said = ToReport(frontier, 20).sentences.front().english;
        EXPECT_EQ(said.find(" for all days together;") != std::string::npos, market.question.days > 1)
            << said;
      }
      for (const SupportPlan& plan : frontier.plans) {
        const Policy policy = PolicyAt(market.policy, axis, plan.weight);
        const match::Plan cold = match::PlanOf(market.dataset, policy, market.question);
        const Coordinates at = CoordinatesOf(cold, base, axis);
        const Int128 unit = Int128{plan.weight} * market.policy.quantum.value / 1000;
        EXPECT_EQ(static_cast<std::int64_t>(plan.cost + unit * plan.aim),
                  static_cast<std::int64_t>(at.cost + unit * at.aim));
        ++plans;
        of_days += horizon;
        kept += cold.totals.carried > 0;
      }
    }
  }
  EXPECT_GT(plans, 200);
  EXPECT_GT(of_days, 100);
  EXPECT_GT(kept, 20);
}

// No cold plan at any of many weights lies below the curve, and where two plans are neighbours none lies
// below the line between them by more than a weight's step makes.
TEST(FrontierTest, NoPlanAtAnyWeightLiesBelowIt) {
  for (int seed = 100; seed < 130; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = SimpleMarket(random, {});
    if (market.dataset.requirements.empty()) continue;
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    for (const Axis axis : kAxes) {
      if (!HasSomethingToVary(market.policy, axis)) continue;
      const Frontier frontier = Found(base, axis, 200);
      const std::int64_t most = frontier.plans.back().weight;
      for (int i = 0; i <= 40; ++i) {
        // Dense where prices are, sparse up to the penalty.
        const std::int64_t weight = std::min<std::int64_t>(most, i < 30 ? i * 10'007 : most * (i - 30) / 10);
        const Coordinates at = CoordinatesOf(
            match::PlanOf(market.dataset, PolicyAt(market.policy, axis, weight), market.question), base,
            axis);
        EXPECT_GE(at.cost, frontier.BoundAt(at.aim));
        for (std::size_t p = 0; p + 1 < frontier.plans.size(); ++p) {
          const SupportPlan &a = frontier.plans[p], &b = frontier.plans[p + 1];
          if (!a.next_is_neighbour || at.aim >= a.aim || at.aim <= b.aim) continue;
          // Below the chord at most by one sen per quantum of aim.
          const Int128 chord = (a.cost * (at.aim - b.aim) + b.cost * (a.aim - at.aim)) / (a.aim - b.aim);
          EXPECT_GE(at.cost + 3 * (a.aim - b.aim), chord);
        }
      }
    }
  }
}

// Neighbours: at the weights beside the slope of their line no cold plan is better than both.
TEST(FrontierTest, BetweenNeighboursThereIsNoBetterPlanAtAnyWeight) {
  int lines = 0;
  for (int seed = 400; seed < 480; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = SimpleMarket(random, {.spread = seed % 2 == 0});
    if (market.dataset.requirements.empty()) continue;
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    for (const Axis axis : kAxes) {
      if (axis == Axis::kShortage && !market.policy.fair_spread.empty()) continue;  // CoordinatesOf lacks it
      if (axis == Axis::kTierSurcharge && !market.policy.fair_spread.empty()) continue;
      if (!HasSomethingToVary(market.policy, axis)) continue;
      const Frontier frontier = Found(base, axis, 200);
      for (std::size_t p = 0; p + 1 < frontier.plans.size(); ++p) {
        const SupportPlan &a = frontier.plans[p], &b = frontier.plans[p + 1];
        if (!a.next_is_neighbour) continue;
        // Of whole kg a weight of a sen per kg is one step.
        const std::int64_t quantum_kg = market.policy.quantum.value / 1000;
        const auto slope = static_cast<std::int64_t>((b.cost - a.cost) / ((a.aim - b.aim) * quantum_kg));
        for (const std::int64_t weight : {slope, slope + 1}) {
          if (weight <= a.weight || weight >= b.weight) continue;
          const Coordinates at = CoordinatesOf(
              match::PlanOf(market.dataset, PolicyAt(market.policy, axis, weight), market.question), base,
              axis);
          const Int128 unit = Int128{weight} * quantum_kg;
          EXPECT_EQ(static_cast<std::int64_t>(at.cost + unit * at.aim),
                    static_cast<std::int64_t>(std::min(a.cost + unit * a.aim, b.cost + unit * b.aim)));
          ++lines;
        }
      }
    }
  }
  EXPECT_GT(lines, 100);
}

// Straight between corners, but for a corner's own rounding to a whole aim.
void ExpectStraightBetweenCorners(const Frontier& frontier) {
  const std::vector<Int128> corners = frontier.Corners();
  EXPECT_EQ(corners.front(), frontier.plans.front().aim);
  EXPECT_EQ(corners.back(), frontier.plans.back().aim);
  const Int128 steepest = std::ranges::max(frontier.bounds, {}, &CostBound::unit).unit;
  for (std::size_t i = 1; i < corners.size(); ++i) {
    const Int128 high = corners[i - 1], low = corners[i];
    ASSERT_LT(low, high);
    const Int128 at_high = frontier.BoundAt(high), at_low = frontier.BoundAt(low);
    for (int part = 1; part < 8; ++part) {
      const Int128 aim = low + (high - low) * part / 8;
      const Int128 chord = at_low + (at_high - at_low) * (aim - low) / (high - low);
      EXPECT_LE(frontier.BoundAt(aim), chord + 1);
      EXPECT_LE(chord, frontier.BoundAt(aim) + steepest + 1);
    }
  }
}

// Calls task(base, axis) for what may vary in random markets of the seeds.
template <class Task>
void ForEachCurve(int first_seed, int end_seed, const Task& task) {
  for (int seed = first_seed; seed < end_seed; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {.most_suppliers = 20});
    if (market.dataset.requirements.empty()) continue;
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    for (const Axis axis : kAxes) {
      if (HasSomethingToVary(market.policy, axis)) task(base, axis);
    }
  }
}

TEST(FrontierTest, TheCurveIsConvexAndFallsTowardsTheAim) {
  ForEachCurve(200, 260, [](const Base& base, Axis axis) {
    for (const int points : {2, 5, 60}) {
      const Frontier frontier = Found(base, axis, points);
      ASSERT_FALSE(frontier.plans.empty());
      EXPECT_LE(frontier.bounds.size(), static_cast<std::size_t>(std::max(8, points)));
      for (std::size_t i = 0; i < frontier.plans.size(); ++i) {
        const SupportPlan& plan = frontier.plans[i];
        EXPECT_EQ(frontier.BoundAt(plan.aim), std::max<Int128>(plan.cost, 0));
        if (i == 0) continue;
        const SupportPlan& before = frontier.plans[i - 1];
        EXPECT_LT(plan.aim, before.aim);
        EXPECT_GT(plan.cost, before.cost);
        if (i == 1) continue;
        const SupportPlan& earlier = frontier.plans[i - 2];
        EXPECT_LE((before.cost - earlier.cost) * (before.aim - plan.aim),
                  (plan.cost - before.cost) * (earlier.aim - before.aim));
      }
      EXPECT_TRUE(IsWellFormed(ToReport(frontier, 20)));
      ExpectStraightBetweenCorners(frontier);
    }
  });
}

TEST(FrontierTest, OfFewPointsEachIsAPlanWhereThereAreAsMany) {
  int curves = 0;
  ForEachCurve(200, 240, [&](const Base& base, Axis axis) {
    const std::size_t all = Found(base, axis, 200).plans.size();
    curves += all >= 4 ? 1 : 0;
    for (const int points : {2, 3, 4})
      EXPECT_GE(Found(base, axis, points).plans.size(), std::min(static_cast<std::size_t>(points), all));
  });
  EXPECT_GT(curves, 5);
}

// One commodity, two kitchens of 2 kg, four offers of 1 to 3 kg: all plans by enumeration.
TEST(FrontierTest, AgainstEveryPlanThereIs) {
  int markets = 0;
  for (int seed = 0; seed < 40; ++seed) {
    std::mt19937_64 random(seed);
    match::Market market =
        SimpleMarket(random, {.most_suppliers = 4, .most_demand_points = 2, .commodities = 1});
    market.policy.quantum.value = 1000;
    market.question.taken.clear();
    market.dataset.contracts.clear();
    for (Offer& offer : market.dataset.offers)
      offer.capacity_per_day = Grams{1000 * (1 + offer.price.value % 3)};
    for (Requirement& row : market.dataset.requirements) row.need = Grams{2000};
    for (Supplier& row : market.dataset.suppliers) row.capacity_per_day.reset();
    if (market.dataset.requirements.empty()) continue;
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    const match::InstanceReading reading =
        match::BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;  // nobody needs anything on the day
    ++markets;
    const match::Instance& instance = *reading.instance;
    const match::LaneRule lanes(instance);
    const Frontier frontier = Found(base, Axis::kLocalShare, 100);

    // Requirement by requirement, quantum by quantum: from some offer, or short.
    std::vector<std::int64_t> left;
    for (const match::OfferRow& offer : instance.offers) left.push_back(offer.capacity);
    std::map<std::int64_t, Int128> cheapest;  // by aim
    std::function<void(std::size_t, std::int64_t, std::int32_t, std::int64_t, std::int64_t, Int128)> go =
        [&](std::size_t r, std::int64_t served, std::int32_t from, std::int64_t on_lane, std::int64_t aim,
            Int128 cost) {
          if (r == instance.requirements.size()) {
            const auto [found, is_new] = cheapest.emplace(aim, cost);
            if (!is_new) found->second = std::min(found->second, cost);
            return;
          }
          const match::RequirementRow& row = instance.requirements[r];
          const std::int64_t short_of = row.need - served;
          go(r + 1, 0, 0, 0, aim + short_of, cost + Int128{short_of} * row.penalty);
          if (short_of == 0) return;
          for (std::int32_t o = from; o < std::ssize(instance.offers); ++o) {
            const std::int64_t on = o == from ? on_lane : 0;
            if (left[o] == 0 || on == row.lane_cap) continue;
            const match::LaneCost lane = lanes.Cost(o, static_cast<std::int32_t>(r));
            if (lane.ineligible != match::Ineligible::kNo) continue;
            --left[o];
            go(r, served + 1, o, on + 1, aim + (lane.tier >= Tier::kProvinsi ? 1 : 0), cost + lane.money);
            ++left[o];
          }
        };
    go(0, 0, 0, 0, 0, 0);
    for (const auto& [aim, cost] : cheapest) EXPECT_GE(cost, frontier.BoundAt(aim));
    for (const SupportPlan& plan : frontier.plans) {
      ASSERT_TRUE(cheapest.contains(static_cast<std::int64_t>(plan.aim)));
      EXPECT_EQ(cheapest[static_cast<std::int64_t>(plan.aim)], plan.cost);
    }
    for (const SupportPlan& plan : frontier.plans) {
      for (const auto& [aim, cost] : cheapest) {
        EXPECT_LE(plan.cost + Int128{plan.weight} * plan.aim, cost + Int128{plan.weight} * aim);
      }
    }
  }
  EXPECT_GT(markets, 20);
}

TEST(FrontierTest, TheToysPriceOfLocalFood) {
  const match::Toy toy = match::ReadToy();
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  const Frontier frontier = Found(base, Axis::kLocalShare, 20);
  // S3 is the only one outside the kabupaten of the kitchens, and dear where it is far.
  EXPECT_LT(frontier.plans.back().aim, frontier.plans.front().aim);
  const Report report = ToReport(frontier, 20);
  EXPECT_EQ(report.tables[1].rows.size(), 20);
}

TEST(FrontierTest, SaysWhichRulesItsPlansDoNotKeep) {
  match::Toy toy = match::ReadToy();
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  EXPECT_FALSE(Found(base, Axis::kLocalShare, 5).without);
  toy.policy.deliveries.most_suppliers = 2;
  const Base moved{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  const Report report = ToReport(Found(moved, Axis::kLocalShare, 5), 5);
  EXPECT_EQ(
      report.sentences.front().english,
      "The policy asks for few suppliers for each requirement, which no network can say: the plans below "
      "are those without.");
}

// L counts twice: served at Rp 12,000 a kg it is worth twice the penalty of 10,000, as it is to the plan.
TEST(FrontierTest, ServesAtUpToThePenaltyOfTheHighestPriority) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,12000\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region,priority\nK,K,sppg,61.01.01.2001,1\nL,L,sppg,61.01.01.2001,2\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
       {"policy.yaml",
        "version: 1\nshortage: {penalty_idr_per_kg: 10000}\n"
        "locality: {surcharge_idr_per_kg: {desa: 0}}\ncommodities:\n  beras: {}\n"}});
  const match::Question question;
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = question};
  const Frontier frontier = Found(base, Axis::kShortage, 5);
  EXPECT_EQ(frontier.plans.front().totals.shortage, 20);
  EXPECT_EQ(frontier.plans.back().totals.shortage, 0);
}

// With eggs in place of chicken an egg seller could bring more than half of the 10 kg, but the frontier's
// plans let nothing stand in.
TEST(FrontierTest, HoldsSuppliersToTheirShareOfWhatNothingStandsInFor) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,telur,100,9000\nB,telur,100,19000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\nK,telur,10\n"},
       {"policy.yaml",
        "version: 1\nconcentration: {max_share_per_supplier: 0.5}\n"
        "substitutes: {ayam: {by: {telur: 1.2}}}\ncommodities:\n  ayam: {}\n  telur: {}\n"}});
  const match::Question question;
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = question};
  const Frontier frontier = Found(base, Axis::kLocalShare, 5);
  EXPECT_EQ(frontier.plans.front().totals.money, Int128{5} * 9'000'00 + Int128{5} * 19'000'00);
}

TEST(FrontierTest, StoppedItKeepsItsPlans) {
  const match::Toy toy = match::ReadToy();
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  StopToken asked;
  asked.Ask();
  EXPECT_FALSE(FindFrontier(base, {}, {.options = {}, .stop = asked, .progress = {}}).frontier);

  // Before the second plan.
  StopToken later;
  const FrontierResult one = FindFrontier(
      base, {}, {.options = {}, .stop = later, .progress = [&](std::string_view, double fraction) {
                   if (fraction > 1.0 / 8) later.Ask();  // of eight plans that it looks for
                 }});
  ASSERT_TRUE(one.frontier) << one.refusal;
  ASSERT_EQ(one.frontier->plans.size(), 1U);
  EXPECT_FALSE(one.frontier->complete);
  const Report report = ToReport(*one.frontier, 20);
  EXPECT_TRUE(IsWellFormed(report));
  EXPECT_FALSE(report.complete);
  EXPECT_EQ(report.sentences[0].english.substr(0, 28), "So far there is one plan, th");
}

TEST(FrontierTest, WithoutSurchargesThereIsNothingToVary) {
  match::Toy toy = match::ReadToy();
  toy.policy.tier_surcharge = {};
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  const StopToken stop;
  const FrontierResult result =
      FindFrontier(base, {.axis = Axis::kTierSurcharge}, {.options = {}, .stop = stop, .progress = {}});
  EXPECT_FALSE(result.frontier);
  EXPECT_TRUE(result.unfit);
}

TEST(FrontierReport, SaysNeighbouringSharesWithDigitsThatDiffer) {
  Frontier frontier;
  frontier.quantum = {1000}, frontier.demand = 10'000'000;
  for (const std::int64_t away : {2'000'500, 2'000'400, 2'000'300}) {
    SupportPlan& plan = frontier.plans.emplace_back();
    plan.aim = away, plan.cost = 3'000'000 - away;
  }
  frontier.bounds = {{.value = 0, .unit = 0}};
  const Report report = ToReport(frontier, 3);
  EXPECT_TRUE(report.sentences[1].english.starts_with("From 79.995 % to 79.996 %, "))
      << report.sentences[1].english;
}

TEST(FrontierReport, SaysThatItsCostHoldsWhatKeepingAndStandInsCost) {
  Frontier frontier;
  frontier.quantum = {1000}, frontier.demand = 100;
  for (const std::int64_t away : {20, 10}) {
    SupportPlan& plan = frontier.plans.emplace_back();
    plan.aim = away, plan.cost = 5'000 - away;
  }
  frontier.bounds = {{.value = 0, .unit = 0}};
  const auto told = [&](Axis axis) {
    frontier.axis = axis;
    const Report report = ToReport(frontier, 2);
    return report.tables[0].columns[2].title.english + ": " + report.sentences[0].english;
  };
  const std::string local = told(Axis::kLocalShare);
  EXPECT_TRUE(local.starts_with("Money and penalties: ") && local.ends_with("(money and penalties)."))
      << local;
  frontier.plans[0].totals.carried = 1;
  const std::string kept = told(Axis::kLocalShare), served = told(Axis::kShortage);
  EXPECT_TRUE(kept.starts_with("Money, penalties, keeping and stand-ins: ") &&
              kept.ends_with("(money, penalties, keeping and stand-ins)."))
      << kept;
  EXPECT_TRUE(served.starts_with("Money, surcharges, keeping and stand-ins: ") &&
              served.ends_with("(money, surcharges, keeping and stand-ins)."))
      << served;
  EXPECT_TRUE(
      told(Axis::kTierSurcharge).starts_with("Money, other surcharges, penalties, keeping and stand-ins: "));
}

}  // namespace
}  // namespace pasok::study
