// A plan with every file that a plan can have, in local mode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

// The toy with a menu, a store, a budget and shares. 2026-11-24 is a Tuesday, on which a market in Hulu sells
// rice for so little that it is worth keeping.
fs::path ToyOfAllRules(const fs::path& directory) {
  const fs::path registers = directory / "registers";
  fs::copy(kToy, registers);
  fs::remove(registers / "requirements.csv");
  WriteFile(
      registers / "demand_points.csv",
      "demand_id,name,kind,region,smp\nD1,Hulu,sppg,61.01.01.2001,1000\nD2,Hilir,sppg,61.01.01.2002,600\n");
  WriteFile(registers / "storage.csv", "demand_id,commodity,kg\nD1,beras,400\nD2,beras,400\n");
  std::ofstream(registers / "suppliers.csv", std::ios::app)
      << "S9,Pasar Selasa,koperasi,61.01.01.2001,aktif,\n";
  WriteFile(registers / "offers.csv",
            "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nS1,beras,80,12000,\n"
            "S2,beras,100,12500,\nS3,beras,500,11000,\nS9,beras,900,8000,2\n");
  WriteFile(registers / "policy.yaml",
            "version: 1\n"
            "commodities: {beras: {haul_idr_per_kg_km: 10, shelf_life_days: 5}}\n"
            "storage: {mode: on, holding_idr_per_kg_day: 20}\n"
            "menu: {cycle_starts_on: 2026-11-23, portions_grams: {beras: 100}, days: [[beras]]}\n"
            "budget: {mode: report, idr_per_portion: {smp: 10000}}\n"
            "sharing: {mode: report, max_spend_share_per_supplier: 0.1}\n");
  return registers;
}

TEST_F(Runs, APlansOwnFilesAreAllReplaced) {
  const std::string registers = ToyOfAllRules(scratch.path()).string();
  const auto publish = [&](const std::string& from, const std::string& days, const std::string& region) {
    const std::string name =
        PasokJson({"plan", registers, "--from", from, "--days", days, "--regions", region})["name"];
    ASSERT_EQ(Pasok({"publish", name}).code, ExitCode::kDone);
  };
  publish("2026-11-24", "3", "61.01.01.2001");  // delivers ahead, and is followed on
  publish("2026-11-25", "2", "61.01.01.2002");  // takes capacity
  const std::string scenario = (scratch.path() / "scenario.yaml").string();
  WriteFile(scenario, "{version: 1, name: Dearer, changes: [price: {supplier: S1, add_idr_per_kg: 100}]}");
  for (const char* time : {"once", "twice"}) {
    const Result result =
        Pasok({"plan", registers, "--from", "2026-11-25", "--days", "2", "--regions", "61.01.01.2001",
               "--previous", "published", "--scenario", scenario, "--out", out_dir.string()});
    EXPECT_EQ(result.code, ExitCode::kDone) << time << ": " << result.err;
  }
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(out_dir)) names.insert(entry.path().filename());
  EXPECT_THAT(names, testing::ElementsAre("allocations.csv", "at_hand.csv", "budgets.csv", "carried.csv",
                                          "changes.csv", "menu.csv", "policy.yaml", "previous.csv",
                                          "prices.csv", "scenario.yaml", "shares.csv", "shortages.csv",
                                          "summary.json", "taken.csv"));
  EXPECT_EQ(Pasok({"verify", registers, out_dir.string()}).code, ExitCode::kDone);
}

}  // namespace
}  // namespace pasok::client
