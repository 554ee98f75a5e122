// Losses of many at once: that what they cost is found at the work of their own lanes.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/study/residual/changes.h"
#include "tests/match/tiny.h"
#include "tests/study/residual/cold.h"

namespace pasok::study {
namespace {

// So many suppliers sell 10 kg of beras each through KOP, which can handle no more, to eight kitchens in
// turn; beside them A sells it, dearer and without an end.
match::Tiny ManyThroughOne(int count) {
  std::string suppliers =
      "supplier_id,name,kind,region,via,handling_kg_per_day\nA,Toko A,kdmp,61.01.01.2001,,\n"
      "KOP,Koperasi,koperasi,61.01.01.2001,," +
      std::to_string(8 * count) + "\n";
  std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,1000000,20000\n";
  for (int i = 0; i < count; ++i) {
    const std::string id = "T" + std::to_string(i);
    suppliers += id + ",Tani,umkm_mikro,61.01.01.2001,KOP,\n";
    offers += id + ",beras,10," + std::to_string(10'000 + i) + "\n";
  }
  std::string kitchens = "demand_id,name,kind,region\n";
  std::string needs = "demand_id,commodity,kg\n";
  for (int i = 0; i < 8; ++i) {
    const std::string id = "K" + std::to_string(i);
    kitchens += id + ",Dapur,sppg,61.01.01.2001\n";
    needs += id + ",beras," + std::to_string(count) + "\n";
  }
  return match::ReadTiny({{"suppliers.csv", suppliers},
                          {"offers.csv", offers},
                          {"demand_points.csv", kitchens},
                          {"requirements.csv", needs},
                          {"policy.yaml", "version: 1\naggregators: on\ncommodities: {beras: {}}\n"}});
}

TEST(ResidualLosses, OfManyThroughOneAggregatorAreLookedAtOnceForEachKitchen) {
  constexpr int kCount = 400, kKitchens = 8;
  const match::Tiny tiny = ManyThroughOne(kCount);
  const match::Instance instance = match::InstanceOf(tiny);
  const std::unique_ptr<match::Solved> solved = SolveCold(instance);
  const std::shared_ptr<const Ground> ground = MakeGround(*solved);
  Residual residual(ground);
  std::vector<std::int32_t> gone;
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    if (instance.suppliers[s].aggregator != kNone) gone.push_back(s);
  }
  ASSERT_EQ(gone.size(), kCount);
  match::Instance without = instance;
  for (match::OfferRow& offer : without.offers) {
    if (std::ranges::binary_search(gone, offer.supplier)) offer.capacity = 0;
  }
  residual.Withdraw(gone);
  EXPECT_EQ(residual.Changed().objective,
            SolveCold(without)->matching.objective - solved->matching.objective);
  ExpectOptimal(without, residual);
  State state(*ground);
  LaneRows rows(state);
  Search forward(state, rows, Direction::kForward), backward(state, rows, Direction::kBackward);
  Changes(state, forward, backward).Withdraw(gone, {});
  EXPECT_LT(forward.lanes_taken() + backward.lanes_taken(), 2 * kKitchens * kCount);
}

}  // namespace
}  // namespace pasok::study
