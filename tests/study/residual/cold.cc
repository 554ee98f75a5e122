#include "tests/study/residual/cold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/match/spread.h"

namespace pasok::study {

using match::Instance;

std::unique_ptr<match::Solved> SolveCold(Instance instance) {
  auto solved = std::make_unique<match::Solved>(std::move(instance), match::Question{});
  const StopToken never;
  match::MatchResult result = match::Match(solved->instance, solved->lanes, {.threads = 1}, never, nullptr);
  EXPECT_TRUE(result.matching.has_value()) << result.refusal;
  solved->matching = *std::move(result.matching);
  EXPECT_EQ(solved->matching.bound, solved->matching.objective);
  return solved;
}

std::int64_t LaneCapOf(const Instance& instance, std::int64_t most_in) {
  const Int128 share = Int128{most_in} * instance.policy.max_share_per_supplier.value / 1'000'000;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(share));
}

Instance WithLaneCaps(const match::exact::Case& made, std::int64_t share_percent) {
  Instance instance = *made.instance;
  instance.policy.max_share_per_supplier = {share_percent * 10'000};
  for (match::RequirementRow& row : instance.requirements) row.lane_cap = LaneCapOf(instance, row.most_in());
  return instance;
}

void SpreadFairly(std::uint64_t seed, Instance& instance) {
  std::mt19937_64 random(seed);
  const auto up_to = [&](std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
  };
  std::int64_t share = up_to(600'000), surcharge = 0;
  for (std::int64_t steps = 1 + up_to(2); steps > 0 && share < 1'000'000; --steps) {
    surcharge += 1 + up_to(random() % 2 == 0 ? 30'000 : 500'000);
    instance.policy.fair_spread.push_back({.above_share = {share}, .surcharge = {surcharge}});
    share += 1 + up_to(400'000);
  }
  for (match::OfferRow& row : instance.offers) {
    row.given = random() % 4 == 0 ? up_to(10) : 0;
    row.whole = std::min(row.capacity + row.given, instance.suppliers[row.supplier].capacity);
  }
}

std::int32_t PlainNode(const Instance& instance, Node node) {
  const auto suppliers = static_cast<std::int32_t>(instance.suppliers.size());
  const auto offers = static_cast<std::int32_t>(instance.offers.size());
  switch (node.kind) {
    case NodeKind::kSource:
      return 0;
    case NodeKind::kSupplier:
      return 1 + node.index;
    case NodeKind::kOffer:
      return 1 + suppliers + node.index;
    case NodeKind::kRequirement:
      return 1 + suppliers + offers + node.index;
    case NodeKind::kAggregator:
      return 1 + suppliers + offers + static_cast<std::int32_t>(instance.requirements.size()) + node.index;
  }
  return 0;
}

std::size_t PlainNodes(const Instance& instance) {
  return 1 + instance.suppliers.size() + instance.offers.size() + instance.requirements.size() +
         instance.aggregators.size();
}

std::vector<PlainArc> PlainArcs(const Instance& instance, const Residual& residual) {
  std::vector<PlainArc> arcs;
  const match::LaneRule rule(instance);
  const auto add = [&](Node from, Node to, std::int64_t cost, std::int64_t left, std::int64_t carried,
                       bool is_shortage = false) {
    const std::int32_t a = PlainNode(instance, from), b = PlainNode(instance, to);
    if (left > 0) arcs.push_back({a, b, cost, left, is_shortage});
    if (carried > 0) arcs.push_back({b, a, -cost, carried, is_shortage});
  };
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    const std::int64_t sold = residual.SoldBySupplier(s), capacity = residual.SupplierCapacity(s);
    const std::int32_t a = instance.suppliers[s].aggregator;
    add(a == kNone ? kSource : AggregatorNode(a), SupplierNode(s), 0, capacity - sold, sold);
  }
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
    const std::int64_t sold = SoldThrough(instance, residual, a), capacity = residual.AggregatorCapacity(a);
    add(kSource, AggregatorNode(a), 0, capacity - sold, sold);
  }
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const match::OfferRow& offer = instance.offers[o];
    const std::int64_t sold = residual.Sold(o);
    const std::int64_t unsold = residual.OfferCapacity(o) - sold;
    if (!match::SpreadsFairly(instance)) {
      add(SupplierNode(offer.supplier), OfferNode(o), 0, unsold, sold);
    } else {
      const Policy& policy = instance.policy;
      const auto next = match::NextPiece(policy, offer.whole, offer.given + sold);
      add(SupplierNode(offer.supplier), OfferNode(o), next.surcharge, std::min(next.quanta, unsold), 0);
      if (const std::int64_t gives = sold - residual.ReservedOf(o); gives > 0) {
        const auto last = match::LastPiece(policy, offer.whole, offer.given + sold);
        add(OfferNode(o), SupplierNode(offer.supplier), -last.surcharge, std::min(last.quanta, gives), 0);
      }
    }
    const match::CommoditySpan& span = instance.commodities[offer.commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      const match::LaneCost lane = rule.Cost(o, r);
      if (lane.ineligible != match::Ineligible::kNo) {
        EXPECT_EQ(residual.Flow(o, r), 0);
        continue;
      }
      const match::PairTerm* term = instance.FindPairTerm(o, r);
      const std::int64_t most_in = residual.Need(r) + instance.requirements[r].sends;
      const std::int64_t cap = LaneCapOf(instance, most_in);
      // A cap as wide as all that comes in doesn't hold a change of the need back; a contract's does.
      std::int64_t left = cap < most_in ? cap - residual.Flow(o, r) : kUnboundedRoom;
      if (term) left = std::min(left, term->cap - residual.Flow(o, r));
      EXPECT_GE(left, 0);
      EXPECT_GE(residual.Flow(o, r), residual.Reserved(o, r));
      add(OfferNode(o), RequirementNode(r), lane.unit(), left, residual.Flow(o, r) - residual.Reserved(o, r));
    }
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    add(kSource, RequirementNode(r), instance.requirements[r].penalty, kUnboundedRoom, residual.Shortage(r),
        true);
  }
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    const auto& [from, to, cost, capacity, store, most] = instance.transfers[i];
    const std::int64_t carried = residual.Transferred(i);
    EXPECT_GE(carried, 0);
    EXPECT_LE(carried, capacity);
    add(from == kNone ? kSource : RequirementNode(from), RequirementNode(to), cost, capacity - carried,
        carried);
  }
  return arcs;
}

std::int64_t SoldThrough(const Instance& instance, const Residual& residual, std::int32_t aggregator) {
  std::int64_t sold = 0;
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    if (instance.suppliers[s].aggregator == aggregator) sold += residual.SoldBySupplier(s);
  }
  return sold;
}

void ExpectOptimal(const Instance& instance, const Residual& residual) {
  std::vector<std::int64_t> price(1);
  std::vector<std::int64_t> balance(PlainNodes(instance));
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s)
    price.push_back(residual.Price(SupplierNode(s)));
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o)
    price.push_back(residual.Price(OfferNode(o)));
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    price.push_back(residual.Price(RequirementNode(r)));
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
    price.push_back(residual.Price(AggregatorNode(a)));
    EXPECT_LE(SoldThrough(instance, residual, a), residual.AggregatorCapacity(a));
  }
  for (const PlainArc& arc : PlainArcs(instance, residual))
    EXPECT_GE(arc.cost + price[arc.from] - price[arc.to], 0) << arc.from << " to " << arc.to;
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    EXPECT_LE(residual.SoldBySupplier(s), residual.SupplierCapacity(s));
    balance[1 + s] += residual.SoldBySupplier(s);
  }
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const std::int32_t s = instance.offers[o].supplier, a = instance.suppliers[s].aggregator;
    EXPECT_LE(residual.Sold(o), residual.OfferCapacity(o));
    EXPECT_EQ(residual.HasLeft(o),
              residual.Sold(o) < residual.OfferCapacity(o) &&
                  residual.SoldBySupplier(s) < residual.SupplierCapacity(s) &&
                  (a == kNone || SoldThrough(instance, residual, a) < residual.AggregatorCapacity(a)));
    balance[1 + s] -= residual.Sold(o);
    balance[PlainNode(instance, OfferNode(o))] += residual.Sold(o);
    const match::CommoditySpan& span = instance.commodities[instance.offers[o].commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      balance[PlainNode(instance, OfferNode(o))] -= residual.Flow(o, r);
      balance[PlainNode(instance, RequirementNode(r))] += residual.Flow(o, r);
    }
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    balance[PlainNode(instance, RequirementNode(r))] += residual.Shortage(r) - residual.Need(r);
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    const match::Transfer& transfer = instance.transfers[i];
    balance[PlainNode(instance, RequirementNode(transfer.to))] += residual.Transferred(i);
    if (transfer.from != kNone)
      balance[PlainNode(instance, RequirementNode(transfer.from))] -= residual.Transferred(i);
  }
  for (const std::int64_t each : balance) EXPECT_EQ(each, 0);
}

std::int64_t CheapestByHand(std::size_t nodes, const std::vector<PlainArc>& arcs, std::int32_t from,
                            std::int32_t to) {
  std::vector<std::int64_t> distance(nodes, INT64_MAX);
  distance[from] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (const PlainArc& arc : arcs) {
      if (distance[arc.from] == INT64_MAX || distance[arc.from] + arc.cost >= distance[arc.to]) continue;
      distance[arc.to] = distance[arc.from] + arc.cost;
      changed = true;
    }
  }
  return distance[to];
}

Start StartAt(match::exact::Flavour flavour, std::uint64_t seed) {
  Start start{.made = seed / 4 % 2 == 1 ? match::exact::RandomTransfers(flavour, seed)
                                        : match::exact::RandomCase(flavour, seed),
              .solved = nullptr};
  constexpr std::int64_t kShares[] = {100, 100, 10, 34, 50, 90};
  Instance instance = WithLaneCaps(start.made, kShares[seed % std::size(kShares)]);
  if (seed / 2 % 2 == 1) match::exact::AddAggregators(seed, instance);
  if (seed % 3 == 2) SpreadFairly(seed, instance);
  start.solved = SolveCold(std::move(instance));
  return start;
}

}  // namespace pasok::study
