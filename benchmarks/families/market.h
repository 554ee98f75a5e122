// A family of seeded markets of any size: suppliers and kitchens clustered round towns, twelve commodities of
// the built-in policy, total capacities per supplier, and little more supply than need. Made in memory as a
// dataset that passes its rules; the same shape and seed is the same market everywhere.
//
// The land is a rectangle on the equator, so large that about half of the pairs of an offer and a requirement
// lie within the built-in policy's radii. A town stands for a kecamatan with twelve desa about it, eight
// neighbouring towns for a kabupaten. Few towns are large: the n-th has weight 1/n. Half of the kitchens
// follow the suppliers' weights, half the same weights turned to other towns, so that some towns have much to
// sell and others many to feed.
#pragma once

#include <cstdint>

#include "engine/register/dataset.h"

namespace pasok::families {

struct MarketShape {
  std::int32_t suppliers = 0;  // each offers one to four commodities, two and a half in the mean
  std::int32_t kitchens = 0;   // each requires all twelve
};

// Capacities add up to 1.4 to 2.4 times the need, commodity by commodity; but every supplier of several
// offers can deliver only 50 to 90 % of their sum, so that the commodities hang together.
// REQUIRES 250 <= suppliers < 10^6, 1 <= kitchens < 10^6.
Dataset MakeMarket(const MarketShape& shape, std::uint64_t seed);

}  // namespace pasok::families
