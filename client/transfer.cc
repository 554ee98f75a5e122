// The streams of files, both ways: pieces of at most 1 MiB, well under what a message may hold.
#include <fstream>

#include "client/exit_code.h"
#include "client/wire.h"

namespace pasok::client {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

// Sends `start` and then the files. Ends early, quietly, where the server has answered already: its status
// says why.
template <typename Request>
void Send(grpc::ClientWriter<Request>& writer, const typename Request::Start& start,
          std::span<const LocalFile> files, const SentSink& sent) {
  Request request;
  *request.mutable_start() = start;
  if (!writer.Write(request)) return;
  const std::int64_t total = TotalBytes(files);
  std::int64_t gone = 0;
  for (const LocalFile& file : files) {
    std::ifstream stream(file.path, std::ios::binary);
    if (!stream) throw Failure(ExitCode::kInputAtFault, file.path.string() + ": can't be read");
    bool first = true;  // an empty file is sent too: as one empty piece
    do {
      request.Clear();
      request.mutable_chunk()->set_file(file.name);
      std::string& content = *request.mutable_chunk()->mutable_content();
      content.resize(kPiece);
      stream.read(content.data(), kPiece);
      if (stream.bad()) throw Failure(ExitCode::kInputAtFault, file.path.string() + ": reading it failed");
      content.resize(static_cast<std::size_t>(stream.gcount()));
      if (content.empty() && !first) break;
      if (!writer.Write(request)) return;
      gone += static_cast<std::int64_t>(content.size());
      sent(gone, total);
      first = false;
    } while (stream);
  }
}

template <typename Response>
void Receive(grpc::ClientReader<Response>& reader, const PieceSink& sink) {
  Response piece;
  while (reader.Read(&piece)) sink(piece.file(), piece.content());
}

}  // namespace

v1::ImportDatasetResponse Connection::ImportDataset(const v1::ImportDatasetRequest::Start& start,
                                                    std::span<const LocalFile> files, const SentSink& sent) {
  Wire::Call call(*wire_);
  v1::ImportDatasetResponse response;
  const auto writer = wire_->datasets->ImportDataset(&call.context, &response);
  Send(*writer, start, files, sent);
  writer->WritesDone();
  wire_->Require(writer->Finish());
  return response;
}

v1::VerifyPlanResponse Connection::VerifyPlan(const v1::VerifyPlanRequest::Start& start,
                                              std::span<const LocalFile> files, const SentSink& sent) {
  Wire::Call call(*wire_);
  v1::VerifyPlanResponse response;
  const auto writer = wire_->plans->VerifyPlan(&call.context, &response);
  Send(*writer, start, files, sent);
  writer->WritesDone();
  wire_->Require(writer->Finish());
  return response;
}

v1::Study Connection::CreateStudy(const v1::CreateStudyRequest::Start& start,
                                  std::span<const LocalFile> files, const SentSink& sent) {
  Wire::Call call(*wire_);
  v1::Study response;
  const auto writer = wire_->studies->CreateStudy(&call.context, &response);
  Send(*writer, start, files, sent);
  writer->WritesDone();
  wire_->Require(writer->Finish());
  return response;
}

void Connection::GenerateSample(const v1::GenerateSampleDatasetRequest& request, const PieceSink& sink) {
  Wire::Call call(*wire_);
  const auto reader = wire_->datasets->GenerateSampleDataset(&call.context, request);
  Receive(*reader, sink);
  wire_->Require(reader->Finish());
}

void Connection::DownloadPlanFiles(const std::string& name, const PieceSink& sink) {
  Wire::Call call(*wire_);
  v1::DownloadPlanFilesRequest request;
  request.set_plan(name);
  const auto reader = wire_->plans->DownloadPlanFiles(&call.context, request);
  Receive(*reader, sink);
  wire_->Require(reader->Finish());
}

}  // namespace pasok::client
