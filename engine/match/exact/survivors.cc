#include "engine/match/exact/survivors.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/match/question/sphere.h"

namespace pasok::match::exact {
namespace {

constexpr float kInfinite = std::numeric_limits<float>::infinity();

}  // namespace

Survivors::Survivors(const LaneCosts& costs, const Network& network, std::int32_t commodity,
                     std::span<const std::int64_t> price, Reach reach)
    : costs_(costs), cover_(network.cover), terms_(costs.Terms(commodity)), reach_(reach) {
  count_ = static_cast<std::size_t>(terms_.end_requirement - terms_.first_requirement);
  if (count_ == 0 || cover_.root[commodity] == kNone) return;
  price = price.subspan(static_cast<std::size_t>(terms_.first_requirement), count_);

  double dearest_tier = 0;
  for (std::size_t tier = 0; tier < kTiers; ++tier) {
    tier_[tier] = static_cast<double>(costs.TierCost(static_cast<Tier>(tier), Rest{}));
    dearest_tier = std::max(dearest_tier, tier_[tier]);
    least_tier_[tier] = tier == 0 ? tier_[0] : std::min(least_tier_[tier - 1], tier_[tier]);
    most_tier_[tier] = dearest_tier;
  }
  const Cell& root = cover_.cells[cover_.root[commodity]];
  double largest_circuity = root.most_circuity, widest = 0;
  const auto site = [&](std::size_t i) -> const Site& {
    return costs.RequirementSite(terms_.first_requirement + static_cast<std::int32_t>(i));
  };
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t i = 0; i < count_; ++i)
      centre_[axis] += site(i).unit[axis] / static_cast<double>(count_);
    widest = std::max(widest, std::abs(root.centre[axis] - centre_[axis]) + root.radius_m / kEarthRadiusM);
    for (std::size_t i = 0; i < count_; ++i)
      widest = std::max(widest, std::abs(site(i).unit[axis] - centre_[axis]));
  }
  for (std::size_t i = 0; i < count_; ++i)
    largest_circuity = std::max(largest_circuity, static_cast<double>(site(i).circuity_milli) / 1000);
  margins_ = MarginsFor(static_cast<double>(terms_.haul) / 1e7, terms_.most_road_m, widest, largest_circuity,
                        dearest_tier);

  shift_ = *std::ranges::min_element(price);
  Reserve(3 * count_);  // mostly enough
  for (auto* scratch : {&nearest_, &farthest_, &at_most_, &tiered_}) scratch->resize(Padded(count_));
  kept_.resize(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    const Site& to = site(i);
    x_[i] = static_cast<float>(to.unit[0] - centre_[0]);
    y_[i] = static_cast<float>(to.unit[1] - centre_[1]);
    z_[i] = static_cast<float>(to.unit[2] - centre_[2]);
    circuity_[i] = static_cast<float>(to.circuity_milli) / 1000;
    price_[i] = RoundedUp((static_cast<double>(price[i] - shift_) + margins_.price) * (1 + kRelative));
    for (std::size_t level = 0; level < 4; ++level) region_[level][i] = to.enclosing[level];
    index_[i] = static_cast<std::int32_t>(i);
  }
}

Survivors::List Survivors::Only(const std::vector<std::int32_t>& requirements) {
  Reserve(count_ + requirements.size());
  return Append(All(), requirements, price_.data());
}

Survivors::List Survivors::Keep(const Cell& cell, std::int64_t floor, std::int64_t window, List list) {
  const std::size_t n = list.size();
  Reserve(list.end + n);
  const Columns ends = ColumnsOf(list);
  const bool prunes = cover_.prunes;
  const bool lists_some = cell.least_listed_m != kUnbounded;
  const bool roads_known = !lists_some || cell.listed_as != kNone;
  BoundRoads({.x = static_cast<float>(cell.centre[0] - centre_[0]),
              .y = static_cast<float>(cell.centre[1] - centre_[1]),
              .z = static_cast<float>(cell.centre[2] - centre_[2]),
              .radius_m = prunes ? static_cast<float>(cell.radius_m * (1 + kRelative)) : kInfinite,
              .least_circuity = static_cast<float>(cell.least_circuity),
              .most_circuity = static_cast<float>(cell.most_circuity),
              .least_listed_m = roads_known ? kInfinite : static_cast<float>(cell.least_listed_m)},
             ends, nearest_.data(), farthest_.data());
  if (prunes && cell.listed_as != kNone) SetListed(cell, list);
  for (std::size_t i = n; i < Padded(n); ++i) nearest_[i] = farthest_[i] = kInfinite;
  const float surely = BoundWorth(TiersTowards(cell), margins_, ends, nearest_.data(), farthest_.data(),
                                  at_most_.data(), tiered_.data());

  float bar = prunes ? Bar(floor) : std::numeric_limits<float>::lowest();
  const bool same_reach = reach_ == Reach::kAll || cell.enclosing[0] != kNone;  // of all groups of the cell
  // What each group of the cell can get.
  if (prunes && window != kUnbounded && same_reach && !cell.has_forbidden && roads_known && surely != kNever)
    bar = std::max(bar, RoundedDown(static_cast<double>(surely) - static_cast<double>(window)));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < n; ++i) {
    kept_[kept] = static_cast<std::int32_t>(i);
    kept += at_most_[i] >= bar ? 1 : 0;
  }
  const bool is_last = cell.first_child == cell.end_child;
  return Append(list, std::span(kept_).first(kept), is_last ? tiered_.data() : ends.price);
}

void Survivors::BoundFrom(const Site& site, List list, std::vector<float>& bound) const {
  bound.resize(Padded(list.size()));
  BoundLanes({.x = static_cast<float>(site.unit[0] - centre_[0]),
              .y = static_cast<float>(site.unit[1] - centre_[1]),
              .z = static_cast<float>(site.unit[2] - centre_[2]),
              .circuity = static_cast<float>(site.circuity_milli) / 1000},
             margins_, ColumnsOf(list), bound.data());
  std::fill(bound.begin() + static_cast<std::ptrdiff_t>(list.size()), bound.end(), kNever);
}

float Survivors::BoundOn(const RegionDistance& listed, std::size_t i) const {
  if (terms_.Exclude(listed)) return kNever;
  return RoundedUp(static_cast<double>(price_[i]) - static_cast<double>(margins_.haul_least) *
                                                        static_cast<double>(listed.road.value) *
                                                        (1 - kRelative));
}

float Survivors::Bar(std::int64_t value) const { return RoundedDown(static_cast<double>(value - shift_)); }

void Survivors::Reserve(std::size_t end) {
  if (index_.size() >= end + kWide) return;
  for (auto* column : {&x_, &y_, &z_, &circuity_, &price_}) column->resize(end + kWide);
  for (auto& column : region_) column.resize(end + kWide);
  index_.resize(end + kWide);
}

Columns Survivors::ColumnsOf(List list) const {
  const std::size_t at = list.first;
  return {.x = x_.data() + at,
          .y = y_.data() + at,
          .z = z_.data() + at,
          .circuity = circuity_.data() + at,
          .price = price_.data() + at,
          .region = {region_[0].data() + at, region_[1].data() + at, region_[2].data() + at,
                     region_[3].data() + at},
          .n = list.size()};
}

// Where an end shares all that the cell knows of its regions, it may share more with some of the groups.
TierCosts Survivors::TiersTowards(const Cell& cell) const {
  TierCosts costs{};
  std::size_t known = 0;
  while (known < 4 && cell.enclosing[known] != kNone) ++known;
  const bool is_last = cell.first_child == cell.end_child;  // all groups in one region
  for (std::size_t shared = 0; shared <= 4; ++shared) {
    const std::size_t tier = 4 - shared;
    const bool exactly = shared < known || is_last;
    costs.least[shared] = static_cast<float>(exactly ? tier_[tier] : least_tier_[tier]);
    costs.most[shared] = static_cast<float>((exactly ? tier_[tier] : most_tier_[tier]) + margins_.sure);
    if (shared < 4) costs.region[shared] = shared < known ? cell.enclosing[shared] : kNoRegion;
  }
  if (reach_ == Reach::kProvince && known > 0) costs.least[0] = costs.most[0] = kInfinite;
  return costs;
}

// In a cell all of whose groups have the same.
void Survivors::SetListed(const Cell& cell, List list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const RegionDistance* const listed = costs_.Listed(cell.listed_as, Requirement(list.first + i));
    if (listed == nullptr) continue;
    nearest_[i] = farthest_[i] = terms_.Exclude(*listed) ? kInfinite : static_cast<float>(listed->road.value);
  }
}

// Copies those of the list behind it, with these prices.
Survivors::List Survivors::Append(List list, std::span<const std::int32_t> kept, const float* price) {
  std::size_t to = list.end;
  for (const std::int32_t k : kept) {  // all columns in one go: most lists are short
    const std::size_t from = list.first + static_cast<std::size_t>(k);
    x_[to] = x_[from], y_[to] = y_[from], z_[to] = z_[from];
    circuity_[to] = circuity_[from], price_[to] = price[k];
    for (auto& column : region_) column[to] = column[from];
    index_[to] = index_[from];
    ++to;
  }
  return {.first = list.end, .end = to};
}

}  // namespace pasok::match::exact
