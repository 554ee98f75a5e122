// Studies in the store: asked again, listed, deleted, and gone with their dataset.
#include <string>
#include <vector>

#include "server/store/sqlite.h"
#include "tests/server/study_serving.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;

class StoredStudiesTest : public StudyServing {};

TEST_F(StoredStudiesTest, ARepeatIsTheSameStudyAndAnotherTableIsNot) {
  const v1::Study study = client->Studied(EvaluationOf(dataset, "mine"), files);
  v1::Study again;
  ASSERT_TRUE(client->CreateStudy(EvaluationOf(dataset, "mine"), files, again).ok());
  EXPECT_EQ(again.name(), study.name());
  EXPECT_EQ(RefusalOf(EvaluationOf(dataset, "mine"), {{"mine.csv", "another"}}),
            "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(StoredStudiesTest, AllExhaustedOffersAreAnotherQuestion) {
  pasok::server::Start start;
  start.set_dataset(dataset);
  start.set_request_id("mine");
  start.mutable_question()->mutable_bottlenecks();
  ASSERT_EQ(client->Studied(start).state(), v1::Study::SUCCEEDED);
  start.mutable_question()->mutable_bottlenecks()->set_all_offers(true);
  EXPECT_EQ(RefusalOf(start, {}), "ALREADY_EXISTS REQUEST_ID_REUSED");
  start.set_request_id("other");
  const v1::Study study = client->Studied(start);
  EXPECT_EQ(study.state(), v1::Study::SUCCEEDED);
  EXPECT_TRUE(study.question().bottlenecks().all_offers());
}

TEST_F(StoredStudiesTest, AValidatedRequestLeavesNothingBehind) {
  pasok::server::Start start = EvaluationOf(dataset);
  start.set_validate_only(true);
  v1::Study study;
  ASSERT_TRUE(client->CreateStudy(start, files, study).ok());
  EXPECT_EQ(study.name(), "");
  EXPECT_THAT(Listed({}), ElementsAre());
}

TEST_F(StoredStudiesTest, AValidatedRequestMayNotHaveTheIdOfAnother) {
  client->Studied(EvaluationOf(dataset, "mine"), files);
  pasok::server::Start start = EvaluationOf(dataset, "mine");
  start.set_validate_only(true);
  EXPECT_EQ(RefusalOf(start, files), "OK");
  EXPECT_EQ(RefusalOf(start, {{"mine.csv", "another"}}), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(StoredStudiesTest, StudiesAreListedNewestFirstAndDeleted) {
  const std::string first = client->Studied(EvaluationOf(dataset), files).name();
  const std::string second = client->Studied(EvaluationOf(dataset), files).name();
  EXPECT_THAT(Listed({}), ElementsAre(second, first));
  v1::ListStudiesRequest other;
  other.set_dataset("datasets/other");
  EXPECT_THAT(Listed(other), ElementsAre());
  v1::ListStudiesRequest page;
  page.set_page_size(1);
  EXPECT_THAT(Listed(page), ElementsAre(second));

  EXPECT_TRUE(Delete(first).ok());
  EXPECT_EQ(ReasonOf(Delete(first)), "NOT_FOUND STUDY_NOT_FOUND");
  EXPECT_THAT(Listed({}), ElementsAre(second));
  Restart();
  EXPECT_THAT(Listed({}), ElementsAre(second));
}

// Whoever lists is told the same as whoever asks for the one.
TEST_F(StoredStudiesTest, AnEndThatTheStoreDidNotTakeIsListed) {
  Connection connection(options.data_dir + "/pasok.db");
  for (const std::string table : {"plans", "studies"}) {
    connection.Execute("CREATE TRIGGER refuse_" + table + " BEFORE UPDATE ON " + table +
                       " WHEN NEW.state > 2 BEGIN SELECT RAISE(ABORT, 'no'); END");
  }
  options.log = [](LogLevel, const std::string&) {};
  Restart();
  client->Studied(EvaluationOf(dataset), files);
  client->Planned(Question(dataset));
  Context of_plans, of_studies;
  v1::ListPlansResponse plans;
  v1::ListStudiesResponse studies;
  ASSERT_TRUE(client->plans->ListPlans(&of_plans, {}, &plans).ok());
  ASSERT_TRUE(client->studies->ListStudies(&of_studies, {}, &studies).ok());
  ASSERT_EQ(plans.plans_size(), 1);
  ASSERT_EQ(studies.studies_size(), 1);
  EXPECT_EQ(plans.plans(0).state(), v1::Plan::FAILED);
  EXPECT_TRUE(Same(plans.plans(0), client->Get(plans.plans(0).name())));
  EXPECT_EQ(studies.studies(0).state(), v1::Study::FAILED);
  EXPECT_FALSE(studies.studies(0).has_report());
}

TEST_F(StoredStudiesTest, OneThatIsAskedAgainKeepsItsPlaceInTheList) {
  const std::vector<RegisterFile> faulty = {
      {"mine.csv", "demand_id,commodity,supplier_id,kg\nD1,beras,S1,many\n"}};
  const std::string failed = client->Studied(EvaluationOf(dataset, "mine"), faulty).name();
  const std::string later = client->Studied(EvaluationOf(dataset), files).name();
  EXPECT_EQ(client->Studied(EvaluationOf(dataset, "mine"), faulty).name(), failed);
  EXPECT_THAT(Listed({}), ElementsAre(later, failed));
}

TEST_F(StoredStudiesTest, ARepeatIsAnsweredThoughItsPlanIsGone) {
  const v1::Plan plan = client->Planned(Question(dataset));
  pasok::server::Start start;
  start.set_plan(plan.name());
  start.mutable_question()->mutable_unused();
  start.set_request_id("unused");
  const v1::Study study = client->Studied(start);
  ASSERT_TRUE(client->DeletePlan(plan.name(), false).ok());
  v1::Study again;
  ASSERT_TRUE(client->CreateStudy(start, {}, again).ok());
  EXPECT_EQ(again.name(), study.name());
  start.mutable_question()->mutable_bottlenecks();
  EXPECT_EQ(RefusalOf(start, {}), "ALREADY_EXISTS REQUEST_ID_REUSED");
  start.set_request_id("other");
  EXPECT_EQ(RefusalOf(start, {}), "NOT_FOUND PLAN_NOT_FOUND");
}

TEST_F(StoredStudiesTest, ADatasetWithStudiesNeedsForce) {
  const std::string name = client->Studied(EvaluationOf(dataset), files).name();
  EXPECT_EQ(ReasonOf(client->DeleteDataset(dataset, false)), "FAILED_PRECONDITION DATASET_IN_USE");
  EXPECT_TRUE(client->DeleteDataset(dataset, true).ok());
  EXPECT_EQ(ReasonOf(Delete(name)), "NOT_FOUND STUDY_NOT_FOUND");
}

}  // namespace
}  // namespace pasok::server
