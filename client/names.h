// Names of datasets and plans, as people shorten them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/connection.h"

namespace pasok::client {

// The one of `names` ("plans/3f2a…") that `given` means: the whole name, the id alone, or the beginning of
// either that only one has. Failure (kInputAtFault) otherwise, which calls them `noun` and lists the
// candidates.
std::string PickName(std::string_view given, const std::vector<std::string>& names, const std::string& noun);

v1::Dataset DatasetNamed(Connection& server, const std::string& given);
v1::Plan PlanNamed(Connection& server, const std::string& given);

}  // namespace pasok::client
