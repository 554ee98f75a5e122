#include "engine/match/question/menu.h"

#include <algorithm>
#include <numeric>

namespace pasok::match {
namespace {

constexpr int kMostRounds = 10;

// Sum over groups of recipients * portion, in thousandths of a gram.
Int128 MilligramsOf(const MenuItem& item, const DemandPoint& point) {
  Int128 sum = 0;
  for (std::size_t group = 0; group < item.portion_grams.size(); ++group)
    sum += Int128{item.portion_grams[group].value} * point.recipients[group];
  return sum;
}

}  // namespace

Grams WeightOf(const MenuItem& item, const DemandPoint& point, Milli portions_factor) {
  return {RoundHalfUp(MilligramsOf(item, point) * portions_factor.value, 1'000'000)};
}

namespace {

// Service weekdays among the days after `from` up to `to`. REQUIRES from <= to.
std::int64_t ServiceWeekdays(Date from, Date to, std::uint8_t weekdays) {
  const std::int64_t days = std::int64_t{to.days} - from.days;
  std::int64_t count = days / 7 * __builtin_popcount(weekdays);
  for (std::int64_t i = 0; i < days % 7; ++i)
    count += weekdays >> (Weekday(Date{to.days - static_cast<std::int32_t>(i)}) - 1) & 1;
  return count;
}

// The demand points' shares of the load, and where each begins.
class Staggering {
 public:
  Staggering(const Dataset& dataset, const Menu& menu) : dataset_(dataset), days_(std::ssize(menu.days)) {
    for (const MostPerDay& cap : menu.most_per_day) most_.push_back(cap.weight.value);
    load_.resize(most_.size() * menu.days.size());
    for (std::size_t i = 0; i < menu.days.size(); ++i) {
      for (const MenuItem& item : menu.days[i]) {
        const auto cap =
            std::ranges::lower_bound(menu.most_per_day, item.commodity, {}, &MostPerDay::commodity);
        if (cap == menu.most_per_day.end() || cap->commodity != item.commodity) continue;
        capped_.push_back({.item = &item,
                           .day = static_cast<std::int64_t>(i),
                           .row = (cap - menu.most_per_day.begin()) * days_});
      }
    }
  }

  std::vector<std::int32_t> Run() {
    std::vector<std::int32_t> offsets(dataset_.demand_points.size());
    const std::vector<std::int32_t> order = LargestFirst();
    for (const std::int32_t d : order) {
      weights_ = WeightsOf(d);
      Move(offsets[d] = Cheapest(0), 1);
    }
    for (int round = 0; round < kMostRounds; ++round) {
      bool any_moved = false;
      for (const std::int32_t d : order) {
        weights_ = WeightsOf(d);
        const std::int32_t before = offsets[d];
        Move(before, -1);
        offsets[d] = Cheapest(before);
        Move(offsets[d], 1);
        any_moved = any_moved || offsets[d] != before;
      }
      if (!any_moved) break;
    }
    return offsets;
  }

  MenuOverload Overload() const {
    MenuOverload overload;
    for (std::size_t at = 0; at < load_.size(); ++at) {
      const Int128 over = Over(static_cast<std::int64_t>(at), 0);
      overload.cases += over > 0;
      overload.grams += over;
    }
    return overload;
  }

 private:
  struct Capped {
    const MenuItem* item = nullptr;
    std::int64_t day = 0;
    std::int64_t row = 0;  // of its commodity in load_
  };

  std::vector<std::int64_t> WeightsOf(std::int32_t d) const {
    std::vector<std::int64_t> weights;
    for (const Capped& each : capped_)
      weights.push_back(WeightOf(*each.item, dataset_.demand_points[d], Milli{1000}).value);
    return weights;
  }

  std::vector<std::int32_t> LargestFirst() const {
    std::vector<std::int64_t> sums;
    for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
      const std::vector<std::int64_t> weights = WeightsOf(d);
      sums.push_back(std::accumulate(weights.begin(), weights.end(), std::int64_t{0}));
    }
    std::vector<std::int32_t> order(sums.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::int32_t d) { return sums[d]; });
    return order;
  }

  // The day on which who begins `offset` days into the cycle cooks the item.
  std::int64_t At(const Capped& each, std::int64_t offset) const {
    return each.row + (each.day - offset + days_) % days_;
  }
  Int128 Over(std::int64_t at, std::int64_t more) const {
    return std::max<Int128>(0, load_[at] + more - most_[at / days_]);
  }

  void Move(std::int32_t offset, int sign) {
    for (std::size_t i = 0; i < capped_.size(); ++i) load_[At(capped_[i], offset)] += sign * weights_[i];
  }

  // By how much the present weights, which stand in no load, raise what is over.
  Int128 Raise(std::int64_t offset) const {
    Int128 raise = 0;
    for (std::size_t i = 0; i < capped_.size(); ++i) {
      const std::int64_t at = At(capped_[i], offset);
      raise += Over(at, weights_[i]) - Over(at, 0);
    }
    return raise;
  }

  // The least offset that raises least, `now` where none raises less than it.
  std::int32_t Cheapest(std::int32_t now) const {
    std::int32_t best = now;
    Int128 least = Raise(now);
    for (std::int32_t offset = 0; offset < days_ && least > 0; ++offset) {
      const Int128 raise = Raise(offset);
      if (raise < least) best = offset, least = raise;
    }
    return best;
  }

  const Dataset& dataset_;
  const std::int64_t days_;
  std::vector<std::int64_t> most_;     // per capped commodity
  std::vector<Int128> load_;           // per capped commodity and day
  std::vector<Capped> capped_;         // a commodity's at most once a day
  std::vector<std::int64_t> weights_;  // of the present demand point, per capped item
};

}  // namespace

MenuNeeds::MenuNeeds(const Dataset& dataset, const Policy& policy) : dataset_(dataset), policy_(policy) {
  if (!any() || policy.menu.most_per_day.empty()) return;
  Staggering staggering(dataset, policy.menu);
  offsets_ = staggering.Run();
  overload_ = staggering.Overload();
}

std::int32_t MenuNeeds::CycleDay(std::int32_t demand_point, const std::optional<Date>& date) const {
  const std::int64_t n = std::ssize(policy_.menu.days);
  std::int64_t passed = 0;
  if (date) {
    const Date start = *policy_.menu.cycle_starts_on;
    passed = start <= *date ? ServiceWeekdays(start, *date, policy_.service_weekdays)
                            : -ServiceWeekdays(*date, start, policy_.service_weekdays);
  }
  const std::int64_t offset = offsets_.empty() ? 0 : offsets_[demand_point];
  return static_cast<std::int32_t>(((passed + offset) % n + n) % n);
}

std::vector<MenuNeed> MenuNeeds::Of(std::int32_t demand_point, const std::optional<Date>& date,
                                    std::int32_t cycle_day, Milli portions_factor) const {
  const auto key = [](const MenuFactor& row) { return std::pair(row.demand_point, row.commodity); };
  std::vector<MenuNeed> needs;
  for (const MenuItem& item : policy_.menu.days[cycle_day]) {
    const std::int32_t commodity = dataset_.FindCommodity(item.commodity);
    Grams weight = WeightOf(item, dataset_.demand_points[demand_point], portions_factor);
    for (const MenuFactor& row :
         std::ranges::equal_range(dataset_.menu_factors, std::pair(demand_point, commodity), {}, key)) {
      if (row.HoldsOn(date)) weight.value = RoundHalfUp(Int128{weight.value} * row.millionths, 1'000'000);
    }
    if (weight.value > 0) needs.push_back({.commodity = commodity, .weight = weight});
  }
  return needs;
}

}  // namespace pasok::match
