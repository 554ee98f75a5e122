// A register file as rows with named cells: binds the header to the columns that a register knows, and reads
// cells as what they should be. Every fault is logged with file, line, column and name; a faulty cell reads
// as not given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/csv.h"
#include "engine/register/dataset.h"
#include "engine/register/finding_log.h"
#include "engine/register/limits.h"

namespace pasok {

struct Column {
  std::string_view name;
  bool required = false;
};

class Table {
 public:
  // `columns` in the order of the indices by which cells are asked for. `content` and `log` outlive the
  // table.
  Table(std::string_view file, std::string_view content, std::span<const Column> columns, FindingLog& log);

  // The next row that has any text in it. In a row that isn't `whole` cells may be missing: a reader takes
  // its key, so that references to it aren't faulted too, and leaves the rest.
  bool Next();
  bool whole() const { return whole_; }
  std::int64_t line() const { return csv_.line(); }
  std::string_view file() const { return file_; }

  // Whether every row of the file could be seen; if not, "there is no such id" can't be said of it.
  bool complete() const { return bound_ && csv_.saw_every_row(); }
  bool has_rows() const { return has_rows_; }
  std::size_t RowsToExpect() const { return csv_.RecordsToExpect(); }

  // The cell's text without blanks around it; empty where it isn't given.
  std::string_view Text(int column) const;
  bool Given(int column) const { return !Text(column).empty(); }

  // The text of a required cell of at most `most_bytes`; faults an empty or longer one, and answers empty.
  std::string_view RequiredText(int column, std::size_t most_bytes);
  std::string_view OptionalText(int column, std::size_t most_bytes);

  // Likewise a new id, which is one line of characters that are shown; also empty where it isn't.
  std::string_view RequiredId(int column);

  // A number in units of 10^-rule.decimals, within the rule's range. nullopt: not given, or faulty.
  std::optional<std::int64_t> Number(int column, const NumberRule& rule);
  // The same where the cell must be given; the answer for a faulty one is the least that is allowed.
  std::int64_t RequiredNumber(int column, const NumberRule& rule);
  // Likewise, but nothing where it is absent or wrong.
  std::optional<std::int64_t> RequiredIfSound(int column, const NumberRule& rule);

  std::optional<Date> DateOf(int column);
  // Whether every date and weekday read of this row so far was one, or not given.
  bool days_sound() const { return days_sound_; }
  // Bits from Monday; every day where not given.
  std::uint8_t WeekdaysOf(int column);
  // The point of two columns; faults half a point, 0,0 and swapped or impossible coordinates.
  std::optional<Point> PointOf(int lat, int lng);
  // The index of the cell's word among `words`; nullopt where not given or unknown (which is faulted).
  std::optional<std::size_t> WordOf(int column, std::span<const std::string_view> words);

  // Log a remark about a cell of this row.
  void Error(std::string_view code, int column, std::string_view expected, std::string_view fix = {});
  void Warning(std::string_view code, int column, std::string_view expected, std::string_view fix = {});
  // The same for a row gone by, in checks that must have seen all rows.
  void RemarkAt(std::int64_t line, Severity severity, std::string_view code, int column,
                std::string_view value, std::string_view expected, std::string_view fix) const;
  // The column's number in this file, from 1; 0 where the file hasn't got it.
  std::int64_t PlaceOf(int column) const;
  std::string_view NameOf(int column) const { return columns_[static_cast<std::size_t>(column)].name; }

 private:
  void BindHeader(std::string_view content);
  void CheckFieldCount();
  void CheckNamelessColumns();
  void ExplainNumber(int column, const NumberRule& rule);

  std::string file_;
  std::span<const Column> columns_;
  FindingLog& log_;
  CsvReader csv_;
  std::vector<std::int32_t> field_of_;  // by column; kNone: the file hasn't got it
  std::size_t header_fields_ = 0;
  std::size_t needed_fields_ = 0;      // without the nameless ones at the end
  std::vector<std::size_t> nameless_;  // fields with an empty heading, below which nothing has stood so far
  std::span<const std::string_view> row_;
  std::vector<std::string_view> resplit_;
  bool has_header_ = true;  // without one there are no rows either
  bool bound_ = false;
  bool whole_ = true;
  bool days_sound_ = true;
  bool has_rows_ = false;
};

// Without blanks around it, also those that nobody sees: spaces that don't break, and characters without
// width.
std::string_view Trim(std::string_view text);

// Bits from Monday of "1-5", "1|3|5" or "6,7"; nullopt where the text is nothing of the kind.
std::optional<std::uint8_t> ParseWeekdays(std::string_view text);

// "a number from 0 to 10000000 kg with at most 3 decimals", spelled with `point`.
std::string RangeText(const NumberRule& rule, char point);

}  // namespace pasok
