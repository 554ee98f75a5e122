#include "engine/sample/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "tests/sample/generated.h"

namespace pasok::sample {
namespace {

std::map<SupplierKind, std::int64_t> CountByKind(const Dataset& dataset) {
  std::map<SupplierKind, std::int64_t> count;
  for (const Supplier& supplier : dataset.suppliers) ++count[supplier.kind];
  return count;
}

std::int64_t Recipients(const Dataset& dataset) {
  std::int64_t total = 0;
  for (const DemandPoint& kitchen : dataset.demand_points) {
    for (const std::int32_t recipients : kitchen.recipients) total += recipients;
  }
  return total;
}

std::string KabupatenCode(const Dataset& dataset, std::int32_t region) {
  return dataset.regions[region].code.substr(0, 5);
}

struct KabupatenAndCommodity {
  std::string kabupaten, commodity;
  auto operator<=>(const KabupatenAndCommodity&) const = default;
};

// Grams a day that active suppliers can deliver, and that kitchens need.
struct Balance {
  std::map<KabupatenAndCommodity, std::int64_t> supply, need;

  double Ratio(const std::string& commodity) const {
    double can = 0, must = 0;
    for (const auto& [key, grams] : supply) can += key.commodity == commodity ? double(grams) : 0;
    for (const auto& [key, grams] : need) must += key.commodity == commodity ? double(grams) : 0;
    return can / must;
  }
  double LocalRatio(const std::string& kabupaten, const std::string& commodity) const {
    return double(supply.at({kabupaten, commodity})) / double(need.at({kabupaten, commodity}));
  }
};

Balance BalanceOf(const Dataset& dataset) {
  Balance balance;
  for (const Offer& offer : dataset.offers) {
    const Supplier& supplier = dataset.suppliers[offer.supplier];
    if (!supplier.active) continue;
    balance.supply[{KabupatenCode(dataset, supplier.region), dataset.commodities[offer.commodity]}] +=
        offer.capacity_per_day.value;
  }
  for (const Requirement& requirement : dataset.requirements) {
    const DemandPoint& kitchen = dataset.demand_points[requirement.demand_point];
    balance.need[{KabupatenCode(dataset, kitchen.region), dataset.commodities[requirement.commodity]}] +=
        requirement.need.value;
  }
  return balance;
}

TEST(Sample, GivesTheFilesOneAfterAnother) {
  std::vector<std::string> names;
  for (const RegisterFile& file : Generate(Scale::kSmall, 1)) names.push_back(file.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"regions.csv", "suppliers.csv", "offers.csv", "demand_points.csv",
                                      "requirements.csv", "distances.csv", "blocks.csv"}));
}

TEST(Sample, StopsWhenItsReaderHasHadEnough) {
  int chunks = 0;
  GenerateKalbar(Scale::kProvince, Variant::kPlain, 1,
                 [&](std::string_view, std::string_view) { return ++chunks < 3; });
  EXPECT_EQ(chunks, 3);
}

// The bytes are a promise to everyone who compares figures across machines: a change here is a change of the
// sample.
TEST(Sample, HasTheSameBytesEverywhere) {
  EXPECT_EQ(Fingerprint(Generate(Scale::kSmall, 1)), 0xc66ccb34c6f69ebfu);
  EXPECT_EQ(Fingerprint(Generate(Scale::kSmall, 2)), 0x63a8fc35ac91017cu);
  EXPECT_EQ(Fingerprint(Generate(Scale::kProvince, 1)), 0xccff662db463f8fbu);
  EXPECT_EQ(Fingerprint(Generate(Scale::kSmall, 1, Variant::kCrumbs)), 0xe8cd0826b4cf8305u);
  EXPECT_EQ(Fingerprint(Generate(Scale::kSmall, 1, Variant::kScarce)), 0x5ae62bafdcf94bf9u);
  EXPECT_EQ(Fingerprint(Generate(Scale::kSmall, 1, Variant::kRules)), 0x6a5c97f85ce6ea18u);
}

TEST(Sample, HasTheSameBytesEachTimeAndOthersForAnotherSeed) {
  const std::uint64_t first = Fingerprint(Generate(Scale::kSmall, 77));
  EXPECT_EQ(Fingerprint(Generate(Scale::kSmall, 77)), first);
  EXPECT_NE(Fingerprint(Generate(Scale::kSmall, 78)), first);
}

TEST(Sample, KeepsItsPlacesWhateverTheSeed) {
  EXPECT_EQ(Generate(Scale::kSmall, 1).front().content, Generate(Scale::kSmall, 2).front().content);
}

TEST(Sample, SmallIsAboutOneKabupaten) {
  for (const std::uint64_t seed : {0u, 1u, 2u, 3u}) {
    SCOPED_TRACE(seed);
    const Dataset dataset = GeneratedDataset(Scale::kSmall, seed);
    EXPECT_EQ(dataset.suppliers.size(), 1200u);
    EXPECT_NEAR(double(dataset.offers.size()), 2000, 150);
    EXPECT_EQ(dataset.demand_points.size(), 45u);
    EXPECT_EQ(dataset.commodities.size(), 13u);
    EXPECT_EQ(dataset.requirements.size(), 45u * 13u);
    EXPECT_FALSE(dataset.distances.empty());
    EXPECT_FALSE(dataset.blocks.empty());
    std::set<std::string> kitchens_in, suppliers_in;
    for (const DemandPoint& kitchen : dataset.demand_points)
      kitchens_in.insert(KabupatenCode(dataset, kitchen.region));
    for (const Supplier& supplier : dataset.suppliers)
      suppliers_in.insert(KabupatenCode(dataset, supplier.region));
    EXPECT_EQ(kitchens_in, (std::set<std::string>{"61.08"}));
    EXPECT_EQ(suppliers_in, (std::set<std::string>{"61.02", "61.08", "61.71"}));
  }
}

// One test, since reading a province takes a while.
TEST(Sample, ProvinceHasTheRegistersProportions) {
  const Dataset dataset = GeneratedDataset(Scale::kProvince, 1);

  std::map<int, int> regions;
  for (const Region& region : dataset.regions) ++regions[region.level];
  EXPECT_EQ(regions, (std::map<int, int>{{0, 1}, {1, 14}, {2, 174}, {3, 2145}}));

  std::map<SupplierKind, std::int64_t> suppliers = CountByKind(dataset);
  EXPECT_EQ(suppliers[SupplierKind::kKoperasi], 5400);
  EXPECT_EQ(suppliers[SupplierKind::kKdmp], 2143);
  EXPECT_EQ(suppliers[SupplierKind::kUmkmMikro] + suppliers[SupplierKind::kUmkmKecil] +
                suppliers[SupplierKind::kUmkmMenengah],
            164'000);
  EXPECT_EQ(suppliers[SupplierKind::kUmkmMikro], 164'000 * 912 / 1000);
  std::int64_t active = 0, limited = 0, owned = 0, via = 0;
  for (const Supplier& supplier : dataset.suppliers) {
    active += supplier.kind == SupplierKind::kKoperasi && supplier.active;
    limited += supplier.capacity_per_day.has_value();
    owned += !supplier.owner_group.empty();
    via += supplier.via != kNone;
  }
  EXPECT_EQ(active, 5400 * 615 / 1000);
  EXPECT_NEAR(double(limited) / double(dataset.suppliers.size()), 0.2, 0.06);
  EXPECT_GT(owned, 1000);
  EXPECT_GT(via, 500);
  EXPECT_NEAR(double(dataset.offers.size()), 300'000, 15'000);

  EXPECT_EQ(dataset.demand_points.size(), 586u);
  EXPECT_NEAR(double(Recipients(dataset)), 1'250'000, 25'000);
  EXPECT_EQ(dataset.requirements.size(), 586u * 13u);
  std::map<std::string, int> kitchens;
  for (const DemandPoint& kitchen : dataset.demand_points) ++kitchens[KabupatenCode(dataset, kitchen.region)];
  EXPECT_EQ(kitchens.size(), 14u);
  EXPECT_NEAR(kitchens["61.71"], 71, 1);
  EXPECT_NEAR(kitchens["61.01"], 68, 1);
  EXPECT_NEAR(kitchens["61.11"], 13, 1);

  // Enough in all, scarce where the kitchens have said so.
  const Balance balance = BalanceOf(dataset);
  for (const std::string& commodity : dataset.commodities) {
    EXPECT_GT(balance.Ratio(commodity), 1.1) << commodity;
    EXPECT_LT(balance.Ratio(commodity), 2.5) << commodity;
  }
  EXPECT_LT(balance.LocalRatio("61.08", "ayam"), 0.9);
  EXPECT_LT(balance.LocalRatio("61.04", "ayam"), 0.9);
  EXPECT_LT(balance.LocalRatio("61.12", "kangkung"), 0.95);
  EXPECT_GT(balance.LocalRatio("61.01", "jeruk"), 5);
}

TEST(Sample, ScarceIsPlainWithNeedsSixtyPercentHigher) {
  const std::vector<RegisterFile> plain = Generate(Scale::kSmall, 1);
  const std::vector<RegisterFile> scarce = Generate(Scale::kSmall, 1, Variant::kScarce);
  ASSERT_EQ(plain.size(), scarce.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    EXPECT_EQ(plain[i].content == scarce[i].content, plain[i].name != "requirements.csv") << plain[i].name;
  }
  const Dataset before = GeneratedDataset(Scale::kSmall, 1);
  const Dataset after = GeneratedDataset(Scale::kSmall, 1, Variant::kScarce);
  ASSERT_EQ(before.requirements.size(), after.requirements.size());
  for (std::size_t r = 0; r < before.requirements.size(); ++r) {
    const std::int64_t kg = before.requirements[r].need.value / 1000;
    EXPECT_EQ(after.requirements[r].need.value, (kg * 8 + 4) / 5 * 1000);
  }
}

TEST(Sample, CrumbsAreManySmallOffersOfTightSuppliers) {
  const Dataset dataset = GeneratedDataset(Scale::kProvince, 1, Variant::kCrumbs);
  EXPECT_NEAR(double(dataset.offers.size()), 300'000, 15'000);
  std::vector<std::int64_t> sum(dataset.suppliers.size());
  std::int64_t small = 0;
  for (const Offer& offer : dataset.offers) {
    sum[offer.supplier] += offer.capacity_per_day.value;
    small += offer.capacity_per_day.value <= 12'000;
  }
  EXPECT_GT(double(small) / double(dataset.offers.size()), 0.95);
  std::int64_t limited = 0, supply = 0, need = 0;
  for (std::size_t s = 0; s < sum.size(); ++s) {
    const Supplier& supplier = dataset.suppliers[s];
    limited += supplier.capacity_per_day && supplier.capacity_per_day->value < sum[s];
    if (!supplier.active) continue;
    supply += std::min(sum[s], supplier.capacity_per_day.value_or(Grams{sum[s]}).value);
  }
  EXPECT_NEAR(double(limited) / double(sum.size()), 0.2, 0.04);
  for (const Requirement& requirement : dataset.requirements) need += requirement.need.value;
  EXPECT_GT(double(supply) / double(need), 1.1);
  EXPECT_LT(double(supply) / double(need), 2.0);
}

TEST(Sample, NationReadsWithoutErrors) {
  if (std::getenv("PASOK_TEST_LONG") == nullptr)
    GTEST_SKIP() << "set PASOK_TEST_LONG to read a million suppliers";
  const Dataset dataset = GeneratedDataset(Scale::kNation, 1);
  EXPECT_EQ(dataset.suppliers.size(), 1'000'000u);
  EXPECT_EQ(dataset.demand_points.size(), 35'000u);
  EXPECT_EQ(dataset.commodities.size(), 13u);
}

}  // namespace
}  // namespace pasok::sample
