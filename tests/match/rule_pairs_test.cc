// Rules don't only work each by itself: every pair of them, each alone, and all of them together give plans
// that the checker accepts; those that exclude each other are refused by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/plan.h"
#include "engine/register/read.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// One setting of a policy. Two of one key can't both be set.
struct Setting {
  std::string name, key;
  void (*set)(Policy& policy);
};

constexpr Millionths Hundredths(std::int64_t share) { return Millionths{share * 10'000}; }

void CapPrices(Policy& policy) {
  for (CommodityRule& rule : policy.commodities) rule.price_ceiling = SenPerKg{1'100'000};
}

void ShareOut(Policy& policy) {
  policy.sharing.mode = SharingMode::kAim;
  policy.sharing.most.fill(Hundredths(40));
}

void CookByMenu(Policy& policy) {
  policy.menu.cycle_starts_on = Date{19'990};
  for (const std::vector<std::size_t>& day : std::vector<std::vector<std::size_t>>{{0, 1}, {0, 2}, {1}}) {
    std::vector<MenuItem>& items = policy.menu.days.emplace_back();
    for (const std::size_t k : day) {
      items.push_back({.commodity = policy.commodities[k].code});
      items.back().portion_grams.fill(Milli{100'000});
    }
  }
  policy.menu.most_per_day = {{policy.commodities[1].code, Grams{30'000}}};
}

void LetStandIn(Policy& policy, std::vector<Milli> ratio) {
  policy.substitutes = {{.commodity = policy.commodities[2].code,
                         .by = {policy.commodities[0].code, policy.commodities[1].code},
                         .surcharge = SenPerKg{300'000},
                         .ratio = std::move(ratio)}};
}

const std::vector<Setting>& Settings() {
  static const std::vector<Setting> settings = {
      {"weekdays", "service_weekdays", [](Policy& policy) { policy.service_weekdays = 0b111111; }},
      {"travel time", "max_travel_minutes",
       [](Policy& policy) {
         for (CommodityRule& rule : policy.commodities) rule.max_travel_minutes = 60;
       }},
      {"licences", "requires", [](Policy& policy) { policy.commodities[0].requires_licences = {"halal"}; }},
      {"ceilings reported", "price_ceiling",
       [](Policy& policy) { CapPrices(policy), policy.price_ceiling = CeilingMode::kReport; }},
      {"ceilings kept", "price_ceiling",
       [](Policy& policy) { CapPrices(policy), policy.price_ceiling = CeilingMode::kHard; }},
      {"related parties", "related_party",
       [](Policy& policy) { policy.related_party = RelatedParty::kForbid; }},
      {"aggregators", "aggregators", [](Policy& policy) { policy.aggregators = true; }},
      {"probation", "probation",
       [](Policy& policy) { policy.probation = {.days = 30, .max_share = Hundredths(33)}; }},
      {"budgets", "budget",
       [](Policy& policy) {
         policy.budget.mode = BudgetMode::kAim;
         policy.budget.per_portion.fill(Sen{100'000});
       }},
      {"sharing", "sharing", ShareOut},
      {"enough suppliers aimed at", "min_suppliers",
       [](Policy& policy) { policy.min_suppliers = {.mode = MinSuppliersMode::kAim, .suppliers = 4}; }},
      {"enough suppliers", "min_suppliers",
       [](Policy& policy) { policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 4}; }},
      {"concentration", "concentration",
       [](Policy& policy) { policy.max_share_per_supplier = Hundredths(30); }},
      {"whole deliveries", "deliveries",
       [](Policy& policy) {
         policy.deliveries = {.whole = true, .most_suppliers = 5};
         policy.commodities[1].min_delivery = Grams{3'000};
       }},
      {"menu", "menu", CookByMenu},
      {"storage", "storage",
       [](Policy& policy) { policy.storage = {.on = true, .holding_per_day = SenPerKg{2'000}}; }},
      {"stock", "stock", [](Policy& policy) { policy.stock = true; }},
      {"substitutes", "substitutes", [](Policy& policy) { LetStandIn(policy, {}); }},
      {"substitutes at ratios", "substitutes",
       [](Policy& policy) {
         LetStandIn(policy, {Milli{1'200}, Milli{1'500}});
       }},
      {"fair spread", "fair_spread",
       [](Policy& policy) {
         policy.fair_spread = {{.above_share = Hundredths(50), .surcharge = SenPerKg{20'000}},
                               {.above_share = Hundredths(80), .surcharge = SenPerKg{60'000}}};
       }},
      {"steadiness", "steady",
       [](Policy& policy) {
         policy.steady = {.surcharge = SenPerKg{50'000},
                          .risky = {policy.commodities[0].code},
                          .most_changed = Hundredths(10)};
       }},
      {"strict aims", "aims", [](Policy& policy) { policy.aims = Aims::kStrict; }},
      {"coarse quanta", "quantum_kg", [](Policy& policy) { policy.quantum = Grams{5'000}; }},
  };
  return settings;
}

// By the names of both settings: the code and the field that say so.
const std::map<std::set<std::string>, std::pair<std::string, std::string>> kExclude = {
    {{"strict aims", "whole deliveries"}, {"deliveries_by_rank", "deliveries"}},
    {{"strict aims", "substitutes at ratios"}, {"ratios_by_rank", "substitutes"}},
};

// A market of three days with something for every rule, and the plan before it for those that follow on.
struct Ground {
  Dataset dataset;
  Policy plain;
  Question question;
  std::vector<Delivered> previous;
};

Ground GroundOf(Market market) {
  Ground ground{.dataset = std::move(market.dataset), .plain = {}, .question = {}, .previous = {}};
  for (DemandPoint& point : ground.dataset.demand_points) point.recipients.fill(20);
  // A foundation that cooks and grows.
  ground.dataset.demand_points[0].owner_group = "owner1";
  for (std::size_t s = 0; s < ground.dataset.suppliers.size(); s += 3)
    ground.dataset.suppliers[s].owner_group = "owner1";
  Policy& plain = ground.plain;
  plain.commodities = std::move(market.policy.commodities);
  plain.tier_surcharge = market.policy.tier_surcharge;
  plain.price_ceiling = CeilingMode::kOff;
  plain.related_party = RelatedParty::kAllow;
  for (CommodityRule& rule : plain.commodities) {
    rule.requires_licences.clear(), rule.region_ceilings.clear();
    rule.price_ceiling.reset(), rule.max_travel_minutes.reset(), rule.lot.reset(), rule.min_delivery.reset();
  }
  ground.question.date = Date{20'000};
  ground.question.days = 3;
  const Plan plan = PlanOf(ground.dataset, plain, ground.question);
  // Half of it went elsewhere than today.
  for (std::size_t i = 0; i < plan.allocations.size(); i += 2) {
    const Allocation& row = plan.allocations[i];
    ground.previous.push_back({.demand_id = ground.dataset.demand_points[row.demand_point].id,
                               .commodity = ground.dataset.commodities[row.commodity],
                               .supplier_id = ground.dataset.suppliers[row.supplier].id,
                               .weight = {row.quanta * plan.quantum.value}});
  }
  return ground;
}

class RulePairs : public testing::Test {
 protected:
  static constexpr std::size_t kGrounds = 3;

  static void SetUpTestSuite() {
    std::mt19937_64 random(61);
    while (grounds_.size() < kGrounds) {
      Market market = RandomMarket(random, {.most_suppliers = 16,
                                            .horizon = true,
                                            .rules = true,
                                            .contracts = true,
                                            .kept = true,
                                            .aggregators = true,
                                            .deliveries = true});
      if (market.dataset.suppliers.size() < 10 || market.dataset.demand_points.size() < 3) continue;
      Ground ground = GroundOf(std::move(market));
      if (ground.previous.size() >= 8) grounds_.push_back(std::move(ground));
    }
  }
  static void TearDownTestSuite() { grounds_.clear(); }

  // That the checker accepts the plan; where the rules exclude each other, that it is said as expected.
  // Returns who delivers what and what is short.
  static std::string Check(const std::vector<Setting>& settings, const Ground& ground) {
    Policy policy = ground.plain;
    std::set<std::string> names;
    for (const Setting& setting : settings) setting.set(policy), names.insert(setting.name);
    std::set<std::pair<std::string, std::string>> expected, refused;
    for (const auto& [pair, message] : kExclude) {
      if (std::ranges::includes(names, pair)) expected.insert(message);
    }
    for (const Finding& finding : CheckAgainst(ground.dataset, policy).list)
      refused.emplace(finding.code, finding.field);
    EXPECT_EQ(refused, expected);
    if (!refused.empty()) return "";
    Question question = ground.question;
    if (policy.steady.surcharge.value > 0) question.previous = ground.previous;
    const Plan plan = PlanOf(ground.dataset, policy, question);
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    const std::vector<RegisterFile> files = ExpectVerified(plan, ground.dataset, policy);
    std::string rows;
    for (const RegisterFile& file : files) {
      if (file.name == "allocations.csv" || file.name == "shortages.csv") rows += file.content;
    }
    return rows;
  }

  static std::vector<Ground> grounds_;
};
std::vector<Ground> RulePairs::grounds_;

TEST_F(RulePairs, EachAloneChangesAPlan) {
  for (const Setting& setting : Settings()) {
    SCOPED_TRACE(setting.name);
    bool differs = false;
    for (const Ground& ground : grounds_) differs |= Check({setting}, ground) != Check({}, ground);
    EXPECT_EQ(differs, setting.name != "ceilings reported") << "it should have something to look at";
  }
}

TEST_F(RulePairs, AnyTwoGoTogetherOrAreRefusedByName) {
  for (auto one = Settings().begin(); one != Settings().end(); ++one) {
    for (auto other = one + 1; other != Settings().end(); ++other) {
      if (one->key == other->key) continue;
      SCOPED_TRACE(one->name + " and " + other->name);
      for (const Ground& ground : grounds_) Check({*one, *other}, ground);
    }
  }
}

// Of each key the first setting, or the last; but for those that exclude others.
TEST_F(RulePairs, AllGoTogether) {
  for (const bool is_strict : {false, true}) {
    SCOPED_TRACE(is_strict ? "strict" : "weighted");
    for (const bool takes_last : {false, true}) {
      std::map<std::string, Setting> of_key;
      for (const Setting& setting : Settings()) {
        if ((setting.name == "strict aims" || setting.name == "whole deliveries" ||
             setting.name == "substitutes at ratios") &&
            is_strict != (setting.name == "strict aims"))
          continue;
        if (takes_last) of_key.insert_or_assign(setting.key, setting);
        of_key.try_emplace(setting.key, setting);
      }
      std::vector<Setting> all;
      for (const auto& [key, setting] : of_key) all.push_back(setting);
      for (const Ground& ground : grounds_) Check(all, ground);
    }
  }
}

TEST_F(RulePairs, AllAtOnceNameEachContradiction) { Check(Settings(), grounds_.front()); }

}  // namespace
}  // namespace pasok::match
