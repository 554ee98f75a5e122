#include "client/staged_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

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

std::set<std::string> NamesBeside(const fs::path& path) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::absolute(path).parent_path()))
    names.insert(entry.path().filename().string());
  return names;
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
  EXPECT_EQ(NamesBeside(target), std::set<std::string>{"plan"});
}

TEST_F(StagedDirectories, TouchNothingWhereTheSameIsThereAlready) {
  for (const Outcome expected : {Outcome::kWritten, Outcome::kUnchanged}) {
    StagedDirectory staged(target);
    Stage(staged, "{}");
    EXPECT_EQ(staged.Replace(), expected);
  }
}

TEST_F(StagedDirectories, ClearWhatAKilledRunLeft) {
  WriteFile(target.string() + ".partial-0123456789abcdef/half.csv", "half");
  StagedDirectory staged(target.string() + "/");  // a slash at the end changes nothing
  Stage(staged, "{}");
  staged.Replace();
  EXPECT_EQ(NamesBeside(target).count("plan.partial-0123456789abcdef"), 0U);
  EXPECT_FALSE(fs::exists(target / "half.csv"));
}

TEST_F(StagedDirectories, LeaveAloneWhatOnlyLooksLikeTheirs) {
  const std::vector<std::string> names = {".partial", ".partial-backup", ".partial-0123456789ABCDEF",
                                          "ning.partial-0123456789abcdef"};
  for (const std::string& name : names) WriteFile(target.string() + name + "/mine.csv", "mine");
  {
    StagedDirectory staged(target);
    Stage(staged, "{}");
    staged.Replace();
  }
  for (const std::string& name : names)
    EXPECT_EQ(ReadFile(target.string() + name + "/mine.csv"), "mine") << name;
}

TEST_F(StagedDirectories, OfTwoWritersTheLastOneStays) {
  StagedDirectory first(target);
  Stage(first, "first");
  StagedDirectory second(target);
  Stage(second, "second");
  EXPECT_EQ(second.Replace(), Outcome::kWritten);
  EXPECT_EQ(first.Replace(), Outcome::kWritten);
  EXPECT_EQ(ReadFile(target / "summary.json"), "first");
}

TEST_F(StagedDirectories, ManyWritersAtOnceAllSucceed) {
  fs::create_directories(target.parent_path());
  std::vector<std::thread> writers;
  for (const std::string name : {"a", "b", "c", "d"}) {
    writers.emplace_back([this, name] {
      for (int round = 0; round < 50; ++round) {
        EXPECT_NO_THROW({
          StagedDirectory staged(target);
          staged.Append("allocations.csv", name);
          staged.Append("summary.json", name);
          staged.Replace();
        });
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(ReadFile(target / "summary.json"), ReadFile(target / "allocations.csv"));
  EXPECT_EQ(NamesBeside(target), std::set<std::string>{"plan"});
}

TEST_F(StagedDirectories, FollowALinkAndKeepIt) {
  const fs::path real = scratch.path() / "real";
  WriteFile(real / "summary.json", "old");
  fs::create_directories(target.parent_path());
  fs::create_directory_symlink(real, target);
  {
    StagedDirectory staged(target);
    Stage(staged, "{}");
    staged.Replace();
  }
  EXPECT_TRUE(fs::is_symlink(target));
  EXPECT_EQ(ReadFile(real / "summary.json"), "{}");
  EXPECT_EQ(NamesBeside(real), (std::set<std::string>{"new", "real"}));
}

TEST_F(StagedDirectories, RefuseALinkToNowhere) {
  fs::create_directories(target.parent_path());
  fs::create_directory_symlink(scratch.path() / "gone", target);
  EXPECT_THROW(StagedDirectory staged(target), Failure);
  EXPECT_TRUE(fs::is_symlink(target));
}

// A shell that stands in a directory must not find itself in one that is gone.
TEST_F(StagedDirectories, KeepTheCurrentDirectory) {
  WriteFile(target / "summary.json", "old");
  WriteFile(target / "taken.csv", "old");
  WriteFile(target / ".partial-0123456789abcdef" / "half.csv", "half");
  const fs::path before = fs::current_path();
  fs::current_path(target);
  const fs::path link = scratch.path() / "link";
  fs::create_directory_symlink(target, link);
  for (const fs::path& here : {fs::path("."), target, link}) {
    RequirePlanDirectory(here);
    StagedDirectory staged(here);
    Stage(staged, here.string());
    EXPECT_EQ(staged.Replace(), Outcome::kWritten);
    EXPECT_EQ(ReadFile("summary.json"), here.string());
  }
  EXPECT_FALSE(fs::exists("taken.csv"));
  EXPECT_EQ(NamesBeside("allocations.csv"), (std::set<std::string>{"allocations.csv", "summary.json"}));
  fs::current_path(before);
}

// Whether they come along with a swap, or all stays since a directory can't.
TEST_F(StagedDirectories, LeaveHiddenFilesWhereTheyAre) {
  WriteFile(target / "summary.json", "old");
  WriteFile(target / "taken.csv", "old");
  WriteFile(target / ".~lock.taken.csv#", "mine");
  for (const char* more : {"Thumbs.db", ".hidden/mine.txt"}) {
    WriteFile(target / more, "mine");
    RequirePlanDirectory(target);
    StagedDirectory staged(target);
    Stage(staged, more);
    EXPECT_EQ(staged.Replace(), Outcome::kWritten);
    EXPECT_EQ(ReadFile(target / "summary.json"), more);
    EXPECT_EQ(ReadFile(target / ".~lock.taken.csv#"), "mine");
    EXPECT_EQ(ReadFile(target / more), "mine");
    EXPECT_FALSE(fs::exists(target / "taken.csv"));
  }
  EXPECT_EQ(NamesBeside(target), std::set<std::string>{"plan"});
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

TEST_F(StagedDirectories, AdviseWhatFitsTheError) {
  const auto advice = [](std::errc error) { return AdviceOn(std::make_error_code(error), "--out"); };
  EXPECT_EQ(advice(std::errc::no_space_on_device), "Make room, or choose another place with --out.");
  EXPECT_EQ(advice(std::errc::permission_denied), "Make it writable, or choose another place with --out.");
  EXPECT_EQ(advice(std::errc::not_a_directory), "Choose another place with --out.");
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
