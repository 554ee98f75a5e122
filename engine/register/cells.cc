// The cells that aren't plain text: numbers, dates, weekdays, points and words.
#include <algorithm>
#include <cstdlib>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/nearest.h"
#include "engine/register/table.h"

namespace pasok {
namespace {

std::string Spelled(std::string plain, char point) {
  std::ranges::replace(plain, '.', point);
  return plain;
}

// "11" of "Nov", "november" and "Nopember"; empty for no month's name, in English or Indonesian.
std::string MonthNamed(std::string_view name) {
  constexpr std::string_view kBeginnings[][2] = {
      {"jan", ""}, {"feb", "peb"}, {"mar", ""}, {"apr", ""},    {"may", "mei"}, {"jun", ""},
      {"jul", ""}, {"aug", "agu"}, {"sep", ""}, {"oct", "okt"}, {"nov", "nop"}, {"dec", "des"}};
  if (name.size() < 3) return {};
  std::string small(name.substr(0, 3));
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  int month = 0;
  for (const auto& [english, indonesian] : kBeginnings) {
    ++month;
    if (small == english || small == indonesian) return (month < 10 ? "0" : "") + std::to_string(month);
  }
  return {};
}

// The 23rd of November 2026 as spreadsheets write it: 23/11/2026, 2026/11/23, 2026-1-5, 23 Nov 2026, also
// with a time behind it. Of a month before the day nothing is said: it could be either.
std::optional<Date> ReadSpreadsheetDate(std::string_view text) {
  if (const std::size_t colon = text.find(':'); colon != text.npos && colon >= 3)
    text = text.substr(0, text.find_last_of("T ", colon));
  const std::size_t first = text.find_first_of("/-. ");
  if (first == text.npos) return std::nullopt;
  const std::size_t second = text.find(text[first], first + 1);
  if (second == text.npos) return std::nullopt;
  const auto two = [](std::string_view digits) {
    return digits.size() == 1 ? "0" + std::string(digits) : std::string(digits);
  };
  std::string_view year = text.substr(second + 1), day = text.substr(0, first);
  if (day.size() == 4) std::swap(year, day);
  const std::string_view month = text.substr(first + 1, second - first - 1);
  const std::string named = MonthNamed(month);
  return ParseDate(std::string(year) + '-' + (named.empty() ? two(month) : named) + '-' + two(day));
}

// What a number with a single point may be meant to be, spelled as its column takes it; empty where it
// doesn't.
struct Readings {
  std::string thousands;
  std::string decimal;

  std::string Mend() const {
    if (thousands.empty() && decimal.empty()) return "";
    if (thousands.empty() || decimal.empty()) return "write " + thousands + decimal;
    return "write " + thousands + " if thousands are meant, or " + decimal + " if it is a decimal";
  }
};

std::string WithPoint(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, ',', '.');
  return plain;
}

bool IsNumber(std::string_view text) {
  constexpr int kMostDecimals = 9;  // that ParseDecimal takes; more are still a number
  return ParseDecimal(WithPoint(text), kMostDecimals, '.').fault != DecimalFault::kNotANumber;
}

// Three decimals look like thousands, two or four don't: "15.400" is 15.4, "15.425" is 15.4250.
std::string AsDecimal(std::string_view text, const NumberRule& rule) {
  std::string plain = WithPoint(text);
  const std::size_t separator = plain.find('.');
  if (separator == plain.npos || plain.size() - separator != 4) return plain;
  if (!plain.ends_with('0')) return plain + '0';
  while (plain.ends_with('0')) plain.pop_back();
  if (plain.ends_with('.')) rule.decimals == 0 ? plain.pop_back() : plain.push_back('0');
  return plain;
}

Readings ReadingsOf(std::string_view text, const std::optional<std::string>& ungrouped,
                    const NumberRule& rule, char point) {
  Readings readings;
  const Decimal thousands = ParseDecimal(ungrouped.value_or(""), rule.decimals, '.');
  const bool in_range = thousands.scaled >= rule.least && thousands.scaled <= rule.most;
  if (thousands.fault == DecimalFault::kFine && in_range) readings.thousands = Spelled(*ungrouped, point);
  const std::string decimal = AsDecimal(text, rule);
  if (ParseDecimal(decimal, rule.decimals, '.').fault == DecimalFault::kFine)
    readings.decimal = Spelled(decimal, point);
  return readings;
}

std::string DecimalsExpected(char point) {
  return point == ',' ? "decimals with a comma, as this file is separated by ';'"
                      : "decimals with a point, as this file is separated by ','";
}

}  // namespace

std::string RangeText(const NumberRule& rule, char point) {
  std::string text = rule.decimals == 0 ? "a whole number from " : "a number from ";
  text += Spelled(DecimalText(rule.least, rule.decimals), point) + " to " +
          Spelled(DecimalText(rule.most, rule.decimals), point);
  if (!rule.unit.empty()) text += ' ' + std::string(rule.unit);
  if (rule.decimals > 0) text += " with at most " + std::to_string(rule.decimals) + " decimals";
  return text;
}

std::optional<std::int64_t> Table::Number(int column, const NumberRule& rule) {
  const std::string_view text = Text(column);
  if (text.empty()) return std::nullopt;
  const char point = csv_.separator() == ';' ? ',' : '.';
  const Decimal decimal = ParseDecimal(text, rule.decimals, point);
  const bool grouped_by_looks = rule.grouped_by_habit && point == '.' && IsOneGroupOfThousands(text);
  const bool good = decimal.fault == DecimalFault::kFine && decimal.scaled >= rule.least &&
                    decimal.scaled <= rule.most && !grouped_by_looks;
  if (good) return decimal.scaled;
  ExplainNumber(column, rule);
  return std::nullopt;
}

std::optional<std::int64_t> Table::RequiredIfSound(int column, const NumberRule& rule) {
  if (whole_ && PlaceOf(column) > 0 && !Given(column)) {
    Error(code::kMissingValue, column, RangeText(rule, csv_.separator() == ';' ? ',' : '.'));
  }
  return Number(column, rule);
}

std::int64_t Table::RequiredNumber(int column, const NumberRule& rule) {
  return RequiredIfSound(column, rule).value_or(rule.least);
}

void Table::ExplainNumber(int column, const NumberRule& rule) {
  const std::string_view text = Text(column);
  const char point = csv_.separator() == ';' ? ',' : '.';
  const char other_point = point == '.' ? ',' : '.';
  const std::string expected = RangeText(rule, point);
  const std::string ungrouped_expected = expected + ", without separators of thousands";
  const std::optional<std::string> ungrouped = UngroupThousands(text);
  const Decimal decimal = ParseDecimal(text, rule.decimals, point);
  const bool one_point = std::ranges::count_if(text, [](char c) { return c == '.' || c == ','; }) == 1;
  const bool has_other_point = one_point && text.find(other_point) != text.npos;
  const Readings readings = ReadingsOf(text, ungrouped, rule, point);

  if (ungrouped && one_point && !has_other_point && rule.grouped_by_habit && !readings.Mend().empty()) {
    Error(code::kAmbiguousNumber, column, ungrouped_expected, readings.Mend());
  } else if (has_other_point && !readings.decimal.empty()) {
    const bool may_be_thousands = point == ',' || rule.grouped_by_habit;
    const std::string_view code = point == ',' ? code::kDecimalPoint : code::kDecimalComma;
    Error(code, column, DecimalsExpected(point),
          may_be_thousands ? readings.Mend() : "write " + readings.decimal);
  } else if (has_other_point && !readings.thousands.empty()) {
    Error(code::kThousandsSeparator, column, ungrouped_expected, readings.Mend());
  } else if (decimal.fault == DecimalFault::kNotANumber && ungrouped) {
    Error(code::kThousandsSeparator, column, ungrouped_expected, "write " + Spelled(*ungrouped, point));
  } else if (decimal.fault == DecimalFault::kTooManyDecimals || (has_other_point && IsNumber(text))) {
    const bool needs_point = has_other_point && rule.decimals > 0;
    Error(code::kTooManyDecimals, column, expected,
          needs_point ? std::string("round the number and write it with a '") + point + "'"
                      : "round the number");
  } else if (decimal.fault == DecimalFault::kNotANumber) {
    const bool exponent = text.find_first_of("eE") != text.npos && text.front() >= '0' && text.front() <= '9';
    Error(code::kBadNumber, column, expected,
          exponent ? "write the number out in digits" : "write digits only, without units or currency");
  } else if (text.starts_with('-') && rule.least >= 0 && decimal.scaled < 0) {
    Error(code::kNegative, column, expected, "remove the minus sign if it is a slip");
  } else {
    Error(code::kOutOfRange, column, expected, "check the number and its unit");
  }
}

std::optional<Date> Table::DateOf(int column) {
  const std::string_view text = Text(column);
  if (text.empty()) return std::nullopt;
  const std::optional<Date> date = ParseDate(text);
  if (date && *date >= limits::kFirstDate && *date <= limits::kLastDate) return date;
  days_sound_ = false;
  if (date) {
    Error(code::kOutOfRange, column, "a day from 2000-01-01 to 2100-12-31", "check the year");
    return std::nullopt;
  }
  const std::optional<Date> meant = ReadSpreadsheetDate(text);
  Error(code::kBadDate, column, "a day written YYYY-MM-DD, such as 2026-11-23",
        meant ? "write " + ToIso(*meant) : "");
  return std::nullopt;
}

std::optional<std::uint8_t> ParseWeekdays(std::string_view text) {
  std::uint8_t days = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("|,", begin), text.size());
    const std::string_view part = Trim(text.substr(begin, end - begin));
    const bool range = part.size() == 3 && part[1] == '-';
    const char first = part.empty() ? '0' : part.front();
    const char last = part.empty() ? '0' : part.back();
    const bool good = (part.size() == 1 || range) && first >= '1' && last <= '7' && first <= last;
    if (!good) return std::nullopt;
    for (int day = first - '1'; day <= last - '1'; ++day) days |= static_cast<std::uint8_t>(1 << day);
    begin = end + 1;
  }
  return days;
}

std::uint8_t Table::WeekdaysOf(int column) {
  constexpr std::uint8_t kEveryDay = 0x7f;
  const std::string_view text = Text(column);
  if (text.empty()) return kEveryDay;
  if (const std::optional<std::uint8_t> days = ParseWeekdays(text)) return *days;
  days_sound_ = false;
  Error(code::kBadWeekdays, column, "days from 1 (Monday) to 7 (Sunday), such as 1-5 or 1|3|5",
        text.find_first_not_of("0123456789-|, ") != text.npos || text.size() >= 8
            ? "a spreadsheet may have turned 1-5 into a date: format the column as text"
            : "");
  return kEveryDay;
}

std::optional<Point> Table::PointOf(int lat, int lng) {
  if (!Given(lat) && !Given(lng)) return std::nullopt;
  if (!Given(lat) || !Given(lng)) {
    Error(code::kHalfPoint, Given(lat) ? lng : lat, "both coordinates or neither",
          "add the missing one, or empty both: the region's point is taken then");
    return std::nullopt;
  }
  const char point = csv_.separator() == ';' ? ',' : '.';
  std::optional<double> degrees[2];
  for (int i = 0; i < 2; ++i) {
    const int column = i == 0 ? lat : lng;
    degrees[i] = ParseDegrees(Text(column), point);
    if (degrees[i]) continue;
    const std::string plain = WithPoint(Text(column));
    if (ParseDegrees(plain, '.')) {
      Error(point == '.' ? code::kDecimalComma : code::kDecimalPoint, column, DecimalsExpected(point),
            "write " + Spelled(plain, point));
    } else {
      Error(code::kBadNumber, column,
            std::string("decimal degrees with a '") + point + "', such as " + Spelled("-0.0258", point),
            "write degrees as one decimal number, not as minutes and seconds");
    }
  }
  if (!degrees[0] || !degrees[1]) return std::nullopt;
  const Point at{.lat = *degrees[0] + 0.0, .lng = *degrees[1] + 0.0};
  if (at.lat == 0 && at.lng == 0) {
    Error(code::kZeroPoint, lat, "a place on land", "empty both coordinates if the place isn't known");
    return std::nullopt;
  }
  if (std::abs(at.lat) > 90 && std::abs(at.lat) <= 180 && std::abs(at.lng) <= 90) {
    Error(code::kSwappedPoint, lat, "a latitude from -90 to 90", "latitude and longitude look swapped");
    return std::nullopt;
  }
  if (std::abs(at.lat) > 90)
    Error(code::kOutOfRange, lat, "a latitude from -90 to 90", "check the decimal point");
  if (std::abs(at.lng) > 180) {
    Error(code::kOutOfRange, lng, "a longitude from -180 to 180", "check the decimal point");
  }
  if (std::abs(at.lat) > 90 || std::abs(at.lng) > 180) return std::nullopt;
  return at;
}

std::optional<std::size_t> Table::WordOf(int column, std::span<const std::string_view> words) {
  const std::string_view text = Text(column);
  if (text.empty()) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return i;
  }
  std::string expected = "one of";
  for (const std::string_view word : words)
    expected += (word == words.front() ? " " : ", ") + std::string(word);
  Error(code::kUnknownWord, column, expected, DidYouMean(Nearest(text, words)));
  return std::nullopt;
}

}  // namespace pasok
