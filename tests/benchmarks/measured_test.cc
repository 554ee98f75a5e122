#include "benchmarks/markets/measured.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace pasok::benchmarks {
namespace {

TEST(Measured, HandsBackWhatTheChildReturned) {
  EXPECT_EQ(Apart<int>([] { return 42; }), 42);
  EXPECT_THROW(Apart<int>([]() -> int { throw std::runtime_error("on purpose"); }), std::runtime_error);
}

// What was taken and given back before the start doesn't count; what was given back before the stop does.
TEST(Measured, CountsTheMostMemoryBetweenStartAndStop) {
  const auto fill = [](std::size_t bytes) {
    const std::vector<char> filled(bytes, 'x');
    return filled[bytes / 2] == 'x';
  };
  const Cost cost = Apart<Cost>([&] {
    Meter meter;
    if (!fill(200'000'000)) return Cost{};
    meter.Start();
    if (!fill(50'000'000)) return Cost{};
    return meter.Stop();
  });
  EXPECT_NEAR(static_cast<double>(cost.extra_bytes), 50e6, 2e6);
}

}  // namespace
}  // namespace pasok::benchmarks
