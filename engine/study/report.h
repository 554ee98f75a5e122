// What a study answers with: sentences for people and tables for people and programs, every figure with its
// unit. One form for all studies, so that the wire, the tables on a terminal, JSON and CSV each know one
// thing.
//
// A table's `key` and its columns' keys are stable (lower_snake_case) and listed in docs/studies.md; titles
// and sentences may change. A row has as many cells as the table has columns.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace pasok::study {

// One statement in both languages; its figures stand in a table too.
struct Sentence {
  std::string english;
  std::string indonesian;
  bool operator==(const Sentence&) const = default;
};

// What the number of a cell means. kText holds a string, or words in both languages, kShare (0 to 1) and
// kNumber a double, kYesNo a bool, the others an integer.
enum class Unit : std::uint8_t {
  kText,
  kCount,
  kGrams,
  kSen,
  kSenPerKg,
  kMetres,
  kShare,
  kNumber,
  kYesNo,
  kAny,  // differs by row: such cells say it themselves, see Measured
};

// A figure in a column of kAny.
struct Measured {
  Unit unit = Unit::kCount;
  std::variant<std::int64_t, double> value;
  bool operator==(const Measured&) const = default;
};

// Empty where a figure has no meaning: the percent by which nothing has grown.
using Cell = std::variant<std::monostate, std::string, Sentence, std::int64_t, double, bool, Measured>;

// What people call a table or a column, in both languages: it can't be made of one alone.
struct Title {
  Title(std::string in_english, std::string in_indonesian)
      : english(std::move(in_english)), indonesian(std::move(in_indonesian)) {}
  std::string english;
  std::string indonesian;
};

struct Column {
  std::string key;
  Title title;
  Unit unit = Unit::kText;
};

struct Table {
  std::string key;
  Title title;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// Puts a column at an index. REQUIRES a cell for each row.
void InsertColumn(std::size_t at, Column column, std::vector<Cell> cells, Table& table);

struct Report {
  std::vector<Sentence> sentences;
  std::vector<Table> tables;
  bool complete =
      true;  // false: stopped before all was worked out; what stands here is right as far as it goes
};

// Whether each row has a cell for each column, each cell, where it isn't empty, what its column's unit says,
// and each title words in both languages.
bool IsWellFormed(const Report& report);

}  // namespace pasok::study
