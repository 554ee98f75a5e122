// Reads one CSV file of a plan, whatever its bytes are, with a place for every fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/finding_log.h"

namespace pasok::match::recheck {

struct Row {
  std::int64_t line = 0;            // of its first character, the header being line 1
  std::vector<std::string> fields;  // as many as the header has
};

// The rows below the header, by the grammar of csv.h with "," between fields; nullopt where the header is
// another one. That and rows with too many or too few fields are errors in `log`, and such rows are left out.
// O(bytes).
std::optional<std::vector<Row>> ReadTable(const std::string& file, std::string_view content,
                                          std::string_view header, FindingLog& log);

}  // namespace pasok::match::recheck
