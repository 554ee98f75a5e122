// Metamorphic: what doesn't change the content doesn't change its name, and what does, does.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <sstream>

#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

using Random = std::mt19937_64;
using Rows = std::vector<std::vector<std::string>>;

Rows Split(const std::string& content) {
  Rows rows;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string>& row = rows.emplace_back(1);
    for (const char c : line) {
      if (c == ',') {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
  }
  return rows;
}

bool IsNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("-0123456789.") == text.npos &&
         std::ranges::count(text, '.') <= 1;
}

// The same content in another dress.
std::string Rewrite(const RegisterFile& file, Random& random) {
  Rows rows = Split(file.content);
  std::shuffle(rows.begin() + 1, rows.end(), random);
  std::vector<std::size_t> columns(rows[0].size());
  std::iota(columns.begin(), columns.end(), 0);
  std::ranges::shuffle(columns, random);
  const char separator = random() % 2 ? ',' : ';';
  const char* const ends[] = {"\n", "\r\n", "\r"};
  const std::string line_end = ends[random() % 3];
  std::string content = random() % 2 ? "\xEF\xBB\xBF" : "";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (const std::size_t column : columns) {
      std::string cell = rows[r][column];
      const std::string& name = rows[0][column];
      const bool is_number = r > 0 && IsNumber(cell) && name != "code" && name.find("region") == name.npos;
      const bool is_whole = cell.find('.') == cell.npos;
      const bool has_decimals =
          name.find("kg") != name.npos || name == "lat" || name == "lng" || name == "circuity";
      if (is_number && random() % 2 && (!is_whole || has_decimals)) cell += is_whole ? ".0" : "0000";
      if (is_number && separator == ';') std::ranges::replace(cell, '.', ',');
      if (random() % 4 == 0) cell = "\"" + cell + "\"";
      if (random() % 4 == 0 && !cell.starts_with('"')) cell = " " + cell + "  ";
      line += (line.empty() && column == columns.front() ? "" : std::string(1, separator)) + cell;
    }
    content += line + line_end;
    if (random() % 5 == 0) content += line_end;
  }
  return content;
}

TEST(SameContentTest, OrderSeparatorsLineEndsAndSpellingDoNotChangeTheName) {
  const std::string id = ReadDataset(SoundDataset(), nullptr).id;
  Random random(2026);
  for (int round = 0; round < 500; ++round) {
    std::vector<RegisterFile> files = SoundDataset();
    for (RegisterFile& file : files) file.content = Rewrite(file, random);
    std::ranges::shuffle(files, random);
    const DatasetReading reading = ReadDataset(files, nullptr);
    ASSERT_EQ(reading.id, id) << Listing(reading.findings) << files[0].content << files[1].content;
  }
}

TEST(SameContentTest, DistancesHoldBothWays) {
  const auto id = [](std::string row) {
    return ReadDataset(SoundDatasetBut("distances.csv", "from_region,to_region,km\n" + row), nullptr).id;
  };
  EXPECT_EQ(id("61.01,61.02,150"), id("61.02,61.01,150.000"));
  EXPECT_NE(id("61.01,61.02,150"), id("61.01,61.02,150.001"));
}

TEST(SameContentTest, EveryCellCountsAndOptionalFilesToo) {
  const std::string id = ReadDataset(SoundDataset(), nullptr).id;
  std::vector<std::string> ids{id};
  const auto add = [&](const std::vector<RegisterFile>& files) {
    const DatasetReading reading = ReadDataset(files, nullptr);
    EXPECT_TRUE(reading.dataset) << Listing(reading.findings);
    ids.push_back(reading.id);
  };
  const auto change = [&](std::string_view name, std::string_view from, std::string_view to) {
    std::vector<RegisterFile> files = SoundDataset();
    for (RegisterFile& file : files) {
      if (file.name != name) continue;
      const std::size_t at = file.content.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      file.content.replace(at, from.size(), to);
    }
    add(files);
  };
  change("regions.csv", "Siantan", "Segedong");
  change("regions.csv", "0.05,", "0.06,");
  change("regions.csv", "1.4\n", "1.5\n");
  change("suppliers.csv", "koperasi", "kdmp");
  change("suppliers.csv", "halal|nib", "halal");
  change("suppliers.csv", "G1", "G2");
  change("suppliers.csv", "120.5", "120.6");
  change("suppliers.csv", "tidak_aktif", "aktif");
  change("suppliers.csv", ",,,120.5,", ",,,120.5,S1");
  change("offers.csv", "29500.50", "29500.51");
  change("offers.csv", ",25,", ",26,");
  change("offers.csv", "1-5", "1-6");
  change("offers.csv", "2026-06-30", "2026-06-29");
  change("demand_points.csv", ",2,80", ",3,80");
  change("demand_points.csv", ",2,80", ",2,81");
  change("requirements.csv", "60.5", "60.51");
  change("requirements.csv", "2026-11-23", "");
  change("suppliers.csv", "halal|nib", "halal:2027-01-31|nib");
  change("suppliers.csv", "halal|nib", "halal|nib:2027-01-31");
  change("suppliers.csv", "halal|nib", "halal|nib:2027-02-01");
  add(SoundDatasetBut("blocks.csv", "supplier_id,demand_id\nS1,K1\n"));
  const auto supplier = [&](const std::string& column, const std::string& value) {
    add(SoundDatasetBut("suppliers.csv", "supplier_id,name,kind,region," + column + "\nS1,A,kdmp,61.01," +
                                             value + "\nS2,B,kdmp,61.01,\nS3,C,kdmp,61.01,\n"));
  };
  supplier("registered_on", "2026-01-01");
  supplier("registered_on", "2026-01-02");
  supplier("handling_kg_per_day", "10");
  supplier("handling_fee_idr_per_kg", "10");
  supplier("handling_fee_idr_per_kg", "");
  for (const std::string minutes : {"", "10", "11"}) {
    add(SoundDatasetBut("distances.csv",
                        "from_region,to_region,km,minutes\n61.01,61.02,150," + minutes + "\n"));
  }
  for (const std::string row : {"2026-12-25,,,no,", "2026-12-26,,,no,", "2026-12-25,K1,,no,",
                                "2026-12-25,,61,no,", "2026-12-25,,,yes,", "2026-12-25,,,yes,0.5"}) {
    add(SoundDatasetBut("calendar.csv", "date,demand_id,region,serves,portions_factor\n" + row + "\n"));
  }
  for (const std::string row : {"S1,K1,beras,,,10,", "S1,K1,beras,,,,10", "S1,K1,beras,,,10,10",
                                "S1,K2,beras,,,10,", "S2,K1,beras,,,10,", "S1,K1,telur,,,10,",
                                "S1,K1,beras,2026-01-01,,10,", "S1,K1,beras,,2026-01-01,10,"}) {
    add(SoundDatasetBut("contracts.csv",
                        "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\n" + row + "\n"));
  }
  for (const std::string row : {"K1,beras,10", "K1,beras,11", "K1,,10", "K2,beras,10"}) {
    add(SoundDatasetBut("storage.csv", "demand_id,commodity,kg\n" + row + "\n"));
  }
  for (const std::string row : {"K1,beras,10,", "K1,beras,10,2026-01-01", "K1,telur,10,", "K2,beras,10,"}) {
    add(SoundDatasetBut("stock.csv", "demand_id,commodity,kg,use_by\n" + row + "\n"));
  }
  std::ranges::sort(ids);
  EXPECT_EQ(std::ranges::unique(ids).size(), 0U) << "two contents have one name";
}

// Names that were given before the later columns and files were known.
TEST(SameContentTest, ADatasetWithoutTheLaterColumnsAndFilesKeepsItsName) {
  EXPECT_EQ(ReadDataset(SoundDataset(), nullptr).id, "4080e8fa4c327c3cd26bb39f6b3ba71f");
  EXPECT_EQ(ReadDataset(SoundDatasetBut("calendar.csv", "date\n"), nullptr).id,
            "4080e8fa4c327c3cd26bb39f6b3ba71f");
  EXPECT_EQ(
      ReadDataset(SoundDatasetBut("distances.csv", "from_region,to_region,km\n61.01,61.02,150\n"), nullptr)
          .id,
      ReadDataset(SoundDatasetBut("distances.csv", "from_region,to_region,km,minutes\n61.01,61.02,150,\n"),
                  nullptr)
          .id);
}

TEST(SameContentTest, LicencesAreASet) {
  const auto id = [](std::string licences) {
    return ReadDataset(
               SoundDatasetBut("suppliers.csv", "supplier_id,name,kind,region,licences\nS1,A,kdmp,61.01," +
                                                    licences + "\nS2,B,kdmp,61.01,\nS3,C,kdmp,61.01,\n"),
               nullptr)
        .id;
  };
  EXPECT_EQ(id("halal|nib"), id(" nib | halal |nib|"));
  EXPECT_NE(id("halal|nib"), id("halalnib"));
  EXPECT_EQ(id("halal:2027-01-31|nib|halal:2026-01-31"), id("nib| halal : 2027-01-31 "));
  EXPECT_EQ(id("halal:2027-01-31|halal"), id("halal"));
}

}  // namespace
}  // namespace pasok
