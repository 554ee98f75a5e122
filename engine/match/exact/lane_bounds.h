// What lanes are worth at most, and surely, in single precision, eight at a time.
//
// All lanes go to the ends of one Columns: from a group, or from any group of a cell (cover.h), which stands
// within a radius of a centre. With P the price of an end, h the haulage per metre and d the great circle:
//
//   from a group   at most = P - tier - h * max(circuity) * d
//   from a cell    at most = P - least tier - h * max(circuity, the cell's least) * max(0, d - radius)
//                  surely  = P - most tier - h * max(circuity, the cell's most) * (d + radius)
//
// No bound is broken by rounding. d is a series of the arc 2 asin(c / 2) of a chord c. From below: its odd
// series cut after the seventh power, or only c, for all terms are positive. From above: c + c^3 / 24 +
// c^5 / 180 up to c = 1, with 2 * 10^-5 to spare there, and half the circumference beyond. What is computed
// may be off by
//   - err, for each of two coordinates is rounded to 2^-24 of the widest: 3.5 units of that on three axes
//     together, which the series raise to 7.6 (the cut one, at antipodes) or 4: err = R * widest * 8 / 2^24;
//   - less than 2^-20 = kRelative of itself in all steps that follow, a dozen at 2^-24: so the Earth's radius
//     is taken less, or more, by twice that, and the haulage by once that for what follows the distance;
//   - what a lane's metres and sen are rounded to whole ones, and what an offer's price leaves below one
//     sen comes on top: 2 m times the circuity and 1 m of road; 1 sen, or 3 where it must be sure.
// Prices have all of that added (Margins), with 2^-20 of themselves and of the dearest tier; where a lane
// must be sure it is taken off twice. What is in range is likewise told by a longer road, or a shorter one.
//
// Thread-safe: nothing is kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "engine/match/exact/network.h"

namespace pasok::match::exact {

inline constexpr std::size_t kWide = 8;
inline constexpr float kNever = -std::numeric_limits<float>::infinity();
inline constexpr double kRelative = 1.0 / (1 << 20);  // more than all steps of a bound lose together

// Whole eights are computed: so many places of a column of n are read, and written.
constexpr std::size_t Padded(std::size_t n) { return (n + kWide - 1) / kWide * kWide; }
float RoundedUp(double value);
float RoundedDown(double value);

// What the figures of one commodity must leave for rounding.
struct Margins {
  float haul_least = 0, haul_most = 0;   // sen per metre
  float road_most = 0, road_surely = 0;  // metres: none beyond the one is in range, all up to the other are
  double price = 0;                      // sen, on top of each price
  double sure = 0;                       // sen, off what is sure
};
// `widest`: no coordinate is larger. most_road_m: kUnbounded where all lanes are in range.
Margins MarginsFor(double haul, std::int64_t most_road_m, double widest, double largest_circuity,
                   double dearest_tier);

// Where lanes end. Whatever stands from n to Padded(n) does no harm.
struct Columns {
  const float *x, *y, *z;  // on the unit sphere, from a common centre
  const float* circuity;
  const float* price;  // above a common one, rounded up, margin in
  std::array<const std::int32_t*, 4> region;
  std::size_t n;
};

// Where lanes begin: at a point.
struct Origin {
  float x, y, z, circuity;
};

// Or anywhere in a ball.
struct Ball {
  float x, y, z, radius_m;
  float least_circuity, most_circuity;
  float least_listed_m;  // no listed road is shorter, from those that may have some; infinite where none has
};

// And in which regions, province to desa: what the tier costs by how many levels an end shares with them.
inline constexpr std::int32_t kNoRegion = -2;  // nothing's: kNone is what ends have below their own level
struct TierCosts {
  std::array<std::int32_t, 4> region;  // kNoRegion: they differ
  std::array<float, 5> least, most;    // with Margins::sure on the latter; infinite: out of reach
};

// What each lane from the point is worth at most; kNever: out of range. REQUIRES prices with the tier off.
void BoundLanes(const Origin& from, const Margins& margins, const Columns& ends, float* bound);

// The roads from the ball, between which each is.
void BoundRoads(const Ball& from, const Columns& ends, float* nearest, float* farthest);

// What lanes on such roads are worth at most (kNever: out of range or reach), and the prices with the least
// tier off. Returns what the best of them is surely worth, kNever where none is sure. REQUIRES infinite roads
// from n to Padded(n).
float BoundWorth(const TierCosts& tiers, const Margins& margins, const Columns& ends, const float* nearest,
                 const float* farthest, float* at_most, float* tiered);

// kNever where there are none. REQUIRES kNever from n to Padded(n).
float Largest(const float* values, std::size_t n);

}  // namespace pasok::match::exact
