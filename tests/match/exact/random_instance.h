// Small random instances that a careless engine gets wrong: planted at borders, in ties, at zero and at the
// limit.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::match::exact {

// An instance with the dataset and the lane rule that it points to.
struct Case {
  std::unique_ptr<Dataset> dataset;
  std::unique_ptr<Instance> instance;
  std::unique_ptr<LaneRule> rule;
};

// What makes the case hard. All: a little of everything, drawn by the seed.
enum class Flavour : std::uint8_t {
  kAll,
  kBoxBorders,      // points on a coarse grid, many at one point
  kCircuityChange,  // regions whose circuity differs
  kAtTheRadius,     // max_distance_km is exactly some lane's road, or a metre beside it
  kDateLine,        // points on both sides of 180 degrees
  kEquator,
  kEqualCost,  // no haulage, one price
  kOnePoint,
  kWholeEarth,  // antipodes too
  kLaneCaps,
  kForbiddenPairs,
  kListedDistances,
  kTightTotals,  // suppliers' totals equal to the needs, zero capacities
};
inline constexpr int kFlavours = 13;
inline constexpr Flavour kEveryFlavour[kFlavours] = {
    Flavour::kAll,        Flavour::kBoxBorders, Flavour::kCircuityChange, Flavour::kAtTheRadius,
    Flavour::kDateLine,   Flavour::kEquator,    Flavour::kEqualCost,      Flavour::kOnePoint,
    Flavour::kWholeEarth, Flavour::kLaneCaps,   Flavour::kForbiddenPairs, Flavour::kListedDistances,
    Flavour::kTightTotals};

Case RandomCase(Flavour flavour, std::uint64_t seed);

// Some suppliers sell through aggregators: at those's places, some of which can handle little or nothing, for
// a fee and the way there. Lane rules made before don't know it.
void AddAggregators(std::uint64_t seed, Instance& instance);

// In a random tree of regions with listed distances between regions of all levels, some of which say how many
// minutes they take, which some commodities limit; some suppliers sell through aggregators.
Case RandomRoads(std::uint64_t seed);

// RandomCase with transfers: each commodity on a day of its own, requirements of some demand points linked
// from day to day, across days, and fed by stocks; some need nothing of their own.
Case RandomTransfers(Flavour flavour, std::uint64_t seed);

}  // namespace pasok::match::exact
