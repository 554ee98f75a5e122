#include "client/diff/policy_keys.h"

#include <yaml-cpp/yaml.h>

#include <map>

namespace pasok::client {
namespace {

using Values = std::map<std::string, std::string>;

std::string OnOneLine(const YAML::Node& node) {
  YAML::Emitter emitter;
  emitter.SetSeqFormat(YAML::Flow);
  emitter.SetMapFormat(YAML::Flow);
  emitter << node;
  return emitter.c_str();
}

void Collect(const YAML::Node& node, const std::string& key, Values& values) {
  if (!node.IsMap()) {
    values[key] = node.IsScalar() ? node.Scalar() : node.IsNull() ? "null" : OnOneLine(node);
    return;
  }
  for (const auto& entry : node) {
    const std::string& name = entry.first.Scalar();
    Collect(entry.second, key.empty() ? name : key + "." + name, values);
  }
}

Values ValuesOf(std::string_view yaml) try {
  Values values;
  if (!yaml.empty()) Collect(YAML::Load(std::string(yaml)), "", values);
  return values;
} catch (const YAML::Exception&) {
  return {};
}

}  // namespace

std::vector<PolicyKey> DifferentKeys(std::string_view yaml_before, std::string_view yaml_after) {
  const Values before = ValuesOf(yaml_before), after = ValuesOf(yaml_after);
  std::map<std::string, PolicyKey> different;
  for (const auto& [key, value] : before) different[key] = {.key = key, .before = value, .after = {}};
  for (const auto& [key, value] : after) {
    different[key].key = key;
    different[key].after = value;
  }
  std::vector<PolicyKey> keys;
  for (auto& [key, values] : different) {
    if (values.before != values.after) keys.push_back(std::move(values));
  }
  return keys;
}

}  // namespace pasok::client
