#include "engine/study/scenario/offer_days.h"

#include <algorithm>

namespace pasok::study {
namespace {

constexpr std::uint8_t kEveryDay = 0x7f;

std::optional<Date> Later(const std::optional<Date>& a, const std::optional<Date>& b) {
  return a && b ? std::max(a, b) : (a ? a : b);
}
std::optional<Date> Earlier(const std::optional<Date>& a, const std::optional<Date>& b) {
  return a && b ? std::min(a, b) : (a ? a : b);
}

// The weekdays between two days, as bits.
std::uint8_t WeekdaysBetween(const std::optional<Date>& from, const std::optional<Date>& to) {
  if (!from || !to || to->days - from->days >= 6) return kEveryDay;
  std::uint8_t bits = 0;
  for (Date day = *from; day <= *to; ++day.days) bits |= static_cast<std::uint8_t>(1 << (Weekday(day) - 1));
  return bits;
}

}  // namespace

bool HoldsBetween(const Offer& offer, const std::optional<Date>& from, const std::optional<Date>& to) {
  return (WeekdaysBetween(Later(offer.available_from, from), Earlier(offer.available_to, to)) &
          offer.weekdays) != 0;
}

bool ShareADay(const Offer& a, const Offer& b) {
  return (WeekdaysBetween(Later(a.available_from, b.available_from),
                          Earlier(a.available_to, b.available_to)) &
          a.weekdays & b.weekdays) != 0;
}

}  // namespace pasok::study
