// Any bytes: errors, or a configuration within its ranges.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "server/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto reading = pasok::server::ReadConfig({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!reading.findings.ok()) return 0;
  const pasok::server::Options& options = reading.config.options;
  if (options.data_dir.empty() || options.workers < 1 || options.workers > 256) std::abort();
  return 0;
}
