#include "engine/study/residual/lane_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/match/question/sphere.h"

namespace pasok::study {
namespace {

using match::kEarthRadiusM;
using match::kNoLane;

// A requirement has thousands of offers to look through, an offer some hundred requirements.
constexpr std::size_t kShortestInto = 256, kShortestFrom = 16;
constexpr double kNever = std::numeric_limits<double>::infinity();

struct Terms {
  double x, y, z, circuity;
  double haul;   // sen per quantum and metre
  double reach;  // metres of road beyond which no rounding makes a lane eligible
};

// Of [first, end): what the key and `fixed` leave for haulage, at least.
void BoundByChord(const Ends& ends, std::size_t first, std::size_t end, const Terms& terms, double fixed,
                  double* __restrict bound) {
  const double* __restrict x = ends.x.data();
  const double* __restrict y = ends.y.data();
  const double* __restrict z = ends.z.data();
  const double* __restrict circuity = ends.circuity.data();
  const double* __restrict key = ends.key.data();
  for (std::size_t i = first; i < end; ++i) {
    const double dx = x[i] - terms.x, dy = y[i] - terms.y, dz = z[i] - terms.z;
    const double chord = kEarthRadiusM * std::sqrt(dx * dx + dy * dy + dz * dz);
    const double road = chord * (circuity[i] > terms.circuity ? circuity[i] : terms.circuity);
    const double least = key[i] + fixed + terms.haul * road;
    bound[i] = road > terms.reach ? kNever : least;
  }
}

}  // namespace

LaneRows::LaneRows(const State& state) : state_(state), into_(state.requirements.size()) {
  for (const match::Place& place : state.ground().instance.places)
    most_circuity_ = std::max(most_circuity_, static_cast<double>(place.circuity.value) / 1000);
  for (int tier = 0; tier < kTiers; ++tier)
    tier_cost_.push_back(
        static_cast<double>(state.ground().costs.TierCost(static_cast<Tier>(tier), match::exact::Rest{})));
}

void LaneRows::Bound(const Node& node) {
  const match::exact::LaneCosts& costs = state_.ground().costs;
  const match::exact::LaneTerms& lane_terms = costs.Terms(node.commodity);
  const Ends& ends = node.ends;
  // Metres are rounded twice, the first time before the circuity's; sen twice, and an offer's rest may be
  // left out; the last is for these doubles, whose sums stay far below 2^53 / 8.
  constexpr double kSen = 3;
  const double circuity = static_cast<double>(node.site.circuity_milli) / 1000;
  const double metres = 0.5 * (std::max(most_circuity_, circuity) + 1) + 1e-3;
  const double haul = static_cast<double>(lane_terms.haul) / 1e7;
  const bool no_limit = lane_terms.most_road_m == match::exact::kUnbounded;
  const Terms terms{.x = node.site.unit[0],
                    .y = node.site.unit[1],
                    .z = node.site.unit[2],
                    .circuity = circuity,
                    .haul = haul,
                    .reach = no_limit ? kNever : static_cast<double>(lane_terms.most_road_m) + metres};
  bound_.resize(ends.row.size());
  for (const Ends::Run& run : ends.runs) {
    const Tier tier = match::exact::TierBetween(node.site.enclosing, run.enclosing);
    const double fixed = node.key + tier_cost_[static_cast<std::size_t>(tier)] - haul * metres - kSen;
    const auto first = static_cast<std::size_t>(run.first), end = static_cast<std::size_t>(run.end);
    BoundByChord(ends, first, end, terms, fixed, bound_.data());
    const std::int32_t offer_region = node.is_offer ? node.site.region : run.region;
    const RegionDistance* const listed =
        costs.Listed(offer_region, node.is_offer ? ends.row[first] : node.index);
    if (listed == nullptr) continue;
    const double on_road =
        lane_terms.Exclude(*listed) ? kNever : fixed + haul * static_cast<double>(listed->road.value);
    for (std::size_t i = first; i < end; ++i) bound_[i] = ends.key[i] + on_road;
  }
}

template <class Exact>
void LaneRows::List(const Node& node, std::size_t shortest, const Exact& exact, LaneRow& row) {
  Bound(node);
  row.asked = row.asked == 0 ? shortest : 4 * row.asked;
  sorted_.clear();
  for (const double bound : bound_) {
    if (bound != kNever) sorted_.push_back(bound);
  }
  double reach = kNever;
  if (sorted_.size() > row.asked) {
    std::ranges::nth_element(sorted_, sorted_.begin() + static_cast<std::ptrdiff_t>(row.asked));
    reach = sorted_[row.asked];
  }
  row.whole = reach == kNever;
  // Bounds are below the reduced costs, so up to the reach, rounded down, all of them are looked at.
  row.reach = row.whole ? INT64_MAX : static_cast<std::int64_t>(std::floor(reach));
  row.lanes.clear();
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    if (bound_[i] == kNever || bound_[i] > reach) continue;
    const std::int64_t reduced = exact(node.ends.row[i]);
    if (reduced != kNoLane && reduced <= row.reach) row.lanes.push_back({reduced, node.ends.row[i]});
  }
  std::ranges::sort(row.lanes, {}, [](const ListedLane& lane) { return std::tie(lane.reduced, lane.other); });
}

LaneRows::Node LaneRows::RequirementOf(std::int32_t r) const {
  const RequirementState& requirement = state_.requirements[r];
  return {.ends = state_.ground().offer_ends[requirement.commodity],
          .site = state_.ground().costs.RequirementSite(r),
          .is_offer = false,
          .index = r,
          .commodity = requirement.commodity,
          .key = static_cast<double>(-requirement.base_price)};
}

const LaneRow& LaneRows::IntoRequirement(std::int32_t requirement) {
  LaneRow& row = into_[requirement];
  if (row.reach == INT64_MIN) LengthenInto(requirement);
  return row;
}

const LaneRow& LaneRows::FromOffer(std::int32_t offer) {
  if (from_.size() <= static_cast<std::size_t>(offer)) from_.resize(state_.offers.size());
  if (from_[offer].reach == INT64_MIN) {
    if (offer >= state_.base_offers()) added_.push_back(offer);
    LengthenFrom(offer);
  }
  return from_[offer];
}

void LaneRows::LengthenInto(std::int32_t r) {
  const std::int64_t base_price = state_.requirements[r].base_price;
  const auto exact = [&](std::int32_t o) {
    const std::int64_t unit = state_.Unit(o, r);
    return unit == kNoLane ? kNoLane : unit + state_.offers[o].base_price - base_price;
  };
  List(RequirementOf(r), kShortestInto, exact, into_[r]);
}

void LaneRows::LengthenFrom(std::int32_t o) {
  const OfferState& offer = state_.offers[o];
  const auto exact = [&](std::int32_t r) {
    const std::int64_t unit = state_.Unit(o, r);
    return unit == kNoLane ? kNoLane : unit + offer.base_price - state_.requirements[r].base_price;
  };
  List({.ends = state_.ground().requirement_ends[offer.commodity],
        .site = state_.SiteOf(offer),
        .is_offer = true,
        .index = o,
        .commodity = offer.commodity,
        .key = static_cast<double>(offer.whole + offer.base_price)},
       kShortestFrom, exact, from_[o]);
}

void LaneRows::ForgetAdded() {
  for (const std::int32_t offer : added_) from_[offer] = {};
  added_.clear();
}

}  // namespace pasok::study
