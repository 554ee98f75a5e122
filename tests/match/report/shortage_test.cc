#include "engine/match/report/shortage.h"

#include <gtest/gtest.h>

#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// A quantum of beras is short at D1, for whatever reason the census gives.
std::vector<Shortage> ExplainOne(const OfferCensus& census, const Toy& toy) {
  const Shortage shortage{.date = std::nullopt,
                          .demand_point = 0,
                          .commodity = toy.dataset.requirements.front().commodity,
                          .quanta = 1,
                          .reason = ShortageReason::kNoOffer,
                          .detail = {}};
  return ExplainShortage(census, shortage, toy.dataset, toy.policy);
}

TEST(ShortageDetail, SpellsKilometresForReadingAndNeverAFarOfferAsNear) {
  Toy toy = ReadToy();
  OfferCensus census;
  census.Count(ShortageReason::kInactive, 0, Metres{3'249});
  census.Count(ShortageReason::kOutOfRange, 1, Metres{150'001});
  for (CommodityRule& rule : toy.policy.commodities) rule.max_distance = Metres{150'000};
  const std::vector<Shortage> rows = ExplainOne(census, toy);
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(rows[0].reason, ShortageReason::kOutOfRange);
  EXPECT_EQ(
      rows[0].detail,
      "2 offers of beras: 1 of inactive suppliers (nearest: S1, 3.2 km); 1 farther than 150 km (nearest: "
      "S2, 150.1 km)");
}

// Where a scenario cuts roads the limit is a metre less than the km of a road that isn't there.
TEST(ShortageDetail, SaysThatNoRoadLeadsThereInsteadOfItsKilometres) {
  Toy toy = ReadToy();
  OfferCensus census;
  census.Count(ShortageReason::kOutOfRange, 1, RegionDistance::kNoRoad);
  for (CommodityRule& rule : toy.policy.commodities)
    rule.max_distance = Metres{RegionDistance::kNoRoad.value - 1};
  EXPECT_EQ(ExplainOne(census, toy).at(0).detail,
            "1 offer of beras: 1 from where no road leads there (such as S2)");
}

}  // namespace
}  // namespace pasok::match
