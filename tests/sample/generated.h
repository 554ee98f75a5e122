// A whole sample in memory, as its tests look at it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/register/read.h"
#include "engine/sample/sample.h"

namespace pasok::sample {

std::vector<RegisterFile> Generate(Scale scale, std::uint64_t seed, Variant variant = Variant::kPlain);

// 64-bit FNV-1a over every file's name and bytes.
std::uint64_t Fingerprint(const std::vector<RegisterFile>& files);

// Generates and reads; the test fails with the first findings where there are errors.
Dataset GeneratedDataset(Scale scale, std::uint64_t seed, Variant variant = Variant::kPlain);

}  // namespace pasok::sample
