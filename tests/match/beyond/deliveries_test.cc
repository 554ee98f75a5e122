// Whole deliveries: lots, minimums, and how many suppliers a requirement may have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/match/beyond/beyond.h"
#include "engine/match/plan.h"
#include "engine/match/question/delivery.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// What breaks the rule, by lane and by requirement.
int BrokenIn(const Instance& instance, const Matching& matching) {
  int broken = 0;
  std::map<std::int32_t, std::int32_t> suppliers;
  for (const LaneFlow& flow : matching.flows) {
    ++suppliers[flow.requirement];
    if (instance.Reserved(flow.offer, flow.requirement) > 0) continue;
    const DeliverySize size = SizeOn(instance, flow.offer, flow.requirement);
    broken += flow.quanta < size.least || flow.quanta % size.lot != 0;
  }
  for (const auto& [requirement, count] : suppliers) {
    std::int32_t reserved = 0;
    for (const PairTerm& term : instance.pair_terms)
      reserved += term.requirement == requirement && term.reserved > 0;
    broken += count > std::max(instance.policy.deliveries.most_suppliers.value_or(1'000'000), reserved);
  }
  return broken;
}

// A kitchen's 12 kg from three farms of 5 kg, of which the cheapest is to bring 5 kg at least.
Tiny ThreeFarms(const std::string& offers) {
  return ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"
        "C,C,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\n" + offers},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,12\n"}});
}

std::map<std::string, std::int64_t> QuantaOf(const Plan& plan, const Dataset& dataset) {
  std::map<std::string, std::int64_t> quanta;
  for (const Allocation& row : plan.allocations) quanta[dataset.suppliers[row.supplier].id] += row.quanta;
  return quanta;
}

using Quanta = std::map<std::string, std::int64_t>;

TEST(Deliveries, AreAtLeastTheMinimum) {
  Tiny tiny = ThreeFarms("A,beras,10,10000,,\nB,beras,10,11000,,5\nC,beras,10,12000,,\n");
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"A", 10}, {"B", 2}}));
  tiny.policy.deliveries.whole = true;
  // Two kg of C cost 24,000; three kg more of B in place of A's 3,000 more than its two alone.
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"A", 10}, {"C", 2}}));
  tiny.policy.commodities[1].min_delivery = Grams{4'000};
  ASSERT_EQ(tiny.policy.commodities[1].code, "beras");
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"A", 7}, {"B", 5}}));
}

TEST(Deliveries, ComeInWholeLots) {
  Tiny tiny = ThreeFarms("A,beras,10,10000,5,\nB,beras,10,11000,5,\n");
  tiny.policy.deliveries.whole = true;
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(QuantaOf(plan, tiny.dataset), (Quanta{{"A", 10}}));
  EXPECT_EQ(plan.totals.shortage, 2) << "never more than is needed";
}

TEST(Deliveries, AreMadeByADearSupplierBeforeAnythingIsShort) {
  Tiny tiny = ThreeFarms("A,beras,26,9600,5,\nB,beras,24,90000,,6\n");
  tiny.policy.deliveries.whole = true;
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"A", 5}, {"B", 7}}))
      << "what is short counts more than a price of any height below the penalty";
}

TEST(Deliveries, AreOfFewSuppliers) {
  Tiny tiny = ThreeFarms("A,beras,5,10000,,\nB,beras,5,11000,,\nC,beras,10,12000,,\n");
  tiny.policy.deliveries.most_suppliers = 2;
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"A", 5}, {"C", 7}}));
  tiny.policy.deliveries.most_suppliers = 1;
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"C", 10}}));
}

TEST(Deliveries, OfFewSuppliersComeFromLargeOnesBehindManySmaller) {
  std::string suppliers = "supplier_id,name,kind,region\nLARGE,L,koperasi,61.01.01.2001\n";
  std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nLARGE,beras,12,12000\n";
  for (int i = 0; i < 60; ++i) {
    const std::string id = "S" + std::to_string(i);
    suppliers += id + "," + id + ",koperasi,61.01.01.2001\n";
    offers += id + ",beras,8,10000\n";
  }
  Tiny tiny = ReadTiny({{"suppliers.csv", suppliers},
                        {"offers.csv", offers},
                        {"requirements.csv", "demand_id,commodity,kg\nK,beras,12\n"}});
  tiny.policy.deliveries.most_suppliers = 1;
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"LARGE", 12}}));
}

TEST(Deliveries, ChangePlacesWithOthersOfTheSameSuppliersTotal) {
  Tiny tiny =
      ReadTiny({{"suppliers.csv",
                 "supplier_id,name,kind,region,capacity_kg_per_day\nA,A,koperasi,61.01.01.2001,10\n"
                 "B,B,koperasi,61.01.01.2001,35\nC,C,koperasi,61.01.01.2001,19\n"},
                {"offers.csv",
                 "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\n"
                 "A,beras,19,8400,3,6\nA,telur,23,12700,3,6\nA,ayam,16,8800,,6\nB,ayam,21,12500,2,\n"
                 "C,beras,19,9500,5,3\nC,ayam,23,13100,3,3\n"},
                {"demand_points.csv",
                 "demand_id,name,kind,region,priority\nK,K,sppg,61.01.01.2001,1\nL,L,sppg,61.01.01.2001,2\n"},
                {"requirements.csv",
                 "demand_id,commodity,kg\nK,beras,8\nK,ayam,10\nL,beras,7\nL,telur,11\nL,ayam,5\n"}});
  tiny.policy.deliveries.whole = true;
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  // Of A's 10 kg L gets 9 kg of eggs, which nobody else has, rather than its chicken, which others have too.
  EXPECT_EQ(plan.totals.shortage, 2 + 3 + 2) << "of eggs, and of rice in sacks of 5 kg";
}

TEST(Deliveries, OfAllThatIsNeededMayBeSmall) {
  Tiny tiny = ThreeFarms("A,beras,100,10000,,50\n");
  tiny.policy.deliveries.whole = true;
  EXPECT_EQ(QuantaOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset), (Quanta{{"A", 12}}));
}

RuleReport ReportOf(const Tiny& tiny) {
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(Verify(tiny.dataset, "id", FilesOf(plan, tiny.dataset, tiny.policy, "id")).findings.ok());
  const auto report = std::ranges::find(plan.rules, Rule::kWholeDeliveries, &RuleReport::rule);
  return report == plan.rules.end() ? RuleReport{} : *report;
}

// ThreeFarms, whose kitchen has these contracts.
Tiny WithContracts(const std::string& contracts) {
  return ReadTiny({{"suppliers.csv",
                    "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"
                    "C,C,koperasi,61.01.01.2001\n"},
                   {"offers.csv",
                    "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\n"
                    "A,beras,10,10000,,\nB,beras,10,11000,,\nC,beras,10,12000,5,\n"},
                   {"requirements.csv", "demand_id,commodity,kg\nK,beras,12\n"},
                   {"contracts.csv", "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\n" + contracts}});
}

TEST(Deliveries, ContractsOfTooManySuppliersAreNamed) {
  Tiny tiny = WithContracts("A,K,beras,,,2,\nB,K,beras,,,2,\nC,K,beras,,,2,\n");
  tiny.policy.deliveries.most_suppliers = 3;
  EXPECT_TRUE(ReportOf(tiny).kept);
  EXPECT_EQ(ReportOf(tiny).example, "");
  tiny.policy.deliveries.most_suppliers = 1;
  EXPECT_FALSE(ReportOf(tiny).kept);
  EXPECT_EQ(ReportOf(tiny).example,
            "contracts make 2 suppliers too many at 1 requirement, for example: contracts of K with A and B "
            "promise beras of 2 suppliers, at most 1 may bring it");
  EXPECT_NE(Sentence(ReportOf(tiny), tiny.policy, 1).find("; contracts make 2 suppliers"), std::string::npos);
}

TEST(Deliveries, AContractThatAllowsLessThanOneIsNamed) {
  Tiny tiny = WithContracts("C,K,beras,,,,4\n");
  tiny.policy.deliveries.whole = true;
  const RuleReport report = ReportOf(tiny);
  EXPECT_TRUE(report.kept);
  EXPECT_EQ(report.example,
            "1 contract allows less than a whole delivery, so that nothing comes, for example: the contract "
            "of C with K allows 4 kg of beras a day, a whole delivery takes 5 kg");
  tiny = WithContracts("C,K,beras,,,,5\n");
  tiny.policy.deliveries.whole = true;
  EXPECT_EQ(ReportOf(tiny).example, "");
}

TEST(Deliveries, OfTooManySuppliersNameTheLast) {
  const Toy toy = ReadToy();
  Policy policy = toy.policy;
  policy.deliveries.most_suppliers = 1;
  const Plan plan = PlanOf(toy.dataset, toy.policy);
  std::vector<std::int64_t> lines;
  for (const Finding& finding :
       Verify(toy.dataset, toy.id, FilesOf(plan, toy.dataset, policy, toy.id)).findings.list)
    if (finding.code == "too_many_suppliers") lines.push_back(finding.line);
  EXPECT_THAT(lines, testing::ElementsAre(3, 6, 8));
}

// A plan in parts of any size, handed in as one of whole deliveries, is found out; whether there was any part
// in it.
bool ExpectPartsFound(const Market& market) {
  Policy without = market.policy;
  without.deliveries = {};
  const SolveResult result = Solve(market.dataset, without, market.question, {.threads = 1}, {}, {});
  // The rule's own instance, whose offers are fewer, knows what is whole.
  InstanceReading whole = BuildInstance(market.dataset, without, market.question);
  whole.instance->policy.deliveries = market.policy.deliveries;
  if (BrokenIn(*whole.instance, result.solved->matching) == 0) return false;
  const Plan plan = PlanOf(*result.solved, 1, {}, {});
  const Verification verification =
      Verify(market.dataset, "id", FilesOf(plan, market.dataset, market.policy, "id"));
  EXPECT_TRUE(std::ranges::any_of(verification.findings.list, [](const Finding& finding) {
    return finding.code == "delivery_too_small" || finding.code == "broken_lot" ||
           finding.code == "too_many_suppliers";
  })) << Lines(verification.findings);
  return true;
}

// How many of the claims about the network's optimum that are wrong by one are found; `claims` counts them.
int WrongClaimsFound(const Market& market, const Plan& plan, int& claims) {
  int found = 0;
  for (const auto& [figure, by] : {std::pair(&RuleReport::more_cost, 1),
                                   {&RuleReport::more_cost, -1},
                                   {&RuleReport::more_short, 1},
                                   {&RuleReport::more_short, -1}}) {
    Plan other = plan;
    const auto report = std::ranges::find(other.rules, Rule::kWholeDeliveries, &RuleReport::rule);
    if (report == other.rules.end()) continue;
    (*report).*figure += by;
    ++claims;
    found += !Verify(market.dataset, "id", FilesOf(other, market.dataset, market.policy, "id")).findings.ok();
  }
  return found;
}

// Where contracts reserve more lanes of a requirement than it may have suppliers, and nowhere else, the rule
// is broken, and the plan says by how many. Whether it is.
bool ExpectClashesTold(const Instance& instance, const Plan& plan) {
  const auto report = std::ranges::find(plan.rules, Rule::kWholeDeliveries, &RuleReport::rule);
  if (report == plan.rules.end()) return false;
  std::map<std::int32_t, std::int64_t> promised;
  for (const PairTerm& term : instance.pair_terms) promised[term.requirement] += term.reserved > 0;
  std::int64_t too_many = 0, crowded = 0;
  const std::int64_t limit = instance.policy.deliveries.most_suppliers.value_or(1'000'000);
  for (const auto& [requirement, suppliers] : promised) {
    too_many += std::max<std::int64_t>(suppliers - limit, 0);
    crowded += suppliers > limit;
  }
  EXPECT_EQ(report->kept, crowded == 0);
  const std::string told = "contracts make " + std::to_string(too_many) +
                           (too_many == 1 ? " supplier" : " suppliers") + " too many at " +
                           std::to_string(crowded);
  EXPECT_EQ(report->example.find(told) != std::string::npos, crowded > 0) << report->example;
  return crowded > 0;
}

// The rule is kept whatever the market; no plan is below the bound; the checker agrees.
TEST(Deliveries, AreWholeOnRandomMarkets) {
  std::mt19937_64 random(4711);
  int moved = 0, limited = 0, clashing = 0, tampered = 0, claims = 0, found = 0;
  for (int i = 0; i < 600; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = i % 4 == 1,
                                          .rules = i % 2 == 1,
                                          .contracts = i % 3 == 0,
                                          .aggregators = i % 5 < 2,
                                          .deliveries = true});
    if (i % 6 == 3) market.policy.deliveries.most_suppliers = 1;  // fewer than contracts promise
    if (i % 7 == 0) {
      market.policy.budget.mode = BudgetMode::kAim;
      market.policy.budget.per_portion.fill(Sen{static_cast<std::int64_t>(random() % 1'000'000)});
      for (DemandPoint& point : market.dataset.demand_points)
        point.recipients[0] = static_cast<std::int32_t>(random() % 200);
    }
    if (i % 7 == 2) {
      market.policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 3};
      market.policy.sharing.mode = SharingMode::kAim;
      market.policy.sharing.most[i % kShareLimits] = Millionths{400'000};
      market.policy.sharing.most[static_cast<std::size_t>(ShareLimit::kOwnerOfSpend)] = Millionths{500'000};
    }
    const SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!result.solved) continue;
    EXPECT_EQ(BrokenIn(result.solved->instance, result.solved->matching), 0);
    const Plan plan = PlanOf(*result.solved, 1, {}, {});
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    EXPECT_EQ(plan.certificate.primal, result.solved->matching.objective);
    clashing += ExpectClashesTold(result.solved->instance, plan);
    moved += plan.certificate.primal > plan.certificate.dual;
    limited += market.policy.deliveries.most_suppliers.has_value();
    ExpectVerified(plan, market);
    tampered += ExpectPartsFound(market);
    found += WrongClaimsFound(market, plan, claims);
  }
  EXPECT_GT(moved, 100);
  EXPECT_GT(tampered, 50);
  // Not all: where needs of several priorities tie, which of them is short may be said in several ways.
  EXPECT_GT(claims, 1000);
  EXPECT_GT(found, claims * 3 / 4);
  EXPECT_GT(limited, 100);
  EXPECT_GT(clashing, 10);
}

TEST(Deliveries, AreWholeAlsoWhereAskedToStop) {
  std::mt19937_64 random(99);
  StopToken asked;
  asked.Ask();
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    const Market market =
        RandomMarket(random, {.contracts = i % 3 == 0, .aggregators = i % 5 < 2, .deliveries = true});
    InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;
    const LaneRule rule(*reading.instance);
    MatchResult result = Match(*reading.instance, rule, {.threads = 1}, {}, {});
    ASSERT_TRUE(result.matching);
    beyond::Apply(*reading.instance, rule, 1, asked, *result.matching);
    EXPECT_EQ(BrokenIn(*reading.instance, *result.matching), 0);
    EXPECT_GE(result.matching->objective, result.matching->bound);
  }
}

// What a kitchen gets of one commodity may serve another need of its, as from one day to the next.
void AddTransfers(std::mt19937_64& random, Instance& instance) {
  for (std::int32_t to = 0; to < std::ssize(instance.requirements); ++to) {
    for (std::int32_t from = -1; from < to; ++from) {
      if (random() % 2 == 0) continue;
      RequirementRow* const sender = from < 0 ? nullptr : &instance.requirements[from];
      if (sender && sender->demand_point != instance.requirements[to].demand_point) continue;
      const auto capacity = static_cast<std::int64_t>(1 + random() % 30);
      if (sender) sender->sends += capacity, sender->lane_cap += capacity;
      instance.transfers.push_back({.from = from,
                                    .to = to,
                                    .cost = static_cast<std::int64_t>(random() % 1'000),
                                    .capacity = capacity});
    }
  }
}

TEST(Deliveries, AreWholeWhereRequirementsShareThem) {
  std::mt19937_64 random(7);
  int moved = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {.deliveries = true});
    InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;
    Instance& instance = *reading.instance;
    AddTransfers(random, instance);
    const LaneRule rule(instance);
    MatchResult result = Match(instance, rule, {.threads = 1}, {}, {});
    ASSERT_TRUE(result.matching);
    Matching& matching = *result.matching;
    beyond::Apply(instance, rule, 1, {}, matching);
    EXPECT_EQ(BrokenIn(instance, matching), 0);
    EXPECT_GE(matching.objective, matching.bound);
    moved += matching.objective > matching.bound;
    std::vector<std::int64_t> left = matching.shortage;
    for (const LaneFlow& flow : matching.flows) left[flow.requirement] += flow.quanta;
    for (std::size_t t = 0; t < matching.transfers.size(); ++t) {
      const Transfer& transfer = instance.transfers[t];
      EXPECT_GE(matching.transfers[t], 0);
      EXPECT_LE(matching.transfers[t], transfer.capacity);
      left[transfer.to] += matching.transfers[t];
      if (transfer.from != kNone) left[transfer.from] -= matching.transfers[t];
    }
    for (std::size_t r = 0; r < left.size(); ++r) {
      EXPECT_EQ(left[r], instance.requirements[r].need);
      EXPECT_GE(matching.shortage[r], 0);
    }
  }
  EXPECT_GT(moved, 50);
}

// Of what a kitchen doesn't need itself the minimum holds as well, up to what it could stand in for and keep.
TEST(Deliveries, HaveMinimumsAlsoOfWhatOnlyStandsIn) {
  const auto least = [](const std::string& lot, const std::string& by, const std::string& minimum) {
    const Tiny tiny =
        ReadTiny({{"offers.csv",
                   "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\n"
                   "A,ayam,7,30000,,\nA,telur,100,28000," +
                       lot + ",4\n"},
                  {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\n"},
                  {"policy.yaml", "version: 1\ndeliveries: {whole: true}\nsubstitutes: {ayam: {by: " + by +
                                      "}}\ncommodities:\n"
                                      "  ayam: {}\n  telur: {min_delivery_kg: " +
                                      minimum + "}\n"}});
    const Instance instance = InstanceOf(tiny);
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
      if (instance.requirements[r].need == 0) return SizeOn(instance, span.first_offer, r).least;
    }
    return std::int64_t{0};
  };
  EXPECT_EQ(least("", "[telur]", "2"), 4) << "the offer's";
  EXPECT_EQ(least("", "[telur]", "6"), 6) << "the commodity's";
  EXPECT_EQ(least("", "[telur]", "60"), 10) << "all that could stand in";
  EXPECT_EQ(least("", "{telur: 1.5}", "60"), 15);
  EXPECT_EQ(least("4", "[telur]", "6"), 8) << "in lots";
}

// K cooks chicken on both days, rice on Tuesday alone: the 3 kg that A has left on Monday are less than a
// delivery, and with the 6 kg that it needs at all as well.
TEST(Deliveries, HaveMinimumsAlsoOfWhatIsOnlyKept) {
  const auto delivered = [](const std::string& capacity) {
    const Tiny tiny =
        ReadTiny({{"offers.csv",
                   "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,ayam,100,30000,\n"
                   "A,beras," +
                       capacity + ",10000,1\n"},
                  {"requirements.csv", "demand_id,date,commodity,kg\nK,,ayam,10\nK,2026-11-24,beras,6\n"},
                  {"storage.csv", "demand_id,commodity,kg\nK,beras,50\n"},
                  {"policy.yaml",
                   "version: 1\ndeliveries: {whole: true}\nstorage: {mode: on}\ncommodities:\n  ayam: {}\n"
                   "  beras: {shelf_life_days: 30, min_delivery_kg: 20}\n"}});
    const Question question{.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2};
    const Plan plan = PlanOf(tiny.dataset, tiny.policy, question);
    ExpectVerified(plan, tiny);
    std::int64_t quanta = 0;
    for (const Allocation& row : plan.allocations)
      quanta += tiny.dataset.commodities[row.commodity] == "beras" ? row.quanta : 0;
    return quanta;
  };
  EXPECT_EQ(delivered("3"), 0);
  EXPECT_EQ(delivered("8"), 6);
}

}  // namespace
}  // namespace pasok::match
