// The part of a policy that says what may serve in place of what: `substitutes`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/register/policy.h"
#include "engine/register/yaml_reader.h"

namespace pasok {

class SubstitutesReader : private YamlReader {
 public:
  using YamlReader::YamlReader;

  std::vector<SubstituteRule> Read(const YamlNode& value, const std::string& path);
  // Faults the names read that are no commodities of the policy, which may stand below; a commodity in its
  // own place; and one that stands in for another while others stand in for it: what serves whom must be
  // plain.
  void Check(const Policy& policy);

 private:
  // A list, each kg for kg, or a map of ratios.
  void ReadBy(const YamlNode& value, const std::string& path, SubstituteRule& rule);
  // Whether it may stand in for the rule's commodity beside those before.
  bool IsAnother(const YamlNode& name, const std::string& path, const SubstituteRule& rule);

  struct Name {
    const YamlNode* node = nullptr;
    std::string path;
    bool stands_in = false;  // for another one
  };
  std::vector<Name> names_;
};

}  // namespace pasok
