#include "client/report.h"

#include <google/rpc/error_details.pb.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <utility>

#include "client/code_words.h"
#include "client/decimal_comma.h"
#include "client/exit_code.h"
#include "client/figures.h"
#include "client/json_text.h"
#include "client/text.h"

namespace pasok::client {
namespace {

using Unit = v1::Report::Unit;
using Wire = v1::Report;

// What stands behind a key, and in `…_unit`, for figures of the unit; "" where there is nothing to say.
std::string_view Suffix(Unit unit) {
  switch (unit) {
    case Wire::GRAMS:
      return "kg";
    case Wire::SEN:
      return "idr";
    case Wire::SEN_PER_KG:
      return "idr_per_kg";
    case Wire::METRES:
      return "km";
    default:
      return "";
  }
}

std::string_view WordOf(Unit unit) {
  switch (unit) {
    case Wire::COUNT:
      return "count";
    case Wire::SHARE:
      return "share";
    case Wire::NUMBER:
      return "number";
    default:
      return Suffix(unit);
  }
}

std::string KeyWithUnit(const Wire::Column& column) {
  const std::string suffix = "_" + std::string(Suffix(column.unit()));
  if (suffix.size() == 1 || column.key().ends_with(suffix) || column.key() == suffix.substr(1)) {
    return column.key();
  }
  return column.key() + suffix;
}

std::string Number(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", number);
  return text.data();
}

Cell Empty() { return {.value = std::monostate(), .text = ""}; }

std::string YesOrNo(bool yes, Language language) {
  if (language == Language::kIndonesian) return yes ? "ya" : "tidak";
  return yes ? "yes" : "no";
}

// For programs the language is of no matter.
Cell Figure(const Wire::Cell& cell, Unit unit, Language language) {
  switch (unit) {
    case Wire::GRAMS:
      return KilogramsCell(cell.whole());
    case Wire::SEN:
      return RupiahCell(cell.whole());
    case Wire::SEN_PER_KG:
      return {.value = PlainRupiah(cell.whole()), .text = Rupiah(cell.whole()) + " per kg"};
    case Wire::METRES:
      return {.value = static_cast<double>(cell.whole()) / 1000, .text = Kilometres(cell.whole())};
    case Wire::SHARE:
      return {.value = cell.fraction(), .text = Percent(cell.fraction())};
    case Wire::NUMBER:
      return {.value = cell.fraction(), .text = Number(cell.fraction())};
    case Wire::YES_NO:
      return {.value = cell.yes(), .text = YesOrNo(cell.yes(), language)};
    case Wire::TEXT:
      return Word(cell.text());
    default:  // COUNT, or a newer server's
      return cell.value_case() == Wire::Cell::kWhole ? Count(cell.whole()) : Empty();
  }
}

Unit UnitOf(const Wire::Cell& cell, const Wire::Column& column) {
  return column.unit() == Wire::ANY ? cell.unit() : column.unit();
}

bool IsFigure(Unit unit) { return unit != Wire::TEXT && unit != Wire::YES_NO; }

std::string TextInIndonesian(const Wire::Cell& cell, const Wire::Column& column, std::string text) {
  if (IsFigure(UnitOf(cell, column))) return WithDecimalComma(std::move(text));
  if (UnitOf(cell, column) != Wire::TEXT) return text;
  const std::string& words = cell.indonesian_text();
  const bool is_sentence = !words.empty() || column.key() == "indonesian";
  const std::string said = words.empty() ? InIndonesian(column.key(), cell.text()) : words;
  return Word(is_sentence ? WithDecimalCommas(said) : said).text;
}

Cell CellOf(const Wire::Cell& cell, const Wire::Column& column, Language language) {
  if (cell.value_case() == Wire::Cell::VALUE_NOT_SET) return Empty();
  Cell figure = Figure(cell, UnitOf(cell, column), language);
  if (language == Language::kIndonesian) figure.text = TextInIndonesian(cell, column, std::move(figure.text));
  // Between shares lie percentage points.
  if (column.key() == "difference" && UnitOf(cell, column) == Wire::SHARE && figure.text.ends_with('%')) {
    figure.text.pop_back();
    figure.text += language == Language::kIndonesian ? "poin persen" : "percentage points";
  }
  return figure;
}

template <class Titled>
const std::string& TitleOf(Language language, const Titled& titled) {
  const bool indonesian = language == Language::kIndonesian && !titled.indonesian_title().empty();
  return indonesian ? titled.indonesian_title() : titled.title();
}

// Names only: ids and codes mean nothing when cut, and a sentence little.
bool MayShrink(const Wire::Column& column, int at) {
  return column.unit() == Wire::TEXT && at > 0 && (column.key() == "name" || column.key().ends_with("_name"));
}

// The points of a curve lie along such shares, and may lie close together.
bool IsAim(const Wire::Column& column) {
  return column.unit() == Wire::SHARE && (column.key() == "aim" || column.key() == "plan_aim");
}

// So many that neighbours that differ don't look the same.
int DecimalsOfAims(const StudyReport::Part& part) {
  constexpr int kMostDecimals = 6;
  int decimals = 1;
  for (int c = 0; c < part.head.columns_size(); ++c) {
    if (!IsAim(part.head.columns(c))) continue;
    for (std::size_t r = 1; r < part.rows.size(); ++r) {
      if (c >= part.rows[r].cells_size() || c >= part.rows[r - 1].cells_size()) continue;
      const double here = part.rows[r].cells(c).fraction(), before = part.rows[r - 1].cells(c).fraction();
      while (here != before && decimals < kMostDecimals &&
             Percent(here, decimals) == Percent(before, decimals))
        ++decimals;
    }
  }
  return decimals;
}

// For programs: every column, those of ANY followed by their unit.
Table WithUnits(const Wire::Table& head, std::span<const Wire::Row> rows) {
  Table table;
  for (const Wire::Column& column : head.columns()) {
    table.columns.push_back({.key = KeyWithUnit(column), .title = column.title()});
    if (column.unit() == Wire::ANY) table.columns.push_back({.key = column.key() + "_unit", .title = ""});
  }
  for (const Wire::Row& row : rows) {
    auto& cells = table.rows.emplace_back();
    for (int c = 0; c < head.columns_size() && c < row.cells_size(); ++c) {
      const Wire::Column& column = head.columns(c);
      cells.push_back(CellOf(row.cells(c), column, Language::kEnglish));
      if (column.unit() == Wire::ANY) cells.push_back(Word(std::string(WordOf(row.cells(c).unit()))));
    }
    cells.resize(table.columns.size(), Empty());
  }
  return table;
}

// Calls `visit(rows, is_first)` with some thousand rows after the other; once where there are none.
template <typename Visit>
void InPieces(const StudyReport::Part& part, Visit visit) {
  constexpr std::size_t kRows = 4096;
  const std::span<const Wire::Row> rows = part.rows;
  std::size_t from = 0;
  do {
    const std::size_t count = std::min(kRows, rows.size() - from);
    visit(rows.subspan(from, count), from == 0);
    from += count;
  } while (from < rows.size());
}

}  // namespace

void StudyReport::Add(v1::DownloadReportResponse part) {
  for (auto& sentence : *part.mutable_sentences()) sentences.push_back(std::move(sentence));
  if (part.has_table()) tables.push_back({.head = std::move(*part.mutable_table())});
  if (tables.empty()) return;
  for (auto& row : *part.mutable_rows()) tables.back().rows.push_back(std::move(row));
}

const StudyReport::Part& StudyReport::TableOf(const std::string& key) const {
  std::string keys;
  for (const Part& part : tables) {
    if (part.head.key() == key) return part;
    keys += (keys.empty() ? "" : ", ") + part.head.key();
  }
  throw Failure(ExitCode::kInputAtFault, "the report has no table '" + Printable(key) + "'",
                keys.empty() ? "It has no tables." : "Its tables: " + Printable(keys) + ".");
}

std::string MessageIn(Language language, const google::rpc::Status& error) {
  if (language == Language::kIndonesian) {
    google::rpc::LocalizedMessage message;
    for (const auto& detail : error.details()) {
      if (detail.UnpackTo(&message) && message.locale() == "id") return message.message();
    }
  }
  return error.message();
}

std::string In(Language language, const v1::Report::Sentence& sentence) {
  return language == Language::kIndonesian ? WithDecimalCommas(sentence.indonesian()) : sentence.english();
}

const std::string& TitleIn(Language language, const Wire::Table& table) { return TitleOf(language, table); }

const std::string& TitleIn(Language language, const Wire::Column& column) {
  return TitleOf(language, column);
}

Table ForPeople(const StudyReport::Part& part, Language language, std::size_t most_rows) {
  const std::string_view other = language == Language::kIndonesian ? "english" : "indonesian";
  Table table;
  std::vector<int> kept;
  for (int c = 0; c < part.head.columns_size(); ++c) {
    const Wire::Column& column = part.head.columns(c);
    if (column.key() == other) continue;
    kept.push_back(c);
    table.columns.push_back({.key = column.key(),
                             .title = Printable(TitleIn(language, column)),
                             .right = IsFigure(column.unit()),
                             .may_shrink = MayShrink(column, c)});
  }
  const int decimals = DecimalsOfAims(part);
  for (const Wire::Row& row : part.rows) {
    if (table.rows.size() == most_rows) break;
    auto& cells = table.rows.emplace_back();
    for (const int c : kept) {
      const Wire::Column& column = part.head.columns(c);
      cells.push_back(c < row.cells_size() ? CellOf(row.cells(c), column, language) : Empty());
      if (decimals == 1 || !IsAim(column)) continue;
      std::string& text = cells.back().text = Percent(row.cells(c).fraction(), decimals);
      if (language == Language::kIndonesian) text = WithDecimalComma(std::move(text));
    }
  }
  return table;
}

std::string ToCsv(const StudyReport::Part& part) { return ToCsv(WithUnits(part.head, part.rows)); }

nlohmann::ordered_json ToJson(const StudyReport::Part& part) {
  return ToJson(WithUnits(part.head, part.rows));
}

void WriteCsv(const StudyReport::Part& part, const TextSink& sink) {
  InPieces(part, [&](std::span<const Wire::Row> rows, bool is_first) {
    const std::string csv = ToCsv(WithUnits(part.head, rows));
    sink(is_first ? std::string_view(csv) : std::string_view(csv).substr(csv.find('\n') + 1));
  });
}

void WriteJson(const StudyReport::Part& part, const std::string& margin, const TextSink& sink) {
  if (part.rows.empty()) return sink("[]");
  InPieces(part, [&](std::span<const Wire::Row> rows, bool is_first) {
    constexpr std::string_view kBegin = "[\n", kEnd = "\n]\n";
    const std::string json = JsonText(ToJson(WithUnits(part.head, rows)));
    std::string_view lines = std::string_view(json).substr(kBegin.size());
    lines.remove_suffix(kEnd.size());
    std::string text = (is_first ? "[\n" : ",\n") + margin;
    for (const char c : lines) {
      text += c;
      if (c == '\n') text += margin;
    }
    sink(text);
  });
  sink("\n" + margin + "]");
}

}  // namespace pasok::client
