// Days on which a kitchen needs none of a food, but may take it for later: rows that need nothing, beside
// those of what may stand in for something (transfers.h).
//
// The kitchen must cook something on the day, so that somebody is there to take it; have room for the food
// overnight; and need some of it on a later planned day on which it is still fresh, beyond the stock that
// must be used by then.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/question/asked_day.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// Demand point and commodity, dataset indices.
using AheadKeys = std::vector<std::pair<std::int32_t, std::int32_t>>;

// Per day, sorted. `stock`: as Instance::stock. O(needs * days + n log n) for stocks of a bounded number of
// rows.
std::vector<AheadKeys> FindAhead(const Dataset& dataset, const Policy& policy,
                                 const std::vector<AskedDay>& days, const std::vector<Stock>& stock);

// What the demand point can store of the commodity overnight, by its own row of storage.csv, else by the one
// that commodities share; nullopt: there is neither. Quanta. O(log n).
std::optional<std::int64_t> RoomFor(const Dataset& dataset, const Policy& policy, std::int32_t demand_point,
                                    std::int32_t commodity);

// What the demand point needs of a commodity, by date.
struct DatedNeed {
  std::int32_t date = 0;
  std::int64_t quanta = 0;
};

// What of a stock the needs could cook that must be used by the date `last`. Quanta. `stock`: rows of the
// demand point and commodity.
std::int64_t ToBeUsedBy(std::int32_t last, std::span<const Stock> stock, std::span<const DatedNeed> needs,
                        Grams quantum);

}  // namespace pasok::match
