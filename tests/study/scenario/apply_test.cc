// What a scenario makes of a dataset: by hand on the toy (tests/match/toy.h), and on random markets that the
// outcome is a dataset that the registers' reader would have made.
#include "engine/study/scenario/apply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/match/toy.h"
#include "tests/study/scenario/random_scenario.h"
#include "tests/study/scenario/registers_of.h"

namespace pasok::study {
namespace {

class ToyScenario : public testing::Test {
 protected:
  Applied Try(std::string_view changes) {
    const std::string yaml = "version: 1\nname: Uji\nchanges:\n" + std::string(changes);
    const ScenarioReading reading = ReadScenario(yaml, "s.yaml");
    EXPECT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
    return Apply(reading.scenario, toy_.dataset, toy_.policy);
  }
  Applied Made(std::string_view changes) {
    Applied applied = Try(changes);
    EXPECT_TRUE(applied.findings.ok()) << match::Lines(applied.findings);
    return applied;
  }
  std::string Faults(std::string_view changes) { return match::Lines(Try(changes).findings); }
  // Rupiah of the best plan.
  std::int64_t Objective(const Applied& applied) {
    return match::PlanOf(applied.dataset, applied.policy).certificate.primal / 100;
  }

  match::Toy toy_ = match::ReadToy();
};

TEST_F(ToyScenario, ASleepingCooperativeEndsTheShortage) {
  const Applied applied = Made("  - activate: {kind: kdmp, region: 61.01}\n");
  EXPECT_EQ(applied.touched[0].suppliers, 1);
  EXPECT_EQ(match::PlanOf(applied.dataset, applied.policy).totals.shortage, 0);
}

TEST_F(ToyScenario, WhoStopsSellsNothing) {
  // Without S3, D2's other 30 kg of beras come from S2, which then has 60 for telur and beras together... and
  // is asked for 40 of telur: 30 + 30 + 40 is more than its 90, so beras is short too.
  const Applied applied = Made("  - stop: {supplier: S3}\n");
  for (const match::Allocation& row : match::PlanOf(applied.dataset, applied.policy).allocations) {
    EXPECT_NE(applied.dataset.suppliers[row.supplier].id, "S3");
  }
}

TEST_F(ToyScenario, FiguresAreScaledMovedAndSet) {
  const Applied applied = Made(
      "  - capacity: {supplier: S1, factor: 0.333}\n"
      "  - price: {commodity: beras, region: 61.01, add_idr_per_kg: -0.01}\n"
      "  - total_capacity: {supplier: S2, set_kg_per_day: null}\n"
      "  - need: {demand_point: D2, set_kg: 7.5}\n");
  const Dataset& data = applied.dataset;
  EXPECT_EQ(data.offers[0].capacity_per_day, Grams{26'640});
  EXPECT_EQ(data.offers[0].price, SenPerKg{1'199'999});
  EXPECT_FALSE(data.suppliers[1].capacity_per_day.has_value());
  EXPECT_EQ(data.requirements[2].need, Grams{7'500});
  EXPECT_EQ(applied.touched[0].offers, 1);
  EXPECT_EQ(applied.touched[1].offers, 2);
  EXPECT_EQ(applied.touched[3].requirements, 2);
}

TEST_F(ToyScenario, ADayIsPartedFromTheOthers) {
  const Applied applied = Made(
      "  - capacity: {supplier: S1, factor: 0.5, from: 2026-11-24, to: 2026-11-24}\n"
      "  - need: {demand_point: D1, commodity: beras, factor: 2, from: 2026-11-24, to: 2026-11-25}\n");
  ASSERT_EQ(applied.dataset.offers.size(), toy_.dataset.offers.size() + 2);
  EXPECT_EQ(applied.dataset.requirements.size(), toy_.dataset.requirements.size() + 2);
  const auto sold = [&](const char* day) {
    std::int64_t quanta = 0;
    for (const auto& row :
         match::PlanOf(applied.dataset, applied.policy, {.date = ParseDate(day), .regions = {}, .taken = {}})
             .allocations) {
      if (applied.dataset.suppliers[row.supplier].id == "S1") quanta += row.quanta;
    }
    return quanta;
  };
  EXPECT_EQ(sold("2026-11-23"), 80);
  EXPECT_EQ(sold("2026-11-24"), 40);
  EXPECT_EQ(sold("2026-11-25"), 80);
}

// On Thursday half the portions are cooked; on Saturday nothing is.
TEST_F(ToyScenario, NeedsOfSomeDaysAreWhatTheyAreOnThem) {
  toy_.policy.service_weekdays = 0b0011111;
  toy_.dataset.calendar.push_back(
      {.date = *ParseDate("2026-11-26"), .serves = true, .portions_factor = {500}});
  const auto needs = [&](const std::string& change, const char* day) {
    const Applied applied = Made("  - need: {demand_point: D1, commodity: beras, " + change +
                                 ", from: 2026-11-26, to: 2026-11-28}\n");
    std::int64_t quanta = 0;
    const match::InstanceReading asked =
        match::BuildInstance(applied.dataset, applied.policy, match::On(day));
    for (const match::RequirementRow& row : asked.instance->requirements) {
      if (applied.dataset.demand_points[row.demand_point].id == "D1" && row.commodity == 0)
        quanta += row.need;
    }
    return quanta;
  };
  EXPECT_EQ(needs("factor: 0.5", "2026-11-26"), 25);
  EXPECT_EQ(needs("factor: 0.5", "2026-11-27"), 50);
  EXPECT_EQ(needs("add_kg: 7", "2026-11-26"), 57);
  EXPECT_EQ(needs("set_kg: 30", "2026-11-26"), 30);
  EXPECT_EQ(needs("set_kg: 30", "2026-11-28"), 30);
  const Applied halved = Made("  - need: {factor: 0.5, from: 2026-11-27, to: 2026-11-29}\n");
  EXPECT_EQ(halved.touched[0].requirements, 4) << "not on the days without service";
  EXPECT_THAT(Faults("  - need: {factor: 0.5, from: 2026-11-28, to: 2026-11-28}\n"),
              testing::HasSubstr("touches_nothing"));
}

// A century of days on which nobody cooks adds no rows, and is not gone through for each of very many needs.
TEST_F(ToyScenario, VeryManyDaysAreRefusedAlsoWhereTheyHaveNoNeed) {
  toy_.policy.service_weekdays = 0;
  const Requirement row = toy_.dataset.requirements.front();
  toy_.dataset.requirements.assign(100, row);
  EXPECT_THAT(Faults("  - need: {factor: 0.5, from: 2000-01-01, to: 2099-12-31}\n"),
              testing::HasSubstr("too_many_rows"));
}

TEST_F(ToyScenario, ACutRoadCarriesNothing) {
  // S3 can't reach D2 any more; only S2's 90 kg and S1's 80 are left.
  const Applied applied = Made("  - roads: {region: 61.02, cut: true}\n");
  for (const match::Allocation& row : match::PlanOf(applied.dataset, applied.policy).allocations) {
    EXPECT_NE(applied.dataset.suppliers[row.supplier].id, "S3");
  }
  // Between Hulu and Seberang alone: D2 in Hilir may go on.
  const Applied half = Made("  - roads: {region: 61.01.01.2001, to: 61.02, cut: true}\n");
  EXPECT_EQ(Objective(half), 3'863'000);
}

TEST_F(ToyScenario, ALongerRoadCostsMore) {
  // 30 kg of beras and 4 of telur go 10 km further at Rp 10.
  EXPECT_EQ(Objective(Made("  - roads: {region: 61.01.01.2002, to: 61.02, km: 100}\n")),
            3'863'000 + 34 * 100);
  // Twice the 90 km to D2 would be 180: still cheaper than none, and no other way round.
  EXPECT_EQ(Objective(Made("  - roads: {region: 61.02, factor: 2}\n")), 3'863'000 + 34 * 900);
}

// Hulu is cut off from Seberang, then all of the kabupaten gets a longer road there.
TEST_F(ToyScenario, ACutRoadIsNotReopenedByAWiderLength) {
  const std::string cut = "  - roads: {region: 61.01.01.2001, to: 61.02, cut: true}\n";
  const std::string longer = "  - roads: {region: 61.01, to: 61.02, km: 100}\n";
  EXPECT_EQ(Objective(Made(cut + longer)), Objective(Made(longer + cut)));
  // A road inside what is cut is meant, and a wider one after it leaves that alone too.
  const std::string all = "  - roads: {region: 61.01.01.2001, cut: true}\n";
  const std::string one = "  - roads: {region: 61.01.01.2001, to: 61.02.01.2001, km: 9}\n";
  const auto from_hulu = [&](const Applied& applied) {
    const std::int32_t hulu = applied.dataset.FindRegion("61.01.01.2001");
    const std::int32_t seberang = applied.dataset.FindRegion("61.02.01.2001");
    return std::ranges::find(
               applied.dataset.distances, std::pair(hulu, seberang),
               [](const RegionDistance& row) { return std::pair(row.from_region, row.to_region); })
        ->road;
  };
  EXPECT_EQ(from_hulu(Made(all + one)), Metres{9'000});
  EXPECT_EQ(from_hulu(Made(all + one + longer)), Metres{9'000});
}

TEST_F(ToyScenario, ALongerRoadTakesLonger) {
  RegionDistance& road = toy_.dataset.distances.at(0);
  road.minutes = 60;
  const auto code = [&](std::int32_t region) { return toy_.dataset.regions[region].code; };
  const std::string between = "{region: " + code(road.from_region) + ", to: " + code(road.to_region) + ", ";
  const Applied longer =
      Made("  - roads: " + between + "km: " + std::to_string(road.road.value / 1000 * 3) + "}\n");
  EXPECT_EQ(longer.dataset.distances.at(0).road.value, road.road.value * 3);
  EXPECT_EQ(longer.dataset.distances.at(0).minutes, 180);
  EXPECT_EQ(Made("  - roads: " + between + "cut: true}\n").dataset.distances.at(0).minutes, std::nullopt);
}

// S1 of Hulu sells through S3 of Seberang, where all kitchens are: the way there is a road too.
TEST_F(ToyScenario, TheRoadToAnAggregatorCanBeCut) {
  for (Supplier& supplier : toy_.dataset.suppliers) supplier.active = false;
  toy_.dataset.suppliers[0].active = toy_.dataset.suppliers[2].active = true;
  toy_.dataset.suppliers[0].via = 2;
  toy_.policy.aggregators = true;
  std::erase_if(toy_.dataset.offers, [](const Offer& offer) { return offer.supplier != 0; });
  for (DemandPoint& point : toy_.dataset.demand_points) point.region = toy_.dataset.suppliers[2].region;
  const auto sells = [&](const Applied& applied) {
    return std::ranges::any_of(
        match::PlanOf(applied.dataset, applied.policy).allocations,
        [&](const match::Allocation& row) { return applied.dataset.suppliers[row.supplier].id == "S1"; });
  };
  toy_.dataset.suppliers[0].region = toy_.dataset.FindRegion("61.01.01.2001");
  EXPECT_TRUE(sells(Made("  - need: {factor: 2}\n")));
  EXPECT_FALSE(sells(Made("  - roads: {region: 61.01.01.2001, to: 61.02, cut: true}\n")));
  // S3 at the province's own point, which no pair of regions tells from what is cut off.
  toy_.dataset.suppliers[2].point = toy_.dataset.regions[toy_.dataset.suppliers[2].region].point;
  toy_.dataset.suppliers[2].region = toy_.dataset.FindRegion("61");
  EXPECT_TRUE(sells(Made("  - need: {factor: 2}\n")));
  EXPECT_FALSE(sells(Made("  - roads: {region: 61.01.01.2001, cut: true}\n")));
}

TEST_F(ToyScenario, KeysOfThePolicyThatAreNotNamedStay) {
  const Applied applied = Made(
      "  - policy: {locality: {surcharge_idr_per_kg: {provinsi: 2100}}, commodities: {beras: "
      "{max_distance_km: "
      "500}}}\n"
      "  - haulage: {commodity: telur, factor: 1.5}\n");
  EXPECT_EQ(applied.touched[0].policy_keys, 2);
  EXPECT_EQ(applied.policy.tier_surcharge[static_cast<int>(Tier::kProvinsi)], SenPerKg{210'000});
  EXPECT_EQ(applied.policy.tier_surcharge[static_cast<int>(Tier::kKabupaten)], SenPerKg{50'000});
  EXPECT_EQ(applied.policy.FindCommodity("beras")->haul_per_kg_km, Milli{10'000});
  EXPECT_EQ(applied.policy.FindCommodity("telur")->haul_per_kg_km, Milli{15'000});
}

TEST_F(ToyScenario, ARuleThatIsSwitchedOnHasTheFiguresThatItHadWhileItWasOff) {
  toy_.policy = ReadPolicy(
                    "version: 1\nbudget: {mode: 'off', idr_per_portion: {sd_1_3: 3000}}\n"
                    "sharing: {mode: 'off', max_spend_share_per_supplier: 0.4}\n"
                    "min_suppliers_per_demand_point: {mode: 'off', suppliers: 3}\n"
                    "probation: {days: 0, max_share_of_capacity: 0.2}\n"
                    "storage: {mode: 'off', holding_idr_per_kg_day: 20.5}\n"
                    "commodities: {beras: {}, telur: {}}\n",
                    "policy.yaml")
                    .policy;
  const Policy off = toy_.policy;
  const Policy on = Made(
                        "  - policy: {budget: {mode: report}, sharing: {mode: report}, "
                        "min_suppliers_per_demand_point: {mode: report}, probation: {days: 30}, "
                        "storage: {mode: on}}\n")
                        .policy;
  EXPECT_EQ(on.budget.mode, BudgetMode::kReport);
  EXPECT_EQ(on.budget.per_portion, off.budget.per_portion);
  EXPECT_EQ(on.sharing.mode, SharingMode::kReport);
  EXPECT_EQ(on.sharing.most, off.sharing.most);
  EXPECT_EQ(on.min_suppliers.suppliers, 3);
  EXPECT_EQ(on.probation.days, 30);
  EXPECT_EQ(on.probation.max_share, off.probation.max_share);
  EXPECT_TRUE(on.storage.on);
  EXPECT_EQ(on.storage.holding_per_day, SenPerKg{2'050});
}

TEST_F(ToyScenario, NamesThatAreNotThereAreErrorsWithThePlaceAndTheNearestName) {
  EXPECT_EQ(Faults("  - stop: {supplier: [S3, S5x]}\n").substr(0, 63),
            "s.yaml:4:27: error: unknown_supplier: `stop` is 'S5x', expected");
  EXPECT_NE(Faults("  - need: {commodity: telor, factor: 2}\n").find("did you mean 'telur'?"),
            std::string::npos);
  EXPECT_NE(Faults("  - need: {region: 61.01.02, factor: 2}\n").find("did you mean '61.01.01'?"),
            std::string::npos);
  EXPECT_NE(Faults("  - need: {region: 6101, factor: 2}\n").find("unknown_region"), std::string::npos);
  EXPECT_NE(Faults("  - haulage: {commodity: telurr, factor: 2}\n").find("did you mean 'telur'?"),
            std::string::npos);
  EXPECT_NE(Faults("  - stop: {owner_group: A}\n").find("unknown_owner_group"), std::string::npos);
  EXPECT_EQ(Faults("  - policy: {locality: {surcharges: {desa: 1}}}\n").substr(0, 43),
            "s.yaml:4:25: error: unknown_key: `policy.lo");
}

TEST_F(ToyScenario, WhatTouchesNothingIsAnError) {
  for (const char* change :
       {"stop: {supplier: S4}", "stop: {supplier: [S1, S4]}", "activate: {region: 61.02}",
        "need: {factor: 1}", "capacity: {supplier: S1, commodity: telur, factor: 2}",
        "total_capacity: {supplier: S1, factor: 2}", "total_capacity: {supplier: S1, set_kg_per_day: null}",
        "policy: {aims: weighted}", "policy: {quantum_kg: 1.0}", "policy: {stock: off}",
        "policy: {aggregators: off}", "policy: {service_weekdays: 1-7}", "policy: {fair_spread: []}",
        "policy: {deliveries: {whole: false}}", "policy: {steady: {surcharge_idr_per_kg: 0}}",
        "haulage: {factor: 1}", "roads: {region: 61.02, factor: 1}",
        "add_offers: {supplier: S1, offers: []}"}) {
    EXPECT_NE(Faults(std::string("  - ") + change + "\n").find("s.yaml:4:"), std::string::npos) << change;
    EXPECT_NE(Faults(std::string("  - ") + change + "\n").find("touches_nothing"), std::string::npos)
        << change;
  }
}

TEST_F(ToyScenario, ContradictionsAreErrors) {
  for (const char* changes :
       {"  - stop: {supplier: S1}\n  - activate: {supplier: S1}\n",
        "  - price: {commodity: beras, set_idr_per_kg: 1}\n  - price: {supplier: S1, set_idr_per_kg: 2}\n",
        "  - policy: {aims: strict}\n  - policy: {aims: weighted}\n",
        "  - roads: {region: 61.02, to: 61.01, cut: true}\n  - roads: {region: 61.01, to: 61.02, km: 5}\n",
        "  - roads: {region: 61.01, to: 61, cut: true}\n"}) {
    EXPECT_NE(Faults(changes).find("contradiction"), std::string::npos) << changes << Faults(changes);
  }
}

TEST_F(ToyScenario, ARiskyCommodityIsOneOfThePolicys) {
  const std::string faults =
      Faults("  - policy: {steady: {risky_commodities: [baras], surcharge_idr_per_kg: 5}}\n");
  EXPECT_NE(faults.find("unknown_commodity"), std::string::npos) << faults;
}

TEST_F(ToyScenario, WhatIsAddedFitsTheRegisters) {
  const auto supplier = [](const std::string& rest) {
    return "  - add_supplier: {supplier_id: X, name: X, kind: kdmp, region: 61.01" + rest + "}\n";
  };
  EXPECT_NE(Faults("  - add_supplier: {supplier_id: S1, name: X, kind: kdmp, region: 61.01}\n")
                .find("duplicate_id"),
            std::string::npos);
  EXPECT_NE(Faults(supplier("")).find("no_point"), std::string::npos);
  EXPECT_NE(Faults(supplier(", lat: 1.3, lng: 109, via: S4")).find("via_inactive"), std::string::npos);
  EXPECT_NE(Faults(supplier(", lat: 1.3, lng: 109, offers: [{commodity: nasi, capacity_kg_per_day: 1, "
                            "price_idr_per_kg: 1}]"))
                .find("unknown_commodity"),
            std::string::npos);
  EXPECT_NE(Faults("  - add_offers: {supplier: S1, offers: [{commodity: beras, capacity_kg_per_day: 1, "
                   "price_idr_per_kg: 1}]}\n")
                .find("overlapping_windows"),
            std::string::npos);
  EXPECT_NE(Faults("  - add_requirements: {demand_point: D1, requirements: [{commodity: beras, kg: 1}]}\n")
                .find("duplicate_key"),
            std::string::npos);
  EXPECT_NE(Faults("  - capacity: {supplier: S3, factor: 1000}\n  - capacity: {supplier: S3, factor: 1000}\n")
                .find("out_of_range"),
            std::string::npos);
}

TEST_F(ToyScenario, TheExamplesCanBeApplied) {
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PASOK_SOURCE_DIR "/configs/scenarios")) {
    std::ostringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    const ScenarioReading reading = ReadScenario(content.str(), entry.path().filename().string());
    ASSERT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
    const Applied applied = Apply(reading.scenario, toy_.dataset, toy_.policy);
    EXPECT_TRUE(applied.findings.ok()) << match::Lines(applied.findings);
    ++seen;
  }
  EXPECT_EQ(seen, 5);
}

// Whoever sells through an aggregator stops and starts with it.
TEST_F(ToyScenario, AggregatorsTakeTheirSuppliersWithThem) {
  toy_.dataset.suppliers[0].via = 1;
  toy_.dataset.suppliers[3].via = 2;
  toy_.dataset.suppliers[2].active = false;
  const Applied stopped = Made("  - stop: {supplier: S2}\n");
  EXPECT_EQ(stopped.touched[0].suppliers, 2);
  EXPECT_FALSE(stopped.dataset.suppliers[0].active);
  const Applied started = Made("  - activate: {supplier: S4}\n");
  EXPECT_EQ(started.touched[0].suppliers, 2);
  EXPECT_TRUE(started.dataset.suppliers[2].active);
}

// Written out as registers and read back it is the same dataset, row by row.
TEST(ApplyTest, WhatIsMadeIsWhatTheReaderOfRegistersWouldHaveMade) {
  int made = 0;
  for (int seed = 0; seed < 1200; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {});
    const Scenario scenario = RandomScenario(random, market, 5);
    const Applied applied = Apply(scenario, market.dataset, market.policy);
    if (!applied.findings.ok()) continue;
    ++made;
    const DatasetReading read = ReadDataset(RegistersOf(applied.dataset), &applied.policy);
    ASSERT_TRUE(read.dataset) << ToYaml(scenario) << match::Lines(read.findings);
    ASSERT_EQ(ContentId(*read.dataset), ContentId(applied.dataset)) << ToYaml(scenario);
  }
  EXPECT_GT(made, 200);
}

// Every fault names a line of the scenario, whatever is wrong.
TEST(ApplyTest, FaultsHaveTheirPlace) {
  for (int seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {});
    const match::Market other = RandomRegisteredMarket(random, {});
    const ScenarioReading reading = ReadScenario(ToYaml(RandomScenario(random, other, 5)), "s.yaml");
    ASSERT_TRUE(reading.findings.ok());
    for (const Finding& fault : Apply(reading.scenario, market.dataset, market.policy).findings.list) {
      EXPECT_GT(fault.line, 3);
      EXPECT_GT(fault.column, 0);
    }
  }
}

// A cut road is as if each pair of supplier and demand point across it were blocked.
TEST(ApplyTest, ACutRoadIsAllItsPairsBlocked) {
  int cuts = 0;
  for (int seed = 0; cuts < 120; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {});
    const Dataset& data = market.dataset;
    ChangeRoads cut;
    cut.region.text = data.regions[random() % data.regions.size()].code;
    if (random() % 2 == 0) cut.to = Name{.text = data.regions[random() % data.regions.size()].code};
    const Scenario scenario{.file = "s", .name = "n", .changes = {{.what = cut}}};
    const Applied applied = Apply(scenario, data, market.policy);
    if (!applied.findings.ok()) continue;
    ++cuts;
    Dataset blocked = data;
    const std::int32_t a = data.FindRegion(cut.region.text);
    const std::int32_t b = cut.to ? data.FindRegion(cut.to->text) : kNone;
    const auto across = [&](std::int32_t x, std::int32_t y) {
      const bool to_b = b == kNone ? !data.IsWithin(y, a) : data.IsWithin(y, b);
      return data.IsWithin(x, a) && to_b;
    };
    std::set<std::pair<std::int32_t, std::int32_t>> pairs;
    for (const Block& row : data.blocks) pairs.emplace(row.supplier, row.demand_point);
    for (std::int32_t s = 0; s < std::ssize(data.suppliers); ++s) {
      for (std::int32_t d = 0; d < std::ssize(data.demand_points); ++d) {
        const std::int32_t from = data.suppliers[s].region, to = data.demand_points[d].region;
        if (across(from, to) || across(to, from)) pairs.emplace(s, d);
      }
    }
    blocked.blocks.clear();
    for (const auto& [s, d] : pairs) blocked.blocks.push_back({s, d, ""});
    EXPECT_EQ(match::PlanOf(applied.dataset, applied.policy, market.question).certificate.primal,
              match::PlanOf(blocked, market.policy, market.question).certificate.primal)
        << seed << ToYaml(scenario);
  }
}

// A set length holds for every pair across, whatever the registers list.
TEST(ApplyTest, ASetLengthHoldsForAllRoadsBetween) {
  int set = 0;
  for (int seed = 0; set < 100; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {});
    const Dataset& data = market.dataset;
    ChangeRoads roads;
    roads.how = ChangeRoads::How::kLength;
    roads.value = 54'321;
    roads.region.text = data.regions[random() % data.regions.size()].code;
    roads.to = Name{.text = data.regions[random() % data.regions.size()].code};
    const Applied applied =
        Apply({.file = "s", .name = "n", .changes = {{.what = roads}}}, data, market.policy);
    if (!applied.findings.ok()) continue;
    ++set;
    const std::int32_t a = data.FindRegion(roads.region.text), b = data.FindRegion(roads.to->text);
    const match::InstanceReading before = match::BuildInstance(data, market.policy, market.question);
    const match::InstanceReading after =
        match::BuildInstance(applied.dataset, applied.policy, market.question);
    ASSERT_TRUE(before.instance && after.instance);
    const match::LaneRule then(*before.instance), now(*after.instance);
    for (std::int32_t x = 0; x < std::ssize(after.instance->places); ++x) {
      for (std::int32_t y = 0; y < std::ssize(after.instance->places); ++y) {
        const std::int32_t from = after.instance->places[x].region, to = after.instance->places[y].region;
        const bool across = (data.IsWithin(from, a) && data.IsWithin(to, b)) ||
                            (data.IsWithin(from, b) && data.IsWithin(to, a));
        EXPECT_EQ(now.Road(x, y), across ? Metres{roads.value} : then.Road(x, y));
      }
    }
  }
}

// Between the same two regions as the length or wider, a cut gives way; a narrower one stays.
TEST(ApplyTest, ARoadThatIsCutStaysCutWhereAWiderRoadGetsALength) {
  int stayed = 0, reopened = 0;
  for (int seed = 0; stayed < 100 || reopened < 100; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {});
    const Dataset& data = market.dataset;
    const auto draw = [&] { return Name{.text = data.regions[random() % data.regions.size()].code}; };
    ChangeRoads cut{.how = ChangeRoads::How::kCut, .region = draw(), .to = std::nullopt};
    if (random() % 2 == 0) cut.to = draw();
    const ChangeRoads length{
        .how = ChangeRoads::How::kLength, .region = draw(), .to = draw(), .value = 54'321};
    const Applied applied =
        Apply({.file = "s", .name = "n", .changes = {{.what = cut}, {.what = length}}}, data, market.policy);
    if (!applied.findings.ok()) continue;
    const std::int32_t a = data.FindRegion(length.region.text), b = data.FindRegion(length.to->text);
    const std::int32_t c = data.FindRegion(cut.region.text);
    const std::int32_t d = cut.to ? data.FindRegion(cut.to->text) : kNone;
    const auto in_cut = [&](std::int32_t x, std::int32_t y) {
      const auto beyond = [&](std::int32_t region) {
        return d == kNone ? !data.IsWithin(region, c) && !data.IsWithin(c, region) : data.IsWithin(region, d);
      };
      return (data.IsWithin(x, c) && beyond(y)) || (data.IsWithin(y, c) && beyond(x));
    };
    const match::InstanceReading after =
        match::BuildInstance(applied.dataset, applied.policy, market.question);
    ASSERT_TRUE(after.instance);
    const match::LaneRule now(*after.instance);
    for (std::int32_t x = 0; x < std::ssize(after.instance->places); ++x) {
      for (std::int32_t y = 0; y < std::ssize(after.instance->places); ++y) {
        const std::int32_t from = after.instance->places[x].region, to = after.instance->places[y].region;
        const bool across = (data.IsWithin(from, a) && data.IsWithin(to, b)) ||
                            (data.IsWithin(from, b) && data.IsWithin(to, a));
        if (!in_cut(from, to)) {
          if (across) {
            ASSERT_EQ(now.Road(x, y), Metres{length.value}) << seed;
          }
        } else if (across && in_cut(a, b)) {
          ++reopened;
          ASSERT_EQ(now.Road(x, y), Metres{length.value}) << seed;
        } else {
          stayed += across;
          ASSERT_EQ(now.Road(x, y), RegionDistance::kNoRoad) << seed;
        }
      }
    }
  }
}

}  // namespace
}  // namespace pasok::study
