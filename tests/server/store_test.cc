#include "server/store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <limits>
#include <thread>
#include <vector>

#include "server/store/chunks.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_content.h"
#include "server/store/plan_store.h"
#include "server/store/schema.h"
#include "server/store/study_store.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() { Open(); }
  void Open(std::int64_t most_bytes = 0) {
    store.reset();
    store = std::get<std::unique_ptr<Store>>(Store::Open(scratch.path(), most_bytes));
  }
  std::int64_t Count(const std::string& table) {
    return store->Read([&](Connection& connection) {
      Statement count(connection, "SELECT count(*) FROM " + table);
      count.Step();
      return count.Int(0);
    });
  }
  static bool Wanted() { return true; }

  ScratchDir scratch;
  std::unique_ptr<Store> store;
};

TEST_F(StoreTest, FilesComeBackWholeWhateverTheirSize) {
  DatasetStore datasets(*store);
  std::vector<RegisterFile> files = {{"empty.csv", ""},
                                     {"edge.csv", std::string(kChunkBytes, 'e')},
                                     {"large.csv", std::string(2 * kChunkBytes + 1, 'l')},
                                     {"nul.csv", std::string("a\0b", 3)}};
  datasets.Insert("d", {}, {}, files, Wanted);
  const std::vector<RegisterFile> back = datasets.FindContent("d")->files;
  ASSERT_EQ(back.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(back[i].name, files[i].name);
    EXPECT_EQ(back[i].content, files[i].content);
  }
  EXPECT_EQ(datasets.File("d", "nul.csv"), files[3].content);
  EXPECT_EQ(datasets.File("d", "other.csv"), std::nullopt);
}

TEST_F(StoreTest, OneThatIsThrownAwayGivesBackWhatItTookAndFillsNoFile) {
  const ScratchDir thrown_away;
  store = std::get<std::unique_ptr<Store>>(Store::Open(thrown_away.path(), 0, /*durable=*/false));
  DatasetStore datasets(*store);
  const std::vector<RegisterFile> files = {{"large.csv", std::string(16 * kChunkBytes, 'l')}};
  datasets.Insert("d", {}, {}, files, Wanted);
  const std::vector<RegisterFile> back = datasets.FindContent("d")->files;
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back.front().content, files.front().content);
  store.reset();
  EXPECT_LT(std::filesystem::file_size(std::filesystem::path(thrown_away.path()) / "pasok.db"), kChunkBytes);
}

// However many plans and studies there are.
TEST_F(StoreTest, ARequestIdIsLookedUpInItsIndex) {
  std::string asked;
  const auto keep = [](unsigned, void* context, void* statement, void*) {
    const std::string sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    if (sql.find("request_id") != std::string::npos) *static_cast<std::string*>(context) = sql;
    return 0;
  };
  store->Read([&](Connection& connection) {  // the one that the next call gets, too
    sqlite3_trace_v2(connection.handle(), SQLITE_TRACE_STMT, keep, &asked);
  });
  const auto how = [&](const std::string& table) {
    const std::string sql = "EXPLAIN QUERY PLAN " + asked;
    store->Read([&](Connection& connection) {
      Statement explained(connection, sql, "night");
      EXPECT_TRUE(explained.Step());
      EXPECT_THAT(std::string(explained.Text(3)),
                  ::testing::HasSubstr("USING INDEX " + table + "_by_request"));
    });
  };
  PlanStore(*store).FindRequest("night");
  how("plans");
  StudyStore(*store).FindRequest("night");
  how("studies");
}

TEST_F(StoreTest, AnInsertionThatNobodyWantsAnyMoreLeavesNothing) {
  DatasetStore datasets(*store);
  const std::vector<RegisterFile> files = {{"a.csv", "a"}};
  datasets.Insert("d", {}, {}, files, [] { return false; });
  EXPECT_EQ(Count("datasets"), 0);
  EXPECT_EQ(Count("dataset_files"), 0);
}

TEST_F(StoreTest, AWriteThatFailsIsUndoneWhole) {
  EXPECT_THROW(store->Write([](Connection& connection) {
    Statement(connection, "INSERT INTO datasets (id, commodities, record) VALUES ('d', '', '')").Step();
    throw std::runtime_error("in the middle");
  }),
               std::runtime_error);
  EXPECT_EQ(Count("datasets"), 0);
}

TEST_F(StoreTest, AFullDiskIsAnErrorOfItsOwnAndUndoneWhole) {
  Open(300'000);
  DatasetStore datasets(*store);
  datasets.Insert("small", {}, {}, std::vector<RegisterFile>{{"a.csv", "a"}}, Wanted);
  const std::vector<RegisterFile> large = {{"a.csv", std::string(1'000'000, 'a')}};
  try {
    datasets.Insert("large", {}, {}, large, Wanted);
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.kind(), StoreError::Kind::kFull);
  }
  EXPECT_EQ(Count("datasets"), 1);
  EXPECT_EQ(datasets.FindContent("small")->files.size(), 1u);
}

TEST_F(StoreTest, AReadSeesOneStateOfTheStore) {
  DatasetStore datasets(*store);
  datasets.Insert("a", {}, {}, {}, Wanted);
  const auto count = [](Connection& connection) {
    Statement select(connection, "SELECT count(*) FROM datasets");
    select.Step();
    return select.Int(0);
  };
  store->Read([&](Connection& connection) {
    EXPECT_EQ(count(connection), 1);
    datasets.Insert("b", {}, {}, {}, Wanted);
    EXPECT_EQ(count(connection), 1);
  });
  EXPECT_EQ(Count("datasets"), 2);
}

void WriteMuch(Store& store) {
  store.Write([](Connection& connection) {
    connection.Execute(
        "INSERT OR REPLACE INTO datasets (id, commodities, record) VALUES ('d', '', zeroblob(10000000))");
  });
}

std::uintmax_t LogBytes(const Store& store) { return std::filesystem::file_size(store.path() + "-wal"); }

// How long the log grows while so much is written that it would have 300 MB, and there is always a read.
std::uintmax_t LongestLogThoughReadsOverlap(Store& store) {
  std::atomic<bool> done{false};
  const auto read_on = [&] {
    while (!done) {
      store.Read([](Connection& connection) {
        Statement count(connection, "SELECT count(*) FROM datasets");
        count.Step();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      });
    }
  };
  std::vector<std::jthread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back(read_on);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::uintmax_t longest = 0;
  for (int i = 0; i < 30; ++i) {
    WriteMuch(store);
    longest = std::max(longest, LogBytes(store));
  }
  done = true;
  return longest;
}

constexpr std::uintmax_t kLongLog = std::uintmax_t{160} << 20;

TEST_F(StoreTest, TheLogStaysShortThoughReadsOverlap) {
  EXPECT_LT(LongestLogThoughReadsOverlap(*store), kLongLog);
}

TEST_F(StoreTest, ALogThatCouldNotBeShortenedIsToStayShortAgainOnceItIs) {
  store->Read([&](Connection& connection) {
    Statement count(connection, "SELECT count(*) FROM datasets");
    count.Step();
    while (LogBytes(*store) < kLongLog) WriteMuch(*store);
  });
  for (int i = 0; i < 3; ++i) WriteMuch(*store);
  ASSERT_LT(LogBytes(*store), kLongLog / 2);  // begun anew by SQLite itself
  EXPECT_LT(LongestLogThoughReadsOverlap(*store), kLongLog);
}

// As an earlier run, or a backup that was put back in part, may have left it.
TEST_F(StoreTest, WhatIsLeftOfAnEarlierEndStandsInNoOtherEndsWay) {
  DatasetStore(*store).Insert("d", {}, {}, {}, Wanted);
  PlanJob job;
  job.plan.set_dataset("datasets/d");
  PlanStore plans(*store);
  v1::Plan plan = plans.Create(job, [] {}).plan;
  plan.set_state(v1::Plan::SUCCEEDED);
  AllocationBlocks blocks;
  blocks.Add({});
  PlanContent content{.blocks = std::move(blocks).Finish(), .files = {{"a.csv", "old"}, {"b.csv", "old"}}};
  plans.Finish(plan, content);
  content.files = {{"a.csv", "new"}};
  plans.Finish(plan, content);
  const std::vector<RegisterFile> files = plans.Files(plan.name().substr(plan.name().find('/') + 1));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files.front().content, "new");

  StudyJob question;
  question.study.set_dataset("datasets/d");
  StudyStore studies(*store);
  const v1::Study study = studies.Create(question, [] {}).study;
  studies.Finish(study, {"old", "old"});
  studies.Finish(study, {"new"});
  EXPECT_EQ(Count("study_reports"), 1);
}

TEST_F(StoreTest, AnOlderStoreBecomesThisOneAndKeepsItsPlans) {
  store->Write([](Connection& connection) {
    connection.Execute(
        "DROP TABLE publications;"
        "DROP TABLE study_reports; DROP TABLE study_files; DROP TABLE studies;"
        "ALTER TABLE plans ADD COLUMN time_limit_seconds REAL NOT NULL DEFAULT 0;"
        "ALTER TABLE plans DROP COLUMN scenario_yaml;"
        "INSERT INTO datasets (id, commodities, record) VALUES ('d', '', '');"
        "INSERT INTO plans (id, dataset_id, request_id, date, state, published, policy_yaml, record) "
        "VALUES ('p', 'd', '', '', 3, 0, 'version: 1', '');"
        "PRAGMA user_version = 1");
  });
  Open();
  EXPECT_EQ(PlanStore(*store).FindJob("p")->policy_yaml, "version: 1");
  EXPECT_EQ(PlanStore(*store).FindJob("p")->scenario_yaml, "");
  EXPECT_EQ(PlanStore(*store).PublishedOn({}).publications, 0);
  store->Read([](Connection& connection) {
    Statement version(connection, "PRAGMA user_version");
    version.Step();
    EXPECT_EQ(version.Int(0), KnownSchemaVersion());
  });
}

TEST_F(StoreTest, RowsNeedTheirOwners) {
  EXPECT_THROW(store->Write([](Connection& connection) {
    Statement(connection, "INSERT INTO plan_files VALUES ('nobody', 0, 'a', 'a')").Step();
  }),
               StoreError);
}

TEST_F(StoreTest, AllocationsAreVisitedInOrderFromAnyPosition) {
  AllocationBlocks blocks;
  const std::int64_t rows = 2 * kAllocationsPerBlock + 5;
  for (std::int64_t i = 0; i < rows; ++i) {
    v1::Allocation allocation;
    allocation.set_demand_id("D" + std::to_string(100'000 + i / 7));
    allocation.set_supplier_id("S" + std::to_string(i % 3));
    allocation.set_grams(i);
    blocks.Add(std::move(allocation));
  }
  const PlanContent content{.blocks = std::move(blocks).Finish(), .files = {}};
  EXPECT_EQ(content.blocks.size(), 3u);
  store->Write([&](Connection& connection) {
    Statement(connection, "INSERT INTO datasets (id, commodities, record) VALUES ('d', '', '')").Step();
    Statement(connection,
              "INSERT INTO plans (id, dataset_id, request_id, date, state, published, policy_yaml, record) "
              "VALUES ('p', 'd', '', '', 3, 0, '', '')")
        .Step();
    ReplaceContent(connection, "p", content);
  });
  const auto visited = [&](const v1::AllocationFilter& filter, std::int64_t from) {
    std::vector<std::int64_t> grams;
    store->Read([&](Connection& connection) {
      VisitAllocations(connection, "p", filter, from, [&](std::int64_t position, v1::Allocation& allocation) {
        EXPECT_EQ(position, allocation.grams());
        grams.push_back(allocation.grams());
        return true;
      });
    });
    return grams;
  };
  EXPECT_EQ(std::ssize(visited({}, 0)), rows);
  for (const std::int64_t from :
       {std::int64_t{1}, kAllocationsPerBlock - 1, kAllocationsPerBlock, rows - 1, rows}) {
    const std::vector<std::int64_t> rest = visited({}, from);
    EXPECT_EQ(std::ssize(rest), rows - from);
    EXPECT_TRUE(rest.empty() || rest.front() == from);
  }
  v1::AllocationFilter filter;
  filter.set_demand_id("D" + std::to_string(100'000 + kAllocationsPerBlock / 7));  // lies in two blocks
  EXPECT_EQ(visited(filter, 0).size(), 7u);
  filter.Clear();
  filter.set_supplier_id("S1");
  EXPECT_EQ(std::ssize(visited(filter, 0)), rows / 3);
}

}  // namespace
}  // namespace pasok::server
