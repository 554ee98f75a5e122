// What of a series of needs may be kept from which day for which (transfers.h), before anybody asks how much
// the kitchen can store.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

// How many nights food of the commodity may be kept after the day of its delivery; 0: none.
std::int32_t NightsKept(const Policy& policy, const std::string& commodity);

// What the demand point needs on later days of what comes for the requirement, while it is fresh, less what
// of a stock comes only then and must be used by then: more is kept for another day in no store, however
// large. Quanta. REQUIRES closed spans and a date; O(days x log n) for stocks of a bounded number of rows.
std::int64_t FreshAndNeededLater(const Instance& instance, std::int32_t requirement);

// The date of a requirement's day, as Date::days. REQUIRES a date.
std::int32_t DayNumberOf(const Instance& instance, std::int32_t requirement);

// What a demand point has of a commodity, dataset indices. `stock`: by these. O(log n).
std::span<const Stock> StockOf(std::span<const Stock> stock, std::int32_t demand_point,
                               std::int32_t commodity);

// From a requirement to one of a later day.
struct Keeping {
  std::int32_t from = kNone, to = kNone;
  std::int64_t wanted = 0;  // quanta that are needed later while what comes on the first day is fresh
};

// From each day to the next. `taking`: all requirements of one demand point for one commodity, by day.
// O(days^2).
std::vector<Keeping> KeptInTurn(const Instance& instance, std::span<const std::int32_t> taking);

// From each day straight to the relief of each later one for which it is fresh. `relief_of`: per requirement;
// kNone: it has none. O(days^2).
std::vector<Keeping> KeptStraight(const Instance& instance, std::span<const std::int32_t> taking,
                                  std::span<const std::int32_t> relief_of);

// Quanta on the fullest night, were all of it kept; and whether any night sees more than one of them. O(days
// + kept).
struct Fullest {
  std::int64_t quanta = 0;
  bool overlap = false;
};
Fullest FullestNight(const Instance& instance, std::span<const Keeping> kept);

}  // namespace pasok::match
