// What the checker looks up in sorted registers is what a look at every row of them finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "engine/match/recheck/rules.h"
#include "tests/match/random_market.h"

namespace pasok::match::recheck {
namespace {

constexpr Date kDay{20'000};

// Rows of a few days, of many places: often several of those that a demand point lies in.
void DrawCalendar(Dataset& dataset, std::mt19937_64& random) {
  dataset.calendar.clear();
  for (std::int32_t day = -1; day <= 1; ++day) {
    const auto add = [&](std::int32_t demand_point, std::int32_t region) {
      if (random() % 3 == 0)
        dataset.calendar.push_back(
            {.date = Date{kDay.days + day}, .demand_point = demand_point, .region = region});
    };
    for (std::int32_t region = kNone; region < std::ssize(dataset.regions); ++region) add(kNone, region);
    for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) add(d, kNone);
  }
  ASSERT_TRUE(std::ranges::is_sorted(dataset.calendar, {}, [](const CalendarDay& row) {
    return std::tuple(row.date, row.demand_point, row.region);
  }));
}

// Its own, or that of the deepest region.
const CalendarDay* MostSpecialRow(const Dataset& dataset, std::int32_t demand_point) {
  const CalendarDay* found = nullptr;
  int depth = -1;
  for (const CalendarDay& row : dataset.calendar) {
    const bool is_within =
        row.region == kNone || dataset.IsWithin(dataset.demand_points[demand_point].region, row.region);
    const bool is_own = row.demand_point == demand_point;
    if (row.date != kDay || !is_within || (row.demand_point != kNone && !is_own)) continue;
    const int of_row = is_own ? 99 : row.region == kNone ? 0 : 1 + dataset.regions[row.region].level;
    if (of_row > depth) found = &row, depth = of_row;
  }
  return found;
}

TEST(CalendarOf, IsTheMostSpecialRowOfTheDay) {
  std::mt19937_64 random(8);
  int own = 0, of_region = 0, of_all = 0, none = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Dataset dataset = RandomMarket(random, {.most_demand_points = 10}).dataset;
    DrawCalendar(dataset, random);
    for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) {
      const CalendarDay* row = CalendarOf(dataset, d, kDay);
      ASSERT_EQ(row, MostSpecialRow(dataset, d));
      ++(!row ? none : row->demand_point != kNone ? own : row->region != kNone ? of_region : of_all);
    }
  }
  EXPECT_GT(std::min({own, of_region, of_all, none}), 50);
}

TEST(RowsOf, AreThoseOfTheSupplierAmongTheCommoditys) {
  std::mt19937_64 random(9);
  int several = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {});
    std::vector<Offer> offers;
    for (const Offer& row : market.dataset.offers) offers.insert(offers.end(), 1 + random() % 2, row);
    market.dataset.offers = offers;
    const DayRules rules(market.dataset, market.policy, market.question.date, {}, {});
    for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
      for (std::int32_t k = 0; k < std::ssize(market.dataset.commodities); ++k) {
        std::vector<const DayOffer*> wanted, found;
        for (const std::int32_t o : rules.offers_of(k)) {
          if (rules.offers()[o].supplier == s) wanted.push_back(&rules.offers()[o]);
        }
        for (const DayOffer& row : rules.RowsOf(s, k)) found.push_back(&row);
        ASSERT_EQ(found, wanted);
        several += found.size() > 1;
      }
    }
  }
  EXPECT_GT(several, 20);
}

}  // namespace
}  // namespace pasok::match::recheck
