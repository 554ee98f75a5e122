// The keys of the programme's rules: what they say once read, and what is wrong with those that can't be.
#include <gmock/gmock.h>

#include "tests/register/policy_yaml.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

TEST(PolicyTest, ReadsCeilingsByRegionMinutesAndProbation) {
  const PolicyReading reading = ReadPolicy(
      "version: 1\ncommodities:\n  beras: {price_ceiling_idr_per_kg: {61.10: 16000.5, 61: 15400}, "
      "max_travel_minutes: 90}\nprobation: {days: 30, max_share_of_capacity: 0.25}\n",
      "policy.yaml");
  ASSERT_TRUE(reading.findings.list.empty()) << Listing(reading.findings);
  const CommodityRule& rule = *reading.policy.FindCommodity("beras");
  EXPECT_FALSE(rule.price_ceiling);
  EXPECT_EQ(rule.max_travel_minutes, 90);
  EXPECT_EQ(rule.CeilingIn("61.10.01.2001"), SenPerKg{1'600'050});
  EXPECT_EQ(rule.CeilingIn("61.01.01"), SenPerKg{1'540'000});
  EXPECT_EQ(rule.CeilingIn("61"), SenPerKg{1'540'000});
  EXPECT_EQ(rule.CeilingIn("6"), std::nullopt);
  EXPECT_EQ(rule.CeilingIn("62.10"), std::nullopt);
  EXPECT_EQ(reading.policy.probation.days, 30);
  EXPECT_EQ(reading.policy.probation.max_share, Millionths{250'000});
}

// S1 is in 61.01 and sells through S3, which is in 61.02.
TEST(PolicyTest, HoldsASuppliersPriceAgainstTheCeilingOfWhereItIsItself) {
  Dataset dataset = *ReadDataset(SoundDataset(), nullptr).dataset;
  const std::int32_t inner = dataset.FindSupplier("S1"), outer = dataset.FindSupplier("S3");
  dataset.suppliers[inner].via = outer;
  CommodityRule rule = *BuiltInPolicy().FindCommodity("beras");
  rule.price_ceiling = std::nullopt;
  rule.region_ceilings = {{"61", SenPerKg{1'540'000}}, {"61.01", SenPerKg{1'600'000}}};
  EXPECT_EQ(rule.CeilingFor(dataset, inner), SenPerKg{1'600'000});
  EXPECT_EQ(rule.CeilingFor(dataset, outer), SenPerKg{1'540'000});
  EXPECT_EQ(rule.CeilingBelow(SenPerKg{1'600'000}, dataset, inner), std::nullopt);  // at it isn't above it
  EXPECT_EQ(rule.CeilingBelow(SenPerKg{1'600'001}, dataset, inner), SenPerKg{1'600'000});

  rule.region_ceilings.erase(rule.region_ceilings.begin());
  EXPECT_EQ(rule.CeilingFor(dataset, outer), std::nullopt);
  EXPECT_EQ(rule.CeilingBelow(SenPerKg{9'999'999}, dataset, outer), std::nullopt);

  rule.region_ceilings.clear(), rule.price_ceiling = SenPerKg{1'500'000};
  EXPECT_EQ(rule.CeilingBelow(SenPerKg{1'500'001}, dataset, outer), SenPerKg{1'500'000});
}

TEST(PolicyTest, ReadsServiceWeekdays) {
  EXPECT_EQ(ReadPolicy("version: 1\nservice_weekdays: 1-5\n", "policy.yaml").policy.service_weekdays,
            0b0011111);
  EXPECT_EQ(
      CountOf(ReadPolicy("version: 1\nservice_weekdays: 0-5\n", "policy.yaml").findings, "bad_weekdays"), 1);
  EXPECT_EQ(CountOf(ReadPolicy("version: 1\nservice_weekdays: [1]\n", "policy.yaml").findings, "wrong_type"),
            1);
}

TEST(PolicyTest, ReadsAMenu) {
  const Policy policy = ReadSound(
      "version: 1\nmenu:\n  cycle_starts_on: 2026-01-05\n"
      "  portions_grams: {telur: 62.5, beras: {paud: 40, sma: 85}}\n"
      "  days: [[telur, beras], {ikan: {smp: 115}, beras: {paud: 50}, telur: null}, []]\n"
      "  most_kg_per_day: {telur: 40000}\n");
  const Menu& menu = policy.menu;
  EXPECT_EQ(menu.cycle_starts_on, ParseDate("2026-01-05"));
  ASSERT_EQ(menu.days.size(), 3U);
  ASSERT_EQ(menu.days[0].size(), 2U);
  EXPECT_EQ(menu.days[0][0].commodity, "beras");
  EXPECT_THAT(menu.days[0][0].portion_grams, testing::ElementsAre(Milli{40'000}, Milli{0}, Milli{0}, Milli{0},
                                                                  Milli{85'000}, Milli{0}, Milli{0}));
  EXPECT_THAT(menu.days[0][1].portion_grams, testing::Each(Milli{62'500}));
  ASSERT_EQ(menu.days[1].size(), 3U);
  EXPECT_EQ(menu.days[1][0].portion_grams[0], Milli{50'000});
  EXPECT_EQ(menu.days[1][2], menu.days[0][1]);
  EXPECT_TRUE(menu.days[2].empty());
  ASSERT_EQ(menu.most_per_day.size(), 1U);
  EXPECT_EQ(menu.most_per_day[0].weight, Grams{40'000'000});
  EXPECT_EQ(Digest(ReadSound("version: 1\nmenu: null\n")), Digest(BuiltInPolicy()));
}

TEST(PolicyTest, NamesEachFaultOfAMenu) {
  using testing::ElementsAre;
  EXPECT_THAT(Faults("menu: {days: [[beras]]}\n"),
              ElementsAre("1:7 missing_value menu.cycle_starts_on", "1:16 missing_value menu.days.1"));
  EXPECT_THAT(Faults("menu: {cycle_starts_on: 2026-02-30, days: []}\n"),
              ElementsAre("1:25 bad_date menu.cycle_starts_on", "1:43 out_of_range menu.days"));
  EXPECT_THAT(
      Faults(
          "menu: {cycle_starts_on: 1999-01-01, days: [7, [[telur]], {bears: 1, telur: {smp: -1, sd: 1}}]}\n"),
      ElementsAre("1:25 out_of_range menu.cycle_starts_on", "1:44 wrong_type menu.days.1",
                  "1:48 wrong_type menu.days.2", "1:59 unknown_commodity menu.days.3.bears",
                  "1:82 out_of_range menu.days.3.telur.smp", "1:86 unknown_key menu.days.3.telur"));
  EXPECT_THAT(
      Faults(
          "menu: {cycle_starts_on: 2026-01-05, days: [{telur: 1, telur: 2}], most_kg_per_day: {roti: 0}}\n"),
      ElementsAre("1:55 duplicate_policy_key menu.days.1", "1:85 unknown_commodity menu.most_kg_per_day",
                  "1:91 out_of_range menu.most_kg_per_day.roti"));
  EXPECT_THAT(
      Faults("menu: {cycle_starts_on: 2026-01-05, portions_grams: {telur: 1}, days: [[telur, telur]]}\n"),
      ElementsAre("1:80 duplicate_policy_key menu.days.1"));
  EXPECT_THAT(Faults("menu: [1]\n"), ElementsAre("1:7 wrong_type menu"));
  EXPECT_THAT(Faults("menu: {cycle_starts_on: 2026-01-05, portions_grams: {beras: 50}}\n"),
              ElementsAre("1:7 missing_value menu.days"));
  EXPECT_THAT(Faults("menu: {}\n"), ElementsAre("1:7 missing_value menu.days"));
}

TEST(PolicyTest, ReadsWhatIsKeptAndWhatStandsIn) {
  const Policy policy = ReadSound(
      "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 20.5, min_shelf_left_days: 1}\nstock: on\n"
      "substitutes: {ikan: {by: [telur]}, ayam: {by: [telur, tempe], surcharge_idr_per_kg: 3000}}\n");
  EXPECT_TRUE(policy.storage.on);
  EXPECT_EQ(policy.storage.holding_per_day, SenPerKg{2'050});
  EXPECT_EQ(policy.storage.min_shelf_left_days, 1);
  EXPECT_TRUE(policy.stock);
  ASSERT_EQ(policy.substitutes.size(), 2U);
  ASSERT_NE(policy.FindSubstitutes("ayam"), nullptr);
  EXPECT_THAT(policy.FindSubstitutes("ayam")->by, testing::ElementsAre("telur", "tempe"));
  EXPECT_EQ(policy.FindSubstitutes("ayam")->surcharge, SenPerKg{300'000});
  EXPECT_EQ(policy.FindSubstitutes("telur"), nullptr);
  EXPECT_EQ(ToYaml(ReadSound(ToYaml(policy))), ToYaml(policy));
}

TEST(PolicyTest, KeepsTheFiguresOfWhatIsOff) {
  const Policy policy = ReadSound(
      "version: 1\nbudget: {mode: 'off', idr_per_portion: {sd_1_3: 3000}}\nstorage: {mode: 'off', "
      "holding_idr_per_kg_day: 20.5}\nprobation: {days: 0, max_share_of_capacity: 0.2}\n");
  const Policy back = ReadSound(ToYaml(policy));
  EXPECT_EQ(back.budget.per_portion, policy.budget.per_portion);
  EXPECT_EQ(back.storage.holding_per_day, SenPerKg{2'050});
  EXPECT_EQ(back.probation.max_share, policy.probation.max_share);
  EXPECT_EQ(ToYaml(back), ToYaml(policy));
  EXPECT_NE(Digest(policy), Digest(BuiltInPolicy())) << "a scenario that switches one on plans otherwise";
}

TEST(PolicyTest, IsWrittenWithEveryKeyWhereThatIsAskedFor) {
  const std::string all = ToYaml(BuiltInPolicy(), Written::kAll);
  for (const std::string rule :
       {"aggregators", "probation", "service_weekdays", "budget", "sharing", "min_suppliers_per_demand_point",
        "steady", "deliveries", "storage", "stock", "fair_spread"}) {
    EXPECT_EQ(ToYaml(BuiltInPolicy()).find('\n' + rule + ':'), std::string::npos) << rule;
    EXPECT_NE(all.find('\n' + rule + ':'), std::string::npos) << rule;
  }
  EXPECT_EQ(ToYaml(ReadSound(all)), ToYaml(BuiltInPolicy()));
}

TEST(PolicyTest, AMenusDaysFollowItsUsualPortions) {
  const std::string menu =
      "version: 1\ncommodities: {beras: {}, telur: {}}\nmenu: {cycle_starts_on: 2026-11-23, portions_grams: "
      "{beras: "
      "60, telur: 50}, days: [[beras], {beras: {smp: 80}, telur: null}]}\n";
  const std::string yaml = ToYaml(ReadSound(menu));
  EXPECT_EQ(ToYaml(ReadSound(yaml)), yaml);
  EXPECT_NE(yaml.find("    - beras: null\n    - beras: {"), std::string::npos) << yaml;
  EXPECT_NE(yaml.find("      telur: null\n"), std::string::npos) << yaml;
}

TEST(PolicyTest, RiskyCommoditiesAloneAreWrittenToo) {
  const Policy policy = ReadSound("version: 1\nsteady: {risky_commodities: [beras]}\n");
  EXPECT_THAT(ReadSound(ToYaml(policy)).steady.risky, testing::ElementsAre("beras"));
  EXPECT_NE(Digest(policy), Digest(BuiltInPolicy()));
}

// Plain, YAML takes it for nothing.
TEST(PolicyTest, ACommodityMayBeNamedNull) {
  for (const std::string yaml :
       {"commodities: {'null': {}, beras: {}}\nsubstitutes: {'null': {by: {beras: 2}}}\n",
        "menu: {cycle_starts_on: 2026-11-23, days: [{'null': {paud: 10}}], most_kg_per_day: {'null': 5}}\n"
        "commodities: {'null': {}, beras: {}}\nsubstitutes: {beras: {by: {'null': 2}}}\n"}) {
    const Policy policy = ReadSound("version: 1\n" + yaml);
    EXPECT_EQ(ToYaml(ReadSound(ToYaml(policy))), ToYaml(policy));
  }
}

TEST(PolicyTest, ReadsRatiosOfSubstitutes) {
  const Policy policy = ReadSound(
      "version: 1\nsubstitutes: {ayam: {by: {tempe: 1.5, telur: 1.2, ikan: 1}}, beras: {by: {telur: "
      "1}}}\n");
  ASSERT_NE(policy.FindSubstitutes("ayam"), nullptr);
  EXPECT_THAT(policy.FindSubstitutes("ayam")->by, testing::ElementsAre("ikan", "telur", "tempe"));
  EXPECT_THAT(policy.FindSubstitutes("ayam")->ratio,
              testing::ElementsAre(Milli{1'000}, Milli{1'200}, Milli{1'500}));
  EXPECT_TRUE(policy.has_ratios());
  EXPECT_TRUE(policy.FindSubstitutes("beras")->ratio.empty());
  EXPECT_EQ(ToYaml(ReadSound(ToYaml(policy))), ToYaml(policy));
  const Policy one = ReadSound("version: 1\nsubstitutes: {ayam: {by: {telur: 1.0}}}\n");
  EXPECT_EQ(Digest(one), Digest(ReadSound("version: 1\nsubstitutes: {ayam: {by: [telur]}}\n")));
  EXPECT_FALSE(one.has_ratios());
}

TEST(PolicyTest, NamesEachFaultOfSubstitutes) {
  using testing::ElementsAre;
  EXPECT_THAT(Faults("substitutes: {ayam: {by: [ayam, roti, telur, telur]}}\n"),
              ElementsAre("1:27 substitute_of_itself substitutes.ayam.by",
                          "1:33 unknown_commodity substitutes.ayam.by",
                          "1:46 duplicate_policy_key substitutes.ayam.by"));
  EXPECT_THAT(
      Faults("substitutes: {ayam: {by: {telur: 0, ayam: 1, roti: 1.5, tempe: [2]}}}\n"),
      ElementsAre("1:34 out_of_range substitutes.ayam.by.telur",
                  "1:37 substitute_of_itself substitutes.ayam.by",
                  "1:46 unknown_commodity substitutes.ayam.by", "1:64 wrong_type substitutes.ayam.by.tempe"));
  EXPECT_THAT(Faults("substitutes: {ayam: {by: {}}, ikan: {by: {telur: 1.0001, telur: 2}}}\n"),
              ElementsAre("1:26 missing_value substitutes.ayam.by",
                          "1:50 too_many_decimals substitutes.ikan.by.telur",
                          "1:58 duplicate_policy_key substitutes.ikan.by"));
  EXPECT_THAT(Faults("substitutes: {ayam: {by: [ikan]}, ikan: {by: [telur]}}\n"),
              ElementsAre("1:27 substitute_chain substitutes.ayam.by"));
  EXPECT_THAT(Faults("substitutes: {ayam: {}, ikan: {by: []}, bears: {by: x}}\n"),
              ElementsAre("1:15 missing_value substitutes.ayam", "1:36 missing_value substitutes.ikan.by",
                          "1:41 unknown_commodity substitutes", "1:53 wrong_type substitutes.bears.by"));
  EXPECT_THAT(
      Faults("substitutes: [1]\nstorage: {mode: yes}\nstock: 1\n"),
      ElementsAre("1:14 wrong_type substitutes", "2:17 unknown_word storage.mode", "3:8 unknown_word stock"));
}

TEST(PolicyTest, RefusesARiskyCommodityThatItDoesNotKnow) {
  using testing::ElementsAre;
  EXPECT_THAT(Faults("steady: {risky_commodities: [ayan, ayam]}\n"),
              ElementsAre("1:30 unknown_commodity steady.risky_commodities"));
  const PolicyReading reading = ReadPolicy("version: 1\nsteady: {risky_commodities: [ayan]}\n", "p");
  ASSERT_EQ(reading.findings.list.size(), 1U);
  EXPECT_EQ(reading.findings.list.front().fix, "did you mean 'ayam'?");
  // The commodities may stand below.
  EXPECT_THAT(Faults("steady: {risky_commodities: [roti]}\ncommodities: {roti: {}}\n"), ElementsAre());
}

TEST(PolicyTest, ShowsTheStepThatDoesNotAscend) {
  const PolicyReading reading = ReadPolicy(
      "version: 1\nfair_spread: [{above_share: 0.5, surcharge_idr_per_kg: 9}, "
      "{above_share: 0.4, surcharge_idr_per_kg: 9}]\n",
      "p");
  ASSERT_EQ(reading.findings.list.size(), 1U);
  EXPECT_EQ(reading.findings.list[0].code, "spread_not_ascending");
  EXPECT_EQ(reading.findings.list[0].value, "{above_share: 0.4, surcharge_idr_per_kg: 9}");
}

TEST(PolicyTest, ReadsFairSpread) {
  const Policy policy = ReadSound(
      "version: 1\nfair_spread:\n  - {above_share: 0.5, surcharge_idr_per_kg: 300}\n"
      "  - {surcharge_idr_per_kg: 800.5, above_share: 0.8}\n");
  EXPECT_EQ(policy.fair_spread, (std::vector<SpreadStep>{{{500'000}, {30'000}}, {{800'000}, {80'050}}}));
  EXPECT_THAT(ToYaml(policy), testing::EndsWith("fair_spread:\n"
                                                "  - {above_share: 0.5, surcharge_idr_per_kg: 300}\n"
                                                "  - {above_share: 0.8, surcharge_idr_per_kg: 800.5}\n"));
  EXPECT_TRUE(ReadSound("version: 1\nfair_spread: []\n").fair_spread.empty());
  EXPECT_EQ(ToYaml(ReadSound("version: 1\nfair_spread: []\n")), ToYaml(BuiltInPolicy()));
}

TEST(PolicyTest, NamesEachFaultOfFairSpread) {
  using testing::ElementsAre;
  EXPECT_THAT(Faults("fair_spread: {above_share: 0.5}\n"), ElementsAre("1:14 wrong_type fair_spread"));
  EXPECT_THAT(Faults("fair_spread: [0.5, {}, {above_share: 0.5}, {surcharge_idr_per_kg: 1, share: 0.5}]\n"),
              ElementsAre("1:15 wrong_type fair_spread", "1:20 missing_value fair_spread",
                          "1:20 missing_value fair_spread", "1:24 missing_value fair_spread",
                          "1:44 missing_value fair_spread", "1:70 unknown_key fair_spread"));
  EXPECT_THAT(Faults("fair_spread: [{above_share: 1, surcharge_idr_per_kg: 0}]\n"),
              ElementsAre("1:29 out_of_range fair_spread.above_share",
                          "1:54 out_of_range fair_spread.surcharge_idr_per_kg"));
  EXPECT_THAT(Faults("fair_spread:\n  - {above_share: 0.5, surcharge_idr_per_kg: 300}\n"
                     "  - {above_share: 0.5, surcharge_idr_per_kg: 400}\n"
                     "  - {above_share: 0.6, surcharge_idr_per_kg: 400}\n"),
              ElementsAre("3:5 spread_not_ascending fair_spread", "4:5 spread_not_ascending fair_spread"));
  std::string many = "fair_spread:\n";
  for (int i = 1; i <= 11; ++i) {
    many += "  - {above_share: 0.0" + std::to_string(10 + i) +
            ", surcharge_idr_per_kg: " + std::to_string(i) + "}\n";
  }
  EXPECT_THAT(Faults(many), ElementsAre("2:3 too_many_spread_steps fair_spread"));
}

TEST(PolicyTest, TheExampleOfAMenuIsOneOfTwentyDays) {
  const Policy policy = ReadSound(Config("menu.yaml"));
  EXPECT_EQ(policy.menu.days.size(), 20U);
  EXPECT_EQ(policy.menu.most_per_day.size(), 2U);
}

TEST(PolicyTest, FaultsRegionsThatAreNoneAndFiguresOutOfRange) {
  const PolicyReading reading = ReadPolicy(
      "version: 1\ncommodities:\n  beras: {price_ceiling_idr_per_kg: {6110: 16000, Sambas: 1, 61: 0}, "
      "max_travel_minutes: 0}\nprobation: {days: -1, max_share_of_capacity: 0}\n",
      "policy.yaml");
  EXPECT_EQ(CountOf(reading.findings, "bad_region_code"), 2);
  EXPECT_EQ(CountOf(reading.findings, "out_of_range"), 4);
}

}  // namespace
}  // namespace pasok
