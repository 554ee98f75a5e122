#include "client/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "client/exit_code.h"
#include "client/json_text.h"
#include "client/study_print.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;
using testing::Not;
using Wire = v1::Report;

void AddColumn(Wire::Table& table, const std::string& key, Wire::Unit unit) {
  Wire::Column& column = *table.add_columns();
  column.set_key(key);
  column.set_title("T " + key);
  column.set_indonesian_title("J " + key);
  column.set_unit(unit);
}

// One row with a figure of every unit, one with none.
StudyReport EveryUnit() {
  v1::DownloadReportResponse part;
  Wire::Table& table = *part.mutable_table();
  table.set_key("all");
  table.set_title("All units");
  table.set_indonesian_title("Semua satuan");
  AddColumn(table, "id", Wire::TEXT);
  AddColumn(table, "count", Wire::COUNT);
  AddColumn(table, "shortage", Wire::GRAMS);
  AddColumn(table, "money_idr", Wire::SEN);
  AddColumn(table, "price", Wire::SEN_PER_KG);
  AddColumn(table, "km", Wire::METRES);
  AddColumn(table, "share", Wire::SHARE);
  AddColumn(table, "factor", Wire::NUMBER);
  AddColumn(table, "hit", Wire::YES_NO);
  AddColumn(table, "figure", Wire::ANY);
  AddColumn(table, "english", Wire::TEXT);
  AddColumn(table, "indonesian", Wire::TEXT);
  Wire::Row& row = *part.add_rows();
  row.add_cells()->set_text("S1");
  row.add_cells()->set_whole(12'345);
  row.add_cells()->set_whole(1'500);
  row.add_cells()->set_whole(123'450);
  row.add_cells()->set_whole(125'000);
  row.add_cells()->set_whole(3'214);
  row.add_cells()->set_fraction(0.125);
  row.add_cells()->set_fraction(1.5);
  row.add_cells()->set_yes(true);
  Wire::Cell& any = *row.add_cells();
  any.set_whole(-2'000);
  any.set_unit(Wire::GRAMS);
  row.add_cells()->set_text("too far");
  row.add_cells()->set_text("terlalu jauh");
  Wire::Row& empty = *part.add_rows();
  for (int i = 0; i < 12; ++i) empty.add_cells();
  StudyReport report;
  report.Add(part);
  return report;
}

StudyReport Long(int rows) {
  StudyReport report;
  v1::DownloadReportResponse part;
  part.add_sentences()->set_english("Many.");
  part.mutable_sentences(0)->set_indonesian("Banyak.");
  part.mutable_table()->set_key("long");
  AddColumn(*part.mutable_table(), "n", Wire::COUNT);
  for (int i = 0; i < rows; ++i) {
    // In several messages, as they come.
    part.add_rows()->add_cells()->set_whole(i);
    if (i % 10 == 9) {
      report.Add(part);
      part.Clear();
    }
  }
  report.Add(part);
  return report;
}

std::string Written(const StudyReport& report, const ReportView& view, bool terminal) {
  std::ostringstream out, err;
  v1::Study study;
  study.set_name("studies/abc");
  study.set_state(v1::Study::SUCCEEDED);
  study.set_complete(true);
  study.mutable_question()->mutable_unused();
  study.set_plan("plans/def");
  Write(FrameOf(study, view.language), report, view, {.out = out, .err = err, .out_is_terminal = terminal});
  return out.str();
}

TEST(ReportTest, PeopleReadFiguresWithTheirUnits) {
  const StudyReport report = EveryUnit();
  const Table table = ForPeople(report.TableOf("all"), Language::kEnglish, 100);
  std::vector<std::string> texts;
  for (const Cell& cell : table.rows[0]) texts.push_back(cell.text);
  EXPECT_THAT(texts,
              testing::ElementsAre("S1", "12\u202F345", "1.5 kg", "Rp 1\u202F234.50", "Rp 1\u202F250 per kg",
                                   "3.214 km", "12.5 %", "1.5", "yes", "-2 kg", "too far"));
  for (const Cell& cell : table.rows[1]) EXPECT_EQ(cell.text, "");
}

TEST(ReportTest, IdsAreNeverCutAndSharesDifferByPercentagePoints) {
  v1::DownloadReportResponse part;
  part.mutable_table()->set_key("t");
  for (const char* key : {"supplier_id", "name", "at_demand_id", "via"})
    AddColumn(*part.mutable_table(), key, Wire::TEXT);
  AddColumn(*part.mutable_table(), "difference", Wire::ANY);
  Wire::Cell& difference = *[&] {
    Wire::Row& row = *part.add_rows();
    for (int i = 0; i < 4; ++i) row.add_cells()->set_text("KOP0000638");
    return row.add_cells();
  }();
  difference.set_unit(Wire::SHARE);
  difference.set_fraction(-0.125);
  StudyReport report;
  report.Add(part);
  const Table english = ForPeople(report.TableOf("t"), Language::kEnglish, 10);
  std::string may_shrink;
  for (const Column& column : english.columns) may_shrink += column.may_shrink ? column.key : "";
  EXPECT_EQ(may_shrink, "name");
  EXPECT_EQ(english.rows[0][4].text, "-12.5 percentage points");
  EXPECT_EQ(ForPeople(report.TableOf("t"), Language::kIndonesian, 10).rows[0][4].text, "-12,5 poin persen");
}

TEST(ReportTest, TheOtherLanguagesColumnIsLeftOutForPeopleOnly) {
  const StudyReport report = EveryUnit();
  const auto keys = [](const Table& table) {
    std::string all;
    for (const Column& column : table.columns) all += column.key + " ";
    return all;
  };
  EXPECT_THAT(keys(ForPeople(report.TableOf("all"), Language::kIndonesian, 1)),
              testing::AllOf(HasSubstr("indonesian"), Not(HasSubstr("english"))));
  EXPECT_THAT(ToCsv(report.TableOf("all")), testing::AllOf(HasSubstr("indonesian"), HasSubstr("english")));
}

TEST(ReportTest, ProgramsReadPlainFiguresAndTheUnitInTheKey) {
  EXPECT_EQ(ToCsv(EveryUnit().TableOf("all")),
            "id,count,shortage_kg,money_idr,price_idr_per_kg,km,share,factor,hit,figure,figure_unit,english,"
            "indonesian\n"
            "S1,12345,1.5,1234.50,1250.00,3.214,0.125,1.5,true,-2.0,kg,too far,terlalu jauh\n"
            ",,,,,,,,,,,,\n");
  const auto rows = ToJson(EveryUnit().TableOf("all"));
  EXPECT_EQ(rows[0]["shortage_kg"], 1.5);
  EXPECT_EQ(rows[0]["money_idr"], "1234.50");
  EXPECT_EQ(rows[0]["figure_unit"], "kg");
  EXPECT_TRUE(rows[1]["money_idr"].is_null());
}

TEST(ReportTest, ATableThatIsNotThereIsAnsweredWithThoseThatAre) {
  try {
    EveryUnit().TableOf("none");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), ExitCode::kInputAtFault);
    EXPECT_THAT(failure.hint(), HasSubstr("all"));
  }
}

TEST(ReportTest, LongTablesAreCutOnATerminalOnly) {
  const StudyReport report = Long(45);
  const std::string cut = Written(report, {}, true);
  EXPECT_THAT(cut, HasSubstr("… and 25 more (`pasok show studies/abc --table long --format csv` shows all)"));
  EXPECT_THAT(cut, testing::AllOf(HasSubstr("19\n"), Not(HasSubstr("20\n"))));
  EXPECT_THAT(Written(report, {}, false), testing::AllOf(HasSubstr("44\n"), Not(HasSubstr("more"))));
}

TEST(ReportTest, TheChosenLanguageIsSpoken) {
  const StudyReport report = Long(1);
  EXPECT_THAT(Written(report, {}, false), HasSubstr("\nMany.\n"));
  EXPECT_THAT(Written(report, {.language = Language::kIndonesian}, false), HasSubstr("\nBanyak.\n"));
}

TEST(ReportTest, TablesSpeakTheChosenLanguageAndKeysNone) {
  const StudyReport report = EveryUnit();
  const ReportView indonesian{.language = Language::kIndonesian};
  EXPECT_THAT(Written(report, {}, false), testing::AllOf(HasSubstr("All units (all)\n"), HasSubstr("T share"),
                                                         HasSubstr("  yes  "), Not(HasSubstr("J share"))));
  EXPECT_THAT(Written(report, indonesian, false),
              testing::AllOf(HasSubstr("Semua satuan (all)\n"), HasSubstr("J share"), HasSubstr("  ya  "),
                             Not(HasSubstr("T share"))));
  const ReportView csv{.format = Format::kCsv, .language = Language::kIndonesian};
  EXPECT_EQ(Written(report, csv, false), Written(report, {.format = Format::kCsv}, false));
  EXPECT_THAT(Written(Long(45), indonesian, true), HasSubstr("… dan 25 lagi (`pasok show"));
  EXPECT_THAT(Written(Long(0), indonesian, true), HasSubstr("  tidak ada\n"));
}

TEST(ReportTest, AReportWithoutIndonesianTitlesHasItsEnglishOnes) {
  StudyReport report = EveryUnit();
  report.tables[0].head.clear_indonesian_title();
  for (auto& column : *report.tables[0].head.mutable_columns()) column.clear_indonesian_title();
  EXPECT_THAT(Written(report, {.language = Language::kIndonesian}, false),
              testing::AllOf(HasSubstr("All units (all)\n"), HasSubstr("T share")));
}

TEST(ReportTest, JsonHasEverything) {
  const auto json = nlohmann::json::parse(Written(Long(45), {.format = Format::kJson}, true));
  EXPECT_EQ(json["study"]["kind"], "unused");
  EXPECT_EQ(json["sentences"][0]["id"], "Banyak.");
  EXPECT_EQ(json["tables"]["long"].size(), 45);
  EXPECT_EQ(json["tables"]["long"][44]["n"], 44);
}

// Written piece by piece.
TEST(ReportTest, LongTablesAreWrittenAsShortOnes) {
  for (const int rows : {0, 1, 4096, 4097, 10'000}) {
    StudyReport report = Long(rows);
    const StudyReport::Part& part = report.TableOf("long");
    EXPECT_EQ(Written(report, {.format = Format::kCsv}, false), ToCsv(part)) << rows;
    const std::string json = Written(report, {.format = Format::kJson}, false);
    EXPECT_EQ(json, JsonText(nlohmann::ordered_json::parse(json))) << rows;
    EXPECT_EQ(nlohmann::ordered_json::parse(json)["tables"]["long"], ToJson(part)) << rows;
    const std::string alone = Written(report, {.format = Format::kJson, .table = "long"}, false);
    EXPECT_EQ(alone, JsonText(ToJson(part))) << rows;
  }
  const std::string none = Written({}, {.format = Format::kJson}, false);
  EXPECT_EQ(none, JsonText(nlohmann::ordered_json::parse(none)));
}

TEST(ReportTest, CsvIsOneTable) {
  EXPECT_EQ(Written(Long(2), {.format = Format::kCsv}, false), "n\n0\n1\n");
  StudyReport two = Long(2);
  two.Add([] {
    v1::DownloadReportResponse part;
    part.mutable_table()->set_key("second");
    return part;
  }());
  EXPECT_THROW(Written(two, {.format = Format::kCsv}, false), Failure);
  EXPECT_EQ(Written(two, {.format = Format::kCsv, .table = "long"}, false), "n\n0\n1\n");
}

TEST(Report, NeighbouringAimsAreToldApart) {
  StudyReport::Part part;
  AddColumn(part.head, "aim", Wire::SHARE);
  AddColumn(part.head, "share", Wire::SHARE);
  for (const double aim : {0.5, 0.5003, 0.50031}) {
    Wire::Row& row = part.rows.emplace_back();
    row.add_cells()->set_fraction(aim);
    row.add_cells()->set_fraction(aim);
  }
  const Table table = ForPeople(part, Language::kEnglish, 9);
  EXPECT_EQ(table.rows[0][0].text, "50.000 %");
  EXPECT_EQ(table.rows[1][0].text, "50.030 %");
  EXPECT_EQ(table.rows[2][0].text, "50.031 %");
  EXPECT_EQ(table.rows[2][1].text, "50.0 %");
}

TEST(Report, CodesAreWordsForIndonesianReadersAlone) {
  StudyReport::Part part;
  for (const char* key : {"reason", "figure", "instead", "value"}) AddColumn(part.head, key, Wire::TEXT);
  Wire::Row& row = part.rows.emplace_back();
  for (const char* text : {"dearer_than_chosen", "tier_desa", "telur of Sunday of Sea", "tie"})
    row.add_cells()->set_text(text);
  row.mutable_cells(2)->set_indonesian_text("telur dari Sunday of Sea");
  const auto texts = [&](Language language) {
    std::vector<std::string> all;
    const Table table = ForPeople(part, language, 9);
    for (const Cell& cell : table.rows[0]) all.push_back(cell.text);
    return all;
  };
  EXPECT_THAT(texts(Language::kIndonesian), testing::ElementsAre("lebih mahal dari yang dipilih", "dari desa",
                                                                 "telur dari Sunday of Sea", "tie"));
  EXPECT_THAT(texts(Language::kEnglish),
              testing::ElementsAre("dearer_than_chosen", "tier_desa", "telur of Sunday of Sea", "tie"));
  EXPECT_THAT(ToCsv(part), HasSubstr("dearer_than_chosen,tier_desa"));
}

}  // namespace
}  // namespace pasok::client
