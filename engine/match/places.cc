#include "engine/match/places.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace pasok::match {
namespace {

auto InRegion(const Place& place) { return std::tuple(place.tier_region, place.point.lat, place.point.lng); }

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

std::int32_t PlaceBook::Add(const Place& place) {
  asked_.push_back(place);
  return static_cast<std::int32_t>(asked_.size()) - 1;
}

std::vector<Place> PlaceBook::Close() {
  // By region first, by counting; then region by region.
  std::vector<std::int32_t> first(point_.size() + 1);
  for (const Place& place : asked_) ++first[place.region + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::int32_t> order(asked_.size()), next(first.begin(), first.end() - 1);
  for (std::int32_t ticket = 0; ticket < std::ssize(asked_); ++ticket)
    order[next[asked_[ticket].region]++] = ticket;

  std::vector<Place> places;
  index_.resize(asked_.size());
  for (std::size_t region = 0; region < point_.size(); ++region) {
    const auto within = std::span(order).subspan(first[region], first[region + 1] - first[region]);
    std::ranges::sort(within, {}, [&](std::int32_t ticket) { return InRegion(asked_[ticket]); });
    for (const std::int32_t ticket : within) {
      const Place& place = asked_[ticket];
      const bool repeated = !places.empty() && places.back().region == place.region &&
                            InRegion(places.back()) == InRegion(place);
      if (!repeated) places.push_back(place);
      index_[ticket] = static_cast<std::int32_t>(places.size()) - 1;
    }
  }
  return places;
}

}  // namespace pasok::match
