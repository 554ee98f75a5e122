// What the registers say beyond the base model, in the variant that has it: the calendar, contracts, storage
// and stock. Dates lie around Monday 23 November 2026, the first day that the sample is meant to be planned
// for.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/sample/kitchens.h"
#include "engine/sample/places.h"
#include "engine/sample/register_writer.h"
#include "engine/sample/sellers.h"

namespace pasok::sample {

// Christmas is closed, the day before has half portions in the first kitchen's kabupaten, and remote kitchens
// serve on a Saturday.
void WriteCalendar(const std::vector<Kitchen>& kitchens, const Places& places, RegisterWriter& out);

// Every second kitchen has a contract with a seller of its kabupaten, for a tenth to a half of what that can
// deliver; a third of them have a least, a third a most, a third both. Never with a seller of the kitchen's
// own foundation.
void WriteContracts(const Market& market, const std::vector<Kitchen>& kitchens, const Places& places,
                    std::uint64_t seed, RegisterWriter& out);

// A rice store, and one refrigerator for all else, in every kitchen but the smallest.
void WriteStorage(const std::vector<Kitchen>& kitchens, RegisterWriter& out);

// Every third kitchen has rice left, and eggs that must be cooked within the week.
void WriteStock(const std::vector<Kitchen>& kitchens, std::uint64_t seed, RegisterWriter& out);

// ISO 8601: that many days after 23 November 2026.
std::string PlannedDay(std::int64_t days_after);

}  // namespace pasok::sample
