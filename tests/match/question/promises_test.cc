// What contracts would come to were something else so, against the same question asked anew.
#include "engine/match/question/promises.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/question/contracts.h"
#include "engine/match/question/transfers.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"

namespace pasok::match {
namespace {

// By requirement, offer: what is reserved, and what the lane may carry.
using Lanes = std::map<std::pair<std::int32_t, std::int32_t>, std::pair<std::int64_t, std::int64_t>>;

// Lanes of contracts, of which the terms say what differs from their requirements' caps.
Lanes LanesOf(const Instance& instance, std::span<const RequirementRow> rows,
              std::span<const PairTerm> terms) {
  Lanes lanes;
  for (const DueContract& due : instance.contracts) {
    if (due.offer != kNone) lanes[{due.requirement, due.offer}] = {0, rows[due.requirement].lane_cap};
  }
  for (const PairTerm& term : terms)
    lanes[{term.requirement, term.offer}] = {term.reserved,
                                             std::min(term.cap, rows[term.requirement].lane_cap)};
  return lanes;
}

// The terms as they are, and then those that differ.
std::vector<PairTerm> Both(std::vector<PairTerm> terms, const std::vector<PairTerm>& then) {
  terms.insert(terms.end(), then.begin(), then.end());
  return terms;
}

std::optional<Instance> Read(std::mt19937_64& random, const Market& market) {
  InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
  if (!reading.instance || reading.instance->contracts.empty()) return std::nullopt;
  // Tight enough that contracts hold each other back.
  for (OfferRow& offer : reading.instance->offers) offer.capacity = 1 + offer.capacity / (1 + random() % 4);
  reading.instance->pair_terms = TermsWith(*reading.instance, reading.instance->requirements);
  return std::move(reading.instance);
}

TEST(Promises, OfOtherNeedsAreThoseOfTheQuestionAskedAnew) {
  std::mt19937_64 random(3);
  int differ = 0;
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    const Market market = RandomMarket(random, {.most_suppliers = 10,
                                                .most_demand_points = 4,
                                                .horizon = round % 3 == 0,
                                                .contracts = true,
                                                .kept = round % 3 == 0,
                                                .aggregators = round % 2 == 1});
    const std::optional<Instance> instance = Read(random, market);
    if (!instance) continue;
    Promises promises(*instance, instance->requirements);
    for (int change = 0; change < 10; ++change) {
      std::vector<RequirementRow> rows = instance->requirements;
      Promises::Change then;
      for (std::int32_t r = 0; r < std::ssize(rows); ++r) {
        if (random() % 5 != 0) continue;
        rows[r].need = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(2 * rows[r].need + 3));
        if (rows[r].sends > 0) rows[r].sends += static_cast<std::int64_t>(random() % 3);
        rows[r].lane_cap = LaneCapOf(instance->policy, rows[r].most_in());
        then.requirements.emplace_back(r, rows[r]);
      }
      const std::vector<PairTerm> changed = promises.TermsThen(then);
      differ += !changed.empty();
      EXPECT_EQ(LanesOf(*instance, rows, Both(instance->pair_terms, changed)),
                LanesOf(*instance, rows, TermsWith(*instance, rows)));
    }
    EXPECT_EQ(LanesOf(*instance, instance->requirements, promises.Terms()),
              LanesOf(*instance, instance->requirements, instance->pair_terms));
  }
  EXPECT_GT(differ, 200);
}

TEST(Promises, WithoutSomeSuppliersAreThoseOfTheQuestionAskedAnew) {
  std::mt19937_64 random(4);
  int differ = 0;
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE(round);
    const Market market = RandomMarket(
        random,
        {.most_suppliers = 10, .most_demand_points = 4, .contracts = true, .aggregators = round % 2 == 1});
    const std::optional<Instance> instance = Read(random, market);
    if (!instance) continue;
    Promises promises(*instance, instance->requirements);
    for (int change = 0; change < 10; ++change) {
      std::vector<std::int32_t> lost;
      for (std::int32_t s = 0; s < std::ssize(instance->suppliers); ++s) {
        if (random() % 4 == 0) lost.push_back(s);
      }
      const auto is_lost = [&](std::int32_t offer) {
        return std::ranges::binary_search(lost, instance->offers[offer].supplier);
      };
      Instance without = *instance;
      std::erase_if(without.contracts,
                    [&](const DueContract& due) { return due.offer != kNone && is_lost(due.offer); });
      std::erase_if(without.pair_terms, [&](const PairTerm& term) { return is_lost(term.offer); });
      const std::vector<PairTerm> changed = promises.TermsThen({.requirements = {}, .lost = lost});
      differ += !changed.empty();
      EXPECT_EQ(LanesOf(without, without.requirements, Both(without.pair_terms, changed)),
                LanesOf(without, without.requirements, TermsWith(without, without.requirements)));
    }
  }
  EXPECT_GT(differ, 50);
}

// Each of twenty suppliers has promised 8 kg each to two kitchens of its own, of 10 kg that it has.
TEST(Promises, AreWeighedAnewOnlyAsFarAsAChangeIsFelt) {
  std::string suppliers = "supplier_id,name,kind,region\n";
  std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n";
  std::string kitchens = "demand_id,name,kind,region\n", needs = "demand_id,commodity,kg\n";
  std::string contracts = "supplier_id,demand_id,commodity,min_kg\n";
  for (int i = 0; i < 20; ++i) {
    const std::string n = std::to_string(i), s = "S" + n;
    suppliers += s + ",Toko,kdmp,61.01.01.2001\n";
    offers += s + ",beras,10,10000\n";
    for (const std::string& k : {"K" + n, "L" + n}) {
      kitchens += k + ",Dapur,sppg,61.01.01.2001\n";
      needs += k + ",beras,20\n";
      contracts += s + "," + k + ",beras,8\n";
    }
  }
  const Tiny tiny = ReadTiny({{"suppliers.csv", suppliers},
                              {"offers.csv", offers},
                              {"demand_points.csv", kitchens},
                              {"requirements.csv", needs},
                              {"contracts.csv", contracts}});
  const Instance instance = InstanceOf(tiny);
  Promises promises(instance, instance.requirements);
  const std::int64_t all = promises.weighed();
  EXPECT_EQ(all, 40);
  RequirementRow row = instance.requirements[0];
  // As much as before is wanted of 19 kg.
  row.need = 19;
  promises.TermsThen({.requirements = {{0, row}}});
  EXPECT_EQ(promises.weighed() - all, 0);
  // The other of the two keeps more of its promise.
  row.need = 1;
  EXPECT_EQ(promises.TermsThen({.requirements = {{0, row}}}).size(), 2U);
  EXPECT_EQ(promises.weighed() - all, 0);
  row.need = 7;
  promises.TermsThen({.requirements = {{0, row}}});
  EXPECT_EQ(promises.weighed() - all, 2);
  // Both are the supplier's.
  const std::vector<std::int32_t> lost{3};
  EXPECT_TRUE(promises.TermsThen({.requirements = {}, .lost = lost}).empty());
  EXPECT_EQ(promises.weighed() - all, 2);
}

}  // namespace
}  // namespace pasok::match
