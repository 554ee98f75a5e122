#include "engine/register/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>

#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "tests/register/policy_yaml.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

TEST(PolicyTest, ConfigsSpellOutTheBuiltInPolicy) {
  const std::string yaml = Config("policy.yaml");
  EXPECT_EQ(ToYaml(ReadSound(yaml)), ToYaml(BuiltInPolicy()));
  EXPECT_EQ(ReadPolicy(yaml, "policy.yaml").findings.warnings, 0);
  // Every key stands there itself, not only its default.
  std::istringstream lines(ToYaml(BuiltInPolicy()));
  for (std::string line; std::getline(lines, line);) {
    const std::string key = line.substr(0, line.find(':') + 1);
    EXPECT_THAT(yaml, testing::HasSubstr(key.substr(key.find_first_not_of(' '))));
  }
}

TEST(PolicyTest, TheProgrammesPolicyCapsPricesAndForbidsRelatedParties) {
  const Policy policy = ReadSound(Config("mbg.yaml"));
  EXPECT_EQ(policy.price_ceiling, CeilingMode::kHard);
  EXPECT_EQ(policy.related_party, RelatedParty::kForbid);
  EXPECT_EQ(policy.commodities.size(), BuiltInPolicy().commodities.size());
}

TEST(PolicyTest, TheBuiltInPolicyKnowsThirteenCommodities) {
  const Policy& policy = BuiltInPolicy();
  EXPECT_EQ(policy.commodities.size(), 13U);
  EXPECT_TRUE(std::ranges::is_sorted(policy.commodities, {}, &CommodityRule::code));
  ASSERT_NE(policy.FindCommodity("beras"), nullptr);
  EXPECT_EQ(policy.FindCommodity("beras")->price_ceiling, SenPerKg{1'540'000});
  EXPECT_EQ(policy.FindCommodity("ayam")->haul_per_kg_km, Milli{2'100});
  EXPECT_EQ(policy.FindCommodity("bears"), nullptr);
  EXPECT_EQ(policy.FindCommodity(""), nullptr);
}

TEST(PolicyTest, AbsentKeysKeepTheBuiltInValue) {
  EXPECT_EQ(Digest(ReadSound("version: 1")), Digest(BuiltInPolicy()));
  EXPECT_EQ(Digest(ReadSound("{}")), Digest(BuiltInPolicy()));
  EXPECT_EQ(Digest(ReadSound("")), Digest(BuiltInPolicy()));
  EXPECT_EQ(CountOf(ReadPolicy("", "p").findings, code::kMissingVersion), 1);
}

TEST(PolicyTest, AMappingReplacesTheDefaultOneWhole) {
  const Policy policy =
      ReadSound("version: 1\nlocality: {surcharge_idr_per_kg: {luar: 7.5}}\ncommodities: {gula: {}}\n");
  EXPECT_EQ(policy.tier_surcharge[static_cast<std::size_t>(Tier::kLuar)], SenPerKg{750});
  EXPECT_EQ(policy.tier_surcharge[static_cast<std::size_t>(Tier::kProvinsi)], SenPerKg{0});
  EXPECT_EQ(policy.kind_surcharge, BuiltInPolicy().kind_surcharge);
  ASSERT_EQ(policy.commodities.size(), 1U);
  const CommodityRule& sugar = policy.commodities[0];
  EXPECT_EQ(sugar.name_en, "gula");
  EXPECT_EQ(sugar.haul_per_kg_km, Milli{1'400});
  EXPECT_FALSE(sugar.max_distance || sugar.shelf_life_days || sugar.price_ceiling);
}

TEST(PolicyTest, ReadsDecimalsDigitByDigit) {
  const Policy policy =
      ReadSound("version: 1\nquantum_kg: 0.5\nconcentration: {max_share_per_supplier: 0.333333}\n");
  EXPECT_EQ(policy.quantum, Grams{500});
  EXPECT_EQ(policy.max_share_per_supplier, Millionths{333'333});
}

TEST(PolicyTest, NamesEachFaultWithItsPlaceAndPath) {
  using testing::ElementsAre;
  EXPECT_THAT(Faults("version: 1\nquantum: 1\n"), ElementsAre("2:1 unknown_key "));
  EXPECT_THAT(Faults("version: 1\naims: strict\naims: strict\n"), ElementsAre("3:1 duplicate_policy_key "));
  EXPECT_THAT(Faults("distance: {circuity: x, circuty: 2}\n"),
              ElementsAre("1:22 bad_number distance.circuity", "1:25 unknown_key distance"));
  EXPECT_THAT(Faults("- 1\n"), ElementsAre("1:1 wrong_type "));
  EXPECT_THAT(Faults("quantum_kg: 0\n"), ElementsAre("1:13 out_of_range quantum_kg"));
  EXPECT_THAT(Faults("quantum_kg: .inf\n"), ElementsAre("1:13 bad_number quantum_kg"));
  EXPECT_THAT(Faults("quantum_kg: 99999999999999999999\n"), ElementsAre("1:13 out_of_range quantum_kg"));
  EXPECT_THAT(Faults("quantum_kg: '1'\n"), ElementsAre("1:13 wrong_type quantum_kg"));
  EXPECT_THAT(Faults("quantum_kg: !!str 1\n"), ElementsAre(testing::HasSubstr("wrong_type quantum_kg")));
  EXPECT_THAT(Faults("quantum_kg:\n"), ElementsAre(testing::HasSubstr("wrong_type quantum_kg")));
  EXPECT_THAT(Faults("version: 1\n---\nversion: 1\n"), ElementsAre(testing::HasSubstr("bad_yaml")));
  const std::string beras = "commodities: {beras: {name_en: ";
  EXPECT_THAT(Faults(beras + "\"a\\nb\"}}\n"),
              ElementsAre("1:32 control_character commodities.beras.name_en"));
  EXPECT_THAT(Faults(beras + std::string(201, 'a') + "}}\n"),
              ElementsAre("1:32 too_long commodities.beras.name_en"));
  EXPECT_THAT(Faults("\tversion: 1\n"), ElementsAre("1:1 yaml_tab "));
  EXPECT_THAT(Faults(std::string_view("version: 1\0", 11)), ElementsAre("1:11 nul_byte "));
  EXPECT_THAT(Faults("aims: \xff\n"), ElementsAre("1:7 not_utf8 "));
  EXPECT_THAT(Faults("aims: \"a\\Nb\"\n"), ElementsAre("1:7 not_utf8 "));
  EXPECT_THAT(Faults("\"\\_\": 1\n"), ElementsAre("1:1 not_utf8 "));
  EXPECT_THAT(Faults("? {a: 1}\n: 1\n"), ElementsAre(testing::HasSubstr("wrong_type")));
  EXPECT_THAT(Faults("<<: *x\n"), ElementsAre(testing::HasSubstr("bad_yaml")));
}

TEST(PolicyTest, AScenarioInItsPlaceIsOneFault) {
  const PolicyReading reading =
      ReadPolicy("version: 1\nname: Two mills stop\nchanges:\n  - stop: {supplier: S1}\n", "s.yaml");
  EXPECT_EQ(
      Listing(reading.findings),
      "s.yaml:3:1: error: unknown_key: 'changes', expected the keys of a policy; this is a scenario: give "
      "it with --scenario\n");
}

// To the next token a null stands where that one does.
TEST(PolicyTest, AKeyLeftEmptyIsNamedWhereItStands) {
  using testing::ElementsAre;
  EXPECT_THAT(Faults("version: 1\nquantum_kg:\naims: strict\n"), ElementsAre("2:1 wrong_type quantum_kg"));
  EXPECT_THAT(Faults("distance:\n  circuity:\n\naims: strict\n"),
              ElementsAre("2:3 wrong_type distance.circuity"));
}

TEST(PolicyTest, ACarriageReturnEndsALine) {
  using testing::ElementsAre;
  const Policy policy = ReadSound("version: 1\n# from an old Mac:\rquantum_kg: 25\n");
  EXPECT_EQ(policy.quantum, Grams{25'000});
  EXPECT_EQ(ReadSound("version: 1\rquantum_kg: 25\r# the end\r").quantum, Grams{25'000});
  EXPECT_EQ(ReadSound("version: 1\r\nquantum_kg: 25\r\n").quantum, Grams{25'000});
  EXPECT_THAT(Faults("version: 1\r# two\r\nquantum: 1\n"), ElementsAre("3:1 unknown_key "));
}

// The fix of the only finding.
std::string FixOf(std::string_view yaml) {
  const Findings findings = ReadPolicy(yaml, "p").findings;
  EXPECT_EQ(findings.list.size(), 1U) << Listing(findings);
  return findings.list.empty() ? "" : findings.list.front().fix;
}

TEST(PolicyTest, RefusesAPointThatMayStandForThousands) {
  using testing::ElementsAre;
  const std::string budget = "version: 1\nbudget: {mode: aim, idr_per_portion: {smp: ";
  EXPECT_THAT(Faults(budget + "10.000}}\n"), ElementsAre("2:44 ambiguous_number budget.idr_per_portion.smp"));
  EXPECT_EQ(FixOf(budget + "10.000}}\n"),
            "if thousands are meant, write 10000, without a point; or write 10");
  const std::string beras = "version: 1\ncommodities: {beras: {";
  EXPECT_EQ(FixOf(beras + "price_ceiling_idr_per_kg: 15.400}}\n"),
            "if thousands are meant, write 15400, without a point; or write 15.4");
  EXPECT_EQ(FixOf(beras + "price_ceiling_idr_per_kg: {\"61.01\": 15.425}}}\n"),
            "if thousands are meant, write 15425, without a point");
  EXPECT_EQ(FixOf(beras + "shelf_life_days: 1.000}}\n"),
            "if thousands are meant, write 1000, without a point; or write 1");
  EXPECT_EQ(FixOf(beras + "min_delivery_kg: 1.500}}\n"),
            "if thousands are meant, write 1500, without a point; or write 1.5");
  EXPECT_EQ(FixOf("version: 1\nquantum_kg: 1.000\n"),
            "if thousands are meant, write 1000, without a point; or write 1");
  EXPECT_EQ(FixOf("version: 1\nquantum_kg: 1.500\n"), "write 1.5");  // 1,500 kg would be out of range
  EXPECT_EQ(FixOf(beras + "shelf_life_days: 1,5}}\n"), "round the number");
  EXPECT_EQ(FixOf(budget + "\"10.000\"}}\n"), "remove the quotes or the tag");
  EXPECT_EQ(FixOf("version: 1\nshortage: {penalty_idr_per_kg: 1.000.000}\n"),
            "write 1000000, without separators of thousands");
  EXPECT_EQ(FixOf("version: 1\nshortage: {penalty_idr_per_kg: 1,000,000}\n"),
            "write 1000000, without separators of thousands");
  EXPECT_EQ(FixOf("version: 1\nshortage:\n  penalty_idr_per_kg: 10,000\n"),
            "if thousands are meant, write 10000, without a comma; or write 10");
}

TEST(PolicyTest, ReadsDecimalsWhereThousandsCannotBeMeant) {
  const Policy policy = ReadSound(
      "version: 1\nquantum_kg: 0.500\ndistance: {circuity: 1.400}\n"
      "concentration: {max_share_per_supplier: 0.500}\n"
      "commodities: {beras: {haul_idr_per_kg_km: 1.400, lot_kg: 1.125, price_ceiling_idr_per_kg: 0.500}}\n");
  EXPECT_EQ(policy.circuity, Milli{1'400});
  EXPECT_EQ(policy.commodities.front().lot, Grams{1'125});
  EXPECT_EQ(policy.commodities.front().price_ceiling, SenPerKg{50});
}

TEST(PolicyTest, RefusesWhatIsNotPlannedByRank) {
  using testing::ElementsAre;
  const std::string whole = "deliveries:\n  whole: true\n";
  const std::string few = "deliveries: {max_suppliers_per_requirement: 3}\n";
  const auto substitutes = [](std::string_view by) {
    return "substitutes: {ayam: {by: " + std::string(by) + "}}\n";
  };
  const std::string strict = "version: 1\naims: strict\n";
  EXPECT_THAT(Faults(strict + whole), ElementsAre("3:1 deliveries_by_rank deliveries"));
  EXPECT_EQ(FixOf(strict + whole), "write aims: weighted, or leave deliveries out");
  EXPECT_THAT(Faults(strict + few), ElementsAre("3:1 deliveries_by_rank deliveries"));
  EXPECT_THAT(Faults(strict + substitutes("{telur: 1.2}")), ElementsAre("3:1 ratios_by_rank substitutes"));
  EXPECT_EQ(FixOf(strict + substitutes("{telur: 1.2}")),
            "write aims: weighted, or let food stand in kg for kg");
  EXPECT_THAT(Faults(few + strict), ElementsAre("1:1 deliveries_by_rank deliveries"));
  for (const std::string& both : {strict + substitutes("[telur]"), strict + "deliveries: {whole: false}\n",
                                  "version: 1\naims: weighted\n" + whole + substitutes("{telur: 1.2}")})
    EXPECT_THAT(Faults(both), ElementsAre()) << both;
}

std::string Repeated(std::string_view part, std::size_t bytes) {
  std::string text;
  while (text.size() + part.size() <= bytes) text += part;
  return text;
}

TEST(PolicyTest, HostileYamlIsRefusedInTime) {
  constexpr std::size_t kMiB = 1 << 20;
  std::string bomb = "a: &a [x]\n";
  for (char c = 'b'; c < 'z'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [*" + std::string(1, static_cast<char>(c - 1)) + ", *" +
            std::string(1, static_cast<char>(c - 1)) + "]\n";
  }
  for (const std::string& yaml :
       {bomb, Repeated("[", kMiB), Repeated("{a: ", kMiB), Repeated("- ", kMiB), Repeated("? ", kMiB),
        Repeated("a: b\n", kMiB), Repeated("x", kMiB), Repeated("!", kMiB), Repeated("'", kMiB),
        Repeated("|\n", kMiB), Repeated("a:\n ", kMiB), Repeated("[]", kMiB), Repeated("a ? b : ", kMiB),
        Repeated("%X\n", kMiB), Repeated("x", kMiB + 1), Repeated("---\n", kMiB), Repeated("#", kMiB),
        Repeated("\n", kMiB)}) {
    const auto begin = std::chrono::steady_clock::now();
    ReadPolicy(yaml, "policy.yaml");
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(seconds.count(), 30) << yaml.substr(0, 20) << ": generous for sanitizers on a busy machine";
  }
}

// A name of a million bytes' policy, and of each list that names commodities.
std::string Names(char first, int count) {
  std::string names;
  for (int i = 0; i < count; ++i)
    names += (i == 0 ? "" : ", ") + std::string(1, first) + std::to_string(100'000 + i);
  return names;
}

TEST(PolicyTest, ManyWrongNamesAreNamedInTime) {
  constexpr int kNames = 30'000;
  std::string known = "version: 1\ncommodities:\n";
  for (int i = 0; i < kNames; ++i) known += " a" + std::to_string(100'000 + i) + ": {}\n";
  const std::string wrong = Names('b', kNames);
  std::string most = wrong;
  for (std::size_t at = 0; (at = most.find(',', at)) != most.npos; at += 4) most.replace(at, 1, ": 1,");
  std::string pairs = "0,1";
  for (int i = 0; i < 40'000; ++i) pairs += ", 1,1";
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& yaml :
       {known + "menu: {most_kg_per_day: {" + most + ": 1}}\n",
        known + "steady: {risky_commodities: [" + wrong + "]}\n",
        known + "substitutes: {a100000: [" + wrong + "]}\n", "version: 1\nx: {" + pairs + "}\n"}) {
    EXPECT_FALSE(ReadPolicy(yaml, "p").findings.ok()) << yaml.substr(yaml.size() - 50);
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(seconds.count(), 30) << "generous for a busy machine; quadratic would take minutes";
}

Policy ArbitraryPolicy() {
  const auto amount = [](const NumberRule& rule) { return *rc::gen::inRange(rule.least, rule.most + 1); };
  const auto name = [] {
    std::string text = *rc::gen::container<std::string>(
        rc::gen::element('a', ' ', '"', '\\', ':', '#', '\'', '%', '{', '-'));
    return text.substr(0, 20) + (*rc::gen::arbitrary<bool>() ? "é" : "");
  };
  Policy policy;
  policy.quantum.value = amount(limits::kQuantumKg);
  policy.circuity.value = amount(limits::kCircuity);
  policy.shortage_penalty.value = amount(limits::kRupiahPerKg);
  policy.max_share_per_supplier.value = amount(limits::kShare);
  policy.price_ceiling = *rc::gen::element(CeilingMode::kOff, CeilingMode::kReport, CeilingMode::kHard);
  policy.related_party = *rc::gen::element(RelatedParty::kAllow, RelatedParty::kForbid);
  if (*rc::gen::arbitrary<bool>()) {
    policy.probation.days = static_cast<std::int32_t>(amount(limits::kProbationDays));
    policy.probation.max_share.value = policy.probation.days == 0 ? 1'000'000 : amount(limits::kShare);
  }
  policy.aggregators = *rc::gen::arbitrary<bool>();
  policy.budget = BuiltInPolicy().budget;
  if (*rc::gen::arbitrary<bool>()) {
    policy.sharing.mode = *rc::gen::element(SharingMode::kReport, SharingMode::kAim);
    for (Millionths& share : policy.sharing.most) share.value = amount(limits::kShare);
  }
  if (*rc::gen::arbitrary<bool>()) {
    policy.min_suppliers.mode =
        *rc::gen::element(MinSuppliersMode::kReport, MinSuppliersMode::kAim, MinSuppliersMode::kMust);
    policy.min_suppliers.suppliers = static_cast<std::int32_t>(amount(limits::kMinSuppliers));
  }
  if (*rc::gen::arbitrary<bool>()) {
    policy.steady.surcharge.value = 1 + amount(limits::kRupiahPerKg) / 2;
    policy.steady.most_changed.value = amount(limits::kFloor);
  }
  if (*rc::gen::arbitrary<bool>()) {
    policy.budget.mode = *rc::gen::element(BudgetMode::kReport, BudgetMode::kAim);
    for (Sen& portion : policy.budget.per_portion) portion.value = amount(limits::kRupiahPerPortion);
  }
  policy.deliveries.whole = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>())
    policy.deliveries.most_suppliers = static_cast<std::int32_t>(amount(limits::kSuppliersPerNeed));
  policy.service_weekdays = static_cast<std::uint8_t>(*rc::gen::inRange(1, 128));
  if (*rc::gen::arbitrary<bool>()) {
    policy.menu.cycle_starts_on =
        Date{*rc::gen::inRange(limits::kFirstDate.days, limits::kLastDate.days + 1)};
    policy.menu.days.resize(*rc::gen::inRange<std::size_t>(1, 4));
  }
  policy.storage.on = *rc::gen::arbitrary<bool>();
  if (policy.storage.on) {
    policy.storage.holding_per_day.value = amount(limits::kRupiahPerKg);
    policy.storage.min_shelf_left_days = static_cast<std::int32_t>(amount(limits::kMinShelfLeftDays));
  }
  policy.stock = *rc::gen::arbitrary<bool>();
  for (SenPerKg& surcharge : policy.tier_surcharge) surcharge.value = amount(limits::kRupiahPerKg);
  for (SenPerKg& surcharge : policy.kind_surcharge) surcharge.value = amount(limits::kRupiahPerKg);
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    CommodityRule rule{.code = "c" + std::to_string(9 - i),
                       .name_id = name(),
                       .name_en = name(),
                       .haul_per_kg_km = Milli{amount(limits::kHaul)},
                       .max_distance = {},
                       .shelf_life_days = {},
                       .requires_licences = {},
                       .price_ceiling = {}};
    if (*rc::gen::arbitrary<bool>()) rule.max_distance = Metres{amount(limits::kMaxDistanceKm)};
    if (*rc::gen::arbitrary<bool>())
      rule.shelf_life_days = static_cast<std::int32_t>(amount(limits::kShelfLifeDays));
    if (*rc::gen::arbitrary<bool>()) rule.requires_licences = {"halal", "p: i\"rt"};
    if (*rc::gen::arbitrary<bool>()) rule.price_ceiling = SenPerKg{amount(limits::kCeiling)};
    if (!rule.price_ceiling && *rc::gen::arbitrary<bool>()) {
      rule.region_ceilings = {{"61", {amount(limits::kCeiling)}}, {"61.10", {amount(limits::kCeiling)}}};
    }
    if (*rc::gen::arbitrary<bool>())
      rule.max_travel_minutes = static_cast<std::int32_t>(amount(limits::kTravelMinutes));
    if (*rc::gen::arbitrary<bool>()) rule.lot = Grams{amount(limits::kLotKg)};
    if (*rc::gen::arbitrary<bool>()) rule.min_delivery = Grams{amount(limits::kKg)};
    for (std::vector<MenuItem>& day : policy.menu.days) {
      if (*rc::gen::arbitrary<bool>()) continue;
      day.push_back({.commodity = rule.code});
      for (Milli& grams : day.back().portion_grams) grams.value = amount(limits::kPortionGrams);
    }
    if (!policy.menu.days.empty() && *rc::gen::arbitrary<bool>())
      policy.menu.most_per_day.push_back({rule.code, {amount(limits::kMostPerDayKg)}});
    policy.commodities.push_back(std::move(rule));
  }
  if (policy.steady.surcharge.value > 0) {
    for (const CommodityRule& rule : policy.commodities)
      if (*rc::gen::arbitrary<bool>()) policy.steady.risky.push_back(rule.code);
  }
  // The first stand in for the last.
  for (std::size_t k = 1; k < policy.commodities.size(); ++k) {
    if (*rc::gen::arbitrary<bool>()) continue;
    if (policy.substitutes.empty())
      policy.substitutes.push_back({.commodity = policy.commodities.back().code,
                                    .by = {},
                                    .surcharge = {amount(limits::kRupiahPerKg)}});
    policy.substitutes.back().by.push_back(policy.commodities[k - 1].code);
  }
  if (!policy.substitutes.empty() && *rc::gen::arbitrary<bool>()) {
    for (std::size_t k = 0; k < policy.substitutes.back().by.size(); ++k)
      policy.substitutes.back().ratio.push_back(Milli{amount(limits::kSubstituteRatio)});
    policy.substitutes.back().ratio.front() = Milli{1'001};  // ratios of 1 alone are none
  }
  for (std::int64_t i = *rc::gen::inRange(0, 4); i > 0; --i)
    policy.fair_spread.insert(policy.fair_spread.begin(), SpreadStep{{i * 300'000 - 123}, {i * 10'000 + 5}});
  const bool by_rank = !policy.deliveries.whole && !policy.deliveries.most_suppliers && !policy.has_ratios();
  if (by_rank) policy.aims = *rc::gen::element(Aims::kWeighted, Aims::kStrict);
  return policy;
}

// Digests that were given before later keys were known: a key stands in the record only where it is used.
TEST(PolicyTest, APolicyWithoutTheLaterKeysKeepsItsDigest) {
  EXPECT_EQ(Digest(BuiltInPolicy()), "c2a2382606a56d6d6c342ed6c0069088");
}

TEST(PolicyTest, WhatIsWrittenReadsBackTheSame) {
  EXPECT_TRUE(rc::check([] {
    const std::string yaml = ToYaml(ArbitraryPolicy());
    const PolicyReading reading = ReadPolicy(yaml, "policy.yaml");
    RC_ASSERT(reading.findings.list.empty());
    RC_ASSERT(ToYaml(reading.policy) == yaml);
    RC_ASSERT(Digest(reading.policy).size() == 32U);
  }));
}

}  // namespace
}  // namespace pasok
