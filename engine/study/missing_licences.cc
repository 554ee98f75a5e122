#include "engine/study/missing_licences.h"

#include <algorithm>

namespace pasok::study {

MissingLicences TellApart(const Supplier& holder, const std::vector<std::string>& names) {
  MissingLicences missing;
  for (const std::string& name : names) {
    const auto held = std::ranges::lower_bound(holder.licences, name, {}, &Licence::name);
    if (held != holder.licences.end() && held->name == name) {
      missing.ended.push_back(*held);
    } else {
      missing.never_held.push_back(name);
    }
  }
  return missing;
}

MissingLicences TellApart(const Supplier& holder, std::string_view names) {
  std::vector<std::string> list;
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find('|', begin), names.size());
    list.emplace_back(names.substr(begin, end - begin));
    begin = end + 1;
  }
  return TellApart(holder, list);
}

Sentence WithLastDays(const std::vector<Licence>& ended) {
  Sentence list;
  for (const Licence& licence : ended) {
    const std::string separator = list.english.empty() ? "" : ", ";
    const std::string day = licence.until ? ToIso(*licence.until) : "";
    list.english += separator + licence.name + " (to " + day + ")";
    list.indonesian += separator + licence.name + " (sampai " + day + ")";
  }
  return list;
}

}  // namespace pasok::study
