// No cell may drop a requirement that one of its groups could want, wherever things stand and whatever they
// cost.
#include "engine/match/exact/survivors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}
  std::int64_t Between(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  bool Chance(int percent) { return Between(1, 100) <= percent; }
  double Around(double centre, double width) {
    return centre + width * static_cast<double>(Between(-1'000'000, 1'000'000)) / 1e6;
  }

 private:
  std::mt19937_64 random_;
};

// A pole, the date line, the equator, one point and its antipode; metres around it, or hundreds of km.
Point HostilePoint(Draw& draw, std::int64_t where, double width) {
  static constexpr Point kCentres[] = {{90, 0},   {-90, 30}, {-16, 180}, {0, 0},
                                       {0, -180}, {10, 20},  {-10, -160}};
  const Point centre = kCentres[where];
  if (draw.Chance(10)) return centre;
  const double lat = draw.Around(centre.lat, width);
  const double lng = std::abs(centre.lat) == 90 ? draw.Around(0, 180) : draw.Around(centre.lng, width);
  return {.lat = std::clamp(lat, -90.0, 90.0), .lng = lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng};
}

// The rules of a random case, made extreme, over more places.
Case HostileCase(std::uint64_t seed) {
  Case made = RandomCase(Flavour::kAll, seed);
  Draw draw(seed ^ 0x5a7);
  Instance& instance = *made.instance;
  Policy& policy = instance.policy;
  if (draw.Chance(40)) policy.quantum = {draw.Chance(50) ? 1 : 1'000'000};
  CommodityRule& rule = policy.commodities.front();
  if (draw.Chance(40)) rule.haul_per_kg_km = {draw.Chance(50) ? 1 : 10'000'000};
  if (draw.Chance(20)) policy.tier_surcharge[draw.Between(0, 4)] = {draw.Between(0, 10'000'000'000)};

  const std::int64_t where = draw.Between(0, 6);
  const double width = draw.Chance(50) ? 2e-4 : 2;
  const bool scattered = draw.Chance(30), far_apart = draw.Chance(30);
  instance.places.clear();
  for (int p = 0; p < 30; ++p) {
    instance.places.push_back(
        {.point = HostilePoint(draw, scattered || (far_apart && p == 0) ? draw.Between(0, 6) : where, width),
         .circuity = {draw.Chance(50)   ? 1'000
                      : draw.Chance(50) ? 10'000
                                        : draw.Between(1'000, 10'000)},
         .region = static_cast<std::int32_t>(draw.Between(0, 29))});
  }
  instance.suppliers.assign(20, {});
  instance.offers.clear(), instance.requirements.clear(), instance.commodities.clear();
  for (std::int32_t o = 0; o < 24; ++o) {
    instance.offers.push_back({.supplier = static_cast<std::int32_t>(o % 20),
                               .place = static_cast<std::int32_t>(draw.Between(0, 29)),
                               .commodity = 0,
                               .capacity = 10,
                               .price_sen_per_kg = draw.Between(0, 3'000'000)});
  }
  for (std::int32_t r = 0; r < 20; ++r) {
    instance.requirements.push_back({.demand_point = r,
                                     .place = static_cast<std::int32_t>(draw.Between(0, 29)),
                                     .commodity = 0,
                                     .need = 10,
                                     .penalty = 100'000 * policy.quantum.value,
                                     .lane_cap = 10});
  }
  instance.commodities.push_back(
      {.dataset_commodity = 0, .rule = &rule, .end_offer = 24, .end_requirement = 20});
  made.rule = std::make_unique<LaneRule>(instance);
  return made;
}

std::vector<std::int64_t> HostilePrices(const Instance& instance, std::mt19937_64& random) {
  std::vector<std::int64_t> price = DrawPrices(instance, random);
  for (std::int64_t& each : price) {
    if (random() % 8 == 0) each *= 10'007;
  }
  return price;
}

// A walk down all cells of one commodity, beside a loop over all lanes.
class Walk {
 public:
  Walk(const Rooms& rooms, std::int32_t commodity, std::span<const std::int64_t> price, Reach reach)
      : rooms_(rooms),
        price_(price),
        reach_(reach),
        survivors_(rooms.costs, rooms.network, commodity, price, reach) {
    const CommoditySpan& span = rooms.instance.commodities[commodity];
    for (std::int32_t g = rooms.network.first_group[commodity]; g < rooms.network.first_group[commodity + 1];
         ++g) {
      const std::int32_t province = rooms.network.sites[rooms.network.groups[g].site].enclosing[0];
      std::vector<Lane>& lanes = lanes_.emplace_back();
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
        if (reach == Reach::kProvince && rooms.costs.RequirementSite(r).enclosing[0] != province) continue;
        const std::int64_t value = ValueByRule(rooms, g, r, price);
        if (value != kNoValue) lanes.push_back({r, value});
      }
    }
    first_group_ = rooms.network.first_group[commodity];
    root_ = rooms.network.cover.root[commodity];
  }

  // Each cell is asked for what is worth more than the floor, within the window; and, of every lane, for just
  // that one.
  void Down(std::int64_t floor, std::int64_t window) {
    if (root_ != kNone) Down(root_, floor, window, survivors_.All());
  }

  std::int64_t AnyValue(std::mt19937_64& random) const {
    const std::vector<Lane>& lanes = lanes_[random() % lanes_.size()];
    return lanes.empty() ? 0 : lanes[random() % lanes.size()].value;
  }
  std::size_t kept_last() const { return kept_last_; }  // over all last cells

 private:
  struct Lane {
    std::int32_t requirement;
    std::int64_t value;
  };

  void Down(std::int32_t index, std::int64_t floor, std::int64_t window, Survivors::List list) {
    const Cell& cell = rooms_.network.cover.cells[index];
    for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
      for (const Lane& lane : LanesOf(g)) {
        if (!Wanted(g, lane, floor, window)) continue;
        const Survivors::List alone = survivors_.Keep(cell, lane.value - 1, kUnbounded, list);
        ASSERT_TRUE(Holds(alone, lane.requirement)) << "a bound below the value of a lane";
      }
    }
    const Survivors::List kept = survivors_.Keep(cell, floor, window, list);
    ASSERT_GE(kept.first, list.end);
    for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
      for (const Lane& lane : LanesOf(g)) {
        if (Wanted(g, lane, floor, window)) {
          ASSERT_TRUE(Holds(kept, lane.requirement)) << "dropped, though wanted";
        }
      }
    }
    for (std::size_t i = kept.first; i + 1 < kept.end; ++i)
      ASSERT_LT(survivors_.Requirement(i), survivors_.Requirement(i + 1));
    if (cell.first_child == cell.end_child) {
      kept_last_ += kept.size();
      for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) ExpectBounds(g, kept);
    }
    for (std::int32_t child = cell.first_child; child < cell.end_child && !testing::Test::HasFatalFailure();
         ++child)
      Down(child, floor, window, kept);
  }

  void ExpectBounds(std::int32_t group, Survivors::List kept) {
    const Site& site = rooms_.network.sites[rooms_.network.groups[group].site];
    std::vector<float> bound;
    survivors_.BoundFrom(site, kept, bound);
    ASSERT_EQ(bound.size(), Padded(kept.size()));
    for (const Lane& lane : LanesOf(group)) {
      for (std::size_t i = 0; i < kept.size(); ++i) {
        if (survivors_.Requirement(kept.first + i) != lane.requirement) continue;
        const RegionDistance* const listed = rooms_.costs.Listed(site.region, lane.requirement);
        ASSERT_GE(listed == nullptr ? bound[i] : survivors_.BoundOn(*listed, kept.first + i),
                  survivors_.Bar(lane.value));
      }
    }
    for (std::size_t i = kept.size(); i < bound.size(); ++i) ASSERT_EQ(bound[i], kNever);
  }

  const std::vector<Lane>& LanesOf(std::int32_t group) const {
    return lanes_[static_cast<std::size_t>(group - first_group_)];
  }
  bool Wanted(std::int32_t group, const Lane& lane, std::int64_t floor, std::int64_t window) const {
    if (lane.value <= floor) return false;
    if (window == kUnbounded) return true;
    const std::int64_t best = std::ranges::max_element(LanesOf(group), {}, &Lane::value)->value;
    return lane.value >= best - window;
  }
  bool Holds(Survivors::List list, std::int32_t requirement) const {
    for (std::size_t i = list.first; i < list.end; ++i) {
      if (survivors_.Requirement(i) == requirement) return true;
    }
    return false;
  }

  const Rooms& rooms_;
  std::span<const std::int64_t> price_;
  const Reach reach_;
  Survivors survivors_;
  std::int32_t first_group_ = 0, root_ = kNone;
  std::vector<std::vector<Lane>> lanes_;
  std::size_t kept_last_ = 0;
};

void ExpectNothingIsDropped(const Rooms& rooms, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::vector<std::int64_t> price = HostilePrices(rooms.instance, random);
  for (const Reach reach : {Reach::kAll, Reach::kProvince}) {
    Walk walk(rooms, 0, price, reach);
    for (const std::int64_t window : {kUnbounded, std::int64_t{0}, std::int64_t{1}, std::int64_t{100'000}}) {
      for (const std::int64_t floor : {walk.AnyValue(random) - 1, walk.AnyValue(random), -kUnbounded / 4}) {
        SCOPED_TRACE("window " + std::to_string(window) + " floor " + std::to_string(floor));
        walk.Down(floor, window);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(Survivors, AreAllThatAnyGroupCouldWant) {
  const std::uint64_t seeds = Seeds(400);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = HostileCase(seed);
    ExpectNothingIsDropped(Rooms(made), seed);
  }
}

TEST(Survivors, AreAllWithinReachWhereCellsRuleNothingOut) {
  const Case made = HostileCase(1);
  const Rooms rooms(made, {.cover = false});
  ExpectNothingIsDropped(rooms, 1);
  std::mt19937_64 random(1);
  const std::vector<std::int64_t> price = HostilePrices(rooms.instance, random);
  Survivors survivors(rooms.costs, rooms.network, 0, price, Reach::kAll);
  const Cell& root = rooms.network.cover.cells[rooms.network.cover.root[0]];
  EXPECT_EQ(survivors.Keep(root, kUnbounded / 4, 0, survivors.All()).size(),
            rooms.instance.requirements.size());
}

TEST(Survivors, AreOnlyOfThoseThatWereAskedFor) {
  const Case made = MarketCase({.suppliers = 300, .kitchens = 60}, 1);
  const Rooms rooms(made);
  std::int32_t k = 0;
  while (rooms.network.first_group[k] == rooms.network.first_group[k + 1]) ++k;
  const std::vector<std::int64_t> price(rooms.instance.requirements.size(), 1'000'000'000);
  Survivors survivors(rooms.costs, rooms.network, k, price, Reach::kAll);
  const Survivors::List list = survivors.Only({3, 5, 8, 13});
  const Survivors::List kept =
      survivors.Keep(rooms.network.cover.cells[rooms.network.cover.root[k]], 0, kUnbounded, list);
  ASSERT_EQ(kept.size(), 4u);
  const std::int32_t first = rooms.costs.Terms(k).first_requirement;
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_EQ(survivors.Requirement(kept.first + i) - first, (std::array{3, 5, 8, 13}[i]));
}

TEST(Survivors, AreFewInTheLastCellsOfAMarket) {
  const Case made = MarketCase({.suppliers = 2'000, .kitchens = 100}, 1);
  const Rooms rooms(made);
  const Network& network = rooms.network;
  std::int32_t k = 0;
  while (network.first_group[k] == network.first_group[k + 1]) ++k;
  const std::vector<std::int64_t> price(rooms.instance.requirements.size(), 1'000'000);
  Walk walk(rooms, k, price, Reach::kAll);
  walk.Down(-kUnbounded / 4, 1'000);
  std::size_t last_cells = 0;
  for (const Cell& cell : network.cover.cells) {
    const bool mine =
        cell.first_group >= network.first_group[k] && cell.end_group <= network.first_group[k + 1];
    last_cells += mine && cell.first_child == cell.end_child ? 1 : 0;
  }
  const CommoditySpan& span = rooms.instance.commodities[k];
  const auto all = last_cells * static_cast<std::size_t>(span.end_requirement - span.first_requirement);
  EXPECT_LT(walk.kept_last() * 10, all);
  EXPECT_GE(walk.kept_last(), last_cells);
}

}  // namespace
}  // namespace pasok::match::exact
