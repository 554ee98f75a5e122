// `pasok diff`, on the toy: where S3 stops and S4 is active again, as configs/toy/README.md solves it,
// nothing is short any more and food costs Rp 86,000 more.
#include <gmock/gmock.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct DiffRuns : Runs {
  std::string Plan(std::vector<std::string> more = {}, const fs::path& registers = kToy) const {
    more.insert(more.begin(), {"plan", registers.string()});
    return PasokJson(std::move(more))["name"];
  }
  std::string PlanWithScenario() const {
    return Plan({"--scenario", (fs::path(PASOK_CONFIGS) / "scenarios/suppliers.yaml").string()});
  }
  static json RowOf(const json& table, const std::string& key, const std::string& value) {
    for (const json& row : table) {
      if (row[key] == value) return row;
    }
    ADD_FAILURE() << "no row with " << key << " " << value << " in " << table.dump(2);
    return {};
  }
};

TEST_F(DiffRuns, WhatChangesIsToldWithItsFigures) {
  const std::string before = Plan(), after = PlanWithScenario();
  const json report = PasokJson({"diff", before, after});
  EXPECT_EQ(report["before"], before);
  EXPECT_EQ(report["after"], after);
  const json& tables = report["tables"];
  EXPECT_EQ(RowOf(tables["asked"], "what", "scenario")["differs"], true);
  EXPECT_EQ(RowOf(tables["asked"], "what", "dataset")["differs"], false);
  EXPECT_TRUE(tables["policy"].empty()) << "it is the same, though only one plan's files were read";
  const json money = RowOf(tables["figures"], "figure", "money");
  EXPECT_EQ(money["before"], "3178000.00");
  EXPECT_EQ(money["after"], "3264000.00");
  EXPECT_EQ(money["difference"], "86000.00");
  EXPECT_EQ(RowOf(tables["figures"], "figure", "shortage")["difference"], -6.0);
  EXPECT_EQ(RowOf(tables["figures"], "figure", "deliveries")["before"], 4);
  const json s3 = RowOf(tables["suppliers"], "supplier_id", "S3");
  EXPECT_EQ(s3["change"], "removed");
  EXPECT_EQ(s3["delivered_before_kg"], 34.0);
  EXPECT_EQ(s3["sales_difference_idr"], "-438000.00");
  EXPECT_EQ(RowOf(tables["suppliers"], "supplier_id", "S4")["change"], "added");
  const json d2 = RowOf(tables["kitchens"], "demand_id", "D2");
  EXPECT_EQ(d2["change"], "moved") << "as much food from others";
  EXPECT_EQ(d2["suppliers_gained"], 1);
  EXPECT_EQ(d2["suppliers_lost"], 1);
  ASSERT_EQ(tables["allocations"].size(), 7u);
  EXPECT_EQ(tables["allocations"][1]["change"], "more");
  EXPECT_EQ(tables["allocations"][1]["delivered_difference_kg"], 30.0);
  ASSERT_EQ(tables["shortages"].size(), 1u);
  EXPECT_EQ(tables["shortages"][0]["change"], "removed");
  EXPECT_EQ(tables["shortages"][0]["reason_before"], "capacity_exhausted");
}

TEST_F(DiffRuns, APlanDoesNotDifferFromItself) {
  const std::string plan = Plan();
  const Result result = Pasok({"diff", plan, plan});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Both plans were asked the same"), HasSubstr("The plans deliver the same")));
  for (const char* table : {"kitchens", "suppliers", "allocations", "shortages", "policy"})
    EXPECT_TRUE(PasokJson({"diff", plan, plan, "--table", table}).empty()) << table;
}

TEST_F(DiffRuns, AnotherPolicyIsToldKeyByKey) {
  const fs::path policy = scratch.path() / "policy.yaml";
  std::string yaml = ReadFile(kToy / "policy.yaml");
  const std::string was = "umkm_menengah: 500";
  ASSERT_NE(yaml.find(was), std::string::npos);
  WriteFile(policy, yaml.replace(yaml.find(was), was.size(), "umkm_menengah: 750"));
  const std::string before = Plan(), after = Plan({"--policy", policy.string()});
  const json report = PasokJson({"diff", before, after});
  EXPECT_EQ(RowOf(report["tables"]["asked"], "what", "policy_digest")["differs"], true);
  ASSERT_EQ(report["tables"]["policy"].size(), 1u) << report["tables"]["policy"].dump(2);
  EXPECT_EQ(report["tables"]["policy"][0]["key"], "supplier_kind.surcharge_idr_per_kg.umkm_menengah");
  EXPECT_EQ(report["tables"]["policy"][0]["before"], "500");
  EXPECT_EQ(report["tables"]["policy"][0]["after"], "750");
  EXPECT_THAT(report["sentences"][0]["en"], HasSubstr("other policy"));
}

TEST_F(DiffRuns, OfRollingPlansTheSharedDaysAreCompared) {
  const std::string before = Plan({"--from", "2026-11-23", "--days", "3"}),
                    after = Plan({"--from", "2026-11-24", "--days", "3"});
  const json report = PasokJson({"diff", before, after});
  EXPECT_THAT(
      report["sentences"][1]["en"],
      HasSubstr("of the 2 days that both plans have. Left out: 2026-11-23 (before); 2026-11-26 (after)."));
  const json& tables = report["tables"];
  EXPECT_EQ(RowOf(tables["figures"], "figure", "demand")["before"], 420.0);
  EXPECT_EQ(RowOf(tables["figures"], "figure", "money")["before"], "6356000.00");
  for (const json& row : tables["figures"]) EXPECT_NE(row["figure"], "objective") << "that is of whole plans";
  EXPECT_TRUE(tables["allocations"].empty()) << tables["allocations"].dump(2);
  EXPECT_EQ(tables["days"].size(), 4u);
}

TEST_F(DiffRuns, WithoutASharedDayTheFirstDaysAreCompared) {
  const std::string before = Plan({"--date", "2026-11-23"}), after = Plan({"--date", "2026-11-24"});
  const Result result = Pasok({"diff", before, after});
  EXPECT_THAT(result.out, AllOf(HasSubstr("no day in common: 2026-11-24 is laid beside 2026-11-23."),
                                HasSubstr("The plans deliver the same")));
}

TEST_F(DiffRuns, EveryTableComesAsCsvAndInADirectory) {
  const std::string before = Plan(), after = PlanWithScenario();
  const Result many = Pasok({"diff", before, after, "--format", "csv"});
  EXPECT_EQ(many.code, ExitCode::kUsage);
  EXPECT_THAT(many.err, HasSubstr("figures, commodities, kitchens, suppliers, allocations, shortages"));
  const Result one = Pasok({"diff", before, after, "--format", "csv", "--table", "allocations"});
  EXPECT_EQ(one.code, ExitCode::kDone) << one.err;
  EXPECT_THAT(one.out,
              testing::StartsWith("date,demand_id,commodity,supplier_id,change,delivered_before_kg,"
                                  "delivered_kg,delivered_difference_kg,price_before_idr_per_kg,"
                                  "price_idr_per_kg,money_before_idr,money_idr,money_difference_idr\n"
                                  ",D1,telur,S4,added,0.0,30.0,30.0,,26000.00,0.00,780000.00,780000.00\n"));
  const fs::path out = scratch.path() / "report";
  for (int again = 0; again < 2; ++again) {
    const Result written = Pasok({"diff", before, after, "--out", out.string()});
    EXPECT_EQ(written.code, ExitCode::kDone) << written.err;
    EXPECT_THAT(written.out, HasSubstr("\nFiles: " + out.string()));
  }
  EXPECT_EQ(ReadFile(out / "allocations.csv"), one.out);
  EXPECT_EQ(json::parse(ReadFile(out / "report.json"))["tables"]["allocations"].size(), 7u);
  EXPECT_EQ(Pasok({"diff", before, after, "--table", "none"}).code, ExitCode::kInputAtFault);
}

TEST_F(DiffRuns, IndonesianIsSpokenWhereItIsAskedFor) {
  const Result result = Pasok({"diff", Plan(), PlanWithScenario(), "--language", "id"});
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("berbeda: skenario."), HasSubstr("tidak lagi"), HasSubstr("kapasitas habis"),
                    HasSubstr("penjualan"), Not(HasSubstr("removed"))));
}

TEST_F(DiffRuns, OfLongTablesATerminalShowsTheLargestAndHowToGetTheRest) {
  const std::string before = Plan({"--from", "2026-11-23", "--days", "5"}),
                    after = Plan({"--from", "2026-11-23", "--days", "5", "--scenario",
                                  (fs::path(PASOK_CONFIGS) / "scenarios/suppliers.yaml").string()});
  std::vector<std::string> arguments = {"pasok", "diff", before, after, "--data-dir", data_dir.string()};
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  client::Run(static_cast<int>(argv.size()), argv.data(), {.out = out, .err = err, .out_is_terminal = true});
  EXPECT_THAT(out.str(), AllOf(HasSubstr("… and 15 more (`pasok diff " + before + " " + after +
                                         " --table allocations --format csv` shows all)")))
      << err.str();
}

TEST_F(DiffRuns, WhatCannotBeComparedIsRefusedWithWhatToDo) {
  const std::string plan = Plan();
  const Result absent = Pasok({"diff", plan, "plans/none"});
  EXPECT_EQ(absent.code, ExitCode::kInputAtFault);
  EXPECT_THAT(absent.err, AllOf(HasSubstr("there is no plan 'plans/none'"), HasSubstr("`pasok plans`")));
  EXPECT_EQ(absent.out, "");
  const fs::path bad = scratch.path() / "bad.yaml";
  WriteFile(bad, "{version: 1, name: Bad, changes: [{stop: {supplier: S9}}]}");
  EXPECT_EQ(Pasok({"plan", kToy.string(), "--scenario", bad.string()}).code, ExitCode::kInputAtFault);
  std::string failed;
  for (const json& each : PasokJson({"plans"})) {
    if (each["state"] == "failed") failed = each["name"];
  }
  const Result of_failed = Pasok({"diff", failed, plan});
  EXPECT_EQ(of_failed.code, ExitCode::kInputAtFault);
  EXPECT_THAT(of_failed.err,
              AllOf(HasSubstr(failed + " is failed"), HasSubstr("`pasok show " + failed + "`")));
  EXPECT_EQ(Pasok({"diff", plan}).code, ExitCode::kUsage);
  EXPECT_EQ(Pasok({"diff", plan, plan, "--out", kToy.string()}).code, ExitCode::kInputAtFault);
}

}  // namespace
}  // namespace pasok::client
