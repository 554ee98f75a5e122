#include "engine/match/question/nights.h"

#include <algorithm>

#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

std::int32_t DateOf(const Instance& instance, std::int32_t requirement) {
  return instance.days[instance.commodities[instance.requirements[requirement].commodity].day]->days;
}

}  // namespace

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
