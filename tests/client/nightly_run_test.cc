#include "client/nightly_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace pasok::client {
namespace {

using Regions = std::vector<std::string>;

TEST(NightlyRequestId, FollowsFromTheQuestionAlone) {
  const std::string id = NightlyRequestId("datasets/1", "version: 1", "2026-11-24", Regions{"61.01"});
  EXPECT_EQ(id, NightlyRequestId("datasets/1", "version: 1", "2026-11-24", Regions{"61.01"}));
  EXPECT_THAT(id, testing::MatchesRegex("nightly-[0-9a-f]{32}"));
}

TEST(NightlyRequestId, DiffersWhereAnyPartOfTheQuestionDoes) {
  const std::set<std::string> ids = {
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{"61.01"}),
      NightlyRequestId("datasets/2", "p", "2026-11-24", Regions{"61.01"}),
      NightlyRequestId("datasets/1", "q", "2026-11-24", Regions{"61.01"}),
      NightlyRequestId("datasets/1", "p", "2026-11-25", Regions{"61.01"}),
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{"61.01", "61.02"}),
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{}),
      NightlyRequestId("datasets/1", "", "p2026-11-24", Regions{"61.01"}),
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{"61.01"}, "plans/1"),
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{"61.01"}, "", 2),
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{"61.01"}, "", 3),
      NightlyRequestId("datasets/1", "p", "2026-11-24", Regions{"61.01"}, "plans/1", 2),
  };
  EXPECT_EQ(ids.size(), 11u);
}

// The id names plans in stores that outlive this program: it must not change between versions.
TEST(NightlyRequestId, IsTheSameInEveryVersion) {
  EXPECT_EQ(NightlyRequestId("datasets/1", "version: 1", "2026-11-24", Regions{"61.01"}),
            "nightly-2cf00080f66c1afa07bdf56ae0f68dc9");
  EXPECT_EQ(NightlyRequestId("datasets/1", "version: 1", "2026-11-24", Regions{"61.01"}, "", 1),
            "nightly-2cf00080f66c1afa07bdf56ae0f68dc9");
}

TEST(NightlyReport, TellsEveryStepToPrograms) {
  NightlyReport report;
  report.date = "2026-11-24";
  report.steps = {StepState::kDone, StepState::kAlreadyDone, StepState::kFailed, StepState::kNotReached,
                  StepState::kNotReached};
  report.error = "no Pasok server answers";
  report.exit_code = ExitCode::kServerFailed;
  const auto json = ToJson(report);
  EXPECT_EQ(
      json["steps"].dump(),
      R"({"check":"done","import":"already_done","plan":"failed","files":"not_reached","publish":"not_reached"})");
  EXPECT_EQ(json["exit_code"], 3);
  EXPECT_EQ(json["already_done"], false);
  EXPECT_EQ(json["error"], "no Pasok server answers");
}

TEST(NightlyReport, GivesProgramsAllThatWasSaidOfAFailure) {
  NightlyReport report;
  report.error = "registers: 1 error, no warnings, nothing was imported";
  report.findings = "offers.csv:8:3: error: negative\n";
  EXPECT_EQ(ToJson(report)["error"], report.error + "\noffers.csv:8:3: error: negative");
  report.findings.clear();
  report.hint = "Publish one.";
  EXPECT_EQ(ToJson(report)["error"], report.error + "\nPublish one.");
}

TEST(NightlyReport, IsAlreadyDoneWhereNothingWasLeftToDo) {
  NightlyReport report;
  report.steps = {StepState::kDone, StepState::kAlreadyDone, StepState::kAlreadyDone, StepState::kAlreadyDone,
                  StepState::kSkipped};
  EXPECT_TRUE(report.already_done());
  report.steps[static_cast<std::size_t>(NightlyStep::kPublish)] = StepState::kDone;
  EXPECT_FALSE(report.already_done());
}

}  // namespace
}  // namespace pasok::client
