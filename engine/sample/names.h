// Made-up names in the sound of the real ones. Each function gives a different name for each number up to its
// count, then repeats.
#pragma once

#include <cstdint>
#include <string>

namespace pasok::sample {

inline constexpr std::int64_t kDesaNames = 24 * 97;
std::string DesaName(std::int64_t n);       // "Sungai Meranti"
std::string KecamatanName(std::int64_t n);  // "Meranti Hulu"
std::string KabupatenName(std::int64_t n);  // "Meranti Raya"
std::string PersonName(std::int64_t n);     // "Siti Lestari"; 71 x 103 of them
std::string UnionName(std::int64_t n);      // "Maju Bersama"

}  // namespace pasok::sample
