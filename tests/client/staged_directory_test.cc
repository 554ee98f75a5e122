#include "client/staged_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "client/exit_code.h"
#include "tests/client/scratch.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;
using Outcome = StagedDirectory::Outcome;

void Stage(StagedDirectory& staged, const std::string& summary) {
  staged.Append("allocations.csv", "date,kg\n");
  staged.Append("allocations.csv", "2026-11-24,5\n");
  staged.Append("summary.json", summary);
}

struct StagedDirectories : testing::Test {
  Scratch scratch;
  fs::path target = scratch.path() / "new" / "plan";
};

TEST_F(StagedDirectories, AppearWhole) {
  StagedDirectory staged(target);
  Stage(staged, "{}");
  EXPECT_FALSE(fs::exists(target));
  EXPECT_EQ(staged.Replace(), Outcome::kWritten);
  EXPECT_EQ(ReadFile(target / "allocations.csv"), "date,kg\n2026-11-24,5\n");
  EXPECT_EQ(ReadFile(target / "summary.json"), "{}");
}

TEST_F(StagedDirectories, LeaveNothingWhereTheWorkFailed) {
  {
    StagedDirectory staged(target);
    Stage(staged, "{}");
  }
  EXPECT_FALSE(fs::exists(target));
  EXPECT_TRUE(fs::is_empty(scratch.path() / "new"));
}

TEST_F(StagedDirectories, ReplaceAnEarlierPlanWithAllItsFiles) {
  WriteFile(target / "summary.json", "old");
  WriteFile(target / "taken.csv", "old");
  {
    StagedDirectory staged(target);
    Stage(staged, "{}");
    EXPECT_EQ(staged.Replace(), Outcome::kWritten);
  }
  EXPECT_EQ(ReadFile(target / "summary.json"), "{}");
  EXPECT_FALSE(fs::exists(target / "taken.csv"));
  EXPECT_FALSE(fs::exists(target.string() + ".partial"));
}

TEST_F(StagedDirectories, TouchNothingWhereTheSameIsThereAlready) {
  for (const Outcome expected : {Outcome::kWritten, Outcome::kUnchanged}) {
    StagedDirectory staged(target);
    Stage(staged, "{}");
    EXPECT_EQ(staged.Replace(), expected);
  }
}

TEST_F(StagedDirectories, ClearWhatAKilledRunLeft) {
  WriteFile(target.string() + ".partial/half.csv", "half");
  StagedDirectory staged(target.string() + "/");  // a slash at the end changes nothing
  Stage(staged, "{}");
  staged.Replace();
  EXPECT_FALSE(fs::exists(target / "half.csv"));
}

TEST_F(StagedDirectories, MergeBesideFilesThatAreThere) {
  WriteFile(target / "notes.txt", "mine");
  WriteFile(target / "summary.json", "old");
  StagedDirectory staged(target);
  Stage(staged, "{}");
  staged.Merge();
  EXPECT_EQ(ReadFile(target / "notes.txt"), "mine");
  EXPECT_EQ(ReadFile(target / "summary.json"), "{}");
}

TEST_F(StagedDirectories, RefuseNamesThatLeadElsewhere) {
  StagedDirectory staged(target);
  for (const char* name : {"", "..", ".hidden", "../evil", "/etc/passwd", "a/b"}) {
    EXPECT_THROW(staged.Append(name, "x"), Failure) << name;
  }
}

TEST_F(StagedDirectories, SayWhereTheDiskRefuses) {
  WriteFile(scratch.path() / "file", "");
  try {
    StagedDirectory staged(scratch.path() / "file" / "plan");
    FAIL() << "a directory was made inside a file";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), ExitCode::kServerFailed);
    EXPECT_NE(std::string(failure.what()).find("file/plan"), std::string::npos);
  }
}

TEST_F(StagedDirectories, RequirePlansOrNothing) {
  EXPECT_NO_THROW(RequirePlanDirectory(target));  // absent
  fs::create_directories(target);
  EXPECT_NO_THROW(RequirePlanDirectory(target));  // empty
  WriteFile(target / "policy.yaml", "version: 1");
  EXPECT_THROW(RequirePlanDirectory(target), Failure);  // no plan
  WriteFile(target / "summary.json", "{}");
  EXPECT_NO_THROW(RequirePlanDirectory(target));
  WriteFile(target / "suppliers.csv", "");
  EXPECT_THROW(RequirePlanDirectory(target), Failure);  // more than a plan
}

}  // namespace
}  // namespace pasok::client
