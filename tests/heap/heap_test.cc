#include "engine/heap/heap.h"

#include <gtest/gtest.h>

#include "tests/heap/used_memory.h"

namespace pasok {
namespace {

TEST(Heap, KeepsWhatIsFreedUntilItIsGivenBack) {
  ASSERT_GE(UseAndFree(256 * kMegabyte), 256 * kMegabyte);
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
