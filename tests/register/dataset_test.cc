#include "engine/register/dataset.h"

#include <gtest/gtest.h>

#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

class DatasetTest : public testing::Test {
 protected:
  const Dataset dataset_ = *ReadDataset(SoundDataset(), nullptr).dataset;

  std::int32_t Region(std::string_view code) const { return dataset_.FindRegion(code); }
};

TEST_F(DatasetTest, FindsRowsByTheirKeys) {
  EXPECT_EQ(dataset_.regions[Region("61.02.01")].name, "Siantan");
  EXPECT_EQ(dataset_.suppliers[dataset_.FindSupplier("S2")].name, "UD Maju");
  EXPECT_EQ(dataset_.commodities[dataset_.FindCommodity("telur")], "telur");
  EXPECT_EQ(dataset_.demand_points[dataset_.FindDemandPoint("K1")].name, "SPPG Sambas");
  EXPECT_EQ(Region("61.03"), kNone);
  EXPECT_EQ(dataset_.FindSupplier(""), kNone);
  EXPECT_EQ(dataset_.FindSupplier("S9"), kNone);
}

TEST_F(DatasetTest, TierIsTheDeepestSharedRegion) {
  const auto tier = [&](std::string_view a, std::string_view b) {
    return dataset_.TierBetween(Region(a), Region(b));
  };
  EXPECT_EQ(tier("61.01.01.2001", "61.01.01.2001"), Tier::kDesa);
  EXPECT_EQ(tier("61.01.01.2001", "61.01.01.2002"), Tier::kKecamatan);
  EXPECT_EQ(tier("61.01.01.2001", "61.01.01"), Tier::kKecamatan);
  EXPECT_EQ(tier("61.01", "61.01.01.2002"), Tier::kKabupaten);
  EXPECT_EQ(tier("61.01.01.2001", "61.02.01.2001"), Tier::kProvinsi);
  EXPECT_EQ(tier("61", "61.02"), Tier::kProvinsi);
}

TEST_F(DatasetTest, AnotherProvinceIsOutside) {
  Dataset two = dataset_;
  two.regions.push_back({.code = "62", .name = "Kalimantan Tengah", .point = {}, .circuity = {}});
  EXPECT_EQ(two.TierBetween(two.FindRegion("61.01"), two.FindRegion("62")), Tier::kLuar);
}

TEST_F(DatasetTest, ARegionLiesWithinItselfAndItsAncestors) {
  EXPECT_TRUE(dataset_.IsWithin(Region("61.01.01.2001"), Region("61.01")));
  EXPECT_TRUE(dataset_.IsWithin(Region("61.01"), Region("61.01")));
  EXPECT_FALSE(dataset_.IsWithin(Region("61.01"), Region("61.01.01")));
  EXPECT_FALSE(dataset_.IsWithin(Region("61.02.01"), Region("61.01")));
}

TEST_F(DatasetTest, KeepsWhatTheFilesSay) {
  const Supplier& koperasi = dataset_.suppliers[dataset_.FindSupplier("S1")];
  EXPECT_EQ(koperasi.kind, SupplierKind::kKoperasi);
  EXPECT_EQ(koperasi.licences, (std::vector<std::string>{"halal", "nib"}));
  EXPECT_EQ(koperasi.capacity_per_day, Grams{500'000});
  EXPECT_FALSE(dataset_.suppliers[dataset_.FindSupplier("S3")].active);
  const Offer& eggs = dataset_.offers[1];
  EXPECT_EQ(eggs.price, SenPerKg{2'950'050});
  EXPECT_EQ(eggs.weekdays, 0b0011111);
  EXPECT_EQ(eggs.available_to, ParseDate("2026-06-30"));
  EXPECT_EQ(dataset_.requirements[1].need, Grams{60'500});
  EXPECT_EQ(dataset_.demand_points[1].priority, 2);
  EXPECT_EQ(dataset_.demand_points[0].recipients[static_cast<std::size_t>(RecipientGroup::kBalita)], 100);
}

TEST(WordsTest, EveryWordComesBack) {
  for (int i = 0; i < kTiers; ++i) EXPECT_EQ(TierFromWord(ToWord(Tier(i))), Tier(i));
  for (int i = 0; i < kSupplierKinds; ++i)
    EXPECT_EQ(SupplierKindFromWord(ToWord(SupplierKind(i))), SupplierKind(i));
  for (int i = 0; i < kRecipientGroups; ++i) {
    EXPECT_EQ(RecipientGroupFromWord(ToWord(RecipientGroup(i))), RecipientGroup(i));
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(DemandKindFromWord(ToWord(DemandKind(i))), DemandKind(i));
  EXPECT_FALSE(TierFromWord("kampung"));
}

}  // namespace
}  // namespace pasok
