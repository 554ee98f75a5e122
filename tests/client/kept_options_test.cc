// What is typed is done, or refused: no option is passed over without a word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/client/runs.h"
#include "tests/client/scripted_server.h"

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct KeptOptions : Runs {
  void ExpectUsage(const Result& result, const std::string& option) {
    EXPECT_EQ(result.code, ExitCode::kUsage) << result.out;
    EXPECT_THAT(result.err, HasSubstr(option));
  }
  static std::string Read(const fs::path& path) {
    std::stringstream content;
    content << std::ifstream(path).rdbuf();
    return content.str();
  }
};

TEST_F(KeptOptions, DetachedCommandsRefuseWhatWouldWait) {
  const std::string out = out_dir.string();
  const auto detached = [](std::vector<std::string> call) {
    call.insert(call.end(), {"--detach", "--server", "127.0.0.1:1"});
    return RunBare(call);
  };
  ExpectUsage(detached({"plan", kToy.string(), "--out", out, "--fail-on-shortage"}),
              "--out, --fail-on-shortage");
  ExpectUsage(detached({"bottlenecks", kToy.string(), "--out", out}), "--out");
  ExpectUsage(detached({"frontier", kToy.string(), "--axis", "shortage", "--plot", out + ".svg"}), "--plot");
  ExpectUsage(detached({"bottlenecks", kToy.string(), "--table", "causes"}), "--table");
}

TEST_F(KeptOptions, ADetachedPlanIsNamedInTheFormatAskedFor) {
  const ScriptedServer server([](const std::string&) {});
  const auto named = [&](const std::string& format) {
    return RunBare({"plan", kToy.string(), "--detach", "--format", format, "--server", server.address()}).out;
  };
  EXPECT_EQ(json::parse(named("json")), json({{"name", "plans/1"}}));
  EXPECT_EQ(named("csv"), "name\nplans/1\n");
  EXPECT_EQ(named("table"), "plans/1\n");
}

TEST_F(KeptOptions, StudiesTakeTheBeginningOfADatasetsIdToo) {
  const std::string dataset = PasokJson({"import", kToy.string()})[0]["name"];
  for (const std::string& name : {dataset, dataset.substr(0, 16), dataset.substr(9, 6)}) {
    EXPECT_EQ(PasokJson({"bottlenecks", name})["study"]["dataset"], dataset) << name;
    EXPECT_EQ(PasokJson({"explain", name, "--demand", "D1", "--commodity", "telur", "--date",
                         "2026-11-24"})["study"]["date"],
              "2026-11-24");
  }
  EXPECT_THAT(Pasok({"bottlenecks", "nothing"}).err,
              HasSubstr("there is no plan or dataset 'nothing', nor such a directory"));
}

TEST_F(KeptOptions, APlanIsShownWithoutTheViewOfAStudy) {
  const std::string plan = PasokJson({"plan", kToy.string()})["name"];
  for (const char* command : {"watch", "show"}) {
    ExpectUsage(Pasok({command, plan, "--table", "x"}), "--table");
    ExpectUsage(Pasok({command, plan, "--language", "id"}), "--language");
  }
}

TEST_F(KeptOptions, OnePolicyIsShown) {
  ExpectUsage(RunBare({"policy", "show", "nodir", "--policy", (kToy / "policy.yaml").string()}), "--policy");
}

TEST_F(KeptOptions, ACurveIsAnSvgFileAndCalledByWhatWasAskedAbout) {
  const auto plotted = [&](const fs::path& registers, const fs::path& plot) {
    return Pasok(
        {"frontier", registers.string(), "--axis", "shortage", "--points", "3", "--plot", plot.string()});
  };
  const fs::path png = scratch.path() / "curve.png", svg = scratch.path() / "curve.svg";
  ExpectUsage(plotted(kToy, png), ".svg");
  EXPECT_FALSE(fs::exists(png));
  const fs::path copy = scratch.path() / std::string(70, 'a');
  fs::copy(kToy, copy);
  ASSERT_EQ(plotted(copy, svg).code, ExitCode::kDone);
  EXPECT_THAT(Read(svg), AllOf(HasSubstr(std::string(29, 'a') + "…<"), Not(HasSubstr(std::string(30, 'a')))));
  ASSERT_EQ(plotted(kToy, svg).code, ExitCode::kDone);  // the same content
  EXPECT_THAT(Read(svg), HasSubstr(": toy<"));
}

TEST_F(KeptOptions, FailuresAreSaidInTheLanguageAskedFor) {
  const std::vector<std::string> unknown = {"explain", kToy.string(), "--demand",
                                            "D9",      "--commodity", "telur"};
  std::vector<std::string> call = unknown;
  EXPECT_THAT(Pasok(call).err, HasSubstr("failed: what was asked does not fit the dataset"));
  call.insert(call.end(), {"--language", "id"});
  EXPECT_THAT(Pasok(call).err, HasSubstr("gagal: yang ditanyakan tidak cocok dengan dataset"));
  const std::string study = PasokJson({"studies"})[0]["name"];
  EXPECT_THAT(Pasok({"show", study, "--language", "id"}).out, Not(HasSubstr("the question")));
  // Refused at once.
  const std::vector<std::string> too_much = {
      "explain",     kToy.string(), "--demand",   std::string(3000, 'D'),
      "--commodity", "telur",       "--language", "id"};
  EXPECT_THAT(Pasok(too_much).err, Not(HasSubstr("must")));
}

}  // namespace
}  // namespace pasok::client
