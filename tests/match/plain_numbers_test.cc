#include "engine/match/plain_numbers.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <limits>
#include <string>

namespace pasok::match {
namespace {

TEST(FixedTextTest, HasExactlyItsDecimals) {
  EXPECT_EQ(FixedText(12345, 3), "12.345");
  EXPECT_EQ(FixedText(-5, 2), "-0.05");
  EXPECT_EQ(FixedText(0, 0), "0");
  EXPECT_EQ(FixedText(0, 6), "0.000000");
  EXPECT_EQ(FixedText(-120, 0), "-120");
}

TEST(FixedTextTest, KnowsTheEndsOfItsRange) {
  constexpr Int128 kMost = std::numeric_limits<Int128>::max();
  EXPECT_EQ(FixedText(kMost, 2), "1701411834604692317316873037158841057.27");
  EXPECT_EQ(FixedText(-kMost - 1, 2), "-1701411834604692317316873037158841057.28");
  EXPECT_EQ(FixedText(Int128{std::numeric_limits<std::uint64_t>::max()} + 1, 0), "18446744073709551616");
}

// A number of two halves is the text of the upper one and the padded text of the lower one.
TEST(FixedTextTest, SpellsEveryNumberDigitForDigit) {
  EXPECT_TRUE(rc::check([] {
    constexpr std::int64_t kBillion = 1'000'000'000;
    const std::int64_t upper = *rc::gen::inRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
    const std::int64_t lower = *rc::gen::inRange<std::int64_t>(0, kBillion);
    const bool negative = *rc::gen::arbitrary<bool>();
    const std::string tail = std::to_string(kBillion + lower).substr(1);
    const Int128 value = Int128{upper} * kBillion + lower;
    const std::string sign = negative ? "-" : "";
    RC_ASSERT(FixedText(negative ? -value : value, 0) == sign + std::to_string(upper) + tail);
    RC_ASSERT(FixedText(negative ? -value : value, 9) == sign + std::to_string(upper) + '.' + tail);
  }));
}

TEST(ReadDecimalTest, ReadsWhatFixedTextWrites) {
  EXPECT_EQ(ReadDecimal("12.345", 3), 12345);
  EXPECT_EQ(ReadDecimal("-0.05", 2), -5);
  EXPECT_EQ(ReadDecimal("7", 2), 700);
  EXPECT_EQ(ReadDecimal("7.500", 2), 750);
  EXPECT_EQ(ReadDecimal("95000000000000.0000", 4), Int128{95} * 10'000'000'000'000'000);
  EXPECT_EQ(ReadDecimal("922337203685478.0001", 4), Int128{9'223'372'036'854'780'001U});
}

TEST(ReadDecimalTest, RefusesEverythingElse) {
  for (const std::string text :
       {"", ".", "-", "1.", ".5", "1.2.3", "1,5", "1e3", "0.001", "99999999999999999999"}) {
    EXPECT_EQ(ReadDecimal(text, 2), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace pasok::match
