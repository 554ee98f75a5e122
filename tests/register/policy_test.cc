#include "engine/register/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

std::string Config(const std::string& name) {
  std::ifstream in(std::string(PASOK_SOURCE_DIR) + "/configs/" + name, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

Policy Read(std::string_view yaml) {
  PolicyReading reading = ReadPolicy(yaml, "policy.yaml");
  EXPECT_TRUE(reading.findings.ok()) << Listing(reading.findings);
  return std::move(reading.policy);
}

// "line:column code field" of each finding.
std::vector<std::string> Faults(std::string_view yaml) {
  std::vector<std::string> faults;
  for (const Finding& finding : ReadPolicy(yaml, "p").findings.list) {
    if (finding.severity != Severity::kError) continue;
    faults.push_back(std::to_string(finding.line) + ':' + std::to_string(finding.column) + ' ' +
                     finding.code + ' ' + finding.field);
  }
  return faults;
}

TEST(PolicyTest, ConfigsSpellOutTheBuiltInPolicy) {
  const std::string yaml = Config("policy.yaml");
  EXPECT_EQ(ToYaml(Read(yaml)), ToYaml(BuiltInPolicy()));
  EXPECT_EQ(ReadPolicy(yaml, "policy.yaml").findings.warnings, 0);
  // Every key stands there itself, not only its default.
  std::istringstream lines(ToYaml(BuiltInPolicy()));
  for (std::string line; std::getline(lines, line);) {
    const std::string key = line.substr(0, line.find(':') + 1);
    EXPECT_THAT(yaml, testing::HasSubstr(key.substr(key.find_first_not_of(' '))));
  }
}

TEST(PolicyTest, TheProgrammesPolicyCapsPricesAndForbidsRelatedParties) {
  const Policy policy = Read(Config("mbg.yaml"));
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
  EXPECT_EQ(Digest(Read("version: 1")), Digest(BuiltInPolicy()));
  EXPECT_EQ(Digest(Read("{}")), Digest(BuiltInPolicy()));
  EXPECT_EQ(Digest(Read("")), Digest(BuiltInPolicy()));
  EXPECT_EQ(CountOf(ReadPolicy("", "p").findings, code::kMissingVersion), 1);
}

TEST(PolicyTest, AMappingReplacesTheDefaultOneWhole) {
  const Policy policy =
      Read("version: 1\nlocality: {surcharge_idr_per_kg: {luar: 7.5}}\ncommodities: {gula: {}}\n");
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
      Read("version: 1\nquantum_kg: 0.5\nconcentration: {max_share_per_supplier: 0.333333}\n");
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
  EXPECT_THAT(Faults("\tversion: 1\n"), ElementsAre("1:1 yaml_tab "));
  EXPECT_THAT(Faults(std::string_view("version: 1\0", 11)), ElementsAre("1:11 nul_byte "));
  EXPECT_THAT(Faults("aims: \xff\n"), ElementsAre("1:7 not_utf8 "));
  EXPECT_THAT(Faults("aims: \"a\\Nb\"\n"), ElementsAre("1:7 not_utf8 "));
  EXPECT_THAT(Faults("\"\\_\": 1\n"), ElementsAre("1:1 not_utf8 "));
  EXPECT_THAT(Faults("? {a: 1}\n: 1\n"), ElementsAre(testing::HasSubstr("wrong_type")));
  EXPECT_THAT(Faults("<<: *x\n"), ElementsAre(testing::HasSubstr("bad_yaml")));
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
  EXPECT_EQ(FixOf(budget + "\"10.000\"}}\n"), "remove the quotes or the tag");
  EXPECT_EQ(FixOf("version: 1\nshortage: {penalty_idr_per_kg: 1.000.000}\n"),
            "write 1000000, without separators of thousands");
  EXPECT_EQ(FixOf("version: 1\nshortage:\n  penalty_idr_per_kg: 10,000\n"),
            "if thousands are meant, write 10000, without a comma; or write 10");
}

TEST(PolicyTest, ReadsDecimalsWhereThousandsCannotBeMeant) {
  const Policy policy = Read(
      "version: 1\nquantum_kg: 1.000\ndistance: {circuity: 1.400}\n"
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

TEST(PolicyTest, ReadsServiceWeekdays) {
  EXPECT_EQ(ReadPolicy("version: 1\nservice_weekdays: 1-5\n", "policy.yaml").policy.service_weekdays,
            0b0011111);
  EXPECT_EQ(
      CountOf(ReadPolicy("version: 1\nservice_weekdays: 0-5\n", "policy.yaml").findings, "bad_weekdays"), 1);
  EXPECT_EQ(CountOf(ReadPolicy("version: 1\nservice_weekdays: [1]\n", "policy.yaml").findings, "wrong_type"),
            1);
}

TEST(PolicyTest, ReadsAMenu) {
  const Policy policy = Read(
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
  EXPECT_EQ(Digest(Read("version: 1\nmenu: null\n")), Digest(BuiltInPolicy()));
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
}

TEST(PolicyTest, ReadsWhatIsKeptAndWhatStandsIn) {
  const Policy policy = Read(
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
  EXPECT_EQ(ToYaml(Read(ToYaml(policy))), ToYaml(policy));
}

TEST(PolicyTest, ReadsRatiosOfSubstitutes) {
  const Policy policy = Read(
      "version: 1\nsubstitutes: {ayam: {by: {tempe: 1.5, telur: 1.2, ikan: 1}}, beras: {by: {telur: "
      "1}}}\n");
  ASSERT_NE(policy.FindSubstitutes("ayam"), nullptr);
  EXPECT_THAT(policy.FindSubstitutes("ayam")->by, testing::ElementsAre("ikan", "telur", "tempe"));
  EXPECT_THAT(policy.FindSubstitutes("ayam")->ratio,
              testing::ElementsAre(Milli{1'000}, Milli{1'200}, Milli{1'500}));
  EXPECT_TRUE(policy.has_ratios());
  EXPECT_TRUE(policy.FindSubstitutes("beras")->ratio.empty());
  EXPECT_EQ(ToYaml(Read(ToYaml(policy))), ToYaml(policy));
  const Policy one = Read("version: 1\nsubstitutes: {ayam: {by: {telur: 1.0}}}\n");
  EXPECT_EQ(Digest(one), Digest(Read("version: 1\nsubstitutes: {ayam: {by: [telur]}}\n")));
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
  const Policy policy = Read(
      "version: 1\nfair_spread:\n  - {above_share: 0.5, surcharge_idr_per_kg: 300}\n"
      "  - {surcharge_idr_per_kg: 800.5, above_share: 0.8}\n");
  EXPECT_EQ(policy.fair_spread, (std::vector<SpreadStep>{{{500'000}, {30'000}}, {{800'000}, {80'050}}}));
  EXPECT_THAT(ToYaml(policy), testing::EndsWith("fair_spread:\n"
                                                "  - {above_share: 0.5, surcharge_idr_per_kg: 300}\n"
                                                "  - {above_share: 0.8, surcharge_idr_per_kg: 800.5}\n"));
  EXPECT_TRUE(Read("version: 1\nfair_spread: []\n").fair_spread.empty());
  EXPECT_EQ(ToYaml(Read("version: 1\nfair_spread: []\n")), ToYaml(BuiltInPolicy()));
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
  const Policy policy = Read(Config("menu.yaml"));
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
