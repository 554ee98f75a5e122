// Samples on their way out: whole, and at no more cost to others than they must be.
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "tests/server/serving.h"

namespace pasok::server {
namespace {

class SampleServiceTest : public Serving {
 protected:
  SampleServiceTest() { Start(); }
};

v1::GenerateSampleDatasetRequest Kalbar(v1::GenerateSampleDatasetRequest::Scale scale) {
  v1::GenerateSampleDatasetRequest request;
  request.set_place("kalbar");
  request.set_scale(scale);
  return request;
}

TEST_F(SampleServiceTest, TheSampleComesAsFilesThatImport) {
  v1::GenerateSampleDatasetRequest request = Kalbar(v1::GenerateSampleDatasetRequest::SMALL);
  request.set_seed(1);
  Context context;
  auto reader = client->datasets->GenerateSampleDataset(&context, request);
  std::vector<RegisterFile> files;
  v1::FileChunk chunk;
  while (reader->Read(&chunk)) {
    if (files.empty() || files.back().name != chunk.file()) files.push_back({chunk.file(), {}});
    files.back().content += chunk.content();
  }
  ASSERT_TRUE(reader->Finish().ok());
  const std::vector<RegisterFile> expected = SampleFiles();
  ASSERT_EQ(files.size(), expected.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(files[i].name, expected[i].name);
    EXPECT_EQ(files[i].content, expected[i].content);
  }
}

TEST_F(SampleServiceTest, AClientThatStopsReadingTheSampleFreesTheServer) {
  // More leavers than producers: each must give its thread back.
  for (int i = 0; i < 5; ++i) {
    v1::GenerateSampleDatasetRequest request = Kalbar(v1::GenerateSampleDatasetRequest::SMALL);
    Context context;
    auto reader = client->datasets->GenerateSampleDataset(&context, request);
    v1::FileChunk chunk;
    ASSERT_TRUE(reader->Read(&chunk));
    context.TryCancel();
    reader->Finish();
  }
}

TEST_F(SampleServiceTest, ClientsThatReadTheSampleSlowlyShutNobodyOut) {
  v1::GenerateSampleDatasetRequest request = Kalbar(v1::GenerateSampleDatasetRequest::PROVINCE);
  v1::FileChunk chunk;
  std::vector<std::unique_ptr<Context>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::FileChunk>>> slow;  // more than there are producers
  for (int i = 0; i < 4; ++i) {
    contexts.push_back(std::make_unique<Context>());
    slow.push_back(client->datasets->GenerateSampleDataset(contexts.back().get(), request));
    ASSERT_TRUE(slow.back()->Read(&chunk));
  }
  request.set_scale(v1::GenerateSampleDatasetRequest::SMALL);
  Context context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  auto reader = client->datasets->GenerateSampleDataset(&context, request);
  while (reader->Read(&chunk)) continue;
  EXPECT_TRUE(reader->Finish().ok());
  while (slow.front()->Read(&chunk)) continue;
  EXPECT_TRUE(slow.front()->Finish().ok());  // as slow as it is
  for (const auto& each : contexts) each->TryCancel();
}

TEST_F(SampleServiceTest, AClientThatStopsReadingTheSampleIsToldWhy) {
  options.most_upload_pause = std::chrono::milliseconds(200);
  Restart();
  v1::GenerateSampleDatasetRequest request = Kalbar(v1::GenerateSampleDatasetRequest::PROVINCE);
  Context context;
  auto reader = client->datasets->GenerateSampleDataset(&context, request);
  v1::FileChunk chunk;
  ASSERT_TRUE(reader->Read(&chunk));
  std::this_thread::sleep_for(std::chrono::seconds(1));
  while (reader->Read(&chunk)) continue;
  EXPECT_EQ(ReasonOf(reader->Finish()), "DEADLINE_EXCEEDED CLIENT_TOO_SLOW");
}

TEST_F(SampleServiceTest, AnUnknownPlaceOrScaleIsRefused) {
  v1::GenerateSampleDatasetRequest request;
  request.set_place("atlantis");
  request.set_scale(v1::GenerateSampleDatasetRequest::SMALL);
  v1::FileChunk chunk;
  {
    Context context;
    auto reader = client->datasets->GenerateSampleDataset(&context, request);
    EXPECT_FALSE(reader->Read(&chunk));
    EXPECT_EQ(ReasonOf(reader->Finish()), "INVALID_ARGUMENT INVALID_FIELD");
  }
  request.set_place("kalbar");
  request.set_scale(v1::GenerateSampleDatasetRequest::SCALE_UNSPECIFIED);
  Context context;
  auto reader = client->datasets->GenerateSampleDataset(&context, request);
  EXPECT_FALSE(reader->Read(&chunk));
  EXPECT_EQ(ReasonOf(reader->Finish()), "INVALID_ARGUMENT INVALID_FIELD");
}

// What is ahead of them stands in memory, as uploads do.
TEST_F(SampleServiceTest, SamplesThatAreReadSlowlyCountAsUploadsDo) {
  options.most_upload_bytes = std::int64_t{64} << 20;
  Restart();
  v1::GenerateSampleDatasetRequest request = Kalbar(v1::GenerateSampleDatasetRequest::PROVINCE);
  v1::FileChunk chunk;
  std::vector<std::unique_ptr<Context>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::FileChunk>>> slow;
  const auto open = [&] {
    contexts.push_back(std::make_unique<Context>());
    slow.push_back(client->datasets->GenerateSampleDataset(contexts.back().get(), request));
    return slow.back()->Read(&chunk);
  };
  while (slow.size() < 5 && open()) continue;
  ASSERT_LT(slow.size(), 5U) << "each would hold a province's sample";
  EXPECT_EQ(ReasonOf(slow.back()->Finish()), "RESOURCE_EXHAUSTED TOO_BUSY");
  slow.pop_back();
  while (slow.front()->Read(&chunk)) continue;
  EXPECT_TRUE(slow.front()->Finish().ok());
  EXPECT_TRUE(open()) << "what was sent is given back";
  for (const auto& each : contexts) each->TryCancel();
}

}  // namespace
}  // namespace pasok::server
