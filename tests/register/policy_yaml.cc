#include "tests/register/policy_yaml.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "tests/register/sound_dataset.h"

namespace pasok {

std::string Config(const std::string& name) {
  std::ifstream in(std::string(PASOK_SOURCE_DIR) + "/configs/" + name, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

Policy ReadSound(std::string_view yaml) {
  PolicyReading reading = ReadPolicy(yaml, "policy.yaml");
  EXPECT_TRUE(reading.findings.ok()) << Listing(reading.findings);
  return std::move(reading.policy);
}

std::vector<std::string> Faults(std::string_view yaml) {
  std::vector<std::string> faults;
  for (const Finding& finding : ReadPolicy(yaml, "p").findings.list) {
    if (finding.severity != Severity::kError) continue;
    faults.push_back(std::to_string(finding.line) + ':' + std::to_string(finding.column) + ' ' +
                     finding.code + ' ' + finding.field);
  }
  return faults;
}

}  // namespace pasok
