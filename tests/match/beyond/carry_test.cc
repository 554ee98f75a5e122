#include "engine/match/beyond/carry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <random>

namespace pasok::match::beyond {
namespace {

// nullopt: not possible.
std::optional<std::int64_t> CostOf(const CarryQuestion& question, const std::vector<std::int64_t>& carried) {
  std::vector<std::int64_t> wants;
  for (const CarryNeed& need : question.needs) wants.push_back(need.own);
  std::int64_t cost = 0;
  for (std::size_t e = 0; e < carried.size(); ++e) {
    const CarryWay& way = question.ways[e];
    cost += way.unit * carried[e];
    wants[way.to] -= carried[e];
    if (way.from != CarryWay::kStock) wants[way.from] += carried[e];
  }
  for (std::size_t v = 0; v < wants.size(); ++v) {
    if (wants[v] < 0 || wants[v] >= std::ssize(question.needs[v].cost)) return std::nullopt;
    cost += question.needs[v].cost[wants[v]];
  }
  return cost;
}

// By trying everything.
std::optional<std::int64_t> LeastCostOf(const CarryQuestion& question) {
  std::vector<std::int64_t> carried(question.ways.size());
  std::optional<std::int64_t> least;
  for (std::size_t at = 0; at <= carried.size();) {
    const std::optional<std::int64_t> cost = CostOf(question, carried);
    if (cost && (!least || *cost < *least)) least = cost;
    for (at = 0; at < carried.size() && carried[at] == question.ways[at].most; ++at) carried[at] = 0;
    if (at == carried.size()) break;
    ++carried[at];
  }
  return least;
}

// Two deliveries of 8, of which nothing else can be had, for two days' needs of 4: one does for both.
TEST(Carry, OneDeliveryServesTwoDays) {
  const std::vector<std::int64_t> cost{0, 100, 200, 300, 400, 500, 600, 700, 80};  // of being short 100
  const CarryQuestion question{.needs = {{.own = 4, .cost = cost}, {.own = 4, .cost = cost}},
                               .ways = {{.from = 0, .to = 1, .unit = 1, .most = 10}}};
  EXPECT_EQ(LeastCarried(question), std::vector<std::int64_t>{4});
}

TEST(Carry, IsTheLeastOfAll) {
  std::mt19937_64 random(11);
  int possible = 0, impossible = 0;
  for (int i = 0; i < 3'000; ++i) {
    SCOPED_TRACE(i);
    CarryQuestion question;
    const auto needs = static_cast<std::int32_t>(1 + random() % 4);
    for (std::int32_t v = 0; v < needs; ++v) {
      CarryNeed& need = question.needs.emplace_back();
      need.own = static_cast<std::int64_t>(random() % 8) - 2;
      for (std::size_t n = random() % 14 + 1; n > 0; --n)
        need.cost.push_back(static_cast<std::int64_t>(random() % 100));
      if (random() % 3 == 0)
        question.ways.push_back({.to = v,
                                 .unit = static_cast<std::int64_t>(random() % 3),
                                 .most = static_cast<std::int64_t>(random() % 5)});
      if (v == 0 || random() % 5 == 0) continue;
      const auto other = static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(v));
      const bool is_from = random() % 2 == 0;
      question.ways.push_back({.from = is_from ? v : other,
                               .to = is_from ? other : v,
                               .unit = static_cast<std::int64_t>(random() % 20),
                               .most = static_cast<std::int64_t>(random() % 6)});
    }
    const std::optional<std::int64_t> least = LeastCostOf(question);
    const std::vector<std::int64_t> carried = LeastCarried(question);
    if (!least) {
      ++impossible;
      EXPECT_TRUE(carried.empty());
      continue;
    }
    ++possible;
    ASSERT_EQ(carried.size(), question.ways.size());
    for (std::size_t e = 0; e < carried.size(); ++e) {
      EXPECT_GE(carried[e], 0);
      EXPECT_LE(carried[e], question.ways[e].most);
    }
    EXPECT_EQ(CostOf(question, carried), least);
  }
  EXPECT_GT(possible, 500);
  EXPECT_GT(impossible, 100);
}

}  // namespace
}  // namespace pasok::match::beyond
