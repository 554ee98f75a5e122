#include "server/report_convert.h"

#include <gtest/gtest.h>

namespace pasok::server {
namespace {

using study::Unit;

study::Table& AddTable(study::Report& report, const std::string& key,
                       const std::vector<std::pair<std::string, Unit>>& columns) {
  report.tables.push_back({.key = key, .title = {"Table", "Tabel"}, .columns = {}, .rows = {}});
  study::Table& table = report.tables.back();
  for (const auto& [name, unit] : columns)
    table.columns.push_back({name, {"English " + name, "Indonesian " + name}, unit});
  return table;
}

study::Report EveryKindOfCell() {
  study::Report report;
  report.sentences = {{"one", "satu"}, {"two", "dua"}};
  study::Table& all = AddTable(report, "all",
                               {{"text", Unit::kText},
                                {"sen", Unit::kSen},
                                {"share", Unit::kShare},
                                {"yes", Unit::kYesNo},
                                {"any", Unit::kAny}});
  auto& first = all.rows.emplace_back();
  first.emplace_back("a");
  first.emplace_back(std::int64_t{-5});
  first.emplace_back(0.25);
  first.emplace_back(true);
  first.emplace_back(study::Measured{.unit = Unit::kGrams, .value = std::int64_t{7}});
  auto& second = all.rows.emplace_back();
  second.resize(4);
  second.emplace_back(study::Measured{.unit = Unit::kShare, .value = 0.5});
  AddTable(report, "none", {{"n", Unit::kCount}});
  return report;
}

std::vector<v1::DownloadReportResponse> Parsed(const ReportBlocks& blocks) {
  std::vector<v1::DownloadReportResponse> parts;
  for (const std::string& block : blocks) EXPECT_TRUE(parts.emplace_back().ParseFromString(block));
  return parts;
}

TEST(ReportConvertTest, EveryCellArrivesWithItsUnit) {
  const auto parts = Parsed(ToBlocks(EveryKindOfCell()));
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].sentences_size(), 2);
  EXPECT_EQ(parts[1].table().columns(1).unit(), v1::Report::SEN);
  EXPECT_EQ(parts[1].table().row_count(), 2);
  EXPECT_EQ(parts[1].table().title(), "Table");
  EXPECT_EQ(parts[1].table().indonesian_title(), "Tabel");
  EXPECT_EQ(parts[1].table().columns(1).title(), "English sen");
  EXPECT_EQ(parts[1].table().columns(1).indonesian_title(), "Indonesian sen");
  ASSERT_EQ(parts[1].rows_size(), 2);
  const auto& first = parts[1].rows(0);
  EXPECT_EQ(first.cells(0).text(), "a");
  EXPECT_EQ(first.cells(1).whole(), -5);
  EXPECT_EQ(first.cells(2).fraction(), 0.25);
  EXPECT_TRUE(first.cells(3).yes());
  EXPECT_EQ(first.cells(4).whole(), 7);
  EXPECT_EQ(first.cells(4).unit(), v1::Report::GRAMS);
  EXPECT_EQ(parts[1].rows(1).cells(0).value_case(), v1::Report::Cell::VALUE_NOT_SET);
  EXPECT_EQ(parts[1].rows(1).cells(4).unit(), v1::Report::SHARE);
  EXPECT_EQ(parts[2].table().key(), "none");
}

// A province's unused suppliers.
TEST(ReportConvertTest, ALongTableIsCutIntoMessagesThatGrpcCarries) {
  study::Report report;
  study::Table& table = AddTable(report, "unused", {{"supplier_id", Unit::kText}, {"n", Unit::kCount}});
  constexpr int kRows = 170'000;
  for (std::int64_t i = 0; i < kRows; ++i) {
    auto& row = table.rows.emplace_back();
    row.emplace_back("SUPPLIER" + std::to_string(i));
    row.emplace_back(i);
  }
  const ReportBlocks blocks = ToBlocks(report);
  EXPECT_GT(blocks.size(), 3u);
  std::int64_t rows = 0;
  for (const auto& part : Parsed(blocks)) {
    EXPECT_LT(part.ByteSizeLong(), std::size_t{1} << 20);
    for (const auto& row : part.rows()) EXPECT_EQ(row.cells(1).whole(), rows++);
  }
  EXPECT_EQ(rows, kRows);
}

TEST(ReportConvertTest, AStudysRecordStaysSmall) {
  study::Report report = EveryKindOfCell();
  report.complete = false;
  for (int i = 0; i < 10'000; ++i) report.sentences.push_back({std::string(100, 'x'), std::string(100, 'y')});
  v1::Study study;
  Summarise(report, study);
  EXPECT_TRUE(study.has_report());
  EXPECT_FALSE(study.complete());
  EXPECT_LT(study.ByteSizeLong(), 10'000u);
  EXPECT_EQ(study.sentences(0).english(), "one");
  EXPECT_EQ(study.tables(0).columns_size(), 0);
  EXPECT_EQ(study.tables(0).indonesian_title(), "Tabel");
}

}  // namespace
}  // namespace pasok::server
