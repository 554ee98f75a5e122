#include "tests/server/serving.h"

#include <google/protobuf/util/message_differencer.h>
#include <google/rpc/error_info.pb.h>
#include <google/rpc/status.pb.h>

#include <fstream>
#include <sstream>

#include "engine/sample/sample.h"

namespace pasok::server {
namespace {

std::string Name(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return "OK";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case grpc::StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    case grpc::StatusCode::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::ABORTED:
      return "ABORTED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case grpc::StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    case grpc::StatusCode::DATA_LOSS:
      return "DATA_LOSS";
    default:
      return std::to_string(code);
  }
}

}  // namespace

std::vector<RegisterFile> ToyFiles() {
  std::vector<RegisterFile> files;
  for (const char* name : {"regions.csv", "suppliers.csv", "offers.csv", "demand_points.csv",
                           "requirements.csv", "distances.csv", "policy.yaml"}) {
    std::ifstream in(std::string(PASOK_SOURCE_DIR "/configs/toy/") + name, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    files.push_back({name, content.str()});
  }
  return files;
}

std::vector<RegisterFile> SampleFiles() {
  std::vector<RegisterFile> files;
  sample::GenerateKalbar(sample::Scale::kSmall, sample::Variant::kPlain, 1,
                         [&](std::string_view name, std::string_view content) {
                           if (files.empty() || files.back().name != name)
                             files.push_back({std::string(name), {}});
                           files.back().content += content;
                           return true;
                         });
  return files;
}

grpc::Status Client::Import(const std::vector<RegisterFile>& files, v1::ImportDatasetResponse& response,
                            const v1::ImportDatasetRequest::Start& start) {
  Context context;
  auto writer = datasets->ImportDataset(&context, &response);
  v1::ImportDatasetRequest request;
  *request.mutable_start() = start;
  bool open = writer->Write(request);
  for (const RegisterFile& file : files) {
    // Chunks far below the limit, so that files come in pieces.
    for (std::size_t at = 0; open && at < std::max<std::size_t>(1, file.content.size()); at += 50'000) {
      request.mutable_chunk()->set_file(file.name);
      request.mutable_chunk()->set_content(file.content.substr(at, 50'000));
      open = writer->Write(request);
    }
  }
  writer->WritesDone();
  return writer->Finish();
}

std::string Client::ImportToy() {
  v1::ImportDatasetResponse response;
  const grpc::Status status = Import(ToyFiles(), response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.findings().error_count(), 0) << response.findings().DebugString();
  return response.dataset().name();
}

std::string Client::ImportSample() {
  v1::ImportDatasetResponse response;
  const grpc::Status status = Import(SampleFiles(), response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.findings().error_count(), 0) << response.findings().DebugString();
  return response.dataset().name();
}

grpc::Status Client::Create(const v1::CreatePlanRequest& request, v1::Plan& plan) {
  Context context;
  return plans->CreatePlan(&context, request, &plan);
}

v1::Plan Client::Get(const std::string& name) {
  Context context;
  v1::GetPlanRequest request;
  request.set_name(name);
  v1::Plan plan;
  const grpc::Status status = plans->GetPlan(&context, request, &plan);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return plan;
}

v1::Plan Client::Await(const std::string& name) {
  Context context;
  v1::WatchPlanRequest request;
  request.set_name(name);
  auto reader = plans->WatchPlan(&context, request);
  v1::WatchPlanResponse state;
  double fraction = 0;
  while (reader->Read(&state)) {
    EXPECT_GE(state.fraction(), fraction);
    fraction = state.fraction();
  }
  const grpc::Status status = reader->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(state.has_plan());
  return state.plan();
}

v1::Plan Client::Planned(const v1::CreatePlanRequest& request) {
  v1::Plan plan;
  const grpc::Status status = Create(request, plan);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return Await(plan.name());
}

grpc::Status Client::Publish(const std::string& name, v1::Plan& plan) {
  Context context;
  v1::PublishPlanRequest request;
  request.set_name(name);
  return plans->PublishPlan(&context, request, &plan);
}

grpc::Status Client::DeletePlan(const std::string& name, bool force) {
  Context context;
  v1::DeletePlanRequest request;
  request.set_name(name);
  request.set_force(force);
  google::protobuf::Empty nothing;
  return plans->DeletePlan(&context, request, &nothing);
}

grpc::Status Client::DeleteDataset(const std::string& name, bool force) {
  Context context;
  v1::DeleteDatasetRequest request;
  request.set_name(name);
  request.set_force(force);
  google::protobuf::Empty nothing;
  return datasets->DeleteDataset(&context, request, &nothing);
}

v1::ListAllocationsResponse Client::Allocations(const v1::ListAllocationsRequest& request) {
  Context context;
  v1::ListAllocationsResponse response;
  const grpc::Status status = plans->ListAllocations(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

grpc::Status Client::Download(const std::string& plan, std::vector<RegisterFile>& files) {
  Context context;
  v1::DownloadPlanFilesRequest request;
  request.set_plan(plan);
  auto reader = plans->DownloadPlanFiles(&context, request);
  v1::FileChunk chunk;
  while (reader->Read(&chunk)) {
    EXPECT_LE(chunk.content().size(), std::size_t{1} << 20);
    if (files.empty() || files.back().name != chunk.file()) files.push_back({chunk.file(), {}});
    files.back().content += chunk.content();
  }
  return reader->Finish();
}

grpc::Status Client::Verify(const v1::VerifyPlanRequest::Start& start, const std::vector<RegisterFile>& files,
                            v1::VerifyPlanResponse& response) {
  Context context;
  auto writer = plans->VerifyPlan(&context, &response);
  v1::VerifyPlanRequest request;
  *request.mutable_start() = start;
  bool open = writer->Write(request);
  for (const RegisterFile& file : files) {
    request.mutable_chunk()->set_file(file.name);
    request.mutable_chunk()->set_content(file.content);
    open = open && writer->Write(request);
  }
  writer->WritesDone();
  return writer->Finish();
}

grpc::Status Client::CreateStudy(const v1::CreateStudyRequest::Start& start,
                                 const std::vector<RegisterFile>& files, v1::Study& study) {
  Context context;
  auto writer = studies->CreateStudy(&context, &study);
  v1::CreateStudyRequest request;
  *request.mutable_start() = start;
  bool open = writer->Write(request);
  for (const RegisterFile& file : files) {
    request.mutable_chunk()->set_file(file.name);
    request.mutable_chunk()->set_content(file.content);
    open = open && writer->Write(request);
  }
  writer->WritesDone();
  return writer->Finish();
}

v1::Study Client::AwaitStudy(const std::string& name) {
  Context context;
  v1::WatchStudyRequest request;
  request.set_name(name);
  auto reader = studies->WatchStudy(&context, request);
  v1::WatchStudyResponse state;
  double fraction = 0;
  while (reader->Read(&state)) {
    EXPECT_GE(state.fraction(), fraction);
    fraction = state.fraction();
  }
  const grpc::Status status = reader->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(state.has_study());
  return state.study();
}

v1::Study Client::Studied(const v1::CreateStudyRequest::Start& start,
                          const std::vector<RegisterFile>& files) {
  v1::Study study;
  const grpc::Status status = CreateStudy(start, files, study);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return AwaitStudy(study.name());
}

grpc::Status Client::Report(const std::string& study, std::vector<v1::DownloadReportResponse>& parts) {
  Context context;
  v1::DownloadReportRequest request;
  request.set_study(study);
  auto reader = studies->DownloadReport(&context, request);
  while (reader->Read(&parts.emplace_back())) continue;
  parts.pop_back();
  return reader->Finish();
}

void Serving::Start() {
  auto started = Server::Start(options);
  if (const auto* error = std::get_if<StartError>(&started)) throw std::runtime_error(error->message);
  server = std::move(std::get<std::unique_ptr<Server>>(started));
  client = std::make_unique<Client>(server->InProcessChannel());
}

void Serving::KeepTheFirstOptimum(Hold& hold) {
  options.log_level = LogLevel::kDebug;
  options.log = [&hold](LogLevel, const std::string& line) {
    if (line.starts_with("optimum ")) hold.Here();
  };
}

std::string Serving::RefusalOf(const Options& options) {
  const auto started = Server::Start(options);
  const auto* error = std::get_if<StartError>(&started);
  return error == nullptr ? std::string() : error->message;
}

v1::CreatePlanRequest Question(const std::string& dataset, std::vector<std::string> regions,
                               const std::string& request_id) {
  v1::CreatePlanRequest request;
  request.set_dataset(dataset);
  request.mutable_regions()->Assign(regions.begin(), regions.end());
  request.set_request_id(request_id);
  return request;
}

bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status rich;
  rich.ParseFromString(status.error_details());
  for (const auto& detail : rich.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) {
      EXPECT_EQ(info.domain(), "pasok");
      return Name(status.error_code()) + " " + info.reason();
    }
  }
  return Name(status.error_code());
}

}  // namespace pasok::server
