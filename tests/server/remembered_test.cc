// A server that remembers optima answers as one that doesn't; the log says which were found.
#include <mutex>
#include <utility>

#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using StudyStart = v1::CreateStudyRequest::Start;

// Counts what the log says was found.
class RememberedTest : public Serving {
 protected:
  RememberedTest() {
    options.log_level = LogLevel::kDebug;
    options.log = [this](LogLevel, const std::string& line) {
      const std::lock_guard lock(mutex_);
      found_ += line.find(" was remembered, ") != std::string::npos;
      with_basis_ += line.find(" was remembered, with its basis") != std::string::npos;
    };
  }
  // Since it was last asked.
  int Found() {
    const std::lock_guard lock(mutex_);
    return std::exchange(found_, 0);
  }
  // Of those, with a basis.
  int FoundWithBasis() {
    const std::lock_guard lock(mutex_);
    return std::exchange(with_basis_, 0);
  }
  std::string ReportOf(const StudyStart& start, const std::vector<RegisterFile>& files = {}) {
    const v1::Study study = client->Studied(start, files);
    EXPECT_EQ(study.state(), v1::Study::SUCCEEDED) << study.DebugString();
    std::vector<v1::DownloadReportResponse> parts;
    EXPECT_TRUE(client->Report(study.name(), parts).ok());
    std::string report;
    for (const auto& part : parts) report += part.DebugString();
    return report;
  }
  // summary.json without its seconds.
  std::string FilesOf(const v1::CreatePlanRequest& request) {
    std::vector<RegisterFile> files;
    EXPECT_TRUE(client->Download(client->Planned(request).name(), files).ok());
    std::string all;
    for (RegisterFile& file : files) {
      const std::size_t at =
          file.name == "summary.json" ? file.content.find("\"seconds\"") : std::string::npos;
      if (at != std::string::npos) file.content.erase(at, file.content.find('\n', at) - at);
      all += file.name + "\n" + file.content;
    }
    return all;
  }

 private:
  std::mutex mutex_;
  int found_ = 0, with_basis_ = 0;
};

const std::vector<RegisterFile> kScenarios = {
    {"more.yaml", "{version: 1, name: More, changes: [{activate: {supplier: S4}}]}"},
    {"less.yaml", "{version: 1, name: Less, changes: [{need: {factor: 0.5}}]}"}};

StudyStart Asking(const std::string& dataset) {
  StudyStart start;
  start.set_dataset(dataset);
  return start;
}

TEST_F(RememberedTest, StudiesAndPlansAreTheSameWithAndWithout) {
  const auto all = [&] {
    const std::string dataset = client->ImportToy();
    std::vector<std::string> answers;
    const auto study = [&](const auto& ask, const std::vector<RegisterFile>& files = {}) {
      StudyStart start = Asking(dataset);
      ask(*start.mutable_question());
      answers.push_back(ReportOf(start, files));
      answers.push_back(ReportOf(start, files));
    };
    study([](auto& question) { question.mutable_comparison(); }, kScenarios);
    study([](auto& question) { question.mutable_unused(); });
    study([](auto& question) { question.mutable_bottlenecks(); });
    study([](auto& question) { question.mutable_recruits(); });
    study([](auto& question) { question.mutable_criticality(); });
    study([](auto& question) {
      question.mutable_explanation()->set_demand_id("D1");
      question.mutable_explanation()->set_commodity("telur");
    });
    study(
        [](auto& question) { question.mutable_frontier()->set_axis(v1::StudyQuestion::Frontier::SHORTAGE); });
    study([](auto& question) { question.mutable_evaluation(); },
          {{"a.csv", "demand_id,commodity,supplier_id,kg\nD1,beras,S1,80\n"}});
    answers.push_back(FilesOf(Question(dataset)));
    answers.push_back(FilesOf(Question(dataset)));
    return answers;
  };
  options.most_remembered_bytes = 0;
  Start();
  const std::vector<std::string> without = all();
  EXPECT_EQ(Found(), 0);
  Stop();
  options.data_dir = scratch.path() + "/another";
  options.most_remembered_bytes = 1 << 20;
  Start();
  EXPECT_EQ(all(), without);
  EXPECT_GE(Found(), 1 + 2 * 6 + 2 + 2);
}

TEST_F(RememberedTest, ScenariosStartFromThePlanMadeBefore) {
  Start();
  const std::string dataset = client->ImportToy();
  client->Planned(Question(dataset));
  StudyStart start = Asking(dataset);
  start.mutable_question()->mutable_comparison();
  ReportOf(start, kScenarios);
  EXPECT_EQ(FoundWithBasis(), 1);
}

TEST_F(RememberedTest, WhatIsTooLargeWithItsBasisIsKeptWithout) {
  options.most_remembered_bytes = 4 << 10;
  Start();
  const std::string dataset = client->ImportToy();
  client->Planned(Question(dataset));
  client->Planned(Question(dataset));
  EXPECT_EQ(FoundWithBasis(), 0);
  EXPECT_EQ(Found(), 1);
}

TEST_F(RememberedTest, OnlyTheVerySameQuestionIsFound) {
  Start();
  const std::string dataset = client->ImportToy();
  StudyStart start = Asking(dataset);
  start.mutable_question()->mutable_unused();
  const std::string report = ReportOf(start);
  EXPECT_EQ(Found(), 0);
  EXPECT_EQ(ReportOf(start), report);
  EXPECT_EQ(Found(), 1);

  StudyStart other = start;
  other.set_scenario_yaml(kScenarios[1].content);
  EXPECT_NE(ReportOf(other), report);
  EXPECT_NE(ReportOf(other), report);
  EXPECT_EQ(Found(), 1);
  other = start, other.set_date("2026-11-23");
  ReportOf(other);
  other = start, other.add_regions(kHulu);
  ReportOf(other);
  other = start;
  other.set_policy_yaml("{version: 1, shortage: {penalty_idr_per_kg: 5000}}");
  ReportOf(other);
  EXPECT_EQ(Found(), 0);
  v1::CreatePlanRequest loose = Question(dataset);  // may stop before the optimum, so it has its own way
  loose.set_gap_limit_percent(1);
  client->Planned(loose);
  EXPECT_EQ(Found(), 0);

  ASSERT_TRUE(client->DeleteDataset(dataset, true).ok());
  start.set_dataset(client->ImportToy());
  EXPECT_EQ(ReportOf(start), report);
  EXPECT_EQ(Found(), 0);
}

}  // namespace
}  // namespace pasok::server
