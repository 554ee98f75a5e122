#include "engine/match/recheck/behind_stores.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pasok::match::recheck {
namespace {

using Key = std::pair<std::size_t, std::int32_t>;  // day, need or demand point

Key KeyOf(const Ways::End& end) { return {end.day, end.need}; }

}  // namespace

BehindStores::BehindStores(const Dataset& dataset, const Ways& ways, const ShortNeeds& short_needs) {
  std::map<Key, const Ways::Way*> kept_for;  // the way of storage into each need
  std::map<Key, std::int64_t> shared;        // what leaves into a demand point's shared store
  for (const Ways::Way& way : ways.all()) {
    if (way.kind != Carried::Way::kStorage) continue;
    if (!way.to_relief) kept_for[KeyOf(way.to)] = &way;
    if (way.shares && way.own == kNone)
      shared[{way.from->day, ways.NeedAt(way.to).demand_point}] += way.quanta;
  }
  const auto is_full = [&](const Ways::Way& way) {
    if (way.quanta >= way.capacity) return true;
    const std::int32_t demand_point = ways.NeedAt(way.to).demand_point;
    return way.shares && shared.at({way.from->day, demand_point}) >= ways.SharedStoreOf(way);
  };
  for (const auto& [key, last] : kept_for) {
    const Need& need = ways.NeedAt(last->to);
    const std::string name =
        dataset.demand_points[need.demand_point].id + " " + dataset.commodities[need.commodity];
    if (!short_needs[last->to.day].contains(name)) continue;
    const std::int64_t oldest = ways.DayNumber(last->to.day) - ways.Kept(need.commodity);
    bool full = false;
    std::int64_t holding = 0;
    for (auto at = kept_for.find(key); at != kept_for.end(); at = kept_for.find(KeyOf(*at->second->from))) {
      const Ways::Way& way = *at->second;
      if (ways.DayNumber(way.from->day) < oldest) break;
      full = full || is_full(way);
      holding += way.cost;
      if (full) all_.push_back({.from = *way.from, .to = last->to, .holding = holding, .left = {}});
    }
  }
  const std::set<Ways::Night> full_nights = ways.FullNights();
  const auto is_full_on_any = [&](const Ways::Way& way) {
    const std::vector<Ways::Night> nights = ways.NightsOf(way);
    return std::ranges::any_of(nights, [&](const Ways::Night& night) { return full_nights.contains(night); });
  };
  for (const Ways::Way& way : ways.all()) {  // straight from the day of delivery
    if (way.kind != Carried::Way::kStorage || !way.to_relief) continue;
    if (!short_needs[way.to.day].contains(ways.NameOf(way))) continue;
    if (way.quanta >= way.capacity || (way.shares && is_full_on_any(way)))
      all_.push_back({.from = *way.from, .to = way.to, .holding = way.cost, .left = {}});
  }
  AddWithoutRoom(dataset, ways, short_needs);
  std::ranges::sort(all_, {}, [](const Back& back) { return std::pair(KeyOf(back.from), KeyOf(back.to)); });
  for (std::size_t i = 0; i < all_.size(); ++i) by_to_.push_back(i);
  std::ranges::sort(by_to_, {}, [this](std::size_t i) { return KeyOf(all_[i].to); });
}

// Where storage.csv has 0 kg for a need that is short, all that would keep is behind that.
void BehindStores::AddWithoutRoom(const Dataset& dataset, const Ways& ways, const ShortNeeds& short_needs) {
  const std::vector<std::vector<Need>>& needs = ways.needs();
  for (std::size_t day = 0; day < needs.size(); ++day) {
    for (std::int32_t n = 0; n < std::ssize(needs[day]); ++n) {
      const Need& need = needs[day][n];
      const std::string name =
          dataset.demand_points[need.demand_point].id + " " + dataset.commodities[need.commodity];
      if (!short_needs[day].contains(name) || ways.RoomFor(need.demand_point, need.commodity) != 0) continue;
      for (std::size_t before = 0; before < day; ++before) {
        const std::int64_t nights = ways.DayNumber(day) - ways.DayNumber(before);
        if (nights > ways.Kept(need.commodity)) continue;
        const std::int32_t m = FindNeed(needs[before], need.demand_point, need.commodity);
        if (m == kNone) continue;
        all_.push_back({.from = {before, m}, .to = {day, n}, .holding = ways.HoldingFor(nights), .left = {}});
      }
    }
  }
}

std::span<BehindStores::Back> BehindStores::From(std::size_t day) {
  return std::ranges::equal_range(all_, day, {}, [](const Back& back) { return back.from.day; });
}

BehindStore BehindStores::LeftFor(std::size_t day, std::int32_t need) const {
  BehindStore left;
  const auto to = [this](std::size_t i) { return KeyOf(all_[i].to); };
  for (const std::size_t i : std::ranges::equal_range(by_to_, Key(day, need), {}, to)) left.Add(all_[i].left);
  return left;
}

}  // namespace pasok::match::recheck
