#include "client/swap_in.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <set>
#include <string>

#include "client/exit_code.h"
#include "tests/client/scratch.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

// Exchanges that refuse, as on other file systems.
int CannotExchange(const char*, const char* target) { return fs::exists(target) ? EINVAL : ENOENT; }
int NoSuchCall(const char*, const char*) { return ENOSYS; }
int Mounted(const char*, const char*) { return EBUSY; }
int OnAnotherDisk(const char*, const char*) { return EXDEV; }

struct SwapsIn : testing::Test {
  SwapsIn() {
    WriteFile(staging / "summary.json", "new");
    WriteFile(target / "summary.json", "old");
    WriteFile(target / "taken.csv", "old");
  }
  std::set<std::string> Names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(scratch.path())) names.insert(entry.path().filename());
    return names;
  }

  Scratch scratch;
  fs::path staging = scratch.path() / "plan.partial-0123456789abcdef";
  fs::path target = scratch.path() / "plan";
};

TEST_F(SwapsIn, InOneStepWhereItCan) {
  EXPECT_TRUE(SwapIn(staging, target));
  EXPECT_EQ(ReadFile(target / "summary.json"), "new");
  EXPECT_EQ(ReadFile(staging / "summary.json"), "old");
}

TEST_F(SwapsIn, InTwoStepsWhereNamesCannotBeExchanged) {
  for (const Exchange exchange : {CannotExchange, NoSuchCall}) {
    WriteFile(staging / "summary.json", "new");
    EXPECT_TRUE(SwapIn(staging, target, exchange));
    EXPECT_EQ(ReadFile(target / "summary.json"), "new");
    EXPECT_FALSE(fs::exists(target / "taken.csv"));
    EXPECT_EQ(Names(), std::set<std::string>{"plan"});
  }
}

TEST_F(SwapsIn, WhereNothingWas) {
  fs::remove_all(target);
  EXPECT_TRUE(SwapIn(staging, target, CannotExchange));
  EXPECT_EQ(ReadFile(target / "summary.json"), "new");
}

// A mount point was emptied before the rename that could not follow.
TEST_F(SwapsIn, NothingIsTouchedWhereTheTargetCannotBeMoved) {
  for (const Exchange exchange : {Mounted, OnAnotherDisk}) {
    EXPECT_FALSE(SwapIn(staging, target, exchange));
    EXPECT_EQ(ReadFile(target / "summary.json"), "old");
    EXPECT_EQ(ReadFile(target / "taken.csv"), "old");
    EXPECT_EQ(ReadFile(staging / "summary.json"), "new");
  }
}

TEST_F(SwapsIn, TheOldOneComesBackWhereTheNewOneCannotCome) {
  fs::remove_all(staging);
  EXPECT_THROW(SwapIn(staging, target, CannotExchange), Failure);
  EXPECT_EQ(ReadFile(target / "summary.json"), "old");
  EXPECT_EQ(ReadFile(target / "taken.csv"), "old");
  EXPECT_EQ(Names(), std::set<std::string>{"plan"});
}

}  // namespace
}  // namespace pasok::client
