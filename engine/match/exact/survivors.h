// Which requirements of a commodity a walk down its cells (cover.h) still keeps: a stack of lists, each part
// of the one before it.
//
// A list is a range of columns that stand as the bounds read them (lane_bounds.h), by requirement, whichever
// were kept: so one pass over a cell's list reads them from end to end, and what is left is copied behind it.
// Nothing is popped: a list holds until another is kept of the one before it.
//
// Not thread-safe: one an owner.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/cover.h"
#include "engine/match/exact/lane_bounds.h"
#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

// Which lanes a search looks at: those of a group within its own province, or all.
enum class Reach : std::uint8_t { kProvince, kAll };

class Survivors {
 public:
  struct List {
    std::size_t first = 0, end = 0;
    bool empty() const { return first == end; }
    std::size_t size() const { return end - first; }
  };

  // `price` is indexed by requirement. All but `price` outlive it. O(requirements of the commodity).
  Survivors(const LaneCosts& costs, const Network& network, std::int32_t commodity,
            std::span<const std::int64_t> price, Reach reach);

  // The first list: all requirements, or those counted from the first of the commodity, ascending.
  List All() const { return {.first = 0, .end = count_}; }
  List Only(const std::vector<std::int32_t>& requirements);

  // Those of the list that some group of the cell may want, behind it: all to which one has an eligible lane
  // within the reach, of a value greater than `floor`, and within the window of its best lane (kUnbounded:
  // of whatever value). REQUIRES the list to be what was kept of the cell's parent, or a first list.
  List Keep(const Cell& cell, std::int64_t floor, std::int64_t window, List list);

  // What lanes from a site to a list are worth at most, above the common price; kNever: out of range. Knows
  // no listed road. Fills up to Padded(size). REQUIRES the list to be what was kept of a last cell, the
  // site's.
  void BoundFrom(const Site& site, List list, std::vector<float>& bound) const;
  // The same of a lane on a listed road.
  float BoundOn(const RegionDistance& listed, std::size_t i) const;
  // No lane of a greater value is bounded by less.
  float Bar(std::int64_t value) const;

  // Of the i-th in the stack.
  std::int32_t Requirement(std::size_t i) const { return terms_.first_requirement + index_[i]; }

 private:
  void Reserve(std::size_t end);
  Columns ColumnsOf(List list) const;
  TierCosts TiersTowards(const Cell& cell) const;
  void SetListed(const Cell& cell, List list);
  List Append(List list, std::span<const std::int32_t> kept, const float* price);

  const LaneCosts& costs_;
  const Cover& cover_;
  const LaneTerms& terms_;
  const Reach reach_;
  std::size_t count_ = 0;

  std::array<double, 3> centre_{};
  std::int64_t shift_ = 0;  // the common price
  Margins margins_;
  std::array<double, kTiers> tier_{};
  std::array<double, kTiers> least_tier_{};  // of this tier and the nearer ones
  std::array<double, kTiers> most_tier_{};

  // The stack. Prices have the tier off in what was kept of a last cell.
  std::vector<float> x_, y_, z_, circuity_, price_;
  std::array<std::vector<std::int32_t>, 4> region_;
  std::vector<std::int32_t> index_;

  // Scratch, beside a list.
  std::vector<float> nearest_, farthest_, at_most_, tiered_;
  std::vector<std::int32_t> kept_;
};

}  // namespace pasok::match::exact
