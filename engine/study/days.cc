#include "engine/study/days.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pasok::study {
namespace {

using match::Instance;

constexpr std::int32_t kWeek = 7;
constexpr std::array<const char*, kWeek + 1> kEnglishDays{"",         "Monday", "Tuesday",  "Wednesday",
                                                          "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<const char*, kWeek + 1> kIndonesianDays{"",      "Senin", "Selasa", "Rabu",
                                                             "Kamis", "Jumat", "Sabtu",  "Minggu"};

Sentence Weekday(const Instance& instance, std::int32_t day) {
  const std::optional<Date>& date = instance.days[day];
  if (!date) return {"the day", "hari itu"};
  const auto weekday = static_cast<std::size_t>(pasok::Weekday(*date));
  return {kEnglishDays[weekday], kIndonesianDays[weekday]};
}

}  // namespace

bool CouplesDays(const Instance& instance) {
  return std::ranges::any_of(instance.transfers, [&](const match::Transfer& transfer) {
    return transfer.from != kNone &&
           DayOfRequirement(instance, transfer.from) != DayOfRequirement(instance, transfer.to);
  });
}

Sentence DayName(const Instance& instance, std::int32_t day) {
  Sentence name = Weekday(instance, day);
  if (instance.asked_days <= kWeek || !instance.days[day]) return name;
  const std::string date = " " + ToIso(*instance.days[day]);
  return {name.english + date, name.indonesian + date};
}

Sentence FullDayName(const Instance& instance, std::int32_t day) {
  Sentence name = Weekday(instance, day);
  if (!instance.days[day]) return name;
  const std::string date = ", " + ToIso(*instance.days[day]);
  return {name.english + date, name.indonesian + date};
}

Sentence OnDays(const Instance& instance, std::span<const std::int32_t> days) {
  if (!HasDays(instance) || days.empty()) return {};
  const bool in_a_row = std::ssize(days) > 2 && days.back() - days.front() + 1 == std::ssize(days);
  if (in_a_row) {
    const Sentence first = DayName(instance, days.front()), last = DayName(instance, days.back());
    return {" from " + first.english + " to " + last.english,
            " dari " + first.indonesian + " sampai " + last.indonesian};
  }
  Sentence on;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const Sentence name = DayName(instance, days[i]);
    const bool last = i + 1 == days.size();
    on.english += (i == 0 ? " on " : last ? " and " : ", ") + name.english;
    on.indonesian += (i == 0 ? " pada hari " : last ? " dan " : ", ") + name.indonesian;
  }
  return on;
}

Cell DateCell(const Instance& instance, std::int32_t day) {
  if (!instance.days[day]) return {};
  return ToIso(*instance.days[day]);
}

void AddDates(const Instance& instance, std::size_t at, std::span<const std::int32_t> days, Table& table) {
  if (!HasDays(instance)) return;
  std::vector<Cell> dates;
  for (const std::int32_t day : days) dates.push_back(DateCell(instance, day));
  InsertColumn(at, {"date", {"Date", "Tanggal"}, Unit::kText}, std::move(dates), table);
}

}  // namespace pasok::study
