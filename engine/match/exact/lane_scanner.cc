#include "engine/match/exact/lane_scanner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/match/question/sphere.h"

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

PASOK_WIDE float Largest(const float* values, std::size_t n) {
  float largest = kNever;
  for (std::size_t i = 0; i < n; ++i) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

float RoundedUp(double value) {
  return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity());
}

// How far from the root the regions of a cell and of a requirement part: the tier of every lane between them,
// or, where they agree as far as the cell knows, the farthest tier that one may have.
std::size_t TierAtMost(const std::array<std::int32_t, 4>& cell, const std::array<std::int32_t, 4>& end) {
  std::size_t shared = 0;
  while (shared < 4 && cell[shared] != kNone && cell[shared] == end[shared]) ++shared;
  return 4 - shared;
}

bool Parted(const std::array<std::int32_t, 4>& cell, const std::array<std::int32_t, 4>& end) {
  const std::size_t shared = 4 - TierAtMost(cell, end);
  return shared < 4 && cell[shared] != kNone;
}

}  // namespace

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
      reach_(reach) {
  const auto n = static_cast<std::size_t>(terms_.end_requirement - terms_.first_requirement);
  if (n == 0 || network.cover.root[commodity] == kNone) return;
  const auto requirement = [&](std::size_t i) {
    return terms_.first_requirement + static_cast<std::int32_t>(i);
  };

  ends_.resize(n);
  double largest_circuity = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const Site& site = costs.RequirementSite(requirement(i));
    ends_[i].unit = site.unit;
    ends_[i].circuity = static_cast<double>(site.circuity_milli) / 1000;
    ends_[i].enclosing = site.enclosing;
    for (std::size_t axis = 0; axis < 3; ++axis) centre_[axis] += site.unit[axis] / static_cast<double>(n);
    largest_circuity = std::max(largest_circuity, ends_[i].circuity);
  }
  const Cell& root = network.cover.cells[network.cover.root[commodity]];
  largest_circuity = std::max(largest_circuity, root.most_circuity);
  double widest = 0;
  for (std::size_t axis = 0; axis < 3; ++axis)
    widest = std::max(widest, std::abs(root.centre[axis] - centre_[axis]) + root.radius_m / kEarthRadiusM);
  for (const End& end : ends_) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      widest = std::max(widest, std::abs(end.unit[axis] - centre_[axis]));
  }
  shift_ =
      *std::min_element(price.begin() + terms_.first_requirement, price.begin() + terms_.end_requirement);

  haul_ = static_cast<double>(terms_.haul) / 1e7;
  // Each coordinate is rounded twice, then subtracted: at most 4 units of 2^-24 of the widest, on three axes.
  const double err_m = 2 + kEarthRadiusM * widest * 8 / (1 << 24);
  const double road_slack = 1 + largest_circuity * err_m;
  double dearest_tier = 0;
  for (std::size_t tier = 0; tier < kTiers; ++tier) {
    tier_[tier] = static_cast<double>(costs.TierCost(static_cast<Tier>(tier), Rest{}));
    dearest_tier = std::max(dearest_tier, tier_[tier]);
    least_tier_[tier] = tier == 0 ? tier_[0] : std::min(least_tier_[tier - 1], tier_[tier]);
    most_tier_[tier] = dearest_tier;
  }
  const double slack = 1 + haul_ * road_slack + dearest_tier * kRelative;
  for (std::size_t i = 0; i < n; ++i) {
    End& end = ends_[i];
    end.price = static_cast<double>(price[requirement(i)]);
    end.price_up = RoundedUp(static_cast<double>(price[requirement(i)] - shift_) * (1 + kRelative) + slack);
    end.x = static_cast<float>(end.unit[0] - centre_[0]);
    end.y = static_cast<float>(end.unit[1] - centre_[1]);
    end.z = static_cast<float>(end.unit[2] - centre_[2]);
  }
  most_road_ = terms_.most_road_m == kUnbounded
                   ? std::numeric_limits<float>::max()
                   : RoundedUp((static_cast<double>(terms_.most_road_m) + road_slack) * (1 + kRelative));
}

bool LaneScanner::Scan(const Ask& ask, const StopToken& stop,
                       const std::function<void(std::int32_t)>& visit) {
  const std::int32_t root = network_.cover.root[commodity_];
  if (root == kNone) return true;
  if (ask.only != nullptr) {
    alive_ = *ask.only;
  } else {
    alive_.resize(ends_.size());
    std::iota(alive_.begin(), alive_.end(), 0);
  }
  return Descend(root, ask, stop, 0, alive_.size(), visit);
}

bool LaneScanner::Descend(std::int32_t index, const Ask& ask, const StopToken& stop, std::size_t first,
                          std::size_t end, const std::function<void(std::int32_t)>& visit) {
  if (stop.Asked()) return false;
  const Cell& cell = network_.cover.cells[index];
  const auto floors =
      ask.floor.subspan(static_cast<std::size_t>(cell.first_group - network_.first_group[commodity_]),
                        static_cast<std::size_t>(cell.end_group - cell.first_group));
  const std::int64_t floor = *std::ranges::min_element(floors);
  if (floor == kUnbounded) return true;
  KeepWorthwhile(cell, ask, floor, first, end);
  if (alive_.size() == end) return true;
  bool whole = true;
  for (std::int32_t child = cell.first_child; child < cell.end_child && whole; ++child)
    whole = Descend(child, ask, stop, end, alive_.size(), visit);
  if (cell.first_child == cell.end_child) {
    Gather(cell, end, alive_.size());
    const std::int32_t base = network_.first_group[commodity_];
    for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
      floor_ = ask.floor[static_cast<std::size_t>(g - base)];
      if (floor_ == kUnbounded) continue;
      LookFrom(g);
      visit(g);
    }
  }
  alive_.resize(end);
  return whole;
}

// Appends to the stack those of [first, end) that some group of the cell may want.
void LaneScanner::KeepWorthwhile(const Cell& cell, const Ask& ask, std::int64_t floor, std::size_t first,
                                 std::size_t end) {
  // Metres and sen are rounded to whole ones, what an offer's price leaves below one sen comes on top.
  constexpr double kMetre = 1, kSen = 3;
  const auto in_reach = [&](const End& to) {
    return reach_ == Reach::kAll || cell.enclosing[0] == kNone || to.enclosing[0] == cell.enclosing[0];
  };
  if (!network_.cover.prunes) {
    for (std::size_t i = first; i < end; ++i) {
      if (in_reach(ends_[static_cast<std::size_t>(alive_[i])])) alive_.push_back(alive_[i]);
    }
    return;
  }
  const double most_road = terms_.most_road_m == kUnbounded ? std::numeric_limits<double>::infinity()
                                                            : static_cast<double>(terms_.most_road_m);
  const bool same_reach = reach_ == Reach::kAll || cell.enclosing[0] != kNone;  // of all groups of the cell
  const bool roads_known = cell.least_listed_m == kUnbounded || cell.listed_as != kNone;
  const bool sure = ask.window != kUnbounded && same_reach && !cell.has_forbidden && roads_known;
  double surely = -std::numeric_limits<double>::infinity();  // what each group of the cell can get
  at_most_.resize(end - first);
  for (std::size_t i = first; i < end; ++i) {
    const End& to = ends_[static_cast<std::size_t>(alive_[i])];
    const RegionDistance* const listed =
        cell.listed_as == kNone ? nullptr
                                : costs_.Listed(cell.listed_as, terms_.first_requirement + alive_[i]);
    if (!in_reach(to) || (listed != nullptr && terms_.Exclude(*listed))) {
      at_most_[i - first] = -std::numeric_limits<double>::infinity();
      continue;
    }
    const double x = to.unit[0] - cell.centre[0], y = to.unit[1] - cell.centre[1],
                 z = to.unit[2] - cell.centre[2];
    const double chord = std::sqrt(x * x + y * y + z * z);
    const std::size_t tier = TierAtMost(cell.enclosing, to.enclosing);
    const bool parted = Parted(cell.enclosing, to.enclosing);
    double nearest = std::max(0.0, ArcAtLeast(chord) - cell.radius_m - kMetre) *
                         std::max(to.circuity, cell.least_circuity) -
                     kMetre;
    if (!roads_known) nearest = std::min(nearest, static_cast<double>(cell.least_listed_m));
    if (listed != nullptr) nearest = static_cast<double>(listed->road.value);
    at_most_[i - first] =
        nearest > most_road ? -std::numeric_limits<double>::infinity()
                            : to.price - (parted ? tier_[tier] : least_tier_[tier]) - haul_ * nearest + kSen;
    if (!sure) continue;
    double farthest =
        (ArcAtMost(chord) + cell.radius_m + kMetre) * std::max(to.circuity, cell.most_circuity) + kMetre;
    if (listed != nullptr) farthest = nearest;
    if (farthest > most_road) continue;
    surely = std::max(surely, to.price - (parted ? tier_[tier] : most_tier_[tier]) - haul_ * farthest - kSen);
  }
  double bar = static_cast<double>(floor);
  if (sure) bar = std::max(bar, surely - static_cast<double>(ask.window));
  for (std::size_t i = first; i < end; ++i) {
    if (at_most_[i - first] >= bar) alive_.push_back(alive_[i]);
  }
}

// Lays out what is left for the groups of the cell, which all stand in one region.
void LaneScanner::Gather(const Cell& cell, std::size_t first, std::size_t end) {
  const std::size_t n = end - first;
  left_.assign(alive_.begin() + static_cast<std::ptrdiff_t>(first),
               alive_.begin() + static_cast<std::ptrdiff_t>(end));
  for (auto* column : {&x_, &y_, &z_, &circuity_, &priced_, &bound_}) column->resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const End& to = ends_[static_cast<std::size_t>(left_[i])];
    x_[i] = to.x, y_[i] = to.y, z_[i] = to.z;
    circuity_[i] = static_cast<float>(to.circuity);
    priced_[i] = to.price_up - static_cast<float>(tier_[TierAtMost(cell.enclosing, to.enclosing)]);
  }
  listed_from_ = kNone;
}

// The bounds of all that has a listed road from the region.
void LaneScanner::BoundListed(std::int32_t region, double haul) {
  listed_from_ = region;
  listed_bound_.clear();
  for (std::size_t i = 0; i < left_.size(); ++i) {
    const RegionDistance* const listed = costs_.Listed(region, terms_.first_requirement + left_[i]);
    if (listed == nullptr) continue;
    const double lowest_haulage = haul * static_cast<double>(listed->road.value) * (1 - kRelative);
    listed_bound_.emplace_back(i, terms_.Exclude(*listed) ? kNever : RoundedUp(priced_[i] - lowest_haulage));
  }
}

void LaneScanner::LookFrom(std::int32_t group) {
  group_ = &network_.groups[group];
  if (left_.empty()) return;
  const Site& site = network_.sites[group_->site];
  const float haul = static_cast<float>(haul_ * (1 - kRelative));
  const Kernel kernel{.x = static_cast<float>(site.unit[0] - centre_[0]),
                      .y = static_cast<float>(site.unit[1] - centre_[1]),
                      .z = static_cast<float>(site.unit[2] - centre_[2]),
                      .circuity = static_cast<float>(site.circuity_milli) / 1000,
                      .haul = haul,
                      .reach = most_road_};
  Bounds(kernel, x_.data(), y_.data(), z_.data(), circuity_.data(), priced_.data(), bound_.data(),
         left_.size());
  if (!costs_.lists_roads_from(site.region)) return;
  if (listed_from_ != site.region) BoundListed(site.region, haul);
  for (const auto& [i, bound] : listed_bound_) bound_[i] = bound;
}

// Of a value greater than the bar; requirement kNone: it isn't, or not eligible.
FoundLane LaneScanner::Exact(std::size_t i, std::int64_t bar) const {
  const std::int32_t requirement = terms_.first_requirement + left_[i];
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

float LaneScanner::Bar(std::int64_t value) const {
  const auto above = static_cast<double>(value - shift_);
  return std::nextafter(static_cast<float>(above), kNever);
}

FoundLane LaneScanner::Best() const {
  FoundLane best;
  const std::size_t n = bound_.size();
  if (left_.empty()) return best;
  const float largest = Largest(bound_.data(), n);
  float bar = Bar(floor_);
  if (largest == kNever || largest < bar) return best;
  const auto consider = [&](std::size_t i) {
    const bool is_lower = terms_.first_requirement + left_[i] < best.requirement;
    const FoundLane lane = Exact(i, best.requirement == kNone ? floor_ : best.value - (is_lower ? 1 : 0));
    if (lane.requirement == kNone) return;
    best = lane;
    bar = std::max(bar, Bar(best.value));
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
  const float float_bar = Bar(bar);
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    if (bound_[i] < float_bar || bound_[i] == kNever) continue;
    const FoundLane lane = Exact(i, bar);
    if (lane.requirement != kNone) found.push_back(lane);
  }
}

}  // namespace pasok::match::exact
