// Bounds in single precision against lanes in extended precision, each rounded the worst way.
#include "engine/match/exact/lane_bounds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "engine/match/question/sphere.h"
#include "tests/match/exact/oracle.h"

namespace pasok::match::exact {
namespace {

using Unit = std::array<double, 3>;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

long double ArcMetres(const Unit& a, const Unit& b) {
  long double apart = 0, together = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const long double from = a[axis], to = b[axis];
    apart += (from - to) * (from - to), together += (from + to) * (from + to);
  }
  return 2 * kEarthRadiusM * std::atan2(std::sqrt(apart), std::sqrt(together));
}

struct Spot {
  Unit unit;
  double circuity = 1;
};

// A ball of groups, ends near it and at its antipode, figures of every size. The tier is the least and the
// most at once.
struct Situation {
  explicit Situation(std::uint64_t seed) : random(seed) {
    static constexpr Point kCentres[] = {{90, 0}, {-90, 7}, {0, 180}, {-16, -180}, {0, 0}, {10, 20}};
    const Point middle = kCentres[Any(6)];
    const double width = std::pow(10.0, static_cast<double>(Any(9)) - 6);  // degrees: 10 cm to all
    for (std::size_t i = 0; i <= Any(6); ++i) groups.push_back({Near(middle, width), Circuity()});
    const double apart = std::pow(10.0, static_cast<double>(Any(9)) - 6);
    for (std::size_t i = 0; i <= Any(20); ++i) {
      Unit spot = Near(middle, apart);
      if (Any(20) == 0) spot = {-spot[0], -spot[1], -spot[2]};
      ends.push_back({Any(8) == 0 ? groups[Any(groups.size())].unit : spot, Circuity()});
      price.push_back(Any(2) == 0 ? 0 : std::floor(std::pow(10.0, static_cast<double>(Any(16)))));
    }
    for (const Spot& end : ends) {
      for (std::size_t axis = 0; axis < 3; ++axis)
        centre[axis] += end.unit[axis] / static_cast<double>(ends.size());
    }
    ball_at = groups.front().unit;
    haul = Any(4) == 0 ? 0 : std::pow(10.0, static_cast<double>(Any(14)) - 7);
    tier = Any(2) == 0 ? 0 : std::floor(std::pow(10.0, static_cast<double>(Any(13))));
    double widest = 0, largest_circuity = 1;
    for (const std::vector<Spot>* spots : {&groups, &ends}) {
      for (const Spot& spot : *spots) {
        largest_circuity = std::max(largest_circuity, spot.circuity);
        for (std::size_t axis = 0; axis < 3; ++axis)
          widest = std::max(widest, std::abs(spot.unit[axis] - centre[axis]));
      }
    }
    for (const Spot& group : groups) {
      radius_m = std::max(radius_m, static_cast<double>(ArcMetres(ball_at, group.unit)) * (1 + 1e-12));
      least_circuity = std::min(least_circuity, group.circuity);
      most_circuity = std::max(most_circuity, group.circuity);
    }
    if (Any(2) == 0) {
      const Spot &from = groups[Any(groups.size())], &to = ends[Any(ends.size())];
      const long double road = ArcMetres(from.unit, to.unit) * std::max(from.circuity, to.circuity);
      most_road_m = static_cast<std::int64_t>(road) + static_cast<std::int64_t>(Any(3));
    }
    margins = MarginsFor(haul, most_road_m, widest, largest_circuity, tier);
    Lay();
  }

  std::size_t Any(std::size_t below) { return random() % below; }
  double Circuity() { return Any(2) == 0 ? 1 : 1 + static_cast<double>(Any(9'001)) / 1'000; }
  Unit Near(Point middle, double width) {
    const auto off = [&] { return width * (static_cast<double>(Any(2'000'001)) / 1e6 - 1); };
    const double lat = std::clamp(middle.lat + off(), -90.0, 90.0);
    return OnSphere({.lat = lat, .lng = middle.lng + (std::abs(middle.lat) == 90 ? 180 * off() : off())});
  }

  // Behind the ends stands what no bound may depend on.
  void Lay() {
    for (std::size_t i = 0; i < Padded(ends.size()); ++i) {
      const bool real = i < ends.size();
      for (std::size_t axis = 0; axis < 3; ++axis)
        at[axis].push_back(real ? static_cast<float>(ends[i].unit[axis] - centre[axis]) : kNan);
      circuity.push_back(real ? static_cast<float>(ends[i].circuity) : kNan);
      above.push_back(real ? RoundedUp((price[i] + margins.price) * (1 + kRelative)) : kNan);
      region.push_back(real ? kNone : 0);
    }
  }
  Columns ColumnsWith(const std::vector<float>& prices) const {
    return {.x = at[0].data(),
            .y = at[1].data(),
            .z = at[2].data(),
            .circuity = circuity.data(),
            .price = prices.data(),
            .region = {region.data(), region.data(), region.data(), region.data()},
            .n = ends.size()};
  }
  float From(const Unit& unit, std::size_t axis) const {
    return static_cast<float>(unit[axis] - centre[axis]);
  }

  struct Range {
    long double low, high;
  };
  Range Road(const Spot& from, const Spot& to) const {
    const long double most = std::max(from.circuity, to.circuity), arc = ArcMetres(from.unit, to.unit);
    return {std::max(0.0L, (arc - 0.5L) * most - 0.5L), (arc + 0.5L) * most + 0.5L};
  }
  Range Value(const Spot& from, std::size_t i) const {
    const Range road = Road(from, ends[i]);
    return {price[i] - tier - haul * road.high - 2.5L, price[i] - tier - haul * road.low + 0.5L};
  }

  std::mt19937_64 random;
  std::vector<Spot> groups, ends;
  std::vector<double> price;  // above the common one
  Unit centre{}, ball_at{};
  double haul = 0, tier = 0, radius_m = 0, least_circuity = 10, most_circuity = 1;
  std::int64_t most_road_m = kUnbounded;
  Margins margins;
  std::array<std::vector<float>, 3> at;
  std::vector<float> circuity, above;
  std::vector<std::int32_t> region;
};

void ExpectBoundsOfAGroup(const Situation& now) {
  std::vector<float> tiered = now.above, bound(now.above.size());
  for (float& each : tiered) each -= static_cast<float>(now.tier);
  for (const Spot& from : now.groups) {
    BoundLanes({.x = now.From(from.unit, 0),
                .y = now.From(from.unit, 1),
                .z = now.From(from.unit, 2),
                .circuity = static_cast<float>(from.circuity)},
               now.margins, now.ColumnsWith(tiered), bound.data());
    for (std::size_t i = 0; i < now.ends.size(); ++i) {
      if (now.Road(from, now.ends[i]).low > static_cast<long double>(now.most_road_m)) continue;
      ASSERT_GE(bound[i], now.Value(from, i).high) << "end " << i;
    }
    std::fill(bound.begin() + static_cast<std::ptrdiff_t>(now.ends.size()), bound.end(), kNever);
    ASSERT_EQ(Largest(bound.data(), now.ends.size()), *std::ranges::max_element(bound));
  }
}

void ExpectBoundsOfACell(const Situation& now) {
  const std::size_t n = now.ends.size();
  std::vector<float> nearest(Padded(n)), farthest(Padded(n)), at_most(Padded(n)), tiered(Padded(n));
  const Columns columns = now.ColumnsWith(now.above);
  BoundRoads({.x = now.From(now.ball_at, 0),
              .y = now.From(now.ball_at, 1),
              .z = now.From(now.ball_at, 2),
              .radius_m = static_cast<float>(now.radius_m * (1 + kRelative)),
              .least_circuity = static_cast<float>(now.least_circuity),
              .most_circuity = static_cast<float>(now.most_circuity),
              .least_listed_m = std::numeric_limits<float>::infinity()},
             columns, nearest.data(), farthest.data());
  for (std::size_t i = n; i < Padded(n); ++i)
    nearest[i] = farthest[i] = std::numeric_limits<float>::infinity();
  TierCosts tiers{.region = {kNoRegion, kNoRegion, kNoRegion, kNoRegion}, .least = {}, .most = {}};
  tiers.least[0] = static_cast<float>(now.tier);
  tiers.most[0] = static_cast<float>(now.tier + now.margins.sure);
  const float surely =
      BoundWorth(tiers, now.margins, columns, nearest.data(), farthest.data(), at_most.data(), tiered.data());
  for (const Spot& from : now.groups) {
    long double best = kNever;
    for (std::size_t i = 0; i < n; ++i) {
      const Situation::Range road = now.Road(from, now.ends[i]);
      const auto most = static_cast<long double>(now.most_road_m);
      if (road.low <= most) {
        ASSERT_GE(at_most[i], now.Value(from, i).high) << "end " << i;
      }
      if (now.most_road_m == kUnbounded || road.high <= most) best = std::max(best, now.Value(from, i).low);
    }
    ASSERT_LE(surely, best);
  }
}

TEST(LaneBounds, AreNotBrokenByRounding) {
  const std::uint64_t seeds = Seeds(20'000);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Situation now(seed);
    ExpectBoundsOfAGroup(now);
    if (!HasFatalFailure()) ExpectBoundsOfACell(now);
  }
}

// Lanes of 11 and 56 km at 0.14 sen a metre: to within a few metres and sen.
TEST(LaneBounds, AreCloseWithinAProvince) {
  const std::array<float, 8> zero{}, price{1e6f, 1e6f};
  const double degree = std::numbers::pi / 180;
  const std::array<float, 8> y{static_cast<float>(0.1 * degree), static_cast<float>(0.5 * degree)};
  const std::array<float, 8> circuity{1.4f, 1.4f, 1.4f, 1.4f, 1.4f, 1.4f, 1.4f, 1.4f};
  const std::array<std::int32_t, 8> region{};
  const Columns ends{.x = zero.data(),
                     .y = y.data(),
                     .z = zero.data(),
                     .circuity = circuity.data(),
                     .price = price.data(),
                     .region = {region.data(), region.data(), region.data(), region.data()},
                     .n = 2};
  const Margins margins = MarginsFor(0.14, 400'000, 0.1, 1.4, 0);
  EXPECT_LT(margins.price, 3);
  std::array<float, 8> bound{}, nearest{}, farthest{};
  BoundLanes({.x = 0, .y = 0, .z = 0, .circuity = 1}, margins, ends, bound.data());
  BoundRoads({.x = 0,
              .y = 0,
              .z = 0,
              .radius_m = 0,
              .least_circuity = 1,
              .most_circuity = 1,
              .least_listed_m = std::numeric_limits<float>::infinity()},
             ends, nearest.data(), farthest.data());
  for (std::size_t i = 0; i < 2; ++i) {
    const double road = y[i] * kEarthRadiusM * 1.4;
    EXPECT_NEAR(bound[i], 1e6 - 0.14 * road, 2);
    EXPECT_NEAR(nearest[i], road, 3);
    EXPECT_NEAR(farthest[i], road, 3);
  }
}

// Regions 1 > 2 > 3 > 4 of a cell that knows three of them.
TEST(LaneBounds, TakeTheTierOfWhatIsShared) {
  std::array<std::int32_t, 8> province{1, 1, 1, 1, 7}, kabupaten{2, 2, 2, 7, 7}, kecamatan{3, 3, 7, 7, 7},
      desa{4, 9, 7, 7, 7};
  const std::array<float, 8> price{1e6f, 1e6f, 1e6f, 1e6f, 1e6f};
  const Columns ends{.x = nullptr,
                     .y = nullptr,
                     .z = nullptr,
                     .circuity = nullptr,
                     .price = price.data(),
                     .region = {province.data(), kabupaten.data(), kecamatan.data(), desa.data()},
                     .n = 5};
  const Margins margins = MarginsFor(1, kUnbounded, 0, 1, 0);
  TierCosts tiers{.region = {1, 2, 3, kNoRegion},
                  .least = {500, 400, 300, 20, 0},
                  .most = {500, 400, 300, std::numeric_limits<float>::infinity(), 0}};
  const std::array<float, 8> road{100, 100, 100, 100, 100};
  std::array<float, 8> far = road, at_most{}, tiered{};
  std::fill(far.begin() + 5, far.end(), std::numeric_limits<float>::infinity());
  const float surely =
      BoundWorth(tiers, margins, ends, far.data(), far.data(), at_most.data(), tiered.data());
  const std::array<float, 5> expected{20, 20, 300, 400, 500};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(tiered[i], 1e6f - expected[i]);
    EXPECT_NEAR(at_most[i], 1e6f - expected[i] - 100, 1);
  }
  EXPECT_NEAR(surely, 1e6 - 300 - 100, 3);
}

}  // namespace
}  // namespace pasok::match::exact
