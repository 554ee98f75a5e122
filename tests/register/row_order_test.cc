#include "engine/register/row_order.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace pasok {
namespace {

std::vector<std::int32_t> Ordered(const std::vector<int>& keys) {
  return OrderOf(keys.size(), [&](std::int32_t a, std::int32_t b) { return keys[a] < keys[b]; });
}

std::vector<std::int32_t> StablySorted(const std::vector<int>& keys) {
  std::vector<std::int32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::int32_t row) { return keys[row]; });
  return order;
}

TEST(OrderOfTest, SortsAnythingAndLeavesEqualsAsTheyStood) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& bytes) {
    const std::vector<int> keys(bytes.begin(), bytes.end());
    RC_ASSERT(Ordered(keys) == StablySorted(keys));
  }));
}

// Whether the runs are so few that they are merged, or so many that all is sorted.
TEST(OrderOfTest, SortsRunsOfWhateverNumber) {
  EXPECT_TRUE(rc::check([] {
    const int runs = *rc::gen::inRange(0, 80);
    std::vector<int> keys;
    for (int run = 0; run < runs; ++run) {
      auto of_run = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 30));
      std::ranges::sort(of_run);
      keys.insert(keys.end(), of_run.begin(), of_run.end());
    }
    RC_ASSERT(Ordered(keys) == StablySorted(keys));
  }));
}

TEST(RearrangeTest, KeepsWhatIsInTheOrder) {
  std::vector<int> rows = {10, 11, 12, 13};
  Rearrange(rows, {0, 1, 3});
  EXPECT_EQ(rows, (std::vector<int>{10, 11, 13}));
  Rearrange(rows, {0, 1, 2});
  EXPECT_EQ(rows, (std::vector<int>{10, 11, 13}));
  Rearrange(rows, {2, 0, 1});
  EXPECT_EQ(rows, (std::vector<int>{13, 10, 11}));
}

}  // namespace
}  // namespace pasok
