// Who wins and who loses between two answers, and in which kabupaten.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/study/outcome.h"

namespace pasok::study {

// Somebody's turnover in the base and in a scenario.
struct Shift {
  std::string id;
  std::string name;
  std::int32_t kabupaten = kNone;  // the region, or the province where it stands at one
  std::int64_t grams_before = 0, grams = 0;
  std::int64_t sen_before = 0, sen = 0;
  std::int64_t short_before = 0, short_grams = 0;  // of a demand point

  std::int64_t difference() const { return sen - sen_before; }
  std::int64_t shorter_by() const { return short_grams - short_before; }
};

// All of a kabupaten's suppliers and demand points together.
struct KabupatenShift {
  std::int32_t kabupaten = kNone;
  Shift sales, costs;
};

struct Shifts {
  std::vector<Shift> suppliers;  // those whose sales differ, by falling difference, id
  // Those whose costs or shortages differ: who is shorter by most first, then by falling difference, id.
  std::vector<Shift> demand_points;
  std::vector<KabupatenShift> kabupaten;  // those with any turnover, in order
};

// Outcomes of two datasets of which the later is the former with rows changed and added, regions apart: those
// are the same. Somebody's name and region are the former's, where it has them. O(turnovers + differences log
// differences + regions), and where rows were added O(rows).
Shifts ShiftsBetween(const Dataset& former, const Outcome& before, const Dataset& later,
                     const Outcome& after);

}  // namespace pasok::study
