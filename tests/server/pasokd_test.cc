// The program: its exit codes, its signals, and what a kill -9 leaves behind.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "server/store/sqlite.h"
#include "tests/server/child.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

class PasokdTest : public Serving {
 protected:
  std::string Config(const std::string& more = {}) {
    const std::string path = scratch.path() + "/server.yaml";
    std::ofstream(path) << "listen: 127.0.0.1:0\ndata_dir: " << options.data_dir << "\n" << more;
    return path;
  }
  static std::unique_ptr<Client> ClientOf(int port) {
    return std::make_unique<Client>(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
  }
};

TEST_F(PasokdTest, TheShippedConfigurationIsGood) {
  Child child({"--config", PASOK_SOURCE_DIR "/configs/server.yaml", "--check"});
  EXPECT_EQ(child.Await(), 0) << child.said();
}

TEST_F(PasokdTest, ABadConfigurationIsExitCodeOneWithPlaces) {
  Child child({"--config", Config("colour: blue\nworkers: many\n"), "--check"});
  EXPECT_EQ(child.Await(), 1);
  EXPECT_THAT(child.said(), HasSubstr("server.yaml:3:1: error: unknown_key"));
  EXPECT_THAT(child.said(), HasSubstr("server.yaml:4:10: error: out_of_range"));
}

TEST_F(PasokdTest, AMissingConfigurationIsExitCodeOneAndMisuseTwo) {
  Child missing({"--config", scratch.path() + "/none.yaml"});
  EXPECT_EQ(missing.Await(), 1);
  Child misused({"--colour"});
  EXPECT_EQ(misused.Await(), 2);
  Child bare({});
  EXPECT_EQ(bare.Await(), 2);
  Child help({"--help"});
  EXPECT_EQ(help.Await(), 0);
  Child version({"--version"});
  EXPECT_EQ(version.Await(), 0);
}

TEST_F(PasokdTest, TerminatingIsExitCodeZero) {
  Child child({"--config", Config("log_level: info\n")});
  const int port = child.AwaitPort();
  ASSERT_GT(port, 0) << child.said();
  const auto remote = ClientOf(port);
  EXPECT_EQ(remote->Planned(Question(remote->ImportToy())).state(), v1::Plan::SUCCEEDED);
  child.Signal(SIGTERM);
  EXPECT_EQ(child.Await(), 0) << child.said();
  EXPECT_THAT(child.said(), HasSubstr("/pasok.v1.DatasetService/ImportDataset OK"));
  EXPECT_THAT(child.said(), HasSubstr(" SUCCEEDED"));
}

TEST_F(PasokdTest, ASecondSignalEndsItThoughNobodyReadsStandardError) {
  Child child({"--config", Config("log_level: info\n")});
  const auto remote = ClientOf(child.AwaitPort());
  grpc::Status status;
  while (status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(2));
    v1::ListPlansResponse listed;
    status = remote->plans->ListPlans(&context, {}, &listed);
  }
  EXPECT_EQ(child.AwaitUnheard(SIGTERM), 3);
}

TEST_F(PasokdTest, WithStandardErrorClosedItLogsIntoNoneOfItsFiles) {
  const std::string config = Config("log_level: info\n");
  const std::string lock = options.data_dir + "/lock";
  const pid_t child = fork();
  if (child == 0) {
    close(STDERR_FILENO);
    execl(PASOKD_PATH, PASOKD_PATH, "--config", config.c_str(), nullptr);
    _exit(1);
  }
  std::error_code none;
  for (int i = 0; i < 2000 && std::filesystem::file_size(lock, none) == std::uintmax_t{0} - 1; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // it says now that it serves
  kill(child, SIGTERM);
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  for (const auto& entry : std::filesystem::directory_iterator(options.data_dir)) {
    std::ostringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    EXPECT_THAT(content.str(), testing::Not(HasSubstr("serving on"))) << entry.path();
  }
}

TEST_F(PasokdTest, ASecondServerOnTheSameDirectoryOrPortIsExitCodeThree) {
  Child first({"--config", Config()});
  const int port = first.AwaitPort();
  ASSERT_GT(port, 0) << first.said();
  Child second({"--config", Config()});
  EXPECT_EQ(second.Await(), 3);
  EXPECT_THAT(second.said(), HasSubstr("in use by pasokd (PID "));

  options.data_dir = scratch.path() + "/other";
  options.listen = "127.0.0.1:" + std::to_string(port);
  EXPECT_THAT(RefusalOf(options), HasSubstr("the port is in use"));
}

TEST_F(PasokdTest, AReadOnlyDirectoryIsExitCodeThree) {
  // Root may write anywhere, so the child gives root's rights up; the directories above must be open to it.
  std::filesystem::create_directory(options.data_dir);
  const std::string config = Config();
  chmod(scratch.path().c_str(), 0755);
  chmod(config.c_str(), 0644);
  chmod(options.data_dir.c_str(), 0555);
  Child child({"--config", config}, true);
  EXPECT_EQ(child.Await(), 3);
  EXPECT_THAT(child.said(), HasSubstr("is read-only"));
}

TEST_F(PasokdTest, AReadOnlyStoreInAWritableDirectoryIsExitCodeThree) {
  Start();
  Stop();
  const std::string config = Config();
  chmod(scratch.path().c_str(), 0755);
  chmod(config.c_str(), 0644);
  chmod(options.data_dir.c_str(), 0777);
  for (const auto& entry : std::filesystem::directory_iterator(options.data_dir))
    chmod(entry.path().c_str(), entry.path().filename() == "pasok.db" ? 0444 : 0666);
  Child child({"--config", config}, true);
  EXPECT_EQ(child.Await(), 3);
  EXPECT_THAT(child.said(), HasSubstr("pasok.db cannot be written: the file is read-only; make it"));
}

TEST_F(PasokdTest, AnEmptyConfigurationLacksItsKeys) {
  const std::string path = scratch.path() + "/empty.yaml";
  std::ofstream{path};
  Child child({"--config", path, "--check"});
  EXPECT_EQ(child.Await(), 1);
  EXPECT_THAT(child.said(), HasSubstr("missing_key"));
  EXPECT_THAT(child.said(), HasSubstr("data_dir"));
  Child directory({"--config", scratch.path(), "--check"});
  EXPECT_EQ(directory.Await(), 1);
  EXPECT_THAT(directory.said(), HasSubstr("cannot read"));
}

// Killed at any point, the store is whole: every plan is there and either done, with files that verify, or
// can be asked for again under its request_id.
TEST_F(PasokdTest, AKillAtAnyPointLosesNothingThatWasAnswered) {
  std::mt19937_64 random(7);
  const std::string config = Config();
  for (int round = 0; round < 3; ++round) {
    std::vector<std::string> answered;
    std::string dataset;
    {
      Child child({"--config", config});
      const int port = child.AwaitPort();
      ASSERT_GT(port, 0) << child.said();
      const auto remote = ClientOf(port);
      dataset = remote->ImportSample();
      for (int i = 0; i < 4; ++i) {
        v1::Plan plan;
        const std::string request_id = std::to_string(round) + "-" + std::to_string(i);
        ASSERT_TRUE(remote->Create(Question(dataset, {}, request_id), plan).ok());
        answered.push_back(plan.name());
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
      child.Signal(SIGKILL);
      EXPECT_EQ(child.Await(), -SIGKILL);
    }
    {
      Connection connection(options.data_dir + "/pasok.db");
      Statement check(connection, "PRAGMA integrity_check");
      ASSERT_TRUE(check.Step());
      EXPECT_EQ(check.Text(0), "ok");
      Statement foreign(connection, "PRAGMA foreign_key_check");
      EXPECT_FALSE(foreign.Step());
    }
    Start();
    for (int i = 0; i < 4; ++i) {
      const v1::Plan plan = client->Await(answered[i]);
      EXPECT_THAT(plan.state(), AnyOf(v1::Plan::SUCCEEDED, v1::Plan::INTERRUPTED));
      const v1::Plan again =
          client->Planned(Question(dataset, {}, std::to_string(round) + "-" + std::to_string(i)));
      EXPECT_EQ(again.name(), answered[i]);
      ASSERT_EQ(again.state(), v1::Plan::SUCCEEDED);
      v1::VerifyPlanRequest::Start start;
      start.set_plan(again.name());
      v1::VerifyPlanResponse verified;
      ASSERT_TRUE(client->Verify(start, {}, verified).ok());
      EXPECT_TRUE(verified.verified()) << verified.DebugString();
    }
    Stop();
  }
}

}  // namespace
}  // namespace pasok::server
