#include "client/table.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "client/figures.h"
#include "client/json_text.h"
#include "client/text.h"

namespace pasok::client {
namespace {

constexpr std::size_t kNarrowestColumn = 16;
constexpr std::size_t kBetween = 2;

struct JsonWriter {
  nlohmann::ordered_json operator()(std::monostate) const { return nullptr; }
  template <typename Value>
  nlohmann::ordered_json operator()(const Value& value) const {
    return value;
  }
};

nlohmann::ordered_json ToJson(const Cell& cell) { return std::visit(JsonWriter(), cell.value); }

std::string CsvField(std::string text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  for (std::size_t quote = text.find('"'); quote != std::string::npos; quote = text.find('"', quote + 2)) {
    text.insert(quote, 1, '"');
  }
  return '"' + text + '"';
}

std::string ToCsvField(const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell.value)) return "";
  if (const auto* text = std::get_if<std::string>(&cell.value)) return CsvField(*text);
  return ToJson(cell).dump();
}

std::vector<std::size_t> NaturalWidths(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::size_t width = Width(table.columns[c].title);
    for (const auto& row : table.rows) width = std::max(width, Width(row[c].text));
    widths.push_back(width);
  }
  return widths;
}

std::size_t TotalWidth(const std::vector<std::size_t>& widths) {
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + kBetween;
  return total < kBetween ? 0 : total - kBetween;
}

void Shrink(const std::vector<Column>& columns, std::size_t limit, std::vector<std::size_t>& widths) {
  while (TotalWidth(widths) > limit) {
    std::optional<std::size_t> widest;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (!columns[c].may_shrink || widths[c] <= kNarrowestColumn) continue;
      if (!widest || widths[c] > widths[*widest]) widest = c;
    }
    if (!widest) return;
    --widths[*widest];
  }
}

// How many columns from the first on find room, at least one.
std::size_t CountThatFit(std::vector<std::size_t> widths, const std::vector<Column>& columns,
                         std::size_t limit) {
  while (widths.size() > 1) {
    std::vector<std::size_t> narrowest = widths;
    Shrink(columns, limit, narrowest);
    if (TotalWidth(narrowest) <= limit) break;
    widths.pop_back();
  }
  return widths.size();
}

// The cells from `first` on, as "title: text" with commas between, in lines of at most `limit` cells.
void AppendRest(const Table& table, const std::vector<Cell>& row, std::size_t first, std::size_t limit,
                std::string& text) {
  const std::string indent = "    ";
  std::string line;
  for (std::size_t c = first; c < row.size(); ++c) {
    if (row[c].text.empty()) continue;
    const std::string part = table.columns[c].title + ": " + row[c].text;
    if (!line.empty() && Width(indent) + Width(line) + 2 + Width(part) > limit) {
      text += indent + line + ",\n";
      line.clear();
    }
    line += (line.empty() ? "" : ", ") + part;
  }
  if (!line.empty()) text += indent + line + '\n';
}

void AppendLine(const std::vector<Column>& columns, const std::vector<std::size_t>& widths,
                const std::vector<std::string>& cells, std::string& text) {
  std::string line;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    const std::string cell = CutTo(cells[c], widths[c]);
    line += columns[c].right ? PadLeft(cell, widths[c]) : PadRight(cell, widths[c]);
    line += std::string(kBetween, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + '\n';
}

}  // namespace

Cell Word(std::string word) {
  std::string text = Printable(word);
  return {.value = std::move(word), .text = std::move(text)};
}
Cell Count(std::int64_t number) { return {.value = number, .text = Grouped(number)}; }
Cell KilogramsCell(std::int64_t grams) { return {.value = PlainKilograms(grams), .text = Kilograms(grams)}; }
Cell RupiahCell(std::int64_t sen) { return {.value = PlainRupiah(sen), .text = Rupiah(sen)}; }
Cell YesNo(bool yes) { return {.value = yes, .text = yes ? "yes" : ""}; }

std::string ToText(const Table& table, int columns) {
  const std::size_t limit =
      columns > 0 ? static_cast<std::size_t>(columns) : std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> widths = NaturalWidths(table);
  widths.resize(CountThatFit(widths, table.columns, limit));
  Shrink(table.columns, limit, widths);
  std::string text;
  std::vector<std::string> cells(widths.size());
  for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = table.columns[c].title;
  AppendLine(table.columns, widths, cells, text);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    cells[c].clear();
    for (std::size_t cell = 0; cell < widths[c]; ++cell) cells[c] += "─";
  }
  AppendLine(table.columns, widths, cells, text);
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = row[c].text;
    AppendLine(table.columns, widths, cells, text);
    AppendRest(table, row, cells.size(), limit, text);
  }
  return text;
}

std::string ToCsv(const Table& table) {
  std::string csv;
  for (const Column& column : table.columns) csv += (csv.empty() ? "" : ",") + column.key;
  csv += '\n';
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) csv += (c == 0 ? "" : ",") + ToCsvField(row[c]);
    csv += '\n';
  }
  return csv;
}

nlohmann::ordered_json ToJson(const Table& table) {
  auto array = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    auto object = nlohmann::ordered_json::object();
    for (std::size_t c = 0; c < row.size(); ++c) object[table.columns[c].key] = ToJson(row[c]);
    array.push_back(std::move(object));
  }
  return array;
}

std::string Write(const Table& table, Format format, int columns) {
  switch (format) {
    case Format::kTable:
      return ToText(table, columns);
    case Format::kJson:
      return JsonText(ToJson(table));
    case Format::kCsv:
      return ToCsv(table);
  }
  return "";
}

}  // namespace pasok::client
