// The days of a plan, as the sentences and tables of studies name them.
#pragma once

#include <cstdint>
#include <span>

#include "engine/match/question/instance.h"
#include "engine/study/report.h"

namespace pasok::study {

// Whether several days were asked for: then tables have dates and sentences name days.
inline bool HasDays(const match::Instance& instance) { return instance.asked_days > 1; }

inline std::int32_t DayOfRequirement(const match::Instance& instance, std::int32_t r) {
  return instance.commodities[instance.requirements[r].commodity].day;
}
inline std::int32_t DayOfOffer(const match::Instance& instance, std::int32_t o) {
  return instance.commodities[instance.offers[o].commodity].day;
}
// Whether what comes on one day may serve on another.
bool CouplesDays(const match::Instance& instance);

// "Monday", "Senin": of an index into Instance::days. With its date where the asked days are more than a
// week. Of a plan without a date "the day", "hari itu".
Sentence DayName(const match::Instance& instance, std::int32_t day);
// "Monday, 2026-11-23".
Sentence FullDayName(const match::Instance& instance, std::int32_t day);
// " on Monday, Tuesday and Friday", " from Monday to Friday" where no planned day between is left out; of
// days in order, each once. Empty where only one day was asked for.
Sentence OnDays(const match::Instance& instance, std::span<const std::int32_t> days);

// ISO 8601; empty of a plan without a date.
Cell DateCell(const match::Instance& instance, std::int32_t day);

// Puts a column `date` at an index, where several days were asked for. REQUIRES a day for each row.
void AddDates(const match::Instance& instance, std::size_t at, std::span<const std::int32_t> days,
              Table& table);

}  // namespace pasok::study
