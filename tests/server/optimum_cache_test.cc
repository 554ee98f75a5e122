// Which questions are the same, and what is forgotten when.
#include "server/optimum_cache.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "engine/match/exact/kept.h"
#include "engine/match/plan.h"
#include "tests/match/toy.h"

namespace pasok::server {
namespace {

using Result = std::shared_ptr<const match::MatchResult>;

// That takes a little more than so many bytes.
Result ResultOf(std::int64_t bytes) {
  match::MatchResult result;
  result.matching.emplace().offer_price.resize(static_cast<std::size_t>(bytes / 8));
  return std::make_shared<const match::MatchResult>(std::move(result));
}

class OptimumCacheTest : public testing::Test {
 protected:
  bool Has(const QuestionKey& key, const std::string& name = "") {
    return cache_.Of(key)->Find(name) != nullptr;
  }
  void Put(const QuestionKey& key, const Result& result, const std::string& name = "") {
    cache_.Of(key)->Remember(name, result);
  }

  std::vector<std::string> lines_;
  Log log_{LogLevel::kDebug, [this](LogLevel, const std::string& line) { lines_.push_back(line); }};
  OptimumCache cache_{100'000, log_};
  const QuestionKey a_{"d", "a"}, b_{"d", "b"}, c_{"other", "a"};
};

TEST_F(OptimumCacheTest, EverythingThatIsAskedIsInTheKey) {
  const match::Question plain{.date = ParseDate("2026-11-23"), .regions = {"61.01"}, .taken = {}};
  std::set<std::string> keys;
  const auto add = [&](const match::Question& question, const std::string& policy = "p",
                       const std::string& scenario = "") {
    return keys.insert(KeyOf("d", policy, scenario, question).question).second;
  };
  EXPECT_TRUE(add(plain));
  EXPECT_FALSE(add(plain));
  EXPECT_TRUE(add(plain, "another policy"));
  EXPECT_TRUE(add(plain, "p", "a scenario"));
  match::Question question = plain;
  question.date = ParseDate("2026-11-24");
  EXPECT_TRUE(add(question));
  question.date = std::nullopt;
  EXPECT_TRUE(add(question));
  question = plain, question.days = 2;
  EXPECT_TRUE(add(question));
  question = plain, question.regions = {};
  EXPECT_TRUE(add(question));
  question = plain, question.regions = {"61.01", "61.02"};
  EXPECT_TRUE(add(question));
  question = plain, question.taken = {{.supplier_id = "S", .commodity = "beras", .weight = {1}}};
  EXPECT_TRUE(add(question));
  question.taken.front().weight = {2};
  EXPECT_TRUE(add(question));
  question.taken.front().date = ParseDate("2026-11-23");
  EXPECT_TRUE(add(question));
  question = plain;
  question.previous = {{.demand_id = "D", .commodity = "beras", .supplier_id = "S", .weight = {1}}};
  EXPECT_TRUE(add(question));
  question.previous.front().supplier_id = "T";
  EXPECT_TRUE(add(question));
  EXPECT_EQ(KeyOf("e", "p", "", plain).dataset, "e");
}

// What is bound below are all the fields there are: with one more it doesn't compile.
TEST_F(OptimumCacheTest, EveryFieldOfEveryRowIsInTheKey) {
  match::Question question;
  question.taken = {{.supplier_id = "S", .commodity = "beras", .weight = {1}}};
  question.previous = {{.demand_id = "D", .commodity = "beras", .supplier_id = "S", .weight = {1}}};
  question.at_hand = {{.demand_id = "D", .commodity = "beras", .weight = {1}}};
  std::set<std::string> keys;
  const auto is_new = [&] { return keys.insert(KeyOf("d", "p", "", question).question).second; };
  ASSERT_TRUE(is_new());
  const auto expect_new_with = [&](auto& field, const auto& other, const char* name) {
    const auto before = field;
    field = other;
    EXPECT_TRUE(is_new()) << name;
    field = before;
    EXPECT_FALSE(is_new()) << name << " is as before";
  };
  const auto other_day = ParseDate("2026-11-24");
  {
    // The last one says what is refused, before anything is solved: it isn't in the key.
    auto& [date, regions, taken, days, previous, at_hand, may_be_empty] = question;
    expect_new_with(date, other_day, "date");
    expect_new_with(regions, std::vector<std::string>{"61.01"}, "regions");
    expect_new_with(taken, std::vector<match::Taken>(), "taken");
    expect_new_with(days, 2, "days");
    expect_new_with(previous, std::vector<match::Delivered>(), "previous");
    expect_new_with(at_hand, std::vector<match::AtHand>(), "at_hand");
  }
  {
    auto& [supplier_id, commodity, weight, date] = question.taken.front();
    expect_new_with(supplier_id, std::string("T"), "taken supplier_id");
    expect_new_with(commodity, std::string("telur"), "taken commodity");
    expect_new_with(weight, Grams{2}, "taken weight");
    expect_new_with(date, other_day, "taken date");
  }
  {
    auto& [demand_id, commodity, supplier_id, weight] = question.previous.front();
    expect_new_with(demand_id, std::string("E"), "previous demand_id");
    expect_new_with(commodity, std::string("telur"), "previous commodity");
    expect_new_with(supplier_id, std::string("T"), "previous supplier_id");
    expect_new_with(weight, Grams{2}, "previous weight");
  }
  {
    auto& [demand_id, commodity, weight, use_by] = question.at_hand.front();
    expect_new_with(demand_id, std::string("E"), "at_hand demand_id");
    expect_new_with(commodity, std::string("telur"), "at_hand commodity");
    expect_new_with(weight, Grams{2}, "at_hand weight");
    expect_new_with(use_by, other_day, "at_hand use_by");
  }
}

TEST_F(OptimumCacheTest, AnotherQuestionDatasetOrNameIsAMiss) {
  const Result result = ResultOf(1000);
  Put(a_, result);
  EXPECT_EQ(cache_.Of(a_)->Find(""), result);
  EXPECT_FALSE(Has(b_));
  EXPECT_FALSE(Has(c_));
  EXPECT_FALSE(Has(a_, "frontier 0 at 0"));
  Put(a_, result, "frontier 0 at 0");
  EXPECT_TRUE(Has(a_, "frontier 0 at 0"));
  ASSERT_FALSE(lines_.empty());
  EXPECT_EQ(lines_.front(), "optimum a of datasets/d takes 1 MB; remembered are 1 in 1 MB");
  EXPECT_EQ(lines_.back(), "optimum a (frontier 0 at 0) of datasets/d was remembered, without a basis");
}

TEST_F(OptimumCacheTest, WhatWasUnusedLongestGoesFirst) {
  Put(a_, ResultOf(40'000));
  Put(b_, ResultOf(40'000));
  EXPECT_TRUE(Has(a_));
  Put(c_, ResultOf(40'000));
  EXPECT_TRUE(Has(a_));
  EXPECT_FALSE(Has(b_));
  EXPECT_TRUE(Has(c_));
  Put(b_, ResultOf(100'000));  // with what is around it, more than all may be
  EXPECT_FALSE(Has(b_));
  EXPECT_TRUE(Has(a_));
  Put(b_, ResultOf(90'000));
  EXPECT_TRUE(Has(b_));
  EXPECT_FALSE(Has(a_) || Has(c_));
  for (int i = 0; i < 10; ++i) Put(b_, ResultOf(90'000));  // counted once
  EXPECT_TRUE(Has(b_));
}

TEST_F(OptimumCacheTest, NothingIsRememberedWhereNothingMayBe) {
  OptimumCache none(0, log_);
  EXPECT_EQ(none.Of(a_), nullptr);
}

TEST_F(OptimumCacheTest, ADatasetIsForgotten) {
  Put(a_, ResultOf(1000));
  Put(b_, ResultOf(1000));
  Put(c_, ResultOf(90'000));
  cache_.Forget("d");
  EXPECT_FALSE(Has(a_) || Has(b_));
  EXPECT_TRUE(Has(c_));
}

TEST_F(OptimumCacheTest, ABasisIsNotGivenUpForTheSameWithout) {
  const match::Toy toy = match::ReadToy();
  OptimumCache cache(1 << 20, log_);
  const auto memory = cache.Of(a_);
  match::MatchOptions options{.threads = 1, .keep = true};
  match::Solve(toy.dataset, toy.policy, {}, options, StopToken(), nullptr, memory.get());
  const Result with = memory->Find("");
  ASSERT_TRUE(with && with->kept);
  memory->Remember("", ResultOf(1000));
  EXPECT_EQ(memory->Find(""), with);
}

TEST_F(OptimumCacheTest, ManyAskAtOnce) {
  const match::Toy toy = match::ReadToy();
  Log quiet(LogLevel::kError, [](LogLevel, const std::string&) {});
  OptimumCache cache(40'000, quiet);  // too few for all of them
  const auto ask = [&](int first) {
    for (int i = 0; i < 40; ++i) {
      const QuestionKey key{"d", std::to_string((first + i) % 7)};
      const auto memory = cache.Of(key);
      const match::MatchOptions options{.threads = 1, .keep = i % 2 == 0};
      const auto answer =
          match::Solve(toy.dataset, toy.policy, {}, options, StopToken(), nullptr, memory.get());
      ASSERT_TRUE(answer.solved);
      EXPECT_EQ(answer.solved->matching.objective, 386'300'000);
      EXPECT_EQ(answer.solved->kept != nullptr, options.keep);
      if (i % 10 == 9) cache.Forget("d");
    }
  };
  std::jthread one([&] { ask(0); }), other([&] { ask(0); }), third([&] { ask(3); });
}

}  // namespace
}  // namespace pasok::server
