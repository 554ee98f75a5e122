// What may be kept on which night, against the definition night by night.
#include "engine/match/question/nights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "tests/match/random_market.h"

namespace pasok::match {
namespace {

// Instances of several days with food that keeps, and of each demand point and commodity the requirements.
template <class Visit>
void VisitSeries(int markets, const Visit& visit) {
  std::mt19937_64 random(315);
  for (int i = 0; i < markets; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {.horizon = true, .rules = true, .kept = true});
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance || !reading.instance->date) continue;
    const Instance& instance = *reading.instance;
    std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int32_t>> series;
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const RequirementRow& row = instance.requirements[r];
      if (!instance.IsRelief(r))
        series[{row.demand_point, instance.commodities[row.commodity].dataset_commodity}].push_back(r);
    }
    for (const auto& [key, taking] : series) ASSERT_NO_FATAL_FAILURE(visit(instance, taking, random));
  }
}

TEST(Nights, WhatIsKeptInTurnIsWantedForTheDaysOnWhichItIsFresh) {
  int wanted = 0, limited = 0;
  VisitSeries(300, [&](const Instance& instance, const std::vector<std::int32_t>& taking, auto&) {
    const std::vector<Keeping> kept = KeptInTurn(instance, taking);
    ASSERT_EQ(kept.size() + 1, taking.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      EXPECT_EQ(kept[i].from, taking[i]);
      EXPECT_EQ(kept[i].to, taking[i + 1]);
      EXPECT_EQ(kept[i].wanted, FreshAndNeededLater(instance, taking[i]));
      std::int64_t later = 0;
      for (std::size_t j = i + 1; j < taking.size(); ++j) later += instance.requirements[taking[j]].need;
      EXPECT_LE(kept[i].wanted, later);
      wanted += kept[i].wanted > 0, limited += kept[i].wanted > 0 && kept[i].wanted < later;
    }
  });
  EXPECT_GT(wanted, 100);
  EXPECT_GT(limited, 20);
}

TEST(Nights, TheFullestIsTheOneThatHoldsMost) {
  int overlaps = 0, apart = 0;
  VisitSeries(300, [&](const Instance& instance, const std::vector<std::int32_t>& taking, auto& random) {
    std::vector<Keeping> kept;
    for (std::size_t i = 0; i < taking.size(); ++i) {
      for (std::size_t j = i + 1; j < taking.size(); ++j) {
        if (random() % 3 == 0)
          kept.push_back(
              {.from = taking[i], .to = taking[j], .wanted = static_cast<std::int64_t>(random() % 10)});
      }
    }
    Fullest expected;
    for (std::int32_t day = 0; day < std::ssize(instance.days); ++day) {
      std::int64_t quanta = 0, count = 0;
      for (const Keeping& each : kept) {
        if (instance.DayOf(each.from) > day || instance.DayOf(each.to) <= day) continue;
        quanta += each.wanted, ++count;
      }
      expected.quanta = std::max(expected.quanta, quanta);
      expected.overlap |= count > 1;
    }
    const Fullest fullest = FullestNight(instance, kept);
    EXPECT_EQ(fullest.quanta, expected.quanta);
    EXPECT_EQ(fullest.overlap, expected.overlap);
    (expected.overlap ? overlaps : apart) += kept.empty() ? 0 : 1;
  });
  EXPECT_GT(overlaps, 20);
  EXPECT_GT(apart, 20);
}

}  // namespace
}  // namespace pasok::match
