// `pasok nightly` against a server that refuses, or loses, what the run counts on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "tests/client/runs.h"
#include "tests/client/scripted_server.h"

namespace pasok::client {
namespace {

// As gRPC ends some calls where those of all connections together have more than it may keep.
const grpc::Status kEndedForMemory(grpc::RESOURCE_EXHAUSTED, "Received RST_STREAM with error code 11");

struct NightlyRefusals : Runs {
  NightlyRefusals() { WriteFile(file, "{version: 1, data: '" + kToy.string() + "', out: plans}"); }

  Result Night(const ScriptedServer& server) const {
    return RunBare({"nightly", file.string(), "--date", "2026-11-24", "--server", server.address()});
  }

  fs::path file = scratch.path() / "nightly.yaml";
  fs::path folder = scratch.path() / "plans/2026-11-24";
};

TEST_F(NightlyRefusals, AFolderThatCouldNotBeWrittenAfterPublishingIsWrittenNextTime) {
  bool taken_away = false;
  const ScriptedServer server([&](const std::string& call) {
    if (call == "publish" && !taken_away) taken_away = fs::remove_all(folder.parent_path()) > 0;
  });
  const Result failed = Night(server);
  EXPECT_EQ(failed.code, ExitCode::kServerFailed) << failed.out;
  const json report = json::parse(failed.out);
  EXPECT_EQ(report["steps"]["publish"], "done");
  EXPECT_EQ(report["steps"]["files"], "failed");
  EXPECT_EQ(report["published"], true);

  const Result healed = Night(server);
  EXPECT_EQ(healed.code, ExitCode::kDone) << healed.err;
  EXPECT_EQ(json::parse(healed.out)["steps"]["files"], "done");
  EXPECT_TRUE(fs::exists(folder / "summary.json"));
}

// The same run started twice at once: one of the two deletes the plan that it can't publish, to make it
// again, under the other one's hands.
TEST_F(NightlyRefusals, APlanThatIsGoneIsMadeAgain) {
  for (const std::string at : {"watch", "download", "publish"}) {
    fs::remove_all(folder);
    bool gone = false;
    const ScriptedServer server([&](const std::string& call) {
      if (call == at && !std::exchange(gone, true)) throw server::PlanNotFound("plans/1");
    });
    const Result night = Night(server);
    EXPECT_EQ(night.code, ExitCode::kDone) << at << ": " << night.err;
    EXPECT_EQ(json::parse(night.out)["plan"], "plans/2") << at;
  }
}

// Several regions' runs started together refuse one another again and again.
TEST_F(NightlyRefusals, APlanIsMadeAgainForAsLongAsOthersPublish) {
  int refusals = 0;
  const ScriptedServer server([&](const std::string& call) {
    if (call == "publish" && ++refusals < 6) throw server::PublishedMeanwhile("plans/other");
  });
  const Result night = Night(server);
  EXPECT_EQ(night.code, ExitCode::kDone) << night.err;
  EXPECT_EQ(server.plans_made(), 6);
  EXPECT_THAT(server.plans_kept(), testing::ElementsAre("plans/6"));
}

TEST_F(NightlyRefusals, AServerWithoutRoomIsAskedAgainForTheSamePlan) {
  std::set<std::string> refused;
  const ScriptedServer server([&](const std::string& call) {
    if (!refused.insert(call).second) return;
    if (call == "create") throw server::QueueFull(1);
    throw server::TooBusy();
  });
  EXPECT_EQ(Night(server).code, ExitCode::kDone);
  EXPECT_THAT(server.plans_kept(), testing::ElementsAre("plans/1"));
}

// A server that is restarted refuses first, then isn't there, and has interrupted what ran.
TEST_F(NightlyRefusals, AServerThatIsRestartedIsWaitedFor) {
  std::set<std::string> refused;
  const ScriptedServer server([&](const std::string& call) {
    if (call == "watch" && refused.insert("run").second) throw ScriptedServer::Ended{v1::Plan::INTERRUPTED};
    if (call == "create" && refused.insert("stop").second) throw server::ShuttingDown();
    if (call != "create" && refused.insert(call).second)
      throw grpc::Status(grpc::UNAVAILABLE, "Socket closed");
  });
  const Result night = Night(server);
  EXPECT_EQ(night.code, ExitCode::kDone) << night.err;
  EXPECT_EQ(json::parse(night.out)["published"], true);
  EXPECT_THAT(server.plans_kept(), testing::ElementsAre("plans/1"));
  EXPECT_THAT(night.err, testing::HasSubstr("trying again"));
}

TEST_F(NightlyRefusals, NoCallThatIsSoonAnsweredIsWaitedForWithoutEnd) {
  const ScriptedServer server([](const std::string&) {});
  EXPECT_EQ(Night(server).code, ExitCode::kDone);
  EXPECT_TRUE(server.every_create_has_a_deadline());
}

TEST_F(NightlyRefusals, APlanWhoseServerIsLostGoesByItsName) {
  for (const auto& lost : {grpc::Status(grpc::UNAVAILABLE, "Socket closed"), kEndedForMemory}) {
    const ScriptedServer server([&](const std::string& call) {
      if (call == "watch") throw lost;
    });
    const Result plan = RunBare({"plan", kToy.string(), "--server", server.address()});
    EXPECT_EQ(plan.code, ExitCode::kServerFailed);
    EXPECT_THAT(plan.err, testing::HasSubstr("the connection to " + server.address() + " was lost (" +
                                             lost.error_message() + ")"));
    EXPECT_THAT(plan.err, testing::HasSubstr("plans/1 goes on there: `pasok watch plans/1` waits for it"));
    EXPECT_THAT(plan.err, testing::Not(testing::HasSubstr("leave --server")));
  }
}

TEST_F(NightlyRefusals, AWatchThatIsEndedForMemoryBeginsAnew) {
  bool ended = false;
  const ScriptedServer server([&](const std::string& call) {
    if (call == "watch" && !std::exchange(ended, true)) throw kEndedForMemory;
  });
  const Result night = Night(server);
  EXPECT_EQ(night.code, ExitCode::kDone) << night.err;
  EXPECT_EQ(json::parse(night.out)["plan"], "plans/1");
}

// A message that is too large stays so.
TEST_F(NightlyRefusals, AnUploadThatGrpcRefusesIsNotTriedAgain) {
  int uploads = 0;
  const ScriptedServer server([&](const std::string& call) {
    if (call != "import") return;
    ++uploads;
    throw grpc::Status(grpc::RESOURCE_EXHAUSTED, "Received message larger than max");
  });
  EXPECT_EQ(Night(server).code, ExitCode::kServerFailed);
  EXPECT_EQ(uploads, 1);
}

TEST_F(NightlyRefusals, APlanWhoseAnswerIsLostIsAskedForAgainAndMadeOnce) {
  int lost = 0;
  const ScriptedServer server([&](const std::string& call) {
    if (call == "create" && lost++ == 0) throw grpc::Status(grpc::UNAVAILABLE, "Socket closed");
  });
  const std::vector<std::string> plan = {"plan", kToy.string(), "--server", server.address()};
  const Result first = RunBare(plan);
  EXPECT_EQ(first.code, ExitCode::kDone) << first.err;
  ASSERT_EQ(server.request_ids().size(), 2u);
  EXPECT_FALSE(server.request_ids()[0].empty());
  EXPECT_EQ(server.request_ids()[1], server.request_ids()[0]);
  RunBare(plan);
  EXPECT_NE(server.request_ids()[2], server.request_ids()[0]);
}

TEST_F(NightlyRefusals, WhatNoOtherPlanWouldMendIsSaidAtOnce) {
  const ScriptedServer server([&](const std::string& call) {
    if (call == "publish") throw server::PublishedPlanOverlaps("plans/other");
  });
  const Result night = Night(server);
  EXPECT_EQ(night.code, ExitCode::kInputAtFault);
  EXPECT_EQ(server.plans_made(), 1);
  EXPECT_THAT(night.err, testing::HasSubstr("plans/other is published for the same day"));
}

// Sentences may change; the code of the finding doesn't.
TEST_F(NightlyRefusals, ADayOnWhichNothingIsNeededIsKnownByItsCode) {
  std::string codes = "no_requirement_on_date";
  const ScriptedServer server([&](const std::string& call) {
    if (call != "create") return;
    throw server::Fault{.code = grpc::StatusCode::INVALID_ARGUMENT,
                        .reason = "QUESTION_UNFIT",
                        .metadata = {{"codes", codes}, {"fix", "ask for 2026-11-27"}},
                        .english = "said otherwise"};
  });
  const Result night = Night(server);
  EXPECT_EQ(night.code, ExitCode::kDone) << night.err;
  EXPECT_EQ(json::parse(night.out)["why_skipped"], "nothing is needed on 2026-11-24: ask for 2026-11-27");
  codes += ",unknown_region";
  EXPECT_EQ(Night(server).code, ExitCode::kInputAtFault);
}

}  // namespace
}  // namespace pasok::client
