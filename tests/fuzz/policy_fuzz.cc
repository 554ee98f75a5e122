// Any bytes: an error, or a policy that is written and read back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/register/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto reading = pasok::ReadPolicy({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!reading.findings.ok()) return 0;
  const std::string yaml = pasok::ToYaml(reading.policy);
  const auto again = pasok::ReadPolicy(yaml, "fuzz.yaml");
  if (!again.findings.ok() || pasok::ToYaml(again.policy) != yaml) std::abort();
  return 0;
}
