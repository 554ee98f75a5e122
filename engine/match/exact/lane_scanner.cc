#include "engine/match/exact/lane_scanner.h"

#include <algorithm>
#include <span>

namespace pasok::match::exact {

void KeepBest(std::int32_t group, std::size_t most, std::vector<FoundLane>& found) {
  // Multiplying by an odd number leaves different requirements different (Fibonacci hashing, Knuth, TAOCP 3).
  const auto turn = [group](std::int32_t requirement) {
    return static_cast<std::uint32_t>(requirement ^ group) * 2'654'435'769U;
  };
  const std::size_t kept = std::min(found.size(), most);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                    [&](const FoundLane& a, const FoundLane& b) {
                      return a.value != b.value ? a.value > b.value
                                                : turn(a.requirement) < turn(b.requirement);
                    });
  found.resize(kept);
}

LaneScanner::LaneScanner(const LaneCosts& costs, const Network& network, std::int32_t commodity,
                         std::span<const std::int64_t> price, Reach reach)
    : costs_(costs),
      network_(network),
      terms_(costs.Terms(commodity)),
      commodity_(commodity),
      price_(price),
      survivors_(costs, network, commodity, price, reach) {}

bool LaneScanner::Scan(const Ask& ask, const StopToken& stop,
                       const std::function<void(std::int32_t)>& visit) {
  const std::int32_t root = network_.cover.root[commodity_];
  if (root == kNone) return true;
  const Survivors::List list = ask.only == nullptr ? survivors_.All() : survivors_.Only(*ask.only);
  return Descend(root, ask, stop, list, visit);
}

bool LaneScanner::Descend(std::int32_t index, const Ask& ask, const StopToken& stop, Survivors::List list,
                          const std::function<void(std::int32_t)>& visit) {
  if (stop.Asked()) return false;
  const Cell& cell = network_.cover.cells[index];
  const std::int32_t base = network_.first_group[commodity_];
  const auto floors = ask.floor.subspan(static_cast<std::size_t>(cell.first_group - base),
                                        static_cast<std::size_t>(cell.end_group - cell.first_group));
  const std::int64_t floor = *std::ranges::min_element(floors);
  if (floor == kUnbounded) return true;
  const Survivors::List kept = survivors_.Keep(cell, floor, ask.window, list);
  if (kept.empty()) return true;
  for (std::int32_t child = cell.first_child; child < cell.end_child; ++child) {
    if (!Descend(child, ask, stop, kept, visit)) return false;
  }
  if (cell.first_child != cell.end_child) return true;
  left_ = kept, listed_from_ = kNone;
  for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
    floor_ = ask.floor[static_cast<std::size_t>(g - base)];
    if (floor_ == kUnbounded) continue;
    LookFrom(g);
    visit(g);
  }
  return true;
}

void LaneScanner::LookFrom(std::int32_t group) {
  group_ = &network_.groups[group];
  const Site& site = network_.sites[group_->site];
  survivors_.BoundFrom(site, left_, bound_);
  if (!costs_.lists_roads_from(site.region)) return;
  if (listed_from_ != site.region) BoundListed(site.region);
  for (const auto& [i, bound] : listed_bound_) bound_[i] = bound;
}

// The bounds of all that has a listed road from the region.
void LaneScanner::BoundListed(std::int32_t region) {
  listed_from_ = region;
  listed_bound_.clear();
  for (std::size_t i = 0; i < left_.size(); ++i) {
    const RegionDistance* const listed = costs_.Listed(region, Requirement(i));
    if (listed != nullptr) listed_bound_.emplace_back(i, survivors_.BoundOn(*listed, left_.first + i));
  }
}

// Of a value greater than the bar; requirement kNone: it isn't, or not eligible.
FoundLane LaneScanner::Exact(std::size_t i, std::int64_t bar) const {
  const std::int32_t requirement = Requirement(i);
  const Site& site = network_.sites[group_->site];
  if (terms_.haul == 0) {
    const std::int64_t cost = costs_.LeastCost(site, group_->rest, group_->commodity, requirement);
    if (price_[requirement] - cost <= bar) return {};
  }
  if (group_->first_forbidden != group_->end_forbidden && network_.Forbids(*group_, requirement)) return {};
  const std::int64_t cost = costs_.Cost(site, group_->rest, group_->commodity, requirement);
  if (cost == kNoLane || price_[requirement] - cost <= bar) return {};
  return {.requirement = requirement, .cost = cost, .value = price_[requirement] - cost};
}

FoundLane LaneScanner::Best() const {
  FoundLane best;
  const std::size_t n = left_.size();
  const float largest = Largest(bound_.data(), n);
  float bar = survivors_.Bar(floor_);
  if (largest == kNever || largest < bar) return best;
  const auto consider = [&](std::size_t i) {
    const bool is_lower = Requirement(i) < best.requirement;
    const FoundLane lane = Exact(i, best.requirement == kNone ? floor_ : best.value - (is_lower ? 1 : 0));
    if (lane.requirement == kNone) return;
    best = lane;
    bar = std::max(bar, survivors_.Bar(best.value));
  };
  const auto promising =
      static_cast<std::size_t>(std::find(bound_.begin(), bound_.end(), largest) - bound_.begin());
  consider(promising);  // for a good bar
  for (std::size_t i = 0; i < n; ++i) {
    if (bound_[i] >= bar && bound_[i] != kNever && i != promising) consider(i);
  }
  return best;
}

void LaneScanner::Above(std::int64_t bar, std::vector<FoundLane>& found) const {
  const float float_bar = survivors_.Bar(bar);
  for (std::size_t i = 0; i < left_.size(); ++i) {
    if (bound_[i] < float_bar || bound_[i] == kNever) continue;
    const FoundLane lane = Exact(i, bar);
    if (lane.requirement != kNone) found.push_back(lane);
  }
}

}  // namespace pasok::match::exact
