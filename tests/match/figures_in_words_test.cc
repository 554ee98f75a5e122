#include "engine/match/figures_in_words.h"

#include <gtest/gtest.h>

namespace pasok::match {
namespace {

TEST(FiguresInWords, ThousandsAreSetApart) {
  EXPECT_EQ(Number(0), "0");
  EXPECT_EQ(Number(999), "999");
  EXPECT_EQ(Number(-1000), "-1\u202F000");
  EXPECT_EQ(Number(12'345'678), "12\u202F345\u202F678");
  EXPECT_EQ(Grouped("-1234.5678"), "-1\u202F234.5678");
}

TEST(FiguresInWords, WhatIsNoughtBehindThePointIsLeftOut) {
  EXPECT_EQ(Rupiah(150'000), "Rp 1\u202F500");
  EXPECT_EQ(Rupiah(150'050), "Rp 1\u202F500.50");
  EXPECT_EQ(Rupiah(-50), "Rp -0.50");
  EXPECT_EQ(Kg(12'500, {100}), "1\u202F250 kg");
  EXPECT_EQ(Kg(125, {100}), "12.5 kg");
  EXPECT_EQ(Km({3'214}), "3.214 km");
  EXPECT_EQ(Km({1'200'500}), "1\u202F200.5 km");
}

TEST(FiguresInWords, OneIsOne) {
  EXPECT_EQ(Counted(1, "row", "rows"), "1 row");
  EXPECT_EQ(Counted(0, "row", "rows"), "0 rows");
  EXPECT_EQ(Counted(1200, "row", "rows"), "1\u202F200 rows");
}

}  // namespace
}  // namespace pasok::match
