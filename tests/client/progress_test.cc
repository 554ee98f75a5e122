#include "client/progress.h"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <thread>

namespace pasok::client {
namespace {

using namespace std::chrono_literals;

struct Progresses : testing::Test {
  std::ostringstream out, err;
  Console console{.out = out, .err = err, .err_is_terminal = true, .columns = 200, .err_columns = 80};
};

v1::WatchPlanResponse HalfSolved() {
  v1::WatchPlanResponse response;
  response.set_state(v1::Plan::RUNNING);
  response.set_stage("solve");
  response.set_fraction(0.5);
  response.set_gap_percent(0.125);
  response.set_incumbent_sen(1'234'567'890'000);
  response.set_bound_sen(1'233'024'680'000);
  return response;
}

TEST_F(Progresses, AreSilentInTheFirstSecond) {
  for (int tries = 0; tries < 10; ++tries) {
    err.str("");
    const auto begin = std::chrono::steady_clock::now();
    {
      Progress progress(console);
      ShowWatched(progress, HalfSolved());
      std::this_thread::sleep_for(400ms);
    }
    if (std::chrono::steady_clock::now() - begin >= 1s) continue;  // on a busy machine
    EXPECT_EQ(err.str(), "");
    return;
  }
  GTEST_SKIP() << "this machine is too busy to sleep for less than a second";
}

TEST_F(Progresses, ShowStagePercentGapAndBothBoundsAndLeaveNothingBehind) {
  console.err_columns = 120;
  {
    Progress progress(console);
    ShowWatched(progress, HalfSolved());
    std::this_thread::sleep_for(1300ms);
  }
  EXPECT_NE(err.str().find("solving"), std::string::npos);
  EXPECT_NE(err.str().find(" 50 %"), std::string::npos);
  EXPECT_NE(err.str().find("gap 0.125 % of cost  cost Rp 12\u202F345\u202F678\u202F900  at least Rp "
                           "12\u202F330\u202F246\u202F800"),
            std::string::npos);
  EXPECT_TRUE(err.str().ends_with("\r\x1b[K"));
  EXPECT_EQ(out.str(), "");
}

TEST_F(Progresses, LeaveOutWholeNotesWhereTheTerminalIsNarrow) {
  {
    Progress progress(console);
    ShowWatched(progress, HalfSolved());
    std::this_thread::sleep_for(1300ms);
  }
  EXPECT_NE(err.str().find("gap 0.125 % of cost  cost Rp 12\u202F345\u202F678\u202F900\x1b[K"),
            std::string::npos)
      << err.str();
}

TEST_F(Progresses, AreSilentWhereNobodyLooks) {
  console.err_is_terminal = false;
  {
    Progress progress(console);
    ShowSent(progress, 1, 2);
    std::this_thread::sleep_for(1300ms);
  }
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace pasok::client
