#include "engine/match/question/nights.h"

#include <algorithm>

#include "engine/match/question/ahead.h"
#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

// Of one demand point and commodity on a day, dataset indices: see the header. `needs`: by day.
std::int64_t NeededLater(const Instance& instance, std::int32_t demand_point, std::int32_t commodity,
                         std::int32_t day, std::span<const std::int64_t> needs) {
  const std::int32_t last =
      instance.days[day]->days + NightsKept(instance.policy, instance.dataset->commodities[commodity]);
  std::int64_t needed = 0;
  for (std::int32_t later = day + 1; later < std::ssize(needs) && instance.days[later]->days <= last; ++later)
    needed += needs[later];
  const bool is_needed_before = std::ranges::any_of(needs.first(day + 1), [](auto need) { return need > 0; });
  if (is_needed_before || needed == 0) return needed;
  std::vector<DatedNeed> later;
  for (std::int32_t each = day + 1; each < std::ssize(needs); ++each)
    later.push_back({.date = instance.days[each]->days, .quanta = needs[each]});
  const auto stock = StockOf(instance.stock, demand_point, commodity);
  return needed - std::min(needed, ToBeUsedBy(last, stock, later, instance.policy.quantum));
}

}  // namespace

std::int32_t DayNumberOf(const Instance& instance, std::int32_t requirement) {
  return instance.days[instance.DayOf(requirement)]->days;
}

std::span<const Stock> StockOf(std::span<const Stock> stock, std::int32_t demand_point,
                               std::int32_t commodity) {
  const auto found =
      std::ranges::equal_range(stock, std::pair(demand_point, commodity), {},
                               [](const Stock& row) { return std::pair(row.demand_point, row.commodity); });
  return {found.begin(), found.end()};
}

std::int32_t NightsKept(const Policy& policy, const std::string& commodity) {
  const SubstituteRule* const substitutes = policy.FindSubstitutes(commodity);
  if (substitutes && substitutes->HasRatio()) return 0;
  const CommodityRule* const rule = policy.FindCommodity(commodity);
  if (!rule || !rule->shelf_life_days) return 0;
  return std::max(0, *rule->shelf_life_days - 1 - policy.storage.min_shelf_left_days);
}

std::int64_t FreshAndNeededLater(const Instance& instance, std::int32_t requirement) {
  const RequirementRow& row = instance.requirements[requirement];
  const CommoditySpan& span = instance.commodities[row.commodity];
  std::vector<std::int64_t> needs(instance.days.size());
  for (std::int32_t day = 0; day < std::ssize(needs); ++day) {
    const std::int32_t r = RowOf(instance, row.demand_point, span.dataset_commodity, day);
    if (r != kNone) needs[day] = instance.requirements[r].need;
  }
  return NeededLater(instance, row.demand_point, span.dataset_commodity, span.day, needs);
}

std::vector<Keeping> KeptInTurn(const Instance& instance, std::span<const std::int32_t> taking) {
  std::vector<Keeping> kept;
  std::vector<std::int64_t> needs(instance.days.size());
  for (const std::int32_t r : taking) needs[instance.DayOf(r)] = instance.requirements[r].need;
  for (std::size_t i = 0; i + 1 < taking.size(); ++i) {
    const RequirementRow& row = instance.requirements[taking[i]];
    const CommoditySpan& span = instance.commodities[row.commodity];
    kept.push_back(
        {.from = taking[i],
         .to = taking[i + 1],
         .wanted = NeededLater(instance, row.demand_point, span.dataset_commodity, span.day, needs)});
  }
  return kept;
}

std::vector<Keeping> KeptStraight(const Instance& instance, std::span<const std::int32_t> taking,
                                  std::span<const std::int32_t> relief_of) {
  const CommoditySpan& span = instance.commodities[instance.requirements[taking.front()].commodity];
  const std::int32_t nights =
      NightsKept(instance.policy, instance.dataset->commodities[span.dataset_commodity]);
  std::vector<Keeping> kept;
  for (std::size_t i = 0; i < taking.size(); ++i) {
    for (std::size_t j = i + 1; j < taking.size(); ++j) {
      const std::int32_t relief = relief_of[taking[j]];
      if (DayNumberOf(instance, taking[j]) > DayNumberOf(instance, taking[i]) + nights) break;
      if (relief != kNone)
        kept.push_back({.from = taking[i], .to = relief, .wanted = instance.requirements[taking[j]].need});
    }
  }
  return kept;
}

Fullest FullestNight(const Instance& instance, std::span<const Keeping> kept) {
  struct Change {
    std::int64_t quanta = 0, count = 0;
  };
  std::vector<Change> by_day(instance.days.size());  // of what is kept over the night after it
  for (const Keeping& each : kept) {
    Change &begins = by_day[instance.DayOf(each.from)], &ends = by_day[instance.DayOf(each.to)];
    begins.quanta += each.wanted, ++begins.count;
    ends.quanta -= each.wanted, --ends.count;
  }
  Fullest fullest;
  Change now;
  for (const Change& change : by_day) {
    now.quanta += change.quanta, now.count += change.count;
    fullest.quanta = std::max(fullest.quanta, now.quanta);
    fullest.overlap |= now.count > 1;
  }
  return fullest;
}

}  // namespace pasok::match
