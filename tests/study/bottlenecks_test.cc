// Cuts against Boost's maximum flows, with capacity added and removed; marginal values against cold solves of
// changed needs.
#include "engine/study/bottlenecks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <map>
#include <numeric>
#include <random>

#include "engine/match/question/contracts.h"
#include "engine/match/question/reliefs.h"
#include "engine/study/days.h"
#include "engine/study/price_range.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/find_bottlenecks.h"
#include "tests/study/residual/cold.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::Market;

// How capacities differ from the instance's.
struct Altered {
  std::int32_t offer = kNone, supplier = kNone, aggregator = kNone, transfer = kNone;
  std::int32_t store = kNone;  // a transfer: this and all of the same store, but for what wouldn't be fresh
  std::int64_t more = 0;
};

std::int32_t DatasetCommodityOf(const Instance& instance, std::int32_t r) {
  return instance.commodities[instance.requirements[r].commodity].dataset_commodity;
}

bool IsKept(const Instance& instance, const match::Transfer& transfer) {
  return transfer.from != kNone &&
         DayOfRequirement(instance, transfer.from) != DayOfRequirement(instance, transfer.to);
}

bool IsOfStore(const Instance& instance, const match::Transfer& transfer, std::int32_t store) {
  if (store == kNone) return false;
  const std::int32_t r = instance.transfers[store].from;
  return IsKept(instance, transfer) &&
         instance.requirements[transfer.from].demand_point == instance.requirements[r].demand_point &&
         DatasetCommodityOf(instance, transfer.from) == DatasetCommodityOf(instance, r);
}

// What is needed after the transfer's first day of what came on that day, while it is fresh.
std::int64_t FreshNeed(const Instance& instance, const match::Transfer& transfer) {
  if (instance.IsRelief(transfer.to)) return instance.requirements[match::NeedOf(instance, transfer.to)].need;
  const auto date_of = [&](std::int32_t r) { return instance.days[DayOfRequirement(instance, r)]->days; };
  const CommodityRule& rule = *instance.commodities[instance.requirements[transfer.from].commodity].rule;
  const std::int32_t nights = *rule.shelf_life_days - 1 - instance.policy.storage.min_shelf_left_days;
  std::int64_t need = 0;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const std::int32_t later = date_of(r) - date_of(transfer.from);
    if (instance.requirements[r].demand_point == instance.requirements[transfer.from].demand_point &&
        DatasetCommodityOf(instance, r) == DatasetCommodityOf(instance, transfer.from) && later > 0 &&
        later <= nights)
      need += instance.requirements[r].need;
  }
  return need;
}

// The most that these requirements can get in all, by Boost; those not of `wanting` no more than they have.
std::int64_t MostFlow(const match::Solved& solved, const std::vector<std::int32_t>& requirements,
                      const Altered& altered, const std::vector<std::int32_t>* wanting = nullptr) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Graph = boost::adjacency_list<
      boost::vecS, boost::vecS, boost::directedS, boost::no_property,
      boost::property<boost::edge_capacity_t, std::int64_t,
                      boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                      boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;
  const Instance& instance = solved.instance;
  const std::size_t s0 = 2, o0 = s0 + instance.suppliers.size(), r0 = o0 + instance.offers.size();
  const std::size_t a0 = r0 + instance.requirements.size();
  Graph graph(a0 + instance.aggregators.size());
  const auto add = [&](std::size_t from, std::size_t to, std::int64_t capacity) {
    const auto there = boost::add_edge(from, to, graph).first, back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, capacity),
        boost::put(boost::edge_capacity, graph, back, 0);
    boost::put(boost::edge_reverse, graph, there, back), boost::put(boost::edge_reverse, graph, back, there);
  };
  std::int64_t everything = 0;
  for (const match::RequirementRow& row : instance.requirements) everything += row.need;
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int64_t more = altered.supplier == static_cast<std::int32_t>(s) ? altered.more : 0;
    const std::int32_t a = instance.suppliers[s].aggregator;
    add(a == kNone ? 0 : a0 + a, s0 + s, std::min(instance.suppliers[s].capacity, everything) + more);
  }
  for (std::size_t a = 0; a < instance.aggregators.size(); ++a) {
    const std::int64_t more = altered.aggregator == static_cast<std::int32_t>(a) ? altered.more : 0;
    add(0, a0 + a, std::min(instance.aggregators[a].capacity, everything) + more);
  }
  const auto is_larger = [&](const match::Transfer& transfer) {
    return IsOfStore(instance, transfer, altered.store) && transfer.capacity < FreshNeed(instance, transfer);
  };
  // One as wide as all that can come in stays so.
  const auto lane_cap = [&](std::int32_t r) {
    const match::RequirementRow& row = instance.requirements[r];
    const bool sends_more = std::ranges::any_of(instance.transfers, [&](const match::Transfer& transfer) {
      return transfer.from == r && is_larger(transfer);
    });
    return row.lane_cap + (sends_more && row.lane_cap >= row.most_in() ? altered.more : 0);
  };
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const match::OfferRow& offer = instance.offers[o];
    add(s0 + offer.supplier, o0 + o, offer.capacity + (altered.offer == o ? altered.more : 0));
    for (const std::int32_t r : requirements) {
      if (instance.requirements[r].commodity == offer.commodity &&
          solved.lanes.Cost(o, r).ineligible == match::Ineligible::kNo)
        add(o0 + o, r0 + r, lane_cap(r));
    }
  }
  for (const std::int32_t r : requirements) {
    const bool wants = !wanting || std::ranges::find(*wanting, r) != wanting->end();
    add(r0 + r, 1, instance.requirements[r].need - (wants ? 0 : solved.matching.shortage[r]));
  }
  // Only what is full comes in from other requirements.
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    const match::Transfer& transfer = instance.transfers[i];
    if (std::ranges::find(requirements, transfer.to) == requirements.end()) continue;
    const bool from_within = std::ranges::find(requirements, transfer.from) != requirements.end();
    const bool larger = altered.transfer == i || is_larger(transfer);
    add(from_within ? r0 + transfer.from : 0, r0 + transfer.to,
        transfer.capacity + (larger ? altered.more : 0));
  }
  return boost::push_relabel_max_flow(graph, 0, 1);
}

// Those full stores of which more is let through are told, no others: the whole market, in which nobody else
// gets more than now, says which.
void CheckStores(const match::Solved& solved, const Bottleneck& cut, const std::vector<std::int32_t>& behind,
                 std::int64_t& of_no_use) {
  const Instance& instance = solved.instance;
  std::vector<std::int32_t> everyone(instance.requirements.size());
  std::iota(everyone.begin(), everyone.end(), 0);
  const std::int64_t served = MostFlow(solved, everyone, {}, &behind);
  const auto is_behind = [&](std::int32_t r) { return std::ranges::find(behind, r) != behind.end(); };
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    const match::Transfer& transfer = instance.transfers[i];
    if (!IsKept(instance, transfer) || !is_behind(transfer.to) || is_behind(transfer.from)) continue;
    const bool told = std::ranges::any_of(
        cut.stores, [&](std::int32_t each) { return IsOfStore(instance, instance.transfers[each], i); });
    ASSERT_EQ(MostFlow(solved, everyone, {.store = i, .more = 1}, &behind) > served, told);
    of_no_use += !told;
  }
}

void CheckCut(const match::Solved& solved, const Bottleneck& cut, std::int64_t& stores_of_no_use) {
  const Instance& instance = solved.instance;
  std::vector<std::int32_t> behind = cut.requirements;
  behind.insert(behind.end(), cut.others.begin(), cut.others.end());
  const auto can_handle_no_more = [&](std::int32_t aggregator) {
    return std::ranges::any_of(cut.aggregators, [&](const auto& each) { return each.first == aggregator; });
  };
  std::int64_t served = 0;
  for (const std::int32_t r : behind) served += instance.requirements[r].need - solved.matching.shortage[r];
  ASSERT_EQ(MostFlow(solved, behind, {}), served);
  for (const std::int32_t o : cut.offers) {
    const std::int32_t s = instance.offers[o].supplier, a = instance.suppliers[s].aggregator;
    if (std::ranges::binary_search(cut.suppliers, s) || can_handle_no_more(a)) continue;
    ASSERT_EQ(MostFlow(solved, behind, {.offer = o, .supplier = s, .aggregator = a, .more = 1}), served + 1);
    ASSERT_EQ(MostFlow(solved, behind, {.offer = o, .more = -1}), served - 1);
  }
  for (const std::int32_t s : cut.suppliers) {
    const std::int32_t a = instance.suppliers[s].aggregator;
    ASSERT_EQ(MostFlow(solved, behind, {.supplier = s, .aggregator = a, .more = 1}), served + 1);
    if (can_handle_no_more(a)) continue;
    ASSERT_EQ(MostFlow(solved, behind, {.supplier = s, .more = -1}), served - 1);
  }
  for (const std::int32_t i : cut.stores) {
    ASSERT_EQ(solved.matching.transfers[i], instance.transfers[i].capacity);
    ASSERT_EQ(MostFlow(solved, behind, {.transfer = i, .more = 1}), served + 1);
    ASSERT_EQ(MostFlow(solved, behind, {.transfer = i, .more = -1}), served - 1);
  }
  ASSERT_NO_FATAL_FAILURE(CheckStores(solved, cut, behind, stores_of_no_use));
  for (const auto& [a, more_saves] : cut.aggregators) {
    ASSERT_EQ(MostFlow(solved, behind, {.aggregator = a, .more = 1}), served + 1);
    ASSERT_EQ(MostFlow(solved, behind, {.aggregator = a, .more = -1}), served - 1);
    Instance more = instance;
    ++more.aggregators[a].capacity;
    const match::LaneRule lanes(more);
    const auto other = match::Match(more, lanes, {.threads = 1}, StopToken(), nullptr);
    ASSERT_EQ(more_saves, solved.matching.objective - other.matching->objective);
  }
  if (cut.nearest_left == kNone) return;
  ASSERT_EQ(solved.lanes.Cost(cut.nearest_left, cut.nearest_to).road, cut.nearest_road);
  ASSERT_FALSE(std::ranges::binary_search(cut.offers, cut.nearest_left));
}

// Two to four days, between which more may be kept than need be, and on some of which offers end.
void KeepMore(int i, Market& market) {
  market.question.days = 2 + i % 3;
  if (i % 5 < 3) return;
  market.policy.storage.on = true;
  for (CommodityRule& rule : market.policy.commodities) rule.shelf_life_days = 3;
  for (std::size_t o = 0; o < market.dataset.offers.size(); o += 2)
    market.dataset.offers[o].available_to = Date{20'000};
}

TEST(FindBottlenecks, GivesCutsThatBoostsFlowsConfirm) {
  std::mt19937_64 random(121);
  std::int64_t cuts = 0, coupled = 0, to_be_had = 0, many = 0, handled = 0;
  std::int64_t of_days = 0, over_days = 0, stores = 0, stores_of_no_use = 0;
  for (int i = 0; i < 1000; ++i) {
    SCOPED_TRACE(i);
    const bool horizon = i >= 600;
    Market market = match::RandomMarket(random, {.most_suppliers = horizon ? 7 : 10,
                                                 .most_demand_points = horizon ? 4 : 6,
                                                 .horizon = horizon,
                                                 .kept = i % 5 > 2 || (horizon && i % 5 > 0),
                                                 .aggregators = i % 2 == 1,
                                                 .spread = i % 3 == 2});
    if (horizon) KeepMore(i, market);
    match::GiveEachItsStore(market);
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const Instance& instance = solved->instance;
    const BottleneckStudy study = Find(*solved);
    std::vector<int> told(solved->instance.requirements.size());
    std::int64_t shortage = 0;
    for (const Bottleneck& each : study.bottlenecks) {
      shortage += each.shortage;
      many += each.requirements.size() > 1;
      for (const std::int32_t r : each.requirements) {
        ++told[r];
        ASSERT_EQ(instance.commodities[instance.requirements[r].commodity].dataset_commodity,
                  instance.commodities[each.commodity].dataset_commodity);
        ASSERT_TRUE(!each.to_be_had || each.most_cost >= solved->instance.requirements[r].penalty);
      }
      to_be_had += each.to_be_had;
      if (!each.to_be_had) {
        ASSERT_NO_FATAL_FAILURE(CheckCut(*solved, each, stores_of_no_use));
        ++cuts;
        coupled += !each.suppliers.empty();
        handled += !each.aggregators.empty();
        of_days += HasDays(instance);
        over_days += DayOfRequirement(instance, each.requirements.front()) !=
                     DayOfRequirement(instance, each.requirements.back());
        stores += !each.stores.empty();
      }
      ASSERT_FALSE(Say(each, *solved).indonesian.empty());
    }
    std::int64_t short_of_plan = 0;
    for (std::size_t r = 0; r < told.size(); ++r) {
      ASSERT_EQ(told[r], solved->matching.shortage[r] > 0 ? 1 : 0);
      short_of_plan += solved->matching.shortage[r];
    }
    ASSERT_EQ(shortage, short_of_plan);
    ASSERT_TRUE(IsWellFormed(ToReport(study, *solved, {})));
  }
  EXPECT_GT(cuts, 100);
  EXPECT_GT(coupled, 20);
  EXPECT_GT(handled, 20);
  EXPECT_GT(to_be_had, 20);
  EXPECT_GT(many, 20);
  EXPECT_GT(of_days, 100);
  EXPECT_GT(over_days, 10);
  EXPECT_GT(stores, 10);
  EXPECT_GT(stores_of_no_use, 10);
}

// The objective with so much more or less needed, lane caps and contracts following it, transfers as they
// are.
std::int64_t ObjectiveWith(const Market& market, std::int32_t r, std::int64_t more) {
  Instance instance = *match::BuildInstance(market.dataset, market.policy, market.question).instance;
  match::RequirementRow& row = instance.requirements[r];
  row.need += more;
  row.lane_cap = LaneCapOf(instance, row.most_in());
  instance.pair_terms.clear(), instance.contracts.clear();
  match::ApplyContracts(instance);
  const match::LaneRule lanes(instance);
  return match::Match(instance, lanes, {.threads = 1}, StopToken(), nullptr).matching->objective;
}

std::int32_t KecamatanOf(const Dataset& dataset, std::int32_t region) {
  return dataset.regions[region].level > 2 ? dataset.regions[region].parent : region;
}

TEST(FindBottlenecks, ValuesAKgByWhatItChanges) {
  std::mt19937_64 random(122);
  std::int64_t values = 0, ranges = 0;
  for (int i = 0; i < 220; ++i) {
    SCOPED_TRACE(i);
    const bool horizon = i >= 150;
    Market market = match::RandomMarket(random, {.most_suppliers = horizon ? 6 : 12,
                                                 .most_demand_points = horizon ? 3 : 6,
                                                 .horizon = horizon,
                                                 .contracts = i % 6 == 3,
                                                 .kept = i % 5 > 2 || horizon,
                                                 .aggregators = i % 3 == 1,
                                                 .spread = i % 4 == 2});
    if (horizon) KeepMore(i, market);
    match::GiveEachItsStore(market);
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const Instance& instance = solved->instance;
    const std::int64_t objective = solved->matching.objective;
    const auto least = LeastPrices(*solved, 1, StopToken());
    ASSERT_TRUE(least);
    std::map<std::pair<std::int32_t, std::int32_t>, std::pair<std::int64_t, std::int64_t>> expected;
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const match::RequirementRow& row = instance.requirements[r];
      if (instance.IsRelief(r)) continue;  // nobody asks for more of one
      const std::pair key(row.commodity,
                          KecamatanOf(market.dataset, market.dataset.demand_points[row.demand_point].region));
      const std::int64_t saves =
          row.need == 0 ? least->requirement[r] : objective - ObjectiveWith(market, r, -1);
      const std::int64_t costs = ObjectiveWith(market, r, 1) - objective;
      const auto [at, is_new] = expected.try_emplace(key, saves, costs);
      at->second = {std::max(at->second.first, saves), std::min(at->second.second, costs)};
    }
    const BottleneckStudy study = Find(*solved);
    ASSERT_EQ(study.values.size(), expected.size());
    for (const MarginalValue& value : study.values) {
      const auto& [saves, costs] = expected.at(std::pair(value.commodity, value.region));
      ASSERT_EQ(value.more_saves, saves);
      ASSERT_EQ(value.less_costs, costs);
      ++values;
      // As far as the range goes, so many quanta change so many times as much.
      ASSERT_GT(value.more_room, 0);
      ASSERT_GT(value.less_room, 0);
      const std::int64_t less = std::min(value.more_room, instance.requirements[value.more_at].need);
      ASSERT_EQ(objective - ObjectiveWith(market, value.more_at, -less), less * saves);
      const std::int64_t more = std::min<std::int64_t>(value.less_room, 1'000);
      ASSERT_EQ(ObjectiveWith(market, value.less_at, more) - objective, more * costs);
      ranges += less > 1;
    }
  }
  EXPECT_GT(values, 200);
  EXPECT_GT(ranges, 50);
}

TEST(FindBottlenecks, KeepsWhatItHadWhenItIsStopped) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  StopToken stop;
  stop.Ask();
  const auto study =
      FindBottlenecks(*solved, {}, {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  ASSERT_TRUE(study);
  EXPECT_FALSE(study->complete);
  EXPECT_FALSE(ToReport(*study, *solved, {}).complete);
}

}  // namespace
}  // namespace pasok::study
