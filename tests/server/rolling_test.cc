// Plans of several days that follow each other night by night: who holds on which day, and what was delivered
// ahead.
#include <algorithm>

#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kMon[] = "2026-11-23", kTue[] = "2026-11-24", kWed[] = "2026-11-25", kThu[] = "2026-11-26",
               kFri[] = "2026-11-27";

// K in Hulu and L in Hilir eat 10 kg of rice a day. A sells it at Rp 10,000, but on Mondays only; B every day
// at Rp 11,000. K can store rice, which keeps for three days; L can't.
std::vector<RegisterFile> Market(const std::string& policy = "") {
  return {
      {"regions.csv",
       "code,name,lat,lng\n61,Kalbar,,\n61.01,Sambas,,\n61.01.01,Sambas,,\n"
       "61.01.01.2001,Hulu,1.36,109.30\n61.01.01.2002,Hilir,1.36,109.30\n"},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\n"
       "A,beras,100,10000,1\nB,beras,100,11000,\n"},
      {"demand_points.csv",
       "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\nL,Dapur L,sppg,61.01.01.2002\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
      {"storage.csv", "demand_id,commodity,kg\nK,beras,100\n"},
      {"policy.yaml",
       "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 10}\ncommodities: {beras: "
       "{haul_idr_per_kg_km: 0, shelf_life_days: 3}}\n" +
           policy}};
}

class RollingTest : public Serving {
 protected:
  RollingTest() {
    Start();
    market = Imported(Market());
  }

  std::string Imported(const std::vector<RegisterFile>& files) {
    v1::ImportDatasetResponse response;
    EXPECT_TRUE(client->Import(files, response).ok());
    EXPECT_EQ(response.findings().error_count(), 0) << response.DebugString();
    return response.dataset().name();
  }

  v1::Plan Planned(const char* date, int days = 3, std::vector<std::string> regions = {}) {
    v1::CreatePlanRequest request = Question(market, std::move(regions));
    request.set_date(date);
    request.set_days(days);
    v1::Plan plan = client->Planned(request);
    EXPECT_EQ(plan.state(), v1::Plan::SUCCEEDED) << plan.DebugString();
    return plan;
  }

  grpc::Status Publish(const v1::Plan& plan) {
    v1::Plan published;
    return client->Publish(plan.name(), published);
  }

  v1::Plan Published(const char* date, int days = 3, std::vector<std::string> regions = {}) {
    v1::Plan plan;
    const grpc::Status status = client->Publish(Planned(date, days, std::move(regions)).name(), plan);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(plan.published());
    return plan;
  }

  // "" where it isn't published.
  std::string Until(const v1::Plan& plan) { return client->Get(plan.name()).published_until(); }

  std::vector<std::string> PublishedOn(const char* date) {
    v1::ListPlansRequest request;
    request.set_date(date);
    request.set_published_only(true);
    v1::ListPlansResponse response;
    Context context;
    EXPECT_TRUE(client->plans->ListPlans(&context, request, &response).ok());
    std::vector<std::string> names;
    for (const v1::Plan& plan : response.plans()) names.push_back(plan.name());
    return names;
  }

  std::string File(const v1::Plan& plan, const std::string& name) {
    std::vector<RegisterFile> files;
    EXPECT_TRUE(client->Download(plan.name(), files).ok());
    const auto file = std::ranges::find(files, name, &RegisterFile::name);
    return file == files.end() ? "" : file->content;
  }

  void ExpectVerified(const v1::Plan& plan) {
    v1::VerifyPlanRequest::Start start;
    start.set_plan(plan.name());
    v1::VerifyPlanResponse verified;
    ASSERT_TRUE(client->Verify(start, {}, verified).ok());
    EXPECT_TRUE(verified.verified() && verified.optimal()) << verified.DebugString();
  }

  std::string market;
};

constexpr std::int64_t kRupiah = 100;

TEST_F(RollingTest, TheNextNightTakesTheDaysOverAndBeginsWithWhatWasDelivered) {
  const v1::Plan monday = Published(kMon);
  // K's rice of three days comes on Monday, L's day by day: 40 kg of A and 20 kg of B.
  EXPECT_EQ(monday.summary().money_sen(), (40 * 10'000 + 20 * 11'000) * kRupiah);
  EXPECT_EQ(monday.published_until(), kWed);
  EXPECT_THAT(monday.carried_from_plans(), IsEmpty());

  const v1::Plan tuesday = Published(kTue);
  EXPECT_THAT(tuesday.carried_from_plans(), ElementsAre(monday.name()));
  EXPECT_EQ(tuesday.summary().at_hand_grams(), 20'000);
  EXPECT_EQ(File(tuesday, "at_hand.csv"), "demand_id,commodity,kg,use_by\nK,beras,20,2026-11-25\n");
  // K buys for Thursday only.
  EXPECT_EQ(tuesday.summary().money_sen(), 40 * 11'000 * kRupiah);
  EXPECT_EQ(tuesday.summary().shortage_grams(), 0);
  EXPECT_EQ(tuesday.published_until(), kThu);
  ExpectVerified(tuesday);

  // Monday's plan holds for Monday, as it was made.
  const v1::Plan was = client->Get(monday.name());
  EXPECT_TRUE(was.published());
  EXPECT_EQ(was.published_until(), kMon);
  EXPECT_TRUE(Same(was.summary(), monday.summary()));
  ExpectVerified(was);
  EXPECT_THAT(PublishedOn(kMon), ElementsAre(monday.name()));
  EXPECT_THAT(PublishedOn(kTue), ElementsAre(tuesday.name()));
  EXPECT_THAT(PublishedOn(kThu), ElementsAre(tuesday.name()));
  EXPECT_THAT(PublishedOn(kFri), IsEmpty());
}

TEST_F(RollingTest, WhatIsLeftGoesOnFromNightToNight) {
  Published(kMon);
  const v1::Plan tuesday = Published(kTue);
  const v1::Plan wednesday = Published(kWed);
  // Ten of Monday's kilograms are still there, which only Tuesday's plan knows of as at hand.
  EXPECT_THAT(wednesday.carried_from_plans(), ElementsAre(tuesday.name()));
  EXPECT_EQ(File(wednesday, "at_hand.csv"), "demand_id,commodity,kg,use_by\nK,beras,10,2026-11-25\n");
  EXPECT_EQ(wednesday.summary().money_sen(), 50 * 11'000 * kRupiah);
  EXPECT_EQ(Until(tuesday), kTue);
  ExpectVerified(wednesday);
  EXPECT_EQ(Published(kThu).summary().at_hand_grams(), 0);
}

TEST_F(RollingTest, AMissedNightIsThatOfThePlanBefore) {
  const v1::Plan monday = Published(kMon);
  const v1::Plan wednesday = Published(kWed);
  EXPECT_THAT(wednesday.carried_from_plans(), ElementsAre(monday.name()));
  EXPECT_EQ(wednesday.summary().at_hand_grams(), 10'000);
  EXPECT_EQ(Until(monday), kTue);
  EXPECT_THAT(PublishedOn(kTue), ElementsAre(monday.name()));
  // So many nights that the plan has ended: nothing is at hand, and nothing in the way.
  const v1::Plan later = Published("2026-12-01");
  EXPECT_THAT(later.carried_from_plans(), IsEmpty());
  EXPECT_EQ(Until(wednesday), kFri);
}

TEST_F(RollingTest, ANightMayBeRepeatedUntilTheNext) {
  const v1::Plan monday = Published(kMon);
  const v1::Plan tuesday = Published(kTue);
  const v1::Plan again = Published(kTue);
  EXPECT_THAT(again.carried_from_plans(), ElementsAre(monday.name()));
  EXPECT_EQ(again.summary().at_hand_grams(), 20'000);
  EXPECT_EQ(Until(tuesday), "");
  EXPECT_FALSE(client->Get(tuesday.name()).published());
  EXPECT_EQ(Until(monday), kMon);

  // Monday is over.
  const grpc::Status late = Publish(Planned(kMon));
  EXPECT_EQ(ReasonOf(late), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  EXPECT_THAT(late.error_message(), ::testing::HasSubstr("up to 2026-11-26"));
  // Also by itself: Tuesday counts on what it brought.
  const grpc::Status alone = Publish(Planned(kMon, 1));
  EXPECT_EQ(ReasonOf(alone), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  EXPECT_THAT(alone.error_message(), ::testing::HasSubstr("counts on food that " + monday.name()));
  // But all of it together is another matter.
  const v1::Plan whole = Published(kMon, 4);
  EXPECT_THAT(PublishedOn(kTue), ElementsAre(whole.name()));
  EXPECT_FALSE(client->Get(monday.name()).published());
}

TEST_F(RollingTest, APlanThatEndsBeforeAPublishedOneOfItsDaysIsRefused) {
  const v1::Plan monday = Published(kMon);
  const grpc::Status shorter = Publish(Planned(kTue, 1));
  EXPECT_EQ(ReasonOf(shorter), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  EXPECT_THAT(shorter.error_message(), ::testing::HasSubstr("up to 2026-11-25"));
  EXPECT_EQ(Until(monday), kWed);
  Published(kTue, 2);
}

TEST_F(RollingTest, APlanMadeWithoutWhatIsAtHandIsRefused) {
  const v1::Plan before = Planned(kTue);
  const v1::Plan monday = Published(kMon);
  EXPECT_EQ(ReasonOf(Publish(before)), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
  const v1::Plan tuesday = Planned(kTue);
  EXPECT_THAT(tuesday.carried_from_plans(), ElementsAre(monday.name()));
  // Monday is taken back.
  ASSERT_TRUE(client->DeletePlan(monday.name(), true).ok());
  EXPECT_EQ(ReasonOf(Publish(tuesday)), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
  EXPECT_TRUE(Publish(before).ok());
}

TEST_F(RollingTest, WhoeverLeavesTheSameAtHandWillDo) {
  Published(kMon);
  const v1::Plan tuesday = Planned(kTue);
  const v1::Plan again = Published(kMon);
  EXPECT_TRUE(Publish(tuesday).ok());
  // It counts on the one that is published, which can't be replaced without it.
  EXPECT_THAT(client->Get(tuesday.name()).carried_from_plans(), ElementsAre(again.name()));
  EXPECT_EQ(ReasonOf(Publish(Planned(kMon, 1))), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
}

TEST_F(RollingTest, WhoeverLeavesAnotherFoodAtHandWillNot) {
  Published(kMon);
  const v1::Plan tuesday = Planned(kTue);
  // K eats 12 kg, so that 24 are at hand in place of 20.
  std::vector<RegisterFile> files = Market();
  std::ranges::find(files, "requirements.csv", &RegisterFile::name)->content =
      "demand_id,commodity,kg\nK,beras,12\nL,beras,10\n";
  market = Imported(files);
  Published(kMon);
  EXPECT_EQ(ReasonOf(Publish(tuesday)), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
}

// Nothing is ever at hand: nights have nothing to do with each other.
TEST_F(RollingTest, WithoutStorageNightsMayBeMadeInAnyOrder) {
  std::vector<RegisterFile> files = Market();
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "storage.csv"; });
  market = Imported(files);
  const v1::Plan tuesday = Planned(kTue);
  const v1::Plan monday = Published(kMon);
  EXPECT_TRUE(Publish(tuesday).ok());
  EXPECT_EQ(Until(monday), kMon);
  Published(kMon, 1);
  EXPECT_EQ(Until(monday), "");
}

TEST_F(RollingTest, DaysThatWereTakenOverComeBackWhenTheirPlanIsDeleted) {
  const v1::Plan monday = Published(kMon);
  const v1::Plan tuesday = Published(kTue);
  EXPECT_EQ(ReasonOf(Publish(monday)), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  ASSERT_TRUE(client->DeletePlan(tuesday.name(), true).ok());
  EXPECT_EQ(Until(monday), kWed);
  EXPECT_THAT(PublishedOn(kTue), ElementsAre(monday.name()));
  EXPECT_TRUE(Publish(monday).ok());
  EXPECT_EQ(Published(kWed).summary().at_hand_grams(), 10'000);
}

TEST_F(RollingTest, DaysThatAnotherHasTakenOverDoNotComeBack) {
  const v1::Plan monday = Published(kMon);
  const v1::Plan tuesday = Published(kTue);
  const v1::Plan wednesday = Published(kWed);
  ASSERT_TRUE(client->DeletePlan(tuesday.name(), true).ok());
  EXPECT_EQ(Until(monday), kMon);
  ASSERT_TRUE(client->DeletePlan(wednesday.name(), true).ok());
  EXPECT_EQ(Until(monday), kWed);
}

// Of the days that come back, Hilir has bought of B on Wednesday since.
TEST_F(RollingTest, DaysDoNotComeBackToBeSoldTwice) {
  std::vector<RegisterFile> files = Market();
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "storage.csv"; });
  market = Imported(files);
  const v1::Plan monday = Published(kMon, 3, {kHulu});
  const v1::Plan tuesday = Published(kTue, 2, {kHulu});
  Published(kWed, 1, {kHilir});
  ASSERT_TRUE(client->DeletePlan(tuesday.name(), true).ok());
  EXPECT_EQ(Until(monday), kMon);
  EXPECT_EQ(ReasonOf(Publish(monday)), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
}

// Both sell of A on the Monday that Hulu's plan never lost, which says nothing of the days that come back.
TEST_F(RollingTest, DaysThatItHoldsAreNoReasonAgainstThoseThatComeBack) {
  const v1::Plan monday = Published(kMon, 3, {kHulu});
  const v1::Plan tuesday = Published(kTue, 2, {kHulu});
  Published(kMon, 1, {kHilir});
  ASSERT_TRUE(client->DeletePlan(tuesday.name(), true).ok());
  EXPECT_EQ(Until(monday), kWed);
}

// Hilir's plan counts Hulu's for Monday alone: given back its other days, it takes more of them than that.
TEST_F(RollingTest, WhatIsGivenBackIsNotSoldTwice) {
  const v1::Plan hulu = Published(kMon, 3, {kHulu});
  const v1::Plan tuesday = Published(kTue, 2, {kHulu});
  const v1::Plan hilir = Planned(kMon, 3, {kHilir});
  EXPECT_THAT(hilir.subtracted_plans(), UnorderedElementsAre(hulu.name(), tuesday.name()));
  ASSERT_TRUE(client->DeletePlan(tuesday.name(), true).ok());
  EXPECT_EQ(Until(hulu), kWed);
  EXPECT_EQ(ReasonOf(Publish(hilir)), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
  EXPECT_TRUE(Publish(Planned(kMon, 3, {kHilir})).ok());
}

TEST_F(RollingTest, OtherRegionsSeeTheDaysThatEachPlanHolds) {
  const v1::Plan hulu = Published(kMon, 3, {kHulu});
  EXPECT_EQ(hulu.summary().money_sen(), 30 * 10'000 * kRupiah);
  const v1::Plan tuesday = Published(kTue, 3, {kHulu});
  const v1::Plan hilir = Published(kMon, 3, {kHilir});
  EXPECT_THAT(hilir.subtracted_plans(), UnorderedElementsAre(hulu.name(), tuesday.name()));
  // Monday's 30 kg of A, and Thursday's 10 kg of B are none of its days': nothing of Tuesday and Wednesday.
  EXPECT_EQ(File(hilir, "taken.csv"), "date,supplier_id,commodity,kg\n2026-11-23,A,beras,30\n");
  EXPECT_THAT(hilir.carried_from_plans(), IsEmpty());
  // What was delivered to Hulu is at hand in Hulu alone; the whole can't take the place of its parts.
  EXPECT_EQ(Planned(kTue, 3, {kHilir}).summary().at_hand_grams(), 0);
  EXPECT_EQ(Planned(kWed).summary().at_hand_grams(), 10'000);
  EXPECT_EQ(ReasonOf(Publish(Planned(kWed))), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  // Each goes on by itself.
  const v1::Plan next = Published(kTue, 3, {kHilir});
  EXPECT_THAT(next.subtracted_plans(), ElementsAre(tuesday.name()));
  EXPECT_EQ(File(next, "taken.csv"), "date,supplier_id,commodity,kg\n2026-11-26,B,beras,10\n");
  EXPECT_EQ(Published(kWed, 3, {kHulu}).summary().at_hand_grams(), 10'000);
}

TEST_F(RollingTest, ARestartForgetsNothing) {
  const v1::Plan monday = Published(kMon);
  const v1::Plan tuesday = Published(kTue);
  Restart();
  EXPECT_EQ(Until(monday), kMon);
  EXPECT_EQ(Until(tuesday), kThu);
  EXPECT_EQ(Published(kWed).summary().at_hand_grams(), 10'000);
}

TEST_F(RollingTest, WhatWasCountedGoesBeforeWhatWasWorkedOut) {
  Published(kMon);
  std::vector<RegisterFile> counted = Market("stock: on\n");
  counted.push_back({"stock.csv", "demand_id,commodity,kg\nK,beras,5\n"});
  market = Imported(counted);
  const v1::Plan tuesday = Published(kTue);
  EXPECT_EQ(tuesday.summary().at_hand_grams(), 0);
  EXPECT_EQ(tuesday.summary().money_sen(), 55 * 11'000 * kRupiah);
  ExpectVerified(tuesday);
}

// What it delivered ahead for K, who is called N by now, is nobody's.
TEST_F(RollingTest, FoodAtHandOfAKitchenThatWasRenamedIsMissed) {
  const v1::Plan monday = Published(kMon);
  std::vector<RegisterFile> files = Market();
  for (RegisterFile& file : files) {
    for (const char* before : {"\nK,", " K,"}) {
      const std::size_t at = file.content.find(before);
      if (at != std::string::npos) file.content[at + 1] = 'N';
    }
  }
  market = Imported(files);
  const v1::Plan tuesday = Planned(kTue);
  EXPECT_EQ(tuesday.summary().at_hand_grams(), 0);
  ASSERT_EQ(tuesday.findings().findings_size(), 1) << tuesday.findings().DebugString();
  const v1::Finding& finding = tuesday.findings().findings(0);
  EXPECT_EQ(finding.code(), "at_hand_of_unknown");
  EXPECT_EQ(finding.severity(), v1::Finding::WARNING);
  EXPECT_EQ(finding.value(), "K beras");
  EXPECT_THAT(finding.expected(), ::testing::HasSubstr("20 kg"));
}

// Tuesday and Wednesday are declared closed when Monday's plan has long been published for them.
TEST_F(RollingTest, AnEmptyPlanTakesTheDaysOverThatWereClosedSince) {
  const v1::Plan monday = Published(kMon);
  std::vector<RegisterFile> files = Market();
  files.push_back({"calendar.csv", "date,demand_id,region,serves\n2026-11-24,,,no\n2026-11-25,,,no\n"});
  market = Imported(files);
  v1::CreatePlanRequest request = Question(market, {}, "closed");
  request.set_date(kTue);
  request.set_days(2);
  v1::Plan refused;
  EXPECT_EQ(ReasonOf(client->Create(request, refused)), "INVALID_ARGUMENT QUESTION_UNFIT");
  request.set_may_be_empty(true);
  const v1::Plan closed = client->Planned(request);
  ASSERT_EQ(closed.state(), v1::Plan::SUCCEEDED) << closed.DebugString();
  EXPECT_TRUE(closed.may_be_empty());
  EXPECT_EQ(closed.summary().deliveries(), 0);
  EXPECT_EQ(closed.summary().at_hand_grams(), 20'000);
  EXPECT_EQ(closed.findings().error_count(), 0);
  ASSERT_GT(closed.findings().findings_size(), 0);
  EXPECT_EQ(closed.findings().findings(0).code(), "no_requirement_on_date");
  ExpectVerified(closed);

  ASSERT_TRUE(Publish(closed).ok());
  EXPECT_EQ(Until(monday), kMon);
  EXPECT_THAT(PublishedOn(kWed), ElementsAre(closed.name()));
  // What Monday brought is still there.
  const v1::Plan wednesday = Published(kWed);
  EXPECT_THAT(wednesday.carried_from_plans(), ElementsAre(closed.name()));
  EXPECT_EQ(wednesday.summary().at_hand_grams(), 20'000);
}

TEST_F(RollingTest, AQuestionThatMayBeEmptyIsAnotherOne) {
  v1::CreatePlanRequest request = Question(market, {}, "monday");
  request.set_date(kMon);
  client->Planned(request);
  request.set_may_be_empty(true);
  v1::Plan refused;
  EXPECT_EQ(ReasonOf(client->Create(request, refused)), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

// The study of a stored plan begins with what that began with, the study of a dataset with what is at hand
// now.
TEST_F(RollingTest, StudiesKnowWhatIsAtHand) {
  const v1::Plan hilir = Published(kMon, 3, {kHilir});
  Published(kMon, 3, {kHulu});
  const v1::Plan tuesday = Published(kTue, 3, {kHulu});
  EXPECT_NE(File(tuesday, "taken.csv"), "");
  v1::CreateStudyRequest::Start start;
  start.set_plan(tuesday.name());
  start.mutable_question()->mutable_bottlenecks();
  const v1::Study of_plan = client->Studied(start);
  EXPECT_EQ(of_plan.state(), v1::Study::SUCCEEDED) << of_plan.DebugString();
  EXPECT_TRUE(std::ranges::equal(of_plan.carried_from_plans(), tuesday.carried_from_plans()));
  start.clear_plan();
  start.set_dataset(market);
  start.set_date(kWed);
  start.set_days(3);
  *start.add_regions() = kHulu;
  const v1::Study of_dataset = client->Studied(start);
  EXPECT_EQ(of_dataset.state(), v1::Study::SUCCEEDED) << of_dataset.DebugString();
  EXPECT_THAT(of_dataset.carried_from_plans(), ElementsAre(tuesday.name()));
}

}  // namespace
}  // namespace pasok::server
