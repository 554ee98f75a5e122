#include "client/retries.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "client/exit_code.h"

namespace pasok::client {
namespace {

using std::chrono::milliseconds;

TEST(Retries, PausesGrowAndAreDrawnByLot) {
  Retries retries;
  for (const int expected : {100, 200, 400, 800, 1600, 3200, 6400, 10000, 10000})
    EXPECT_EQ(retries.PauseAfterRefusal(milliseconds(0), 0.5), milliseconds(expected));
  EXPECT_EQ(retries.PauseAfterRefusal(milliseconds(0), 0), milliseconds(5000));
  EXPECT_EQ(retries.PauseAfterRefusal(milliseconds(0), 1), milliseconds(15000));
}

TEST(Retries, PauseNoLongerThanTheyAreTold) {
  Retries retries(milliseconds(300));
  for (const int expected : {100, 200, 300, 300})
    EXPECT_EQ(retries.PauseAfterRefusal(milliseconds(0), 0.5), milliseconds(expected));
}

TEST(Retries, EndTwoMinutesAfterTheFirstRefusal) {
  Retries retries;
  for (const int elapsed : {0, 60'000, 119'999})
    EXPECT_NE(retries.PauseAfterRefusal(milliseconds(elapsed), 0), std::nullopt);
  EXPECT_EQ(retries.PauseAfterRefusal(milliseconds(120'000), 0), std::nullopt);
}

// A plan of the whole nation takes longer than that.
TEST(Retries, AreThreeAttemptsAtLeast) {
  Retries retries;
  EXPECT_NE(retries.PauseAfterRefusal(milliseconds(0), 0), std::nullopt);
  EXPECT_NE(retries.PauseAfterRefusal(milliseconds(900'000), 0), std::nullopt);
  EXPECT_EQ(retries.PauseAfterRefusal(milliseconds(1'800'000), 0), std::nullopt);
}

// In a process of its own, since the signal reaches all of it.
TEST(RetriesDeathTest, StopAtAnInterrupt) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto wait = [] {
    Interrupt interrupt;
    kill(getpid(), SIGINT);
    try {
      WaitOrStop(interrupt, std::chrono::minutes(5));
    } catch (const Failure& failure) {
      _exit(static_cast<int>(failure.code()));
    }
  };
  EXPECT_EXIT(wait(), testing::ExitedWithCode(static_cast<int>(ExitCode::kStopped)), "");
}

}  // namespace
}  // namespace pasok::client
