#include "client/decimal_comma.h"

#include <gtest/gtest.h>

namespace pasok::client {
namespace {

TEST(WithDecimalCommas, TakesFiguresAndNothingElse) {
  const auto same = [](const std::string& text) { return WithDecimalCommas(text) == text; };
  EXPECT_EQ(WithDecimalCommas("terpisah 69.877 km. Rp 1\u202F250.50 per kg"),
            "terpisah 69,877 km. Rp 1\u202F250,50 per kg");
  EXPECT_EQ(WithDecimalCommas("(Rp -0.05), 12\u202F345.5 kg; 57.14 %."),
            "(Rp -0,05), 12\u202F345,5 kg; 57,14 %.");
  EXPECT_EQ(WithDecimalCommas("sebagian 0.49 dari kapasitas, 10.00 kali"),
            "sebagian 0,49 dari kapasitas, 10,00 kali");
  EXPECT_TRUE(same("61.01.01.2001 dan 61.01 serta S1.5")) << "codes and ids";
  EXPECT_TRUE(same("61.01.02 kg")) << "no figure has two points";
  EXPECT_TRUE(same("10.5 kgx, 0.")) << "no unit";
  EXPECT_TRUE(same(".5 kg.")) << "no whole part";
  EXPECT_TRUE(same(""));
}

TEST(WithDecimalComma, LeavesThousandsApart) {
  EXPECT_EQ(WithDecimalComma("Rp 1\u202F250.50"), "Rp 1\u202F250,50");
}

}  // namespace
}  // namespace pasok::client
