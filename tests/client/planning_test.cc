#include "client/planning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace pasok::client {
namespace {

struct Endings : testing::Test {
  std::ostringstream out, err;
  Console console{.out = out, .err = err};
};

TEST_F(Endings, APlanThatItsTimeLimitStoppedIsKeptAndEndsWithFour) {
  v1::Plan plan;
  plan.set_name("plans/3f2a");
  plan.set_state(v1::Plan::SUCCEEDED);
  plan.set_time_limit_seconds(90);
  plan.mutable_summary()->set_stopped_early(true);
  plan.mutable_summary()->mutable_certificate()->set_gap_percent(0.25);
  EXPECT_EQ(ExitCodeOf(console, plan), ExitCode::kStopped);
  EXPECT_EQ(err.str(),
            "pasok: plans/3f2a stopped at its time limit of 1 min 30 s with a gap of 0.25 %; it is kept\n");
}

// Nothing was allocated yet, and no share of no money says how near that is.
TEST_F(Endings, AGapBesideNoMoneyIsSaidInRupiah) {
  v1::Plan plan;
  plan.set_name("plans/3f2a");
  plan.set_state(v1::Plan::SUCCEEDED);
  plan.set_time_limit_seconds(90);
  plan.mutable_summary()->set_stopped_early(true);
  plan.mutable_summary()->mutable_certificate()->set_gap_sen(12'000'00);
  EXPECT_EQ(ExitCodeOf(console, plan), ExitCode::kStopped);
  EXPECT_THAT(err.str(), testing::HasSubstr(" with a gap of Rp 12\u202F000; it is kept\n"));
}

TEST_F(Endings, APlanThatItsRulesKeepFromTheGapEndsWithFourToo) {
  v1::Plan plan;
  plan.set_name("plans/3f2a");
  plan.set_state(v1::Plan::SUCCEEDED);
  plan.set_gap_limit_percent(2);
  plan.mutable_summary()->set_gap_missed(true);
  plan.mutable_summary()->mutable_certificate()->set_gap_percent(3.8);
  EXPECT_EQ(ExitCodeOf(console, plan), ExitCode::kStopped);
  EXPECT_EQ(
      err.str(),
      "pasok: plans/3f2a is proven to lie within 3.8 % only, not within the 2 % asked for: its rules let "
      "the proof come no nearer; it is kept\n");
}

TEST_F(Endings, APlanWithinItsGapLimitIsDone) {
  v1::Plan plan;
  plan.set_state(v1::Plan::SUCCEEDED);
  plan.set_gap_limit_percent(0.5);
  plan.mutable_summary()->mutable_certificate()->set_gap_percent(0.25);
  EXPECT_EQ(ExitCodeOf(console, plan), ExitCode::kDone);
  EXPECT_EQ(err.str(), "");
}

TEST_F(Endings, ATimeLimitThatLeftNoPlanEndsWithFour) {
  v1::Plan plan;
  plan.set_state(v1::Plan::FAILED);
  plan.mutable_error()->set_code(google::rpc::DEADLINE_EXCEEDED);
  try {
    RequireSuccess(plan);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), ExitCode::kStopped);
  }
}

}  // namespace
}  // namespace pasok::client
