#include "client/figures.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/client/seen.h"

namespace pasok::client {
namespace {

// The narrow space as "_", for eyes and editors.
TEST(Counted, IsOneOrMore) {
  EXPECT_EQ(Counted(1, "offer"), "1 offer");
  EXPECT_EQ(Counted(0, "offer"), "0 offers");
  EXPECT_EQ(Seen(Counted(15'400, "offer")), "15_400 offers");
}

TEST(WholeRupiah, LeavesOutTheSen) {
  EXPECT_EQ(WholeRupiah(1'234'567'890'099), "Rp 12\u202F345\u202F678\u202F900");
  EXPECT_EQ(WholeRupiah(-199), "Rp -1");
  EXPECT_EQ(WholeRupiah(0), "Rp 0");
}

TEST(GapPercent, IsNeverRoundedToNothingNorWrittenWithAnExponent) {
  EXPECT_EQ(GapPercent(0), "0 %");
  EXPECT_EQ(GapPercent(0.0125), "0.0125 %");
  EXPECT_EQ(GapPercent(12.5), "12.5 %");
  EXPECT_EQ(GapPercent(1e-7), "< 0.0001 %");
  EXPECT_EQ(GapPercent(12345), "12345 %");
}

TEST(Grouped, ParesThousandsFromTheRight) {
  EXPECT_EQ(Seen(Grouped(0)), "0");
  EXPECT_EQ(Seen(Grouped(999)), "999");
  EXPECT_EQ(Seen(Grouped(1000)), "1_000");
  EXPECT_EQ(Seen(Grouped(-1234567)), "-1_234_567");
  EXPECT_EQ(Seen(Grouped(std::numeric_limits<std::int64_t>::min())), "-9_223_372_036_854_775_808");
}

TEST(Kilograms, ShowAsManyDecimalsAsThereAre) {
  EXPECT_EQ(Seen(Kilograms(15'400'000)), "15_400 kg");
  EXPECT_EQ(Seen(Kilograms(500)), "0.5 kg");
  EXPECT_EQ(Seen(Kilograms(1'000'005)), "1_000.005 kg");
}

TEST(Rupiah, ShowsSenOnlyWhereThereAreAny) {
  EXPECT_EQ(Seen(Rupiah(1'540'000)), "Rp 15_400");
  EXPECT_EQ(Seen(Rupiah(1'540'005)), "Rp 15_400.05");
  EXPECT_EQ(Seen(Rupiah(-50)), "Rp -0.50");
}

TEST(RupiahPerKg, RoundsToTheRupiahAndIsSilentOverNothing) {
  EXPECT_EQ(Seen(RupiahPerKg(/*sen=*/3'080'150, /*grams=*/2'000)), "Rp 15_401 per kg");
  EXPECT_EQ(RupiahPerKg(0, 0), "");
}

TEST(Percent, NeverShowsSomethingAsNothing) {
  EXPECT_EQ(Percent(0), "0.0 %");
  EXPECT_EQ(Percent(0.0001), "< 0.1 %");
  EXPECT_EQ(Percent(0.1234), "12.3 %");
  EXPECT_EQ(Percent(1), "100.0 %");
}

TEST(Seconds, BecomeMinutes) {
  EXPECT_EQ(Seconds(3.42), "3.4 s");
  EXPECT_EQ(Seconds(125.2), "2 min 05 s");
}

TEST(PlainFigures, AreForPrograms) {
  EXPECT_EQ(PlainRupiah(1'540'000), "15400.00");
  EXPECT_EQ(PlainRupiah(-5), "-0.05");
  EXPECT_DOUBLE_EQ(PlainKilograms(1'500), 1.5);
}

}  // namespace
}  // namespace pasok::client
