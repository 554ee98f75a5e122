// Where places are and how far apart, read straight from the dataset and the policy: the checker's own
// reading and its own great circle, which share nothing with places.cc and lane.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match::recheck {

// Read only once made. The dataset and the policy outlive it.
class Roads {
 public:
  Roads(const Dataset& dataset, const Policy& policy);

  // Between two suppliers, or a supplier and a demand point, of a region each and perhaps a point of their
  // own; nullopt where one of them has no point.
  std::optional<Metres> Between(std::int32_t from_region, const std::optional<Point>& own_from,
                                std::int32_t to_region, const std::optional<Point>& own_to) const;

  // What stands behind that: the own point, else the nearest one upwards; the circuity likewise; and what
  // distances.csv lists for the two regions or ancestors of them.
  std::optional<Point> PointOf(std::int32_t region, const std::optional<Point>& own) const;
  Milli CircuityOf(std::int32_t region) const;
  std::optional<Metres> ListedRoad(std::int32_t supplier_region, std::int32_t demand_region) const;
  std::optional<std::int32_t> ListedMinutes(std::int32_t supplier_region, std::int32_t demand_region) const;

 private:
  const RegionDistance* FindListed(std::int32_t supplier_region, std::int32_t demand_region) const;

  const Dataset& dataset_;
  const Policy& policy_;
  std::unordered_map<std::uint64_t, const RegionDistance*> listed_;  // by both regions' indices, both orders
  std::vector<bool> near_listed_;  // per region: it or an ancestor stands in distances.csv
};

}  // namespace pasok::match::recheck
