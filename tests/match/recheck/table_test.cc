// A table of a plan has exactly the columns of its header, whatever its bytes claim.
#include "engine/match/recheck/table.h"

#include <gmock/gmock.h>

#include "engine/match/recheck/cell.h"

namespace pasok::match::recheck {
namespace {

using testing::ElementsAre;
using testing::Field;

constexpr std::string_view kHeader = "date,kg,reason";

TEST(ReadTable, TakesNoOtherHeaderThatReadsTheSame) {
  for (const char* content :
       {"\"date,kg,reason\"\nx\n", "\"date,kg\",reason\n1,2\n", ",date,kg,reason\n1,2,3,4\n",
        ",,date,kg,reason\n1,2,3,4,5\n", "date,kg,reason,\n1,2,3,4\n", "date,kg\n1,2\n", ""}) {
    FindingLog log;
    EXPECT_FALSE(ReadTable("t.csv", content, kHeader, log)) << content;
    EXPECT_THAT(log.Take().list, ElementsAre(Field(&Finding::code, "wrong_header"))) << content;
  }
}

TEST(ReadTable, ShowsTheHeaderThatStandsThere) {
  const auto fault = [](std::string_view content) {
    FindingLog log;
    ReadTable("t.csv", content, kHeader, log);
    return ToLine(log.Take().list.at(0));
  };
  EXPECT_EQ(
      fault("date;kg;reason\n1;2,5;\n"),
      "t.csv:1: error: wrong_header: 'date;kg;reason', expected the header date,kg,reason; its fields are "
      "separated by ';': take the plan's own file, which a spreadsheet has written anew");
  EXPECT_EQ(fault("date,kilos,reason\n"),
            "t.csv:1: error: wrong_header: 'date,kilos,reason', expected the header date,kg,reason");
}

TEST(ReadTable, LeavesOutRowsWithOtherThanTheHeadersColumns) {
  FindingLog log;
  const std::optional<std::vector<Row>> rows =
      ReadTable("t.csv", "date,\"kg\",reason\n1,2\n1,2,3\n1,2,3,4\n", kHeader, log);
  ASSERT_TRUE(rows);
  EXPECT_THAT(*rows, ElementsAre(Field(&Row::fields, ElementsAre("1", "2", "3"))));
  EXPECT_EQ(log.errors(), 2);
}

TEST(Cells, ReadNothingWhereARowIsTooShort) {
  FindingLog log;
  const Row row{.line = 2, .fields = {"2026-08-03"}};
  const Cells cells("t.csv", kHeader, row, log);
  EXPECT_EQ(cells.Text(2), "");
  cells.ExpectText(2, "no_offer");
  EXPECT_THAT(log.Take().list, ElementsAre(Field(&Finding::field, "reason")));
}

}  // namespace
}  // namespace pasok::match::recheck
