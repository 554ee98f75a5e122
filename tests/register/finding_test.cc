#include "engine/register/finding.h"

#include <gtest/gtest.h>

#include "engine/register/finding_log.h"
#include "engine/register/utf8.h"

namespace pasok {
namespace {

TEST(FindingTest, ReadsAsOneLine) {
  EXPECT_EQ(ToLine({.code = "unknown_region",
                    .file = "suppliers.csv",
                    .line = 17,
                    .column = 4,
                    .field = "region",
                    .value = "99.01",
                    .expected = "a code of regions.csv",
                    .fix = "did you mean '61.01'?"}),
            "suppliers.csv:17:4: error: unknown_region: `region` is '99.01', expected a code of regions.csv; "
            "did you mean "
            "'61.01'?");
  EXPECT_EQ(
      ToLine({.severity = Severity::kWarning, .code = "no_rows", .file = "offers.csv", .expected = "offers"}),
      "offers.csv: warning: no_rows: expected offers");
  EXPECT_EQ(ToLine({.code = "missing_value", .file = "a.csv", .line = 2, .column = 1, .field = "name"}),
            "a.csv:2:1: error: missing_value: `name` is empty");
}

TEST(FindingLogTest, CountsAllAndKeepsSome) {
  FindingLog log;
  for (int line = 1; line <= 2'500; ++line) {
    log.Add({.code = "negative", .file = "a.csv", .line = line});
    log.Add({.severity = Severity::kWarning, .code = "zero_price", .file = "a.csv", .line = line});
  }
  log.Add({.code = "negative", .file = "b.csv", .line = 1});
  const Findings findings = log.Take();
  EXPECT_EQ(findings.errors, 2'501);
  EXPECT_EQ(findings.warnings, 2'500);
  EXPECT_EQ(findings.list.size(), 2 * Findings::kMostPerCode + 1);
}

TEST(FindingLogTest, SortsByPlace) {
  FindingLog log;
  log.Add({.code = "b", .file = "b.csv", .line = 1});
  log.Add({.code = "b", .file = "a.csv", .line = 2, .column = 2});
  log.Add({.code = "a", .file = "a.csv", .line = 2, .column = 2});
  log.Add({.code = "z", .file = "a.csv", .line = 2, .column = 1});
  std::string codes;
  for (const Finding& finding : log.Take().list) codes += finding.code;
  EXPECT_EQ(codes, "zabb");
}

TEST(ShortenTest, KeepsValidTextOfAtMost80Bytes) {
  EXPECT_EQ(Shorten("Sambas"), "Sambas");
  EXPECT_EQ(Shorten("a\tb\nc"), "a b c");
  EXPECT_EQ(Shorten("S\xed"
                    "o"),
            "S\uFFFDo");
  EXPECT_EQ(Shorten(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(Shorten(std::string(81, 'x')), std::string(77, 'x') + "…");
  std::string accents;
  for (int i = 0; i < 60; ++i) accents += "é";
  EXPECT_LE(Shorten(accents).size(), 80U);
  EXPECT_EQ(FirstBadUtf8(Shorten(accents)), std::string::npos);
}

TEST(Utf8Test, KnowsWhichBytesAreCharacters) {
  for (const std::string_view good : {"a", "é", "€", "😀", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(Utf8Length(good), good.size());
    EXPECT_EQ(FirstBadUtf8("ascii ascii " + std::string(good)), std::string::npos);
  }
  for (const std::string_view bad : {"\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                     "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98"}) {
    EXPECT_EQ(Utf8Length(bad), 0U);
    EXPECT_EQ(FirstBadUtf8("ascii ascii " + std::string(bad)), 12U);
  }
}

}  // namespace
}  // namespace pasok
