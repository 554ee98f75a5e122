// Reading and writing scenario files.
#include "engine/study/scenario/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/match/toy.h"
#include "tests/study/scenario/random_scenario.h"

namespace pasok::study {
namespace {

std::string Head(std::string_view changes) {
  return "version: 1\nname: Uji\nchanges:\n" + std::string(changes);
}

// The findings of a scenario with these changes, a line each.
std::string Faults(std::string_view changes) {
  return match::Lines(ReadScenario(Head(changes), "s.yaml").findings);
}

TEST(ScenarioTest, ReadsWhatItWrites) {
  const std::string yaml = Head(
      "  - stop: {supplier: [B, A], region: 61.01}\n"
      "  - total_capacity: {kind: kdmp, set_kg_per_day: null}\n"
      "  - price: {commodity: beras, add_idr_per_kg: -250.50, from: 2026-11-23}\n"
      "  - roads: {region: 61.01, to: 61.02, km: 12.50}\n"
      "  - policy: {quantum_kg: 5.0, aims: strict}\n");
  const ScenarioReading reading = ReadScenario(yaml, "s.yaml");
  ASSERT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
  EXPECT_EQ(ToYaml(reading.scenario), Head("  - stop: {supplier: [A, B], region: 61.01}\n"
                                           "  - total_capacity: {kind: kdmp, set_kg_per_day: null}\n"
                                           "  - price: {commodity: beras, from: 2026-11-23, add_idr_per_kg: "
                                           "-250.5}\n"
                                           "  - roads: {region: 61.01, to: 61.02, km: 12.5}\n"
                                           "  - policy: {aims: strict, quantum_kg: 5}\n"));
}

TEST(ScenarioTest, AnAddedSupplierMayHaveAllColumnsOfItsRegister) {
  const std::string yaml = Head(
      "  - add_supplier: {supplier_id: X, name: X, kind: kdmp, region: 61.01, lat: 1.3, lng: 109, "
      "status: tidak_aktif, owner_group: O, licences: [halal], capacity_kg_per_day: 9, via: A, "
      "registered_on: 2026-11-20, handling_kg_per_day: 7.5, handling_fee_idr_per_kg: 250}\n");
  const ScenarioReading reading = ReadScenario(yaml, "s.yaml");
  ASSERT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
  EXPECT_EQ(ToYaml(reading.scenario), yaml);
  const Supplier& row = std::get<AddSupplier>(reading.scenario.changes.at(0).what).row;
  EXPECT_EQ(row.registered_on, ParseDate("2026-11-20"));
  EXPECT_EQ(row.handling_per_day, Grams{7'500});
  EXPECT_EQ(row.handling_fee, SenPerKg{25'000});
}

TEST(ScenarioTest, TheCodeOfARegionIsNoNumber) {
  const std::string yaml =
      Head("  - policy: {commodities: {beras: {price_ceiling_idr_per_kg: {61.10: 16000}}}}\n");
  const ScenarioReading reading = ReadScenario(yaml, "s.yaml");
  ASSERT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
  EXPECT_EQ(ToYaml(reading.scenario), yaml);
}

TEST(ScenarioTest, EveryScenarioIsReadBackAsItWasWritten) {
  for (int seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {});
    const std::string yaml = ToYaml(RandomScenario(random, market, 6));
    const ScenarioReading reading = ReadScenario(yaml, "s.yaml");
    ASSERT_TRUE(reading.findings.ok()) << yaml << match::Lines(reading.findings);
    ASSERT_EQ(ToYaml(reading.scenario), yaml);
  }
}

TEST(ScenarioTest, TheDigestIsOfTheMeaning) {
  const auto digest = [](std::string_view changes) {
    return Digest(ReadScenario(Head(changes), "s.yaml").scenario);
  };
  EXPECT_EQ(digest("  - stop: {supplier: [S1, S2]}"), digest("- stop:\n    supplier:\n    - S2\n    - 'S1'"));
  EXPECT_NE(digest("  - stop: {supplier: S1}"), digest("  - activate: {supplier: S1}"));
}

TEST(ScenarioTest, AnUnknownKeyIsAnErrorWithItsPlaceAndTheNearestName) {
  EXPECT_EQ(
      Faults("  - stop: {suplier: S1}\n"),
      "s.yaml:4:12: error: unknown_key: `changes[1].stop` is 'suplier', expected one of supplier, region, "
      "kind, owner_group; did you mean 'supplier'?\n");
  EXPECT_NE(Faults("  - stopp: {supplier: S1}\n").find("did you mean 'stop'?"), std::string::npos);
  EXPECT_NE(Faults("  - stop: {kind: kdmpp}\n").find("did you mean 'kdmp'?"), std::string::npos);
}

TEST(ScenarioTest, APolicyInItsPlaceIsOneFault) {
  const auto faults = [](std::string_view yaml) {
    return match::Lines(ReadScenario(yaml, "p.yaml").findings);
  };
  const std::string fault =
      "p.yaml:1:1: error: unknown_key: expected the keys of a scenario: version, name, changes; this is a "
      "policy: "
      "give it with --policy\n";
  EXPECT_EQ(faults("version: 1\naims: strict\ndistance: {circuity: 1.3}\n"), fault);
  EXPECT_EQ(faults("aims: strict\nlocalty: {}\n"), fault);
  EXPECT_THAT(faults("version: 1\nchange: []\n"), testing::HasSubstr("did you mean 'changes'?"));
  EXPECT_THAT(faults("version: 1\nname: A\naims: strict\n"), testing::HasSubstr("missing_key"));
}

TEST(ScenarioTest, WhatIsMissingOrTooMuchIsAnError) {
  EXPECT_NE(Faults("  - stop: {}\n").find("missing_key"), std::string::npos);
  EXPECT_NE(Faults("  - stop: {supplier: []}\n").find("missing_key"), std::string::npos);
  EXPECT_NE(Faults("  - price: {commodity: beras}\n").find("missing_key"), std::string::npos);
  EXPECT_NE(Faults("  - price: {factor: 2, set_idr_per_kg: 3}\n").find("too_many_keys"), std::string::npos);
  EXPECT_NE(Faults("  - {stop: {supplier: A}, activate: {supplier: B}}\n").find("too_many_keys"),
            std::string::npos);
  EXPECT_NE(Faults("  - roads: {region: 61, km: 3}\n").find("missing_key"), std::string::npos);
  EXPECT_NE(Faults("  - roads: {region: 61, cut: true, factor: 3}\n").find("too_many_keys"),
            std::string::npos);
  EXPECT_NE(Faults("  - add_supplier: {supplier_id: X}\n").find("missing_key"), std::string::npos);
  EXPECT_THAT(
      Faults("  - add_supplier: {supplier_id: X}\n"),
      testing::HasSubstr(
          "s.yaml:4: error: missing_key: `changes[1].add_supplier.kind`, expected the key `kind`; add it"));
  EXPECT_NE(Faults("  - policy: {}\n").find("missing_key"), std::string::npos);
  EXPECT_NE(Faults("  []\n").find("missing_key"), std::string::npos);
  EXPECT_NE(match::Lines(ReadScenario("name: x\nchanges: [{stop: {kind: kdmp}}]", "s.yaml").findings)
                .find("version"),
            std::string::npos);
}

TEST(ScenarioTest, ADecimalTakesAPoint) {
  const auto is_told = testing::EndsWith(
      "bad_number: `changes[1].need.factor` is '1,5', expected a number from 0 to 1000 with at most 6 "
      "decimals; a decimal takes a point: write 1.5\n");
  EXPECT_THAT(Faults("  - need: {factor: 1,5}\n"), is_told);
  EXPECT_THAT(Faults("  - need: {factor: 1,5, commodity: beras}\n"), is_told);
  EXPECT_THAT(Faults("  - need:\n      factor: 1,5\n"), is_told);
  EXPECT_THAT(Faults("  - need: {commodity: beras,5, factor: 2}\n"), testing::HasSubstr("unknown_key"));
}

TEST(ScenarioTest, APointMayStandForThousands) {
  EXPECT_THAT(Faults("  - price: {commodity: beras, set_idr_per_kg: 15.400}\n"),
              testing::HasSubstr("ambiguous_number: `changes[1].price.set_idr_per_kg` is '15.400'"));
  EXPECT_THAT(Faults("  - need: {commodity: beras, set_kg: 1.500}\n"),
              testing::EndsWith("if thousands are meant, write 1500, without a point; or write 1.5\n"));
  EXPECT_EQ(Faults("  - need: {factor: 1.500}\n"), "");
}

TEST(ScenarioTest, WhatIsEmptyIsToldHowToWrite) {
  EXPECT_EQ(
      Faults("  - need: {factor: 2, from: 2026-11-23, to: }\n"),
      "s.yaml:4:45: error: wrong_type: `changes[1].need.to` is empty, expected a day from 2000-01-01 to "
      "2100-12-31, such as 2026-11-23; write it after the colon, or leave the key out\n");
}

TEST(ScenarioTest, ValuesHaveTypesAndRanges) {
  EXPECT_NE(Faults("  - need: {factor: -1}\n").find("s.yaml:4:20: error: out_of_range"), std::string::npos);
  EXPECT_NE(Faults("  - need: {factor: '1'}\n").find("wrong_type"), std::string::npos);
  EXPECT_NE(Faults("  - need: {factor: 1, factor: 2}\n").find("duplicate_policy_key"), std::string::npos);
  EXPECT_NE(Faults("  - need: {set_kg: 1.2345}\n").find("too_many_decimals"), std::string::npos);
  EXPECT_NE(Faults("  - need: {factor: 2, from: 2026-02-30}\n").find("bad_date"), std::string::npos);
  EXPECT_THAT(Faults("  - need: {factor: 2, from: 2026-02-03, to: 2026-02-01}\n"),
              testing::StartsWith(
                  "s.yaml:4:45: error: empty_window: `changes[1].need.to` is '2026-02-01', expected"));
  EXPECT_NE(Faults("  - stop: {supplier: [A, A]}\n").find("duplicate_key"), std::string::npos);
  EXPECT_NE(Faults("  - capacity: {demand_point: A, factor: 2}\n").find("unknown_key"), std::string::npos);
  EXPECT_NE(Faults("  - policy: {aims: strict, aims: weighted}\n").find("duplicate_policy_key"),
            std::string::npos);
}

}  // namespace
}  // namespace pasok::study
