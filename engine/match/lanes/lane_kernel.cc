#include "engine/match/lanes/lane_kernel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/match/question/forbidden_pairs.h"
#include "engine/match/question/sphere.h"

namespace pasok::match {
namespace {

constexpr double kFarthestHaversine = 0.25;
constexpr double kDoubtM = 1e-3;
constexpr double kExactBelow = 9'007'199'254'740'992.0;  // 2^53
constexpr int kTerms = 17;

// So many places at a time, whose arrays in between stay in the cache.
constexpr int kStrip = 256;
using Strip = Eigen::Array<double, Eigen::Dynamic, 1, Eigen::ColMajor, kStrip, 1>;

// asin(sqrt(h)) / sqrt(h) as a power series in h: term n is (2n)! / (4^n (n!)^2 (2n + 1)).
constexpr std::array<double, kTerms> ArcsineSeries() {
  std::array<double, kTerms> series{1.0};
  for (int n = 0; n + 1 < kTerms; ++n) {
    series[n + 1] = series[n] * (2 * n + 1) * (2 * n + 1) / ((2.0 * n + 2) * (2 * n + 3));
  }
  return series;
}

// round_half_up(numerator / denominator) of whole doubles below 2^53: the quotient's rounding may be one off,
// the remainder is exact and puts it right.
template <class Array>
Array RoundHalfUp(const Array& numerator, double denominator) {
  Array quotient = (numerator / denominator + 0.5).floor();
  const Array remainder = numerator - quotient * denominator;
  quotient += (remainder >= denominator / 2).template cast<double>() -
              (remainder < -denominator / 2).template cast<double>();
  return quotient;
}

}  // namespace

LaneKernel::LaneKernel(const Instance& instance, const LaneRule& rule)
    : instance_(instance), rule_(rule), forbidden_(ForbiddenByDemandPoint(instance)) {
  const auto places = static_cast<Eigen::Index>(instance.places.size());
  x_.resize(places), y_.resize(places), z_.resize(places), circuity_.resize(places);
  for (Eigen::Index i = 0; i < places; ++i) {
    const Place& place = instance.places[i];
    const auto [x, y, z] = OnSphere(place.point);
    x_[i] = x, y_[i] = y, z_[i] = z;
    circuity_[i] = static_cast<double>(place.circuity.value);
  }
  double longest = 2.1e7 * (places == 0 ? 1.0 : circuity_.maxCoeff() / 1000 + 1);
  for (const RegionDistance& row : instance.dataset->distances) {
    longest = std::max(longest, static_cast<double>(row.road.value));
  }
  const auto quantum = static_cast<double>(instance.policy.quantum.value);
  for (const CommoditySpan& span : instance.commodities) {
    CommodityArrays& arrays = commodities_.emplace_back();
    limits_minutes_ = limits_minutes_ || span.rule->max_travel_minutes;
    arrays.haul_per_metre = quantum * static_cast<double>(span.rule->haul_per_kg_km.value);
    arrays.price.resize(span.end_offer - span.first_offer);
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      arrays.price[o - span.first_offer] =
          quantum * 1e4 *
              static_cast<double>(instance.offers[o].price_sen_per_kg + instance.offers[o].fee_sen_per_kg) +
          arrays.haul_per_metre * static_cast<double>(instance.offers[o].first_leg.value);
    }
    const double dearest = arrays.price.size() == 0 ? 0 : arrays.price.maxCoeff();
    arrays.exact = dearest + arrays.haul_per_metre * longest + 1e7 < kExactBelow;
  }
  for (const SupplierRow& supplier : instance.suppliers) {
    std::array<std::int64_t, kTiers>& row = preference_.emplace_back();
    for (int tier = 0; tier < kTiers; ++tier) {
      const std::int64_t surcharge =
          instance.policy.tier_surcharge[tier].value + supplier.kind_surcharge_sen_per_kg;
      row[tier] = pasok::RoundHalfUp(Int128{instance.policy.quantum.value} * surcharge, 1000);
    }
  }
}

RoadsTo LaneKernel::FindRoads(std::int32_t place) const {
  static constexpr std::array<double, kTerms> kSeries = ArcsineSeries();
  RoadsTo roads;
  roads.road.resize(x_.size());
  Eigen::ArrayXd haversine(x_.size()), shifted(x_.size());
  for (Eigen::Index first = 0; first < x_.size(); first += kStrip) {
    const Eigen::Index count = std::min<Eigen::Index>(kStrip, x_.size() - first);
    const auto here = [&](auto& values) { return values.segment(first, count); };
    const Strip h = ((here(x_) - x_[place]).square() + (here(y_) - y_[place]).square() +
                     (here(z_) - z_[place]).square()) /
                    4;
    Strip series = Strip::Constant(count, kSeries[kTerms - 1]);
    for (int n = kTerms - 2; n >= 0; --n) series = series * h + kSeries[n];
    here(haversine) = h;
    here(shifted) = h.sqrt() * series * (2 * kEarthRadiusM) + 0.5;
    const Strip metres = here(shifted).floor();
    here(roads.road) = RoundHalfUp<Strip>(metres * here(circuity_).max(circuity_[place]), 1000);
  }
  roads.tier.resize(instance_.places.size());
  const std::int32_t region = instance_.places[place].region;
  const bool listed = !instance_.dataset->distances.empty();
  std::int32_t last_region = kNone, last_tier_region = kNone;
  std::optional<Metres> last_listed;
  std::int32_t last_minutes = -1;
  if (limits_minutes_) roads.minutes.resize(instance_.places.size());
  for (Eigen::Index i = 0; i < haversine.size(); ++i) {
    const std::int32_t from = instance_.places[i].region;  // places stand by region
    const std::int32_t tier_region = instance_.places[i].tier_region;
    roads.tier[i] = tier_region == last_tier_region ? roads.tier[i - 1]
                                                    : instance_.dataset->TierBetween(tier_region, region);
    last_tier_region = tier_region;
    if (listed && from != last_region) {
      last_listed = rule_.Listed(from, region);
      if (limits_minutes_) last_minutes = rule_.ListedMinutes(from, region).value_or(-1);
    }
    if (limits_minutes_) roads.minutes[i] = last_minutes;
    last_region = from;
    const double past = shifted[i] - std::floor(shifted[i]);
    if (last_listed) {
      roads.road[i] = static_cast<double>(last_listed->value);
    } else if (haversine[i] > kFarthestHaversine || past < kDoubtM || past > 1 - kDoubtM) {
      roads.road[i] = static_cast<double>(rule_.Road(static_cast<std::int32_t>(i), place).value);
    }
  }
  return roads;
}

std::vector<std::int64_t> LaneKernel::FindUnits(std::int32_t requirement, const RoadsTo& roads) const {
  const CommoditySpan& span = instance_.commodities[instance_.requirements[requirement].commodity];
  const CommodityArrays& arrays = commodities_[instance_.requirements[requirement].commodity];
  const std::int32_t offers = span.end_offer - span.first_offer;
  std::vector<std::int64_t> units(offers);
  const OfferRow* offer = instance_.offers.data() + span.first_offer;

  Eigen::ArrayXd road(offers);
  for (std::int32_t i = 0; i < offers; ++i) road[i] = roads.road[offer[i].place];
  const Eigen::ArrayXd money = RoundHalfUp<Eigen::ArrayXd>(arrays.price + arrays.haul_per_metre * road, 1e7);
  const double limit =
      span.rule->max_distance ? static_cast<double>(span.rule->max_distance->value) : HUGE_VAL;
  const std::optional<std::int32_t>& most_minutes = span.rule->max_travel_minutes;
  for (std::int32_t i = 0; i < offers; ++i) {
    if (road[i] > limit || (most_minutes && roads.minutes[offer[i].place] > *most_minutes)) {
      units[i] = kNoLane;
    } else if (arrays.exact) {
      const auto tier = static_cast<std::size_t>(roads.tier[offer[i].place]);
      units[i] = static_cast<std::int64_t>(money[i]) + preference_[offer[i].supplier][tier];
    } else {
      units[i] = rule_.Cost(span.first_offer + i, requirement).unit();
    }
  }
  ForbidPairs(requirement, units);
  return units;
}

void LaneKernel::ForbidPairs(std::int32_t requirement, std::vector<std::int64_t>& units) const {
  const CommoditySpan& span = instance_.commodities[instance_.requirements[requirement].commodity];
  const auto first = instance_.offers.begin() + span.first_offer;
  const auto end = instance_.offers.begin() + span.end_offer;
  const std::int32_t demand_point = instance_.requirements[requirement].demand_point;
  for (auto pair = std::ranges::lower_bound(forbidden_, std::pair(demand_point, std::int32_t{0}));
       pair != forbidden_.end() && pair->first == demand_point; ++pair) {
    // Offers of one commodity stand by supplier.
    for (auto offer = std::ranges::lower_bound(first, end, pair->second, {}, &OfferRow::supplier);
         offer != end && offer->supplier == pair->second; ++offer) {
      units[offer - first] = kNoLane;
    }
  }
}

}  // namespace pasok::match
