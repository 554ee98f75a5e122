#include "engine/match/question/shared_stores.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>
#include <vector>

#include "engine/match/question/nights.h"

namespace pasok::match {
namespace {

std::int64_t GainOf(const Transfer& transfer, std::span<const std::int64_t> price) {
  const std::int64_t from = transfer.from == kNone ? 0 : price[transfer.from];
  return price[transfer.to] - from - transfer.cost;
}

// The transfers into shared stores: by store and day of leaving, those that gain most first, between equals
// those that come first.
std::vector<std::int32_t> ByGain(const Instance& instance, std::span<const std::int64_t> price) {
  std::vector<std::int32_t> shared;
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    if (instance.transfers[i].store != kNone) shared.push_back(i);
  }
  std::ranges::stable_sort(shared, {}, [&](std::int32_t i) {
    const Transfer& transfer = instance.transfers[i];
    return std::tuple(transfer.store, instance.DayOf(transfer.from),
                      price.empty() ? 0 : -GainOf(transfer, price));
  });
  return shared;
}

}  // namespace

std::int64_t StoredByNight::UsedOn(const Transfer& transfer) const {
  std::int64_t most_used = 0;
  OnEach(transfer, [&](std::pair<std::int32_t, std::int32_t> night) {
    const auto used = used_.find(night);
    if (used != used_.end()) most_used = std::max(most_used, used->second);
  });
  return most_used;
}

std::int64_t StoredByNight::LeftFor(const Transfer& transfer) const {
  return instance_.stores[transfer.store] - UsedOn(transfer);
}

void StoredByNight::Take(const Transfer& transfer, std::int64_t quanta) {
  OnEach(transfer, [&](std::pair<std::int32_t, std::int32_t> night) { used_[night] += quanta; });
}

template <class Visit>
void StoredByNight::OnEach(const Transfer& transfer, const Visit& visit) const {
  const std::int32_t end = DayNumberOf(instance_, transfer.to);
  for (std::int32_t night = DayNumberOf(instance_, transfer.from); night < end; ++night)
    visit(std::pair(transfer.store, night));
}

Int128 MostEarnedOver(const Instance& instance, std::span<const std::int64_t> price) {
  Int128 earned = 0;
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.store == kNone)
      earned += Int128{transfer.capacity} * std::max<std::int64_t>(0, GainOf(transfer, price));
  }
  std::pair last{kNone, kNone};  // store, day
  std::int64_t left = 0;
  for (const std::int32_t i : ByGain(instance, price)) {
    const Transfer& transfer = instance.transfers[i];
    const std::pair now{transfer.store, instance.DayOf(transfer.from)};
    if (now != std::exchange(last, now)) left = instance.stores[transfer.store];
    const std::int64_t quanta = std::min(left, transfer.most);
    earned += Int128{quanta} * std::max<std::int64_t>(0, GainOf(transfer, price));
    left -= quanta;
  }
  return earned;
}

bool EarnsMost(const Instance& instance, std::span<const std::int64_t> price) {
  if (instance.stores.empty()) return true;
  Int128 earned = 0;
  for (const Transfer& transfer : instance.transfers)
    earned += Int128{transfer.capacity} * std::max<std::int64_t>(0, GainOf(transfer, price));
  return earned == MostEarnedOver(instance, price);
}

bool SplitAnew(std::span<const std::int64_t> price, double step, Instance& instance) {
  std::vector<std::int32_t> by_gain = ByGain(instance, price);
  std::ranges::stable_sort(by_gain, std::greater(),
                           [&](std::int32_t i) { return GainOf(instance.transfers[i], price); });
  // What would earn most, night by night.
  std::map<std::int32_t, std::int64_t> wanted;  // by transfer
  StoredByNight whole(instance);
  for (const std::int32_t i : by_gain) {
    const Transfer& transfer = instance.transfers[i];
    if (GainOf(transfer, price) < 0) continue;
    wanted[i] = std::clamp<std::int64_t>(whole.LeftFor(transfer), 0, transfer.most);
    whole.Take(transfer, wanted[i]);
  }
  // Part of the way there; what rounding leaves over goes to those that gain most.
  std::vector<std::int64_t> capacity;
  for (const std::int32_t i : by_gain) {
    const std::int64_t now = instance.transfers[i].capacity;
    const auto towards = static_cast<std::int64_t>(std::ceil(step * static_cast<double>(wanted[i] - now)));
    capacity.push_back(now + towards);
  }
  bool changes = false;
  StoredByNight left(instance);
  for (std::size_t at = 0; at < by_gain.size(); ++at) {
    Transfer& transfer = instance.transfers[by_gain[at]];
    const std::int64_t quanta = std::clamp<std::int64_t>(capacity[at], 0, left.LeftFor(transfer));
    left.Take(transfer, quanta);
    changes |= quanta != transfer.capacity;
    transfer.capacity = quanta;
  }
  return changes;
}

void SplitFor(std::span<const std::int64_t> sent, Instance& instance, std::span<const std::int64_t> price) {
  StoredByNight left(instance);
  std::vector<std::int32_t> shared = ByGain(instance, price);
  if (!price.empty())
    std::ranges::stable_sort(shared, std::greater(),
                             [&](std::int32_t i) { return GainOf(instance.transfers[i], price); });
  for (const std::int32_t i : shared) left.Take(instance.transfers[i], sent[i]);
  for (const std::int32_t i : shared) {
    Transfer& transfer = instance.transfers[i];
    const std::int64_t more = std::clamp<std::int64_t>(left.LeftFor(transfer), 0, transfer.most - sent[i]);
    left.Take(transfer, more);
    transfer.capacity = sent[i] + more;
  }
}

std::optional<std::vector<std::int64_t>> CutToStore(const Instance& instance,
                                                    std::span<const std::int32_t> transfers,
                                                    std::span<const std::int64_t> sent) {
  StoredByNight nights(instance);
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[transfers[i]];
    if (transfer.store != kNone) nights.Take(transfer, sent[i]);
  }
  bool fits = true;
  std::vector<std::int64_t> most;
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[transfers[i]];
    most.push_back(transfer.limit());
    if (transfer.store == kNone) continue;
    const std::int64_t held = instance.stores[transfer.store], used = nights.UsedOn(transfer);
    fits &= used <= held;
    most.back() =
        static_cast<std::int64_t>(Int128{sent[i]} * std::min(held, used) / std::max<std::int64_t>(used, 1));
  }
  if (fits) return std::nullopt;
  return most;
}

}  // namespace pasok::match
