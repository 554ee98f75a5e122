// Where suppliers and demand points stand: inherited points and circuities, and the distinct places of an
// instance.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

// Gathers the places that are asked for, then numbers the distinct ones by region, latitude and longitude.
class PlaceBook {
 public:
  // REQUIRES: a region's parent stands before it, as the order by code has it. O(regions).
  PlaceBook(const Dataset& dataset, const Policy& policy);

  // The place of somebody in `region`: the own point, else the region's, else the nearest ancestor's. nullopt
  // where none of them has a point.
  std::optional<Place> Find(std::int32_t region, const std::optional<Point>& own_point) const;

  void Expect(std::size_t places);  // about so many to be added
  // REQUIRES a place that was found here, perhaps for another tier.
  std::int32_t Add(const Place& place);  // a ticket, for Index
  std::vector<Place> Close();            // after the last Add: the distinct places in order. O(n log n)
  std::int32_t Index(std::int32_t ticket) const { return index_[ticket]; }  // REQUIRES Close() called

 private:
  struct Asked {
    Point point;
    std::int32_t region = kNone, tier_region = kNone;
  };

  std::vector<std::optional<Point>> point_;  // per region, inherited
  std::vector<Milli> circuity_;              // per region, inherited
  std::vector<Asked> asked_;                 // per ticket
  std::vector<std::int32_t> index_;          // per ticket, once closed
};

}  // namespace pasok::match
