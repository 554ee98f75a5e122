// StudyService as its callers see it, on the toy.
#include <google/rpc/error_details.pb.h>
#include <google/rpc/error_info.pb.h>

#include <algorithm>
#include <functional>
#include <string>

#include "server/store/sqlite.h"
#include "tests/server/study_serving.h"

namespace pasok::server {
namespace {

// K's rice, eggs and chicken of three days share a store of 7 kg; no split of it has a proof.
std::vector<RegisterFile> SharedStore() {
  return {{"regions.csv", "code,name,lat,lng\n61,Kalbar,0.1,110.3\n"},
          {"suppliers.csv", "supplier_id,name,kind,region\nS1,Satu,koperasi,61\nS2,Dua,koperasi,61\n"},
          {"offers.csv",
           "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nS1,telur,16,9000,1|3\n"
           "S2,beras,12,23000,1|3\nS2,telur,9,24000,1\nS2,ayam,6,27000,1|3\n"},
          {"demand_points.csv", "demand_id,name,kind,region\nK,Dapur K,sppg,61\n"},
          {"requirements.csv", "demand_id,commodity,kg\nK,beras,11\nK,telur,12\nK,ayam,5\n"},
          {"storage.csv", "demand_id,commodity,kg\nK,,7\n"},
          {"policy.yaml",
           "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 20}\n"
           "commodities: {beras: {shelf_life_days: 30}, telur: {shelf_life_days: 4}, "
           "ayam: {shelf_life_days: 3}}\n"}};
}

class StudyServiceTest : public StudyServing {
 protected:
  // The cells of the row whose first cell says `key`, in the table of that name.
  static std::vector<v1::Report::Cell> Row(const std::vector<v1::DownloadReportResponse>& parts,
                                           const std::string& table, const std::string& key) {
    std::string at;
    for (const auto& part : parts) {
      if (part.has_table()) at = part.table().key();
      if (at != table) continue;
      for (const auto& row : part.rows()) {
        if (row.cells(0).text() == key) return {row.cells().begin(), row.cells().end()};
      }
    }
    ADD_FAILURE() << "no row " << key << " in " << table;
    return std::vector<v1::Report::Cell>(10);
  }
};

TEST_F(StudyServiceTest, AnEvaluationIsMadeWatchedAndDownloaded) {
  const v1::Study study = client->Studied(EvaluationOf(dataset), files);
  ASSERT_EQ(study.state(), v1::Study::SUCCEEDED) << study.DebugString();
  EXPECT_EQ(study.question().evaluation().allocations_file(), "mine.csv");
  auto called = EvaluationOf(dataset);
  called.mutable_question()->mutable_evaluation()->set_allocations_file("plans/of Monday.csv");
  EXPECT_EQ(client->Studied(called, files).question().evaluation().allocations_file(), "plans/of Monday.csv");
  EXPECT_EQ(study.dataset(), dataset);
  EXPECT_TRUE(study.complete());
  EXPECT_GT(study.sentences_size(), 0);

  std::vector<v1::DownloadReportResponse> parts;
  ASSERT_TRUE(client->Report(study.name(), parts).ok());
  EXPECT_EQ(parts.front().sentences_size(), study.sentences_size());
  const auto objective = Row(parts, "totals", "objective");
  EXPECT_EQ(objective[2].whole(), kToyObjectiveSen);
  EXPECT_EQ(objective[2].unit(), v1::Report::SEN);
  const auto allocated = Row(parts, "totals", "allocated");
  EXPECT_EQ(allocated[1].whole(), 80'000);
  EXPECT_EQ(allocated[1].unit(), v1::Report::GRAMS);
}

// One that has ended without its answer may be asked again under its name, and end again, meanwhile.
TEST_F(StudyServiceTest, ADownloadNeverGoesOnWithTheReportOfAnotherRun) {
  const v1::Study study = client->Studied(EvaluationOf(dataset), files);
  Connection connection(options.data_dir + "/pasok.db");
  connection.Execute(
      "WITH RECURSIVE more (block) AS (SELECT 1000 UNION ALL SELECT block + 1 FROM more WHERE block < 1100) "
      "INSERT INTO study_reports SELECT study_id, row_number() OVER () - 1 + "
      "(SELECT count(*) FROM study_reports), content FROM more, study_reports WHERE study_reports.block = 0");
  Context context;
  v1::DownloadReportRequest request;
  request.set_study(study.name());
  auto reader = client->studies->DownloadReport(&context, request);
  v1::DownloadReportResponse part;
  ASSERT_TRUE(reader->Read(&part));
  v1::Study again = study;
  again.mutable_end_time()->set_seconds(study.end_time().seconds() + 60);
  const std::string record = again.SerializeAsString();
  Statement(connection, "UPDATE studies SET record = ?1", Blob{record}).Step();
  while (reader->Read(&part)) continue;
  EXPECT_EQ(ReasonOf(reader->Finish()), "ABORTED REPORT_REPLACED");
}

TEST_F(StudyServiceTest, AStudyOfAStoredPlanTakesEverythingFromIt) {
  const v1::Plan plan = client->Planned(Question(dataset));
  pasok::server::Start start;
  start.mutable_question()->mutable_evaluation();
  start.set_plan(plan.name());
  const v1::Study study = client->Studied(start, files);
  ASSERT_EQ(study.state(), v1::Study::SUCCEEDED) << study.DebugString();
  EXPECT_EQ(study.plan(), plan.name());
  EXPECT_EQ(study.dataset(), dataset);
  EXPECT_EQ(study.policy_digest(), plan.policy().digest());
  std::vector<v1::DownloadReportResponse> parts;
  ASSERT_TRUE(client->Report(study.name(), parts).ok());
  EXPECT_EQ(Row(parts, "totals", "objective")[2].whole(), kToyObjectiveSen);

  start.set_date("2026-01-01");
  EXPECT_EQ(RefusalOf(start, files), "INVALID_ARGUMENT INVALID_FIELD");
}

TEST_F(StudyServiceTest, ATableThatIsAtFaultFailsTheStudyWithItsFindings) {
  const v1::Study study = client->Studied(
      EvaluationOf(dataset), {{"mine.csv", "demand_id,commodity,supplier_id,kg\nD1,beras,S1,many\n"}});
  ASSERT_EQ(study.state(), v1::Study::FAILED);
  ASSERT_EQ(study.findings().findings_size(), 1);
  EXPECT_EQ(study.findings().findings(0).file(), "mine.csv");
  EXPECT_EQ(study.findings().findings(0).line(), 2);
  EXPECT_FALSE(study.has_report());
  std::vector<v1::DownloadReportResponse> parts;
  EXPECT_EQ(ReasonOf(client->Report(study.name(), parts)), "FAILED_PRECONDITION STUDY_WITHOUT_REPORT");
}

TEST_F(StudyServiceTest, WhatCannotBeAskedIsRefusedAtOnce) {
  const std::string bad = "INVALID_ARGUMENT INVALID_FIELD";
  EXPECT_EQ(RefusalOf({}, {}), bad);
  EXPECT_EQ(RefusalOf(EvaluationOf(dataset), {}), bad);
  EXPECT_EQ(RefusalOf(EvaluationOf(dataset), {{"a.csv", ""}, {"b.csv", ""}}), bad);
  EXPECT_EQ(RefusalOf(EvaluationOf("datasets/none"), files), "NOT_FOUND DATASET_NOT_FOUND");

  pasok::server::Start start;
  start.set_dataset(dataset);
  start.mutable_question()->mutable_comparison();
  EXPECT_EQ(RefusalOf(start, {}), bad);
  EXPECT_EQ(RefusalOf(start, std::vector<RegisterFile>(1)), bad);  // a file without a name
  const std::vector<RegisterFile> two = {{"a.yaml", "version: 1\n"}, {"b.yaml", "version: 1\n"}};
  start.mutable_question()->mutable_comparison()->add_scenario_files("x/s.yaml");
  EXPECT_EQ(RefusalOf(start, two), bad);  // one name for two files
  start.mutable_question()->mutable_comparison()->add_scenario_files("x/s.yaml");
  EXPECT_EQ(RefusalOf(start, two), bad);  // the same for both
  start.mutable_question()->mutable_comparison()->set_scenario_files(1, "y/s.yaml");
  EXPECT_EQ(RefusalOf(start, two), "INVALID_ARGUMENT INVALID_SCENARIO");  // which they are
  start.mutable_question()->mutable_frontier()->set_points(1);
  EXPECT_EQ(RefusalOf(start, {}), bad);
  start.mutable_question()->mutable_frontier()->set_axis(v1::StudyQuestion::Frontier::LOCAL_SHARE);
  EXPECT_EQ(RefusalOf(start, {}), bad);
  start.mutable_question()->mutable_explanation()->set_demand_id("D1");
  EXPECT_EQ(RefusalOf(start, {}), bad);
  start.mutable_question()->mutable_criticality()->set_top(-1);
  EXPECT_EQ(RefusalOf(start, {}), bad);
  start.mutable_question()->mutable_unused();
  EXPECT_EQ(RefusalOf(start, files), bad);
  start = EvaluationOf("");
  start.set_plan("plans/none");
  EXPECT_EQ(RefusalOf(start, files), "NOT_FOUND PLAN_NOT_FOUND");
}

// A form for the whole request finds each of them by its path.
TEST_F(StudyServiceTest, WhatIsAtFaultIsNamedFromTheRequestsRoot) {
  pasok::server::Start good;
  good.set_dataset(dataset);
  good.mutable_question()->mutable_unused();
  using Change = std::function<void(pasok::server::Start&)>;
  const std::vector<std::pair<std::string, Change>> faults = {
      {"start.request_id", [](auto& start) { start.set_request_id(std::string(129, 'x')); }},
      {"start.time_limit_seconds", [](auto& start) { start.set_time_limit_seconds(-1); }},
      {"start.date", [](auto& start) { start.set_date("tomorrow"); }},
      {"start.days", [](auto& start) { start.set_days(32); }},
      {"start.regions", [](auto& start) { start.add_regions(std::string(65, '6')); }},
      {"start.policy_yaml", [](auto& start) { start.set_policy_yaml("version: 9"); }},
      {"start.scenario_yaml", [](auto& start) { start.set_scenario_yaml("version: 9"); }},
      {"start.question", [](auto& start) { start.clear_question(); }},
      {"start.question.frontier.axis", [](auto& start) { start.mutable_question()->mutable_frontier(); }},
      {"start.question.explanation.demand_id",
       [](auto& start) { start.mutable_question()->mutable_explanation(); }},
      {"start.question.recruits.top",
       [](auto& start) { start.mutable_question()->mutable_recruits()->set_top(-1); }}};
  const auto field_of = [](const grpc::Status& status) {
    google::rpc::Status rich;
    google::rpc::BadRequest bad;
    rich.ParseFromString(status.error_details());
    for (const auto& detail : rich.details()) detail.UnpackTo(&bad);
    return bad.field_violations_size() == 0 ? "" : bad.field_violations(0).field();
  };
  for (const auto& [field, change] : faults) {
    pasok::server::Start start = good;
    change(start);
    v1::Study study;
    EXPECT_EQ(field_of(client->CreateStudy(start, {}, study)), field);
  }
  v1::ImportDatasetRequest::Start import_start;
  import_start.set_policy_yaml("version: 9");
  v1::ImportDatasetResponse imported;
  EXPECT_EQ(field_of(client->Import(ToyFiles(), imported, import_start)), "start.policy_yaml");
  v1::VerifyPlanRequest::Start verify_start;
  verify_start.set_dataset(dataset);
  verify_start.set_policy_yaml("version: 9");
  v1::VerifyPlanResponse verified;
  EXPECT_EQ(field_of(client->Verify(verify_start, {}, verified)), "start.policy_yaml");
}

TEST_F(StudyServiceTest, AnAnswerThatNeedsAProofIsRefusedToAPlanThatHasNone) {
  v1::CreatePlanRequest loose = Question(client->ImportSample());
  loose.set_gap_limit_percent(100);
  const v1::Plan plan = client->Planned(loose);
  ASSERT_GT(plan.summary().certificate().gap_sen(), 0);
  pasok::server::Start start;
  start.set_plan(plan.name());
  start.mutable_question()->mutable_unused();
  const v1::Study study = client->Studied(start);
  EXPECT_EQ(study.state(), v1::Study::FAILED);
  EXPECT_EQ(study.error().code(), grpc::StatusCode::FAILED_PRECONDITION);
}

// Rice may stand in for eggs, at more than a missing egg counts: nothing does, and the plan is proven.
TEST_F(StudyServiceTest, AProvenPlanWithStandInsByRatioIsStudied) {
  v1::CreatePlanRequest question = Question(dataset);
  question.set_policy_yaml(
      "version: 1\ncommodities: {beras: {}, telur: {}}\nshortage: {penalty_idr_per_kg: 100000}\n"
      "substitutes: {telur: {by: {beras: 5}, surcharge_idr_per_kg: 1000000}}\n");
  const v1::Plan plan = client->Planned(question);
  ASSERT_EQ(plan.summary().certificate().gap_sen(), 0);
  pasok::server::Start start;
  start.set_plan(plan.name());
  start.mutable_question()->mutable_bottlenecks();
  const v1::Study study = client->Studied(start);
  EXPECT_EQ(study.state(), v1::Study::SUCCEEDED) << study.DebugString();
}

// Whatever is asked of a stored plan of several days is answered as of the dataset that is planned for them.
TEST_F(StudyServiceTest, SeveralDaysAreStudiedWhole) {
  v1::CreatePlanRequest days = Question(dataset);
  days.set_date("2026-11-23");
  days.set_days(2);
  const v1::Plan plan = client->Planned(days);
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED);
  std::vector<v1::StudyQuestion> questions(7);
  questions[0].mutable_unused();
  questions[1].mutable_bottlenecks();
  questions[2].mutable_recruits();
  questions[3].mutable_criticality();
  questions[4].mutable_evaluation();
  questions[5].mutable_frontier()->set_axis(v1::StudyQuestion::Frontier::SHORTAGE);
  questions[6].mutable_explanation()->set_demand_id("D1");
  questions[6].mutable_explanation()->set_commodity("telur");
  questions[6].mutable_explanation()->set_supplier_id("S2");
  questions[6].mutable_explanation()->set_date("2026-11-24");
  const std::vector<RegisterFile> table = {
      {"mine.csv", "date,demand_id,commodity,supplier_id,kg\n2026-11-24,D1,beras,S1,80\n"}};
  for (const v1::StudyQuestion& question : questions) {
    SCOPED_TRACE(question.DebugString());
    pasok::server::Start of_plan, of_dataset;
    *of_plan.mutable_question() = *of_dataset.mutable_question() = question;
    of_plan.set_plan(plan.name());
    of_dataset.set_dataset(dataset);
    of_dataset.set_date("2026-11-23");
    of_dataset.set_days(2);
    const std::vector<RegisterFile> sent = question.has_evaluation() ? table : std::vector<RegisterFile>();
    std::vector<std::string> reports;
    for (const pasok::server::Start& start : {of_plan, of_dataset}) {
      const v1::Study study = client->Studied(start, sent);
      ASSERT_EQ(study.state(), v1::Study::SUCCEEDED) << study.DebugString();
      EXPECT_EQ(study.days(), 2);
      EXPECT_EQ(study.date(), "2026-11-23");
      std::vector<v1::DownloadReportResponse> parts;
      ASSERT_TRUE(client->Report(study.name(), parts).ok());
      std::string& report = reports.emplace_back();
      for (const auto& part : parts) report += part.DebugString();
    }
    EXPECT_EQ(reports[0], reports[1]);
    if (question.has_explanation()) {
      EXPECT_NE(reports[0].find("on Tuesday, 2026-11-24"), std::string::npos);
    }
    if (question.has_evaluation()) {
      EXPECT_NE(reports[0].find(std::to_string(2 * kToyObjectiveSen)), std::string::npos);
    }
  }
}

TEST_F(StudyServiceTest, ADayThatIsNotPlannedIsNotExplained) {
  pasok::server::Start start;
  start.mutable_question()->mutable_explanation()->set_demand_id("D1");
  start.mutable_question()->mutable_explanation()->set_commodity("telur");
  start.mutable_question()->mutable_explanation()->set_date("2026-11-25");
  start.set_dataset(dataset);
  start.set_date("2026-11-23");
  start.set_days(2);
  const v1::Study study = client->Studied(start);
  ASSERT_EQ(study.state(), v1::Study::FAILED);
  ASSERT_EQ(study.findings().findings_size(), 1);
  EXPECT_EQ(study.findings().findings(0).code(), "no_requirement");
  EXPECT_EQ(study.findings().findings(0).fix(), "it needs that on 2026-11-23, 2026-11-24");
  start.mutable_question()->mutable_explanation()->set_date("tomorrow");
  EXPECT_EQ(RefusalOf(start, {}), "INVALID_ARGUMENT INVALID_FIELD");
  start.mutable_question()->mutable_explanation()->clear_date();
  start.set_days(32);
  EXPECT_EQ(RefusalOf(start, {}), "INVALID_ARGUMENT INVALID_FIELD");
}

// Fewer regions wouldn't help.
TEST_F(StudyServiceTest, WhatThePolicyLeavesNothingToAskIsSaidInBothLanguages) {
  pasok::server::Start start;
  start.set_dataset(dataset);
  start.mutable_question()->mutable_frontier()->set_axis(v1::StudyQuestion::Frontier::TIER_SURCHARGE);
  start.set_policy_yaml(
      "version: 1\ncommodities: {beras: {}, telur: {}}\n"
      "locality: {surcharge_idr_per_kg: {desa: 0, kecamatan: 0, kabupaten: 0, provinsi: 0, luar: 0}}\n");
  const v1::Study study = client->Studied(start);
  ASSERT_EQ(study.state(), v1::Study::FAILED);
  EXPECT_EQ(study.error().code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(study.error().message(), ::testing::HasSubstr("no tier surcharges"));
  google::rpc::ErrorInfo info;
  google::rpc::LocalizedMessage indonesian;
  for (const auto& detail : study.error().details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
    if (detail.Is<google::rpc::LocalizedMessage>()) detail.UnpackTo(&indonesian);
  }
  EXPECT_EQ(info.reason(), "QUESTION_UNFIT");
  EXPECT_THAT(indonesian.message(), ::testing::HasSubstr("kebijakan"));
}

TEST_F(StudyServiceTest, AScenarioThatIsUnreadableOrDoesNotFitIsNamed) {
  pasok::server::Start start;
  start.set_dataset(dataset);
  start.mutable_question()->mutable_unused();
  start.set_scenario_yaml("version: 1");
  EXPECT_EQ(RefusalOf(start, {}), "INVALID_ARGUMENT INVALID_SCENARIO");
  start.set_scenario_yaml("{version: 1, name: Lost, changes: [{stop: {supplier: S99}}]}");
  start.set_scenario_file("lost.yaml");
  const v1::Study study = client->Studied(start);
  ASSERT_EQ(study.state(), v1::Study::FAILED);
  ASSERT_GT(study.findings().findings_size(), 0);
  EXPECT_EQ(study.findings().findings(0).file(), "lost.yaml");

  start.clear_scenario_yaml();
  start.mutable_question()->mutable_comparison();
  EXPECT_EQ(RefusalOf(start, {{"a.yaml", "version: 1"}}), "INVALID_ARGUMENT INVALID_SCENARIO");
}

// Whatever is asked, and whoever made the aims strict.
TEST_F(StudyServiceTest, AScenarioThatMakesAimsStrictIsNotStudied) {
  const char strict[] = "{version: 1, name: By rank, changes: [{policy: {aims: strict}}]}";
  v1::CreatePlanRequest by_rank = Question(dataset);
  by_rank.set_scenario_yaml(strict);
  pasok::server::Start of_plan, of_dataset;
  of_plan.set_plan(client->Planned(by_rank).name());
  of_dataset.set_dataset(dataset);
  of_dataset.set_scenario_yaml(strict);
  std::vector<v1::StudyQuestion> questions(3);
  questions[0].mutable_unused();
  questions[1].mutable_criticality();
  questions[2].mutable_frontier()->set_axis(v1::StudyQuestion::Frontier::SHORTAGE);
  for (const v1::StudyQuestion& question : questions) {
    for (auto& [start, field] : {std::pair(of_plan, "start.plan"), {of_dataset, "start.scenario_yaml"}}) {
      pasok::server::Start asked = start;
      *asked.mutable_question() = question;
      const v1::Study study = client->Studied(asked);
      EXPECT_EQ(study.state(), v1::Study::FAILED);
      EXPECT_EQ(study.error().code(), grpc::StatusCode::INVALID_ARGUMENT) << study.DebugString();
      EXPECT_THAT(study.error().message(),
                  ::testing::StartsWith(std::string(field) + ": must have `aims: weighted`"));
    }
  }
}

// Its days were closed: nothing is amiss with the plan.
TEST_F(StudyServiceTest, AnEmptyPlanIsSaidToBeEmpty) {
  v1::CreatePlanRequest request = Question(dataset);
  request.set_date("2026-11-24");  // a Tuesday
  request.set_policy_yaml("version: 1\ncommodities: {beras: {}, telur: {}}\nservice_weekdays: 1\n");
  request.set_may_be_empty(true);
  const v1::Plan plan = client->Planned(request);
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED) << plan.DebugString();
  pasok::server::Start start;
  start.set_plan(plan.name());
  start.mutable_question()->mutable_bottlenecks();
  v1::Study study;
  const grpc::Status refused = client->CreateStudy(start, {}, study);
  EXPECT_EQ(ReasonOf(refused), "INVALID_ARGUMENT QUESTION_UNFIT");
  EXPECT_EQ(refused.error_message(), plan.name() +
                                         " is an empty plan: nothing is needed on its days, so there "
                                         "is nothing to study in it");
}

TEST_F(StudyServiceTest, AScenarioMayWeighWhatThePolicyDoesNot) {
  pasok::server::Start start;
  start.set_dataset(dataset);
  start.set_policy_yaml("version: 1\naims: strict\n");
  start.mutable_question()->mutable_unused();
  EXPECT_EQ(RefusalOf(start, {}), "INVALID_ARGUMENT INVALID_FIELD");
  start.set_scenario_yaml("{version: 1, name: Weighed, changes: [{policy: {aims: weighted}}]}");
  const v1::Study study = client->Studied(start);
  EXPECT_EQ(study.state(), v1::Study::SUCCEEDED) << study.DebugString();
}

TEST_F(StudyServiceTest, TheFirstMessageIsTheQuestion) {
  Context context;
  v1::Study study;
  auto writer = client->studies->CreateStudy(&context, &study);
  v1::CreateStudyRequest request;
  request.mutable_chunk()->set_file("mine.csv");
  writer->Write(request);
  writer->WritesDone();
  EXPECT_EQ(ReasonOf(writer->Finish()), "INVALID_ARGUMENT INVALID_FIELD");
}

// gRPC ends the reading there as where everything has come, a moment before it says that the call is over.
TEST_F(StudyServiceTest, AnUploadWithAMessageThatIsTooLargeIsNeverTakenWithoutIt) {
  const std::vector<RegisterFile> large = {{"mine.csv", std::string(5 << 20, 'x')}};
  pasok::server::Start start;
  start.mutable_question()->mutable_bottlenecks();
  start.set_dataset(dataset);
  for (int i = 0; i < 60; ++i) {
    start.set_request_id(std::to_string(i));
    EXPECT_EQ(RefusalOf(start, large), "RESOURCE_EXHAUSTED");
  }
  EXPECT_TRUE(Listed({}).empty());
}

// What would help is said of each: no time and no gap of the second plan's kept it from its proof, nor did
// the third's, which is missed.
TEST_F(StudyServiceTest, APlanWithoutItsProofIsRefusedWithWhatWouldMendIt) {
  v1::ImportDatasetResponse imported;
  ASSERT_TRUE(client->Import(SharedStore(), imported).ok());
  v1::CreatePlanRequest request = Question(imported.dataset().name());
  request.set_date("2026-12-28");
  request.set_days(3);
  for (const double gap : {50.0, 0.0, 0.001}) {
    request.set_gap_limit_percent(gap);
    const v1::Plan plan = client->Planned(request);
    ASSERT_GT(plan.summary().certificate().gap_percent(), gap == 50 ? 0 : gap) << plan.DebugString();
    pasok::server::Start start;
    start.set_plan(plan.name());
    start.mutable_question()->mutable_bottlenecks();
    const v1::Study study = client->Studied(start);
    EXPECT_EQ(study.state(), v1::Study::FAILED);
    EXPECT_THAT(study.error().message(),
                ::testing::HasSubstr(gap == 50 ? "without a time limit or a gap" : "row of storage.csv"));
  }
}

}  // namespace
}  // namespace pasok::server
