#include "engine/match/question/places.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace pasok::match {
namespace {

// A place that was asked for, without its region.
struct WithinRegion {
  double lat = 0, lng = 0;
  std::int32_t tier_region = kNone, ticket = 0;
};

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

void PlaceBook::Expect(std::size_t places) { asked_.reserve(places); }

std::int32_t PlaceBook::Add(const Place& place) {
  asked_.push_back({.point = place.point, .region = place.region, .tier_region = place.tier_region});
  return static_cast<std::int32_t>(asked_.size()) - 1;
}

std::vector<Place> PlaceBook::Close() {
  // By region first, by counting; then region by region.
  std::vector<std::int32_t> next(point_.size() + 1);
  for (const Asked& place : asked_) ++next[place.region + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<WithinRegion> order(asked_.size());
  index_.resize(asked_.size());
  for (std::int32_t ticket = 0; ticket < std::ssize(asked_); ++ticket) {
    const Asked& place = asked_[ticket];
    order[next[place.region]++] = {
        .lat = place.point.lat, .lng = place.point.lng, .tier_region = place.tier_region, .ticket = ticket};
  }

  const auto key = [](const WithinRegion& row) { return std::tuple(row.tier_region, row.lat, row.lng); };
  std::vector<Place> places;
  places.reserve(asked_.size());
  for (std::int32_t region = 0, first = 0; region < std::ssize(point_); first = next[region++]) {
    const auto within = std::span(order).subspan(first, next[region] - first);
    std::ranges::sort(within, {}, key);
    for (std::size_t i = 0; i < within.size(); ++i) {
      const WithinRegion& row = within[i];
      if (i == 0 || key(within[i - 1]) != key(row)) {
        places.push_back({.point = {.lat = row.lat, .lng = row.lng},
                          .circuity = circuity_[region],
                          .region = region,
                          .tier_region = row.tier_region});
      }
      index_[row.ticket] = static_cast<std::int32_t>(places.size()) - 1;
    }
  }
  return places;
}

}  // namespace pasok::match
