// pasokd's configuration file, as strict as the policy's: an unknown key is an error with its place.
#pragma once

#include <chrono>
#include <string_view>

#include "engine/register/finding.h"
#include "server/server.h"

namespace pasok::server {

struct Config {
  Options options;
  std::chrono::seconds shutdown_grace{10};
};

// Meaningful only where the findings are ok(). Never throws, whatever the bytes are. configs/server.yaml
// documents the keys.
struct ConfigReading {
  Config config;
  Findings findings;
};
ConfigReading ReadConfig(std::string_view yaml, std::string_view file);

}  // namespace pasok::server
