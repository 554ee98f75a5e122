#include "engine/register/licence.h"

#include <algorithm>

#include "engine/register/limits.h"
#include "engine/register/table.h"

namespace pasok {

LicenceReading ReadLicence(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string_view end = colon == text.npos ? std::string_view() : Trim(text.substr(colon + 1));
  const bool has_end = colon != text.npos && (end.empty() || end.find_first_of("0123456789") != end.npos);
  if (!has_end) {
    return {.licence = Licence{.name = std::string(text), .until = std::nullopt}};
  }
  const std::string_view name = Trim(text.substr(0, colon));
  const std::optional<Date> until = ParseDate(end);
  const bool in_range = until && *until >= limits::kFirstDate && *until <= limits::kLastDate;
  if (in_range && !name.empty()) return {.licence = Licence{.name = std::string(name), .until = until}};
  return {.licence = std::nullopt, .out_of_range = until && !in_range};
}

void SettleLicences(std::vector<Licence>& licences) {
  std::ranges::sort(licences, [](const Licence& a, const Licence& b) {
    if (a.name != b.name) return a.name < b.name;
    return a.until.value_or(limits::kLastDate) > b.until.value_or(limits::kLastDate);
  });
  licences.erase(std::ranges::unique(licences, {}, &Licence::name).begin(), licences.end());
}

std::string ToText(const Licence& licence) {
  return licence.until ? licence.name + ":" + ToIso(*licence.until) : licence.name;
}

}  // namespace pasok
