// The whole command in local mode, on the toy that configs/toy/README.md solves by hand: need 210 kg, 6 kg of
// telur missing, money Rp 3,178,000, preference Rp 85,000, objective Rp 3,863,000.
#include "client/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(Runs, ADatasetIsNotShownButNamed) {
  const Result result = Pasok({"show", "datasets/45bb"});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("datasets/45bb is a dataset's name"));
  EXPECT_THAT(result.err, HasSubstr("`pasok plan datasets/45bb`"));
}

TEST_F(Runs, ARegisterThatIsNoFileIsSaidToBeThere) {
  const fs::path copy = scratch.path() / "registers";
  fs::copy(kToy, copy);
  fs::remove(copy / "offers.csv");
  fs::create_symlink(copy / "gone.csv", copy / "offers.csv");
  EXPECT_THAT(RunBare({"check", copy.string()}).err,
              HasSubstr("offers.csv: is there, but it is no regular file"));
  fs::remove(copy / "offers.csv");
  fs::create_directory(copy / "offers.csv");
  const Result result = RunBare({"check", copy.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("offers.csv: is there, but it is no regular file"));
}

TEST_F(Runs, ANameThatIsNotUtf8IsNamedBeforeAnythingIsSent) {
  const fs::path copy = scratch.path() / "registers";
  fs::copy(kToy, copy);
  WriteFile(copy / "offers lama \xE9.csv", "");
  const Result result = RunBare({"check", copy.string()});
  EXPECT_EQ(result.code, ExitCode::kDone);
  EXPECT_THAT(result.out, HasSubstr("offers lama ?.csv: warning: unknown_file"));
  WriteFile(copy / "plan" / "summary.json", "{}");
  WriteFile(copy / "plan" / "\xE9.csv", "");
  EXPECT_THAT(RunBare({"verify", copy.string(), (copy / "plan").string()}).err,
              HasSubstr("its name isn't UTF-8\n  Rename it"));
  const Result typed = RunBare({"plan", kToy.string(), "--scenario", "b\xE9.yaml"});
  EXPECT_EQ(typed.code, ExitCode::kUsage);
  EXPECT_THAT(typed.err, HasSubstr("isn't UTF-8"));
}

TEST_F(Runs, AMisnamedRegisterIsToldOf) {
  const fs::path copy = scratch.path() / "registers";
  fs::copy(kToy, copy);
  fs::rename(copy / "policy.yaml", copy / "policy.yml");
  fs::rename(copy / "offers.csv", copy / "Offers.csv");
  WriteFile(copy / "contracts.csv.txt", "");
  const std::string said = RunBare({"check", copy.string(), "--all"}).out;
  EXPECT_THAT(said,
              HasSubstr("policy.yml: warning: unknown_file: expected a register or policy.yaml; did you "
                        "mean 'policy.yaml'? It is not read as it is\n"));
  EXPECT_THAT(said, HasSubstr("contracts.csv.txt: warning: unknown_file"));
  EXPECT_THAT(said, HasSubstr("offers.csv: error: missing_file: expected this file in the dataset; rename "
                              "'Offers.csv'\n"));
  EXPECT_THAT(RunBare({"policy", "show", copy.string()}).err, HasSubstr("did you mean 'policy.yaml'?"));
  fs::rename(copy / "Offers.csv", copy / "offers.csv");
  EXPECT_THAT(Pasok({"plan", copy.string()}).err, HasSubstr("no errors, 4 warnings (`pasok check"));
}

TEST_F(Runs, AStrayFileBlocksNothing) {
  const fs::path copy = scratch.path() / "registers";
  fs::copy(kToy, copy);
  WriteFile(copy / "._offers.csv", "x");
  WriteFile(copy / ".DS_Store", "x");
  WriteFile(copy / ".~lock.offers.csv#", "x");
  EXPECT_THAT(RunBare({"check", copy.string()}).out, Not(HasSubstr("unknown_file")));
  WriteFile(copy / ("Rekapitulasi penawaran " + std::string(100, 'p') + ".csv"), "a,b\n");
  for (int i = 0; i < 80; ++i) WriteFile(copy / ("export " + std::to_string(i) + ".csv"), "a,b\n");
  const Result result = RunBare({"check", copy.string(), "--all"});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Rekapitulasi penawaran ppp"));
  EXPECT_THAT(result.out, HasSubstr("no errors, 83 warnings"));
}

TEST_F(Runs, APlanWhoseFilesCannotBeWrittenIsStoredAllTheSame) {
  WriteFile(scratch.path() / "file", "");
  const Result result = Pasok({"plan", kToy.string(), "--out", (scratch.path() / "file" / "plan").string()});
  EXPECT_EQ(result.code, ExitCode::kServerFailed);
  EXPECT_THAT(result.err, HasSubstr("is stored: `pasok export plans/"));
  EXPECT_EQ(PasokJson({"plans"}).size(), 1U);
}

TEST_F(Runs, CheckFindsNothingWrongWithTheToy) {
  const Result result = RunBare({"check", kToy.string()});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.out;
  EXPECT_THAT(result.out, HasSubstr("4 suppliers (3 active), 6 offers, 2 demand points, 4 requirements"));
  EXPECT_THAT(result.out, HasSubstr("no errors"));
}

TEST_F(Runs, CheckNamesThePlaceOfWhatIsWrong) {
  const fs::path registers = ToyWithOffer("S9,beras,-5,12000");
  const Result result = RunBare({"check", registers.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.out, HasSubstr("offers.csv:8:1: error: unknown_supplier"));
  EXPECT_THAT(result.out, HasSubstr("offers.csv:8:3: error: negative"));
  EXPECT_THAT(result.out, HasSubstr("2 errors"));
}

TEST_F(Runs, CheckForProgramsHasStableKeys) {
  const json checked = json::parse(RunBare({"check", kToy.string(), "--format", "json"}).out);
  EXPECT_EQ(checked["error_count"], 0);
  EXPECT_EQ(checked["size"]["suppliers"], 4);
  EXPECT_THAT(RunBare({"check", kToy.string(), "--format", "csv"}).out,
              testing::StartsWith("severity,code,file,line,column,field,value,expected,fix\n"));
}

TEST_F(Runs, ADirectoryThatIsNotThereIsTheInputsFault) {
  const Result result = RunBare({"check", (scratch.path() / "none").string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("none"));
}

TEST_F(Runs, PlanFindsTheOptimumOfTheToy) {
  const json plan = PasokJson({"plan", kToy.string()});
  const json& summary = plan["summary"];
  EXPECT_EQ(plan["state"], "succeeded");
  EXPECT_EQ(summary["demand_kg"], 210.0);
  EXPECT_EQ(summary["shortage_kg"], 6.0);
  EXPECT_EQ(summary["money_idr"], "3178000.00");
  EXPECT_EQ(summary["preference_idr"], "85000.00");
  EXPECT_EQ(summary["objective_idr"], "3863000.00");
  EXPECT_EQ(summary["certificate"]["dual_idr"], "3863000.00");
  EXPECT_EQ(summary["certificate"]["lanes_eligible_proof"], true);
}

TEST_F(Runs, AMenuStandsInForRequirementsInAllThatFollows) {
  const fs::path registers = ToyWithOffer("S1,telur,1,28000");
  fs::remove(registers / "requirements.csv");
  fs::remove(registers / "policy.yaml");
  std::ofstream(registers / "demand_points.csv")
      << "demand_id,name,kind,region,smp\nD1,Hulu,sppg,61.01.01.2001,1000\nD2,Hilir,sppg,61.01.01.2002,600\n";
  const std::string policy = (scratch.path() / "menu.yaml").string();
  std::ofstream(policy) << "version: 1\nservice_weekdays: 1-5\nmenu:\n  cycle_starts_on: 2026-11-23\n"
                           "  portions_grams: {beras: 100, telur: 30, ikan: 50}\n"
                           "  days: [[beras, telur], [beras, ikan]]\n";
  EXPECT_EQ(Pasok({"plan", registers.string()}).code, ExitCode::kInputAtFault)
      << "nobody says what is needed";
  const json plan = PasokJson({"plan", registers.string(), "--policy", policy, "--from", "2026-11-23",
                               "--days", "2", "--out", out_dir.string()});
  EXPECT_EQ(plan["summary"]["demand_kg"], 448.0);  // 320 of rice, 48 of eggs, 80 of fish that nobody sells
  EXPECT_TRUE(fs::exists(out_dir / "menu.csv"));
  EXPECT_EQ(Pasok({"verify", registers.string(), out_dir.string()}).code, ExitCode::kDone);
  EXPECT_EQ(Pasok({"verify", plan["name"].get<std::string>()}).code, ExitCode::kDone)
      << "from the store alone";
  const Result shorter = Pasok({"plan", registers.string(), "--policy", policy, "--date", "2026-11-24"});
  EXPECT_EQ(shorter.code, ExitCode::kDone) << shorter.err;
  EXPECT_THAT(shorter.out, HasSubstr("ikan"));
  const Result again = Pasok(
      {"plan", registers.string(), "--policy", policy, "--date", "2026-11-24", "--out", out_dir.string()});
  EXPECT_EQ(again.code, ExitCode::kDone) << "a menu.csv is a plan's file: " << again.err;
}

TEST_F(Runs, APlanFollowsOnThePublishedOne) {
  EXPECT_EQ(Pasok({"plan", kToy.string(), "--previous", "published"}).code, ExitCode::kInputAtFault)
      << "nothing is published yet";
  const std::string first = PasokJson({"plan", kToy.string()})["name"];
  EXPECT_EQ(Pasok({"publish", first}).code, ExitCode::kDone);
  const fs::path registers = ToyWithOffer("S1,telur,50,20000");
  const json next =
      PasokJson({"plan", registers.string(), "--previous", "published", "--out", out_dir.string()});
  EXPECT_EQ(next["previous_plan"], first);
  EXPECT_EQ(next["summary"]["rules"].back()["rule"], "steady");
  EXPECT_TRUE(fs::exists(out_dir / "previous.csv"));
  EXPECT_TRUE(fs::exists(out_dir / "changes.csv"));
  EXPECT_EQ(Pasok({"verify", registers.string(), out_dir.string()}).code, ExitCode::kDone);
  EXPECT_THAT(Pasok({"plan", registers.string(), "--previous", first, "--out", out_dir.string()}).out,
              HasSubstr("Deliveries that change: 2 added, 4 removed, 1 more, 0 less (changes.csv).\n"));
  const Result shown = Pasok({"show", next["name"].get<std::string>()});
  EXPECT_THAT(shown.out, HasSubstr("Follows on " + first));
  EXPECT_THAT(shown.out, HasSubstr("kept    steady: "));
  EXPECT_EQ(Pasok({"plan", registers.string(), "--previous", first, "--out", out_dir.string()}).code,
            ExitCode::kDone)
      << "its own files may be there";
  EXPECT_EQ(Pasok({"plan", registers.string(), "--previous", "plans/nowhere"}).code, ExitCode::kInputAtFault);
}

// Each kabupaten's night follows on its own plan of the night before, whichever was published last.
TEST_F(Runs, APlanFollowsOnThePublishedOneOfItsRegions) {
  const auto plan = [&](const std::string& date, std::vector<std::string> rest) -> json {
    rest.insert(rest.begin(), {"plan", kToy.string(), "--date", date});
    return PasokJson(rest);
  };
  const auto publish = [&](const std::string& name) {
    EXPECT_EQ(Pasok({"publish", name}).code, ExitCode::kDone);
    return name;
  };
  const std::string hulu = publish(plan("2026-11-23", {"--regions", "61.01.01.2001"})["name"]);
  const Result none = Pasok({"plan", kToy.string(), "--regions", "61.01.01.2002", "--previous", "published"});
  EXPECT_EQ(none.code, ExitCode::kInputAtFault);
  EXPECT_THAT(none.err, HasSubstr("no plan of these regions is published"));
  const std::string hilir = publish(plan("2026-11-23", {"--regions", "61.01.01.2002"})["name"]);
  const std::vector<std::string> follow = {"--previous", "published", "--regions"};
  const auto follows = [&](const std::string& date, const std::string& regions) {
    std::vector<std::string> rest = follow;
    rest.push_back(regions);
    return plan(date, rest)["previous_plan"];
  };
  EXPECT_EQ(follows("2026-11-24", "61.01.01.2001"), hulu);
  EXPECT_EQ(follows("2026-11-24", "61.01.01.2002"), hilir);
  EXPECT_EQ(follows("2026-11-24", "61.01"), hilir) << "it shares regions with both; the newest counts";
  // One for all regions shares them; one for the same ones goes before it.
  const std::string all = publish(plan("2026-11-24", {})["name"]);
  EXPECT_EQ(follows("2026-11-25", "61.01"), all);
  EXPECT_EQ(follows("2026-11-25", "61.01.01.2001"), hulu);

  const fs::path file = scratch.path() / "nightly.yaml";
  WriteFile(file, "{version: 1, data: '" + kToy.string() +
                      "', regions: ['61.01.01.2001'], out: plans, publish: false, follow_published: true}");
  const json night = PasokJson({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(PasokJson({"show", std::string(night["plan"])})["previous_plan"], hulu);
}

TEST_F(Runs, APlanWarnsOfStockThatIsPast) {
  const fs::path registers = ToyWithOffer("S1,telur,1,28000");
  std::ofstream(registers / "stock.csv") << "demand_id,commodity,kg,use_by\nD1,beras,5,2026-11-22\n";
  const std::string policy = (scratch.path() / "stock.yaml").string();
  std::ofstream(policy) << "version: 1\nstock: on\n";
  const Result plan = Pasok({"plan", registers.string(), "--policy", policy, "--date", "2026-11-23"});
  EXPECT_EQ(plan.code, ExitCode::kDone) << plan.err;
  EXPECT_THAT(plan.out, HasSubstr("warning: stock_past_use_by"));
}

TEST_F(Runs, PlanForPeopleEndsWithItsProofAndItsFiles) {
  const Result result = Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Proven optimal: primal Rp"));
  EXPECT_THAT(result.out, HasSubstr("Files: " + out_dir.string()));
  for (const char* file : {"allocations.csv", "shortages.csv", "prices.csv", "policy.yaml", "summary.json"}) {
    EXPECT_TRUE(fs::exists(out_dir / file)) << file;
  }
  EXPECT_FALSE(fs::exists(out_dir.string() + ".partial"));
}

TEST_F(Runs, PlanWithShortagesFailsOnlyWhereAskedTo) {
  EXPECT_EQ(Pasok({"plan", kToy.string()}).code, ExitCode::kDone);
  EXPECT_EQ(Pasok({"plan", kToy.string(), "--fail-on-shortage"}).code, ExitCode::kShortages);
}

TEST_F(Runs, PlanRefusesToWriteOverWhatIsNoPlan) {
  WriteFile(out_dir / "thesis.txt", "years of work");
  const Result result = Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("thesis.txt"));
  EXPECT_EQ(ReadFile(out_dir / "thesis.txt"), "years of work");
}

TEST_F(Runs, PlanOfAnUnknownRegionIsTheInputsFault) {
  const Result result = Pasok({"plan", kToy.string(), "--regions", "99.01", "--out", out_dir.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault) << result.err;
  EXPECT_THAT(result.err, HasSubstr("99.01"));
  EXPECT_FALSE(fs::exists(out_dir));
}

TEST_F(Runs, PlanWithABrokenPolicyNamesItsPlace) {
  WriteFile(scratch.path() / "policy.yaml", "version: 1\nquantum_gk: 1\n");
  const Result result = Pasok({"plan", kToy.string(), "--policy", (scratch.path() / "policy.yaml").string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("policy.yaml:2:1: error: unknown_key"));
}

TEST_F(Runs, AStoredPlanIsShownListedExportedPublishedAndDeleted) {
  const std::string name = PasokJson({"plan", kToy.string()})["name"];
  const std::string beginning = name.substr(std::string("plans/").size(), 8);
  EXPECT_EQ(PasokJson({"show", beginning})["name"], name);
  ASSERT_EQ(PasokJson({"plans"}).size(), 1u);

  EXPECT_EQ(Pasok({"export", beginning, "--format", "csv", "--out", out_dir.string()}).code, ExitCode::kDone);
  EXPECT_TRUE(fs::exists(out_dir / "allocations.csv"));

  EXPECT_EQ(Pasok({"publish", beginning}).code, ExitCode::kDone);
  EXPECT_EQ(PasokJson({"plans", "--published"}).size(), 1u);
  EXPECT_EQ(Pasok({"delete", beginning}).code, ExitCode::kInputAtFault);  // it is published
  EXPECT_EQ(Pasok({"delete", beginning, "--force"}).code, ExitCode::kDone);
  EXPECT_EQ(PasokJson({"plans"}).size(), 0u);
}

TEST_F(Runs, DeletingWantsEnoughOfANameToBeSure) {
  const json plan = PasokJson({"plan", kToy.string()});
  const std::string id = plan["name"].get<std::string>().substr(std::string("plans/").size());
  const std::string dataset = plan["dataset"];
  for (const std::string& given :
       {std::string("plans/"), "plans/" + id.substr(0, 7), id.substr(0, 1), std::string("datasets/"),
        dataset.substr(0, dataset.find('/') + 8), std::string("d")}) {
    const Result result = Pasok({"delete", given, "--force"});
    EXPECT_EQ(result.code, ExitCode::kInputAtFault) << given << ": " << result.out;
  }
  EXPECT_THAT(Pasok({"delete", id.substr(0, 7)}).err, HasSubstr("at least 8 characters of the id"));
  EXPECT_EQ(PasokJson({"plans"}).size(), 1U);
  for (const char* command : {"publish", "show", "watch", "cancel", "verify"}) {
    EXPECT_EQ(Pasok({command, "plans/"}).code, ExitCode::kInputAtFault) << command;
  }
  EXPECT_EQ(Pasok({"plan", "datasets/"}).code, ExitCode::kInputAtFault);
  EXPECT_EQ(Pasok({"delete", id.substr(0, 8)}).code, ExitCode::kDone);
}

TEST_F(Runs, ADatasetIsImportedOnceAndPlannedByName) {
  const json first = PasokJson({"import", kToy.string()});
  const json again = PasokJson({"import", kToy.string()});
  EXPECT_EQ(first[0]["name"], again[0]["name"]);
  EXPECT_EQ(PasokJson({"datasets"}).size(), 1u);
  const std::string name = first[0]["name"];
  EXPECT_EQ(PasokJson({"plan", name})["dataset"], name);
  EXPECT_EQ(Pasok({"delete", name}).code, ExitCode::kInputAtFault);  // a plan of it exists
  EXPECT_EQ(Pasok({"delete", name, "--force"}).code, ExitCode::kDone);
  EXPECT_EQ(PasokJson({"datasets"}).size(), 0u);
  EXPECT_EQ(PasokJson({"plans"}).size(), 0u);
}

TEST_F(Runs, WhatIsNotThereIsTheInputsFault) {
  for (const std::string command : {"show", "watch", "cancel", "publish", "delete", "verify", "plan"}) {
    const Result result = Pasok({command, "nothing"});
    EXPECT_EQ(result.code, ExitCode::kInputAtFault) << command;
    EXPECT_THAT(result.err, HasSubstr("nothing")) << command;
  }
}

TEST_F(Runs, PolicyShowPrintsWhatHolds) {
  EXPECT_THAT(RunBare({"policy", "show"}).out, HasSubstr("version: 1"));
  EXPECT_THAT(RunBare({"policy", "show", kToy.string()}).out, HasSubstr("penalty_idr_per_kg: 100000"));
  WriteFile(scratch.path() / "policy.yaml", "version: 1\nquantum_kg: .nan\n");
  const Result broken = RunBare({"policy", "show", "--policy", (scratch.path() / "policy.yaml").string()});
  EXPECT_EQ(broken.code, ExitCode::kInputAtFault);
  EXPECT_THAT(broken.err, HasSubstr("policy.yaml:2"));
  WriteFile(scratch.path() / "policy.yaml", "");
  const Result empty = RunBare({"policy", "show", "--policy", (scratch.path() / "policy.yaml").string()});
  EXPECT_EQ(empty.code, ExitCode::kInputAtFault);
  EXPECT_THAT(empty.err, HasSubstr("is empty"));
}

TEST_F(Runs, SampleWritesADatasetThatChecksAndSparesOtherFiles) {
  const std::string out = (scratch.path() / "sample").string();
  EXPECT_EQ(RunBare({"sample", "kalbar", "--scale", "small", "--seed", "7", "--out", out}).code,
            ExitCode::kDone);
  EXPECT_EQ(RunBare({"check", out}).code, ExitCode::kDone);
  const Result again = RunBare({"sample", "kalbar", "--scale", "small", "--seed", "8", "--out", out});
  EXPECT_EQ(again.code, ExitCode::kInputAtFault);
  EXPECT_THAT(again.err, HasSubstr("--force"));
  WriteFile(fs::path(out) / "contracts.csv", "supplier_id,demand_id\n");
  WriteFile(fs::path(out) / "policy.yaml", "version: 1\n");
  WriteFile(fs::path(out) / "notes.txt", "mine");
  EXPECT_EQ(RunBare({"sample", "kalbar", "--scale", "small", "--seed", "8", "--out", out, "--force"}).code,
            ExitCode::kDone);
  EXPECT_FALSE(fs::exists(fs::path(out) / "contracts.csv"));  // of another dataset
  EXPECT_TRUE(fs::exists(fs::path(out) / "policy.yaml"));
  EXPECT_TRUE(fs::exists(fs::path(out) / "notes.txt"));
}

TEST_F(Runs, NightlyDoesEverythingOnceAndSaysSo) {
  const fs::path file = scratch.path() / "nightly.yaml";
  WriteFile(file, "{version: 1, data: '" + kToy.string() + "', out: plans}");
  const json first = PasokJson({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(first["exit_code"], 0);
  EXPECT_EQ(first["already_done"], false);
  EXPECT_EQ(first["published"], true);
  EXPECT_EQ(first["summary"]["money_idr"], "3178000.00");
  EXPECT_TRUE(fs::exists(scratch.path() / "plans/2026-11-24/allocations.csv"));

  const json again = PasokJson({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(again["already_done"], true);
  EXPECT_THAT(Pasok({"nightly", file.string(), "--date", "2026-11-24", "--format", "table"}).out,
              HasSubstr("Files: " + (scratch.path() / "plans/2026-11-24").string() + '\n'));
  EXPECT_EQ(again["plan"], first["plan"]);
  EXPECT_EQ(PasokJson({"plans"}).size(), 1u);
}

// S2 sells 90 kg a day in all, wanted by both desa.
TEST_F(Runs, NightlyPlansAgainWhereAnotherPlanOfTheDayWasPublishedMeanwhile) {
  const fs::path file = scratch.path() / "nightly.yaml";
  const auto write_file = [&](const std::string& publish) {
    WriteFile(file, "{version: 1, data: '" + kToy.string() +
                        "', regions: ['61.01.01.2001'], out: plans, publish: " + publish + "}");
  };
  write_file("false");
  const json made = PasokJson({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(made["steps"]["publish"], "skipped");
  const json other = PasokJson({"plan", kToy.string(), "--regions", "61.01.01.2002", "--date", "2026-11-24"});
  const std::string other_name = other["name"];
  EXPECT_EQ(Pasok({"publish", other_name}).code, ExitCode::kDone);

  write_file("true");
  const json published = PasokJson({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(published["published"], true);
  EXPECT_NE(published["plan"], made["plan"]);
  EXPECT_EQ(published["steps"]["plan"], "done");
  EXPECT_EQ(published["steps"]["files"], "done");
  EXPECT_TRUE(fs::exists(scratch.path() / "plans/2026-11-24/taken.csv"));
  const json shown = PasokJson({"show", std::string(published["plan"])});
  EXPECT_EQ(shown["subtracted_plans"], json::array({other_name}));
  const json plans = PasokJson({"plans"});
  EXPECT_EQ(plans.size(), 2u);  // the one that sold capacity twice is gone
  EXPECT_EQ(PasokJson({"nightly", file.string(), "--date", "2026-11-24"})["already_done"], true);
}

TEST_F(Runs, NightlyPlansAsManyDaysAsItsFileSays) {
  const fs::path file = scratch.path() / "nightly.yaml";
  const auto write_file = [&](const std::string& days) {
    WriteFile(file, "{version: 1, data: '" + kToy.string() + "', out: plans" + days + "}");
  };
  write_file("");
  EXPECT_EQ(PasokJson({"nightly", file.string(), "--date", "2026-11-24"})["days"], 1);
  write_file(", days: 3");
  const json three = PasokJson({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(three["days"], 3);
  EXPECT_EQ(three["published"], true);  // in place of the one of its first day
  EXPECT_EQ(three["summary"]["money_idr"], "9534000.00");
  EXPECT_EQ(three["summary"]["per_day"].size(), 3u);
  EXPECT_EQ(PasokJson({"show", std::string(three["plan"])})["days"], 3);
  EXPECT_EQ(PasokJson({"nightly", file.string(), "--date", "2026-11-24"})["already_done"], true);

  // Fewer days than are published.
  write_file(", days: 2");
  const Result fewer = Pasok({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(fewer.code, ExitCode::kInputAtFault);
  EXPECT_EQ(json::parse(fewer.out)["steps"]["publish"], "failed");
  EXPECT_THAT(fewer.err,
              HasSubstr("up to 2026-11-26, after this plan's last day; plan all days up to that one"));
}

// 2026-11-28 is a Saturday.
TEST_F(Runs, NightlyHasNothingToDoOnADayWithoutService) {
  const fs::path registers = ToyWithOffer("S1,telur,1,28000");
  std::ofstream(registers / "policy.yaml", std::ios::app) << "service_weekdays: 1-5\n";
  const fs::path file = scratch.path() / "nightly.yaml";
  WriteFile(file, "{version: 1, data: '" + registers.string() + "', out: plans}");
  const Result saturday = Pasok({"nightly", file.string(), "--date", "2026-11-28"});
  EXPECT_EQ(saturday.code, ExitCode::kDone);
  EXPECT_THAT(saturday.err,
              HasSubstr("nothing is needed on 2026-11-28: ask for 2026-11-27, the nearest such day"));
  const json report = json::parse(saturday.out);
  for (const char* step : {"plan", "files", "publish"}) EXPECT_EQ(report["steps"][step], "skipped") << step;
  EXPECT_EQ(report["exit_code"], 0);
  EXPECT_EQ(report["why_skipped"],
            "nothing is needed on 2026-11-28: ask for 2026-11-27, the nearest such day");
  EXPECT_FALSE(report.contains("error"));
  EXPECT_EQ(PasokJson({"plans"}).size(), 0u);
  EXPECT_EQ(PasokJson({"nightly", file.string(), "--date", "2026-11-28"})["already_done"], true);
  EXPECT_EQ(PasokJson({"nightly", file.string(), "--date", "2026-11-27"})["steps"]["publish"], "done");
}

TEST_F(Runs, NightlySaysWhatDoesNotFitTheRegisters) {
  const fs::path file = scratch.path() / "nightly.yaml";
  WriteFile(file, "{version: 1, data: '" + kToy.string() + "', regions: ['99.01'], out: plans}");
  const Result result = Pasok({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(json::parse(result.out)["error"].get<std::string>(), HasSubstr("99.01"));
}

TEST_F(Runs, NightlyReportsTheStepThatFailed) {
  const fs::path file = scratch.path() / "nightly.yaml";
  WriteFile(file, "{version: 1, data: '" + ToyWithOffer("S1,beras,x,1").string() + "', out: plans}");
  const Result result = Pasok({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  const json report = json::parse(result.out);
  EXPECT_EQ(report["steps"]["check"], "failed");
  EXPECT_EQ(report["steps"]["plan"], "not_reached");
  EXPECT_EQ(report["exit_code"], 1);
  EXPECT_THAT(report["error"].get<std::string>(), HasSubstr("offers.csv:8:3"));
  EXPECT_THAT(result.err, HasSubstr("offers.csv:8:3"));
  EXPECT_FALSE(fs::exists(scratch.path() / "plans"));
}

TEST_F(Runs, AServerThatDoesNotAnswerIsSaidWithAHint) {
  const Result result = RunBare({"plans", "--server", "127.0.0.1:1"});
  EXPECT_EQ(result.code, ExitCode::kServerFailed);
  EXPECT_THAT(result.err, testing::AllOf(HasSubstr("127.0.0.1:1"), HasSubstr("pasokd")));
}

TEST_F(Runs, ADataDirectoryThatIsAFileIsRefused) {
  WriteFile(data_dir, "");
  const Result result = Pasok({"plans"});
  EXPECT_EQ(result.code, ExitCode::kServerFailed);
  EXPECT_THAT(result.err, HasSubstr(data_dir.string()));
}

TEST_F(Runs, BlanksAroundRegionsDoNotCount) {
  const json plan = PasokJson({"plan", kToy.string(), "--regions", " 61.01.01.2001 , 61.01.01.2002"});
  EXPECT_EQ(plan["regions"], json({"61.01.01.2001", "61.01.01.2002"}));
}

}  // namespace
}  // namespace pasok::client
