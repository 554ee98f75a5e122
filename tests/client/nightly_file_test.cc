#include "client/nightly_file.h"

#include <gtest/gtest.h>

#include <limits>

#include "client/findings_print.h"

namespace pasok::client {
namespace {

NightlyFileReading Read(std::string_view yaml) { return ReadNightlyFile(yaml, "runs/nightly.yaml"); }

std::string Errors(std::string_view yaml) {
  return ToLines(Read(yaml).findings, std::numeric_limits<std::size_t>::max(), "");
}

TEST(ReadNightlyFile, TakesEveryKeyAndPathsFromTheFilesOwnPlace) {
  const auto reading = Read(R"(
version: 1
data: ../registers
data_dir: ../store
policy: strict.yaml
regions: ["61.02", 61.01, "61.02"]   # a code with two digits is a word all the same
out: /srv/plans
days: 5
publish: false
follow_published: true
fail_on_shortage: true
)");
  EXPECT_EQ(reading.findings.error_count(), 0);
  EXPECT_EQ(reading.file.data, "registers");
  EXPECT_EQ(reading.file.data_dir, "store");
  EXPECT_EQ(reading.file.policy, "runs/strict.yaml");
  EXPECT_EQ(reading.file.regions, (std::vector<std::string>{"61.01", "61.02"}));
  EXPECT_EQ(reading.file.out, "/srv/plans");
  EXPECT_EQ(reading.file.days, 5);
  EXPECT_FALSE(reading.file.publish);
  EXPECT_TRUE(reading.file.follow_published);
  EXPECT_TRUE(reading.file.fail_on_shortage);
}

TEST(ReadNightlyFile, PlansADayOfAllRegionsAndPublishesItUnlessToldOtherwise) {
  const auto reading = Read("{version: 1, data: d, out: o}");
  EXPECT_EQ(reading.findings.error_count(), 0);
  EXPECT_EQ(reading.file.days, 1);
  EXPECT_TRUE(reading.file.publish);
  EXPECT_FALSE(reading.file.follow_published);
  EXPECT_FALSE(reading.file.fail_on_shortage);
  EXPECT_TRUE(reading.file.regions.empty());
  EXPECT_TRUE(reading.file.data_dir.empty());
  EXPECT_TRUE(reading.file.policy.empty());
}

TEST(ReadNightlyFile, ReportsEverythingAtOnceWithItsPlace) {
  EXPECT_EQ(
      Errors("version: 2\n"
             "regionss: [61.01]\n"
             "regions: 61.01\n"
             "publish: yes\n"
             "data: d\n"
             "data: e\n"),
      "runs/nightly.yaml:1:10: error: wrong_version: `version` is '2', expected 1\n"
      "runs/nightly.yaml:2:1: error: unknown_key: 'regionss', expected version, data, data_dir, policy, "
      "regions, "
      "out, days, publish, follow_published or fail_on_shortage; did you mean `regions`?\n"
      "runs/nightly.yaml:3:10: error: wrong_type: `regions` is '61.01', expected a list of codes, e.g. "
      "[\"61.01\"]\n"
      "runs/nightly.yaml:4:10: error: wrong_type: `publish` is 'yes', expected true or false\n"
      "runs/nightly.yaml:6:1: error: duplicate_key: 'data', expected each key once; remove one of the two\n"
      "runs/nightly.yaml: error: missing_key: expected the key `out`\n");
}

TEST(ReadNightlyFile, TakesOnlyWholeDaysOfAMonthAtMost) {
  const auto errors = [](const std::string& days) {
    return Errors("{version: 1, data: d, out: o, days: " + days + "}");
  };
  for (const char* days : {"1", "31"}) EXPECT_EQ(errors(days), "") << days;
  for (const char* days : {"0", "32", "-1", "+2", "2.0", "0x2", "two", "99999999999"}) {
    EXPECT_EQ(errors(days), "runs/nightly.yaml:1:37: error: out_of_range: `days` is '" + std::string(days) +
                                "', expected a whole number of days, from 1 to 31\n");
  }
  for (const char* days : {"", "[2]", "~"}) EXPECT_NE(errors(days), "") << days;
}

TEST(ReadNightlyFile, RefusesWhatIsNoMapping) {
  for (const char* yaml : {"", "just words", "[1, 2]", "version: 1\n---\nversion: 1\n", "~", ","}) {
    EXPECT_EQ(Errors(yaml),
              "runs/nightly.yaml: error: wrong_type: expected one YAML mapping of keys to values\n")
        << yaml;
  }
}

TEST(ReadNightlyFile, RefusesTabsAndOtherBrokenYamlWithItsPlace) {
  EXPECT_EQ(Errors("version: 1\n\tdata: d\n").substr(0, 44), "runs/nightly.yaml:2:1: error: bad_yaml: expe");
  EXPECT_NE(Errors("data: [d"), "");
  EXPECT_NE(Errors(std::string_view("data: \0", 7)), "");
}

// The report of a run couldn't name such a folder.
TEST(ReadNightlyFile, RefusesWhatIsNotUtf8) {
  const std::string expected = " error: not_utf8: expected text in UTF-8; save the file as UTF-8\n";
  EXPECT_EQ(Errors("version: 1\ndata: d\nout: Rencana_caf\351\n"), "runs/nightly.yaml:3:" + expected);
  EXPECT_EQ(Errors("version: 1\ndata\351: d\n"), "runs/nightly.yaml:2:" + expected);
  EXPECT_EQ(Errors("# caf\351"), "runs/nightly.yaml:1:" + expected);
  EXPECT_NE(Errors("{version: 1, data: d, out: \"a\\_b\"}"), "");
  EXPECT_EQ(Errors("{version: 1, data: d, out: Rencana_caf\u00e9}"), "");
}

TEST(ReadNightlyFile, RefusesEmptyValues) {
  EXPECT_EQ(
      Errors("{version: 1, data: , out: ''}"),
      "runs/nightly.yaml:1:20: error: wrong_type: `data` is empty, expected a path, relative to this file\n"
      "runs/nightly.yaml:1:27: error: wrong_type: `out` is empty, expected a path, relative to this file\n");
}

}  // namespace
}  // namespace pasok::client
