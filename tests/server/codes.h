// Region codes by hand: Codes({"61.01", "62"}).
#pragma once

#include <string>
#include <vector>

#include "proto/regions.h"

namespace pasok::server {

inline RegionCodes Codes(const std::vector<std::string>& codes) { return {codes.begin(), codes.end()}; }

}  // namespace pasok::server
