#include "client/findings_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/figures.h"

namespace pasok::client {
namespace {

v1::Finding Finding(v1::Finding::Severity severity, const std::string& code, int line) {
  v1::Finding finding;
  finding.set_severity(severity);
  finding.set_code(code);
  finding.set_file("suppliers.csv");
  finding.set_line(line);
  finding.set_expected("what is right");
  return finding;
}

v1::Findings OneWarningAndTwoErrors() {
  v1::Findings findings;
  *findings.add_findings() = Finding(v1::Finding::WARNING, "looks_odd", 2);
  *findings.add_findings() = Finding(v1::Finding::ERROR, "is_wrong", 3);
  *findings.add_findings() = Finding(v1::Finding::ERROR, "is_wrong", 4);
  findings.set_warning_count(1);
  findings.set_error_count(2);
  return findings;
}

TEST(SeeAll, SaysWhetherAllWereSent) {
  v1::Findings findings;
  findings.set_error_count(1);
  findings.add_findings();
  EXPECT_EQ(SeeAll(findings, "pasok check 'my data' --all"), "`pasok check 'my data' --all` has them all");
  findings.set_warning_count(1200);
  EXPECT_EQ(SeeAll(findings, "pasok check d --all"), "`pasok check d --all` has up to 1,000 of each kind");
}

TEST(ToLine, PutsThePlaceFirstAndTheMendLast) {
  v1::Finding finding = Finding(v1::Finding::ERROR, "unknown_region", 17);
  finding.set_column(4);
  finding.set_field("region");
  finding.set_value("99.01");
  finding.set_expected("a code of regions.csv");
  finding.set_fix("did you mean 61.01?");
  EXPECT_EQ(ToLine(finding),
            "suppliers.csv:17:4: error: unknown_region: `region` is '99.01', expected a code of regions.csv; "
            "did you mean 61.01?");
}

TEST(ToLine, LeavesOutWhatIsNotMeant) {
  v1::Finding finding;
  finding.set_severity(v1::Finding::WARNING);
  finding.set_code("no_demand");
  finding.set_expected("at least one requirement");
  EXPECT_EQ(ToLine(finding), "warning: no_demand: expected at least one requirement");
}

TEST(ToLine, CallsACellEmptyOnlyWhereThereIsOne) {
  v1::Finding finding = Finding(v1::Finding::ERROR, "missing_value", 1);
  finding.set_field("kind");
  EXPECT_EQ(ToLine(finding), "suppliers.csv:1: error: missing_value: `kind`, expected what is right");
  finding.set_column(3);
  EXPECT_EQ(ToLine(finding),
            "suppliers.csv:1:3: error: missing_value: `kind` is empty, expected what is right");
}

TEST(ToLine, DisarmsTheFilesOwnBytes) {
  v1::Finding finding = Finding(v1::Finding::ERROR, "odd", 1);
  finding.set_value("\x1b]0;owned\a");
  EXPECT_EQ(ToLine(finding).find('\x1b'), std::string::npos);
}

TEST(ToLines, NamesErrorsBeforeWarningsAndCountsTheRest) {
  EXPECT_EQ(ToLines(OneWarningAndTwoErrors(), 2, "use --all"),
            "suppliers.csv:3: error: is_wrong: expected what is right\n"
            "suppliers.csv:4: error: is_wrong: expected what is right\n"
            "… and 1 more (use --all): 1 looks_odd in suppliers.csv\n");
}

TEST(ToLines, CountsAlsoWhatTheServerLeftOut) {
  auto findings = OneWarningAndTwoErrors();
  findings.set_error_count(1000);
  EXPECT_NE(ToLines(findings, 40, "use --all").find("… and 998 more (use --all)"), std::string::npos);
}

TEST(ToLines, OfManyThatDontFitShowAFewOfEachCode) {
  v1::Findings findings;
  for (int line = 0; line < 30; ++line)
    *findings.add_findings() = Finding(v1::Finding::WARNING, "looks_odd", line + 1);
  *findings.add_findings() = Finding(v1::Finding::WARNING, "looks_old", 99);
  findings.set_warning_count(31);
  EXPECT_EQ(ToLines(findings, 20, "use --all"),
            "suppliers.csv:1: warning: looks_odd: expected what is right\n"
            "suppliers.csv:2: warning: looks_odd: expected what is right\n"
            "suppliers.csv:3: warning: looks_odd: expected what is right\n"
            "suppliers.csv:99: warning: looks_old: expected what is right\n"
            "… and 27 more (use --all): 27 looks_odd in suppliers.csv\n");
  // Errors need mending, so as many as there is room for.
  for (int line = 0; line < 30; ++line)
    *findings.add_findings() = Finding(v1::Finding::ERROR, "is_wrong", line + 1);
  findings.set_error_count(30);
  const std::string lines = ToLines(findings, 20, "use --all");
  EXPECT_EQ(std::ranges::count(lines, '\n'), 21);
  EXPECT_NE(lines.find("suppliers.csv:16: error"), std::string::npos);
  EXPECT_NE(lines.find("suppliers.csv:99: warning"), std::string::npos);
  EXPECT_NE(lines.find("… and 41 more"), std::string::npos);
}

TEST(ToLines, OfManyThatDontFitHideNoFile) {
  v1::Findings findings;
  for (const std::string file : {"demand_points.csv", "offers.csv", "regions.csv", "suppliers.csv"}) {
    for (const std::string code : {"bad_number", "decimal_point", "unknown_region"}) {
      for (int line = 0; line < 30; ++line) {
        *findings.add_findings() = Finding(v1::Finding::ERROR, code, line + 2);
        findings.mutable_findings()->rbegin()->set_file(file);
      }
    }
  }
  findings.set_error_count(360);
  std::string lines = ToLines(findings, 40, "use --all");
  EXPECT_EQ(std::ranges::count(lines, '\n'), 41);
  for (const std::string file : {"demand_points.csv", "offers.csv", "regions.csv", "suppliers.csv"}) {
    for (const std::string code : {"bad_number", "decimal_point", "unknown_region"}) {
      for (const std::string line : {"2", "3", "4"})
        EXPECT_THAT(lines, testing::HasSubstr(file + ':' + line + ": error: " + code));
    }
  }
  EXPECT_THAT(lines,
              testing::EndsWith(
                  "… and 320 more (use --all): 27 decimal_point in demand_points.csv, 27 unknown_region in "
                  "demand_points.csv, 27 bad_number in offers.csv, 27 decimal_point in offers.csv, 27 "
                  "unknown_region in offers.csv, 27 bad_number in regions.csv, 158 others\n"));
  // Where there isn't room for a few of each, there is for one.
  lines = ToLines(findings, 12, "use --all");
  for (const std::string file : {"demand_points.csv", "suppliers.csv"})
    EXPECT_THAT(lines, testing::HasSubstr(file + ":2: error: unknown_region"));
}

TEST(ToLines, DontCountAKindOfWhichTheServerLeftSomeOut) {
  v1::Findings findings;
  for (int line = 0; line < 4; ++line)
    *findings.add_findings() = Finding(v1::Finding::ERROR, "is_wrong", line + 1);
  findings.set_error_count(5000);
  EXPECT_THAT(ToLines(findings, 3, "use --all"),
              testing::EndsWith("… and " + Grouped(4997) + " more (use --all): is_wrong in suppliers.csv\n"));
}

TEST(ToLines, AreNoneForNoFindings) { EXPECT_EQ(ToLines({}, 40, "use --all"), ""); }

TEST(Counts, SpeakEnglish) {
  EXPECT_EQ(Counts(OneWarningAndTwoErrors()), "2 errors, 1 warning");
  EXPECT_EQ(Counts({}), "no errors, no warnings");
}

TEST(FindingsAsJson, KeepTheirKeys) {
  const auto json = ToJson(OneWarningAndTwoErrors());
  EXPECT_EQ(json["error_count"], 2);
  EXPECT_EQ(json["findings"][0]["severity"], "warning");
  EXPECT_EQ(json["findings"][1]["line"], 3);
}

}  // namespace
}  // namespace pasok::client
