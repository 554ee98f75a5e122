// Any bytes: the reader ends, every record has a field and begins on a later line, and what is cut short is
// said.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/register/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  pasok::FindingLog log;
  pasok::CsvReader csv({reinterpret_cast<const char*>(data), size}, "fuzz.csv", log);
  std::int64_t line = 0;
  while (csv.Next()) {
    if (csv.line() <= line || csv.fields().empty()) std::abort();
    line = csv.line();
    csv.SplitOtherwise();
  }
  if (!csv.complete() && log.errors() == 0) std::abort();
  return 0;
}
