// Memory that is used and freed, and what the process then still has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>

namespace pasok {

inline constexpr std::int64_t kMegabyte = 1 << 20;

inline std::int64_t ResidentBytes() {
  std::int64_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096;
}

// What was resident while so much was used.
inline std::int64_t UseAndFree(std::int64_t bytes) {
  const auto used = std::make_unique<char[]>(static_cast<std::size_t>(bytes));
  for (std::int64_t i = 0; i < bytes; i += 4096) used[static_cast<std::size_t>(i)] = 1;
  return ResidentBytes();
}

}  // namespace pasok
