#include "engine/study/scenario/value_reader.h"

#include <algorithm>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/table.h"
#include "engine/register/words.h"
#include "engine/study/scenario/codes.h"

namespace pasok::study {

Mark At(const YamlNode& node) { return {.line = node.line, .column = node.column}; }

std::set<std::string> ValueReader::ReadKeys(const YamlNode& map, const std::string& path,
                                            const std::vector<Key>& keys) {
  ReadMap(map, path, keys);
  std::set<std::string> given;
  for (const auto& [key, value] : map.entries) given.insert(key.text);
  return given;
}

void ValueReader::Require(const YamlNode& map, const std::string& path, const std::set<std::string>& given,
                          std::initializer_list<std::string_view> names) {
  if (map.kind != Kind::kMap && map.kind != Kind::kNull) return;  // a finding already
  for (const std::string_view name : names) {
    if (given.contains(std::string(name))) continue;
    const YamlNode nothing{.kind = YamlNode::Kind::kScalar, .line = map.line};
    Fault(code::kMissingKey, nothing, path.empty() ? std::string(name) : path + '.' + std::string(name),
          "the key `" + std::string(name) + "`", "add it");
  }
}

void ValueReader::FaultWindow(const YamlNode& map, const std::string& path, std::string_view last,
                              std::string_view first) {
  const auto entry = std::ranges::find(map.entries, last, [](const auto& each) { return each.first.text; });
  Fault(pasok::code::kEmptyWindow, entry == map.entries.end() ? map : entry->second,
        path + '.' + std::string(last), "a day not before `" + std::string(first) + "`",
        "swap the two days?");
}

YamlReader::ReadValue ValueReader::NameInto(std::string& text, std::size_t most_bytes) {
  return [this, &text, most_bytes](const YamlNode& value, const std::string& path) {
    if (CheckName(value, path, most_bytes)) text = value.text;
  };
}

YamlReader::ReadValue ValueReader::NameInto(Name& name) {
  return [this, &name](const YamlNode& value, const std::string& path) {
    if (CheckName(value, path, limits::kNameBytes)) name = {.text = value.text, .at = At(value)};
  };
}

YamlReader::ReadValue ValueReader::NamesInto(std::vector<Name>& names,
                                             std::span<const std::string_view> words) {
  return [this, &names, words](const YamlNode& value, const std::string& path) {
    const auto read = [&](const YamlNode& item) {
      if (words.empty() ? !CheckName(item, path, limits::kNameBytes) : !Word(item, path, words)) return;
      if (std::ranges::find(names, item.text, &Name::text) != names.end()) {
        return Fault(pasok::code::kDuplicateKey, item, path, "each name once", "remove one of the two");
      }
      names.push_back({.text = item.text, .at = At(item)});
    };
    if (value.kind != Kind::kSequence) return read(value);
    if (value.items.empty()) Fault(code::kMissingKey, value, path, "a name, or a list of names");
    for (const YamlNode& item : value.items) read(item);
  };
}

YamlReader::ReadValue ValueReader::WordInto(std::optional<std::size_t>& which,
                                            std::span<const std::string_view> words) {
  return [this, &which, words](const YamlNode& value, const std::string& path) {
    which = Word(value, path, words);
  };
}

YamlReader::ReadValue ValueReader::CountInto(std::int32_t& count, const NumberRule& rule) {
  return [this, &count, &rule](const YamlNode& value, const std::string& path) {
    if (const auto number = Number(value, path, rule)) count = static_cast<std::int32_t>(*number);
  };
}

YamlReader::ReadValue ValueReader::DayInto(std::optional<Date>& day) {
  return [this, &day](const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected = "a day from 2000-01-01 to 2100-12-31, such as 2026-11-23";
    if (!CheckKind(value, path, Kind::kScalar, kExpected)) return;
    day = ParseDate(value.text);
    if (day && *day >= limits::kFirstDate && *day <= limits::kLastDate) return;
    Fault(day ? pasok::code::kOutOfRange : pasok::code::kBadDate, value, path, kExpected);
    day.reset();
  };
}

YamlReader::ReadValue ValueReader::DegreesInto(std::optional<double>& degrees, double most) {
  return [this, &degrees, most](const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected = "decimal degrees, such as -0.0258";
    if (!CheckKind(value, path, Kind::kScalar, kExpected)) return;
    degrees = ParseDegrees(value.text, '.');
    if (!degrees) return Fault(pasok::code::kBadNumber, value, path, kExpected);
    *degrees += 0.0;  // no minus before zero
    if (*degrees >= -most && *degrees <= most) return;
    Fault(pasok::code::kOutOfRange, value, path, kExpected, "are latitude and longitude swapped?");
    degrees.reset();
  };
}

YamlReader::ReadValue ValueReader::LicencesInto(std::vector<Licence>& licences) {
  return [this, &licences](const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected = "a list of licences, such as [pirt, \"halal:2027-01-31\"], or []";
    if (!CheckKind(value, path, Kind::kSequence, kExpected)) return;
    std::size_t bytes = 0;
    for (const YamlNode& item : value.items) {
      if (!CheckName(item, path, limits::kNameBytes)) continue;
      if (item.text.find('|') != item.text.npos) {
        Fault(pasok::code::kUnknownWord, item, path, "a licence's name without '|'");
        continue;
      }
      bytes += item.text.size() + 1;
      LicenceReading reading = ReadLicence(item.text);
      if (!reading.licence) {
        Fault(reading.out_of_range ? pasok::code::kOutOfRange : pasok::code::kBadDate, item, path,
              "a licence's name, and after ':' its last day as YYYY-MM-DD");
        continue;
      }
      licences.push_back(*std::move(reading.licence));
    }
    if (bytes > limits::kReasonBytes) {
      Fault(pasok::code::kTooLong, value, path, "licences of at most 500 bytes in all");
    }
    SettleLicences(licences);
  };
}

void ValueReader::ReadWeekdays(const YamlNode& value, const std::string& path, std::uint8_t& weekdays) {
  constexpr std::string_view kExpected = "days from 1 (Monday) to 7 (Sunday), such as 1-5 or 1|3|5";
  if (!CheckKind(value, path, Kind::kScalar, kExpected)) return;
  const std::optional<std::uint8_t> days = ParseWeekdays(value.text);
  if (!days) return Fault(pasok::code::kBadWeekdays, value, path, kExpected);
  weekdays = *days;
}

std::optional<Point> ValueReader::PointOf(const YamlNode& map, const std::string& path,
                                          std::optional<double> lat, std::optional<double> lng) {
  if (!lat && !lng) return std::nullopt;
  if (!lat || !lng) {
    Fault(pasok::code::kHalfPoint, map, path, "both coordinates or neither");
  } else if (*lat == 0 && *lng == 0) {
    Fault(pasok::code::kZeroPoint, map, path, "a place on land");
  } else {
    return Point{.lat = *lat, .lng = *lng};
  }
  return std::nullopt;
}

bool ValueReader::CheckName(const YamlNode& value, const std::string& path, std::size_t most_bytes) {
  if (!CheckKind(value, path, Kind::kScalar, "a text") || !CheckText(value, path)) return false;
  if (value.text.size() > most_bytes) {
    Fault(pasok::code::kTooLong, value, path, "at most " + std::to_string(most_bytes) + " bytes");
    return false;
  }
  if (!value.text.empty() && Trim(value.text) == value.text) return true;
  Fault(value.text.empty() ? pasok::code::kMissingValue : pasok::code::kUnknownWord, value, path,
        "a text without blanks around it");
  return false;
}

}  // namespace pasok::study
