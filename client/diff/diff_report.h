// The difference between two plans as a report, like a study's (docs/studies.md).
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "client/diff/day_pairs.h"
#include "client/diff/plan_diff.h"
#include "client/diff/plan_rows.h"
#include "client/diff/table_maker.h"
#include "client/report.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// All that is told of. Nothing is kept of it.
struct Compared {
  const v1::Plan& before;
  const v1::Plan& after;
  const DayPairs& days;
  const TwoPlans& rows;  // their texts and policies; the rows themselves may be gone
  const PlanDiff& diff;
};

// How many rows are to be made; the tables' heads tell how many there are.
struct RowsWanted {
  std::string table{};  // of this one alone; empty: of all
  std::size_t most = std::numeric_limits<std::size_t>::max();

  std::size_t Of(const std::string& key, std::size_t rows) const {
    return !table.empty() && table != key ? 0 : std::min(rows, most);
  }
};

StudyReport ToReport(const Compared& plans, const RowsWanted& wanted);

// Its parts. What was asked otherwise is told first, so that nobody lays unlike plans side by side unawares.
std::vector<v1::Report::Sentence> SentencesOf(const Compared& plans);
StudyReport::Part AskedTable(const Compared& plans);
StudyReport::Part PolicyTable(const Compared& plans);
StudyReport::Part DaysTable(const Compared& plans);
StudyReport::Part FiguresTable(const Compared& plans);
StudyReport::Part CommoditiesTable(const Compared& plans);
StudyReport::Part KitchensTable(const Compared& plans, const RowsWanted& wanted);
StudyReport::Part SuppliersTable(const Compared& plans, const RowsWanted& wanted);
StudyReport::Part AllocationsTable(const Compared& plans, const RowsWanted& wanted);
StudyReport::Part ShortagesTable(const Compared& plans, const RowsWanted& wanted);

// One thing that was asked, of both plans.
struct Asked {
  std::string what;  // "dataset", "date", …
  BothLanguages name;
  std::string before, after;

  bool differs() const { return before != after; }
};
std::vector<Asked> AskedOf(const v1::Plan& before, const v1::Plan& after);

}  // namespace pasok::client
