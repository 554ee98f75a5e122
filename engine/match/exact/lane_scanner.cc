#include "engine/match/exact/lane_scanner.h"

#include <algorithm>
#include <cmath>
#include <limits>

// The same source for machines with and without AVX2; both give the same bits, since every step is rounded as
// IEEE says. Sanitizers can't start programs that choose functions at load time.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define PASOK_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define PASOK_WIDE
#endif

namespace pasok::match::exact {
namespace {

constexpr double kEarthRadiusM = 6'371'008.8;
constexpr double kRelative = 1.0 / (1 << 20);  // more than all single-precision steps of the bound together
constexpr float kNever = -std::numeric_limits<float>::infinity();

struct Kernel {
  float x, y, z, circuity, haul, reach;
};

PASOK_WIDE void Bounds(const Kernel& from, const float* __restrict x, const float* __restrict y,
                       const float* __restrict z, const float* __restrict circuity,
                       const float* __restrict priced, float* __restrict bound, std::size_t n) {
  constexpr float kDiameter = static_cast<float>(2 * kEarthRadiusM * (1 - 2 * kRelative));
  for (std::size_t i = 0; i < n; ++i) {
    const float dx = x[i] - from.x, dy = y[i] - from.y, dz = z[i] - from.z;
    const float q = (dx * dx + dy * dy + dz * dz) * 0.25f;
    const float arc = std::sqrt(q) * (1.0f + q * (1.0f / 6 + q * (3.0f / 40 + q * (5.0f / 112))));
    const float road = kDiameter * arc * (circuity[i] > from.circuity ? circuity[i] : from.circuity);
    const float value = priced[i] - from.haul * road;
    bound[i] = road > from.reach ? kNever : value;
  }
}

PASOK_WIDE void PriceByTier(const std::array<std::int32_t, 4>& own, const std::int32_t* __restrict province,
                            const std::int32_t* __restrict kabupaten,
                            const std::int32_t* __restrict kecamatan, const std::int32_t* __restrict desa,
                            const std::array<float, kTiers>& tier, const float* __restrict price,
                            float* __restrict priced, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    float cost = tier[4];
    cost = province[i] == own[0] ? tier[3] : cost;
    cost = kabupaten[i] == own[1] ? tier[2] : cost;
    cost = kecamatan[i] == own[2] ? tier[1] : cost;
    cost = desa[i] == own[3] ? tier[0] : cost;
    priced[i] = price[i] - cost;
  }
}

PASOK_WIDE float Largest(const float* values, std::size_t n) {
  float largest = kNever;
  for (std::size_t i = 0; i < n; ++i) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

float RoundedUp(double value) {
  return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity());
}

}  // namespace

LaneScanner::LaneScanner(const LaneCosts& costs, const Network& network, std::int32_t commodity,
                         std::span<const std::int64_t> price)
    : costs_(costs), network_(network), terms_(costs.Terms(commodity)), price_(price) {
  const auto n = static_cast<std::size_t>(terms_.end_requirement - terms_.first_requirement);
  if (n == 0) return;
  for (auto* column : {&x_, &y_, &z_, &circuity_, &price_up_, &priced_, &bound_}) column->resize(n);
  for (auto& column : enclosing_) column.resize(n);

  double widest = 0, largest_circuity = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const Site& site = costs.RequirementSite(terms_.first_requirement + static_cast<std::int32_t>(i));
    for (std::size_t axis = 0; axis < 3; ++axis) centre_[axis] += site.unit[axis] / static_cast<double>(n);
    largest_circuity = std::max(largest_circuity, static_cast<double>(site.circuity_milli) / 1000);
  }
  for (std::int32_t g = network.first_group[commodity]; g < network.first_group[commodity + 1]; ++g) {
    const Site& site = network.sites[network.groups[g].site];
    for (std::size_t axis = 0; axis < 3; ++axis)
      widest = std::max(widest, std::abs(site.unit[axis] - centre_[axis]));
    largest_circuity = std::max(largest_circuity, static_cast<double>(site.circuity_milli) / 1000);
  }
  shift_ =
      *std::min_element(price.begin() + terms_.first_requirement, price.begin() + terms_.end_requirement);
  for (std::size_t i = 0; i < n; ++i) {
    const Site& site = costs.RequirementSite(terms_.first_requirement + static_cast<std::int32_t>(i));
    for (std::size_t axis = 0; axis < 3; ++axis)
      widest = std::max(widest, std::abs(site.unit[axis] - centre_[axis]));
    x_[i] = static_cast<float>(site.unit[0] - centre_[0]);
    y_[i] = static_cast<float>(site.unit[1] - centre_[1]);
    z_[i] = static_cast<float>(site.unit[2] - centre_[2]);
    circuity_[i] = static_cast<float>(site.circuity_milli) / 1000;
    for (std::size_t level = 0; level < 4; ++level) enclosing_[level][i] = site.enclosing[level];
  }

  const double haul = static_cast<double>(terms_.haul) / 1e7;
  // Each coordinate is rounded twice, then subtracted: at most 4 units of 2^-24 of the widest, on three axes.
  const double err_m = 2 + kEarthRadiusM * widest * 8 / (1 << 24);
  const double road_slack = 1 + largest_circuity * err_m;
  for (std::size_t tier = 0; tier < kTiers; ++tier) {
    tier_[tier] = static_cast<float>(costs.TierCost(static_cast<Tier>(tier), Rest{}));
  }
  const double dearest_tier = *std::ranges::max_element(tier_);
  const double slack = 1 + haul * road_slack + dearest_tier * kRelative;
  for (std::size_t i = 0; i < n; ++i) {
    const auto above =
        static_cast<double>(price[static_cast<std::size_t>(terms_.first_requirement) + i] - shift_);
    price_up_[i] = RoundedUp(above * (1 + kRelative) + slack);
  }
  haul_ = static_cast<float>(haul * (1 - kRelative));
  reach_ = terms_.most_road_m == kUnbounded
               ? std::numeric_limits<float>::max()
               : RoundedUp((static_cast<double>(terms_.most_road_m) + road_slack) * (1 + kRelative));
}

void LaneScanner::PriceTiers(const Site& site) {
  std::array<std::int32_t, 4> own = site.enclosing;
  for (std::int32_t& region : own) {
    if (region == kNone) region = kNone - 1;  // a level that isn't there is shared with nobody
  }
  PriceByTier(own, enclosing_[0].data(), enclosing_[1].data(), enclosing_[2].data(), enclosing_[3].data(),
              tier_, price_up_.data(), priced_.data(), priced_.size());
  region_ = site.region;
  region_known_ = true;
}

void LaneScanner::LookFrom(std::int32_t group) {
  group_ = &network_.groups[group];
  if (bound_.empty()) return;
  const Site& site = network_.sites[group_->site];
  if (!region_known_ || region_ != site.region) PriceTiers(site);
  const Kernel kernel{.x = static_cast<float>(site.unit[0] - centre_[0]),
                      .y = static_cast<float>(site.unit[1] - centre_[1]),
                      .z = static_cast<float>(site.unit[2] - centre_[2]),
                      .circuity = static_cast<float>(site.circuity_milli) / 1000,
                      .haul = haul_,
                      .reach = reach_};
  Bounds(kernel, x_.data(), y_.data(), z_.data(), circuity_.data(), priced_.data(), bound_.data(),
         bound_.size());
  if (!costs_.lists_roads_from(site.region)) return;
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    const std::int64_t road =
        costs_.ListedRoad(site.region, terms_.first_requirement + static_cast<std::int32_t>(i));
    if (road >= 0)
      bound_[i] = RoundedUp(priced_[i] - double{haul_} * static_cast<double>(road) * (1 - kRelative));
  }
}

FoundLane LaneScanner::Exact(std::size_t i) const {
  const std::int32_t requirement = terms_.first_requirement + static_cast<std::int32_t>(i);
  if (group_->first_forbidden != group_->end_forbidden && network_.Forbids(*group_, requirement)) return {};
  const std::int64_t cost =
      costs_.Cost(network_.sites[group_->site], group_->rest, group_->commodity, requirement);
  if (cost == kNoLane) return {};
  return {.requirement = requirement, .cost = cost, .value = price_[requirement] - cost};
}

float LaneScanner::Bar(std::int64_t value) const {
  const auto above = static_cast<double>(value - shift_);
  return std::nextafter(static_cast<float>(above), kNever);
}

FoundLane LaneScanner::Best() const {
  FoundLane best;
  if (bound_.empty()) return best;
  const float largest = Largest(bound_.data(), bound_.size());
  if (largest == kNever) return best;
  float bar = largest;  // first only the most promising, for a good bar
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t i = 0; i < bound_.size(); ++i) {
      if (bound_[i] < bar || bound_[i] == kNever) continue;
      const FoundLane lane = Exact(i);
      if (lane.requirement == kNone) continue;
      if (best.requirement == kNone || lane.value > best.value ||
          (lane.value == best.value && lane.requirement < best.requirement)) {
        best = lane;
        if (pass == 1) bar = Bar(best.value);
      }
    }
    bar = best.requirement == kNone ? kNever : Bar(best.value);
  }
  return best;
}

void LaneScanner::Above(std::int64_t bar, std::vector<FoundLane>& found) const {
  const float float_bar = Bar(bar);
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    if (bound_[i] < float_bar || bound_[i] == kNever) continue;
    const FoundLane lane = Exact(i);
    if (lane.requirement != kNone && lane.value > bar) found.push_back(lane);
  }
}

}  // namespace pasok::match::exact
