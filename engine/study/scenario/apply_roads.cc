// Roads that are cut, or have another length.
//
// The model takes the road between two places from the deepest pair of regions that distances.csv lists for
// them. So a pair of regions A and B gets a length by being listed, along with what would win against it:
// listed pairs within the two take the length too, and where a listed pair leads from within A to an encloser
// of B, that part of A is listed with B. A road that is cut has the most km that a register can list, and
// commodities that could be carried so far are kept from it by their max_distance_km. It stays cut where a
// later change gives roads beside it a length too, unless all of that one's roads are cut: then it is meant.
// Places that stand directly at an encloser of a region that is cut off can't be told from it by regions;
// they are blocked one by one.
#include <algorithm>
#include <numeric>

#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "engine/register/table.h"
#include "engine/study/scenario/codes.h"
#include "engine/study/scenario/words.h"
#include "engine/study/scenario/workbench.h"

namespace pasok::study {
namespace {

constexpr Metres kCutRoad = RegionDistance::kNoRoad;
static_assert(kCutRoad.value == limits::kKm.most);

}  // namespace

void Workbench::Do(const ChangeRoads& change) {
  const std::int32_t region = RegionNamed(change.region);
  const std::int32_t to = change.to ? RegionNamed(*change.to) : kNone;
  if (region == kNone || (change.to && to == kNone)) return;
  if (change.to && (dataset_.IsWithin(region, to) || dataset_.IsWithin(to, region))) {
    return Fault(code::kContradiction, change.to->at, change.to->text, "two regions apart",
                 "one of the two lies within the other");
  }
  const auto pair =
      std::pair(to == kNone ? region : std::max(region, to), to == kNone ? kNone : std::min(region, to));
  const auto [earlier, is_first] = roads_by_.emplace(pair, change_);
  if (!is_first) {
    return Fault(code::kContradiction, change.at, change.region.text, "each road changed once",
                 LineOf(earlier->second) + " changes it too");
  }
  if (change.how == ChangeRoads::How::kFactor) return ScaleRoads(change, region);
  if (!IsAnythingBetween(region, to)) {
    return Fault(code::kTouchesNothing, change.at, change.region.text,
                 "roads between a supplier and a demand point or whom it sells through",
                 "nobody delivers by them");
  }
  const bool cut = change.how == ChangeRoads::How::kCut;
  if (cut) cuts_.emplace_back(region, to);
  if (to == kNone) {
    CutOff(region);
  } else {
    SetRoads(region, to, cut ? kCutRoad : Metres{change.value});
  }
}

bool Workbench::IsAnythingBetween(std::int32_t a, std::int32_t b) const {
  bool supplier_in_a = false, supplier_in_b = false, demand_in_a = false, demand_in_b = false;
  const auto look = [&](std::int32_t region, bool& in_a, bool& in_b) {
    const bool within_a = dataset_.IsWithin(region, a);
    in_a = in_a || within_a;
    in_b = in_b || (b == kNone ? !within_a : dataset_.IsWithin(region, b));
  };
  for (const Supplier& row : dataset_.suppliers) look(row.region, supplier_in_a, supplier_in_b);
  for (const DemandPoint& row : dataset_.demand_points) look(row.region, demand_in_a, demand_in_b);
  if ((supplier_in_a && demand_in_b) || (supplier_in_b && demand_in_a)) return true;
  // To whom they sell through.
  return policy_.aggregators && std::ranges::any_of(dataset_.suppliers, [&](const Supplier& row) {
           if (row.via == kNone) return false;
           const std::int32_t at = row.region, through = dataset_.suppliers[row.via].region;
           const auto is_in_b = [&](std::int32_t place) {
             return b == kNone ? !dataset_.IsWithin(place, a) : dataset_.IsWithin(place, b);
           };
           return (dataset_.IsWithin(at, a) && is_in_b(through)) ||
                  (dataset_.IsWithin(through, a) && is_in_b(at));
         });
}

bool Workbench::IsCut(const std::pair<std::int32_t, std::int32_t>& cut, std::int32_t a,
                      std::int32_t b) const {
  const auto [region, to] = cut;
  const auto within = [&](std::int32_t x, std::int32_t y) {
    if (!dataset_.IsWithin(x, region)) return false;
    if (to != kNone) return dataset_.IsWithin(y, to);
    return !dataset_.IsWithin(y, region) && !dataset_.IsWithin(region, y);
  };
  return within(a, b) || within(b, a);
}

void Workbench::CutOff(std::int32_t region) {
  const std::vector<Region>& regions = dataset_.regions;
  for (std::int32_t at = region; at != kNone; at = regions[at].parent) {
    for (std::int32_t other = 0; other < std::ssize(regions); ++other) {
      const bool beside = other != at && regions[other].parent == regions[at].parent;
      if (beside && !SetRoads(region, other, kCutRoad)) return;
    }
    if (at != region && !BlockPairs(region, at)) return;
  }
}

bool Workbench::SetRoads(std::int32_t a, std::int32_t b, Metres road) {
  const auto encloses = [&](std::int32_t encloser, std::int32_t region) {
    return encloser != region && dataset_.IsWithin(region, encloser);
  };
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs{{a, b}};
  for (const RegionDistance& row : dataset_.distances) {
    for (const auto& [x, y] :
         {std::pair(row.from_region, row.to_region), std::pair(row.to_region, row.from_region)}) {
      const bool from_a = dataset_.IsWithin(x, a), to_b = dataset_.IsWithin(y, b);
      if (from_a && to_b) pairs.emplace_back(x, y);
      if (from_a && encloses(y, b)) pairs.emplace_back(x, b);
      if (to_b && encloses(x, a)) pairs.emplace_back(a, y);
    }
  }
  // What is listed of that has what its cut, or a later change inside it, made of it.
  const auto stays_cut = [&](const std::pair<std::int32_t, std::int32_t>& pair) {
    return std::ranges::any_of(
        cuts_, [&](const auto& cut) { return IsCut(cut, pair.first, pair.second) && !IsCut(cut, a, b); });
  };
  return std::ranges::all_of(pairs, [&](const auto& pair) {
    const auto [x, y] = pair;
    if (!stays_cut(pair)) return ListRoad(x, y, road);
    return RoadsListed().contains({std::min(x, y), std::max(x, y)}) || ListRoad(x, y, kCutRoad);
  });
}

std::map<std::pair<std::int32_t, std::int32_t>, std::size_t>& Workbench::RoadsListed() {
  if (distance_rows_.empty()) {
    for (std::size_t i = 0; i < dataset_.distances.size(); ++i) {
      distance_rows_[{dataset_.distances[i].from_region, dataset_.distances[i].to_region}] = i;
    }
  }
  return distance_rows_;
}

bool Workbench::ListRoad(std::int32_t a, std::int32_t b, Metres road) {
  const std::pair key(std::min(a, b), std::max(a, b));
  const auto found = RoadsListed().find(key);
  if (found == distance_rows_.end()) {
    if (!MayAddRow()) return false;
    distance_rows_.emplace(key, dataset_.distances.size());
    dataset_.distances.push_back({key.first, key.second, road, std::nullopt});
    ++touched().distances;
    return true;
  }
  RegionDistance& listed = dataset_.distances[found->second];
  if (listed.road == road) return true;
  const bool was_open = listed.road != kCutRoad && listed.road.value > 0;
  if (listed.minutes && was_open && road != kCutRoad) {
    listed.minutes = static_cast<std::int32_t>(std::min(
        RoundHalfUp(Int128{*listed.minutes} * road.value, listed.road.value), limits::kMinutes.most));
  } else {
    listed.minutes.reset();
  }
  listed.road = road;
  ++touched().distances;
  return true;
}

bool Workbench::BlockPairs(std::int32_t region, std::int32_t enclosing) {
  std::vector<std::int32_t> suppliers_there, suppliers_within, points_there, points_within;
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    const std::int32_t at = dataset_.suppliers[s].region;
    if (at == enclosing) suppliers_there.push_back(s);
    if (dataset_.IsWithin(at, region)) suppliers_within.push_back(s);
  }
  for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
    const std::int32_t at = dataset_.demand_points[d].region;
    if (at == enclosing) points_there.push_back(d);
    if (dataset_.IsWithin(at, region)) points_within.push_back(d);
  }
  return BlockAll(suppliers_there, points_within) && BlockAll(suppliers_within, points_there) &&
         BlockWhoSellThroughCutRoads(region, enclosing);
}

bool Workbench::BlockWhoSellThroughCutRoads(std::int32_t region, std::int32_t enclosing) {
  if (!policy_.aggregators) return true;
  std::vector<std::int32_t> sellers;
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    const Supplier& row = dataset_.suppliers[s];
    if (row.via == kNone) continue;
    const std::int32_t through = dataset_.suppliers[row.via].region;
    const bool is_cut = (dataset_.IsWithin(row.region, region) && through == enclosing) ||
                        (dataset_.IsWithin(through, region) && row.region == enclosing);
    if (is_cut) sellers.push_back(s);
  }
  std::vector<std::int32_t> everybody(dataset_.demand_points.size());
  std::iota(everybody.begin(), everybody.end(), 0);
  return BlockAll(sellers, everybody);
}

bool Workbench::BlockAll(const std::vector<std::int32_t>& suppliers,
                         const std::vector<std::int32_t>& demand_points) {
  return std::ranges::all_of(suppliers, [&](std::int32_t s) {
    return std::ranges::all_of(demand_points, [&](std::int32_t d) { return Block(s, d); });
  });
}

bool Workbench::Block(std::int32_t supplier, std::int32_t demand_point) {
  if (!block_keys_) {
    block_keys_.emplace();
    for (const pasok::Block& row : dataset_.blocks) block_keys_->emplace(row.supplier, row.demand_point);
  }
  if (block_keys_->contains({supplier, demand_point})) return true;
  if (!MayAddRow()) return false;
  block_keys_->emplace(supplier, demand_point);
  dataset_.blocks.push_back({supplier, demand_point, "road cut"});
  ++touched().blocks;
  return true;
}

void Workbench::ScaleRoads(const ChangeRoads& change, std::int32_t region) {
  const auto scaled = [&](std::int64_t figure, const NumberRule& rule,
                          std::string_view whose) -> std::optional<std::int64_t> {
    const std::int64_t result = RoundHalfUp(Int128{figure} * change.value, 1'000'000);
    if (result >= rule.least && result <= rule.most) return result;
    Fault(pasok::code::kOutOfRange, change.at, whose, RangeText(rule, '.'),
          "this region would leave the range");
    return std::nullopt;
  };
  std::vector<Region>& regions = dataset_.regions;
  std::int32_t giver = region;  // whose circuity holds in the region
  while (giver != kNone && !regions[giver].circuity) giver = regions[giver].parent;
  const Milli inherited = giver == kNone ? policy_.circuity : *regions[giver].circuity;
  for (std::int32_t r = 0; r < std::ssize(regions); ++r) {
    if (!dataset_.IsWithin(r, region) || (r != region && !regions[r].circuity)) continue;
    const Milli before = r == region ? inherited : *regions[r].circuity;
    const auto after = scaled(before.value, limits::kCircuity, regions[r].code);
    if (!after || *after == before.value) continue;
    regions[r].circuity = Milli{*after};
    ++touched().regions;
  }
  for (RegionDistance& row : dataset_.distances) {
    if (row.road == kCutRoad) continue;  // no road has no length
    if (!dataset_.IsWithin(row.from_region, region) && !dataset_.IsWithin(row.to_region, region)) continue;
    const auto after = scaled(row.road.value, limits::kKm, regions[row.from_region].code);
    if (!after || *after == row.road.value) continue;
    row.road = Metres{*after};
    if (row.minutes) {
      row.minutes = static_cast<std::int32_t>(
          std::min(RoundHalfUp(Int128{*row.minutes} * change.value, 1'000'000), limits::kMinutes.most));
    }
    ++touched().distances;
  }
}

void Workbench::KeepCutRoadsOutOfReach() {
  if (cuts_.empty()) return;
  for (CommodityRule& rule : policy_.commodities) {
    const bool in_reach = !rule.max_distance || *rule.max_distance >= kCutRoad;
    if (in_reach) rule.max_distance = Metres{kCutRoad.value - 1};
  }
}

}  // namespace pasok::study
