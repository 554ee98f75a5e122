// The values of a scenario's keys: names, days, points, licences. What the reader of its changes derives
// from.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/licence.h"
#include "engine/register/yaml_reader.h"
#include "engine/study/scenario/scenario.h"

namespace pasok::study {

Mark At(const YamlNode& node);

class ValueReader : protected YamlReader {
 public:
  using YamlReader::YamlReader;

 protected:
  // As ReadMap; answers which keys there were.
  std::set<std::string> ReadKeys(const YamlNode& map, const std::string& path, const std::vector<Key>& keys);
  // A finding for each of the names that isn't given.
  void Require(const YamlNode& map, const std::string& path, const std::set<std::string>& given,
               std::initializer_list<std::string_view> names);

  // The day that a map has under the name, before which another of its days can't be.
  void FaultWindow(const YamlNode& map, const std::string& path, std::string_view last,
                   std::string_view first);

  // Each reads into the object given, which outlives the reading.
  ReadValue NameInto(std::string& text, std::size_t most_bytes);
  ReadValue NameInto(Name& name);
  // One name or a list of them, each once.
  ReadValue NamesInto(std::vector<Name>& names, std::span<const std::string_view> words = {});
  ReadValue WordInto(std::optional<std::size_t>& which, std::span<const std::string_view> words);
  ReadValue CountInto(std::int32_t& count, const NumberRule& rule);
  ReadValue DayInto(std::optional<Date>& day);
  ReadValue DegreesInto(std::optional<double>& degrees, double most);
  ReadValue LicencesInto(std::vector<Licence>& licences);
  void ReadWeekdays(const YamlNode& value, const std::string& path, std::uint8_t& weekdays);

  // Of a row's two coordinates.
  std::optional<Point> PointOf(const YamlNode& map, const std::string& path, std::optional<double> lat,
                               std::optional<double> lng);
  bool CheckName(const YamlNode& value, const std::string& path, std::size_t most_bytes);
};

}  // namespace pasok::study
