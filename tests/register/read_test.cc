#include "engine/register/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "engine/register/codes.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

using testing::HasSubstr;

std::string Offers(const std::vector<std::string>& rows) {
  std::string content =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_from,available_to,weekdays\n";
  for (const std::string& row : rows) content += row + '\n';
  return content;
}

TEST(ReadDatasetTest, ASoundDatasetHasARemarkToNobody) {
  const DatasetReading reading = ReadDataset(SoundDataset(), nullptr);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  EXPECT_EQ(reading.findings.warnings, 0);
  EXPECT_EQ(reading.id.size(), 32U);
  EXPECT_EQ(reading.id, ContentId(*reading.dataset));
  EXPECT_FALSE(reading.own_policy);
}

// Wherever it is noticed.
TEST(ReadDatasetTest, OneThatNobodyWaitsForAnyMoreIsReadNoFurther) {
  int asked = 0;
  ReadDataset(SoundDataset(), nullptr, [&] { return ++asked > 0; });
  ASSERT_GT(asked, 5);
  for (int most = 0; most < asked; ++most) {
    int left = most;
    const DatasetReading reading = ReadDataset(SoundDataset(), nullptr, [&] { return left-- > 0; });
    EXPECT_FALSE(reading.dataset) << most;
    EXPECT_TRUE(reading.findings.list.empty()) << Listing(reading.findings);
  }
}

TEST(ReadDatasetTest, TheOwnPolicyIsPartOfTheName) {
  const std::string plain = ReadDataset(SoundDataset(), nullptr).id;
  const DatasetReading with_policy = ReadDataset(SoundDatasetBut("policy.yaml", "version: 1\n"), nullptr);
  ASSERT_TRUE(with_policy.own_policy);
  EXPECT_NE(with_policy.id, plain);
  const DatasetReading spelled = ReadDataset(SoundDatasetBut("policy.yaml", "# same\n{version: 1}"), nullptr);
  EXPECT_EQ(spelled.id, with_policy.id);
  const DatasetReading other =
      ReadDataset(SoundDatasetBut("policy.yaml", "version: 1\naims: strict\n"), nullptr);
  EXPECT_NE(other.id, with_policy.id);
}

TEST(ReadDatasetTest, TheGivenPolicyGoesBeforeTheOwnOne) {
  const auto files = SoundDatasetBut("policy.yaml", "version: 1\ncommodities: {beras: {}}\n");
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, code::kUnknownCommodity), 3);
  EXPECT_TRUE(ReadDataset(files, &BuiltInPolicy()).findings.ok());
}

TEST(ReadDatasetTest, AFaultyPolicyDoesNotFaultTheCommodities) {
  const auto files = SoundDatasetBut("policy.yaml", "version: 1\ncommodities: {bears: {haul: 1}}\n");
  const Findings findings = ReadDataset(files, nullptr).findings;
  EXPECT_EQ(findings.errors, 1) << Listing(findings);
  EXPECT_EQ(CountOf(findings, code::kUnknownKey), 1);
}

TEST(ReadDatasetTest, NoDemandIsAValidDataset) {
  const auto reading = ReadDataset(SoundDatasetBut("requirements.csv", "demand_id,commodity,kg\n"), nullptr);
  ASSERT_TRUE(reading.dataset);
  EXPECT_TRUE(reading.dataset->requirements.empty());
  EXPECT_EQ(CountOf(reading.findings, code::kNoDemand), 1);
}

// Under another name a workbook would be read as text.
TEST(ReadDatasetTest, AWorkbookInPlaceOfARegisterIsToBeSaved) {
  for (const std::string workbook : {"offers.xlsx", "Offers.xls", "offers.ods"}) {
    std::vector<RegisterFile> files = SoundDataset();
    std::erase_if(files, [](const RegisterFile& file) { return file.name == "offers.csv"; });
    files.push_back({.name = workbook, .content = "PK\x03\x04"});
    const std::string listing = Listing(ReadDataset(files, nullptr).findings);
    EXPECT_THAT(listing,
                HasSubstr("offers.csv: error: missing_file: expected this file in the dataset; open '" +
                          workbook + "' and save it as \"CSV UTF-8\" under this name"));
    EXPECT_THAT(listing,
                HasSubstr(workbook + ": warning: unknown_file: expected a register or policy.yaml; a "
                                     "workbook isn't read: save it as \"CSV UTF-8\""));
  }
}

TEST(ReadDatasetTest, AMenuStandsInForRequirements) {
  constexpr char kMenu[] =
      "version: 1\nmenu: {cycle_starts_on: 2026-01-05, portions_grams: {beras: 60}, days: [[beras]]}\n";
  std::vector<RegisterFile> files = SoundDataset();
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "requirements.csv"; });
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, code::kMissingFile), 1);
  const Policy policy = ReadPolicy(kMenu, "p").policy;
  EXPECT_TRUE(ReadDataset(files, &policy).findings.ok());
  files.push_back({.name = "policy.yaml", .content = kMenu});
  const DatasetReading reading = ReadDataset(files, nullptr);
  EXPECT_TRUE(reading.findings.ok()) << Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, code::kNoDemand), 0);
}

TEST(ReadDatasetTest, WarnsOfDemandPointsInNeedOfNothing) {
  const auto reading = ReadDataset(
      SoundDatasetBut("demand_points.csv",
                      "demand_id,name,kind,region,smp\nK1,Satu,sppg,61.01,0\nK2,Dua,sppg,61.02,0\n"
                      "D3,Tiga,sppg,61.02,7\nD4,Empat,sppg,61.02,\n"),
      nullptr);
  ASSERT_TRUE(reading.dataset) << Listing(reading.findings);
  const std::string listing = Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, code::kNeedsNothing), 2) << listing;
  EXPECT_THAT(listing,
              HasSubstr("demand_points.csv:4:1: warning: needs_nothing: `demand_id` is 'D3', expected a "
                        "row in requirements.csv, or a menu in the policy for its recipients"));
  EXPECT_THAT(listing, HasSubstr("demand_points.csv:5:1: warning: needs_nothing: `demand_id` is 'D4'"));
}

TEST(ReadDatasetTest, AMenuNeedsFoodForRecipients) {
  auto files = SoundDatasetBut("demand_points.csv",
                               "demand_id,name,kind,region,smp\nK1,Satu,sppg,61.01,0\nK2,Dua,sppg,61.02,0\n"
                               "D3,Tiga,sppg,61.02,7\nD4,Empat,sppg,61.02,\n");
  const Policy policy =
      ReadPolicy(
          "version: 1\nmenu: {cycle_starts_on: 2026-01-05, portions_grams: {beras: 60}, days: [[beras]]}\n",
          "p")
          .policy;
  const Findings findings = ReadDataset(files, &policy).findings;
  EXPECT_EQ(CountOf(findings, code::kNeedsNothing), 1) << Listing(findings);
}

TEST(ReadDatasetTest, RemarksAreByTheGivenPolicyNotTheOwnOne) {
  auto files = SoundDatasetBut("policy.yaml", "version: 1\nstock: off\n");
  files.push_back({.name = "stock.csv", .content = "demand_id,commodity,kg\nK1,beras,40\n"});
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, code::kLeftAside), 1);
  const Policy on = ReadPolicy("version: 1\nstock: on\n", "p").policy;
  EXPECT_EQ(CountOf(ReadDataset(files, &on).findings, code::kLeftAside), 0);
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "policy.yaml"; });
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, code::kLeftAside), 0);
  EXPECT_EQ(CountOf(ReadDataset(files, &BuiltInPolicy()).findings, code::kLeftAside), 1);
}

TEST(ReadDatasetTest, WarnsOfACommoditysLotThatOffersCantDeliver) {
  const auto lots = [](const std::string& beras, const std::string& rest) {
    const std::string policy = "version: 1\ncommodities: {telur: {}, beras: {" + beras + "}}\n" + rest;
    const std::string offers =
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg\nS1,beras,80,12000,\n"
        "S2,beras,80,12000,20\nS3,beras,100,12000,\n";
    auto files = SoundDatasetBut("offers.csv", offers);
    files.push_back({.name = "policy.yaml", .content = policy});
    return Listing(ReadDataset(files, nullptr).findings);
  };
  EXPECT_THAT(
      lots("lot_kg: 100", "deliveries: {whole: true}\n"),
      HasSubstr("policy.yaml: warning: lot_above_capacity: `commodities.beras.lot_kg` is '100', expected no "
                "more than the capacities of the offers that name no lot; 1 offer can't deliver even one"));
  EXPECT_THAT(lots("lot_kg: 35", "deliveries: {whole: true}\nquantum_kg: 10\n"),
              testing::Not(HasSubstr("lot_above_capacity")));
  EXPECT_THAT(lots("lot_kg: 45", "deliveries: {whole: true}\nquantum_kg: 10\n"),
              HasSubstr("1 offer can't deliver even one"))
      << "two lots are whole quanta: 90 kg";
  EXPECT_THAT(lots("lot_kg: 100", ""), testing::Not(HasSubstr("lot_above_capacity")));
}

TEST(ReadDatasetTest, ADatasetsNameIsThatOfItsRowsInAnyOrderAlsoWhereTheyHoldOnNoDay) {
  // From Monday to Tuesday and to Wednesday there is no Sunday.
  const std::string shorter = "S1,beras,80,12000,2026-11-23,2026-11-24,7";
  const std::string longer = "S1,beras,70,11000,2026-11-23,2026-11-25,7";
  const auto name = [](const std::vector<std::string>& rows) {
    return ReadDataset(SoundDatasetBut("offers.csv", Offers(rows)), nullptr).id;
  };
  EXPECT_EQ(name({shorter, longer}), name({longer, shorter}));
  const std::string cheaper = "S1,beras,80,11000,2026-11-23,2026-11-24,7";
  EXPECT_EQ(name({shorter, cheaper}), name({cheaper, shorter}));
}

TEST(ReadDatasetTest, WarnsOfALicenceWithARemarkBehindIt) {
  const auto files = SoundDatasetBut("suppliers.csv",
                                     "supplier_id,name,kind,region,licences\nS1,A,kdmp,61.01,halal:tidak "
                                     "ada\nS2,B,kdmp,61.02,\nS3,C,kdmp,61,\n");
  const Policy policy =
      ReadPolicy("version: 1\ncommodities: {telur: {}, beras: {requires: [halal]}}\n", "p").policy;
  EXPECT_THAT(
      Listing(ReadDataset(files, &policy).findings),
      HasSubstr("licence_looks_alike: `licences` is 'halal:tidak ada', expected 'halal', which the policy "
                "requires; S1 has it, for one; write nothing but its last day after the name"));
}

TEST(ReadDatasetTest, CountsInheritedPoints) {
  const auto reading = ReadDataset(
      SoundDatasetBut("suppliers.csv",
                      "supplier_id,name,kind,region\nS1,A,kdmp,61.01\nS2,B,kdmp,61.02\nS3,C,kdmp,61\n"),
      nullptr);
  EXPECT_EQ(reading.suppliers_without_point, 3);
  EXPECT_EQ(reading.demand_points_without_point, 0);
  EXPECT_EQ(CountOf(reading.findings, code::kInheritedPoints), 1);
}

TEST(ReadDatasetTest, ABrokenRowStillNamesItsSupplier) {
  const auto reading = ReadDataset(
      SoundDatasetBut("suppliers.csv",
                      "supplier_id,name,kind,region\nS1,A,koop,61.01\nS2,B\nS3,C,kdmp,99.01.01\n"),
      nullptr);
  EXPECT_EQ(reading.findings.errors, 3) << Listing(reading.findings);
  EXPECT_EQ(CountOf(reading.findings, code::kUnknownSupplier), 0);
}

// Of a row whose code can't be read nobody knows which region it is.
TEST(ReadDatasetTest, AFaultyKeyIsOneFault) {
  std::vector<RegisterFile> files = SoundDataset();
  std::string& regions = std::ranges::find(files, "regions.csv", &RegisterFile::name)->content;
  const std::size_t at = regions.find("61.02.01.2001");
  ASSERT_NE(at, regions.npos);
  regions.erase(at + 3, 1);
  const Findings findings = ReadDataset(files, nullptr).findings;
  EXPECT_EQ(findings.errors, 1) << Listing(findings);
  EXPECT_EQ(CountOf(findings, code::kBadRegionCode), 1);
}

// Nobody could tell such ids apart, or write them.
TEST(ReadDatasetTest, AnIdIsOneLineOfCharactersThatAreShown) {
  std::vector<RegisterFile> files = SoundDatasetBut(
      "suppliers.csv", "supplier_id,name,kind,region\n\"S\n1\",A,kdmp,61.02\nS2\a,\"B\nC\",kdmp,61.02\n");
  for (RegisterFile& file : files) {
    if (file.name == "demand_points.csv") file.content = "demand_id,name,kind,region\nK\x7f,A,sppg,61.02\n";
    if (file.name == "offers.csv")
      file.content = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nS2,beras,1,1000\n";
  }
  const Findings findings = ReadDataset(files, nullptr).findings;
  EXPECT_EQ(CountOf(findings, code::kControlCharacter), 3) << Listing(findings);
  EXPECT_EQ(CountOf(findings, code::kUnknownSupplier), 0) << "of a row whose id can't be read";
}

// Nor one of several that are equally near: food would go to the wrong place.
TEST(ReadDatasetTest, NoRegionOfAnotherParentIsWhatWasMeant) {
  const auto fix_of = [](const std::string& region) {
    const auto reading =
        ReadDataset(SoundDatasetBut("suppliers.csv", "supplier_id,name,kind,region\nS1,A,kdmp," + region +
                                                         "\nS2,B,kdmp,61.02\nS3,C,kdmp,61\n"),
                    nullptr);
    for (const Finding& finding : reading.findings.list)
      if (finding.code == code::kUnknownRegion) return finding.fix;
    return std::string("no finding");
  };
  EXPECT_EQ(fix_of("61.02.01.2002"), "did you mean '61.02.01.2001'?");
  EXPECT_EQ(fix_of("61.02.02"), "did you mean '61.02.01'?");
  EXPECT_EQ(fix_of("61.01.01.2003"), "") << "61.01.01.2001 and 61.01.01.2002 are as near";
  EXPECT_EQ(fix_of("61.01.11.2001"), "'61.01.11', which encloses it, has no row there either");
  EXPECT_EQ(fix_of("61.99.01"), "'61.99', which encloses it, has no row there either");
  EXPECT_EQ(fix_of("61.99.01.2001"), "'61.99', which encloses it, has no row there either");
  EXPECT_EQ(fix_of("99.01"), "'99', which encloses it, has no row there either");
  EXPECT_EQ(fix_of("62"), "");
}

// What is mended there is the point itself, not its region's.
TEST(ReadDatasetTest, AFaultyPointIsNoMissingOne) {
  const std::string regions =
      "code,name,lat,lng\n61,A,-0.1,111.1\n62,B,,\n62.01,C,,\n61.01,D,1.3,109.3\n61.02,E,0.3,109.2\n";
  std::vector<RegisterFile> files = SoundDatasetBut("regions.csv", regions);
  for (RegisterFile& file : files) {
    if (file.name == "suppliers.csv") {
      file.content =
          "supplier_id,name,kind,region,lat,lng\nS1,A,kdmp,62.01,x,109.3\nS2,B,kdmp,61,,\nS3,C,kdmp,61,,\n";
    } else if (file.name == "demand_points.csv") {
      file.content = "demand_id,name,kind,region,lat,lng\nK1,A,sppg,61,,\nK2,B,sppg,61,,\n";
    }
  }
  const Findings findings = ReadDataset(files, nullptr).findings;
  EXPECT_EQ(CountOf(findings, code::kNoPoint), 0) << Listing(findings);
  std::string& with_faulty = std::ranges::find(files, "regions.csv", &RegisterFile::name)->content;
  with_faulty.replace(with_faulty.find("62.01,C,,"), 9, "62.01,C,x,1");
  std::string& suppliers = std::ranges::find(files, "suppliers.csv", &RegisterFile::name)->content;
  suppliers.replace(suppliers.find("x,109.3"), 7, ",");
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, code::kNoPoint), 0);
  with_faulty.replace(with_faulty.find("62.01,C,x,1"), 11, "62.01,C,,");
  EXPECT_EQ(CountOf(ReadDataset(files, nullptr).findings, code::kNoPoint), 1);
}

TEST(ReadDatasetTest, WindowsOverlapOnlyWhereTheyShareADay) {
  const auto overlaps = [](const std::vector<std::string>& rows) {
    const Findings findings = ReadDataset(SoundDatasetBut("offers.csv", Offers(rows)), nullptr).findings;
    EXPECT_EQ(findings.errors, CountOf(findings, code::kOverlappingWindows)) << Listing(findings);
    return findings.errors;
  };
  EXPECT_EQ(overlaps({"S1,beras,1,5000,2026-01-01,2026-01-31,", "S1,beras,1,5000,2026-02-01,,"}), 0);
  EXPECT_EQ(overlaps({"S1,beras,1,5000,2026-01-01,2026-02-01,", "S1,beras,1,5000,2026-02-01,,"}), 1);
  EXPECT_EQ(overlaps({"S1,beras,1,5000,,,1-3", "S1,beras,1,5000,,,4-7"}), 0);
  // 2026-11-23 is a Monday: the days from Monday to Tuesday hold no Wednesday, on which alone the two could
  // meet.
  EXPECT_EQ(
      overlaps({"S1,beras,1,5000,2026-11-23,2026-11-24,1|2|3", "S1,beras,1,5000,2026-11-20,2026-11-24,3-7"}),
      0);
  EXPECT_EQ(
      overlaps({"S1,beras,1,5000,2026-11-23,2026-11-25,1|2|3", "S1,beras,1,5000,2026-11-20,2026-11-25,3-7"}),
      1);
  // A long window is met by each of the short ones inside it.
  EXPECT_EQ(overlaps({"S1,beras,1,5000,,,", "S1,beras,1,5000,2026-01-01,2026-01-02,",
                      "S1,beras,1,5000,2026-03-01,2026-03-02,"}),
            2);
  EXPECT_EQ(overlaps({"S1,beras,1,5000,,,", "S2,beras,1,5000,,,", "S1,telur,1,5000,,,"}), 0);
}

// Whose fault it is to write 24/11/2026 shall not be told to add two days' needs up, or to join two offers.
TEST(ReadDatasetTest, ARowWhoseDaysCantBeReadRepeatsNoOther) {
  const auto only_days_are_wrong = [](std::string_view name, std::string content) {
    const Findings findings = ReadDataset(SoundDatasetBut(name, std::move(content)), nullptr).findings;
    EXPECT_EQ(findings.errors, 2) << Listing(findings);
    EXPECT_EQ(CountOf(findings, code::kBadDate) + CountOf(findings, code::kBadWeekdays), 2)
        << Listing(findings);
  };
  only_days_are_wrong("requirements.csv",
                      "demand_id,commodity,kg,date\nK1,beras,150,24/11/2026\nK1,beras,140,25/11/2026\n"
                      "K1,telur,60,2026-11-24\nK2,beras,90,2026-11-24\n");
  only_days_are_wrong("stock.csv",
                      "demand_id,commodity,kg,use_by\nK1,beras,5,24/11/2026\nK1,beras,6,25/11/2026\n");
  only_days_are_wrong("contracts.csv",
                      "supplier_id,demand_id,commodity,from,to,min_kg\nS1,K1,beras,24/11/2026,2026-11-30,1\n"
                      "S1,K1,beras,2026-12-01,7/12/2026,1\nS1,K1,beras,2026-12-08,,1\n");
  only_days_are_wrong("offers.csv",
                      Offers({"S1,beras,1,5000,24/11/2026,2026-11-24,", "S1,beras,1,5000,2026-11-25,,Senin",
                              "S1,beras,1,5000,,2026-11-20,"}));
}

TEST(ReadDatasetTest, CountsAreExactWhereTheListIsCut) {
  std::string requirements = "demand_id,commodity,kg\n";
  for (int i = 0; i < 5'000; ++i) requirements += "K1,beras,-1\n";
  const Findings findings = ReadDataset(SoundDatasetBut("requirements.csv", requirements), nullptr).findings;
  EXPECT_EQ(CountOf(findings, code::kNegative), Findings::kMostPerCode);
  EXPECT_EQ(CountOf(findings, code::kDuplicateKey), Findings::kMostPerCode);
  EXPECT_EQ(findings.errors, 5'000 + 4'999);
}

TEST(ReadDatasetTest, AHostileFileTakesNoLongerThanAnHonestOne) {
  std::string suppliers = "supplier_id,name,kind,region,via\n";
  std::string offers = Offers({});
  for (int i = 0; i < 40'000; ++i) {
    const std::string n = std::to_string(i);
    suppliers +=
        "supplier-" + n + ",Same Name,kdmp,61.01,supplier-" + std::to_string((i + 1) % 40'000) + '\n';
    offers +=
        "suplier-" + n + ",beras,1,5000,,,\nsupplier-1,brs" + n + ",1,5000,,,\nsupplier-2,beras,1,5000,,,\n";
  }
  std::vector<RegisterFile> files = SoundDatasetBut("suppliers.csv", suppliers);
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "offers.csv"; });
  files.push_back({"offers.csv", offers});
  const auto begin = std::chrono::steady_clock::now();
  const Findings findings = ReadDataset(files, nullptr).findings;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(findings.errors, 40'000 + 2 * 40'000 + 39'999)
      << "one circle, two wrong references a round, one window";
  EXPECT_LT(seconds.count(), 60) << "generous for sanitizers on a busy machine; quadratic would take hours";
}

TEST(CheckAgainstTest, NamesTheCommoditiesThatAnotherPolicyLacks) {
  const DatasetReading reading = ReadDataset(SoundDataset(), nullptr);
  Policy policy = BuiltInPolicy();
  EXPECT_TRUE(CheckAgainst(*reading.dataset, policy).ok());
  std::erase_if(policy.commodities, [](const CommodityRule& rule) { return rule.code == "telur"; });
  const Findings findings = CheckAgainst(*reading.dataset, policy);
  ASSERT_EQ(findings.errors, 2);
  EXPECT_EQ(findings.list[0].file, "offers.csv");
  EXPECT_EQ(findings.list[0].value, "telur");
  EXPECT_THAT(findings.list[0].fix, HasSubstr("2 rows"));
}

}  // namespace
}  // namespace pasok
