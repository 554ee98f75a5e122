// What spreadsheets make of registers: blanks that nobody sees, dates of their own, empty columns, title
// lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/register/codes.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

using testing::HasSubstr;

const std::string kOffersHeader = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg";
const std::string kOffers = kOffersHeader + "\nS1,beras,400,14000\nS2,telur,80,29000.5\n";

DatasetReading WithOffers(std::string content) {
  return ReadDataset(SoundDatasetBut("offers.csv", std::move(content)), nullptr);
}

void ExpectAsPlain(const std::string& offers) {
  const DatasetReading reading = WithOffers(offers);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  EXPECT_EQ(reading.findings.warnings, 0) << Listing(reading.findings);
  EXPECT_EQ(reading.id, WithOffers(kOffers).id);
}

TEST(SpreadsheetsTest, BlanksThatNobodySeesDontCount) {
  ExpectAsPlain(
      kOffersHeader +
      "\u00A0\nS1\u00A0,beras, \u00A0400,14000\u00A0\u00A0\n\uFEFFS2,\u200Btelur\u200B,80,29000.5\uFEFF "
      "\n\u00A0,,,\n");
}

TEST(SpreadsheetsTest, CoordinatesWithAPointAreToldWhyAndWhatToWrite) {
  const auto regions = [](const std::string& lat) {
    return Listing(ReadDataset(SoundDatasetBut("regions.csv", "code;name;lat;lng\n61;A;0,1;110,3\n61.01;B;" +
                                                                  lat + ";109,3\n"),
                               nullptr)
                       .findings);
  };
  EXPECT_THAT(regions("1.36"), HasSubstr("decimal_point: `lat` is '1.36', expected decimals with a comma, as "
                                         "this file is separated by ';'; write 1,36\n"));
  EXPECT_THAT(regions("-0.0258"), HasSubstr("; write -0,0258\n"));
  EXPECT_THAT(regions("1.36.5"), HasSubstr("`lat` is '1.36.5', expected decimal degrees with a ','"));
  EXPECT_THAT(
      Listing(ReadDataset(SoundDatasetBut("regions.csv", "code,name,lat,lng\n61,A,\"1,36\",110.3\n"), nullptr)
                  .findings),
      HasSubstr("decimal_comma: `lat` is '1,36', expected decimals with a point, as this file is "
                "separated by ','; write 1.36\n"));
}

TEST(SpreadsheetsTest, DatesOfTheirOwnAreToldHowToWrite) {
  for (const std::string date : {"24/11/2026", "24-11-2026", "24.11.2026", "2026/11/24", "2026.11.24",
                                 "24 Nov 2026", "24-Nov-2026", "24 November 2026", "24 nopember 2026",
                                 "2026-11-24 00:00:00", "2026-11-24T00:00:00", "24/11/2026 00:00"}) {
    EXPECT_THAT(
        Listing(WithOffers(kOffersHeader + ",available_from\nS1,beras,400,14000," + date + '\n').findings),
        HasSubstr("bad_date: `available_from` is '" + date +
                  "', expected a day written YYYY-MM-DD, such as 2026-11-23; write 2026-11-24\n"));
  }
  const auto fix_of = [](const std::string& date) {
    return WithOffers(kOffersHeader + ",available_from\nS1,beras,400,14000," + date + '\n')
        .findings.list.at(0)
        .fix;
  };
  EXPECT_EQ(fix_of("2026-1-5"), "write 2026-01-05");
  EXPECT_EQ(fix_of("5 Mei 2026"), "write 2026-05-05");
  EXPECT_EQ(fix_of("17 Agu 2026"), "write 2026-08-17");
  for (const char* unclear : {"11/24/2026", "24/11/26", "2026-13-01", "2026-11", "46350", "24 Foo 2026",
                              "-/-/2026", "2026//24", "24 Nov 2026 2027"})
    EXPECT_EQ(fix_of(unclear), "") << unclear;
}

TEST(SpreadsheetsTest, ColumnsWithoutHeadingAndValuesDontCount) {
  ExpectAsPlain(kOffersHeader + ",,\nS1,beras,400,14000,,\nS2,telur,80,29000.5, ,\u00A0\n,,,,,\n");
  ExpectAsPlain(kOffersHeader + ",,\nS1,beras,400,14000\nS2,telur,80,29000.5,\n");
  ExpectAsPlain(
      "supplier_id,,commodity,capacity_kg_per_day,price_idr_per_kg\nS1,,beras,400,14000\n"
      "S2,,telur,80,29000.5\n");
}

TEST(SpreadsheetsTest, AValueBelowAnEmptyHeadingIsOneFaultForEachColumn) {
  const Findings findings =
      WithOffers(kOffersHeader +
                 ",,\nS1,beras,400,14000,,\nS2,telur,80,29000.5,agreed,\nS3,beras,1,14000,x,\n")
          .findings;
  EXPECT_EQ(findings.errors, 1) << Listing(findings);
  EXPECT_THAT(
      Listing(findings),
      HasSubstr("offers.csv:3:5: error: unknown_column: 'agreed', expected nothing, as the heading of this "
                "column is empty; give the column one of the names in the register, or empty it\n"));
  const Findings beyond = WithOffers(kOffersHeader + ",\nS1,beras,400,14000,,x\n").findings;
  EXPECT_EQ(CountOf(beyond, code::kWrongFieldCount), 1) << Listing(beyond);
}

TEST(SpreadsheetsTest, ATitleAboveTheHeaderIsOneFault) {
  for (const std::string title : {"Daftar penawaran 2026,,,", "Daftar penawaran 2026", "Offers,,,", ",,,"}) {
    const Findings findings = WithOffers(title + "\n\n" + kOffers).findings;
    EXPECT_EQ(findings.errors, 1) << Listing(findings);
    EXPECT_THAT(
        Listing(findings),
        HasSubstr("expected a header line with at least the columns supplier_id, commodity, "
                  "capacity_kg_per_day, price_idr_per_kg; this isn't the header, which seems to stand in "
                  "line 3: delete the lines above it\n"))
        << title;
  }
  std::string semicolons = kOffers;
  std::ranges::replace(semicolons, ',', ';');
  EXPECT_THAT(Listing(WithOffers("Penawaran\n" + semicolons).findings), HasSubstr("stand in line 2:"));
}

TEST(SpreadsheetsTest, RowsWithoutHeaderAreOneFault) {
  const Findings findings = WithOffers("S1,beras,400,14000\nS2,telur\nS2,telur,80,29000\n").findings;
  EXPECT_EQ(findings.errors, 1) << Listing(findings);
  EXPECT_THAT(Listing(findings), HasSubstr("put the names of the columns above the rows"));
}

}  // namespace
}  // namespace pasok
