// Any bytes: errors, or a nightly run that names its registers and where its plans go.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "client/nightly_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto reading =
      pasok::client::ReadNightlyFile({reinterpret_cast<const char*>(data), size}, "fuzz/nightly.yaml");
  if (reading.findings.findings_size() > 0) return 0;
  const pasok::client::NightlyFile& file = reading.file;
  if (file.data.empty() || file.out.empty() || file.days < 1 || file.days > 31) std::abort();
  return 0;
}
