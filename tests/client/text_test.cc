#include "client/text.h"

#include <gtest/gtest.h>

namespace pasok::client {
namespace {

TEST(Width, CountsCharactersAndNotBytes) {
  EXPECT_EQ(Width("beras"), 5u);
  EXPECT_EQ(Width("Café █"), 6u);
}

TEST(CutTo, KeepsWholeCharactersAndSaysThatItCut) {
  EXPECT_EQ(CutTo("Koperasi", 8), "Koperasi");
  EXPECT_EQ(CutTo("Koperasi", 5), "Kope…");
  EXPECT_EQ(CutTo("ééééé", 3), "éé…");
  EXPECT_EQ(CutTo("beras", 0), "");
}

TEST(Pad, FillsToTheWidthAndNeverCuts) {
  EXPECT_EQ(PadRight("é", 3), "é  ");
  EXPECT_EQ(PadLeft("é", 3), "  é");
  EXPECT_EQ(PadLeft("beras", 3), "beras");
}

TEST(Printable, DisarmsWhatWouldSteerATerminal) {
  EXPECT_EQ(Printable("\x1b[2Jgone\r\n\x7f"), "?[2Jgone???");
  EXPECT_EQ(Printable("Désa"), "Désa");
}

TEST(AsArgument, QuotesWhatAShellWouldTakeApart) {
  EXPECT_EQ(AsArgument("configs/toy-2.0"), "configs/toy-2.0");
  EXPECT_EQ(AsArgument("data bulan ini"), "'data bulan ini'");
  EXPECT_EQ(AsArgument("o'clock$"), "'o'\\''clock$'");
  EXPECT_EQ(AsArgument(""), "''");
}

TEST(Bar, GrowsByEighthsAndShowsTheLeastOfShares) {
  EXPECT_EQ(Bar(0, 4), "");
  EXPECT_EQ(Bar(0.00001, 4), "▏");
  EXPECT_EQ(Bar(0.5, 4), "██");
  EXPECT_EQ(Bar(0.625, 4), "██▌");
  EXPECT_EQ(Bar(1, 4), "████");
  EXPECT_EQ(Bar(7, 4), "████");
}

TEST(Nearest, SuggestsOnlyWhatMayBeMeant) {
  EXPECT_EQ(Nearest("regionss", {"regions", "publish"}), "regions");
  EXPECT_EQ(Nearest("pubish", {"regions", "publish"}), "publish");
  EXPECT_EQ(Nearest("pbulish", {"regions", "publish"}), "publish");
  EXPECT_EQ(Nearest("plna", {"plan", "show"}), "plan");
  EXPECT_EQ(Nearest("colour", {"regions", "publish"}), "");
  EXPECT_EQ(Nearest("", {"regions", "publish"}), "");
}

}  // namespace
}  // namespace pasok::client
