// `pasok nightly` against a server that refuses, or loses, what the run counts on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/client/runs.h"
#include "tests/client/scripted_server.h"

namespace pasok::client {
namespace {

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

}  // namespace
}  // namespace pasok::client
