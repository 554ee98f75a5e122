// JSON as programs get it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace pasok::client {

// Indented, with a newline at the end. Bytes that aren't UTF-8, as a path or a disk's message may have,
// become U+FFFD: a report with such a letter is better than none.
std::string JsonText(const nlohmann::ordered_json& json);

}  // namespace pasok::client
