#include "engine/match/question/nights.h"

#include <algorithm>

#include "engine/match/question/ahead.h"
#include "engine/match/question/transfers.h"

namespace pasok::match {

std::int32_t DateOf(const Instance& instance, std::int32_t requirement) {
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
  const std::int32_t last =
      instance.days[span.day]->days +
      NightsKept(instance.policy, instance.dataset->commodities[span.dataset_commodity]);
  const auto needed_on = [&](std::int32_t day) {
    const std::int32_t r = RowOf(instance, row.demand_point, span.dataset_commodity, day);
    return r == kNone ? std::int64_t{0} : instance.requirements[r].need;
  };
  std::int64_t needed = 0, before = 0;
  std::vector<DatedNeed> later;
  for (std::int32_t day = 0; day <= span.day; ++day) before += needed_on(day);
  for (std::int32_t day = span.day + 1; day < std::ssize(instance.days); ++day) {
    const std::int32_t date = instance.days[day]->days;
    later.push_back({.date = date, .quanta = needed_on(day)});
    if (date <= last) needed += later.back().quanta;
  }
  if (before > 0 || needed == 0) return needed;
  const auto stock = StockOf(instance.stock, row.demand_point, span.dataset_commodity);
  return needed - std::min(needed, ToBeUsedBy(last, stock, later, instance.policy.quantum));
}

std::vector<Keeping> KeptInTurn(const Instance& instance, std::span<const std::int32_t> taking) {
  std::vector<Keeping> kept;
  for (std::size_t i = 0; i + 1 < taking.size(); ++i) {
    kept.push_back(
        {.from = taking[i], .to = taking[i + 1], .wanted = FreshAndNeededLater(instance, taking[i])});
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
      if (DateOf(instance, taking[j]) > DateOf(instance, taking[i]) + nights) break;
      if (relief != kNone)
        kept.push_back({.from = taking[i], .to = relief, .wanted = instance.requirements[taking[j]].need});
    }
  }
  return kept;
}

Fullest FullestNight(const Instance& instance, std::span<const Keeping> kept) {
  Fullest fullest;
  for (const Keeping& each : kept) {  // the fullest begins with one of them
    const std::int32_t night = DateOf(instance, each.from);
    std::int64_t quanta = 0, count = 0;
    for (const Keeping& other : kept) {
      if (DateOf(instance, other.from) > night || DateOf(instance, other.to) <= night) continue;
      quanta += other.wanted;
      ++count;
    }
    fullest.quanta = std::max(fullest.quanta, quanta);
    fullest.overlap |= count > 1;
  }
  return fullest;
}

}  // namespace pasok::match
