#include "engine/match/beyond/whole_need.h"

#include <algorithm>
#include <numeric>

namespace pasok::match::beyond {
namespace {

constexpr std::int64_t kAnyNumber = -1;  // of lanes
// Costs are in range together (total_range.h), so that their sums stay far below.
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 2;

bool MayCarry(const WholeNeed& wanted, const WholeLane& lane) {
  return lane.unit < wanted.penalty && lane.least <= std::min(lane.most, wanted.need);
}

// The lane in steps of so many quanta, its unit per step; its most is 0 where it can't carry anything.
WholeLane InSteps(WholeLane lane, std::int64_t step, std::int64_t need, std::int64_t penalty) {
  lane.most = std::min(lane.most, need);
  if (lane.unit >= penalty || lane.least > lane.most) {
    lane.most = 0;
    return lane;
  }
  lane.lot /= std::gcd(lane.lot, step);
  lane.least = (lane.least + step - 1) / step;
  lane.least = (lane.least + lane.lot - 1) / lane.lot * lane.lot;
  lane.most = lane.most / step / lane.lot * lane.lot;
  lane.unit *= step;
  if (lane.least > lane.most) lane.most = 0;
  return lane;
}

}  // namespace

const std::vector<std::int64_t>& WholeNeedFiller::Fill(const WholeNeed& wanted) {
  quanta_.assign(wanted.lanes.size(), 0);
  if (wanted.need <= 0) return quanta_;
  Tabulate(wanted, kAnyNumber);
  Trace(wanted);
  if (Open(wanted) > wanted.most_lanes) {
    Tabulate(wanted, wanted.most_lanes);
    Trace(wanted);
  }
  std::int64_t left = wanted.need - std::accumulate(quanta_.begin(), quanta_.end(), std::int64_t{0});
  for (std::size_t j = 0; j < quanta_.size() && left > 0 && step_ > 1; ++j) {
    const WholeLane& lane = wanted.lanes[j];
    if (quanta_[j] == 0) continue;
    const std::int64_t more = std::min(left, lane.most - quanta_[j]) / lane.lot * lane.lot;
    quanta_[j] += more;
    left -= more;
  }
  return quanta_;
}

const std::vector<std::int64_t>& WholeNeedFiller::CostsUpTo(const WholeNeed& wanted, std::int64_t first) {
  up_to_.assign(std::max<std::int64_t>(wanted.need, 0) - first + 1, 0);
  if (wanted.need <= 0) return up_to_;
  const auto may_carry = std::ranges::count_if(
      wanted.lanes, [&](const WholeLane& lane) { return lane.counts && MayCarry(wanted, lane); });
  Tabulate(wanted, may_carry > wanted.most_lanes ? wanted.most_lanes : kAnyNumber);
  const std::int64_t width = steps_ + 1;
  std::int64_t before = 0;
  for (std::int64_t n = 1; n <= steps_; ++n) {
    std::int64_t least = before + wanted.penalty * step_;
    for (std::int64_t c = 0; c < layers_; ++c) least = std::min(least, cost_[c * width + n]);
    const std::int64_t at = (n - 1) * step_;
    for (std::int64_t i = std::max<std::int64_t>(first - at, 1); i <= step_; ++i)
      up_to_[at + i - first] = before + (least - before) / step_ * i + (least - before) % step_ * i / step_;
    before = least;
  }
  const std::int64_t told = steps_ * step_;
  for (std::int64_t n = std::max(first, told + 1); n <= wanted.need; ++n)
    up_to_[n - first] = before + wanted.penalty * (n - told);
  return up_to_;
}

void WholeNeedFiller::ListLanes(const WholeNeed& wanted, std::int64_t counts) {
  listed_.clear();
  for (std::size_t j = 0; j < wanted.lanes.size(); ++j) {
    if (MayCarry(wanted, wanted.lanes[j])) listed_.push_back(j);
  }
  if (counts == kAnyNumber) return;
  std::vector<std::size_t> cheapest = listed_;
  std::erase_if(cheapest, [&](std::size_t j) { return !wanted.lanes[j].counts; });
  std::ranges::stable_sort(cheapest, {}, [&](std::size_t j) { return wanted.lanes[j].unit; });
  std::vector<bool> is_outdone(wanted.lanes.size());
  for (std::size_t i = 0; i < cheapest.size(); ++i) {
    const WholeLane& lane = wanted.lanes[cheapest[i]];
    std::int64_t better = 0;
    for (std::size_t before = 0; before < i && better < counts; ++before) {
      const WholeLane& other = wanted.lanes[cheapest[before]];
      better += std::min(other.most, wanted.need) >= std::min(lane.most, wanted.need) &&
                other.least <= lane.least && lane.lot % other.lot == 0;
    }
    is_outdone[cheapest[i]] = better >= counts;
  }
  std::erase_if(listed_, [&](std::size_t j) { return is_outdone[j]; });
}

void WholeNeedFiller::Tabulate(const WholeNeed& wanted, std::int64_t counts) {
  ListLanes(wanted, counts);
  const auto lanes = std::ssize(listed_);
  const bool is_limited = counts != kAnyNumber;
  layers_ = is_limited ? counts + 1 : 1;
  const std::int64_t most_steps =
      std::max<std::int64_t>(kMostCells / std::max<std::int64_t>(lanes * layers_, 1), 1);
  step_ = (wanted.need + most_steps - 1) / most_steps;
  steps_ = wanted.need / step_;
  const std::int64_t width = steps_ + 1, cells = layers_ * width;
  cells_ += lanes * cells;
  cost_.assign(cells, kNever);
  cost_[0] = 0;
  reach_.assign(layers_, -1);
  reach_[0] = 0;
  taken_.assign(lanes * cells, 0);
  for (std::ptrdiff_t j = 0; j < lanes; ++j) {
    const WholeLane lane = InSteps(wanted.lanes[listed_[j]], step_, wanted.need, wanted.penalty);
    if (lane.most == 0) continue;
    std::int32_t* const taken = taken_.data() + j * cells;
    const std::int64_t up = is_limited && lane.counts ? 1 : 0;
    if (up == 0) next_ = cost_;
    // From the last on, so that each layer still is what it was without the lane.
    for (std::int64_t c = layers_ - 1 - up; c >= 0; --c) {
      if (reach_[c] < 0) continue;
      const std::int64_t reach = std::min(reach_[c] + lane.most, steps_);
      std::vector<std::int64_t>& to = up == 0 ? next_ : cost_;
      Extend(lane, cost_.data() + c * width, reach, to.data() + (c + up) * width, taken + (c + up) * width);
      reach_[c + up] = std::max(reach_[c + up], reach);
    }
    if (up == 0) cost_.swap(next_);
  }
}

void WholeNeedFiller::Trace(const WholeNeed& wanted) {
  const bool is_limited = layers_ > 1;
  const std::int64_t width = steps_ + 1, cells = layers_ * width;
  std::int64_t best_count = 0, best_steps = 0;
  const auto total = [&](std::int64_t c, std::int64_t n) {
    return cost_[c * width + n] + wanted.penalty * (wanted.need - n * step_);
  };
  for (std::int64_t c = 0; c < layers_; ++c) {
    for (std::int64_t n = 0; n <= steps_; ++n) {
      if (cost_[c * width + n] < kNever && total(c, n) < total(best_count, best_steps))
        best_count = c, best_steps = n;
    }
  }
  std::ranges::fill(quanta_, 0);
  for (std::ptrdiff_t j = std::ssize(listed_) - 1; j >= 0; --j) {
    const std::int64_t steps = taken_[j * cells + best_count * width + best_steps];
    quanta_[listed_[j]] = steps * step_;
    best_steps -= steps;
    if (steps > 0 && is_limited && wanted.lanes[listed_[j]].counts) --best_count;
  }
}

// to[n] = min(to[n], min over x of from[n - x] + unit x), x from least to most by lots, n up to `reach`.
void WholeNeedFiller::Extend(const WholeLane& lane, const std::int64_t* from, std::int64_t reach,
                             std::int64_t* to, std::int32_t* taken) {
  for (std::int64_t rest = 0; rest < lane.lot && rest + lane.least <= reach; ++rest) {
    window_.clear();
    std::size_t front = 0;
    for (std::int64_t n = rest + lane.least; n <= reach; n += lane.lot) {
      const std::int64_t in = n - lane.least;
      if (from[in] < kNever) {
        const std::int64_t level = from[in] - lane.unit * in;
        while (window_.size() > front && window_.back().level >= level) window_.pop_back();
        window_.push_back({.level = level, .from = in});
      }
      while (front < window_.size() && window_[front].from < n - lane.most) ++front;
      if (front == window_.size()) continue;
      const std::int64_t through = window_[front].level + lane.unit * n;
      if (through >= to[n]) continue;
      to[n] = through;
      taken[n] = static_cast<std::int32_t>(n - window_[front].from);
    }
  }
}

std::int64_t WholeNeedFiller::Open(const WholeNeed& wanted) const {
  std::int64_t open = 0;
  for (std::size_t j = 0; j < quanta_.size(); ++j) open += quanta_[j] > 0 && wanted.lanes[j].counts;
  return open;
}

}  // namespace pasok::match::beyond
