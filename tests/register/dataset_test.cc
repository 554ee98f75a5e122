#include "engine/register/dataset.h"

#include <gtest/gtest.h>

#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

class DatasetTest : public testing::Test {
 protected:
  const Dataset dataset_ = *ReadDataset(SoundDataset(), nullptr).dataset;

  std::int32_t Region(std::string_view code) const { return dataset_.FindRegion(code); }
};

TEST_F(DatasetTest, FindsRowsByTheirKeys) {
  EXPECT_EQ(dataset_.regions[Region("61.02.01")].name, "Siantan");
  EXPECT_EQ(dataset_.suppliers[dataset_.FindSupplier("S2")].name, "UD Maju");
  EXPECT_EQ(dataset_.commodities[dataset_.FindCommodity("telur")], "telur");
  EXPECT_EQ(dataset_.demand_points[dataset_.FindDemandPoint("K1")].name, "SPPG Sambas");
  EXPECT_EQ(Region("61.03"), kNone);
  EXPECT_EQ(dataset_.FindSupplier(""), kNone);
  EXPECT_EQ(dataset_.FindSupplier("S9"), kNone);
}

TEST_F(DatasetTest, TierIsTheDeepestSharedRegion) {
  const auto tier = [&](std::string_view a, std::string_view b) {
    return dataset_.TierBetween(Region(a), Region(b));
  };
  EXPECT_EQ(tier("61.01.01.2001", "61.01.01.2001"), Tier::kDesa);
  EXPECT_EQ(tier("61.01.01.2001", "61.01.01.2002"), Tier::kKecamatan);
  EXPECT_EQ(tier("61.01.01.2001", "61.01.01"), Tier::kKecamatan);
  EXPECT_EQ(tier("61.01", "61.01.01.2002"), Tier::kKabupaten);
  EXPECT_EQ(tier("61.01.01.2001", "61.02.01.2001"), Tier::kProvinsi);
  EXPECT_EQ(tier("61", "61.02"), Tier::kProvinsi);
}

TEST_F(DatasetTest, AnotherProvinceIsOutside) {
  Dataset two = dataset_;
  two.regions.push_back({.code = "62", .name = "Kalimantan Tengah", .point = {}, .circuity = {}});
  EXPECT_EQ(two.TierBetween(two.FindRegion("61.01"), two.FindRegion("62")), Tier::kLuar);
}

TEST_F(DatasetTest, ARegionLiesWithinItselfAndItsAncestors) {
  EXPECT_TRUE(dataset_.IsWithin(Region("61.01.01.2001"), Region("61.01")));
  EXPECT_TRUE(dataset_.IsWithin(Region("61.01"), Region("61.01")));
  EXPECT_FALSE(dataset_.IsWithin(Region("61.01"), Region("61.01.01")));
  EXPECT_FALSE(dataset_.IsWithin(Region("61.02.01"), Region("61.01")));
}

TEST_F(DatasetTest, TheEnclosingRegionOfALevelIsItselfWhereItIsNoDeeper) {
  EXPECT_EQ(dataset_.Enclosing(Region("61.01.01.2001"), kKecamatanLevel), Region("61.01.01"));
  EXPECT_EQ(dataset_.Enclosing(Region("61.01.01.2001"), kKabupatenLevel), Region("61.01"));
  EXPECT_EQ(dataset_.Enclosing(Region("61.01"), kKabupatenLevel), Region("61.01"));
  EXPECT_EQ(dataset_.Enclosing(Region("61"), kKabupatenLevel), Region("61"));
  EXPECT_EQ(dataset_.Enclosing(kNone, kKabupatenLevel), kNone);

  Dataset torn = dataset_;
  torn.regions[Region("61.01.01")].parent = kNone;
  EXPECT_EQ(torn.Enclosing(Region("61.01.01.2001"), kKabupatenLevel), kNone);
}

TEST_F(DatasetTest, KeepsWhatTheFilesSay) {
  const Supplier& koperasi = dataset_.suppliers[dataset_.FindSupplier("S1")];
  EXPECT_EQ(koperasi.kind, SupplierKind::kKoperasi);
  EXPECT_EQ(koperasi.licences, (std::vector<Licence>{{"halal", {}}, {"nib", {}}}));
  EXPECT_EQ(koperasi.capacity_per_day, Grams{500'000});
  EXPECT_FALSE(dataset_.suppliers[dataset_.FindSupplier("S3")].active);
  const Offer& eggs = dataset_.offers[1];
  EXPECT_EQ(eggs.price, SenPerKg{2'950'050});
  EXPECT_EQ(eggs.weekdays, 0b0011111);
  EXPECT_EQ(eggs.available_to, ParseDate("2026-06-30"));
  EXPECT_EQ(dataset_.requirements[1].need, Grams{60'500});
  EXPECT_EQ(dataset_.demand_points[1].priority, 2);
  EXPECT_EQ(dataset_.demand_points[0].recipients[static_cast<std::size_t>(RecipientGroup::kBalita)], 100);
}

TEST(AgreementsTest, KeepWhatTheFilesSayInCanonicalOrder) {
  std::vector<RegisterFile> files = SoundDatasetBut(
      "suppliers.csv",
      "supplier_id,name,kind,region,licences,registered_on,handling_kg_per_day,handling_fee_idr_per_kg\n"
      "S1,A,koperasi,61.01,nib|halal:2027-01-31,2026-11-01,1000,150.50\nS2,B,bumdes,61.01,,,,\nS3,C,kdmp,61."
      "01,,,,\n");
  files.push_back({"distances.csv", "from_region,to_region,km,minutes\n61.01,61.02,150,190\n"});
  files.push_back(
      {"calendar.csv",
       "date,demand_id,region,serves,portions_factor\n2026-12-25,K1,,yes,0.5\n2026-12-25,,,no,\n"});
  files.push_back(
      {"contracts.csv",
       "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nS2,K1,tempe,2026-01-01,2026-03-31,50,100.5\n"
       "S1,K1,beras,,,,20\n"});
  files.push_back({"storage.csv", "demand_id,commodity,kg\nK1,beras,1000\nK1,,500\n"});
  files.push_back({"stock.csv", "demand_id,commodity,kg,use_by\nK1,beras,100,2026-12-31\nK1,beras,50,\n"});
  const DatasetReading reading = ReadDataset(files, nullptr);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  const Dataset& dataset = *reading.dataset;
  EXPECT_EQ(dataset.suppliers[0].licences,
            (std::vector<Licence>{{"halal", ParseDate("2027-01-31")}, {"nib", std::nullopt}}));
  EXPECT_EQ(dataset.suppliers[0].registered_on, ParseDate("2026-11-01"));
  EXPECT_EQ(dataset.suppliers[0].handling_per_day, Grams{1'000'000});
  EXPECT_EQ(dataset.suppliers[0].handling_fee, SenPerKg{15'050});
  EXPECT_EQ(dataset.distances[0].minutes, 190);
  EXPECT_FALSE(dataset.calendar[0].serves);
  EXPECT_EQ(dataset.calendar[0].demand_point, kNone);
  EXPECT_EQ(dataset.calendar[1].demand_point, 0);
  EXPECT_EQ(dataset.calendar[1].portions_factor, Milli{500});
  EXPECT_EQ(dataset.commodities, (std::vector<std::string>{"beras", "telur", "tempe"}));
  EXPECT_FALSE(dataset.contracts[0].least);
  EXPECT_EQ(dataset.contracts[0].most, Grams{20'000});
  EXPECT_EQ(dataset.contracts[1].commodity, 2);
  EXPECT_EQ(dataset.contracts[1].to, ParseDate("2026-03-31"));
  EXPECT_EQ(dataset.contracts[1].most, Grams{100'500});
  EXPECT_EQ(dataset.storage[0].commodity, kNone);
  EXPECT_EQ(dataset.storage[1].capacity, Grams{1'000'000});
  EXPECT_FALSE(dataset.stock[0].use_by);
  EXPECT_EQ(dataset.stock[1].use_by, ParseDate("2026-12-31"));
}

TEST(AgreementsTest, WarnOfWhatCountsForNothing) {
  std::vector<RegisterFile> files = SoundDatasetBut(
      "suppliers.csv",
      "supplier_id,name,kind,region,licences\nS1,A,koperasi,61.01,halal:2026-01-01|halal:2027-01-01\n"
      "S2,B,bumdes,61.01,Halal|nib|nib\nS3,C,kdmp,61.01,Halal|halal\n");
  files.push_back({"contracts.csv", "supplier_id,demand_id,commodity,min_kg\nS2,K1,ikan,5\n"});
  files.push_back(
      {"policy.yaml",
       "version: 1\ncommodities:\n  beras: {requires: [halal], price_ceiling_idr_per_kg: {61: 1, 62: 2}}\n"
       "  tempe: {}\n  telur: {}\n  ikan: {}\n"});
  const DatasetReading reading = ReadDataset(files, nullptr);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, "licence_named_twice"), 1) << Listing(reading.findings);
  EXPECT_NE(Listing(reading.findings).find("what counts is halal:2027-01-01"), std::string::npos);
  EXPECT_EQ(CountOf(reading.findings, "licence_looks_alike"), 1) << Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, "contract_without_offer"), 1) << Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, "ceiling_without_region"), 1) << Listing(reading.findings);
}

TEST(PolicyForADatasetTest, SaysWhatItLeavesAside) {
  std::vector<RegisterFile> files =
      SoundDatasetBut("storage.csv", "demand_id,commodity,kg\nK1,beras,10\nK1,,20\n");
  files.push_back({"stock.csv", "demand_id,commodity,kg\nK1,beras,10\n"});
  files.push_back({"policy.yaml", "version: 1\n"});
  const DatasetReading reading = ReadDataset(files, nullptr);
  EXPECT_EQ(CountOf(reading.findings, "left_aside"), 2) << Listing(reading.findings);
  files.back().content = "version: 1\nstorage: {mode: on}\nstock: on\n";
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, "left_aside"), 0);
  files.pop_back();
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, "left_aside"), 0) << "there is none for it alone";
}

TEST(PolicyForADatasetTest, SaysForWhatThereIsRoomInVain) {
  std::vector<RegisterFile> files = SoundDatasetBut(
      "storage.csv", "demand_id,commodity,kg\nK1,beras,10\nK2,beras,10\nK1,telur,5\nK2,telur,0\nK2,,9\n");
  const auto rooms_in_vain = [&](const std::string& rest) {
    files.push_back({"policy.yaml", "version: 1\nstorage: {mode: on}\n" + rest});
    const Findings findings = ReadDataset(files, nullptr).findings;
    files.pop_back();
    return CountOf(findings, "room_for_nothing");
  };
  EXPECT_EQ(rooms_in_vain("commodities: {beras: {}, telur: {shelf_life_days: 1}}\n"), 2);
  EXPECT_EQ(rooms_in_vain("commodities: {beras: {shelf_life_days: 2}, telur: {shelf_life_days: 9}}\n"), 0);
  EXPECT_EQ(rooms_in_vain("commodities: {beras: {shelf_life_days: 2}, telur: {shelf_life_days: 9}}\n"
                          "substitutes: {beras: {by: [telur]}}\n"),
            0);
  EXPECT_EQ(rooms_in_vain("commodities: {beras: {shelf_life_days: 2}, telur: {shelf_life_days: 9}}\n"
                          "substitutes: {beras: {by: {telur: 1.2}}}\n"),
            1);
}

TEST(PolicyForADatasetTest, SaysThatItsMenuStartsOnADayOff) {
  const auto read = [](const std::string& start, const std::string& days) {
    std::vector<RegisterFile> files = SoundDatasetBut("requirements.csv", "demand_id,commodity,kg\n");
    std::erase_if(files, [](const RegisterFile& file) { return file.name == "requirements.csv"; });
    files.push_back({"policy.yaml", "version: 1\nservice_weekdays: 1-5\nmenu: {cycle_starts_on: " + start +
                                        ", portions_grams: {beras: 60}, days: [" + days + "]}\n"});
    return ReadDataset(files, nullptr).findings;
  };
  EXPECT_EQ(CountOf(read("2026-11-28", "[beras]"), "menu_starts_on_day_off"), 1);  // a Saturday
  EXPECT_EQ(CountOf(read("2026-11-27", "[beras]"), "menu_starts_on_day_off"), 0);
  const Findings bad = read("2026-11-27", "[beras], [telur]");
  EXPECT_EQ(CountOf(bad, "missing_value"), 1) << Listing(bad);
  EXPECT_EQ(CountOf(bad, "missing_file"), 0) << "the menu may stand for requirements.csv once it is mended";
}

// K1 and K2 have recipients; a dated row holds on its day only.
TEST(PolicyForADatasetTest, SaysThatNobodyCooksByItsMenu) {
  const auto overruled = [](const std::string& requirements, const std::string& days) {
    std::vector<RegisterFile> files =
        SoundDatasetBut("requirements.csv", "demand_id,commodity,kg,date\n" + requirements);
    files.push_back({"policy.yaml",
                     "version: 1\ncommodities: {beras: {}, telur: {}}\nmenu: {cycle_starts_on: 2026-11-23, "
                     "portions_grams: {beras: 60, telur: 0}, days: [" +
                         days + "]}\n"});
    const Findings findings = ReadDataset(files, nullptr).findings;
    EXPECT_EQ(findings.errors, 0) << Listing(findings);
    return CountOf(findings, "menu_overruled");
  };
  EXPECT_EQ(overruled("K1,beras,150,\nK2,beras,90,\n", "[beras, telur]"), 1);
  EXPECT_EQ(overruled("K1,beras,150,\nK2,beras,90,2026-11-23\n", "[beras]"), 0);
  EXPECT_EQ(overruled("K1,beras,150,\n", "[beras]"), 0);
  EXPECT_EQ(overruled("K1,beras,150,\n", "[telur]"), 1) << "a portion takes nothing of it";
}

TEST(AgreementsTest, WarnOfAggregatorsThatThePolicyLeavesAside) {
  const auto warned = [](const std::string& policy) {
    std::vector<RegisterFile> files = SoundDatasetBut(
        "suppliers.csv",
        "supplier_id,name,kind,region,via\nS1,A,koperasi,61.01,\nS2,B,bumdes,61.01,S1\nS3,C,kdmp,61.01,S1\n");
    files.push_back({"policy.yaml", "version: 1\n" + policy});
    return Listing(ReadDataset(files, nullptr).findings).find("left_aside: `via` is '2 suppliers'") !=
           std::string::npos;
  };
  EXPECT_TRUE(warned(""));
  EXPECT_FALSE(warned("aggregators: on\n"));
}

TEST(AgreementsTest, WarnOfLicencesThatAreMisspelt) {
  std::vector<RegisterFile> files = SoundDatasetBut(
      "suppliers.csv",
      "supplier_id,name,kind,region,licences\nS1,A,koperasi,61.01,halaal|pirt\nS2,B,bumdes,61.01,halal|nib\n"
      "S3,C,kdmp,61.01,pirt:2027-01-01\n");
  files.push_back({"policy.yaml",
                   "version: 1\ncommodities:\n  beras: {requires: [halal]}\n  tempe: {}\n"
                   "  telur: {requires: [nkv, pirrt]}\n"});
  const DatasetReading reading = ReadDataset(files, nullptr);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  const std::string listing = Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, "licence_looks_alike"), 2) << listing;  // halaal, pirt
  EXPECT_NE(
      listing.find("'halaal', expected 'halal', which the policy requires; S1 has it, for one; if that"),
      std::string::npos)
      << listing;
  EXPECT_EQ(CountOf(reading.findings, "licence_of_nobody"), 2) << listing;  // nkv, pirrt
  EXPECT_NE(listing.find("did you mean 'pirt'?"), std::string::npos) << listing;
  for (const char* licence : {"halal:", "halal: ", ":"}) {
    EXPECT_EQ(
        CountOf(ReadDataset(SoundDatasetBut("suppliers.csv",
                                            "supplier_id,name,kind,region,licences\nS1,A,koperasi,61.01," +
                                                std::string(licence) +
                                                "\nS2,B,bumdes,61.01,\n"
                                                "S3,C,kdmp,61.01,\n"),
                            nullptr)
                    .findings,
                "bad_date"),
        1)
        << licence;
  }
}

TEST(AgreementsTest, ACommodityThatAPolicyDoesNotKnowIsFoundInEveryFile) {
  Policy policy = BuiltInPolicy();
  std::vector<RegisterFile> files = SoundDataset();
  files.push_back({"contracts.csv", "supplier_id,demand_id,commodity,min_kg\nS1,K1,tempe,5\n"});
  files.push_back({"storage.csv", "demand_id,commodity,kg\nK1,tempe,1000\nK1,,500\n"});
  files.push_back({"stock.csv", "demand_id,commodity,kg\nK1,tempe,100\n"});
  const DatasetReading reading = ReadDataset(files, &policy);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  std::erase_if(policy.commodities, [](const CommodityRule& rule) { return rule.code == "tempe"; });
  EXPECT_EQ(CountOf(CheckAgainst(*reading.dataset, policy), "unknown_commodity"), 3);
}

TEST(WordsTest, EveryWordComesBack) {
  for (int i = 0; i < kTiers; ++i) EXPECT_EQ(TierFromWord(ToWord(Tier(i))), Tier(i));
  for (int i = 0; i < kSupplierKinds; ++i)
    EXPECT_EQ(SupplierKindFromWord(ToWord(SupplierKind(i))), SupplierKind(i));
  for (int i = 0; i < kRecipientGroups; ++i) {
    EXPECT_EQ(RecipientGroupFromWord(ToWord(RecipientGroup(i))), RecipientGroup(i));
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(DemandKindFromWord(ToWord(DemandKind(i))), DemandKind(i));
  EXPECT_FALSE(TierFromWord("kampung"));
}

}  // namespace
}  // namespace pasok
