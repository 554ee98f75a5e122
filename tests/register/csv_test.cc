#include "engine/register/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/register/codes.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

using testing::ElementsAre;

struct Reading {
  std::vector<std::vector<std::string>> records;
  std::vector<std::int64_t> lines;
  Findings findings;
  bool complete = true;
};

Reading Read(std::string_view content) {
  FindingLog log;
  CsvReader csv(content, "a.csv", log);
  Reading reading;
  while (csv.Next()) {
    reading.records.emplace_back(csv.fields().begin(), csv.fields().end());
    reading.lines.push_back(csv.line());
  }
  reading.complete = csv.complete();
  reading.findings = log.Take();
  return reading;
}

const std::vector<std::vector<std::string>> kTwoRows{{"a", "b"}, {"1", "2"}};

TEST(CsvTest, ReadsTheSameRecordsWhateverEndsTheLines) {
  for (const std::string_view content : {"a,b\n1,2\n", "a,b\n1,2", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\r1,2",
                                         "\xEF\xBB\xBF"
                                         "a,b\n1,2\n",
                                         "\xEF\xBB\xBF\xEF\xBB\xBF"  // exported once more
                                         "a,b\n1,2\n",
                                         "\n\na,b\n\n1,2\n\n\r\n", "a;b\n1;2"}) {
    const Reading reading = Read(content);
    EXPECT_EQ(reading.records, kTwoRows) << content;
    EXPECT_TRUE(reading.findings.ok()) << Listing(reading.findings);
  }
}

TEST(CsvTest, ReadsQuotedFieldsWithSeparatorsQuotesAndLineEnds) {
  const Reading reading = Read("a,b\r\n\"x,\"\"y\"\"\",\"one\r\ntwo\"\r\nlast,\r\n");
  ASSERT_EQ(reading.records.size(), 3U);
  EXPECT_THAT(reading.records[1], ElementsAre("x,\"y\"", "one\ntwo"));
  EXPECT_THAT(reading.records[2], ElementsAre("last", ""));
  EXPECT_THAT(reading.lines, ElementsAre(1, 2, 4));
  EXPECT_TRUE(reading.findings.ok());
}

// Excel for Mac ends lines by CR, and those within a cell by LF.
TEST(CsvTest, TellsLineEndsByWhatStandsOutsideQuotes) {
  const Reading reading = Read("a,b\r\"one\ntwo\",1\rlast,2\r");
  ASSERT_EQ(reading.records.size(), 3U);
  EXPECT_THAT(reading.records[1], ElementsAre("one\ntwo", "1"));
  EXPECT_THAT(reading.records[2], ElementsAre("last", "2"));
  EXPECT_TRUE(reading.findings.ok()) << Listing(reading.findings);
  EXPECT_EQ(CountOf(Read("a,b\r1,2\n3,4\n").findings, code::kStrayCarriageReturn), 1);
  EXPECT_TRUE(Read("a,b\n\"one\rtwo\",1\n").findings.ok());
}

TEST(CsvTest, PassesTheLineInWhichExcelNamesTheSeparator) {
  for (const std::string_view content :
       {"sep=,\na,b\n1,2\n", "sep=;\r\na;b\r\n1;2", "\xEF\xBB\xBFsep=;\ra;b\r1;2\r"}) {
    const Reading reading = Read(content);
    EXPECT_EQ(reading.records, kTwoRows) << content;
    EXPECT_THAT(reading.lines, ElementsAre(2, 3));
    EXPECT_TRUE(reading.findings.ok()) << Listing(reading.findings);
  }
  EXPECT_EQ(Read("sep=,b\n1,2\n").records[0].front(), "sep=");
}

TEST(CsvTest, KeepsAnEmptyLastFieldAtTheEndOfTheFile) {
  EXPECT_THAT(Read("a,b\n1,").records[1], ElementsAre("1", ""));
}

TEST(CsvTest, NamesStrayQuotesAndGoesOn) {
  const Reading reading = Read("a,b\nUD \"M\",1\n\"x\"y,2\nz,3\n");
  EXPECT_EQ(reading.records.size(), 4U);
  EXPECT_EQ(CountOf(reading.findings, code::kStrayQuote), 2);
  EXPECT_EQ(reading.findings.list[0].line, 2);
  EXPECT_EQ(reading.findings.list[1].line, 3);
}

TEST(CsvTest, NamesTheLineWhereAnOpenQuoteBegins) {
  const Reading reading = Read("a,b\n1,2\n\"x,3\ny,4\n");
  ASSERT_EQ(reading.findings.list.size(), 1U);
  EXPECT_EQ(reading.findings.list[0].code, code::kUnterminatedQuote);
  EXPECT_EQ(reading.findings.list[0].line, 3);
  EXPECT_FALSE(reading.complete);
}

TEST(CsvTest, NamesEachLineWithBytesThatAreNoText) {
  const Reading reading = Read("a\nS\xedo\nfine\n\xff\xfe\n\xc3\xad\n");
  ASSERT_EQ(reading.findings.list.size(), 2U);
  EXPECT_EQ(reading.findings.list[0].value, "0xED");
  EXPECT_EQ(reading.findings.list[0].line, 2);
  EXPECT_EQ(reading.findings.list[1].line, 4);
}

TEST(CsvTest, NamesNulBytes) {
  const Reading reading = Read(std::string_view("a\nx\0y\n", 6));
  ASSERT_EQ(reading.findings.list.size(), 1U);
  EXPECT_EQ(reading.findings.list[0].code, code::kNulByte);
  EXPECT_EQ(reading.findings.list[0].line, 2);
}

TEST(CsvTest, RefusesAWorkbook) {
  const Reading reading = Read(std::string_view("PK\x03\x04\x14\0\0\0", 8));
  ASSERT_EQ(reading.findings.list.size(), 1U);
  EXPECT_EQ(reading.findings.list[0].code, code::kNotUtf8);
  EXPECT_NE(reading.findings.list[0].fix.find("workbook"), std::string::npos);
  EXPECT_FALSE(reading.complete);
}

TEST(CsvTest, RefusesUtf16) {
  const Reading reading =
      Read(std::string_view("\xff\xfe"
                            "a\0,\0b\0",
                            8));
  EXPECT_EQ(CountOf(reading.findings, code::kNotUtf8), 1);
  EXPECT_FALSE(reading.complete);
  EXPECT_TRUE(reading.records.empty());
}

TEST(CsvTest, NamesACarriageReturnInsideALine) {
  const Reading reading = Read("a,b\nx\ry,2\n");
  EXPECT_EQ(CountOf(reading.findings, code::kStrayCarriageReturn), 1);
  EXPECT_EQ(reading.records.size(), 2U);
}

// It may have ended a row, whose key nobody can say isn't there.
TEST(CsvTest, CannotSayThatEveryRowWasSeenBehindACarriageReturn) {
  FindingLog log;
  for (const auto& [content, saw_all] :
       {std::pair("a,b\nx\ry,2\n", false), std::pair("a,b\nx,2\r\n", true)}) {
    CsvReader csv(content, "a.csv", log);
    while (csv.Next()) continue;
    EXPECT_TRUE(csv.complete());
    EXPECT_EQ(csv.saw_every_row(), saw_all) << content;
  }
}

TEST(CsvTest, KeepsNoMoreFieldsOfARecordThanAnyoneHas) {
  for (const std::string_view field : {",", "\"\r\","}) {
    std::string content = "a,b\n";
    for (int i = 0; i < 5'000; ++i) content += field;
    const Reading reading = Read(content + "\n1,2\n");
    ASSERT_EQ(reading.records.size(), 3U);
    EXPECT_EQ(reading.records[1].size(), CsvReader::kMostFields);
    EXPECT_THAT(reading.records[2], ElementsAre("1", "2"));
  }
}

}  // namespace
}  // namespace pasok
