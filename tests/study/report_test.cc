#include "engine/study/report.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace pasok::study {
namespace {

Report OneCell(Unit unit, Cell cell) {
  Report report;
  report.tables.push_back(
      {.key = "t", .title = {"T", "J"}, .columns = {{"c", {"C", "K"}, unit}}, .rows = {{cell}}});
  return report;
}

TEST(ReportTest, ACellHoldsWhatItsColumnSaysOrNothing) {
  EXPECT_TRUE(IsWellFormed(OneCell(Unit::kSen, std::int64_t{5})));
  EXPECT_TRUE(IsWellFormed(OneCell(Unit::kSen, std::monostate())));
  EXPECT_FALSE(IsWellFormed(OneCell(Unit::kSen, 0.5)));
  EXPECT_FALSE(IsWellFormed(OneCell(Unit::kText, std::int64_t{5})));
  EXPECT_TRUE(IsWellFormed(OneCell(Unit::kAny, Measured{Unit::kShare, 0.5})));
  EXPECT_FALSE(IsWellFormed(OneCell(Unit::kAny, Measured{Unit::kShare, std::int64_t{1}})));
  EXPECT_FALSE(IsWellFormed(OneCell(Unit::kAny, std::int64_t{1})));
}

TEST(ReportTest, ARowHasACellForEachColumn) {
  Report report = OneCell(Unit::kText, std::string("x"));
  report.tables[0].rows.push_back({});
  EXPECT_FALSE(IsWellFormed(report));
}

TEST(ReportTest, ATitleHasWordsInBothLanguages) {
  static_assert(!std::is_default_constructible_v<Title> && !std::is_constructible_v<Title, const char*>);
  Report table = OneCell(Unit::kText, std::string("x")), column = table;
  table.tables[0].title.indonesian.clear();
  EXPECT_FALSE(IsWellFormed(table));
  column.tables[0].columns[0].title.indonesian.clear();
  EXPECT_FALSE(IsWellFormed(column));
}

}  // namespace
}  // namespace pasok::study
