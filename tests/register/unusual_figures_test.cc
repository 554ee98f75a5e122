// Prices and capacities that a slip of the decimal point makes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/register/codes.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

using testing::HasSubstr;

// Suppliers M1 to M<suppliers> of one kind sell 100 kg of rice a day each, at 14000 rupiah; M1 what `first`
// says, "capacity,price". The last of them is of another kind.
Findings Market(int suppliers, const std::string& first, const std::string& first_kind = "umkm_mikro") {
  std::string sellers = "supplier_id,name,kind,region,lat,lng\n";
  std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n";
  for (int i = 1; i <= suppliers; ++i) {
    const std::string id = "M" + std::to_string(i);
    sellers +=
        id + ",Seller " + id + ',' + (i == 1 ? first_kind : "umkm_mikro") + ",61.01.01.2001,1.341,109.351\n";
    offers += id + ",beras," + (i == 1 ? first : "100,14000") + '\n';
  }
  std::vector<RegisterFile> files = SoundDatasetBut("suppliers.csv", sellers);
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "offers.csv"; });
  files.push_back({.name = "offers.csv", .content = offers});
  return ReadDataset(files, nullptr).findings;
}

TEST(UnusualFiguresTest, WarnsOfPricesFarFromTheMedian) {
  EXPECT_THAT(
      Listing(Market(20, "100,14.9")),
      HasSubstr("offers.csv:2:4: warning: unusual_price: `price_idr_per_kg` is '14.9', expected a price "
                "from a fifth of to five times the median of beras, which is 14000; check the decimal "
                "point and the unit"));
  for (const char* unusual : {"100,2799.99", "100,70000.01", "100,8050000"})
    EXPECT_EQ(CountOf(Market(20, unusual), code::kUnusualPrice), 1) << unusual;
  for (const char* usual : {"100,2800", "100,70000", "100,14000", "100,0"})
    EXPECT_EQ(CountOf(Market(20, usual), code::kUnusualPrice), 0) << usual;
}

TEST(UnusualFiguresTest, WarnsOfCapacitiesFarAboveTheMedianOfTheirKindToo) {
  EXPECT_THAT(
      Listing(Market(20, "10001,14000")),
      HasSubstr("offers.csv:2:3: warning: unusual_capacity: `capacity_kg_per_day` is '10001', expected no "
                "more than a hundred times the median of beras of such suppliers, which is 100; check the "
                "decimal point and the unit"));
  EXPECT_EQ(CountOf(Market(20, "10000,14000"), code::kUnusualCapacity), 0);
  EXPECT_EQ(CountOf(Market(20, "10001,14000", "koperasi"), code::kUnusualCapacity), 0)
      << "too few of its kind to tell";
}

TEST(UnusualFiguresTest, OfFewOffersNothingIsUnusual) {
  const Findings findings = Market(19, "10001,14.9");
  EXPECT_EQ(findings.warnings, 0) << Listing(findings);
}

}  // namespace
}  // namespace pasok
