// A need on each day, beside the same counted for each day by itself.
#include "engine/study/scenario/need_by_day.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <random>
#include <vector>

namespace pasok::study {
namespace {

constexpr std::int32_t kFirst = 20'000, kDays = 12;

// The factors that hold on the day, one after the other.
std::int64_t NeedOn(const std::optional<Date>& day, std::int64_t grams,
                    const std::vector<MenuFactor>& factors) {
  for (const MenuFactor& factor : factors) {
    if (factor.HoldsOn(day)) grams = (grams * factor.millionths + 500'000) / 1'000'000;
  }
  return grams;
}

MenuFactor RandomFactor(std::mt19937_64& random) {
  constexpr std::int64_t kFactors[] = {0, 1, 300'000, 999'999, 1'000'000, 1'000'001, 1'500'000, 7'000'000};
  const auto day = [&](std::int32_t least) {
    return Date{least +
                static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(kFirst + kDays - least))};
  };
  MenuFactor factor{.millionths = kFactors[random() % std::size(kFactors)], .from = {}, .to = {}};
  if (random() % 3 > 0) factor.from = day(kFirst);
  if (random() % 3 > 0) factor.to = day(factor.from ? factor.from->days : kFirst);
  return factor;
}

TEST(NeedByDay, IsTheProductOfTheFactorsThatHoldOnTheDay) {
  std::mt19937_64 random(7);
  std::vector<std::optional<Date>> days{std::nullopt};  // and one before and one after all windows
  for (std::int32_t day = kFirst - 1; day <= kFirst + kDays; ++day) days.emplace_back(Date{day});
  for (int i = 0; i < 2000; ++i) {
    const auto grams = static_cast<std::int64_t>(random() % 10'000);
    NeedByDay need(Grams{grams});
    std::vector<MenuFactor> factors;
    for (int f = 0; f < 6; ++f) {
      const MenuFactor factor = RandomFactor(random);
      NeedByDay::Outcome expected;
      std::int64_t most = 0;
      for (const std::optional<Date>& day : days) {
        const std::int64_t now = NeedOn(day, grams, factors);
        most = std::max(most, now);
        if (!factor.HoldsOn(day)) continue;
        const std::int64_t then = NeedOn(day, now, {factor});
        expected.differs = expected.differs || then != now;
        expected.most = std::max(expected.most, Grams{then});
      }
      EXPECT_EQ(need.most(), Grams{most});
      const NeedByDay::Outcome outcome = need.Try(factor);
      EXPECT_EQ(outcome.differs, expected.differs);
      EXPECT_EQ(outcome.most, expected.most);
      need.Multiply(factor);
      factors.push_back(factor);
    }
  }
}

TEST(NeedByDay, GrowsNoFurtherThanItsMost) {
  const MenuFactor thousand{.millionths = 1'000'000'000, .from = {}, .to = {}};
  NeedByDay need(Grams{1});
  for (int i = 0; i < 100; ++i) need.Multiply(thousand);
  EXPECT_EQ(need.most(), NeedByDay::kMost);
  EXPECT_EQ(need.Try(thousand).most, NeedByDay::kMost);
  need.Multiply({.millionths = 0, .from = {}, .to = {}});
  EXPECT_EQ(need.most(), Grams{});
}

}  // namespace
}  // namespace pasok::study
