#include "engine/match/recheck/cell.h"

#include "engine/match/plain_numbers.h"

namespace pasok::match::recheck {
namespace {

// Above any row of a plan, and low enough for millions of rows to be added up.
constexpr std::int64_t kMostGrams = 1'000'000'000'000;

std::string ColumnName(std::string_view header, int column) {
  for (int i = 0; i < column; ++i) header.remove_prefix(header.find(',') + 1);
  return std::string(header.substr(0, header.find(',')));
}

}  // namespace

void Cells::Fault(int column, std::string code, std::string expected) const {
  log_.Add({.code = std::move(code),
            .file = std::string(file_),
            .line = row_.line,
            .column = column + 1,
            .field = ColumnName(header_, column),
            .value = std::string(Text(column).substr(0, 80)),
            .expected = std::move(expected)});
}

void Cells::RowFault(std::string code, std::string expected) const {
  log_.Add({.code = std::move(code),
            .file = std::string(file_),
            .line = row_.line,
            .expected = std::move(expected)});
}

void Cells::ExpectText(int column, std::string_view expected) const {
  if (Text(column) == expected) return;
  Fault(column, "wrong_value", expected.empty() ? "an empty field" : std::string(expected));
}

void Cells::ExpectDecimal(int column, int scale, Int128 expected) const {
  const std::optional<Int128> value = ReadDecimal(Text(column), scale);
  if (!value || *value != expected) Fault(column, "wrong_figure", FixedText(expected, scale));
}

std::optional<std::int64_t> Cells::Quanta(int column, Grams quantum) const {
  const std::optional<Int128> grams = ReadDecimal(Text(column), 3);
  if (grams && *grams > kMostGrams) {
    Fault(column, "wrong_weight", "at most " + KgText(kMostGrams) + " kg");
    return std::nullopt;
  }
  if (grams && *grams > 0 && *grams % quantum.value == 0)
    return static_cast<std::int64_t>(*grams / quantum.value);
  Fault(column, "wrong_weight", "kg above zero in multiples of " + KgText(quantum.value));
  return std::nullopt;
}

std::int32_t Cells::Known(int column, std::int32_t index) const {
  if (index == kNone) Fault(column, "unknown_reference", "an id of the dataset");
  return index;
}

}  // namespace pasok::match::recheck
