// A sample's places, kitchens and market as rows of the register files.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/sample/kitchens.h"
#include "engine/sample/places.h"
#include "engine/sample/register_writer.h"
#include "engine/sample/sellers.h"

namespace pasok::sample {

void WriteRegions(const Places& places, RegisterWriter& out);
// `beyond_base`: with licences that end, first days in the register, and what KDMP take for handling others'
// food.
void WriteSuppliers(const Market& market, const Places& places, bool beyond_base, std::uint64_t seed,
                    RegisterWriter& out);
void WriteOffers(const Market& market, RegisterWriter& out);
void WriteDemandPoints(const std::vector<Kitchen>& kitchens, const Places& places, RegisterWriter& out);
// Each need is that percentage of the kitchen's, rounded up to a kilo.
void WriteRequirements(const std::vector<Kitchen>& kitchens, std::int64_t percent, RegisterWriter& out);

// The two towns farthest from an inland seat are reached by river: the listed way is longer than any circuity
// says; and slower.
void WriteDistances(const Places& places, bool with_minutes, RegisterWriter& out);

// One kitchen in forty refuses a supplier of its own kabupaten.
void WriteBlocks(const Market& market, const std::vector<Kitchen>& kitchens, const Places& places,
                 std::uint64_t seed, RegisterWriter& out);

}  // namespace pasok::sample
