#include "client/decimal_comma.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace pasok::client {
namespace {

constexpr std::string_view kNarrowSpace = "\u202F";  // between thousands
constexpr std::array<std::string_view, 9> kUnits{"kg",  "km",    "%",    "kali",  "poin",
                                                 "ton", "menit", "juta", "miliar"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsOfWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// Where the figure begins whose point this is.
std::size_t BeginOfFigure(std::string_view text, std::size_t point) {
  std::size_t begin = point;
  while (begin > 0) {
    if (IsDigit(text[begin - 1])) {
      --begin;
    } else if (text.substr(0, begin).ends_with(kNarrowSpace)) {
      begin -= kNarrowSpace.size();
    } else {
      break;
    }
  }
  return begin > 0 && text[begin - 1] == '-' ? begin - 1 : begin;
}

bool BeginsWithUnit(std::string_view text) {
  return std::ranges::any_of(kUnits, [&](std::string_view unit) {
    return text.starts_with(unit) && (text.size() == unit.size() || !IsOfWord(text[unit.size()]));
  });
}

// Whether the point between these digits is a decimal one.
bool IsDecimal(std::string_view text, std::size_t point) {
  const std::size_t begin = BeginOfFigure(text, point);
  std::size_t end = point + 1;
  while (end < text.size() && IsDigit(text[end])) ++end;
  const std::string_view before = text.substr(0, begin), behind = text.substr(end);
  if (!before.empty() && (IsOfWord(before.back()) || before.back() == '.')) return false;
  if (behind.size() > 1 && behind[0] == '.' && IsDigit(behind[1])) return false;
  const std::string_view whole = text.substr(begin, point - begin);
  return before.ends_with("Rp ") || (behind.starts_with(' ') && BeginsWithUnit(behind.substr(1))) ||
         whole == "0" || whole == "-0";
}

}  // namespace

std::string WithDecimalComma(std::string figure) {
  std::ranges::replace(figure, '.', ',');
  return figure;
}

std::string WithDecimalCommas(std::string sentence) {
  for (std::size_t point = sentence.find('.'); point != std::string::npos;
       point = sentence.find('.', point + 1)) {
    const bool between_digits = point > 0 && IsDigit(sentence[point - 1]) && point + 1 < sentence.size() &&
                                IsDigit(sentence[point + 1]);
    if (between_digits && IsDecimal(sentence, point)) sentence[point] = ',';
  }
  return sentence;
}

}  // namespace pasok::client
