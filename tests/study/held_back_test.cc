// What binds in a plan that rules moved: each limit on shares against the tally of a plan changed by hand.
#include "engine/study/held_back.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <tuple>

#include "engine/study/explain.h"
#include "engine/study/moved.h"
#include "engine/study/unused.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::LaneFlow;
using match::Market;
using match::Solved;

// How far each part is above its limit.
using Excess =
    std::map<std::tuple<match::Rule, std::int32_t, std::int32_t, std::int32_t, std::int32_t>, std::int64_t>;
Excess ExcessOf(const Solved& plan, const std::vector<LaneFlow>& flows) {
  const Instance& instance = plan.instance;
  std::vector<match::Allocation> rows;
  for (const LaneFlow& flow : flows) {
    if (flow.quanta == 0) continue;
    const match::OfferRow& offer = instance.offers[flow.offer];
    const match::CommoditySpan& span = instance.commodities[offer.commodity];
    const match::LaneCost lane = plan.lanes.Cost(flow.offer, flow.requirement);
    match::Allocation row;
    row.date = instance.days[span.day];
    row.demand_point = instance.requirements[flow.requirement].demand_point;
    row.commodity = span.dataset_commodity;
    row.supplier = instance.suppliers[offer.supplier].dataset_supplier;
    row.quanta = flow.quanta, row.unit_money = lane.money, row.tier = lane.tier;
    rows.push_back(row);
  }
  Excess excess;
  for (const match::PlannedShare& row : match::TallyShares(instance, rows).broken)
    excess[{row.rule, row.demand_point, row.region, row.commodity, row.supplier}] = row.off();
  return excess;
}

// The rules of which some part is then above its limit, or the seller's own further above.
std::set<std::string> Worse(const Excess& before, const Excess& after, const Solved& plan, std::int32_t o) {
  const std::int32_t seller = plan.instance.suppliers[plan.instance.offers[o].supplier].dataset_supplier;
  const std::set<std::int32_t> own{seller, match::OwnersOf(*plan.instance.dataset)[seller], kNone};
  std::set<std::string> rules;
  for (const auto& [part, off] : after) {
    const auto was = before.find(part);
    if (was == before.end() || (own.contains(std::get<4>(part)) && off > was->second))
      rules.insert(std::string(match::ToWord(std::get<0>(part))));
  }
  return rules;
}

// A quantum more of the offer for each that is dearer, and for what is short; none where nothing is left.
std::vector<std::vector<LaneFlow>> ChangesByHand(const Solved& plan, std::int32_t o, std::int32_t r) {
  const Instance& instance = plan.instance;
  const auto unit = [&](std::int32_t offer) { return plan.lanes.Cost(offer, r).unit(); };
  const auto sold = [&](const std::vector<LaneFlow>& flows, bool by_supplier) {
    std::int64_t sum = 0;
    for (const LaneFlow& flow : flows) {
      const bool is_same =
          by_supplier ? instance.offers[flow.offer].supplier == instance.offers[o].supplier : flow.offer == o;
      sum += is_same ? flow.quanta : 0;
    }
    return sum;
  };
  std::vector<std::vector<LaneFlow>> changes;
  const auto add = [&](std::vector<LaneFlow> flows) {
    flows.push_back({.offer = o, .requirement = r, .quanta = 1});
    const std::int64_t total = instance.suppliers[instance.offers[o].supplier].capacity;
    std::int64_t on_lane = 0;
    for (const LaneFlow& flow : flows) on_lane += flow.offer == o && flow.requirement == r ? flow.quanta : 0;
    if (sold(flows, false) <= instance.offers[o].capacity && sold(flows, true) <= total &&
        on_lane <= instance.LaneCap(o, r))
      changes.push_back(std::move(flows));
  };
  for (std::size_t i = 0; i < plan.matching.flows.size(); ++i) {
    const LaneFlow& flow = plan.matching.flows[i];
    if (flow.requirement != r || flow.offer == o || unit(flow.offer) <= unit(o)) continue;
    std::vector<LaneFlow> flows = plan.matching.flows;
    --flows[i].quanta;
    add(std::move(flows));
  }
  if (plan.matching.shortage[r] > 0 && instance.requirements[r].penalty > unit(o)) add(plan.matching.flows);
  return changes;
}

TEST(HeldBack, NamesTheSharesThatEachChangeWouldBreak) {
  std::mt19937_64 random(141);
  std::map<std::string, int> seen;
  int free = 0;
  for (int i = 0; i < 500; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 14, .most_demand_points = 4});
    market.policy.aims = Aims::kWeighted;
    market.policy.sharing.mode = SharingMode::kAim;
    for (Millionths& most : market.policy.sharing.most) {
      if (random() % 2 == 0) most = {static_cast<std::int64_t>(2 + random() % 6) * 100'000};
    }
    const auto plan = match::TrySolve(market);
    if (!plan || !IsMoved(*plan)) continue;
    const HeldBack held_back(*plan);
    const Excess before = ExcessOf(*plan, plan->matching.flows);
    for (const match::CommoditySpan& span : plan->instance.commodities) {
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
          const std::vector<BindingRule> rules = held_back.Of(o, r);
          if (plan->lanes.Cost(o, r).ineligible != match::Ineligible::kNo) {
            ASSERT_TRUE(rules.empty());
            continue;
          }
          bool binds = true;
          std::set<std::string> broken;
          const auto changes = ChangesByHand(*plan, o, r);
          for (const std::vector<LaneFlow>& change : changes) {
            const std::set<std::string> worse = Worse(before, ExcessOf(*plan, change), *plan, o);
            binds = binds && !worse.empty();
            broken.insert(worse.begin(), worse.end());
          }
          ASSERT_EQ(!rules.empty(), binds && !changes.empty());
          // Where all limits are kept, what would save without breaking one has been bought.
          ASSERT_TRUE(binds || changes.empty() || !before.empty());
          free += !changes.empty() && !binds;
          for (const BindingRule& rule : rules) {
            ASSERT_TRUE(broken.contains(rule.rule)) << rule.rule;
            ASSERT_FALSE(rule.why.english.empty() || rule.why.indonesian.empty());
            ++seen[rule.rule];
          }
        }
      }
    }
  }
  for (const char* rule : {"max_share_per_owner_group", "max_spend_share_per_supplier",
                           "max_spend_share_per_owner_group", "max_region_share_per_supplier",
                           "max_region_share_per_owner_group", "local_share_min", "small_share_min"})
    EXPECT_GT(seen[rule], 10) << rule;
  EXPECT_GT(free, 10);
}

// What is said of a supplier where K needs 60 kg, and A1 and A2 are one owner.
struct Told {
  std::string unused, rule;         // among those without an order
  std::string english, indonesian;  // of the plan itself, where it is explained
};
Told TellOf(const std::string& rule, const std::string& offers, const std::string& asked,
            const std::vector<match::Delivered>& previous = {}) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,owner_group\nA1,A,koperasi,61.01.01.2001,OA\n"
        "A2,A,koperasi,61.01.01.2001,OA\nB,B,koperasi,61.01.01.2001,\nC,C,koperasi,61.01.01.2001,\n"
        "D,D,lainnya,61.01.01.2001,\n"},
       {"demand_points.csv", "demand_id,name,kind,region,sd_1_3\nK,K,sppg,61.01.01.2001,61\n"},
       {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg\n" + offers},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,60\n"},
       {"policy.yaml", "version: 1\n" + rule + "\ncommodities:\n  beras: {}\n"}});
  Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  market.question.previous = previous;
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  const auto plan = match::TrySolve(market);
  EXPECT_TRUE(plan && IsMoved(*plan));
  const Unmoved unmoved = OptimumBeside(*plan, run);
  Told told;
  const std::optional<UnusedStudy> study = FindUnused(*unmoved.optimum, run, plan.get());
  for (const UnusedOffer& unused : study->suppliers) {
    if (plan->instance.dataset
            ->suppliers[plan->instance.suppliers[plan->instance.offers[unused.offer].supplier]
                            .dataset_supplier]
            .id != asked)
      continue;
    told.unused = Say(unused, *study, *unmoved.optimum).english;
    EXPECT_EQ(unused.reason, Unused::kMovedByRule);
    told.rule = unused.held_back.empty() ? "" : unused.held_back.front().rule;
  }
  EXPECT_TRUE(IsWellFormed(ToReport(*study, *unmoved.optimum)));
  const ExplainResult result = Explain(
      *unmoved.optimum, {.demand_id = "K", .commodity = "beras", .supplier_id = asked}, run, plan.get());
  const Report report = ToReport(*result.explanation, base, *unmoved.optimum);
  EXPECT_TRUE(IsWellFormed(report));
  for (const Sentence& sentence : report.sentences) {
    if (sentence.english.starts_with("In the plan itself " + asked))
      told.english = sentence.english, told.indonesian = sentence.indonesian;
  }
  return told;
}

TEST(HeldBack, IsNamedByWhatIsSaidOfASupplier) {
  const std::string offers =
      "A1,beras,30,10000,\nA2,beras,100,10100,\nB,beras,100,11000,\nC,beras,100,12000,\n";
  const Told share = TellOf("sharing: {mode: aim, max_share_per_owner_group: 0.5}", offers, "A2");
  EXPECT_EQ(share.rule, "max_share_per_owner_group");
  EXPECT_EQ(
      share.unused,
      "the cheapest plan without the rules that moved this one would buy 30 kg of A2's beras; but in this "
      "plan the owner group OA brings 30 kg of the beras that K needs, at most 30 kg "
      "(max_share_per_owner_group)");
  EXPECT_EQ(
      share.english,
      "In the plan itself A2 delivers nothing to K because the owner group OA brings 30 kg of the beras "
      "that K needs, at most 30 kg (max_share_per_owner_group).");
  EXPECT_EQ(share.indonesian,
            "Dalam rencana itu sendiri A2 tidak mengirim ke K karena kelompok pemilik OA mengirim 30 kg dari "
            "beras yang dibutuhkan K, paling banyak 30 kg (max_share_per_owner_group).");
  EXPECT_EQ(
      TellOf("sharing: {mode: aim, max_region_share_per_supplier: 0.5}",
             "A2,beras,100,10100,\nB,beras,100,11000,\n", "A2")
          .english,
      "In the plan itself A2 delivers 30 kg to K, and no more, because A2 brings 30 kg of what the kitchens "
      "of 61.01 need that day, at most 30 kg (max_region_share_per_supplier).");
}

TEST(HeldBack, IsNamedAlsoWhereTheCheapestPlanWouldNotBuy) {
  const Told told = TellOf("sharing: {mode: aim, max_share_per_owner_group: 0.5}",
                           "A1,beras,100,10000,\nA2,beras,100,10100,\nB,beras,100,11000,\n", "A2");
  EXPECT_EQ(
      told.unused,
      "A2's beras would cost Rp 10\u202F100 per kg all in at K, less than some that is bought there; but "
      "the owner group OA brings 30 kg of the beras that K needs, at most 30 kg "
      "(max_share_per_owner_group)");
}

TEST(HeldBack, NamesWholeDeliveriesAndTheCountOfSuppliers) {
  EXPECT_EQ(TellOf("deliveries: {whole: true}",
                   "A1,beras,50,11000,50\nA2,beras,40,9000,35\nB,beras,100,12000,\n", "A2")
                .english,
            "In the plan itself A2 delivers 35 kg to K, and no more, because A2 has 5 kg left for K, and the "
            "next whole "
            "delivery is 35 kg (whole_deliveries).");
  EXPECT_EQ(TellOf("deliveries: {max_suppliers_per_requirement: 2}",
                   "A1,beras,10,10000,\nA2,beras,10,10100,\nB,beras,50,11000,\n", "A2")
                .english,
            "In the plan itself A2 delivers nothing to K because K has beras of 2 suppliers, at most 2, and "
            "the 10 kg that A2 "
            "has left would make one more (max_suppliers_per_requirement).");
  EXPECT_EQ(TellOf("min_suppliers_per_demand_point: {mode: must, suppliers: 3}",
                   "A1,beras,100,10000,\nB,beras,100,11000,\nC,beras,100,12000,\n", "A1")
                .english,
            "In the plan itself A1 delivers 54 kg to K, and no more, because K has 3 suppliers that day, at "
            "least 3, and would "
            "have one less without C (min_suppliers_per_demand_point).");
}

// K pays Rp 10,000 for each of 61 portions; D, whose kind counts Rp 1,500 more, is cheaper in money.
TEST(HeldBack, NamesTheBudget) {
  EXPECT_EQ(TellOf("budget: {mode: aim, idr_per_portion: {sd_1_3: 10000}}",
                   "A1,beras,100,10300,\nD,beras,100,10000,\n", "A1")
                .english,
            "In the plan itself A1 delivers 33 kg to K, and no more, because K pays Rp 609\u202F900 that "
            "day, its budget is Rp "
            "610\u202F000, and A1 is paid more than whom it would replace (budget).");
}

// D brings 3 kg, a twentieth of what K needs, where one would make it a supplier: for the budget.
TEST(HeldBack, CountsSuppliersLikeWhatHoldsThem) {
  const std::string offers = "A1,beras,100,10175,\nD,beras,100,10000,\n";
  const std::string budget = "budget: {mode: aim, idr_per_portion: {sd_1_3: 10000}}\n";
  const std::string min_suppliers = "min_suppliers_per_demand_point: {mode: must, suppliers: 2}\n";
  EXPECT_THAT(
      TellOf(budget + min_suppliers + "deliveries: {max_suppliers_per_requirement: 5}", offers, "A1").english,
      testing::EndsWith("is paid more than whom it would replace (budget)."));
  EXPECT_THAT(TellOf(budget + min_suppliers, offers, "A1").english,
              testing::EndsWith("would have one less without D (min_suppliers_per_demand_point)."));
}

// B is Rp 300 cheaper than A1, who had all of it before.
TEST(HeldBack, NamesWhatKeepsSuppliersSteady) {
  const std::vector<match::Delivered> previous{
      {.demand_id = "K", .commodity = "beras", .supplier_id = "A1", .weight = {60'000}}};
  const std::string offers = "A1,beras,100,10300,\nB,beras,100,10000,\n";
  EXPECT_EQ(TellOf("steady: {surcharge_idr_per_kg: 500}", offers, "B", previous).english,
            "In the plan itself B delivers nothing to K because B is new to K, which counts Rp 500 per kg "
            "more (steady).");
  EXPECT_EQ(
      TellOf("steady: {risky_commodities: [beras], max_share_changed: 0.5}", offers, "B", previous).english,
      "In the plan itself B delivers nothing to K because B is new to K; kitchens that get a risky commodity "
      "from somebody "
      "new: 0, at most 0 (steady).");
}

}  // namespace
}  // namespace pasok::study
