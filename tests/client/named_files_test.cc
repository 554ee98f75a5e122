// Files that a planner names one by one, whatever they are called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/files.h"
#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

constexpr char kLong[] = "Rencana alokasi Kabupaten Sambas minggu ke-48 tahun 2026 (revisi 2).csv";

TEST_F(Runs, FilesOfLongAndHiddenNamesAreReadLikeAnyOther) {
  Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  const fs::path table = scratch.path() / kLong;
  fs::copy(out_dir / "allocations.csv", table);
  const Result evaluated = Pasok({"evaluate", kToy.string(), table.string()});
  EXPECT_EQ(evaluated.code, ExitCode::kDone) << evaluated.err;

  const fs::path hidden = scratch.path() / ".hidden.yaml";
  WriteFile(hidden, "version: 1\nname: Tanpa S1\nchanges:\n  - stop: {supplier: S1}\n");
  const Result compared = Pasok({"compare", kToy.string(), hidden.string()});
  EXPECT_EQ(compared.code, ExitCode::kDone) << compared.err;
  WriteFile(hidden, "version: 9\n");
  const Result faulty = Pasok({"compare", kToy.string(), hidden.string()});
  EXPECT_EQ(faulty.code, ExitCode::kInputAtFault);
  EXPECT_THAT(faulty.err, HasSubstr(".hidden.yaml:1"));
}

TEST_F(Runs, FilesDeepDownInFoldersAreReadLikeAnyOther) {
  fs::path deep = scratch.path();
  while (deep.string().size() < 300) deep /= "Rencana alokasi kabupaten";
  fs::create_directories(deep);
  const fs::path policy = deep / "policy.yaml", scenario = deep / "scenario.yaml";
  WriteFile(policy, "version: 1\ncommodities: {beras: {}, telur: {}}\n");
  WriteFile(scenario, "version: 1\nname: Tanpa S1\nchanges:\n  - stop: {supplier: S1}\n");
  const std::vector<std::string> given = {"--policy", policy.string(), "--scenario", scenario.string()};
  for (std::vector<std::string> arguments : {std::vector<std::string>{"plan", kToy.string()},
                                             std::vector<std::string>{"bottlenecks", kToy.string()}}) {
    arguments.insert(arguments.end(), given.begin(), given.end());
    const Result result = Pasok(arguments);
    EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  }
  WriteFile(policy, "version: 9\n");
  EXPECT_THAT(Pasok({"policy", "show", "--policy", policy.string()}).err,
              HasSubstr("policy.yaml:1:10: error"));
}

TEST_F(Runs, ATableLargerThanCanBeEvaluatedIsNamedBeforeAnythingIsSent) {
  const fs::path table = scratch.path() / "mine.csv";
  WriteFile(table, "demand_id,commodity,supplier_id,kg\n");
  fs::resize_file(table, (std::uintmax_t{256} << 20) + 1);
  const Result result = RunBare({"evaluate", kToy.string(), table.string(), "--server", "127.0.0.1:1"});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr(table.string() + ": is larger than the 256 MiB that can be evaluated"));
}

TEST_F(Runs, MoreScenariosThanCanBeComparedAreCountedBeforeTheyAreSent) {
  std::vector<std::string> arguments{"compare", kToy.string()};
  for (int i = 0; i < 51; ++i) {
    arguments.push_back((scratch.path() / (std::to_string(i) + ".yaml")).string());
    WriteFile(arguments.back(), "version: 1\n");
  }
  const Result result = Pasok(arguments);
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, HasSubstr("51 files are named, and at most 50 can be compared at once"));
}

TEST_F(Runs, EachNamedFileHasANameOfItsOwnThatAServerTakes) {
  std::vector<std::string> paths;
  for (const char* each : {"a/x.yaml", "b/x.yaml", "file-3", ".y", "b/.y"}) {
    paths.push_back((scratch.path() / each).string());
    fs::create_directories(fs::path(paths.back()).parent_path());
    WriteFile(paths.back(), "version: 1\n");
  }
  std::vector<std::string> names;
  for (const LocalFile& file : NamedFiles(paths)) names.push_back(file.name);
  EXPECT_EQ(names, (std::vector<std::string>{"x.yaml", "x-2.yaml", "file-3", "file-4", "file-5"}));
}

}  // namespace
}  // namespace pasok::client
