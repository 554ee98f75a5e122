#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>
#include <thread>

#include "server/store/sqlite.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Property;

class DatasetServiceTest : public Serving {
 protected:
  DatasetServiceTest() { Start(); }

  std::vector<v1::Dataset> Listed(int page_size, int* pages = nullptr) {
    std::vector<v1::Dataset> all;
    v1::ListDatasetsRequest request;
    request.set_page_size(page_size);
    do {
      Context context;
      v1::ListDatasetsResponse response;
      EXPECT_TRUE(client->datasets->ListDatasets(&context, request, &response).ok());
      all.insert(all.end(), response.datasets().begin(), response.datasets().end());
      request.set_page_token(response.next_page_token());
      if (pages != nullptr) ++*pages;
    } while (!request.page_token().empty());
    return all;
  }

  // The toy with another price, so another dataset.
  static std::vector<RegisterFile> Variant(int price) {
    std::vector<RegisterFile> files = ToyFiles();
    auto& offers = std::ranges::find(files, "offers.csv", &RegisterFile::name)->content;
    offers += "S1,telur,1," + std::to_string(price) + "\n";
    return files;
  }
};

TEST_F(DatasetServiceTest, ImportingStoresWhatTheFilesSay) {
  v1::ImportDatasetRequest::Start start;
  start.set_display_name("toy");
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import(ToyFiles(), response, start).ok());
  EXPECT_FALSE(response.already_existed());

  v1::GetDatasetRequest request;
  request.set_name(response.dataset().name());
  v1::Dataset dataset;
  Context context;
  ASSERT_TRUE(client->datasets->GetDataset(&context, request, &dataset).ok());
  EXPECT_TRUE(Same(dataset, response.dataset()));
  EXPECT_EQ(dataset.name().size(), std::string("datasets/").size() + 32);
  EXPECT_EQ(dataset.display_name(), "toy");
  EXPECT_TRUE(dataset.has_policy());
  EXPECT_EQ(dataset.size().suppliers(), 4);
  EXPECT_EQ(dataset.size().active_suppliers(), 3);
  EXPECT_EQ(dataset.size().offers(), 6);
  EXPECT_EQ(dataset.size().demand_points(), 2);
  EXPECT_EQ(dataset.size().requirements(), 4);
  EXPECT_EQ(dataset.size().first_date(), "");
}

TEST_F(DatasetServiceTest, TheSameContentIsTheSameDataset) {
  const std::string name = client->ImportToy();
  std::vector<RegisterFile> reordered = ToyFiles();
  std::ranges::reverse(reordered);
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import(reordered, response).ok());
  EXPECT_TRUE(response.already_existed());
  EXPECT_EQ(response.dataset().name(), name);
  EXPECT_EQ(Listed(0).size(), 1u);
}

TEST_F(DatasetServiceTest, FilesWithErrorsAreAnAnswerAndLeaveNothing) {
  std::vector<RegisterFile> files = ToyFiles();
  std::ranges::find(files, "suppliers.csv", &RegisterFile::name)->content +=
      "S5,Tersesat,koperasi,99.99,aktif,\n";
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import(files, response).ok());
  EXPECT_FALSE(response.has_dataset());
  EXPECT_GE(response.findings().error_count(), 1);
  EXPECT_THAT(response.findings().findings(), Contains(Property(&v1::Finding::file, "suppliers.csv")));
  EXPECT_TRUE(Listed(0).empty());
}

TEST_F(DatasetServiceTest, AnEmptyImportIsAnAnswerWithErrors) {
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import({}, response).ok());
  EXPECT_FALSE(response.has_dataset());
  EXPECT_GE(response.findings().error_count(), 1);
}

TEST_F(DatasetServiceTest, CheckingOnlyStoresNothing) {
  v1::ImportDatasetRequest::Start start;
  start.set_validate_only(true);
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import(ToyFiles(), response, start).ok());
  EXPECT_EQ(response.dataset().name(), "");
  EXPECT_EQ(response.dataset().size().suppliers(), 4);
  EXPECT_TRUE(Listed(0).empty());
}

TEST_F(DatasetServiceTest, CheckingOnlyTellsWhetherTheContentIsHere) {
  v1::ImportDatasetRequest::Start start;
  start.set_validate_only(true);
  for (const bool is_here : {false, true}) {
    v1::ImportDatasetResponse response;
    ASSERT_TRUE(client->Import(ToyFiles(), response, start).ok());
    EXPECT_EQ(response.already_existed(), is_here);
    EXPECT_EQ(response.dataset().name(), "");
    client->ImportToy();
  }
}

TEST_F(DatasetServiceTest, TheImportersPolicyDecidesWhichCommoditiesAreKnown) {
  std::vector<RegisterFile> files = ToyFiles();
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "policy.yaml"; });
  std::ranges::find(files, "offers.csv", &RegisterFile::name)->content += "S1,sagu,10,9000\n";
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import(files, response).ok());
  EXPECT_FALSE(response.has_dataset());

  v1::ImportDatasetRequest::Start start;
  start.set_policy_yaml("version: 1\ncommodities: {beras: {}, telur: {}, sagu: {}}\n");
  ASSERT_TRUE(client->Import(files, response, start).ok());
  ASSERT_TRUE(response.has_dataset()) << response.findings().DebugString();

  // It is valid for good, also after a restart, and a plan under a policy that knows the commodities
  // succeeds.
  const std::string name = response.dataset().name();
  Restart();
  v1::CreatePlanRequest question = Question(name);
  question.set_policy_yaml(start.policy_yaml());
  EXPECT_EQ(client->Planned(question).state(), v1::Plan::SUCCEEDED);
}

TEST_F(DatasetServiceTest, AWrongPolicyIsRefusedWithItsPlaces) {
  v1::ImportDatasetRequest::Start start;
  start.set_policy_yaml("version: 1\ncolour: blue\n");
  v1::ImportDatasetResponse response;
  const grpc::Status status = client->Import(ToyFiles(), response, start);
  EXPECT_EQ(ReasonOf(status), "INVALID_ARGUMENT INVALID_POLICY");
}

TEST_F(DatasetServiceTest, ANameThatWouldFloodEveryListIsRefused) {
  v1::ImportDatasetRequest::Start start;
  start.set_display_name(std::string(257, 'n'));
  v1::ImportDatasetResponse response;
  EXPECT_EQ(ReasonOf(client->Import(ToyFiles(), response, start)), "INVALID_ARGUMENT INVALID_FIELD");
}

TEST_F(DatasetServiceTest, ListsNewestFirstInPages) {
  std::vector<std::string> names;
  for (int price = 30'000; price < 30'005; ++price) {
    v1::ImportDatasetResponse response;
    ASSERT_TRUE(client->Import(Variant(price), response).ok());
    names.insert(names.begin(), response.dataset().name());
  }
  int pages = 0;
  const std::vector<v1::Dataset> listed = Listed(2, &pages);
  EXPECT_EQ(pages, 3);
  ASSERT_EQ(listed.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(listed[i].name(), names[i]);
}

TEST_F(DatasetServiceTest, ATokenOfAnotherListIsRefused) {
  client->ImportToy();
  v1::ListDatasetsRequest request;
  request.set_page_token("0000000000000001ffffffffffffffff");
  v1::ListDatasetsResponse response;
  Context context;
  EXPECT_EQ(ReasonOf(client->datasets->ListDatasets(&context, request, &response)),
            "INVALID_ARGUMENT INVALID_FIELD");
}

TEST_F(DatasetServiceTest, DeletingTakesPlansAlongOnlyByForce) {
  const std::string name = client->ImportToy();
  const v1::Plan plan = client->Planned(Question(name));
  v1::Plan published;
  ASSERT_TRUE(client->Publish(plan.name(), published).ok());
  client->Planned(Question(name));
  const grpc::Status in_use = client->DeleteDataset(name, false);
  EXPECT_EQ(ReasonOf(in_use), "FAILED_PRECONDITION DATASET_IN_USE");
  EXPECT_THAT(in_use.error_message(), ::testing::HasSubstr("2 plans, 1 of them published, and 0 studies"));
  EXPECT_TRUE(client->DeleteDataset(name, true).ok());
  EXPECT_TRUE(Listed(0).empty());
  EXPECT_EQ(ReasonOf(client->DeleteDataset(name, true)), "NOT_FOUND DATASET_NOT_FOUND");
  EXPECT_EQ(ReasonOf(client->DeletePlan(plan.name(), true)), "NOT_FOUND PLAN_NOT_FOUND");
}

TEST_F(DatasetServiceTest, WhatHasEndedIsDeletedWithItsDatasetOrNotAtAll) {
  const std::string name = client->ImportToy();
  const std::string plan = client->Planned(Question(name)).name();
  Connection connection(options.data_dir + "/pasok.db");
  connection.Execute("CREATE TRIGGER refuse BEFORE DELETE ON datasets BEGIN SELECT RAISE(ABORT, 'no'); END");
  options.log = [](LogLevel, const std::string&) {};
  Restart();
  EXPECT_EQ(ReasonOf(client->DeleteDataset(name, true)), "UNAVAILABLE STORE_FAILED");
  EXPECT_EQ(client->Get(plan).state(), v1::Plan::SUCCEEDED);
  connection.Execute("DROP TRIGGER refuse");
  EXPECT_TRUE(client->DeleteDataset(name, true).ok());
  EXPECT_EQ(ReasonOf(client->DeletePlan(plan, true)), "NOT_FOUND PLAN_NOT_FOUND");
}

// What waits or runs is ended first.
TEST_F(DatasetServiceTest, ForceTakesAlongWhatHasNotEnded) {
  const std::string name = client->ImportSample();
  for (int i = 0; i < 5; ++i) {
    v1::Plan plan;
    ASSERT_TRUE(client->Create(Question(name), plan).ok());
  }
  EXPECT_TRUE(client->DeleteDataset(name, true).ok());
  Context context;
  v1::ListPlansResponse listed;
  ASSERT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
  EXPECT_EQ(listed.plans_size(), 0);
}

// gRPC can't parse it, and nothing of the upload may be taken for all of it.
TEST_F(DatasetServiceTest, AnUploadWithAMessageThatCannotBeReadIsRefused) {
  std::vector<RegisterFile> files = ToyFiles();
  files.insert(files.begin() + 2, {"offers lama \xE9.csv", "x"});
  v1::ImportDatasetResponse response;
  EXPECT_EQ(ReasonOf(client->Import(files, response)), "INVALID_ARGUMENT INVALID_MESSAGE");
  v1::ListDatasetsResponse listed;
  Context context;
  ASSERT_TRUE(client->datasets->ListDatasets(&context, {}, &listed).ok());
  EXPECT_EQ(listed.datasets_size(), 0);
}

TEST_F(DatasetServiceTest, ChunksOutOfOrderAreRefused) {
  const auto status_of = [&](const std::vector<v1::ImportDatasetRequest>& messages) {
    Context context;
    v1::ImportDatasetResponse response;
    auto writer = client->datasets->ImportDataset(&context, &response);
    for (const auto& message : messages) {
      if (!writer->Write(message)) break;
    }
    writer->WritesDone();
    return ReasonOf(writer->Finish());
  };
  const auto chunk = [](const std::string& file, std::size_t size = 1) {
    v1::ImportDatasetRequest request;
    request.mutable_chunk()->set_file(file);
    request.mutable_chunk()->set_content(std::string(size, 'x'));
    return request;
  };
  v1::ImportDatasetRequest start;
  start.mutable_start();
  const std::string refused = "INVALID_ARGUMENT INVALID_FIELD";
  EXPECT_EQ(status_of({}), refused);
  EXPECT_EQ(status_of({chunk("a.csv")}), refused);
  EXPECT_EQ(status_of({start, start}), refused);
  EXPECT_EQ(status_of({start, v1::ImportDatasetRequest()}), refused);
  EXPECT_EQ(status_of({start, chunk("a.csv"), chunk("b.csv"), chunk("a.csv")}), refused);
  EXPECT_EQ(status_of({start, chunk("../a.csv")}), refused);
  EXPECT_EQ(status_of({start, chunk("")}), refused);
  EXPECT_EQ(status_of({start, chunk("a.csv", (1 << 20) + 1)}), refused);
}

TEST_F(DatasetServiceTest, AClientThatLeavesInTheMiddleLeavesNothingBehind) {
  {
    Context context;
    v1::ImportDatasetResponse response;
    auto writer = client->datasets->ImportDataset(&context, &response);
    v1::ImportDatasetRequest request;
    request.mutable_start();
    ASSERT_TRUE(writer->Write(request));
    const std::vector<RegisterFile> files = ToyFiles();
    for (const RegisterFile& file : files) {
      request.mutable_chunk()->set_file(file.name);
      request.mutable_chunk()->set_content(file.content);
      ASSERT_TRUE(writer->Write(request));
    }
    context.TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  // The next import waits behind whatever the first one still did.
  v1::ImportDatasetResponse response;
  ASSERT_TRUE(client->Import(Variant(31'000), response).ok());
  EXPECT_EQ(Listed(0).size(), 1u);
}

class SmallUploads : public Serving {
 protected:
  SmallUploads() {
    options.most_upload_bytes = 1 << 20;
    Start();
  }
};

TEST_F(SmallUploads, FilesOverTheLimitAreRefusedAndTheBudgetComesBack) {
  const std::vector<RegisterFile> large = {{"regions.csv", std::string(3 << 20, 'x')}};
  for (int i = 0; i < 3; ++i) {
    v1::ImportDatasetResponse response;
    EXPECT_EQ(ReasonOf(client->Import(large, response)), "OUT_OF_RANGE UPLOAD_TOO_LARGE");
  }
  client->ImportToy();
}

TEST_F(SmallUploads, OneThatStandsStillGivesItsShareBack) {
  // Longer than any pause of an upload that goes on, also on a busy machine.
  options.most_upload_pause = std::chrono::seconds(2);
  Restart();
  Context context;
  v1::ImportDatasetResponse response;
  auto writer = client->datasets->ImportDataset(&context, &response);
  v1::ImportDatasetRequest request;
  request.mutable_start();
  ASSERT_TRUE(writer->Write(request));
  request.mutable_chunk()->set_file("offers.csv");
  request.mutable_chunk()->set_content(std::string(1'000'000, 'x'));
  ASSERT_TRUE(writer->Write(request));
  EXPECT_EQ(ReasonOf(writer->Finish()), "DEADLINE_EXCEEDED CLIENT_TOO_SLOW");
  client->ImportToy();
}

class SmallStore : public Serving {
 protected:
  SmallStore() {
    options.most_store_bytes = 200 << 10;
    options.log = [](LogLevel, const std::string&) {};
    Start();
  }
};

TEST_F(SmallStore, AFullDiskLosesNothing) {
  const std::string name = client->ImportToy();
  v1::ImportDatasetResponse response;
  EXPECT_EQ(ReasonOf(client->Import(SampleFiles(), response)), "RESOURCE_EXHAUSTED STORE_FULL");
  // Plans until nothing more fits: each ends, the last ones FAILED or refused, and what was there stays
  // whole.
  v1::Plan last;
  std::string first;
  grpc::Status status;
  for (int i = 0; i < 50; ++i) {
    status = client->Create(Question(name), last);
    if (!status.ok()) break;
    if (first.empty()) first = last.name();
    last = client->Await(last.name());
    if (last.state() == v1::Plan::FAILED) break;
    EXPECT_EQ(last.state(), v1::Plan::SUCCEEDED);
  }
  if (status.ok()) {
    EXPECT_EQ(last.state(), v1::Plan::FAILED);
    EXPECT_EQ(last.error().code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_THAT(last.error().message(), HasSubstr("full"));
  } else {
    EXPECT_EQ(ReasonOf(status), "RESOURCE_EXHAUSTED STORE_FULL");
  }
  std::vector<RegisterFile> files;
  EXPECT_TRUE(client->Download(first, files).ok());
  Context context;
  v1::ListPlansResponse listed;
  ASSERT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
  for (const v1::Plan& plan : listed.plans()) EXPECT_TRUE(client->DeletePlan(plan.name(), false).ok());
  Restart();
  EXPECT_EQ(client->Planned(Question(name)).state(), v1::Plan::SUCCEEDED);
}

}  // namespace
}  // namespace pasok::server
