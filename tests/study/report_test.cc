#include "engine/study/report.h"

#include <gtest/gtest.h>

namespace pasok::study {
namespace {

Report OneCell(Unit unit, Cell cell) {
  Report report;
  report.tables.push_back({.key = "t", .title = "T", .columns = {{"c", "C", unit}}, .rows = {{cell}}});
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

}  // namespace
}  // namespace pasok::study
