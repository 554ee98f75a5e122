#include "server/stored_policy.h"

#include <utility>

#include "server/fault.h"
#include "server/store/parsed.h"

namespace pasok::server {
namespace {

constexpr char kFile[] = "policy.yaml";

}  // namespace

std::string WrittenOut(const Policy& policy, const char* field) {
  std::string yaml = ToYaml(policy);
  const PolicyReading back = ReadPolicy(yaml, kFile);
  if (!back.findings.ok() || ToYaml(back.policy) != yaml) throw PolicyNotKept(back.findings, field);
  return yaml;
}

Policy StoredPolicy(const std::string& yaml, const std::string& name) {
  PolicyReading reading = ReadPolicy(yaml, kFile);
  if (reading.findings.ok()) return std::move(reading.policy);
  throw NoLongerReadable("the policy of " + name, reading.findings);
}

}  // namespace pasok::server
