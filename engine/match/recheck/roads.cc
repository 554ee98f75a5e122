#include "engine/match/recheck/roads.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pasok::match::recheck {
namespace {

std::uint64_t BothOf(std::int32_t a, std::int32_t b) {
  return std::uint64_t{static_cast<std::uint32_t>(a)} << 32 | static_cast<std::uint32_t>(b);
}

// Whole metres of the great circle, by the haversine in the order of its formula, so that what lies on the
// edge of a metre is rounded as the planner rounds it.
std::int64_t GreatCircleMetres(Point a, Point b) {
  constexpr double kRadius = 6'371'008.8, kDegree = std::numbers::pi / 180;
  const double north = std::sin((a.lat - b.lat) * kDegree / 2);
  const double east = std::sin((a.lng - b.lng) * kDegree / 2);
  const double part = std::cos(a.lat * kDegree) * std::cos(b.lat * kDegree) * (east * east);
  return static_cast<std::int64_t>(
      std::floor(2 * kRadius * std::asin(std::sqrt(std::min(1.0, north * north + part))) + 0.5));
}

}  // namespace

Roads::Roads(const Dataset& dataset, const Policy& policy)
    : dataset_(dataset), policy_(policy), near_listed_(dataset.regions.size()) {
  std::vector<bool> named(dataset_.regions.size());
  for (const RegionDistance& row : dataset_.distances) {
    listed_[BothOf(row.from_region, row.to_region)] = &row;
    named[row.from_region] = named[row.to_region] = true;
  }
  for (const RegionDistance& row : dataset_.distances) {
    listed_.try_emplace(BothOf(row.to_region, row.from_region), &row);
  }
  for (std::int32_t region = 0; region < std::ssize(named); ++region) {
    for (std::int32_t at = region; at != kNone; at = dataset_.regions[at].parent) {
      if (named[at]) near_listed_[region] = true;
    }
  }
}

std::optional<Point> Roads::PointOf(std::int32_t region, const std::optional<Point>& own) const {
  if (own) return own;
  for (; region != kNone; region = dataset_.regions[region].parent) {
    if (dataset_.regions[region].point) return dataset_.regions[region].point;
  }
  return std::nullopt;
}

Milli Roads::CircuityOf(std::int32_t region) const {
  for (; region != kNone; region = dataset_.regions[region].parent) {
    if (dataset_.regions[region].circuity) return *dataset_.regions[region].circuity;
  }
  return policy_.circuity;
}

const RegionDistance* Roads::FindListed(std::int32_t supplier_region, std::int32_t demand_region) const {
  if (!near_listed_[supplier_region] || !near_listed_[demand_region]) return nullptr;
  const RegionDistance* road = nullptr;
  int deepest = -1;
  for (std::int32_t a = supplier_region; a != kNone; a = dataset_.regions[a].parent) {
    for (std::int32_t b = demand_region; b != kNone; b = dataset_.regions[b].parent) {
      const auto row = listed_.find(BothOf(a, b));
      // From the deepest supplier's side upwards, so that between equals the first one stays.
      const int depth = dataset_.regions[a].level + dataset_.regions[b].level;
      if (row != listed_.end() && depth > deepest) road = row->second, deepest = depth;
    }
  }
  return road;
}

std::optional<Metres> Roads::ListedRoad(std::int32_t supplier_region, std::int32_t demand_region) const {
  const RegionDistance* row = FindListed(supplier_region, demand_region);
  if (!row) return std::nullopt;
  return row->road;
}

std::optional<std::int32_t> Roads::ListedMinutes(std::int32_t supplier_region,
                                                 std::int32_t demand_region) const {
  const RegionDistance* row = FindListed(supplier_region, demand_region);
  if (!row) return std::nullopt;
  return row->minutes;
}

std::optional<Metres> Roads::Between(std::int32_t from_region, const std::optional<Point>& own_from,
                                     std::int32_t to_region, const std::optional<Point>& own_to) const {
  const std::optional<Point> from = PointOf(from_region, own_from);
  const std::optional<Point> to = PointOf(to_region, own_to);
  if (!from || !to) return std::nullopt;
  if (const std::optional<Metres> listed = ListedRoad(from_region, to_region)) return listed;
  const std::int64_t circuity = std::max(CircuityOf(from_region), CircuityOf(to_region)).value;
  return Metres{RoundHalfUp(Int128{GreatCircleMetres(*from, *to)} * circuity, 1000)};
}

}  // namespace pasok::match::recheck
