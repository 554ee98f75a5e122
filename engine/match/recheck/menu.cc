#include "engine/match/recheck/menu.h"

#include <algorithm>
#include <utility>

namespace pasok::match::recheck {
namespace {

constexpr int kRoundsAfterTheFirst = 10;

}  // namespace

MenuReading::MenuReading(const Dataset& dataset, const Policy& policy)
    : dataset_(dataset), policy_(policy), offsets_(dataset.demand_points.size()) {
  for (const MenuFactor& row : dataset.menu_factors)
    changes_[{row.demand_point, dataset.commodities[row.commodity]}].push_back(&row);
  if (policy.menu.days.empty() || policy.menu.most_per_day.empty()) return;
  ReadCaps();
  std::vector<std::pair<std::int64_t, std::int32_t>> order;  // less the grams over the cycle, demand point
  for (std::int32_t d = 0; d < std::ssize(offsets_); ++d) {
    order.emplace_back(0, d);
    for (const Capped& each : capped_) {
      for (const MenuItem* item : each.on_day) order.back().first -= item ? GramsOf(d, *item, 1000) : 0;
    }
  }
  std::ranges::sort(order);
  for (const auto& [grams, d] : order) Begin(d, offsets_[d] = BestOffset(d, 0), 1);
  bool any_moved = true;
  for (int round = 0; any_moved && round < kRoundsAfterTheFirst; ++round) {
    any_moved = false;
    for (const auto& [grams, d] : order) {
      Begin(d, offsets_[d], -1);
      const std::int64_t best = BestOffset(d, offsets_[d]);
      any_moved = any_moved || best != offsets_[d];
      Begin(d, offsets_[d] = best, 1);
    }
  }
  over_grams_ = Over();
  for (const Capped& each : capped_)
    over_cases_ += std::ranges::count_if(each.load, [&](Int128 load) { return load > each.most; });
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

void MenuReading::Begin(std::int32_t demand_point, std::int64_t offset, int sign) {
  for (Capped& each : capped_) {
    for (std::size_t passed = 0; passed < each.load.size(); ++passed) {
      const MenuItem* item = each.on_day[(passed + offset) % each.on_day.size()];
      if (item) each.load[passed] += Int128{sign} * GramsOf(demand_point, *item, 1000);
    }
  }
}

Int128 MenuReading::Over() const {
  Int128 over = 0;
  for (const Capped& each : capped_) {
    for (const Int128 load : each.load) over += load > each.most ? load - each.most : 0;
  }
  return over;
}

std::int64_t MenuReading::BestOffset(std::int32_t demand_point, std::int64_t now) {
  const auto over_with = [&](std::int64_t offset) {
    Begin(demand_point, offset, 1);
    const Int128 over = Over();
    Begin(demand_point, offset, -1);
    return over;
  };
  const Int128 over_without = Over();
  std::int64_t best = now;
  Int128 least = over_with(now);
  for (std::int64_t offset = 0; offset < std::ssize(policy_.menu.days) && least > over_without; ++offset) {
    const Int128 over = over_with(offset);
    if (over < least) least = over, best = offset;
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
