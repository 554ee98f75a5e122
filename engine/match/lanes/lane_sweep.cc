#include "engine/match/lanes/lane_sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>
#include <unordered_map>

#include "engine/flow/parallel.h"
#include "engine/match/question/forbidden_pairs.h"
#include "engine/match/question/sphere.h"

namespace pasok::match {
namespace {

constexpr double kGiveWay = 4e-6;         // of what floats are compared with
constexpr double kDoubleGiveWay = 1e-14;  // outweighs the roundings of a few doubles
constexpr double kFloatChord = 1.1e-7;    // by so much floats are off a chord of the unit sphere, at most
constexpr std::int32_t kAtATime = 256;    // lanes whose findings stay in the nearest cache

float NotAbove(double value) {
  const auto rounded = static_cast<float>(value);
  return rounded <= value ? rounded : std::nextafter(rounded, -std::numeric_limits<float>::infinity());
}
float NotBelow(double value) { return -NotAbove(-value); }

double Raised(double value) { return value + std::abs(value) * kDoubleGiveWay; }
double Lowered(double value) { return -Raised(-value); }

// One end of up to kAtATime lanes, and what their other ends are held against.
struct Eye {
  float x, y, z, circuity_squared;
  float inner, outer;
  float room;          // without the offers' costs
  float haul_squared;  // (haul R)^2, lowered
};

struct Tally {
  std::int32_t surely_in = 0;
  std::int32_t doubtful = 0;
};

// doubtful[i]: 0, or 1 where the lane is in range and may gain, or 2 where it may not be in range.
Tally Look(const Eye& eye, const float* __restrict x, const float* __restrict y, const float* __restrict z,
           const float* __restrict circuity_squared, const float* __restrict cost, std::int32_t lanes,
           std::int32_t* __restrict doubtful) {
  Tally found;
  for (std::int32_t i = 0; i < lanes; ++i) {
    const float dx = x[i] - eye.x, dy = y[i] - eye.y, dz = z[i] - eye.z;
    const float larger =
        circuity_squared[i] > eye.circuity_squared ? circuity_squared[i] : eye.circuity_squared;
    const float reach = (dx * dx + dy * dy + dz * dz) * larger;
    const float room = eye.room - cost[i];
    const std::int32_t is_in = reach <= eye.inner ? 1 : 0;
    const std::int32_t may_be_in = reach <= eye.outer ? 1 : 0;
    const std::int32_t may_gain = room * std::abs(room) > eye.haul_squared * reach ? 1 : 0;
    const std::int32_t doubt = (may_be_in & may_gain) | (may_be_in - is_in) << 1;
    doubtful[i] = doubt;
    found.surely_in += is_in;
    found.doubtful |= doubt;
  }
  return found;
}

}  // namespace

LaneSweep::LaneSweep(const Instance& instance, const LaneRule& rule, const Matching& matching, int threads)
    : instance_(instance),
      rule_(rule),
      requirement_price_(matching.requirement_price),
      offer_price_(matching.offer_price),
      forbidden_(ForbiddenByDemandPoint(instance)) {
  if (!instance.places.empty()) {
    const auto [least, most] = std::ranges::minmax_element(instance.places, {}, &Place::circuity);
    least_circuity_ = static_cast<double>(least->circuity.value) / 1000;
    const double most_circuity = static_cast<double>(most->circuity.value) / 1000;
    slack_ = 2 * most_circuity + 1;
    blur_ = kFloatChord * most_circuity;
  }
  for (std::int32_t region = 0; region < std::ssize(instance.dataset->regions); ++region)
    zones_.push_back({.region = region, .tier_region = region});
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> apart;  // by region and that for the tier
  for (const Place& place : instance.places) {
    std::int32_t zone = place.region;
    if (place.tier_region != place.region) {
      const auto [found, is_new] =
          apart.try_emplace({place.region, place.tier_region}, static_cast<std::int32_t>(zones_.size()));
      if (is_new) zones_.push_back({.region = place.region, .tier_region = place.tier_region});
      zone = found->second;
    }
    zone_of_place_.push_back(zone);
  }
  columns_.resize(instance.commodities.size());
  ForEachTask(static_cast<int>(columns_.size()), threads, [&](int k) {
    columns_[static_cast<std::size_t>(k)] =
        ColumnsOf(instance.commodities[static_cast<std::size_t>(k)], matching);
  });
}

LaneSweep::Columns LaneSweep::ColumnsOf(const CommoditySpan& span, const Matching& matching) const {
  Columns columns;
  const auto zone = [&](std::int32_t o) { return zone_of_place_[instance_.offers[o].place]; };
  columns.first_of_zone.resize(zones_.size() + 1);
  for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) ++columns.first_of_zone[zone(o) + 1];
  std::partial_sum(columns.first_of_zone.begin(), columns.first_of_zone.end(), columns.first_of_zone.begin());
  columns.offer.resize(span.end_offer - span.first_offer);
  std::vector<std::int32_t> next = columns.first_of_zone;
  for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) columns.offer[next[zone(o)]++] = o;

  const auto quantum = static_cast<double>(instance_.policy.quantum.value);
  for (const std::int32_t o : columns.offer) {
    const OfferRow& offer = instance_.offers[o];
    const Place& place = instance_.places[offer.place];
    const auto [x, y, z] = OnSphere(place.point);
    columns.x.push_back(static_cast<float>(x));
    columns.y.push_back(static_cast<float>(y));
    columns.z.push_back(static_cast<float>(z));
    const double circuity = static_cast<double>(place.circuity.value) / 1000;
    columns.circuity_squared.push_back(static_cast<float>(circuity * circuity));
    const std::int64_t per_kg = offer.price_sen_per_kg + offer.fee_sen_per_kg +
                                instance_.suppliers[offer.supplier].kind_surcharge_sen_per_kg;
    const double first_leg = quantum * static_cast<double>(span.rule->haul_per_kg_km.value) / 1e7 *
                             static_cast<double>(offer.first_leg.value);
    columns.cost.push_back(NotAbove(Lowered(Lowered(Lowered(static_cast<double>(matching.offer_price[o])) +
                                                    Lowered(quantum * static_cast<double>(per_kg) / 1000)) +
                                            Lowered(first_leg))));
  }
  columns.haul = quantum * static_cast<double>(span.rule->haul_per_kg_km.value) / 1e7;
  SetRange(span, columns);
  return columns;
}

void LaneSweep::SetRange(const CommoditySpan& span, Columns& columns) const {
  columns.inner = columns.outer = std::numeric_limits<float>::infinity();
  if (!span.rule->max_distance) return;
  const auto limit = static_cast<double>(span.rule->max_distance->value);
  const double half_arc =
      std::min(std::numbers::pi / 2, (limit - slack_) / (2 * kEarthRadiusM * least_circuity_));
  const double inner = 2 * least_circuity_ * std::sin(half_arc) - blur_;
  columns.inner = inner < 0 ? -1 : NotAbove(inner * inner * (1 - kGiveWay));
  const double outer = (limit + slack_) / kEarthRadiusM + blur_;
  columns.outer = NotBelow(outer * outer * (1 + kGiveWay));
}

std::vector<LaneSweep::Stretch> LaneSweep::StretchesFrom(std::int32_t region) const {
  std::vector<Stretch> stretches;
  for (std::int32_t at = 0; at < std::ssize(zones_); ++at) {
    const Stretch next{.first = at,
                       .end = at + 1,
                       .tier = instance_.dataset->TierBetween(zones_[at].tier_region, region),
                       .listed = rule_.Listed(zones_[at].region, region),
                       .minutes = rule_.ListedMinutes(zones_[at].region, region)};
    const Stretch* last = stretches.empty() ? nullptr : &stretches.back();
    if (last && last->tier == next.tier && last->listed == next.listed && last->minutes == next.minutes) {
      ++stretches.back().end;
    } else {
      stretches.push_back(next);
    }
  }
  return stretches;
}

void LaneSweep::Take(std::span<const std::int32_t> requirements, std::vector<LaneGains>& gains,
                     const GainerSink* each, const LaneFilter* wanted) const {
  std::unordered_map<std::int32_t, std::vector<Stretch>> stretches;  // of each place
  for (const std::int32_t r : requirements) {
    const std::int32_t place = instance_.requirements[r].place;
    const auto [from, is_new] = stretches.try_emplace(place);
    if (is_new) from->second = StretchesFrom(instance_.places[place].region);
  }
  std::vector<std::int32_t> by_commodity(requirements.begin(), requirements.end());
  std::ranges::sort(by_commodity);
  for (const std::int32_t r : by_commodity)
    gains[r] = TakeOne(r, stretches[instance_.requirements[r].place], each, wanted);
}

LaneGains LaneSweep::TakeOne(std::int32_t requirement, const std::vector<Stretch>& stretches,
                             const GainerSink* each, const LaneFilter* wanted) const {
  const Policy& policy = instance_.policy;
  Found found{.gains = {}, .each = each, .wanted = wanted};
  for (const Stretch& stretch : stretches) {
    const double surcharge =
        static_cast<double>(policy.quantum.value) *
        static_cast<double>(policy.tier_surcharge[static_cast<std::size_t>(stretch.tier)].value) / 1000;
    const double room =
        Raised(Raised(static_cast<double>(requirement_price_[requirement])) + 2 - Lowered(surcharge));
    if (stretch.listed) {
      TakeListed(requirement, stretch, room, found);
    } else {
      TakeByPoints(requirement, stretch, room, found);
    }
  }
  LeaveOutForbidden(requirement, found.gains);
  return found.gains;
}

void LaneSweep::TakeByPoints(std::int32_t requirement, const Stretch& stretch, double room,
                             Found& found) const {
  const RequirementRow& row = instance_.requirements[requirement];
  const Columns& columns = columns_[row.commodity];
  const Place& place = instance_.places[row.place];
  const auto [x, y, z] = OnSphere(place.point);
  const double circuity = static_cast<double>(place.circuity.value) / 1000;
  const double haul = columns.haul * kEarthRadiusM;
  Eye eye{.x = static_cast<float>(x),
          .y = static_cast<float>(y),
          .z = static_cast<float>(z),
          .circuity_squared = static_cast<float>(circuity * circuity),
          .inner = columns.inner,
          .outer = columns.outer,
          .room = 0,
          .haul_squared = NotAbove(haul * haul * (1 - kGiveWay))};
  const double slack = Raised(columns.haul * (slack_ + blur_ * kEarthRadiusM));
  std::array<std::int32_t, kAtATime> doubtful;
  const std::int32_t end = columns.first_of_zone[stretch.end];
  for (std::int32_t first = columns.first_of_zone[stretch.first]; first < end; first += kAtATime) {
    const std::int32_t lanes = std::min(kAtATime, end - first);
    eye.room = NotBelow(Raised(Raised(room - Lowered(static_cast<double>(found.least_gain))) + slack));
    const Tally tally = Look(eye, &columns.x[first], &columns.y[first], &columns.z[first],
                             &columns.circuity_squared[first], &columns.cost[first], lanes, doubtful.data());
    found.gains.eligible += tally.surely_in;
    if (tally.doubtful == 0) continue;
    for (std::int32_t i = 0; i < lanes; ++i) {
      if (doubtful[i] != 0) Settle(columns.offer[first + i], requirement, (doubtful[i] & 2) == 0, found);
    }
  }
}

void LaneSweep::TakeListed(std::int32_t requirement, const Stretch& stretch, double room,
                           Found& found) const {
  const std::int32_t commodity = instance_.requirements[requirement].commodity;
  if (!IsInRange(*stretch.listed, stretch.minutes, commodity)) return;
  const Columns& columns = columns_[commodity];
  const std::int32_t first = columns.first_of_zone[stretch.first], end = columns.first_of_zone[stretch.end];
  found.gains.eligible += end - first;
  const double haulage = Lowered(columns.haul * static_cast<double>(stretch.listed->value));
  const auto dearest = [&] {
    return NotBelow(Raised(room - haulage - Lowered(static_cast<double>(found.least_gain))));
  };
  for (std::int32_t i = first; i < end; ++i) {
    if (columns.cost[i] < dearest()) Settle(columns.offer[i], requirement, /*counted=*/true, found);
  }
}

// A forbidden lane in range counts here, as it does everywhere else, and is taken off at the end.
void LaneSweep::Settle(std::int32_t offer, std::int32_t requirement, bool counted, Found& found) const {
  if (found.wanted && !(*found.wanted)(offer, requirement)) return;
  const RequirementRow& row = instance_.requirements[requirement];
  const LaneCost lane = rule_.Cost(offer, requirement);
  // Where it isn't counted yet its road isn't listed, and has no minutes.
  if (!counted && IsInRange(lane.road, std::nullopt, row.commodity)) ++found.gains.eligible;
  if (lane.ineligible != Ineligible::kNo) return;
  const Int128 gain = Int128{requirement_price_[requirement]} - offer_price_[offer] - lane.unit();
  if (gain < found.least_gain) return;
  const PairTerm* term = instance_.FindPairTerm(offer, requirement);
  found.gains.value += gain * (term ? term->cap - term->reserved : row.lane_cap);
  if (!found.each) return;
  const Gainer heard{.offer = offer, .requirement = requirement, .unit = lane.unit()};
  found.least_gain = std::max(found.least_gain, (*found.each)(heard));
}

void LaneSweep::LeaveOutForbidden(std::int32_t requirement, LaneGains& gains) const {
  const RequirementRow& row = instance_.requirements[requirement];
  const CommoditySpan& span = instance_.commodities[row.commodity];
  const auto first = instance_.offers.begin() + span.first_offer;
  const auto end = instance_.offers.begin() + span.end_offer;
  for (auto pair = std::ranges::lower_bound(forbidden_, std::pair(row.demand_point, std::int32_t{0}));
       pair != forbidden_.end() && pair->first == row.demand_point; ++pair) {
    for (auto offer = std::ranges::lower_bound(first, end, pair->second, {}, &OfferRow::supplier);
         offer != end && offer->supplier == pair->second; ++offer) {
      const std::optional<std::int32_t> minutes =
          rule_.ListedMinutes(instance_.places[offer->place].region, instance_.places[row.place].region);
      if (IsInRange(rule_.Road(offer->place, row.place), minutes, row.commodity)) --gains.eligible;
    }
  }
}

bool LaneSweep::IsInRange(Metres road, std::optional<std::int32_t> minutes, std::int32_t commodity) const {
  const CommodityRule& rule = *instance_.commodities[commodity].rule;
  if (rule.max_travel_minutes && minutes > rule.max_travel_minutes) return false;
  return !rule.max_distance || road <= *rule.max_distance;
}

}  // namespace pasok::match
