#include "engine/match/report/behind_stores.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/match/plan.h"
#include "engine/match/question/ahead.h"
#include "engine/match/question/nights.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

std::int32_t NightsBetween(const Instance& instance, std::int32_t from, std::int32_t to) {
  return DayNumberOf(instance, to) - DayNumberOf(instance, from);
}

// What the plan puts into stores that several transfers share.
StoredByNight LyingIn(const Instance& instance, const Matching& matching) {
  StoredByNight lying(instance);
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    if (instance.transfers[i].store != kNone) lying.Take(instance.transfers[i], matching.transfers[i]);
  }
  return lying;
}

// What lies in each store that commodities share, by the day on which it was put there.
using Fill = std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t>;

Fill FillOf(const Instance& instance, const Matching& matching) {
  Fill fill;
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    if (transfer.store != kNone)
      fill[{transfer.store, instance.DayOf(transfer.from)}] += matching.transfers[i];
  }
  return fill;
}

}  // namespace

// A store for nothing is always full, and no transfer leads over it.
void BehindStores::AddWithoutRoom(const Instance& instance, std::int32_t to, std::int32_t nights) {
  const std::int32_t demand_point = instance.requirements[to].demand_point;
  const CommoditySpan& span = instance.commodities[instance.requirements[to].commodity];
  if (RoomFor(*instance.dataset, instance.policy, demand_point, span.dataset_commodity) != 0) return;
  for (std::int32_t day = span.day; day-- > 0;) {
    const std::int32_t between = instance.days[span.day]->days - instance.days[day]->days;
    if (between > nights) break;
    const std::int32_t from = RowOf(instance, demand_point, span.dataset_commodity, day);
    const Int128 holding =
        Int128{instance.policy.quantum.value} * instance.policy.storage.holding_per_day.value * between;
    if (from != kNone)
      ways_.push_back({.from = from, .to = to, .holding = RoundHalfUp(holding, 1000), .left = {}});
  }
}

BehindStores::BehindStores(const Instance& instance, const Matching& matching,
                           std::span<const std::int32_t> wanting) {
  if (!instance.policy.storage.on || !instance.date) return;
  std::vector<std::int32_t> into(instance.requirements.size(), kNone);  // the storage's transfer to each
  std::map<std::int32_t, std::vector<std::int32_t>> straight_to;        // by relief, those to it
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    const Transfer& transfer = instance.transfers[i];
    if (LeavesRelief(instance, transfer) || WayOf(instance, transfer) != Carried::Way::kStorage) continue;
    if (instance.IsRelief(transfer.to)) {
      straight_to[transfer.to].push_back(i);
    } else {
      into[transfer.to] = i;
    }
  }
  const Fill fill = FillOf(instance, matching);
  const StoredByNight lying = LyingIn(instance, matching);
  const auto is_full = [&](std::int32_t i) {
    const Transfer& transfer = instance.transfers[i];
    return matching.transfers[i] >= transfer.limit() ||
           (transfer.store != kNone &&
            fill.at({transfer.store, instance.DayOf(transfer.from)}) >= instance.stores[transfer.store]);
  };
  for (const std::int32_t r : wanting) {
    const std::int32_t commodity = CommodityInDataset(instance, r);
    const std::int32_t nights = NightsKept(instance.policy, instance.dataset->commodities[commodity]);
    AddWithoutRoom(instance, r, nights);
    const std::int32_t relief =
        ReliefOf(instance, instance.requirements[r].demand_point, commodity, instance.DayOf(r));
    for (const std::int32_t i : straight_to[relief]) {
      const Transfer& transfer = instance.transfers[i];
      const bool no_more = matching.transfers[i] >= transfer.limit() ||
                           (transfer.store != kNone && lying.LeftFor(transfer) <= 0);
      if (no_more) ways_.push_back({.from = transfer.from, .to = r, .holding = transfer.cost, .left = {}});
    }
    bool full = false;
    std::int64_t holding = 0;
    for (std::int32_t i = into[r]; i != kNone; i = into[instance.transfers[i].from]) {
      const Transfer& transfer = instance.transfers[i];
      if (NightsBetween(instance, transfer.from, r) > nights) break;
      full |= is_full(i);
      holding += transfer.cost;
      if (full) ways_.push_back({.from = transfer.from, .to = r, .holding = holding, .left = {}});
    }
  }
  std::ranges::sort(ways_, {}, [](const Way& way) { return std::pair(way.from, way.to); });
  for (std::int32_t i = 0; i < std::ssize(ways_); ++i) by_to_.push_back(i);
  std::ranges::stable_sort(by_to_, {}, [this](std::int32_t i) { return ways_[i].to; });
}

std::vector<std::int32_t> BehindStores::Earlier() const {
  std::vector<std::int32_t> earlier;
  for (const Way& way : ways_) {
    if (earlier.empty() || earlier.back() != way.from) earlier.push_back(way.from);
  }
  return earlier;
}

std::span<BehindStores::Way> BehindStores::From(std::int32_t requirement) {
  return std::ranges::equal_range(ways_, requirement, {}, &Way::from);
}

BehindStore BehindStores::LeftFor(std::int32_t requirement) const {
  BehindStore left;
  const auto to = [this](std::int32_t i) { return ways_[i].to; };
  for (const std::int32_t i : std::ranges::equal_range(by_to_, requirement, {}, to)) left.Add(ways_[i].left);
  return left;
}

}  // namespace pasok::match
