#include "client/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/exit_code.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kPlans = {"plans/3f2a", "plans/3f77", "plans/aa01", "plans/aa0155"};

TEST(PickName, TakesWholeNamesIdsAndBeginnings) {
  EXPECT_EQ(PickName("plans/3f2a", kPlans, "plan"), "plans/3f2a");
  EXPECT_EQ(PickName("3f2a", kPlans, "plan"), "plans/3f2a");
  EXPECT_EQ(PickName("3f2", kPlans, "plan"), "plans/3f2a");
  EXPECT_EQ(PickName("plans/3f7", kPlans, "plan"), "plans/3f77");
}

TEST(PickName, PrefersAWholeIdThatBeginsAnother) {
  EXPECT_EQ(PickName("aa01", kPlans, "plan"), "plans/aa01");
}

void ExpectFailure(const std::string& given, const testing::Matcher<std::string>& message,
                   const std::vector<std::string>& names = kPlans, std::size_t least = 1) {
  try {
    const std::string picked = PickName(given, names, "plan", least);
    FAIL() << "'" << given << "' was taken for " << picked;
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), ExitCode::kInputAtFault);
    EXPECT_THAT(std::string(failure.what()), message);
    EXPECT_NE(failure.hint(), "");
  }
}

TEST(PickName, ListsTheCandidatesOfAnUnclearBeginning) {
  ExpectFailure("3f", testing::AllOf(HasSubstr("plans/3f2a"), HasSubstr("plans/3f77"),
                                     testing::Not(HasSubstr("aa01"))));
}

TEST(PickName, SaysWhereThereIsNone) {
  ExpectFailure("zz", HasSubstr("there is no plan 'zz'"));
  ExpectFailure("", HasSubstr("there is no plan ''"));
  ExpectFailure("..", HasSubstr("'..' is a directory, and no plan's name"));
}

TEST(PickName, WantsSomethingOfTheIdWhereThereIsButOne) {
  const std::vector<std::string> one = {"plans/3f2a55c0d1e2"};
  for (const char* given : {"", "p", "plans", "plans/"}) {
    ExpectFailure(given, HasSubstr("there is no plan '" + std::string(given) + "'"), one);
  }
  EXPECT_EQ(PickName("plans/3", one, "plan"), one.front());
}

TEST(PickName, WantsAsMuchOfTheIdAsItIsTold) {
  const std::vector<std::string> one = {"plans/3f2a55c0d1e2"};
  for (const char* given : {"3", "3f2a55c", "plans/3f2a55c"}) {
    ExpectFailure(given, HasSubstr("too little to be sure that plans/3f2a55c0d1e2 is meant"), one, 8);
  }
  EXPECT_EQ(PickName("3f2a55c0", one, "plan", 8), one.front());
  EXPECT_EQ(PickName("plans/3f2a55c0", one, "plan", 8), one.front());
  EXPECT_EQ(PickName("plans/aa01", kPlans, "plan", 8), "plans/aa01");
}

}  // namespace
}  // namespace pasok::client
