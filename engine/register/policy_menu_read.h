// Reads the policy's `menu`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/register/policy.h"
#include "engine/register/yaml_reader.h"

namespace pasok {

class MenuReader : private YamlReader {
 public:
  using YamlReader::YamlReader;

  Menu Read(const YamlNode& value, const std::string& path);
  // Faults the names read that are no commodities of the policy, which may stand below the menu.
  void CheckCommodities(const Policy& policy);

 private:
  using Portions = std::array<Milli, kRecipientGroups>;

  Portions ReadPortions(const YamlNode& value, const std::string& path);
  std::vector<MenuItem> ReadDay(const YamlNode& value, const std::string& path,
                                const std::vector<MenuItem>& usual);
  void AddItem(const YamlNode& name, const YamlNode* portions, const std::string& path,
               const std::vector<MenuItem>& usual, std::vector<MenuItem>& day);
  void ReadMostPerDay(const YamlNode& value, const std::string& path, Menu& menu);

  std::vector<std::pair<const YamlNode*, std::string>> names_;  // of commodities, with their paths
};

}  // namespace pasok
