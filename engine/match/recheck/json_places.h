// A JSON text with the line of each of its keys, read in one pass.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/register/finding_log.h"

namespace pasok::match::recheck {

// The keys of an object, and the entries of a list by their index as far as they are objects or lists.
struct JsonPlace {
  std::int64_t line = 1;
  std::map<std::string, JsonPlace, std::less<>> below{};
};

struct PlacedJson {
  nlohmann::json value;
  JsonPlace places;
};

// Discarded where it is no JSON, or a bottomless one. A key that its object has already and one that is empty
// are errors of `file` in `log`: no reader knows which of two counts. O(bytes log keys).
PlacedJson ReadJson(std::string_view content, std::string_view file, FindingLog& log);

}  // namespace pasok::match::recheck
