#include "client/table.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace pasok::client {
namespace {

Table Suppliers() {
  return {.columns = {{.key = "supplier_id", .title = "supplier"},
                      {.key = "name", .title = "name", .may_shrink = true},
                      {.key = "capacity_kg", .title = "capacity", .right = true}},
          .rows = {{Word("K1"), Word("Koperasi \"Tani Makmur\""), KilogramsCell(1'500)},
                   {Word("K22"), Word("UMKM Sari, Sambas"), KilogramsCell(90'000)}}};
}

TEST(ToText, AlignsWordsLeftAndFiguresRight) {
  EXPECT_EQ(ToText(Suppliers(), 0),
            "supplier  name                    capacity\n"
            "────────  ──────────────────────  ────────\n"
            "K1        Koperasi \"Tani Makmur\"    1.5 kg\n"
            "K22       UMKM Sari, Sambas          90 kg\n");
}

TEST(ToText, CutsOnlyTheColumnThatMayShrink) {
  EXPECT_EQ(ToText(Suppliers(), 36),
            "supplier  name              capacity\n"
            "────────  ────────────────  ────────\n"
            "K1        Koperasi \"Tani …    1.5 kg\n"
            "K22       UMKM Sari, Samb…     90 kg\n");
}

// Ids and figures whole, whatever the width.
TEST(ToText, PutsBelowWhatFindsNoRoom) {
  EXPECT_EQ(ToText(Suppliers(), 35),
            "supplier  name\n"
            "────────  ──────────────────────\n"
            "K1        Koperasi \"Tani Makmur\"\n"
            "    capacity: 1.5 kg\n"
            "K22       UMKM Sari, Sambas\n"
            "    capacity: 90 kg\n");
  Table table = Suppliers();
  table.rows[0][1] = Word("");
  EXPECT_EQ(ToText(table, 1),
            "supplier\n"
            "────────\n"
            "K1\n"
            "    capacity: 1.5 kg\n"
            "K22\n"
            "    name: UMKM Sari, Sambas,\n"
            "    capacity: 90 kg\n");
}

TEST(ToCsv, QuotesWhatMustBeAndKeepsFiguresPlain) {
  EXPECT_EQ(ToCsv(Suppliers()),
            "supplier_id,name,capacity_kg\n"
            "K1,\"Koperasi \"\"Tani Makmur\"\"\",1.5\n"
            "K22,\"UMKM Sari, Sambas\",90.0\n");
}

TEST(ToJson, IsAnArrayOfObjectsWithTheKeys) {
  EXPECT_EQ(ToJson(Suppliers()).dump(),
            R"([{"supplier_id":"K1","name":"Koperasi \"Tani Makmur\"","capacity_kg":1.5},)"
            R"({"supplier_id":"K22","name":"UMKM Sari, Sambas","capacity_kg":90.0}])");
}

TEST(AnEmptyTable, IsItsHeadingOrAnEmptyArray) {
  const Table none{.columns = {{.key = "name", .title = "plan"}}, .rows = {}};
  EXPECT_EQ(Write(none, Format::kTable, 80), "plan\n────\n");
  EXPECT_EQ(Write(none, Format::kCsv, 80), "name\n");
  EXPECT_EQ(Write(none, Format::kJson, 80), "[]\n");
}

}  // namespace
}  // namespace pasok::client
