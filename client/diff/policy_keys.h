// What two policies say differently, key by key, in the words of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pasok::client {

struct PolicyKey {
  std::string key;            // "commodities.beras.price_ceiling_idr_per_kg"
  std::string before, after;  // as YAML on one line; empty: it isn't there
};

// Of two policy files, in the order of their keys; a list is one value. What can't be read has no keys.
std::vector<PolicyKey> DifferentKeys(std::string_view yaml_before, std::string_view yaml_after);

}  // namespace pasok::client
