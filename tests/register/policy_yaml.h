// Policies as YAML, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/register/policy.h"

namespace pasok {

std::string Config(const std::string& name);  // the content of that file of configs/
Policy ReadSound(std::string_view yaml);      // REQUIRES no error
// "line:column code field" of each finding.
std::vector<std::string> Faults(std::string_view yaml);

}  // namespace pasok
