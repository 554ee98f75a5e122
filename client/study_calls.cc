// Connection's calls about studies.
#include "client/exit_code.h"
#include "client/wire.h"

namespace pasok::client {
std::optional<v1::Study> Connection::FindStudy(const std::string& name) {
  return wire_->Find(*wire_->studies, &v1::StudyService::Stub::GetStudy, Named<v1::GetStudyRequest>(name));
}

std::vector<v1::Study> Connection::ListStudies(v1::ListStudiesRequest filter) {
  constexpr int kPageSize = 1000;
  std::vector<v1::Study> all;
  filter.set_page_size(kPageSize);
  filter.clear_page_token();
  do {
    auto page = wire_->Unary(*wire_->studies, &v1::StudyService::Stub::ListStudies, filter);
    all.insert(all.end(), page.studies().begin(), page.studies().end());
    filter.set_page_token(page.next_page_token());
  } while (!filter.page_token().empty());
  return all;
}

v1::Study Connection::WatchStudy(const std::string& name, const StudySink& sink) {
  Wire::Call call(*wire_);
  const auto reader = wire_->studies->WatchStudy(&call.context, Named<v1::WatchStudyRequest>(name));
  v1::WatchStudyResponse response;
  while (reader->Read(&response)) sink(response);
  wire_->RequireWatched(reader->Finish());
  return response.study();
}

v1::Study Connection::CancelStudy(const std::string& name) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + Wire::kPatience);
  v1::Study study;
  wire_->Require(wire_->studies->CancelStudy(&context, Named<v1::CancelStudyRequest>(name), &study));
  return study;
}

v1::Study Connection::CancelStudyAndWait(const std::string& name, std::chrono::milliseconds patience) {
  v1::Study study = CancelStudy(name);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + patience);
  const auto reader = wire_->studies->WatchStudy(&context, Named<v1::WatchStudyRequest>(name));
  v1::WatchStudyResponse response;
  while (reader->Read(&response)) {
    if (response.has_study()) study = response.study();
  }
  reader->Finish();  // patience at its end is no failure: the study is being stopped
  return study;
}

void Connection::DeleteStudy(const std::string& name) {
  wire_->Unary(*wire_->studies, &v1::StudyService::Stub::DeleteStudy, Named<v1::DeleteStudyRequest>(name));
}

StudyReport Connection::DownloadReport(const std::string& name) {
  Wire::Call call(*wire_);
  v1::DownloadReportRequest request;
  request.set_study(name);
  const auto reader = wire_->studies->DownloadReport(&call.context, request);
  StudyReport report;
  for (v1::DownloadReportResponse part; reader->Read(&part); part.Clear()) report.Add(std::move(part));
  wire_->Require(reader->Finish());
  return report;
}

}  // namespace pasok::client
