#include "engine/match/question/instance.h"

#include <gmock/gmock.h>

#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

Date Day(std::string_view iso) { return *ParseDate(iso); }

// The needs of an instance in its order, in quanta.
std::vector<std::int64_t> Needs(const Instance& instance) {
  std::vector<std::int64_t> needs;
  for (const RequirementRow& row : instance.requirements) needs.push_back(row.need);
  return needs;
}

std::vector<Excluded> Reasons(const Instance& instance) {
  std::vector<Excluded> reasons;
  for (const ExcludedOffer& row : instance.excluded) reasons.push_back(row.reason);
  return reasons;
}

Question Within(std::vector<std::string> regions) {
  Question question;
  question.regions = std::move(regions);
  return question;
}

Question AfterTaking(std::vector<Taken> taken) {
  Question question;
  question.taken = std::move(taken);
  return question;
}

constexpr char kOffers[] = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n";

TEST(Day, IsTheUndatedOneWhereNoRequirementIsDated) {
  const Tiny tiny = ReadTiny({});
  EXPECT_EQ(InstanceOf(tiny).date, std::nullopt);
  EXPECT_THAT(Needs(InstanceOf(tiny)), ElementsAre(10));
}

TEST(Day, IsTheEarliestDatedOneWhereNoneIsAsked) {
  const Tiny tiny =
      ReadTiny({{"requirements.csv",
                 "demand_id,commodity,kg,date\nK,beras,11,2026-12-02\nK,beras,12,2026-12-01\nK,telur,5,\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_EQ(instance.date, Day("2026-12-01"));
  EXPECT_THAT(Needs(instance), ElementsAre(12, 5));  // the undated need of telur holds every day
}

TEST(Day, HasTheDatedRequirementInPlaceOfTheUndatedOne) {
  const Tiny tiny =
      ReadTiny({{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,\nK,beras,20,2026-12-01\n"}});
  EXPECT_THAT(Needs(InstanceOf(tiny, On("2026-12-01"))), ElementsAre(20));
  EXPECT_THAT(Needs(InstanceOf(tiny, On("2026-12-02"))), ElementsAre(10));
}

TEST(Day, WithoutAnyRequirementNamesTheNearestOneThatHasSome) {
  const Tiny tiny = ReadTiny(
      {{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,2026-12-01\nK,beras,20,2026-12-09\n"}});
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, On("2026-12-04"));
  EXPECT_FALSE(reading.instance);
  EXPECT_THAT(reading.findings.list, ElementsAre(AllOf(Field(&Finding::code, "no_requirement_on_date"),
                                                       Field(&Finding::value, "2026-12-04"),
                                                       Field(&Finding::fix, HasSubstr("2026-12-01")))));
}

TEST(Day, MayBeEmptyWhereThatIsAskedFor) {
  const Tiny tiny = ReadTiny({{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,2026-12-01\n"}});
  Question question = On("2026-12-04");
  question.may_be_empty = true;
  for (const int days : {1, 3}) {
    question.days = days;
    const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, question);
    ASSERT_TRUE(reading.instance);
    EXPECT_THAT(reading.instance->requirements, IsEmpty());
    EXPECT_THAT(reading.findings.list, ElementsAre(AllOf(Field(&Finding::code, "no_requirement_on_date"),
                                                         Field(&Finding::severity, Severity::kWarning))));
  }
}

// So whoever lets an empty plan take another's place can tell a holiday from rows that were lost.
TEST(Day, OfAnEmptyPlanSaysWhereTheRegistersLetNobodyBeServed) {
  const auto said = [](const std::string& requirements, const std::string& calendar) {
    Tiny tiny = ReadTiny({{"requirements.csv", "demand_id,commodity,kg,date\n" + requirements},
                          {"calendar.csv", "date,demand_id,region,serves\n" + calendar}});
    tiny.policy.service_weekdays = 0b0011111;
    Question question = On("2026-12-04");  // a Friday
    question.days = 2;
    question.may_be_empty = true;
    std::vector<std::string> days;
    const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, question);
    for (const Finding& finding : reading.findings.list) {
      if (finding.code == "nobody_served_on_date") days.push_back(finding.value);
    }
    return days;
  };
  EXPECT_THAT(said("K,beras,10,\n", "2026-12-04,,,no\n"), ElementsAre("2026-12-04", "2026-12-05"));
  EXPECT_THAT(said("K,beras,10,2026-12-04\n", "2026-12-04,,,no\n"), ElementsAre("2026-12-04"));
  EXPECT_THAT(said("K,beras,10,2026-12-09\n", "2026-12-04,K,,no\n"), ElementsAre("2026-12-04"));
  EXPECT_THAT(said("", "2026-12-05,,,no\n"), ElementsAre("2026-12-05"));
  EXPECT_THAT(said("K,beras,0,2026-12-04\n", ""), ElementsAre("2026-12-04"));
  EXPECT_THAT(said("K,beras,10,2026-12-09\n", ""), IsEmpty());
}

TEST(Availability, HasAnInclusiveWindowAndWeekdaysFromMonday) {
  const Tiny tiny =
      ReadTiny({{"offers.csv",
                 "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_from,available_to,"
                 "weekdays\nA,beras,100,10000,2026-12-01,2026-12-07,1-5\n"}});
  const auto available = [&](std::string_view day) { return InstanceOf(tiny, On(day)).offers.size() == 1; };
  EXPECT_FALSE(available("2026-11-30"));  // Monday, before
  EXPECT_TRUE(available("2026-12-01"));   // Tuesday, the first day
  EXPECT_FALSE(available("2026-12-05"));  // Saturday
  EXPECT_TRUE(available("2026-12-07"));   // Monday, the last day
  EXPECT_FALSE(available("2026-12-08"));
  EXPECT_THAT(InstanceOf(tiny).offers, SizeIs(1)) << "windows don't count on the undated day";
}

TEST(Availability, OnTheUndatedDayCountsAnOfferOfSeveralWindowsOnce) {
  const Tiny tiny =
      ReadTiny({{"offers.csv",
                 "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_from,available_to\n"
                 "A,beras,100,10000,2026-01-01,2026-06-30\nA,beras,70,11000,2026-07-01,2026-12-31\n"}});
  const Instance instance = InstanceOf(tiny);
  ASSERT_THAT(instance.offers, SizeIs(1));
  EXPECT_EQ(instance.offers[0].capacity, 100);
  EXPECT_THAT(Reasons(instance), ElementsAre(Excluded::kNotAvailable));
}

TEST(Quanta, RoundNeedsUpAndCapacitiesDown) {
  const Tiny tiny = ReadTiny({{"policy.yaml", "version: 1\nquantum_kg: 3\n"},
                              {"suppliers.csv",
                               "supplier_id,name,kind,region,capacity_kg_per_day\n"
                               "A,Toko A,koperasi,61.01.01.2001,50\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_EQ(instance.requirements[0].need, 4);    // 10 kg
  EXPECT_EQ(instance.offers[0].capacity, 33);     // 100 kg
  EXPECT_EQ(instance.suppliers[0].capacity, 16);  // 50 kg
}

TEST(Quanta, OfAGramAreExact) {
  const Tiny tiny = ReadTiny({{"policy.yaml", "version: 1\nquantum_kg: 0.001\n"}});
  EXPECT_EQ(InstanceOf(tiny).requirements[0].need, 10'000);
  EXPECT_EQ(InstanceOf(tiny).requirements[0].penalty, 100'000);  // Rp 1,000,000 per kg in sen per gram
}

TEST(LaneCap, IsTheLargestShareOfTheNeedFlooredAndAtLeastOne) {
  const Tiny half =
      ReadTiny({{"policy.yaml", "version: 1\nconcentration: {max_share_per_supplier: 0.55}\n"}});
  EXPECT_EQ(InstanceOf(half).requirements[0].lane_cap, 5);
  const Tiny little =
      ReadTiny({{"policy.yaml", "version: 1\nconcentration: {max_share_per_supplier: 0.01}\n"}});
  EXPECT_EQ(InstanceOf(little).requirements[0].lane_cap, 1);
}

TEST(Penalty, GrowsWithThePriority) {
  const Tiny tiny = ReadTiny(
      {{"demand_points.csv", "demand_id,name,kind,region,priority\nK,Dapur K,sppg,61.01.01.2001,7\n"}});
  EXPECT_EQ(InstanceOf(tiny).requirements[0].penalty, 7 * 100'000'000);
}

TEST(Excluded, NamesTheFirstRuleThatAnOfferFails) {
  const Tiny tiny =
      ReadTiny({{"policy.yaml",
                 "version: 1\nprice_ceiling: hard\ncommodities:\n"
                 "  beras: {name_id: Beras, name_en: Rice, haul_idr_per_kg_km: 1, requires: [halal], "
                 "price_ceiling_idr_per_kg: 10000}\n"},
                {"suppliers.csv",
                 "supplier_id,name,kind,region,status,licences\n"
                 "A,Toko A,koperasi,61.01.01.2001,aktif,halal\n"
                 "B,Toko B,koperasi,61.01.01.2001,tidak_aktif,\n"
                 "C,Toko C,koperasi,61.01.01.2001,aktif,pirt\n"
                 "D,Toko D,koperasi,61.01.01.2001,aktif,halal|pirt\n"
                 "E,Toko E,koperasi,61.01.01.2001,aktif,halal\n"},
                {"offers.csv", std::string(kOffers) + "A,beras,100,10000\nB,beras,100,99999\nC,beras,100,"
                                                      "99999\nD,beras,100,10001\nE,beras,0.9,9000\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_THAT(instance.offers, SizeIs(1));
  EXPECT_THAT(Reasons(instance), ElementsAre(Excluded::kInactive, Excluded::kLicence, Excluded::kPriceCeiling,
                                             Excluded::kNoCapacity));
}

TEST(Taken, ComesOffTheOfferAndTheSuppliersTotal) {
  const Tiny tiny =
      ReadTiny({{"suppliers.csv",
                 "supplier_id,name,kind,region,capacity_kg_per_day\n"
                 "A,Toko A,koperasi,61.01.01.2001,120\n"},
                {"offers.csv", std::string(kOffers) + "A,beras,100,10000\nA,telur,60,30000\n"}});
  const Instance instance =
      InstanceOf(tiny, AfterTaking({{"A", "beras", {30'500}}, {"A", "beras", {10'000}}}));
  EXPECT_EQ(instance.offers[0].capacity, 59);  // 100 - 40.5
  EXPECT_EQ(instance.offers[1].capacity, 60);
  EXPECT_EQ(instance.suppliers[0].capacity, 79);  // 120 - 40.5
}

TEST(Taken, MayLeaveNothing) {
  const Tiny tiny = ReadTiny({});
  const Instance instance = InstanceOf(tiny, AfterTaking({{"A", "beras", {500'000}}}));
  EXPECT_THAT(instance.offers, IsEmpty());
  EXPECT_THAT(Reasons(instance), ElementsAre(Excluded::kNoCapacity));
}

TEST(Taken, OfAnUnknownSupplierIsAWarning) {
  const Tiny tiny = ReadTiny({});
  const InstanceReading reading =
      BuildInstance(tiny.dataset, tiny.policy, AfterTaking({{"X", "beras", {1000}}}));
  EXPECT_TRUE(reading.instance);
  EXPECT_THAT(reading.findings.list, ElementsAre(Field(&Finding::code, "taken_of_unknown_supplier")));
}

TEST(Places, AreSharedAndInheritedFromTheNearestAncestor) {
  const Tiny tiny = ReadTiny({{"regions.csv",
                               "code,name,lat,lng,circuity\n61,Kalbar,0.1,109,\n61.01,Sambas,1.4,109.3,1.2\n"
                               "61.01.01,Sambas,,,\n61.01.01.2001,Satu,,,\n"},
                              {"suppliers.csv",
                               "supplier_id,name,kind,region,lat,lng\n"
                               "A,Toko A,koperasi,61.01.01.2001,,\n"}});
  const Instance instance = InstanceOf(tiny);
  ASSERT_THAT(instance.places, SizeIs(1));
  EXPECT_EQ(instance.places[0].point, (Point{1.4, 109.3}));
  EXPECT_EQ(instance.places[0].circuity.value, 1200);
  EXPECT_EQ(instance.offers[0].place, instance.requirements[0].place);
}

TEST(ForbiddenPairs, AreBlocksAndOneOwnersOwn) {
  const Files files{{"suppliers.csv",
                     "supplier_id,name,kind,region,owner_group\n"
                     "A,Toko A,koperasi,61.01.01.2001,yayasan\nB,Toko B,koperasi,61.01.01.2001,\n"},
                    {"offers.csv", std::string(kOffers) + "A,beras,100,10000\nB,beras,100,10000\n"},
                    {"demand_points.csv",
                     "demand_id,name,kind,region,owner_group\nK,Dapur K,sppg,61.01.01.2001,yayasan\n"
                     "L,Dapur L,sppg,61.01.01.2001,\n"},
                    {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
                    {"blocks.csv", "supplier_id,demand_id,reason\nB,K,terlambat\n"}};
  Tiny tiny = ReadTiny(files);
  EXPECT_THAT(InstanceOf(tiny).related, ElementsAre(Pair(0, 0)));
  EXPECT_THAT(InstanceOf(tiny).blocked, ElementsAre(Pair(1, 0)));
  tiny.policy.related_party = RelatedParty::kAllow;
  EXPECT_THAT(InstanceOf(tiny).related, IsEmpty());
}

TEST(Regions, ChooseTheDemandPointsWithinThem) {
  const Tiny tiny = ReadTiny({{"demand_points.csv",
                               "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\n"
                               "L,Dapur L,sppg,61.02.01.2001\n"},
                              {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,20\n"}});
  EXPECT_THAT(Needs(InstanceOf(tiny, Within({"61.02"}))), ElementsAre(20));
  EXPECT_THAT(Needs(InstanceOf(tiny, Within({"61"}))), ElementsAre(10, 20));
}

TEST(Regions, ThatAreUnknownAreNamedWithTheLikelyOne) {
  const Tiny tiny = ReadTiny({});
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, Within({"61.03"}));
  EXPECT_FALSE(reading.instance);
  EXPECT_THAT(reading.findings.list, ElementsAre(AllOf(Field(&Finding::code, "unknown_region"),
                                                       Field(&Finding::fix, HasSubstr("61.01")))));
}

TEST(Regions, WithoutDemandMakeAnEmptyPlanAndAWarning) {
  const Tiny tiny = ReadTiny({});
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, Within({"61.02"}));
  ASSERT_TRUE(reading.instance);
  EXPECT_THAT(reading.instance->requirements, IsEmpty());
  EXPECT_THAT(reading.findings.list, ElementsAre(Field(&Finding::code, "no_demand_in_regions")));
}

TEST(Commodities, ThatThePolicyDoesNotKnowAreFindings) {
  Tiny tiny = ReadTiny({});
  tiny.policy.commodities.clear();
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, {});
  EXPECT_FALSE(reading.instance);
  EXPECT_GT(reading.findings.errors, 0);
}

TEST(Totals, BeyondTheRangeNameTheKeyToLower) {
  Tiny tiny = ReadTiny(
      {{"requirements.csv", "demand_id,commodity,kg\nK,beras,10000000\n"},
       {"demand_points.csv", "demand_id,name,kind,region,priority\nK,Dapur K,sppg,61.01.01.2001,100\n"}});
  tiny.policy.shortage_penalty.value = 10'000'000'000;
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, {});
  EXPECT_FALSE(reading.instance);
  EXPECT_THAT(reading.findings.list, Contains(AllOf(Field(&Finding::code, "totals_out_of_range"),
                                                    Field(&Finding::field, "shortage.penalty_idr_per_kg"))));
}

}  // namespace
}  // namespace pasok::match
