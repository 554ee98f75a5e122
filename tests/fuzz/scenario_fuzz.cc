// Any bytes: an error, or a scenario that is written and read back the same, and that the toy takes or
// refuses.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/study/scenario/apply.h"
#include "tests/match/toy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pasok::match::Toy toy = pasok::match::ReadToy();
  const auto reading = pasok::study::ReadScenario({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!reading.findings.ok()) return 0;
  const std::string yaml = ToYaml(reading.scenario);
  const auto again = pasok::study::ReadScenario(yaml, "fuzz.yaml");
  if (!again.findings.ok() || ToYaml(again.scenario) != yaml) std::abort();
  const auto applied = pasok::study::Apply(reading.scenario, toy.dataset, toy.policy);
  if (applied.findings.ok() && applied.touched.size() != reading.scenario.changes.size()) std::abort();
  return 0;
}
