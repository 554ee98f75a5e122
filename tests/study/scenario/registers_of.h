// A dataset written out as the register files that it could have been read from.
#pragma once

#include <vector>

#include "engine/register/read.h"

namespace pasok::study {

std::vector<RegisterFile> RegistersOf(const Dataset& dataset);

}  // namespace pasok::study
