#include "benchmarks/families/market.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace pasok::families {
namespace {

// Canonical order without duplicates.
template <class Rows, class Key>
bool Ascending(const Rows& rows, Key key) {
  const auto out_of_order = [&](const auto& a, const auto& b) { return key(a) >= key(b); };
  return std::ranges::adjacent_find(rows, out_of_order) == rows.end();
}

TEST(Market, HasRowsInTheOrderOfADataset) {
  const Dataset market = MakeMarket({.suppliers = 6'000, .kitchens = 40}, 1);
  EXPECT_TRUE(Ascending(market.regions, [](const Region& row) { return row.code; }));
  EXPECT_TRUE(Ascending(market.suppliers, [](const Supplier& row) { return row.id; }));
  EXPECT_TRUE(Ascending(market.demand_points, [](const DemandPoint& row) { return row.id; }));
  EXPECT_TRUE(
      Ascending(market.offers, [](const Offer& row) { return std::tuple(row.supplier, row.commodity); }));
  EXPECT_TRUE(Ascending(market.requirements,
                        [](const Requirement& row) { return std::tuple(row.demand_point, row.commodity); }));
  for (const Region& region : market.regions) {
    if (region.level == 0) continue;
    EXPECT_EQ(region.code.substr(0, region.code.rfind('.')), market.regions[region.parent].code);
  }
}

TEST(Market, HasTheSizeThatItsShapeAsksFor) {
  const Dataset market = MakeMarket({.suppliers = 3'000, .kitchens = 150}, 1);
  EXPECT_EQ(market.suppliers.size(), 3'000u);
  EXPECT_NEAR(double(market.offers.size()), 7'500, 150);
  EXPECT_EQ(market.demand_points.size(), 150u);
  EXPECT_EQ(market.requirements.size(), 150u * 12u);
}

TEST(Market, IsTheSameForTheSameSeedOnly) {
  const MarketShape shape = {.suppliers = 500, .kitchens = 20};
  EXPECT_EQ(ContentId(MakeMarket(shape, 1)), ContentId(MakeMarket(shape, 1)));
  EXPECT_NE(ContentId(MakeMarket(shape, 1)), ContentId(MakeMarket(shape, 2)));
}

TEST(Market, HasLittleMoreToSellThanIsNeeded) {
  const Dataset market = MakeMarket({.suppliers = 3'000, .kitchens = 150}, 1);
  std::vector<std::int64_t> offered(market.suppliers.size()), count(market.suppliers.size());
  for (const Offer& offer : market.offers) {
    offered[offer.supplier] += offer.capacity_per_day.value;
    ++count[offer.supplier];
  }
  std::int64_t supply = 0, need = 0;
  for (std::size_t s = 0; s < offered.size(); ++s) {
    const std::optional<Grams>& total = market.suppliers[s].capacity_per_day;
    EXPECT_EQ(total.has_value(), count[s] > 1);
    supply += total ? std::min(total->value, offered[s]) : offered[s];
  }
  for (const Requirement& requirement : market.requirements) need += requirement.need.value;
  EXPECT_GT(double(supply) / double(need), 1.1);
  EXPECT_LT(double(supply) / double(need), 2.0);
}

}  // namespace
}  // namespace pasok::families
