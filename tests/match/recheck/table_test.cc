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

std::string FaultOf(std::string_view content, std::string_view header = kHeader) {
  FindingLog log;
  ReadTable("t.csv", content, header, log);
  return ToLine(log.Take().list.at(0));
}

TEST(ReadTable, ShowsTheHeaderThatStandsThere) {
  EXPECT_EQ(
      FaultOf("date;kg;reason\n1;2,5;\n"),
      "t.csv:1: error: wrong_header: expected the header date,kg,reason; the line is date;kg;reason, its "
      "fields are separated by ';': take the plan's own file, which a spreadsheet has written anew");
  EXPECT_EQ(
      FaultOf("sep=,\n\ndate,kilos\n"),
      "t.csv:3:2: error: wrong_header: `kg` is 'kilos', expected the header date,kg,reason; the line is "
      "date,kilos");
  EXPECT_EQ(FaultOf("\n"), "t.csv:1: error: wrong_header: expected the header date,kg,reason");
}

// As pandas writes a table with its index.
TEST(ReadTable, NamesTheFirstColumnThatIsAnother) {
  EXPECT_EQ(
      FaultOf(",date,kg,reason\n0,1,2,3\n"),
      "t.csv:1:1: error: wrong_header: `date` is empty, expected the header date,kg,reason; the line is "
      ",date,kg,reason");
  EXPECT_EQ(FaultOf("date,kg\n"),
            "t.csv:1:3: error: wrong_header: `reason` is empty, expected the header date,kg,reason; the line "
            "is date,kg");
  EXPECT_EQ(FaultOf("date,kg,reason,note\n"),
            "t.csv:1:4: error: wrong_header: 'note', expected the header date,kg,reason; the line is "
            "date,kg,reason,note");
  EXPECT_EQ(
      FaultOf("\"date,kg\",reason\r\n"),
      "t.csv:1:1: error: wrong_header: `date` is 'date,kg', expected the header date,kg,reason; the line "
      "is \"date,kg\",reason");
}

TEST(ReadTable, ShowsAllOfAHeaderAsLongAsPlansHave) {
  std::string header = "demand_id";
  for (int i = 0; i < 20; ++i) header += ",column_" + std::to_string(i);
  EXPECT_TRUE(FaultOf(',' + header + "\n", header).ends_with("; the line is ," + header));
  EXPECT_LT(FaultOf(std::string(1 << 20, 'x') + ',' + header, header).size(), 2'000U);
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
