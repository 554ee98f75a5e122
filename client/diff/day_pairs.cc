#include "client/diff/day_pairs.h"

#include <algorithm>
#include <iterator>

#include "client/day.h"

namespace pasok::client {
namespace {

std::vector<std::string> DaysOf(const v1::Plan& plan) {
  if (plan.date().empty()) return {""};
  std::vector<std::string> days;
  for (int day = 0; day < std::max(1, plan.days()); ++day) days.push_back(DaysAfter(plan.date(), day));
  return days;
}

std::int32_t Find(const std::vector<DayPairs::Pair>& pairs, std::string DayPairs::Pair::*side,
                  std::string_view date) {
  const auto found = std::ranges::find(pairs, date, side);
  return found == pairs.end() ? DayPairs::kNoPair : static_cast<std::int32_t>(found - pairs.begin());
}

}  // namespace

std::int32_t DayPairs::OfBefore(std::string_view date) const { return Find(pairs, &Pair::before, date); }

std::int32_t DayPairs::OfAfter(std::string_view date) const { return Find(pairs, &Pair::after, date); }

DayPairs PairDays(const v1::Plan& before, const v1::Plan& after) {
  const std::vector<std::string> former = DaysOf(before), latter = DaysOf(after);
  DayPairs days;
  std::vector<std::string> shared;
  std::ranges::set_intersection(former, latter, std::back_inserter(shared));
  days.are_shared = !shared.empty();
  for (const std::string& day : shared) days.pairs.push_back({day, day});
  if (!days.are_shared) {
    for (std::size_t i = 0; i < std::min(former.size(), latter.size()); ++i)
      days.pairs.push_back({former[i], latter[i]});
  }
  std::ranges::copy_if(former, std::back_inserter(days.left_out_before),
                       [&](const std::string& day) { return days.OfBefore(day) == DayPairs::kNoPair; });
  std::ranges::copy_if(latter, std::back_inserter(days.left_out_after),
                       [&](const std::string& day) { return days.OfAfter(day) == DayPairs::kNoPair; });
  return days;
}

}  // namespace pasok::client
