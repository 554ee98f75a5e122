// Tables of a report, made here rather than by a server.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/report.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

struct BothLanguages {
  std::string english, indonesian;
};

struct MadeColumn {
  std::string key;
  BothLanguages title;
  v1::Report::Unit unit = v1::Report::TEXT;
};

// A figure in a column of ANY; none where it has no meaning.
struct Measured {
  v1::Report::Unit unit = v1::Report::COUNT;
  std::optional<std::int64_t> whole{};
  std::optional<double> fraction{};
};

// A code that programs read, and what it is called in Indonesian.
struct Code {
  std::string code, indonesian;
};

inline StudyReport::Part MakeTable(const std::string& key, const BothLanguages& title,
                                   const std::vector<MadeColumn>& columns) {
  StudyReport::Part part;
  part.head.set_key(key);
  part.head.set_title(title.english);
  part.head.set_indonesian_title(title.indonesian);
  for (const MadeColumn& made : columns) {
    v1::Report::Column& column = *part.head.add_columns();
    column.set_key(made.key);
    column.set_title(made.title.english);
    column.set_indonesian_title(made.title.indonesian);
    column.set_unit(made.unit);
  }
  return part;
}

inline void AddCell(v1::Report::Row& row, std::string text) { row.add_cells()->set_text(std::move(text)); }
inline void AddCell(v1::Report::Row& row, std::int64_t whole) { row.add_cells()->set_whole(whole); }
inline void AddCell(v1::Report::Row& row, double fraction) { row.add_cells()->set_fraction(fraction); }
inline void AddCell(v1::Report::Row& row, std::same_as<bool> auto yes) { row.add_cells()->set_yes(yes); }
inline void AddCell(v1::Report::Row& row, const Code& code) {
  v1::Report::Cell& cell = *row.add_cells();
  cell.set_text(code.code);
  cell.set_indonesian_text(code.indonesian);
}
inline void AddCell(v1::Report::Row& row, const Measured& figure) {
  v1::Report::Cell& cell = *row.add_cells();
  cell.set_unit(figure.unit);
  if (figure.whole) cell.set_whole(*figure.whole);
  if (figure.fraction) cell.set_fraction(*figure.fraction);
}
// Nothing where there is no figure.
template <typename Value>
void AddCell(v1::Report::Row& row, const std::optional<Value>& value) {
  if (value) {
    AddCell(row, *value);
  } else {
    row.add_cells();
  }
}

// The cells of a row, as many as the table has columns.
template <typename... Cells>
void AddRow(StudyReport::Part& part, Cells&&... cells) {
  v1::Report::Row& row = part.rows.emplace_back();
  row.mutable_cells()->Reserve(sizeof...(cells));
  (AddCell(row, std::forward<Cells>(cells)), ...);
}

}  // namespace pasok::client
