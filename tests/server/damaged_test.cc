// A store of which something can't be read any more: the rest goes on, and what is lost is named, and can go.
#include <mutex>

#include "server/store/plan_store.h"
#include "server/store/sqlite.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

class DamagedTest : public Serving {
 protected:
  DamagedTest() {
    options.log = [this](LogLevel level, const std::string& line) {
      const std::lock_guard lock(mutex_);
      if (level == LogLevel::kError) errors_.push_back(line);
    };
  }
  std::vector<std::string> errors() {
    const std::lock_guard lock(mutex_);
    return errors_;
  }
  // While no server has the store.
  void Damage(const std::string& sql) { Connection(options.data_dir + "/pasok.db").Execute(sql); }
  v1::ListPlansResponse Plans() {
    Context context;
    v1::ListPlansResponse plans;
    const grpc::Status status = client->plans->ListPlans(&context, {}, &plans);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return plans;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> errors_;
};

TEST_F(DamagedTest, APlanThatWaitsAndCannotBeReadIsSetAside) {
  Start();
  const std::string dataset = client->ImportToy();
  const std::string plan = client->Planned(Question(dataset)).name();
  const std::string other = client->Planned(Question(dataset)).name();
  Stop();
  for (const v1::Plan::State state : {v1::Plan::QUEUED, v1::Plan::RUNNING}) {
    Damage("UPDATE plans SET record = x'ffffffff', state = " + std::to_string(state) + " WHERE id = '" +
           plan.substr(plan.find('/') + 1) + "'");
    Start();
    EXPECT_THAT(errors(), Contains(HasSubstr(plan)));
    EXPECT_EQ(client->Get(other).state(), v1::Plan::SUCCEEDED);
    Stop();
    Connection connection(options.data_dir + "/pasok.db");
    Statement failed(connection, "SELECT state, record FROM plans WHERE record = x'ffffffff'");
    ASSERT_TRUE(failed.Step());  // with what a person may still make of it
    EXPECT_EQ(failed.Int(0), v1::Plan::FAILED);
  }
}

TEST_F(DamagedTest, PlansThatCannotBeReadAreListedAsSuchAndCanBeDeleted) {
  Start();
  const std::string dataset = client->ImportToy();
  const std::string plan = client->Planned(Question(dataset)).name();
  const std::string other = client->Planned(Question(dataset)).name();
  v1::Plan published;
  ASSERT_TRUE(client->Publish(plan, published).ok());
  Stop();
  Damage("UPDATE plans SET record = x'ffffffff' WHERE published = 1");
  Start();
  const v1::ListPlansResponse plans = Plans();
  ASSERT_EQ(plans.plans_size(), 2);
  EXPECT_EQ(plans.plans(0).name(), other);
  EXPECT_EQ(plans.plans(0).state(), v1::Plan::SUCCEEDED);
  EXPECT_EQ(plans.plans(1).name(), plan);
  EXPECT_EQ(plans.plans(1).dataset(), dataset);
  EXPECT_EQ(plans.plans(1).state(), v1::Plan::FAILED);
  EXPECT_EQ(plans.plans(1).error().code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_THAT(plans.plans(1).error().message(), HasSubstr(plan));

  EXPECT_EQ(ReasonOf(client->DeletePlan(plan, false)), "FAILED_PRECONDITION PLAN_PUBLISHED");
  EXPECT_TRUE(client->DeletePlan(plan, true).ok());
  EXPECT_EQ(ReasonOf(client->DeletePlan(plan, true)), "NOT_FOUND PLAN_NOT_FOUND");
  EXPECT_EQ(Plans().plans_size(), 1);
}

TEST_F(DamagedTest, ADatasetGoesWithPlansAndStudiesThatCannotBeRead) {
  Start();
  const std::string dataset = client->ImportToy();
  const std::string plan = client->Planned(Question(dataset)).name();
  v1::Plan published;
  ASSERT_TRUE(client->Publish(plan, published).ok());
  v1::CreateStudyRequest::Start question;
  question.set_plan(plan);
  question.mutable_question()->mutable_bottlenecks();
  const std::string study = client->Studied(question).name();
  Stop();
  Damage("UPDATE plans SET record = x'ffffffff'; UPDATE studies SET record = x'ffffffff'");
  Start();
  Context context;
  v1::ListStudiesResponse studies;
  ASSERT_TRUE(client->studies->ListStudies(&context, {}, &studies).ok());
  ASSERT_EQ(studies.studies_size(), 1);
  EXPECT_EQ(studies.studies(0).name(), study);
  EXPECT_EQ(studies.studies(0).state(), v1::Study::FAILED);
  Context deletion;
  v1::DeleteStudyRequest deleted;
  deleted.set_name(study);
  google::protobuf::Empty nothing;
  EXPECT_TRUE(client->studies->DeleteStudy(&deletion, deleted, &nothing).ok());
  EXPECT_TRUE(client->DeleteDataset(dataset, true).ok());
  EXPECT_EQ(Plans().plans_size(), 0);
}

TEST_F(DamagedTest, DatasetsThatCannotBeReadAreListedByName) {
  Start();
  const std::string dataset = client->ImportToy();
  const std::string other = client->ImportSample();
  Stop();
  Damage("UPDATE datasets SET record = x'ffffffff' WHERE id = '" + dataset.substr(dataset.find('/') + 1) +
         "'");
  Start();
  Context context;
  v1::ListDatasetsResponse datasets;
  const grpc::Status status = client->datasets->ListDatasets(&context, {}, &datasets);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(datasets.datasets_size(), 2);
  EXPECT_EQ(datasets.datasets(0).name(), other);
  EXPECT_EQ(datasets.datasets(1).name(), dataset);
  EXPECT_TRUE(client->DeleteDataset(dataset, false).ok());
}

TEST_F(DamagedTest, ARecordThatCannotBeReadIsNoEmptyAnswer) {
  Start();
  const std::string dataset = client->ImportToy();
  const std::string plan = client->Planned(Question(dataset)).name();
  Stop();
  {
    Connection connection(options.data_dir + "/pasok.db");
    connection.Execute("UPDATE plans SET record = x'ff'");
    connection.Execute("UPDATE datasets SET record = x'ff'");
    connection.Execute("UPDATE plan_allocations SET allocations = x'ff'");
  }
  Start();
  Context plan_context, dataset_context;
  v1::GetPlanRequest get_plan;
  get_plan.set_name(plan);
  v1::Plan found;
  EXPECT_EQ(ReasonOf(client->plans->GetPlan(&plan_context, get_plan, &found)), "DATA_LOSS STORE_FAILED");
  v1::GetDatasetRequest get_dataset;
  get_dataset.set_name(dataset);
  v1::Dataset read;
  const grpc::Status status = client->datasets->GetDataset(&dataset_context, get_dataset, &read);
  EXPECT_EQ(ReasonOf(status), "DATA_LOSS STORE_FAILED");
}

// By the built-in policy instead it would be another plan, and nobody would know.
TEST_F(DamagedTest, APlanWhosePolicyCannotBeReadIsNotMade) {
  Start();
  v1::Plan plan = client->Planned(Question(client->ImportToy()));
  Stop();
  {
    const auto store = std::get<std::unique_ptr<Store>>(Store::Open(options.data_dir, 0));
    plan.set_state(v1::Plan::QUEUED);
    PlanStore(*store).Update(plan);
    store->Write(
        [](Connection& connection) { connection.Execute("UPDATE plans SET policy_yaml = 'version: 9'"); });
  }
  Start();
  const v1::Plan read = client->Await(plan.name());
  EXPECT_EQ(read.state(), v1::Plan::FAILED);
  EXPECT_EQ(read.error().code(), grpc::StatusCode::DATA_LOSS) << read.error().message();
}

TEST_F(DamagedTest, RegistersThatWereOverwrittenAreNamedByTheirFirstErrorAndImportedAnew) {
  Start();
  const std::string dataset = client->ImportToy();
  Stop();
  // A warning of the regions stands before the error of the suppliers.
  Damage(
      "UPDATE dataset_files SET content = content || char(10) || '61.99,Nirwana,,' WHERE name = "
      "'regions.csv';"
      "UPDATE dataset_files SET content = x'ff00' WHERE name = 'suppliers.csv'");
  Start();
  v1::Plan plan;
  const grpc::Status refused = client->Create(Question(dataset), plan);
  EXPECT_EQ(ReasonOf(refused), "DATA_LOSS STORE_FAILED");
  EXPECT_THAT(refused.error_message(),
              AllOf(HasSubstr(dataset), HasSubstr("suppliers.csv"), HasSubstr("error:")));

  v1::ImportDatasetResponse again;
  ASSERT_TRUE(client->Import(ToyFiles(), again).ok());
  EXPECT_EQ(again.dataset().name(), dataset);
  EXPECT_TRUE(again.already_existed());
  Restart();  // what was imported is no longer in memory
  EXPECT_EQ(client->Planned(Question(dataset)).state(), v1::Plan::SUCCEEDED);
}

// Which is what the same registers in another order of columns are, too.
TEST_F(DamagedTest, FilesThatSayTheSameAreNoDamage) {
  Start();
  const std::string dataset = client->ImportToy();
  std::vector<RegisterFile> files = ToyFiles();
  for (RegisterFile& file : files) {
    if (file.name.ends_with(".csv")) file.content = "\xef\xbb\xbf" + file.content;
  }
  v1::ImportDatasetResponse again;
  ASSERT_TRUE(client->Import(files, again).ok());
  EXPECT_EQ(again.dataset().name(), dataset);
  Stop();
  Connection connection(options.data_dir + "/pasok.db");
  Statement rewritten(connection, "SELECT 1 FROM dataset_files WHERE substr(content, 1, 3) = x'efbbbf'");
  EXPECT_FALSE(rewritten.Step());
}

TEST_F(DamagedTest, ADatasetWhoseRecordCannotBeReadIsImportedAnew) {
  Start();
  const std::string dataset = client->ImportToy();
  Stop();
  Damage("UPDATE datasets SET record = x'ffffffff'");
  Start();
  EXPECT_EQ(client->ImportToy(), dataset);
  Context context;
  v1::GetDatasetRequest request;
  request.set_name(dataset);
  v1::Dataset read;
  EXPECT_TRUE(client->datasets->GetDataset(&context, request, &read).ok());
  EXPECT_GT(read.size().suppliers(), 0);
}

TEST_F(DamagedTest, APlanWhoseFilesAreGoneIsThereAndSaysSo) {
  Start();
  const std::string plan = client->Planned(Question(client->ImportToy())).name();
  Stop();
  for (const char* damage : {"DELETE FROM plan_files WHERE chunk = 1", "DELETE FROM plan_files"}) {
    Damage(damage);
    Start();
    std::vector<RegisterFile> files;
    const grpc::Status status = client->Download(plan, files);
    EXPECT_EQ(ReasonOf(status), "DATA_LOSS STORE_FAILED") << damage;
    EXPECT_THAT(status.error_message(), HasSubstr(plan));
    Stop();
  }
  Start();
  v1::VerifyPlanRequest::Start start;
  start.set_plan(plan);
  v1::VerifyPlanResponse response;
  EXPECT_EQ(ReasonOf(client->Verify(start, {}, response)), "DATA_LOSS STORE_FAILED");
}

}  // namespace
}  // namespace pasok::server
