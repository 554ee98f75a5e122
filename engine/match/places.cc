#include "engine/match/places.h"

#include <algorithm>
#include <tuple>

namespace pasok::match {
namespace {

auto Key(const Place& place) { return std::tuple(place.region, place.point.lat, place.point.lng); }

}  // namespace

PlaceBook::PlaceBook(const Dataset& dataset, const Policy& policy) {
  point_.reserve(dataset.regions.size());
  circuity_.reserve(dataset.regions.size());
  for (const Region& region : dataset.regions) {
    const bool has_parent = region.parent != kNone;
    point_.push_back(region.point || !has_parent ? region.point : point_[region.parent]);
    circuity_.push_back(region.circuity ? *region.circuity
                        : has_parent    ? circuity_[region.parent]
                                        : policy.circuity);
  }
}

std::optional<Place> PlaceBook::Find(std::int32_t region, const std::optional<Point>& own_point) const {
  const std::optional<Point>& point = own_point ? own_point : point_[region];
  if (!point) return std::nullopt;
  return Place{.point = *point, .circuity = circuity_[region], .region = region};
}

std::vector<Place> PlaceBook::Close() {
  std::ranges::sort(places_, {}, Key);
  const auto repeated = std::ranges::unique(places_, {}, Key);
  places_.erase(repeated.begin(), repeated.end());
  return places_;
}

std::int32_t PlaceBook::Index(const Place& place) const {
  return static_cast<std::int32_t>(std::ranges::lower_bound(places_, Key(place), {}, Key) - places_.begin());
}

}  // namespace pasok::match
