// The small parts: executor, names and tokens, sets of regions, uploads, configuration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <limits>
#include <mutex>

#include "proto/regions.h"
#include "server/config.h"
#include "server/executor.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/upload.h"
#include "tests/heap/used_memory.h"
#include "tests/server/codes.h"
#include "tests/server/reason_of.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;

TEST(ExecutorTest, RefusesWhatDoesNotFitAndDoesEverythingElse) {
  std::atomic<int> done{0};
  {
    std::promise<void> started, release;  // outlive the work that waits for them
    Executor executor(1, 2);
    ASSERT_TRUE(executor.TrySubmit([&] {
      started.set_value();
      release.get_future().wait();
      ++done;
    }));
    started.get_future().wait();
    EXPECT_TRUE(executor.TrySubmit([&] { ++done; }));
    EXPECT_TRUE(executor.TrySubmit([&] { ++done; }));
    EXPECT_FALSE(executor.TrySubmit([&] { ++done; }));
    executor.Continue([&] { ++done; });  // of a call that was let in before
    release.set_value();
  }
  EXPECT_EQ(done, 4);
}

TEST(NamesTest, IdsAreTakenFromNamesOfTheRightKind) {
  EXPECT_EQ(PlanIdOf("plans/0a1b", "name"), "0a1b");
  for (const char* wrong : {"", "plans/", "plans", "datasets/0a", "plans/a/b", "plans/a b", "plans/'"}) {
    EXPECT_EQ(ReasonOf([&] { PlanIdOf(wrong, "name"); }), "INVALID_FIELD") << wrong;
  }
  EXPECT_EQ(ReasonOf([&] { PlanIdOf("plans/" + std::string(65, 'a'), "name"); }), "INVALID_FIELD");
}

TEST(NamesTest, NewIdsDiffer) { EXPECT_NE(NewId(), NewId()); }

TEST(NamesTest, APageTokenLeadsBackToItsListOnly) {
  for (const std::int64_t position :
       {std::int64_t{0}, std::int64_t{42}, std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(PagePosition("list", PageToken("list", position), 7), position);
  }
  EXPECT_EQ(PagePosition("list", "", 7), 7);
  for (const std::string& wrong :
       {PageToken("other", 1), std::string("x"), PageToken("list", 1) + "0", std::string(32, '-')}) {
    EXPECT_EQ(ReasonOf([&] { PagePosition("list", wrong, 0); }), "INVALID_FIELD") << wrong;
  }
}

TEST(NamesTest, PageSizesHaveADefaultAndALimit) {
  EXPECT_EQ(PageSize(0, 50, 1000), 50);
  EXPECT_EQ(PageSize(10, 50, 1000), 10);
  EXPECT_EQ(PageSize(5000, 50, 1000), 1000);
  EXPECT_EQ(ReasonOf([] { PageSize(-1, 50, 1000); }), "INVALID_FIELD");
}

TEST(RegionsTest, SetsAreTheSameWhateverTheirSpelling) {
  EXPECT_TRUE(SameRegions(Codes({"61.01", "61.02"}), Codes({"61.02", "61.01", "61.01"})));
  EXPECT_TRUE(SameRegions(Codes({"61", "61.01"}), Codes({"61"})));
  EXPECT_TRUE(SameRegions(Codes({}), Codes({})));
  EXPECT_FALSE(SameRegions(Codes({}), Codes({"61"})));
  EXPECT_FALSE(SameRegions(Codes({"61.01"}), Codes({"61"})));
}

TEST(RegionsTest, RegionsOverlapWhereOneLiesInTheOther) {
  EXPECT_TRUE(Overlap(Codes({"61"}), Codes({"61.01.02"})));
  EXPECT_TRUE(Overlap(Codes({"61.01"}), Codes({"61"})));
  EXPECT_TRUE(Overlap(Codes({}), Codes({"61"})));
  EXPECT_FALSE(Overlap(Codes({"61.01"}), Codes({"61.02"})));
  EXPECT_FALSE(Overlap(Codes({"61.1"}), Codes({"61.10"})));  // a longer code isn't a code within
}

v1::FileChunk Chunk(const std::string& file, std::string content) {
  v1::FileChunk chunk;
  chunk.set_file(file);
  chunk.set_content(std::move(content));
  return chunk;
}

TEST(UploadTest, UploadsShareOneBudget) {
  UploadBudget budget(10);
  Upload one(budget);
  v1::FileChunk chunk = Chunk("a", "123456");
  one.Add(chunk);
  {
    Upload other(budget);
    chunk = Chunk("a", "12345");
    EXPECT_EQ(ReasonOf([&] { other.Add(chunk); }), "TOO_BUSY");
    chunk = Chunk("a", "1234");
    other.Add(chunk);
  }
  chunk = Chunk("b", "1234");
  one.Add(chunk);
  const std::vector<RegisterFile> files = one.Join();
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].content, "123456");
  EXPECT_EQ(files[1].content, "1234");
  chunk = Chunk("c", "x");
  EXPECT_EQ(ReasonOf([&] { one.Add(chunk); }), "UPLOAD_TOO_LARGE");
}

TEST(UploadTest, SmallChunksTakeLittleMoreThanTheirBytes) {
  constexpr int kChunks = 1'000'000;
  UploadBudget budget(kChunks);
  Upload upload(budget);
  v1::FileChunk byte = Chunk("a", "x"), nothing = Chunk("a", "");
  const std::int64_t before = ResidentBytes();
  for (int i = 0; i < kChunks; ++i) {
    byte.set_content("x");
    upload.Add(byte);
    nothing.clear_content();
    upload.Add(nothing);
  }
  EXPECT_LT(ResidentBytes() - before, 16 * kMegabyte);
  const std::vector<RegisterFile> files = upload.Join();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].content, std::string(kChunks, 'x'));
}

TEST(UploadTest, WhatIsHeldBesideTheFilesCounts) {
  UploadBudget budget(10);
  Upload upload(budget);
  upload.Hold(8);
  v1::FileChunk chunk = Chunk("a", "123");
  EXPECT_EQ(ReasonOf([&] { upload.Add(chunk); }), "UPLOAD_TOO_LARGE");
  upload.Clear();
  upload.Add(chunk);
}

std::vector<std::string> Faults(const std::string& yaml) {
  std::vector<std::string> faults;
  for (const Finding& finding : ReadConfig(yaml, "server.yaml").findings.list) {
    faults.push_back(finding.code + " " + std::to_string(finding.line) + ":" +
                     std::to_string(finding.column));
  }
  return faults;
}

TEST(ConfigTest, EveryKeyIsRead) {
  const ConfigReading reading = ReadConfig(
      "listen: 0.0.0.0:1\ninsecure_remote: true\ndata_dir: d\nworkers: 2\nqueue_limit: 3\nthreads_per_plan: "
      "4\n"
      "most_memory_mb: 5\nmost_upload_mb: 6\nmost_store_mb: 7\nmost_remembered_mb: "
      "9\nshutdown_grace_seconds: 8\nlog_level: "
      "debug\n",
      "server.yaml");
  ASSERT_TRUE(reading.findings.ok());
  const Options& options = reading.config.options;
  EXPECT_EQ(options.listen, "0.0.0.0:1");
  EXPECT_TRUE(options.insecure_remote);
  EXPECT_EQ(options.data_dir, "d");
  EXPECT_EQ(options.workers, 2);
  EXPECT_EQ(options.queue_limit, 3);
  EXPECT_EQ(options.threads_per_plan, 4);
  EXPECT_EQ(options.most_memory_bytes, 5 << 20);
  EXPECT_EQ(options.most_upload_bytes, 6 << 20);
  EXPECT_EQ(options.most_store_bytes, 7 << 20);
  EXPECT_EQ(options.most_remembered_bytes, 9 << 20);
  EXPECT_EQ(reading.config.shutdown_grace, std::chrono::seconds(8));
  EXPECT_EQ(options.log_level, LogLevel::kDebug);
}

TEST(ConfigTest, EverythingWrongIsToldAtOnceWithItsPlace) {
  EXPECT_THAT(
      Faults("data_dir: d\nworkers: 0\ncolour: blue\nworkers: 1\nlog_level: loud\nqueue_limit: [1]\n"),
      ElementsAre("out_of_range 2:10", "unknown_key 3:1", "duplicate_key 4:1", "unknown_word 5:12",
                  "wrong_type 6:14"));
  EXPECT_THAT(Faults("listen: 127.0.0.1:1\n"), ElementsAre("missing_key 1:1"));
  EXPECT_THAT(Faults("data_dir: d\nlisten: 10.0.0.1:1\n"), ElementsAre("invalid_listen 2:9"));
  EXPECT_THAT(Faults("data_dir: d\nworkers: 1.5\n"), ElementsAre("out_of_range 2:10"));
}

TEST(ConfigTest, BytesThatAreNoConfigurationAreFaultsNotCrashes) {
  for (const std::string& yaml : {std::string(), std::string("- a"), std::string("a: [b"), std::string("\t"),
                                  std::string(1, '\0'), std::string("? {a: b}\n: c")}) {
    EXPECT_FALSE(ReadConfig(yaml, "server.yaml").findings.ok()) << yaml;
  }
}

}  // namespace
}  // namespace pasok::server
