#include "engine/match/exact/lane_bounds.h"

#include <cmath>
#include <numbers>

#include "engine/match/question/sphere.h"

// The same source for machines with and without AVX2; both give the same bits, since every step is rounded as
// IEEE says. Sanitizers can't start programs that choose functions at load time.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define PASOK_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define PASOK_WIDE
#endif

namespace pasok::match::exact {
namespace {

constexpr float kInfinite = std::numeric_limits<float>::infinity();
constexpr float kRadiusDown = static_cast<float>(kEarthRadiusM * (1 - 2 * kRelative));
constexpr float kRadiusUp = static_cast<float>(kEarthRadiusM * (1 + 2 * kRelative));
constexpr float kLower = static_cast<float>(1 - 2 * kRelative);

// The largest of each lane's: by halves, without a branch.
inline float Folded(float (&lanes)[kWide]) {
  for (std::size_t half = kWide / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) lanes[i] = lanes[i + half] > lanes[i] ? lanes[i + half] : lanes[i];
  }
  return lanes[0];
}

}  // namespace

float RoundedUp(double value) { return std::nextafter(static_cast<float>(value), kInfinite); }
float RoundedDown(double value) { return std::nextafter(static_cast<float>(value), kNever); }

Margins MarginsFor(double haul, std::int64_t most_road_m, double widest, double largest_circuity,
                   double dearest_tier) {
  const double err_m = 2 + kEarthRadiusM * widest * 8 / (1 << 24);
  const double road = 1 + largest_circuity * err_m;
  const double price = 1 + haul * road + dearest_tier * kRelative;
  Margins margins{.haul_least = static_cast<float>(haul * (1 - kRelative)),
                  .haul_most = static_cast<float>(haul * (1 + kRelative)),
                  .road_most = std::numeric_limits<float>::max(),
                  .road_surely = std::numeric_limits<float>::max(),
                  .price = price,
                  .sure = (2 * price + 3) * (1 + kRelative)};  // the margin of the prices off, and its own
  if (most_road_m == kUnbounded) return margins;
  const auto most = static_cast<double>(most_road_m);
  margins.road_most = RoundedUp((most + road) * (1 + kRelative));
  margins.road_surely = RoundedDown((most - road) * (1 - kRelative));
  return margins;
}

PASOK_WIDE void BoundLanes(const Origin& from, const Margins& margins, const Columns& ends,
                           float* __restrict bound) {
  const Origin o = from;
  const float haul = margins.haul_least, most_road = margins.road_most;
  const float *x = ends.x, *y = ends.y, *z = ends.z, *circuity = ends.circuity, *price = ends.price;
  const std::size_t n = Padded(ends.n);
  for (std::size_t i = 0; i < n; ++i) {
    const float dx = x[i] - o.x, dy = y[i] - o.y, dz = z[i] - o.z;
    const float q = (dx * dx + dy * dy + dz * dz) * 0.25f;
    const float arc = std::sqrt(q) * (1.0f + q * (1.0f / 6 + q * (3.0f / 40 + q * (5.0f / 112))));
    const float road = 2 * kRadiusDown * arc * (circuity[i] > o.circuity ? circuity[i] : o.circuity);
    const float value = price[i] - haul * road;
    bound[i] = road > most_road ? kNever : value;
  }
}

PASOK_WIDE void BoundRoads(const Ball& from, const Columns& ends, float* __restrict nearest,
                           float* __restrict farthest) {
  constexpr float kHalfway = static_cast<float>(kEarthRadiusM * std::numbers::pi * (1 + 2 * kRelative));
  const Ball b = from;
  const float *x = ends.x, *y = ends.y, *z = ends.z, *circuity = ends.circuity;
  const std::size_t n = Padded(ends.n);
  for (std::size_t i = 0; i < n; ++i) {
    const float dx = x[i] - b.x, dy = y[i] - b.y, dz = z[i] - b.z;
    const float square = dx * dx + dy * dy + dz * dz;
    const float chord = std::sqrt(square);
    const float gap = kRadiusDown * chord - b.radius_m;
    const float near =
        (gap > 0 ? gap : 0) * (circuity[i] > b.least_circuity ? circuity[i] : b.least_circuity);
    nearest[i] = near < b.least_listed_m ? near : b.least_listed_m;
    const float arc = kRadiusUp * chord * (1.0f + square * (1.0f / 24 + square * (1.0f / 180)));
    farthest[i] = ((chord > 1 ? kHalfway : arc) + b.radius_m) *
                  (circuity[i] > b.most_circuity ? circuity[i] : b.most_circuity);
  }
}

PASOK_WIDE float BoundWorth(const TierCosts& tiers, const Margins& margins, const Columns& ends,
                            const float* __restrict nearest, const float* __restrict farthest,
                            float* __restrict at_most, float* __restrict tiered) {
  const TierCosts t = tiers;
  const Margins m = margins;
  const float* price = ends.price;
  const auto [r0, r1, r2, r3] = ends.region;
  float surely[kWide];
  for (float& lane : surely) lane = kNever;
  for (std::size_t block = 0; block < ends.n; block += kWide) {
    for (std::size_t lane = 0; lane < kWide; ++lane) {
      const std::size_t i = block + lane;
      // Regions form a tree: who shares a level shares those above it.
      float least = t.least[0], most = t.most[0];
      least = r0[i] == t.region[0] ? t.least[1] : least, most = r0[i] == t.region[0] ? t.most[1] : most;
      least = r1[i] == t.region[1] ? t.least[2] : least, most = r1[i] == t.region[1] ? t.most[2] : most;
      least = r2[i] == t.region[2] ? t.least[3] : least, most = r2[i] == t.region[2] ? t.most[3] : most;
      least = r3[i] == t.region[3] ? t.least[4] : least, most = r3[i] == t.region[3] ? t.most[4] : most;
      tiered[i] = price[i] - least;
      const float value = tiered[i] - m.haul_least * nearest[i];
      at_most[i] = nearest[i] > m.road_most ? kNever : value;
      const float sure = price[i] * kLower - most - m.haul_most * farthest[i];
      const float counts = farthest[i] > m.road_surely ? kNever : sure;
      surely[lane] = counts > surely[lane] ? counts : surely[lane];
    }
  }
  return Folded(surely);
}

PASOK_WIDE float Largest(const float* values, std::size_t n) {
  float largest[kWide];
  for (float& lane : largest) lane = kNever;
  for (std::size_t block = 0; block < n; block += kWide) {
    for (std::size_t lane = 0; lane < kWide; ++lane) {
      const float value = values[block + lane];
      largest[lane] = value > largest[lane] ? value : largest[lane];
    }
  }
  return Folded(largest);
}

}  // namespace pasok::match::exact
