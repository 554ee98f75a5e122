// The folder that a night's plan goes into.
#pragma once

#include <filesystem>

#include "proto/regions.h"

namespace pasok::client {

// Failure (kInputAtFault) unless a plan of `regions` may stand in `folder`: it is absent or empty, or holds
// nothing but the files of a plan, of the same regions. Two nightly files with one `out` would take each
// other's folder away every night. A summary that can't be read says nothing of regions.
void RequireNightlyFolder(const std::filesystem::path& folder, const RegionCodes& regions);

}  // namespace pasok::client
