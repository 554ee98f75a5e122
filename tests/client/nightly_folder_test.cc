// What `pasok nightly` does to the day's folder and to what is published, in local mode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;
using testing::Not;

struct NightlyFolder : Runs {
  NightlyFolder() {
    fs::copy(kToy, registers);
    Say("");
  }

  // The nightly file, with `more` of its keys.
  void Say(const std::string& more) const {
    WriteFile(file, "{version: 1, data: '" + registers.string() + "', out: plans" + more + "}");
  }
  // What S1 sells of rice a day, which is 80 kg in the toy.
  void SetRiceOfS1(const std::string& kilograms) const {
    std::string offers = ReadFile(kToy / "offers.csv");
    const std::string before = "S1,beras,80";
    WriteFile(registers / "offers.csv",
              offers.replace(offers.find(before), before.size(), "S1,beras," + kilograms));
  }

  Result Night(const std::string& date = "2026-11-24") const {
    return Pasok({"nightly", file.string(), "--date", date});
  }
  json Done(const std::string& date = "2026-11-24") const {
    const Result result = Night(date);
    EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
    return json::parse(result.out, nullptr, /*allow_exceptions=*/false);
  }
  // The plan that is published for the day.
  std::string Holder() const {
    const json plans = PasokJson({"plans", "--published", "--date", "2026-11-24"});
    return plans.size() == 1 ? std::string(plans[0]["name"]) : std::to_string(plans.size()) + " plans";
  }
  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder))
      files[entry.path().filename()] = ReadFile(entry.path());
    return files;
  }
  std::vector<std::string> NamesBeside() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder.parent_path()))
      names.push_back(entry.path().filename());
    return names;
  }

  fs::path registers = scratch.path() / "registers";
  fs::path file = scratch.path() / "nightly.yaml";
  fs::path folder = scratch.path() / "plans/2026-11-24";
};

// A system's service has no HOME, so no data folder.
TEST_F(NightlyFolder, IsFilledFromTheDataDirectoryOfTheFileUnlessAnotherIsNamed) {
  Say(", data_dir: store");
  Done();
  EXPECT_FALSE(fs::exists(scratch.path() / "store"));
  const Result bare = RunBare({"nightly", file.string(), "--date", "2026-11-25"});
  EXPECT_EQ(bare.code, ExitCode::kDone) << bare.err;
  EXPECT_TRUE(fs::exists(scratch.path() / "store"));
  setenv("PASOK_SERVER", "127.0.0.1:0", 1);
  EXPECT_THAT(RunBare({"nightly", file.string(), "--date", "2026-11-26"}).err, HasSubstr("127.0.0.1:0"));
  unsetenv("PASOK_SERVER");
}

// Kitchens would cook by a plan that isn't the published one.
TEST_F(NightlyFolder, StaysAsItWasWherePublishingIsRefused) {
  Say(", days: 3");
  Done("2026-11-24");
  Done("2026-11-25");
  const auto before = Files();
  SetRiceOfS1("50");
  const Result refused = Night("2026-11-24");
  EXPECT_EQ(refused.code, ExitCode::kInputAtFault);
  const json steps = json::parse(refused.out)["steps"];
  EXPECT_EQ(steps["plan"], "done");
  EXPECT_EQ(steps["publish"], "failed");
  EXPECT_EQ(steps["files"], "not_reached");
  EXPECT_EQ(Files(), before);
  EXPECT_THAT(NamesBeside(), testing::UnorderedElementsAre("2026-11-24", "2026-11-25"));
}

TEST_F(NightlyFolder, IsWrittenThoughNothingShallBePublished) {
  Say(", publish: false");
  const json night = Done();
  EXPECT_EQ(night["steps"]["files"], "done");
  EXPECT_EQ(night["steps"]["publish"], "skipped");
  EXPECT_TRUE(fs::exists(folder / "allocations.csv"));
}

// Nobody looks at a timer's table.
TEST_F(NightlyFolder, ComesWithThePlansWarningsForProgramsAndInTheLog) {
  WriteFile(registers / "stock.csv", "demand_id,commodity,kg,use_by\nD1,beras,5,2026-11-20\n");
  std::ofstream(registers / "policy.yaml", std::ios::app) << "stock: on\n";
  for (const char* time : {"once", "twice"}) {
    const Result night = Night();
    const json findings = json::parse(night.out)["findings"];
    EXPECT_EQ(findings["warning_count"], 1) << time;
    EXPECT_EQ(findings["findings"][0]["code"], "stock_past_use_by");
    EXPECT_THAT(night.err, HasSubstr("warning: stock_past_use_by"));
  }
  const Result table = Pasok({"nightly", file.string(), "--date", "2026-11-24", "--format", "table"});
  EXPECT_THAT(table.out, HasSubstr("warning: stock_past_use_by"));
  EXPECT_THAT(table.err, Not(HasSubstr("stock_past_use_by")));
}

// As a file manager, LibreOffice or Excel leaves it while the planner looks at the files.
TEST_F(NightlyFolder, KeepsWhatOtherProgramsHideInIt) {
  Done();
  const std::set<std::string> hidden = {".~lock.allocations.csv#", ".DS_Store", "Thumbs.db", "~$prices.csv"};
  for (const std::string& name : hidden) WriteFile(folder / name, "of " + name);
  EXPECT_EQ(Done()["already_done"], true);
  SetRiceOfS1("50");
  const json anew = Done();
  EXPECT_EQ(anew["steps"]["files"], "done");
  EXPECT_EQ(anew["published"], true);
  for (const std::string& name : hidden) EXPECT_EQ(ReadFile(folder / name), "of " + name);
  EXPECT_EQ(Pasok({"verify", registers.string(), folder.string()}).code, ExitCode::kDone);
}

TEST_F(NightlyFolder, IsLeftWithFilesOfTheUsersBeforeAnythingIsPlanned) {
  WriteFile(folder / "thesis.odt", "years of work");
  const Result refused = Night();
  EXPECT_EQ(refused.code, ExitCode::kInputAtFault);
  EXPECT_THAT(refused.err, HasSubstr("holds 'thesis.odt'"));
  const json steps = json::parse(refused.out)["steps"];
  EXPECT_EQ(steps["files"], "failed");
  for (const char* step : {"check", "import", "plan", "publish"}) EXPECT_EQ(steps[step], "not_reached");
  EXPECT_EQ(PasokJson({"plans"}).size(), 0u);
  EXPECT_EQ(ReadFile(folder / "thesis.odt"), "years of work");
}

// Two nightly files with one `out` would take each other's folder away every night.
TEST_F(NightlyFolder, IsLeftWithAPlanOfOtherRegions) {
  Say(", regions: ['61.01.01.2001']");
  Done();
  const auto before = Files();
  Say(", regions: ['61.01.01.2002']");
  const Result refused = Night();
  EXPECT_EQ(refused.code, ExitCode::kInputAtFault);
  EXPECT_THAT(refused.err, HasSubstr("holds a plan for region 61.01.01.2001, and this one is for region "
                                     "61.01.01.2002"));
  EXPECT_THAT(refused.err, HasSubstr("an `out` of its own"));
  EXPECT_EQ(Files(), before);
  EXPECT_EQ(PasokJson({"plans"}).size(), 1u);
  Say("");
  EXPECT_THAT(Night().err, HasSubstr("and this one is for all regions"));
  Say(", regions: ['61.01.01.2001', '61.01.01.2001']");
  EXPECT_EQ(Done()["already_done"], true);
}

// Whoever publishes by hand has a reason.
TEST_F(NightlyFolder, IsLeftWithWhatAPlannerPublishedInPlaceOfTheNights) {
  const std::string nights = Done()["plan"];
  const auto before = Files();
  const std::string planners = PasokJson({"plan", registers.string(), "--date", "2026-11-24"})["name"];
  EXPECT_EQ(Pasok({"publish", planners}).code, ExitCode::kDone);
  const Result again = Night();
  EXPECT_EQ(again.code, ExitCode::kDone) << again.err;
  const json report = json::parse(again.out);
  EXPECT_EQ(report["steps"]["publish"], "replaced");
  EXPECT_EQ(report["steps"]["files"], "skipped");
  EXPECT_EQ(report["already_done"], true);
  EXPECT_EQ(report["published"], false);
  const std::string why = nights + " was published, and then " + planners +
                          " in its place, so that one is left; `pasok publish " + nights + "` brings it back";
  EXPECT_EQ(report["why_skipped"], why);
  EXPECT_THAT(again.err, HasSubstr(why));
  EXPECT_EQ(Holder(), planners);
  EXPECT_EQ(Files(), before);

  SetRiceOfS1("50");  // what is new is published
  EXPECT_EQ(Done()["published"], true);
}

TEST_F(NightlyFolder, GoesBackAndForthWithTheRegisters) {
  const json first = Done();
  SetRiceOfS1("50");
  const json second = Done();
  SetRiceOfS1("80");
  for (const json& night : {first, second, first}) {
    const json again = Done();
    EXPECT_EQ(again["plan"], night["plan"]);
    EXPECT_EQ(again["published"], true);
    EXPECT_EQ(Holder(), night["plan"]);
    SetRiceOfS1(night == first ? "50" : "80");
  }
}

TEST_F(NightlyFolder, IsLeftWhereAPlannerGoesBackToAnEarlierNightsPlan) {
  const std::string first = Done()["plan"];
  SetRiceOfS1("50");
  Done();
  EXPECT_EQ(Pasok({"publish", first}).code, ExitCode::kDone);
  EXPECT_EQ(Done()["steps"]["publish"], "replaced");
  EXPECT_EQ(Holder(), first);
}

}  // namespace
}  // namespace pasok::client
