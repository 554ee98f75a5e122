// `pasok nightly` on registers that were cut short, or that have lost what a published plan serves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kTuesday = "2026-11-24";

struct CutRegisters : Runs {
  CutRegisters() {
    fs::copy(kToy, registers);
    Configure(1);
  }

  void Configure(int days) {
    WriteFile(file, "{version: 1, data: '" + registers.string() +
                        "', out: plans, days: " + std::to_string(days) + "}");
  }
  void Require(const std::string& rows) {
    WriteFile(registers / "requirements.csv", "demand_id,commodity,kg,date\n" + rows);
  }
  json Night(const std::string& date = kTuesday) {
    return PasokJson({"nightly", file.string(), "--date", date});
  }
  // Names the plan that was published before, and still is.
  void ExpectRefused(const json& before, const std::string& date = kTuesday) {
    const Result night = Pasok({"nightly", file.string(), "--date", date});
    EXPECT_EQ(night.code, ExitCode::kInputAtFault) << night.out;
    EXPECT_THAT(night.err, AllOf(HasSubstr("nothing on " + date), HasSubstr(std::string(before["plan"])),
                                 HasSubstr("calendar.csv")));
    EXPECT_EQ(json::parse(night.out)["steps"]["publish"], "failed");
    EXPECT_EQ(PasokJson({"show", std::string(before["plan"])})["published"], true);
  }

  fs::path registers = scratch.path() / "registers";
  fs::path file = scratch.path() / "nightly.yaml";
};

TEST_F(CutRegisters, WithoutRequirementsLeaveThePublishedPlan) {
  const json before = Night();
  Require("");
  ExpectRefused(before);
}

TEST_F(CutRegisters, ThatRolledOnLeaveThePlanOfThePastDay) {
  Require("D1,beras,10,2026-11-24\nD1,beras,20,2026-11-25\n");
  const json before = Night();
  Require("D1,beras,20,2026-11-25\n");
  ExpectRefused(before);
}

TEST_F(CutRegisters, LeaveAPlanOfWhichTheyHaveLostADay) {
  Configure(2);
  Require("D1,beras,10,2026-11-24\nD1,beras,20,2026-11-25\n");
  const json before = Night();
  Require("D1,beras,20,2026-11-25\n");
  ExpectRefused(before);
}

TEST_F(CutRegisters, AreNoneWhereTheCalendarClosesTheDay) {
  for (const int days : {1, 2}) {
    Configure(days);
    Require("D1,beras,10,2026-11-24\nD1,beras,20,2026-11-25\n");
    fs::remove(registers / "calendar.csv");
    const json before = Night();
    Require("D1,beras,20,2026-11-25\n");
    WriteFile(registers / "calendar.csv", "date,demand_id,region,serves\n2026-11-24,,,no\n");
    const json closed = Night();
    EXPECT_EQ(closed["published"], true);
    EXPECT_EQ(closed["summary"]["demand_kg"], days == 1 ? 0 : 20);
    EXPECT_EQ(PasokJson({"show", std::string(before["plan"])})["published"], false);
    EXPECT_EQ(Night()["already_done"], true);
  }
}

TEST_F(CutRegisters, WithoutOffersAreRefusedAtOnce) {
  WriteFile(registers / "offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n");
  const Result night = Pasok({"nightly", file.string(), "--date", kTuesday});
  EXPECT_EQ(night.code, ExitCode::kInputAtFault);
  EXPECT_THAT(night.err, AllOf(HasSubstr("offers.csv has no rows"), HasSubstr("xport")));
  EXPECT_EQ(json::parse(night.out)["steps"]["check"], "failed");
  EXPECT_EQ(PasokJson({"plans"}).size(), 0u);
}

TEST_F(CutRegisters, TellWhatTheyWarnOf) {
  const json found = Night()["check_findings"];
  EXPECT_EQ(found["warning_count"], 2);
  EXPECT_EQ(found["findings"].size(), 2u);
}

// A night for Tuesday and Wednesday would take Wednesday's plan away from under it.
TEST_F(CutRegisters, ANightLeavesThePlansThatBeginAfterIt) {
  const json wednesday = Night("2026-11-25");
  Configure(2);
  const Result night = Pasok({"nightly", file.string(), "--date", kTuesday});
  EXPECT_EQ(night.code, ExitCode::kInputAtFault);
  EXPECT_THAT(night.err, AllOf(HasSubstr(std::string(wednesday["plan"])), HasSubstr("2026-11-25"),
                               HasSubstr("publish")));
  EXPECT_EQ(PasokJson({"show", std::string(wednesday["plan"])})["published"], true);
  Configure(1);
  EXPECT_EQ(Night()["published"], true);
}

TEST_F(CutRegisters, ANightNamesThePlanWhosePlaceItTakes) {
  const json before = Night();
  Require("D1,beras,20,2026-11-24\n");
  const Result night = Pasok({"nightly", file.string(), "--date", kTuesday});
  EXPECT_EQ(night.code, ExitCode::kDone);
  EXPECT_THAT(night.err, AllOf(HasSubstr(std::string(before["plan"])), HasSubstr("no longer published")));
}

TEST_F(CutRegisters, AFileThatIsNotThereIsSaidAsJsonToo) {
  for (const std::vector<std::string>& call :
       {std::vector<std::string>{"nightly", "nofile", "--date", kTuesday, "--format", "json"},
        {"policy", "show", "nodir", "--format", "json"}}) {
    const Result result = RunBare(call);
    EXPECT_EQ(result.code, ExitCode::kInputAtFault);
    const json said = json::parse(result.out, nullptr, /*allow_exceptions=*/false);
    EXPECT_THAT(said["error"]["message"].dump(), HasSubstr(call[call[0] == "policy" ? 2 : 1])) << result.out;
  }
}

}  // namespace
}  // namespace pasok::client
