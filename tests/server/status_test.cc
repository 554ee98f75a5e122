#include "server/status.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/error_info.pb.h>
#include <gtest/gtest.h>

namespace pasok::server {
namespace {

template <class Detail>
std::optional<Detail> DetailOf(const grpc::Status& status) {
  google::rpc::Status rich;
  EXPECT_TRUE(rich.ParseFromString(status.error_details()));
  EXPECT_EQ(rich.code(), status.error_code());
  for (const auto& detail : rich.details()) {
    if (Detail found; detail.UnpackTo(&found)) return found;
  }
  return std::nullopt;
}

TEST(StatusTest, AFaultCarriesItsReasonAndItsField) {
  const grpc::Status status =
      ToGrpcStatus(BadField("date", "must be a day", "harus tanggal"), Language::kEnglish);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "date: must be a day");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->reason(), "INVALID_FIELD");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->domain(), "pasok");
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(status)->field_violations(0).field(), "date");
  EXPECT_FALSE(DetailOf<google::rpc::LocalizedMessage>(status).has_value());
}

TEST(StatusTest, IndonesianIsForThoseWhoAskForItFirst) {
  EXPECT_EQ(LanguageOf("id"), Language::kIndonesian);
  EXPECT_EQ(LanguageOf("id-ID,en;q=0.5"), Language::kIndonesian);
  EXPECT_EQ(LanguageOf("ID"), Language::kIndonesian);  // tags ignore case
  EXPECT_EQ(LanguageOf("en,id"), Language::kEnglish);
  EXPECT_EQ(LanguageOf(""), Language::kEnglish);
}

// gRPC loses the whole status where trailers pass 8 KiB.
TEST(StatusTest, DetailsStayUnderFourKilobytesWhateverIsWrong) {
  Findings findings;
  findings.errors = 1000;
  for (int i = 0; i < 1000; ++i) {
    Finding finding;
    finding.code = "unknown_key";
    finding.file = "policy.yaml";
    finding.line = i;
    finding.field = std::string(200, 'f');
    finding.expected = std::string(3000, 'e');
    findings.list.push_back(finding);
  }
  Fault fault = BadPolicy(findings);
  fault.resource_type = "pasok.v1.Plan";
  fault.resource_name = std::string(5000, 'n');
  fault.indonesian = std::string(5000, 'i');
  fault.english = std::string(5000, 'e');
  const grpc::Status status = ToGrpcStatus(fault, Language::kIndonesian);
  EXPECT_LT(status.error_details().size() + status.error_message().size(), 4500u);
  EXPECT_LT(status.error_details().size(), 4000u);
  EXPECT_GE(DetailOf<google::rpc::BadRequest>(status)->field_violations_size(), 1);
}

TEST(StatusTest, AScenarioThatDoesNotFitIsSaidToProgramsToo) {
  Findings findings;
  findings.errors = 1;
  findings.list.push_back({.code = "unknown_supplier", .file = "lost.yaml", .fix = "did you mean S1?"});
  const grpc::Status status = ToGrpcStatus(BadScenarioFit(findings), Language::kEnglish);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info->reason(), "SCENARIO_UNFIT");
  EXPECT_EQ(info->metadata().at("codes"), "unknown_supplier");
  EXPECT_EQ(info->metadata().at("fix"), "did you mean S1?");
  const auto told = DetailOf<v1::Findings>(status);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->error_count(), 1);
  EXPECT_EQ(told->findings(0).file(), "lost.yaml");
}

TEST(StatusTest, AtMostTwentyViolationsAreListed) {
  Fault fault = BadField("a", "b", "c");
  fault.violations.assign(100, {.field = "f", .description = "d"});
  EXPECT_EQ(
      DetailOf<google::rpc::BadRequest>(ToGrpcStatus(fault, Language::kEnglish))->field_violations_size(),
      20);
}

TEST(StatusTest, ShorteningNeverCutsACharacterApart) {
  Fault fault = InternalFault();
  fault.english = std::string(499, 'x') + "éé";
  EXPECT_TRUE(
      ToGrpcStatus(fault, Language::kEnglish).error_message().starts_with(std::string(499, 'x') + "…"));
}

TEST(StatusTest, APlanThatHasNotEndedIsSaidToRunOrToWait) {
  v1::Plan plan;
  plan.set_name("plans/a");
  plan.set_state(v1::Plan::RUNNING);
  EXPECT_EQ(PlanNotSucceeded(plan).english,
            "plans/a is still running; `pasok watch plans/a` shows when it has ended");
  plan.set_state(v1::Plan::QUEUED);
  EXPECT_THAT(PlanNotSucceeded(plan).english, ::testing::StartsWith("plans/a still waits for its turn"));
  plan.set_state(v1::Plan::FAILED);
  EXPECT_THAT(PlanNotSucceeded(plan).english, ::testing::HasSubstr("has not succeeded"));
}

}  // namespace
}  // namespace pasok::server
