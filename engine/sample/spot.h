// A point in whole millionths of a degree (about 11 cm), so that places come out alike on every machine.
#pragma once

#include <cstdint>

#include "engine/sample/random.h"

namespace pasok::sample {

struct Spot {
  std::int32_t lat = 0;  // millionths of a degree
  std::int32_t lng = 0;
};

// The largest whole number whose square is at most `n`. REQUIRES 0 <= n < 2^62.
std::int64_t SquareRoot(std::int64_t n);

// The radius in metres of a disc of that many km2.
std::int64_t DiscRadius(std::int64_t area_km2);

// A spot within `metres` of `centre`, denser towards it. Degrees of longitude count as on the equator, which
// Indonesia is near.
Spot Around(Random& random, Spot centre, std::int64_t metres);

// Roughly the metres between two spots, on a plane.
std::int64_t Apart(Spot a, Spot b);

}  // namespace pasok::sample
