// A data directory in which another pasok works: its commands wait for one another.
#include "client/session.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(Runs, ACommandWaitsForTheOneThatWorksInItsDataDirectory) {
  auto other = std::make_unique<LocalServer>(data_dir, /*keeps_data=*/true);
  std::thread ending([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    other.reset();
  });
  const Result result = Pasok({"plans"});
  ending.join();
  EXPECT_EQ(result.code, ExitCode::kDone);
  EXPECT_EQ(result.err, "pasok: waiting for another pasok (PID " + std::to_string(getpid()) +
                            "), which works in " + data_dir.string() + "; Ctrl-C ends the wait\n");
}

TEST_F(Runs, ADataDirectoryInUseSaysWhatToDo) {
  const LocalServer other(data_dir, /*keeps_data=*/true);
  try {
    const LocalServer second(data_dir, /*keeps_data=*/true);
    FAIL() << "two at once";
  } catch (const DataDirInUse& refusal) {
    EXPECT_EQ(refusal.pid(), std::to_string(getpid()));
    EXPECT_THAT(refusal.what(), AllOf(HasSubstr("wait until it has ended"), HasSubstr("--data-dir")));
  }
}

}  // namespace
}  // namespace pasok::client
