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
    EXPECT_TRUE(ReadTable("t.csv", content, kHeader, log).empty()) << content;
    EXPECT_THAT(log.Take().list, ElementsAre(Field(&Finding::code, "wrong_header"))) << content;
  }
}

TEST(ReadTable, LeavesOutRowsWithOtherThanTheHeadersColumns) {
  FindingLog log;
  const std::vector<Row> rows = ReadTable("t.csv", "date,\"kg\",reason\n1,2\n1,2,3\n1,2,3,4\n", kHeader, log);
  EXPECT_THAT(rows, ElementsAre(Field(&Row::fields, ElementsAre("1", "2", "3"))));
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
