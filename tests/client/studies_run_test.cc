// The commands of studies, on the toy: its best plan costs an objective of Rp 3,863,000.
#include <gmock/gmock.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct StudyRuns : Runs {
  // A hand-made table that serves D1's rice only.
  std::string ByHand(const std::string& rows = "D1,beras,S1,80\n") const {
    const fs::path path = scratch.path() / "mine.csv";
    WriteFile(path, "demand_id,commodity,supplier_id,kg\n" + rows);
    return path.string();
  }
  std::string PlanOfToy() { return PasokJson({"plan", kToy.string()})["name"]; }
  static json RowOf(const json& table, const std::string& key, const std::string& value) {
    for (const json& row : table) {
      if (row[key] == value) return row;
    }
    ADD_FAILURE() << "no row with " << key << " " << value;
    return {};
  }
};

TEST_F(StudyRuns, EvaluateSaysHowFarATableIsFromTheBest) {
  const Result result = Pasok({"evaluate", kToy.string(), ByHand()});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("evaluation of datasets/"), HasSubstr("succeeded"),
                                HasSubstr("(totals)"), HasSubstr("Rp 3\u202F863\u202F000")));
}

TEST_F(StudyRuns, JsonHasTheFiguresInKilogramsAndRupiah) {
  const json report = PasokJson({"evaluate", kToy.string(), ByHand()});
  EXPECT_EQ(report["complete"], true);
  const json row = RowOf(report["tables"]["totals"], "figure", "objective");
  EXPECT_EQ(row["best"], "3863000.00");
  EXPECT_EQ(row["best_unit"], "idr");
  EXPECT_FALSE(report["sentences"].empty());
}

TEST_F(StudyRuns, APlanJustMadeCanBeAskedAboutByItsName) {
  const std::string plan = PlanOfToy();
  const json report = PasokJson({"evaluate", plan, ByHand()});
  EXPECT_EQ(report["study"]["plan"], plan);
  EXPECT_EQ(RowOf(report["tables"]["totals"], "figure", "objective")["best"], "3863000.00");
  const Result result = Pasok({"evaluate", plan, ByHand(), "--date", "2026-11-24"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
}

TEST_F(StudyRuns, CsvIsTheTableThatIsAskedFor) {
  const Result many = Pasok({"evaluate", kToy.string(), ByHand(), "--format", "csv"});
  EXPECT_EQ(many.code, ExitCode::kUsage);
  EXPECT_THAT(many.err, AllOf(HasSubstr("--table"), HasSubstr("totals"), HasSubstr("broken_rules")));
  const Result one = Pasok({"evaluate", kToy.string(), ByHand(), "--format", "csv", "--table", "totals"});
  EXPECT_EQ(one.code, ExitCode::kDone);
  EXPECT_THAT(one.out, testing::StartsWith("figure,by_hand,by_hand_unit,best,best_unit,"));
}

TEST_F(StudyRuns, OutWritesEveryTableAndTheWholeReport) {
  const fs::path out = scratch.path() / "report";
  for (int again = 0; again < 2; ++again) {
    const Result result = Pasok({"evaluate", kToy.string(), ByHand(), "--out", out.string()});
    EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  }
  const json report = json::parse(ReadFile(out / "report.json"));
  for (const auto& [key, table] : report["tables"].items())
    EXPECT_TRUE(fs::exists(out / (key + ".csv"))) << key;
  WriteFile(out / "thesis.doc", "");
  EXPECT_EQ(Pasok({"evaluate", kToy.string(), ByHand(), "--out", out.string()}).code,
            ExitCode::kInputAtFault);
  EXPECT_TRUE(fs::exists(out / "thesis.doc"));
}

TEST_F(StudyRuns, IndonesianIsSpokenWhereItIsAskedFor) {
  const Result result =
      Pasok({"evaluate", kToy.string(), ByHand("D1,beras,S9,80\n"), "--language", "id", "--format", "table"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("aturan"), testing::Not(HasSubstr("did you mean"))));
}

TEST_F(StudyRuns, ATableThatCannotBeReadIsTheInputsFaultWithItsPlace) {
  const Result result = Pasok({"evaluate", kToy.string(), ByHand("D1,beras,S1,many\n")});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("mine.csv:2:4"));
  EXPECT_EQ(Pasok({"evaluate", kToy.string(), "/none.csv"}).code, ExitCode::kInputAtFault);
}

TEST_F(StudyRuns, StudiesAreListedShownAndDeleted) {
  const std::string name = PasokJson({"evaluate", kToy.string(), ByHand()})["study"]["name"];
  const json studies = PasokJson({"studies"});
  ASSERT_EQ(studies.size(), 1u);
  EXPECT_EQ(studies[0]["name"], name);
  EXPECT_EQ(studies[0]["kind"], "evaluation");
  const std::string id = name.substr(name.find('/') + 1);
  EXPECT_THAT(Pasok({"show", id}).out, HasSubstr("Study " + name));
  EXPECT_THAT(Pasok({"show", id, "--table", "totals", "--format", "csv"}).out, HasSubstr("objective"));
  EXPECT_THAT(Pasok({"watch", name}).out, HasSubstr("(totals)"));
  EXPECT_EQ(Pasok({"cancel", name}).out, name + ": succeeded\n");
  EXPECT_EQ(Pasok({"delete", id}).out, name + ": deleted\n");
  EXPECT_EQ(Pasok({"show", id}).code, ExitCode::kInputAtFault);
}

TEST_F(StudyRuns, PlansAreStillShownByTheBeginningOfTheirId) {
  const std::string plan = PlanOfToy();
  EXPECT_THAT(Pasok({"show", plan.substr(plan.find('/') + 1, 8)}).out, HasSubstr("Plan " + plan));
  EXPECT_EQ(Pasok({"show", plan, "--table", "totals"}).code, ExitCode::kUsage);
}

TEST_F(StudyRuns, SeveralDaysAreAskedAboutAsTheyArePlanned) {
  const std::vector<std::string> asked = {"explain", "--demand", "D1", "--commodity", "telur"};
  const auto explain = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = asked;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Pasok(arguments);
  };
  const std::string toy = kToy.string();
  const Result first = explain({toy, "--from", "2026-11-23", "--days", "3"});
  EXPECT_EQ(first.code, ExitCode::kDone) << first.err;
  EXPECT_THAT(first.out, AllOf(HasSubstr("for 3 days from 2026-11-23"), HasSubstr("on Monday, 2026-11-23;")));
  EXPECT_THAT(explain({toy, "--from", "2026-11-23", "--days", "3", "--date", "2026-11-25"}).out,
              HasSubstr("on Wednesday, 2026-11-25;"));
  const std::string plan = PasokJson({"plan", toy, "--from", "2026-11-23", "--days", "3"})["name"];
  EXPECT_THAT(explain({plan, "--date", "2026-11-24"}).out, HasSubstr("on Tuesday, 2026-11-24;"));
  EXPECT_EQ(explain({plan, "--date", "2026-11-26"}).code, ExitCode::kInputAtFault);
  const Result other = explain({plan, "--date", "2026-11-24", "--days", "2", "--regions", "61"});
  EXPECT_EQ(other.code, ExitCode::kUsage);
  EXPECT_THAT(other.err, HasSubstr("--days, --regions: a plan has its own"));
  EXPECT_EQ(explain({toy, "--date", "2026-11-24"}).code, ExitCode::kDone) << "the day that is planned";
  EXPECT_THAT(explain({"/nowhere", "--days", "2"}).err,
              HasSubstr("there is no plan or dataset '/nowhere', nor such a directory"));
  for (const char* command : {"plan", "bottlenecks", "recruit", "criticality"}) {
    const Result both = Pasok({command, toy, "--date", "2026-11-24", "--days", "2"});
    EXPECT_EQ(both.code, ExitCode::kUsage) << command;
    EXPECT_THAT(both.err, HasSubstr("--date is one day, --from and --days are several")) << command;
  }
  EXPECT_EQ(PasokJson({"bottlenecks", plan})["study"]["days"], 3);
}

TEST_F(StudyRuns, ScenariosAreComparedAndOneThatDoesNotFitIsNamed) {
  const fs::path dear = scratch.path() / "dear.yaml", lost = scratch.path() / "lost.yaml";
  WriteFile(dear, "{version: 1, name: Dear, changes: [{price: {supplier: S1, add_idr_per_kg: 1000}}]}");
  WriteFile(lost, "{version: 1, name: Lost, changes: [{stop: {supplier: S99}}]}");
  const json compared = PasokJson({"compare", kToy.string(), dear.string()});
  EXPECT_EQ(compared["complete"], true);
  EXPECT_FALSE(compared["tables"]["side_by_side"].empty());

  const Result result = Pasok({"compare", kToy.string(), dear.string(), lost.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.out, AllOf(HasSubstr("lost.yaml:1:"), HasSubstr("(side_by_side)")));
  EXPECT_EQ(Pasok({"compare", kToy.string(), lost.string()}).code, ExitCode::kInputAtFault);

  WriteFile(lost, "{version: 1, name: Lost, changes: [{halt: {supplier: S1}}]}");
  const Result unreadable = Pasok({"compare", kToy.string(), dear.string(), lost.string()});
  EXPECT_EQ(unreadable.code, ExitCode::kInputAtFault);
  EXPECT_THAT(unreadable.err, HasSubstr("lost.yaml:1:"));
}

TEST_F(StudyRuns, FilesAreCalledWhatTheyWereCalledOnTheCommandLine) {
  const fs::path here = scratch.path() / "here", there = scratch.path() / "there";
  fs::create_directory(here), fs::create_directory(there);
  WriteFile(here / "dry.yaml", "{version: 1, name: Dry, changes: [{halt: {supplier: S1}}]}");
  WriteFile(there / "dry.yaml", "{version: 1, name: Wet, changes: [{halt: {supplier: S1}}]}");
  const std::string first = (here / "dry.yaml").string(), second = (there / "dry.yaml").string();
  const Result result = Pasok({"compare", kToy.string(), first, second});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, AllOf(HasSubstr(first + ":1:"), HasSubstr(second + ":1:")));

  WriteFile(here / "mine.csv", "demand_id\nD1\n");
  const Result evaluated = Pasok({"evaluate", kToy.string(), (here / "mine.csv").string()});
  EXPECT_EQ(evaluated.code, ExitCode::kInputAtFault);
  EXPECT_THAT(evaluated.err, HasSubstr((here / "mine.csv").string() + ":1"));
}

TEST_F(StudyRuns, ScenariosOfOneNameAreAnErrorThatNamesBothFiles) {
  const fs::path dear = scratch.path() / "dear.yaml", cheap = scratch.path() / "cheap.yaml";
  WriteFile(dear, "{version: 1, name: Price, changes: [{price: {supplier: S1, add_idr_per_kg: 1000}}]}");
  WriteFile(cheap, "{version: 1, name: Price, changes: [{price: {supplier: S1, add_idr_per_kg: -1000}}]}");
  const Result result = Pasok({"compare", kToy.string(), dear.string(), cheap.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, AllOf(HasSubstr("cheap.yaml: error: duplicate_name: `name` is 'Price'"),
                                HasSubstr("dear.yaml has the same")));
  EXPECT_TRUE(PasokJson({"studies"}).empty());
}

TEST_F(StudyRuns, AScenarioHoldsForAWholeStudy) {
  const fs::path dear = scratch.path() / "dear.yaml";
  WriteFile(dear, "{version: 1, name: Dear, changes: [{price: {supplier: S1, add_idr_per_kg: 1000}}]}");
  const json plain = PasokJson({"evaluate", kToy.string(), ByHand()});
  const json scenario = PasokJson({"evaluate", kToy.string(), ByHand(), "--scenario", dear.string()});
  EXPECT_EQ(scenario["study"]["scenario"], "Dear");
  EXPECT_NE(RowOf(plain["tables"]["totals"], "figure", "money")["by_hand"],
            RowOf(scenario["tables"]["totals"], "figure", "money")["by_hand"]);

  const std::string plan = PasokJson({"plan", kToy.string(), "--scenario", dear.string()})["name"];
  EXPECT_EQ(RowOf(PasokJson({"evaluate", plan, ByHand()})["tables"]["totals"], "figure", "objective"),
            RowOf(scenario["tables"]["totals"], "figure", "objective"));
}

TEST_F(StudyRuns, AFrontierIsDrawn) {
  const fs::path plot = scratch.path() / "curve.svg";
  const Result result =
      Pasok({"frontier", kToy.string(), "--axis", "shortage", "--points", "5", "--plot", plot.string()});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("(plans)"), HasSubstr("(curve)"), HasSubstr(plot.string())));
  EXPECT_THAT(ReadFile(plot), AllOf(HasSubstr("<svg"), HasSubstr("<circle"), HasSubstr("<polyline"),
                                    testing::Not(HasSubstr("no points"))));
  Pasok({"frontier", kToy.string(), "--axis", "shortage", "--points", "5", "--plot", plot.string(),
         "--language", "id"});
  EXPECT_THAT(ReadFile(plot), AllOf(HasSubstr("Biaya, dalam juta rupiah"), HasSubstr(">Bagian yang kurang<"),
                                    HasSubstr(">Biaya untuk lebih banyak dari satu tujuan: toy<")));
}

// Of every study: what people read follows the language, keys and what programs read don't.
TEST_F(StudyRuns, APlotThatCannotBeWrittenIsSaidBeforeTheStudyRuns) {
  const fs::path plot = scratch.path() / "file" / "curve.svg";
  WriteFile(plot.parent_path(), "");
  const Result result =
      Pasok({"frontier", kToy.string(), "--axis", "local_share", "--points", "4", "--plot", plot.string()});
  EXPECT_EQ(result.code, ExitCode::kServerFailed);
  EXPECT_THAT(result.err, HasSubstr("curve.svg: can't be written: Not a directory"));
  EXPECT_THAT(result.err, HasSubstr("Choose another place with --plot"));
  EXPECT_TRUE(PasokJson({"studies"}).empty());
  // Its directory is made, as --out's is.
  const fs::path deep = scratch.path() / "a" / "b" / "curve.svg";
  EXPECT_EQ(
      Pasok({"frontier", kToy.string(), "--axis", "local_share", "--points", "4", "--plot", deep.string()})
          .code,
      ExitCode::kDone);
  EXPECT_TRUE(fs::exists(deep));
  // Nothing is left of the trial where another thing is wrong.
  const fs::path fine = scratch.path() / "curve.svg";
  EXPECT_NE(Pasok({"frontier", "absent", "--axis", "local_share", "--plot", fine.string()}).code,
            ExitCode::kDone);
  EXPECT_FALSE(fs::exists(fine));
  const fs::path nowhere = scratch.path() / "c" / "d" / "curve.svg";
  Pasok({"frontier", "absent", "--axis", "local_share", "--plot", nowhere.string()});
  EXPECT_FALSE(fs::exists(scratch.path() / "c"));
}

TEST_F(StudyRuns, WhatThePlanMustBeIsASentence) {
  const fs::path strict = scratch.path() / "strict.yaml";
  WriteFile(strict, "version: 1\naims: strict\ncommodities: {beras: {}, telur: {}}\n");
  const std::string plan = PasokJson({"plan", kToy.string(), "--policy", strict.string()})["name"];
  const Result result = Pasok({"bottlenecks", plan});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, testing::StartsWith("pasok: the plan must have `aims: weighted`, since a study"));
}

TEST_F(StudyRuns, AReportThatCannotBePrintedIsStoredAllTheSame) {
  const Result result = Pasok({"evaluate", kToy.string(), ByHand(), "--table", "totls"});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, AllOf(HasSubstr("no table 'totls'"), HasSubstr("is stored: `pasok show studies/")));
}

TEST_F(StudyRuns, TitlesFollowTheLanguage) {
  const fs::path dear = scratch.path() / "dear.yaml";
  WriteFile(dear, "{version: 1, name: Dear, changes: [{price: {supplier: S1, add_idr_per_kg: 1000}}]}");
  const std::string toy = kToy.string(), plan = PlanOfToy();
  struct Asked {
    std::vector<std::string> question;
    const char* english;
    const char* indonesian;
  };
  const Asked all[] = {
      {{"compare", toy, dear.string()}, "Side by side (side_by_side)", "Berdampingan (side_by_side)"},
      {{"frontier", toy, "--axis", "shortage", "--points", "5"}, "Plans on the curve", "Rencana pada kurva"},
      {{"explain", plan, "--demand", "D1", "--commodity", "beras"},
       "Who serves it",
       "Siapa yang melayaninya"},
      {{"explain", plan, "--unused"}, "Why offers got no order", "Mengapa tawaran tidak mendapat pesanan"},
      {{"bottlenecks", plan}, "Who is short", "Siapa yang kurang"},
      {{"recruit", plan}, "Inactive suppliers", "Pemasok yang tidak aktif"},
      {{"criticality", plan}, "Loss of each supplier (suppliers)", "Kehilangan tiap pemasok (suppliers)"},
      {{"evaluate", toy, ByHand()}, "Broken rules", "Aturan yang dilanggar"}};
  for (const auto& [question, english, indonesian] : all) {
    SCOPED_TRACE(question.front());
    const auto ask = [&](const char* language) {
      std::vector<std::string> arguments = question;
      arguments.insert(arguments.end(), {"--language", language});
      return Pasok(arguments).out;
    };
    EXPECT_THAT(ask("en"), AllOf(HasSubstr("Study studies/"), HasSubstr(": succeeded\n"), HasSubstr(english),
                                 testing::Not(HasSubstr(indonesian))));
    EXPECT_THAT(ask("id"), AllOf(HasSubstr("Studi studies/"), HasSubstr(": selesai\n"), HasSubstr(indonesian),
                                 testing::Not(HasSubstr(english))));
  }
}

TEST_F(StudyRuns, EveryQuestionAboutAPlanIsAnswered) {
  const std::string plan = PlanOfToy();
  const auto ask = [&](std::vector<std::string> arguments, const char* table) {
    const json report = PasokJson(std::move(arguments));
    EXPECT_EQ(report["study"]["plan"], plan);
    EXPECT_EQ(report["complete"], true);
    EXPECT_TRUE(report["tables"].contains(table)) << table;
  };
  ask({"explain", plan, "--demand", "D1", "--commodity", "beras", "--supplier", "S3"}, "candidate");
  ask({"explain", plan, "--unused"}, "unused_suppliers");
  ask({"bottlenecks", plan}, "exhausted_by_kabupaten");
  ask({"bottlenecks", plan, "--all-offers"}, "exhausted_offers");
  ask({"recruit", plan}, "inactive");
  ask({"criticality", plan}, "suppliers");
  EXPECT_EQ(PasokJson({"studies", "--plan", plan}).size(), 6u);
}

TEST_F(StudyRuns, WhatTheDatasetHasNotGotIsTheInputsFault) {
  const Result result = Pasok({"explain", PlanOfToy(), "--demand", "D11", "--commodity", "beras"});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("D11"));
}

TEST_F(StudyRuns, WhatIsToBeExplainedMustBeSaid) {
  EXPECT_EQ(Pasok({"explain", kToy.string()}).code, ExitCode::kUsage);
  EXPECT_EQ(Pasok({"explain", kToy.string(), "--demand", "D1"}).code, ExitCode::kUsage);
  EXPECT_EQ(Pasok({"explain", kToy.string(), "--unused", "--demand", "D1"}).code, ExitCode::kUsage);
  EXPECT_EQ(Pasok({"frontier", kToy.string(), "--axis", "joy"}).code, ExitCode::kUsage);
  EXPECT_EQ(Pasok({"frontier", kToy.string(), "--axis", "shortage", "--points", "1"}).code, ExitCode::kUsage);
}

}  // namespace
}  // namespace pasok::client
