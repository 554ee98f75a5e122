// What was typed: commands, options and values that there are not, and what is said of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/run.h"
#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

TEST_F(Runs, HelpListsTheCommands) {
  const Result result = RunBare({"--help"});
  EXPECT_EQ(result.code, ExitCode::kDone);
  for (const char* command :
       {"sample",   "check",   "import",      "datasets", "plan",        "plans",    "show",    "watch",
        "cancel",   "publish", "delete",      "verify",   "policy",      "export",   "nightly", "compare",
        "frontier", "explain", "bottlenecks", "recruit",  "criticality", "evaluate", "studies", "diff"}) {
    EXPECT_THAT(result.out, HasSubstr("\n  " + std::string(command) + " "));
  }
}

class WrongUsage : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongUsage, EndsWithTwoAndAWordOnStandardError) {
  const Result result = Runs::RunBare(GetParam());
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err, "");
}

INSTANTIATE_TEST_SUITE_P(
    Commands, WrongUsage,
    testing::Values(std::vector<std::string>{}, std::vector<std::string>{"feed"},
                    std::vector<std::string>{"plan"}, std::vector<std::string>{"plans", "--colour"},
                    std::vector<std::string>{"plans", "--format", "xml"}, std::vector<std::string>{"policy"},
                    std::vector<std::string>{"plans", "--server", "h:1", "--data-dir", "d"},
                    std::vector<std::string>{"plan", kToy.string(), "--detach"},
                    std::vector<std::string>{"plan", kToy.string(), "--date", "2026-02-30"},
                    std::vector<std::string>{"plan", kToy.string(), "--gap", "101%"},
                    std::vector<std::string>{"plan", kToy.string(), "--time-limit", "-1"},
                    std::vector<std::string>{"plan", kToy.string(), "--time-limit", "nan"},
                    std::vector<std::string>{"sample", "kalbar", "--scale", "huge", "--out", "d"}));

TEST_F(Runs, AWordThatIsNoCommandIsNamedWithTheNearestOne) {
  const Result result = RunBare({"plna", "toy"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, HasSubstr("there is no command 'plna'; did you mean `pasok plan`?"));
}

TEST_F(Runs, AWordThatIsNoCommandIsNamedBehindOptionsToo) {
  for (const auto& options : std::vector<std::vector<std::string>>{{"--data-dir", "d"}, {"--server=h:1"}}) {
    std::vector<std::string> arguments = options;
    arguments.insert(arguments.end(), {"plna", "toy"});
    const Result result = RunBare(arguments);
    EXPECT_EQ(result.code, ExitCode::kUsage);
    EXPECT_THAT(result.err, HasSubstr("did you mean `pasok plan`?"));
  }
}

TEST_F(Runs, AnOptionThatThereIsNotIsNamedWithTheNearestOne) {
  const Result help = RunBare({"plan", "--hlep"});
  EXPECT_EQ(help.code, ExitCode::kUsage);
  EXPECT_THAT(help.err,
              testing::StartsWith("pasok plan: there is no option '--hlep'; did you mean `--help`?\n"));
  EXPECT_THAT(RunBare({"plans", "--form", "json"}).err,
              testing::StartsWith("pasok plans: there is no option '--form'; did you mean `--format`?\n"));
  EXPECT_THAT(RunBare({"plan", "--days", "2", "toy", "--secnario=x"}).err,
              HasSubstr("did you mean `--scenario`?"));
  EXPECT_THAT(RunBare({"--colour"}).err, testing::StartsWith("pasok: there is no option '--colour'\n"));
}

TEST_F(Runs, WrongUsageIsSaidOfTheCommand) {
  const auto said = [](const std::vector<std::string>& arguments) { return RunBare(arguments).err; };
  EXPECT_EQ(said({"plan"}), "pasok plan: DATASET is required\n  `pasok plan --help` lists what it takes.\n");
  EXPECT_EQ(said({}), "pasok: which command?\n  `pasok --help` lists the commands.\n");
  EXPECT_THAT(said({"policy"}), testing::StartsWith("pasok policy: which command?\n"));
  EXPECT_THAT(said({"policy", "show", "a", "b", "c"}),
              testing::StartsWith("pasok policy show: too many arguments: 'b', 'c'\n"));
  EXPECT_THAT(said({"plan", "toy", "--days", "0"}), testing::StartsWith("pasok plan: --days: must be"));
  EXPECT_THAT(said({"plan", "toy", "--detach"}), testing::StartsWith("pasok plan: --detach: "));
  EXPECT_THAT(said({"plans", "--server", "h:1", "--data-dir", "d"}),
              testing::StartsWith("pasok plans: --server excludes --data-dir\n"));
}

TEST_F(Runs, WhatIsRequiredIsNotAdvisedToBeLeftOut) {
  EXPECT_THAT(Pasok({"show", ""}).err,
              testing::EndsWith("NAME: is there, but empty\n  Say what it shall be.\n"));
}

// As of all that is printed.
TEST_F(Runs, HelpThatCannotBeWrittenIsAFailure) {
  std::ofstream full("/dev/full");
  std::ostringstream err;
  const char* argv[] = {"pasok", "--help"};
  EXPECT_EQ(client::Run(2, argv, {.out = full, .err = err}), static_cast<int>(ExitCode::kServerFailed));
  EXPECT_THAT(err.str(), HasSubstr("standard output can't be written"));
}

TEST_F(Runs, AnArgumentThatIsThereButEmptyIsRefused) {
  const std::string toy = kToy.string();
  for (const char* option : {"--out", "--policy", "--scenario", "--previous", "--date", "--regions"}) {
    const Result result = Pasok({"plan", toy, option, ""});
    EXPECT_EQ(result.code, ExitCode::kUsage) << option;
    EXPECT_THAT(result.err, HasSubstr("pasok plan: " + std::string(option) + ": is there, but empty"))
        << option;
  }
  EXPECT_EQ(Pasok({"frontier", toy, "--axis", "shortage", "--plot="}).code, ExitCode::kUsage);
  EXPECT_EQ(Pasok({"plan", ""}).code, ExitCode::kUsage);
  EXPECT_EQ(RunBare({"plans", "--data-dir", ""}).code, ExitCode::kUsage);
  EXPECT_FALSE(fs::exists(data_dir)) << "nothing was begun";
}

// gRPC takes ports modulo 65536.
TEST_F(Runs, AServerIsAHostAndAPort) {
  for (const char* address : {"127.0.0.1:116469", "127.0.0.1:0", "127.0.0.1:abc", "127.0.0.1:", "127.0.0.1",
                              ":50151", "127.0.0.1:-1", ""}) {
    const Result result = RunBare({"plans", "--server", address});
    EXPECT_EQ(result.code, ExitCode::kUsage) << address;
    EXPECT_THAT(result.err, HasSubstr("--server: expected HOST:PORT, port 1 to 65535")) << address;
  }
  EXPECT_EQ(RunBare({"plans", "--server", "[::1]:1"}).code, ExitCode::kServerFailed) << "nobody is there";
  setenv("PASOK_SERVER", "127.0.0.1:116469", 1);
  const Result result = RunBare({"plans"});
  unsetenv("PASOK_SERVER");
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, HasSubstr("PASOK_SERVER: expected HOST:PORT, port 1 to 65535"));
}

TEST_F(Runs, ANumberWithADecimalCommaIsSaidToBeNone) {
  const Result result = RunBare({"plan", kToy.string(), "--time-limit", "1,5"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, HasSubstr("--time-limit: must be a number like 90 or 1.5, not '1,5'"));
}

TEST_F(Runs, WholeNumbersAreDecimalDigitsWithinTheirRange) {
  for (const char* days : {"0x2", "-1", "+2", "0", "32", "2.0", "", "99999999999999999999999"}) {
    const Result result = RunBare({"plan", kToy.string(), "--days", days});
    EXPECT_EQ(result.code, ExitCode::kUsage) << days;
    EXPECT_THAT(result.err, HasSubstr("--days: must be a whole number from 1 to 31")) << days;
  }
  for (const char* seed : {"-1", "0x10", "99999999999999999999999"}) {
    const Result result = RunBare({"sample", "kalbar", "--scale", "small", "--seed", seed, "--out", "d"});
    EXPECT_EQ(result.code, ExitCode::kUsage) << seed;
    EXPECT_THAT(result.err, HasSubstr("--seed: must be a whole number from 0 to 18446744073709551615"));
  }
  EXPECT_THAT(RunBare({"frontier", kToy.string(), "--axis", "shortage", "--points", "1"}).err,
              HasSubstr("--points: must be a whole number from 2 to 200"));
  EXPECT_THAT(RunBare({"criticality", kToy.string(), "--top", "0x5"}).err,
              HasSubstr("--top: must be a whole number from 1 to 10000"));
  // Ten, not eight.
  const json plan = PasokJson({"plan", kToy.string(), "--from", "2026-11-24", "--days", "010"});
  EXPECT_EQ(plan["days"], 10) << plan.dump(2);
}

TEST_F(Runs, ChoicesAreSaidPlainly) {
  EXPECT_THAT(RunBare({"plans", "--format", "xml"}).err,
              HasSubstr("--format: must be table, json or csv, not 'xml'"));
  const std::string toy = kToy.string();
  for (const char* axis : {"foo", "2"}) {
    EXPECT_THAT(RunBare({"frontier", toy, "--axis", axis}).err,
                HasSubstr("--axis: must be local_share, tier_surcharge or shortage, not '"));
  }
  EXPECT_THAT(RunBare({"bottlenecks", toy, "--language", "fr"}).err,
              HasSubstr("--language: must be en or id, not 'fr'"));
  EXPECT_THAT(RunBare({"policy", "show", "--format", "csv"}).err,
              HasSubstr("--format: must be yaml or json, not 'csv'"));
}

TEST_F(Runs, RegionsTakeOneValueAndLeaveTheDirectory) {
  for (const auto& regions :
       std::vector<std::vector<std::string>>{{"--regions", "61.01.01.2001,61.01.01.2002"},
                                             {"--regions", "61.01.01.2001", "--regions=61.01.01.2002"}}) {
    std::vector<std::string> arguments = {"plan"};
    arguments.insert(arguments.end(), regions.begin(), regions.end());
    arguments.push_back(kToy.string());
    const json plan = PasokJson(arguments);
    EXPECT_EQ(plan["regions"].size(), 2U) << plan.dump(2);
  }
}

TEST_F(Runs, AnyOtherOptionIsGivenOnce) {
  EXPECT_THAT(RunBare({"plans", "--format", "json", "--format", "csv"}).err,
              testing::StartsWith("pasok plans: --format: At Most 1 required but received 2\n"));
  EXPECT_EQ(RunBare({"plan", kToy.string(), "--days", "1", "--days", "1"}).code, ExitCode::kUsage);
}

TEST_F(Runs, TheVersionIsSaidBehindAnyCommand) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--version"}, {"plan", "--version"}, {"policy", "show", "--version"}}) {
    const Result result = RunBare(arguments);
    EXPECT_EQ(result.code, ExitCode::kDone);
    EXPECT_THAT(result.out, testing::MatchesRegex("pasok [0-9.]+\n"));
  }
}

}  // namespace
}  // namespace pasok::client
