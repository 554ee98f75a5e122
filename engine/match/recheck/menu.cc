#include "engine/match/recheck/menu.h"

#include <algorithm>
#include <utility>

namespace pasok::match::recheck {
namespace {

constexpr int kRoundsAfterTheFirst = 10;

}  // namespace

MenuReading::MenuReading(const Dataset& dataset, const Policy& policy, const StopToken& stop)
    : dataset_(dataset), policy_(policy), offsets_(dataset.demand_points.size()) {
  for (const MenuFactor& row : dataset.menu_factors)
    changes_[{row.demand_point, dataset.commodities[row.commodity]}].push_back(&row);
  if (policy.menu.days.empty() || policy.menu.most_per_day.empty()) return;
  ReadCaps();
  std::vector<std::pair<std::int64_t, std::int32_t>> order;  // less the grams over the cycle, demand point
  for (std::int32_t d = 0; d < std::ssize(offsets_); ++d) {
    order.emplace_back(0, d);
    for (const Dish& dish : DishesOf(d)) order.back().first -= dish.grams;
  }
  std::ranges::sort(order);
  bool any_moved = true;
  for (int round = 0; any_moved && round <= kRoundsAfterTheFirst; ++round) {
    any_moved = round == 0;
    for (const auto& [grams, d] : order) {
      if (stop.Asked()) return;
      const std::vector<Dish> dishes = DishesOf(d);
      if (round > 0) Begin(dishes, offsets_[d], -1);
      const std::int64_t best = BestOffset(dishes, offsets_[d]);
      any_moved = any_moved || best != offsets_[d];
      Begin(dishes, offsets_[d] = best, 1);
    }
  }
  for (const Capped& each : capped_) {
    for (std::size_t passed = 0; passed < each.load.size(); ++passed) {
      const Int128 over = each.OverWith(passed, 0);
      over_grams_ += over;
      over_cases_ += over > 0;
    }
  }
}

void MenuReading::ReadCaps() {
  for (const MostPerDay& cap : policy_.menu.most_per_day) {
    Capped& each = capped_.emplace_back();
    each.most = cap.weight.value;
    for (const std::vector<MenuItem>& day : policy_.menu.days) {
      const auto item = std::ranges::find(day, cap.commodity, &MenuItem::commodity);
      each.on_day.push_back(item == day.end() ? nullptr : &*item);
    }
    each.load.resize(each.on_day.size());
  }
}

std::vector<MenuReading::Dish> MenuReading::DishesOf(std::int32_t demand_point) const {
  std::vector<Dish> dishes;
  for (std::size_t c = 0; c < capped_.size(); ++c) {
    for (std::size_t day = 0; day < capped_[c].on_day.size(); ++day) {
      const MenuItem* item = capped_[c].on_day[day];
      if (item) dishes.push_back({.capped = c, .day = day, .grams = GramsOf(demand_point, *item, 1000)});
    }
  }
  return dishes;
}

std::size_t MenuReading::PassedAt(const Dish& dish, std::int64_t offset) const {
  const auto begins = static_cast<std::size_t>(offset);
  return dish.day >= begins ? dish.day - begins : dish.day + policy_.menu.days.size() - begins;
}

Int128 MenuReading::Capped::OverWith(std::size_t passed, std::int64_t grams) const {
  return std::max<Int128>(0, load[passed] + grams - most);
}

void MenuReading::Begin(const std::vector<Dish>& dishes, std::int64_t offset, int sign) {
  for (const Dish& dish : dishes)
    capped_[dish.capped].load[PassedAt(dish, offset)] += Int128{sign} * dish.grams;
}

Int128 MenuReading::MoreOver(const std::vector<Dish>& dishes, std::int64_t offset, Int128 enough) const {
  Int128 more = 0;
  for (const Dish& dish : dishes) {
    const Capped& each = capped_[dish.capped];
    const std::size_t passed = PassedAt(dish, offset);
    more += each.OverWith(passed, dish.grams) - each.OverWith(passed, 0);
    if (more >= enough) break;
  }
  return more;
}

std::int64_t MenuReading::BestOffset(const std::vector<Dish>& dishes, std::int64_t now) const {
  constexpr Int128 kNever = Int128{1} << 126;
  std::int64_t best = now;
  Int128 least = MoreOver(dishes, now, kNever);
  for (std::int64_t offset = 0; offset < std::ssize(policy_.menu.days) && least > 0; ++offset) {
    const Int128 more = MoreOver(dishes, offset, least);
    if (more < least) least = more, best = offset;
  }
  return best;
}

std::int64_t MenuReading::Passed(const std::optional<Date>& date) const {
  if (!date) return 0;
  const std::int32_t start = policy_.menu.cycle_starts_on->days;
  const auto serves = [&](std::int32_t day) {
    return (policy_.service_weekdays & 1 << (Weekday(Date{day}) - 1)) != 0;
  };
  std::int64_t passed = 0;
  for (std::int32_t day = start + 1; day <= date->days; ++day) passed += serves(day);
  for (std::int32_t day = date->days + 1; day <= start; ++day) passed -= serves(day);
  return passed;
}

std::size_t MenuReading::DayOf(std::int32_t demand_point, std::int64_t passed) const {
  const std::int64_t days = std::ssize(policy_.menu.days);
  std::int64_t day = (passed + offsets_[demand_point]) % days;
  if (day < 0) day += days;
  return static_cast<std::size_t>(day);
}

std::int64_t MenuReading::GramsOf(std::int32_t demand_point, const MenuItem& item,
                                  std::int64_t portions_milli) const {
  const DemandPoint& point = dataset_.demand_points[demand_point];
  Int128 millionths = 0;  // of a gram
  for (int group = 0; group < kRecipientGroups; ++group)
    millionths += Int128{point.recipients[group]} * item.portion_grams[group].value * portions_milli;
  return static_cast<std::int64_t>((millionths + 500'000) / 1'000'000);
}

std::int64_t MenuReading::GramsOn(std::optional<Date> date, std::int32_t demand_point, const MenuItem& item,
                                  std::int64_t portions_milli) const {
  Int128 grams = GramsOf(demand_point, item, portions_milli);
  const auto changes = changes_.find({demand_point, item.commodity});
  if (changes == changes_.end()) return static_cast<std::int64_t>(grams);
  for (const MenuFactor* change : changes->second) {
    const bool any_day = !change->from && !change->to;
    const bool early = date && change->from && date->days < change->from->days;
    const bool late = date && change->to && date->days > change->to->days;
    if (any_day || (date && !early && !late)) grams = (grams * change->millionths + 500'000) / 1'000'000;
  }
  return static_cast<std::int64_t>(grams);
}

}  // namespace pasok::match::recheck
