// Where the groups of a network stand, cell in cell: so that a search can rule out a requirement for a whole
// region at once.
//
// The groups of a commodity are a range in order of region, so each region of each level holds a range too: a
// cell. Cells of one commodity form a tree: all, province, kabupaten, kecamatan, desa, without the levels on
// which all groups of a cell agree; groups that lie in no deeper region form a cell of their own, and where
// more than 64 share a region runs of them do. A cell knows a ball around its sites, what their circuities
// lie between, and what would spoil a bound: listed roads and forbidden lanes.
//
// O(groups x levels). Deterministic. Read only once built.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match::exact {

class LaneCosts;
struct Network;

struct Cell {
  std::int32_t first_group = 0, end_group = 0;
  std::int32_t first_child = 0, end_child = 0;  // range of Cover::cells; empty: all groups share one region
  std::array<std::int32_t, 4> enclosing{kNone, kNone, kNone, kNone};  // regions that all its groups lie in
  std::array<double, 3> centre{};                                     // on the unit sphere
  double radius_m = 0;  // no site is farther from the centre, along the great circle
  double least_circuity = 0, most_circuity = 0;
  std::int64_t least_listed_m = INT64_MAX;  // no road listed from its regions is shorter; INT64_MAX: none is
  std::int32_t listed_as = kNone;  // the region whose listed roads all its groups have; kNone: they differ
  bool has_forbidden = false;
};

struct Cover {
  std::vector<Cell> cells;         // children after parents
  std::vector<std::int32_t> root;  // per commodity: index of its cell; kNone where it has no group
  bool prunes = true;              // false: cells rule nothing out
};

// The same cells whatever the threads.
Cover CoverGroups(const Network& network, const LaneCosts& costs, bool prunes = true, int threads = 1);

// The great-circle metres of a chord between points of the unit sphere, from above.
double ArcAtMost(double chord);

}  // namespace pasok::match::exact
