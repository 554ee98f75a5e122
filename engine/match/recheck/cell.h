// Reading one row's cells, with a finding for each that isn't what it should be.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/match/recheck/table.h"
#include "engine/register/dataset.h"
#include "engine/register/finding_log.h"

namespace pasok::match::recheck {

class Cells {
 public:
  // All of them outlive it. `header` names the columns, separated by commas.
  Cells(std::string_view file, std::string_view header, const Row& row, FindingLog& log)
      : file_(file), header_(header), row_(row), log_(log) {}

  // Nothing where the row is too short to have it: what is read here is anybody's bytes.
  std::string_view Text(int column) const {
    const auto at = static_cast<std::size_t>(column);
    return at < row_.fields.size() ? std::string_view(row_.fields[at]) : std::string_view();
  }
  std::int64_t line() const { return row_.line; }

  void Fault(int column, std::string code, std::string expected) const;
  // A fault of the row as a whole.
  void RowFault(std::string code, std::string expected) const;

  void ExpectText(int column, std::string_view expected) const;
  // The cell must be a decimal of at most `scale` places and equal expected / 10^scale.
  void ExpectDecimal(int column, int scale, Int128 expected) const;
  // A weight above zero in whole quanta; nullopt, reported, where it is none. At most 10^12 g: sums of a
  // file's rows fit 64 bits, whatever it claims.
  std::optional<std::int64_t> Quanta(int column, Grams quantum) const;
  // What `index` (of Dataset's Find functions) gave; kNone is reported.
  std::int32_t Known(int column, std::int32_t index) const;

 private:
  std::string_view file_;
  std::string_view header_;
  const Row& row_;
  FindingLog& log_;
};

}  // namespace pasok::match::recheck
