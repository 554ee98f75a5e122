// The sample's land against the official register, where the test data has it.
#include "engine/sample/atlas.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/sample/generated.h"

namespace pasok::sample {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows ReadRows(const std::filesystem::path& path) {
  Rows rows;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
  }
  return rows;
}

// The official tables, or nowhere.
std::filesystem::path OfficialKalbar() {
  const char* data = std::getenv("PASOK_TEST_DATA");
  if (data == nullptr) return {};
  const std::filesystem::path folder = std::filesystem::path(data) / "kalbar";
  return std::filesystem::exists(folder / "population.csv") && std::filesystem::exists(folder / "regions.csv")
             ? folder
             : std::filesystem::path();
}

double Degrees(std::int32_t millionths) { return millionths / 1e6; }

TEST(Atlas, AgreesWithTheOfficialPopulationsAndAreas) {
  const std::filesystem::path folder = OfficialKalbar();
  if (folder.empty()) GTEST_SKIP() << "PASOK_TEST_DATA has no kalbar tables";
  std::map<std::string, std::vector<std::string>> official;  // code -> row
  for (const std::vector<std::string>& row : ReadRows(folder / "population.csv")) official[row[0]] = row;
  for (const KabupatenFacts& facts : KabupatenOfKalbar()) {
    const std::vector<std::string>& row = official[std::string(facts.code)];
    ASSERT_EQ(row.size(), 4u) << facts.code;
    EXPECT_EQ(facts.name, row[1]);
    EXPECT_EQ(facts.population, std::stoll(row[2])) << facts.name;
    EXPECT_NEAR(facts.area_km2, std::stod(row[3]), 0.5) << facts.name;
  }
}

TEST(Atlas, AgreesWithTheOfficialPointsAndNumbersOfKecamatanAndDesa) {
  const std::filesystem::path folder = OfficialKalbar();
  if (folder.empty()) GTEST_SKIP() << "PASOK_TEST_DATA has no kalbar tables";
  struct Counted {
    int kecamatan = 0, desa = 0, kelurahan = 0;
    double lat = 0, lng = 0;
  };
  std::map<std::string, Counted> official;  // by kabupaten code
  for (const std::vector<std::string>& row : ReadRows(folder / "regions.csv")) {
    Counted& kabupaten = official[row[0].substr(0, 5)];
    if (row[0].size() == 5) {
      kabupaten.lat = std::stod(row[2]);
      kabupaten.lng = std::stod(row[3]);
    }
    kabupaten.kecamatan += row[0].size() == 8;
    kabupaten.desa += row[0].size() == 13 && row[0][9] == '2';
    kabupaten.kelurahan += row[0].size() == 13 && row[0][9] == '1';
  }
  for (const KabupatenFacts& facts : KabupatenOfKalbar()) {
    const Counted& counted = official[std::string(facts.code)];
    EXPECT_EQ(facts.kecamatan, counted.kecamatan) << facts.name;
    EXPECT_EQ(facts.desa, counted.desa) << facts.name;
    EXPECT_EQ(facts.kelurahan, counted.kelurahan) << facts.name;
    EXPECT_NEAR(Degrees(facts.centroid.lat), counted.lat, 1e-5) << facts.name;
    EXPECT_NEAR(Degrees(facts.centroid.lng), counted.lng, 1e-5) << facts.name;
  }
}

TEST(Atlas, AddsUpToTheProvinceAndTheNation) {
  std::int64_t people = 0;
  int kecamatan = 0, desa = 0, kelurahan = 0;
  for (const KabupatenFacts& facts : KabupatenOfKalbar()) {
    people += facts.population;
    kecamatan += facts.kecamatan;
    desa += facts.desa;
    kelurahan += facts.kelurahan;
  }
  EXPECT_EQ(people, 5'646'268);
  EXPECT_EQ(kecamatan, 174);
  EXPECT_EQ(desa, 2046);
  EXPECT_EQ(kelurahan, 99);
  EXPECT_EQ(Provinces().size(), 38u);
  int kabupaten = 0;
  for (const ProvinceFacts& province : Provinces()) kabupaten += province.kabupaten;
  EXPECT_EQ(kabupaten, 514);
}

TEST(Atlas, RoadsWindMoreInlandAndMostUpriver) {
  EXPECT_EQ(CircuityMilli(Terrain::kCoast), 1400);
  EXPECT_EQ(CircuityMilli(Terrain::kInland), 1700);
  EXPECT_EQ(CircuityMilli(Terrain::kUpriver), 2000);
}

}  // namespace
}  // namespace pasok::sample
