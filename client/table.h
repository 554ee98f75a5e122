// A table that people read on a terminal and programs read as JSON or CSV: one definition, three writings.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>
#include <vector>

namespace pasok::client {

enum class Format : std::uint8_t { kTable, kJson, kCsv };

// `value` is what programs get: null in JSON and nothing in CSV where there is none; `text` what people see.
struct Cell {
  std::variant<std::monostate, std::string, std::int64_t, double, bool> value;
  std::string text;
};
Cell Word(std::string word);
Cell Count(std::int64_t number);
Cell KilogramsCell(std::int64_t grams);
Cell RupiahCell(std::int64_t sen);  // for programs a decimal string
Cell YesNo(bool yes);

struct Column {
  std::string key;          // stable, snake_case
  std::string title;        // for people
  bool right = false;       // figures stand at the right
  bool may_shrink = false;  // words; never of ids and codes, which mean nothing when cut
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // as many cells as columns each
};

// Aligned, two spaces between columns. Where it is wider than `columns` (0: no limit), the columns that may
// shrink are cut with "…", the widest first, down to sixteen cells; and where that doesn't do, as many
// columns as there is room for stand aligned, uncut as far as they can, and the others of a row below it,
// indented, each behind its title, those without a text left out.
std::string ToText(const Table& table, int columns);
std::string ToCsv(const Table& table);
// An array of objects.
nlohmann::ordered_json ToJson(const Table& table);
// In that format, ready to print.
std::string Write(const Table& table, Format format, int columns);

}  // namespace pasok::client
