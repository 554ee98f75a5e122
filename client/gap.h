// Gap limits as planners give them on the command line.
#pragma once

#include <string_view>

namespace pasok::client {

// In percent, for "0.1%" or the same as a share, "0.001"; from 0 to 100, as a share below 1. Failure (kUsage)
// for anything else: who writes "1" means one percent.
double ReadGapPercent(std::string_view text);

}  // namespace pasok::client
