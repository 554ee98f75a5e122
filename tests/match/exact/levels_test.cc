// Coarse networks keep what is sold and what is needed, by region and commodity.
#include "engine/match/exact/levels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

std::int32_t RegionOn(const Site& site, int level) {
  std::int32_t region = site.enclosing[0];
  for (std::size_t deeper = 1; deeper <= static_cast<std::size_t>(level); ++deeper) {
    if (site.enclosing[deeper] != kNone) region = site.enclosing[deeper];
  }
  return region;
}

// Capacity, and what it is worth at the offers' prices.
struct Sold {
  std::int64_t quanta = 0;
  double worth = 0;
  void Add(std::int64_t price, std::int64_t capacity) {
    quanta += capacity, worth += static_cast<double>(price) * static_cast<double>(capacity);
  }
};

void ExpectKeepsWhatIsSold(const Rooms& rooms, int level, int bins) {
  const Network& fine = rooms.network;
  const std::vector<std::int64_t> share = ShareEvenly(fine);
  const CoarseNetwork made = Coarsen(fine, rooms.instance, level, bins, share);
  const Network& coarse = made.network;
  ASSERT_EQ(made.coarse_of.size(), fine.groups.size());
  ASSERT_EQ(coarse.first_group.size(), fine.first_group.size());
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> coarse_at;  // (commodity, region) -> group
  std::vector<Sold> fine_sold(coarse.groups.size()), coarse_sold(coarse.groups.size());
  std::vector<std::array<double, 3>> sum(coarse.groups.size());
  for (std::int32_t g = 0; g < fine.group_count(); ++g) {
    const Group& group = fine.groups[g];
    const Site& site = fine.sites[group.site];
    const std::int32_t to = made.coarse_of[g];
    const auto [at, is_new] = coarse_at.emplace(std::pair(group.commodity, RegionOn(site, level)), to);
    ASSERT_EQ(at->second, to) << "one group for each region and commodity";
    ASSERT_EQ(coarse.groups[to].commodity, group.commodity);
    ASSERT_EQ(coarse.sites[coarse.groups[to].site].region, RegionOn(site, level));
    ASSERT_EQ(RegionOn(coarse.sites[coarse.groups[to].site], 3), RegionOn(site, level));
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i)
      fine_sold[to].Add(fine.plain[i].price, fine.plain[i].capacity);
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i)
      fine_sold[to].Add(fine.capped[i].price, share[i]);
    for (std::size_t axis = 0; axis < 3; ++axis) sum[to][axis] += site.unit[axis];
  }
  ASSERT_EQ(coarse_at.size(), coarse.groups.size());
  ASSERT_TRUE(coarse.capped.empty());
  for (std::int32_t g = 0; g < coarse.group_count(); ++g) {
    const Group& group = coarse.groups[g];
    ASSERT_GE(g, coarse.first_group[group.commodity]);
    ASSERT_LT(g, coarse.first_group[group.commodity + 1]);
    ASSERT_LE(group.end_plain - group.first_plain, bins);
    std::int64_t last = INT64_MIN;
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) {
      ASSERT_GE(coarse.plain[i].price, last);
      ASSERT_GT(coarse.plain[i].capacity, 0);
      last = coarse.plain[i].price;
      coarse_sold[g].Add(coarse.plain[i].price, coarse.plain[i].capacity);
    }
    ASSERT_EQ(coarse_sold[g].quanta, fine_sold[g].quanta);
    // A bin's mean price is rounded to the sen.
    const auto quanta = static_cast<double>(fine_sold[g].quanta);
    ASSERT_NEAR(coarse_sold[g].worth, fine_sold[g].worth, quanta / 2 + 1e-9 * fine_sold[g].worth);
    const double length = std::hypot(sum[g][0], sum[g][1], sum[g][2]);
    for (std::size_t axis = 0; axis < 3 && length > 1e-9; ++axis)
      ASSERT_NEAR(coarse.sites[group.site].unit[axis], sum[g][axis] / length, 1e-9);
  }
}

// The suppliers as they are, and their capped offers one by one, in their groups' coarse ones by price.
void ExpectKeepsTotals(const Rooms& rooms, int level) {
  const Network& fine = rooms.network;
  const CoarseNetwork made = Coarsen(fine, rooms.instance, level, 3, std::nullopt);
  const Network& coarse = made.network;
  ASSERT_EQ(coarse.capped.size(), fine.capped.size());
  ASSERT_EQ(made.fine_capped.size(), fine.capped.size());
  std::vector<char> seen(fine.capped.size());
  for (std::int32_t g = 0; g < coarse.group_count(); ++g) {
    std::int64_t last = INT64_MIN;
    for (std::int32_t i = coarse.groups[g].first_capped; i < coarse.groups[g].end_capped; ++i) {
      const CappedOffer& one = coarse.capped[i];
      const CappedOffer& like = fine.capped[made.fine_capped[i]];
      ASSERT_EQ(one.group, g);
      ASSERT_EQ(made.coarse_of[like.group], g);
      ASSERT_GE(one.price, last);
      last = one.price;
      ASSERT_EQ(std::tuple(one.price, one.capacity, one.offer, one.supplier, one.piece),
                std::tuple(like.price, like.capacity, like.offer, like.supplier, like.piece));
      ASSERT_FALSE(std::exchange(seen[made.fine_capped[i]], 1));
    }
  }
  ASSERT_TRUE(std::ranges::all_of(seen, [](char is) { return is != 0; }));
  ASSERT_EQ(coarse.suppliers.size(), fine.suppliers.size());
  ASSERT_EQ(coarse.supplier_offers.size(), fine.supplier_offers.size());
  for (std::size_t i = 0; i < fine.supplier_offers.size(); ++i)
    ASSERT_EQ(made.fine_capped[coarse.supplier_offers[i]], fine.supplier_offers[i]);
  for (std::size_t s = 0; s < fine.suppliers.size(); ++s)
    ASSERT_EQ(coarse.suppliers[s].capacity, fine.suppliers[s].capacity);
}

// One requirement for each region and commodity, which needs what its members need, at their mean penalty.
void ExpectKeepsWhatIsNeeded(const Rooms& rooms, int level) {
  const Instance& fine = rooms.instance;
  const CoarseKitchens made = CoarsenKitchens(fine, level);
  const Instance& coarse = made.instance;
  ASSERT_EQ(made.coarse_of.size(), fine.requirements.size());
  ASSERT_EQ(coarse.commodities.size(), fine.commodities.size());
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t>
      coarse_at;  // (commodity, region) -> requirement
  std::vector<Sold> needed(coarse.requirements.size());
  for (std::size_t r = 0; r < fine.requirements.size(); ++r) {
    const RequirementRow& row = fine.requirements[r];
    const std::int32_t to = made.coarse_of[r];
    const std::int32_t region = RegionOn(SiteOf(*fine.dataset, fine.places[row.place]), level);
    ASSERT_EQ(coarse_at.emplace(std::pair(row.commodity, region), to).first->second, to);
    ASSERT_EQ(coarse.requirements[to].commodity, row.commodity);
    ASSERT_EQ(coarse.places[coarse.requirements[to].place].region, region);
    needed[to].Add(row.penalty, row.need);
  }
  ASSERT_EQ(coarse_at.size(), coarse.requirements.size());
  for (std::size_t r = 0; r < coarse.requirements.size(); ++r) {
    const RequirementRow& row = coarse.requirements[r];
    ASSERT_EQ(row.need, needed[r].quanta);
    ASSERT_EQ(row.lane_cap, row.need);
    ASSERT_NEAR(static_cast<double>(row.penalty), needed[r].worth / static_cast<double>(row.need),
                0.5 + 1e-9 * static_cast<double>(row.penalty));
  }
  std::int32_t at = 0;
  for (std::size_t k = 0; k < coarse.commodities.size(); ++k) {
    const CommoditySpan& span = coarse.commodities[k];
    ASSERT_EQ(span.rule, fine.commodities[k].rule);
    ASSERT_EQ(span.first_requirement, at);
    for (; at < span.end_requirement; ++at)
      ASSERT_EQ(coarse.requirements[at].commodity, static_cast<std::int32_t>(k));
  }
  ASSERT_EQ(at, std::ssize(coarse.requirements));
}

// The transfers of two coarse requirements are one, which carries what they do.
void ExpectKeepsWhatIsSent(const Instance& fine, int level) {
  const CoarseKitchens made = CoarsenKitchens(fine, level);
  const std::vector<Transfer>& coarse = made.instance.transfers;
  ASSERT_EQ(made.coarse_transfer_of.size(), fine.transfers.size());
  std::vector<Sold> sum(coarse.size());
  std::vector<std::int64_t> fine_sent;
  for (std::size_t i = 0; i < fine.transfers.size(); ++i) {
    const Transfer& transfer = fine.transfers[i];
    const std::int32_t to = made.coarse_transfer_of[i];
    ASSERT_EQ(coarse[to].to, made.coarse_of[transfer.to]);
    ASSERT_EQ(coarse[to].from, transfer.from == kNone ? kNone : made.coarse_of[transfer.from]);
    sum[to].Add(transfer.cost, transfer.capacity);
    fine_sent.push_back(transfer.capacity * static_cast<std::int64_t>(i % 4) / 3);
  }
  for (std::size_t i = 0; i < coarse.size(); ++i) {
    ASSERT_EQ(coarse[i].capacity, sum[i].quanta);
    ASSERT_NEAR(static_cast<double>(coarse[i].cost), sum[i].worth / static_cast<double>(sum[i].quanta),
                static_cast<double>(fine.transfers.size()));
    ASSERT_TRUE(i == 0 ||
                std::pair(coarse[i - 1].to, coarse[i - 1].from) < std::pair(coarse[i].to, coarse[i].from));
  }
  const std::vector<std::int64_t> sent = GatherSent(made, fine_sent);
  ASSERT_EQ(std::accumulate(sent.begin(), sent.end(), std::int64_t{0}),
            std::accumulate(fine_sent.begin(), fine_sent.end(), std::int64_t{0}));
  const std::vector<std::int64_t> back = SpreadSent(made, fine, sent);
  std::vector<std::int64_t> left = sent;
  for (std::size_t i = 0; i < back.size(); ++i) {
    ASSERT_LE(back[i], fine.transfers[i].capacity);
    left[made.coarse_transfer_of[i]] -= back[i];
  }
  for (const std::int64_t quanta : left) {
    ASSERT_GE(quanta, 0);
    ASSERT_LT(quanta, std::ssize(fine.transfers)) << "only what rounding takes";
  }
}

class Levels : public testing::TestWithParam<Flavour> {};

TEST_P(Levels, KeepWhatIsSent) {
  const std::uint64_t seeds = Seeds(50);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    const Case made = RandomTransfers(GetParam(), seed);
    for (int level = 0; level < 4; ++level) ExpectKeepsWhatIsSent(*made.instance, level);
  }
}

TEST_P(Levels, KeepWhatIsSoldAndNeeded) {
  const std::uint64_t seeds = Seeds(50);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    const Case made = RandomCase(GetParam(), seed);
    const Rooms rooms(made);
    for (int level = 0; level < 4; ++level) {
      ExpectKeepsWhatIsNeeded(rooms, level);
      ExpectKeepsTotals(rooms, level);
      for (const int bins : {1, 2, 10}) {
        SCOPED_TRACE("seed " + std::to_string(seed) + " level " + std::to_string(level) + " bins " +
                     std::to_string(bins));
        ExpectKeepsWhatIsSold(rooms, level, bins);
      }
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, Levels, testing::ValuesIn(kEveryFlavour));

TEST(LevelsOfAMarket, KeepWhatIsSoldAndNeeded) {
  const Case made = MarketCase({.suppliers = 2'000, .kitchens = 10}, 1);
  const Rooms rooms(made);
  ExpectKeepsWhatIsNeeded(rooms, 1);
  ExpectKeepsWhatIsNeeded(rooms, 2);
  ExpectKeepsWhatIsSold(rooms, 2, 10);
  ExpectKeepsWhatIsSold(rooms, 3, 6);
}

}  // namespace
}  // namespace pasok::match::exact
