// The stable codes in a report's tables, as Indonesian readers of a terminal see them. CSV and JSON keep the
// codes.
#pragma once

#include <string>
#include <string_view>

namespace pasok::client {

// What a code in a column of this key means; the text itself where it is none, or a newer server's.
std::string InIndonesian(std::string_view column, std::string_view text);

}  // namespace pasok::client
