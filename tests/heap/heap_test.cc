#include "engine/heap/heap.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>

namespace pasok {
namespace {

constexpr std::int64_t kMegabyte = 1 << 20;

std::int64_t ResidentBytes() {
  std::int64_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096;
}

// Touches so much, and frees it.
void UseAndFree(std::int64_t bytes) {
  const auto used = std::make_unique<char[]>(static_cast<std::size_t>(bytes));
  for (std::int64_t i = 0; i < bytes; i += 4096) used[static_cast<std::size_t>(i)] = 1;
  ASSERT_GE(ResidentBytes(), bytes);
}

TEST(Heap, KeepsWhatIsFreedUntilItIsGivenBack) {
  UseAndFree(256 * kMegabyte);
  EXPECT_GE(ResidentBytes(), 256 * kMegabyte);
  GiveBackFreeMemory();
  EXPECT_LT(ResidentBytes(), 64 * kMegabyte);
}

TEST(Heap, ServesTheNextFromWhatIsFree) {
  UseAndFree(256 * kMegabyte);
  UseAndFree(200 * kMegabyte);
  EXPECT_LT(ResidentBytes(), 300 * kMegabyte);
}

}  // namespace
}  // namespace pasok
