// The real regions of West Kalimantan, where the tests' data folder has them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

TEST(KalbarTest, AllRegionsOfTheProvinceReadWithoutErrors) {
  const char* folder = std::getenv("PASOK_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "PASOK_TEST_DATA isn't set";
  std::ifstream in(std::string(folder) + "/kalbar/regions.csv", std::ios::binary);
  if (!in) GTEST_SKIP() << "no kalbar/regions.csv in PASOK_TEST_DATA";
  std::ostringstream content;
  content << in.rdbuf();

  const DatasetReading reading = ReadDataset(SoundDatasetBut("regions.csv", content.str()), nullptr);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  EXPECT_EQ(reading.dataset->regions.size(), 2'334U);
  EXPECT_LE(reading.findings.warnings, 3) << Listing(reading.findings);
  const Dataset& dataset = *reading.dataset;
  EXPECT_EQ(dataset.TierBetween(dataset.FindRegion("61.01.01.2001"), dataset.FindRegion("61.01.01.2002")),
            Tier::kKecamatan);
}

}  // namespace
}  // namespace pasok
