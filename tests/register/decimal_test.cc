#include "engine/register/decimal.h"

#include <gtest/gtest.h>

#include <random>

namespace pasok {
namespace {

std::int64_t GramsOf(std::string_view kg) {
  const Decimal decimal = ParseDecimal(kg, 3, '.');
  EXPECT_EQ(decimal.fault, DecimalFault::kFine) << kg;
  return decimal.scaled;
}

DecimalFault FaultOf(std::string_view text) { return ParseDecimal(text, 3, '.').fault; }

TEST(DecimalTest, ReadsEveryDigitExactly) {
  EXPECT_EQ(GramsOf("0"), 0);
  EXPECT_EQ(GramsOf("12"), 12'000);
  EXPECT_EQ(GramsOf("12.5"), 12'500);
  EXPECT_EQ(GramsOf("0.001"), 1);
  EXPECT_EQ(GramsOf("-1.005"), -1'005);
  EXPECT_EQ(GramsOf("+7"), 7'000);
  EXPECT_EQ(GramsOf("007.10"), 7'100);
  EXPECT_EQ(GramsOf("1.1000000000000000000000"), 1'100);
  EXPECT_EQ(ParseDecimal("12,5", 3, ',').scaled, 12'500);
  EXPECT_EQ(GramsOf("9223372036854775.807"), INT64_MAX);
}

TEST(DecimalTest, TellsFaultsApart) {
  for (const std::string_view text :
       {"", "-", ".", ".5", "5.", "1e3", "1 000", "1.2.3", "0x1", "nan", "inf", "1,5", "--1"}) {
    EXPECT_EQ(FaultOf(text), DecimalFault::kNotANumber) << text;
  }
  EXPECT_EQ(FaultOf("1.0005"), DecimalFault::kTooManyDecimals);
  EXPECT_EQ(FaultOf("9223372036854775.808"), DecimalFault::kTooLarge);
  EXPECT_EQ(FaultOf("99999999999999999999999999"), DecimalFault::kTooLarge);
}

TEST(DecimalTest, SpellsWhatItReads) {
  EXPECT_EQ(DecimalText(1'400, 3), "1.4");
  EXPECT_EQ(DecimalText(1'540'000, 2), "15400");
  EXPECT_EQ(DecimalText(-5, 3), "-0.005");
  EXPECT_EQ(DecimalText(0, 2), "0");
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const int decimals = static_cast<int>(random() % 7);
    const std::int64_t scaled = static_cast<std::int64_t>(random()) >> (random() % 60);
    if (scaled == INT64_MIN) continue;
    EXPECT_EQ(ParseDecimal(DecimalText(scaled, decimals), decimals, '.').scaled, scaled);
  }
}

TEST(DecimalTest, SeesThousandsWhereDigitsStandInThrees) {
  EXPECT_EQ(UngroupThousands("15.400"), "15400");
  EXPECT_EQ(UngroupThousands("1.234,5"), "1234.5");
  EXPECT_EQ(UngroupThousands("1,234.5"), "1234.5");
  EXPECT_EQ(UngroupThousands("1.234.567"), "1234567");
  EXPECT_EQ(UngroupThousands("-1 234"), "-1234");
  EXPECT_EQ(UngroupThousands("+15.400"), "15400");
  for (const std::string_view text :
       {"", "1234.5", "15.4000", "1.23.456", "1.234,", ".400", "abc", "1.2345,6", "0.125", "0,125"}) {
    EXPECT_FALSE(UngroupThousands(text)) << text;
  }
}

TEST(DecimalTest, SeesOneGroupOfThousandsBehindAPoint) {
  for (const std::string_view text : {"15.400", "1.000", "-999.999", "+10.000"})
    EXPECT_TRUE(IsOneGroupOfThousands(text)) << text;
  for (const std::string_view text :
       {"", "0.125", "1234.500", "1.50", "1.5000", ".400", "1.00x", "1,000", "1000"})
    EXPECT_FALSE(IsOneGroupOfThousands(text)) << text;
}

TEST(DecimalTest, ReadsDegreesAsTheNearestDouble) {
  EXPECT_EQ(ParseDegrees("-0.0258", '.'), -0.0258);
  EXPECT_EQ(ParseDegrees("109,3317", ','), 109.3317);
  EXPECT_EQ(ParseDegrees("109.33170000000000499", '.'), 109.3317);
  EXPECT_EQ(ParseDegrees("-109,33170000000000000000000000000000000000000", ','), -109.3317);
  for (const std::string_view text : {"", "1e2", "nan", "1°20'"}) {
    EXPECT_FALSE(ParseDegrees(text, '.')) << text;
  }
}

}  // namespace
}  // namespace pasok
