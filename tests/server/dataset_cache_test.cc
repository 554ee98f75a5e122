#include "server/dataset_cache.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <thread>
#include <variant>

#include "server/fault.h"
#include "server/store/store.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

// Datasets whose one supplier has the dataset's id for a name.
class DatasetCacheTest : public ::testing::Test {
 protected:
  DatasetCacheTest() {
    for (const char* id : {"a", "b", "c"})
      store_.Insert(id, {}, kCommodities, FilesOf(id), [] { return true; });
  }
  static std::vector<RegisterFile> FilesOf(const std::string& id) {
    return {{"regions.csv", "code,name,lat,lng\n61,Kalbar,1.3,109.2\n"},
            {"suppliers.csv", "supplier_id,name,kind,region\nS," + id + ",koperasi,61\n"},
            {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nS,beras,100,10000\n"},
            {"demand_points.csv", "demand_id,name,kind,region\nK,Dapur K,sppg,61\n"},
            {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"}};
  }
  static std::size_t OneDataset() { return TotalBytes(FilesOf("a")); }

  static inline const std::array<std::string, 1> kCommodities{"beras"};
  ScratchDir scratch_;
  std::unique_ptr<Store> opened_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
  DatasetStore store_{*opened_};
};

TEST_F(DatasetCacheTest, IsReadOnceAndKept) {
  DatasetCache cache(store_, 3 * OneDataset());
  const auto first = cache.Get("a");
  ASSERT_EQ(first->suppliers.size(), 1U);
  EXPECT_EQ(first->suppliers[0].name, "a");
  EXPECT_EQ(cache.Get("a"), first);
}

TEST_F(DatasetCacheTest, WhatWasUnusedLongestGoesFirst) {
  DatasetCache cache(store_, 2 * OneDataset());
  const auto a = cache.Get("a"), b = cache.Get("b");
  EXPECT_EQ(cache.Get("a"), a);
  cache.Get("c");
  EXPECT_EQ(cache.Get("a"), a);
  EXPECT_NE(cache.Get("b"), b);
}

TEST_F(DatasetCacheTest, OneThatIsLargerThanAllStays) {
  DatasetCache cache(store_, 1);
  const auto a = cache.Get("a");
  EXPECT_EQ(cache.Get("a"), a);
  cache.Get("b");
  EXPECT_NE(cache.Get("a"), a);
}

TEST_F(DatasetCacheTest, WhatIsForgottenOrPutAnewIsCountedOnce) {
  DatasetCache cache(store_, 2 * OneDataset());
  const auto a = cache.Get("a");
  for (int i = 0; i < 5; ++i) cache.Put("b", cache.Get("b"), OneDataset());
  EXPECT_EQ(cache.Get("a"), a);
  const auto b = cache.Get("b");
  cache.Forget("a"), cache.Forget("a");
  cache.Get("c");
  EXPECT_EQ(cache.Get("b"), b);
  EXPECT_NE(cache.Get("a"), a);
}

TEST_F(DatasetCacheTest, OneThatIsNotInTheStoreIsNamed) {
  DatasetCache cache(store_, OneDataset());
  try {
    cache.Get("d");
    FAIL() << "found";
  } catch (const Fault& fault) {
    EXPECT_EQ(fault.code, grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(fault.resource_name, "datasets/d");
  }
}

// Enough for two of three, so that they push each other out all the time.
TEST_F(DatasetCacheTest, ManyAskAtOnce) {
  DatasetCache cache(store_, 2 * OneDataset());
  const auto ask = [&](int first) {
    for (int i = 0; i < 100; ++i) {
      const std::string id(1, static_cast<char>('a' + (first + i) % 3));
      const auto dataset = cache.Get(id);
      ASSERT_EQ(dataset->suppliers.size(), 1U);
      EXPECT_EQ(dataset->suppliers[0].name, id);
      if (i % 7 == 6) cache.Forget(id);
    }
  };
  std::jthread one([&] { ask(0); }), other([&] { ask(1); }), third([&] { ask(1); });
}

}  // namespace
}  // namespace pasok::server
