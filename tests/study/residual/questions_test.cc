// Every question about the residual network, against plain loops over all its arcs and against cold solves.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "engine/flow/solve.h"
#include "engine/match/spread.h"
#include "tests/study/residual/cold.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::exact::Case;
using match::exact::Flavour;

constexpr std::int64_t kNoWay = INT64_MAX;

struct Start {
  Case made;
  std::unique_ptr<match::Solved> solved;
  const Instance& instance() const { return solved->instance; }
};

Start Begin(Flavour flavour, std::uint64_t seed) {
  Start start{.made = seed / 4 % 2 == 1 ? match::exact::RandomTransfers(flavour, seed)
                                        : match::exact::RandomCase(flavour, seed),
              .solved = nullptr};
  constexpr std::int64_t kShares[] = {100, 100, 34, 50};
  Instance instance = WithLaneCaps(start.made, kShares[seed % std::size(kShares)]);
  if (seed % 2 == 1) match::exact::AddAggregators(seed, instance);
  if (seed % 3 == 2) SpreadFairly(seed, instance);
  start.solved = SolveCold(std::move(instance));
  return start;
}

std::vector<Node> NodesOf(const Instance& instance) {
  std::vector<Node> nodes{kSource};
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    // Others have no node of their own.
    if (instance.suppliers[s].capacity != match::SupplierRow::kUnlimited) nodes.push_back(SupplierNode(s));
  }
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
    if (instance.aggregators[a].capacity != match::SupplierRow::kUnlimited)
      nodes.push_back(AggregatorNode(a));
  }
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) nodes.push_back(OfferNode(o));
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) nodes.push_back(RequirementNode(r));
  return nodes;
}

std::size_t Count(const Instance& instance) { return PlainNodes(instance); }

// Its steps join, their costs add up, each has the room and cost that the residual network gives it.
void ExpectPath(const Residual& residual, const Path& path, Node from, Node to) {
  std::int64_t cost = 0, room = kUnboundedRoom;
  Node at = from;
  for (const Step& step : path.steps) {
    EXPECT_EQ(step.From(), at);
    at = step.To();
    cost += step.cost;
    room = std::min(room, step.room);
    EXPECT_GT(step.room, 0);
    if (step.arc != ArcKind::kLane) continue;
    const std::int64_t unit = residual.LaneUnit(step.offer, step.requirement).value();
    EXPECT_EQ(step.cost, step.back ? -unit : unit);
    if (step.back) {
      EXPECT_EQ(step.room, residual.Flow(step.offer, step.requirement));
    }
  }
  EXPECT_EQ(at, to);
  EXPECT_EQ(path.cost, cost);
  EXPECT_EQ(path.room, room);
}

class ResidualQuestions : public testing::TestWithParam<Flavour> {};

TEST_P(ResidualQuestions, CheapestPathsAreAsCheapAsByHand) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Start start = Begin(GetParam(), seed);
    Residual residual(MakeGround(*start.solved));
    const std::vector<PlainArc> arcs = PlainArcs(start.instance(), residual);
    const std::vector<Node> nodes = NodesOf(start.instance());
    for (std::size_t i = seed % 3; i < nodes.size(); i += 3) {
      for (std::size_t j = (i + seed) % 2; j < nodes.size(); j += 2) {
        if (i == j) continue;
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << i << " to " << j);
        const std::int64_t by_hand =
            CheapestByHand(Count(start.instance()), arcs, PlainNode(start.instance(), nodes[i]),
                           PlainNode(start.instance(), nodes[j]));
        const std::optional<Path> path = residual.Cheapest(nodes[i], nodes[j]);
        ASSERT_EQ(path.has_value(), by_hand != kNoWay);
        if (!path) continue;
        EXPECT_EQ(path->cost, by_hand);
        ExpectPath(residual, *path, nodes[i], nodes[j]);
      }
    }
  }
}

// The cheapest way from one end of a lane to the other that doesn't use the lane.
std::int64_t AroundByHand(const Instance& instance, const Residual& residual, Node from, Node to) {
  std::vector<PlainArc> arcs = PlainArcs(instance, residual);
  const std::int32_t a = PlainNode(instance, from), b = PlainNode(instance, to);
  std::erase_if(arcs, [&](const PlainArc& arc) {
    return (arc.from == a && arc.to == b) || (arc.from == b && arc.to == a);
  });
  return CheapestByHand(Count(instance), arcs, a, b);
}

TEST_P(ResidualQuestions, ACycleThroughALaneIsTheCheapestOne) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Start start = Begin(GetParam(), seed);
    const Instance& instance = start.instance();
    Residual residual(MakeGround(*start.solved));
    for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
      const match::CommoditySpan& span = instance.commodities[instance.offers[o].commodity];
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << " offer " << o << " requirement " << r);
        const std::optional<std::int64_t> unit = residual.LaneUnit(o, r);
        const std::optional<Path> through = residual.CycleThrough(o, r);
        const std::optional<Path> against = residual.CycleAgainst(o, r);
        if (!unit) {
          EXPECT_FALSE(through || against);
          continue;
        }
        const std::int64_t most_in = instance.requirements[r].most_in();
        const std::int64_t cap = LaneCapOf(instance, most_in), flow = residual.Flow(o, r);
        const bool full = cap < most_in && flow >= cap;
        const std::int64_t back = AroundByHand(instance, residual, RequirementNode(r), OfferNode(o));
        ASSERT_EQ(through.has_value(), !full && back != kNoWay);
        if (through) {
          EXPECT_GE(through->cost, 0);
          EXPECT_EQ(through->cost, *unit + back);
          ExpectPath(residual, *through, OfferNode(o), OfferNode(o));
          EXPECT_EQ(through->steps.front().requirement, r);
        }
        const std::int64_t forth = AroundByHand(instance, residual, OfferNode(o), RequirementNode(r));
        ASSERT_EQ(against.has_value(), flow > 0 && forth != kNoWay);
        if (against) {
          EXPECT_GE(against->cost, 0);
          EXPECT_EQ(against->cost, forth - *unit);
          ExpectPath(residual, *against, RequirementNode(r), RequirementNode(r));
        }
      }
    }
  }
}

TEST_P(ResidualQuestions, ANeedIsWorthWhatOneMoreAndOneLessCost) {
  for (std::uint64_t seed = 0; seed < 16; ++seed) {
    const Start start = Begin(GetParam(), seed);
    Residual residual(MakeGround(*start.solved));
    const std::int64_t base = start.solved->matching.objective;
    for (std::int32_t r = 0; r < std::ssize(start.instance().requirements); ++r) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " requirement " << r);
      const Marginal value = residual.NeedValue(r);
      const auto changed_by = [&](std::int64_t quanta) {
        Instance changed = start.instance();
        match::RequirementRow& row = changed.requirements[r];
        const bool binds = row.lane_cap < row.most_in();
        row.need += quanta;
        if (!binds) row.lane_cap = row.most_in();
        // The rest of the network has the caps that it had.
        return SolveCold(changed)->matching.objective - base;
      };
      EXPECT_EQ(value.more, changed_by(1));
      if (value.more_room != kUnboundedRoom) {
        EXPECT_EQ(value.more * value.more_room, changed_by(value.more_room));
      }
      ExpectPath(residual, value.more_path, kSource, RequirementNode(r));
      const std::int64_t most_in = start.instance().requirements[r].most_in();
      const bool cap_stays =
          LaneCapOf(start.instance(), most_in - 1) == LaneCapOf(start.instance(), most_in) ||
          LaneCapOf(start.instance(), most_in) == most_in;
      if (residual.Need(r) == 0) continue;
      if (cap_stays) {
        EXPECT_EQ(value.less, -changed_by(-1));
      }
      ExpectPath(residual, value.less_path, RequirementNode(r), kSource);
      EXPECT_LE(value.less, value.more);
    }
  }
}

TEST_P(ResidualQuestions, ACapacityIsWorthWhatOneMoreAndOneLessCost) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Start start = Begin(GetParam(), seed);
    const Instance& instance = start.instance();
    Residual residual(MakeGround(*start.solved));
    const std::int64_t base = start.solved->matching.objective;
    for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " offer " << o);
      const Marginal value = residual.OfferCapacityValue(o);
      const auto changed_by = [&](std::int64_t quanta) {
        Instance changed = instance;
        changed.offers[o].capacity += quanta;
        return SolveCold(changed)->matching.objective - base;
      };
      EXPECT_EQ(value.more, -changed_by(1));
      EXPECT_EQ(value.less, changed_by(-1));
      if (value.more > 0) {
        EXPECT_EQ(value.more * value.more_room, -changed_by(value.more_room));
      }
      if (value.less > 0) {
        EXPECT_EQ(value.less * value.less_room, changed_by(-value.less_room));
      }
    }
    for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " supplier " << s);
      const Marginal value = residual.SupplierCapacityValue(s);
      if (instance.suppliers[s].capacity == match::SupplierRow::kUnlimited) {
        EXPECT_EQ(value.less + value.more, 0);
        continue;
      }
      const auto changed_by = [&](std::int64_t quanta) {
        Instance changed = instance;
        changed.suppliers[s].capacity += quanta;
        return SolveCold(changed)->matching.objective - base;
      };
      EXPECT_EQ(value.more, -changed_by(1));
      if (instance.suppliers[s].capacity > 0) {
        EXPECT_EQ(value.less, changed_by(-1));
      }
    }
    for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " aggregator " << a);
      const Marginal value = residual.AggregatorCapacityValue(a);
      if (instance.aggregators[a].capacity == match::SupplierRow::kUnlimited) {
        EXPECT_EQ(value.less + value.more, 0);
        continue;
      }
      const auto changed_by = [&](std::int64_t quanta) {
        Instance changed = instance;
        changed.aggregators[a].capacity += quanta;
        return SolveCold(changed)->matching.objective - base;
      };
      EXPECT_EQ(value.more, -changed_by(1));
      if (instance.aggregators[a].capacity > 0) {
        EXPECT_EQ(value.less, changed_by(-1));
      }
    }
  }
}

// The least (sign 1) or the most (-1) that an offer sells in any optimum: one sen in a thousand on its cost
// decides between equals.
std::int64_t SoldByHand(const Instance& instance, const Residual& residual, std::int32_t offer,
                        std::int64_t sign) {
  constexpr std::int64_t kScale = 1'000;
  flow::Problem problem;
  std::int64_t needs = 0;
  for (std::size_t i = 0; i < Count(instance); ++i) problem.AddNode(0);
  const auto node = [&](Node of) { return PlainNode(instance, of); };
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s)
    problem.AddArc(
        instance.suppliers[s].aggregator == kNone ? 0
                                                  : node(AggregatorNode(instance.suppliers[s].aggregator)),
        node(SupplierNode(s)), std::min<std::int64_t>(instance.suppliers[s].capacity, 1'000'000), 0);
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a)
    problem.AddArc(0, node(AggregatorNode(a)),
                   std::min<std::int64_t>(instance.aggregators[a].capacity, 1'000'000), 0);
  std::vector<std::int32_t> asked;  // pieces of the offer
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    for (const match::SpreadPiece& piece : match::PiecesOf(instance, o)) {
      const std::int32_t arc =
          problem.AddArc(node(SupplierNode(instance.offers[o].supplier)), node(OfferNode(o)), piece.quanta,
                         piece.surcharge * kScale + (o == offer ? sign : 0));
      if (o == offer) asked.push_back(arc);
    }
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      if (const std::optional<std::int64_t> unit = residual.LaneUnit(o, r))
        problem.AddArc(node(OfferNode(o)), node(RequirementNode(r)), instance.requirements[r].lane_cap,
                       *unit * kScale);
    }
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const match::RequirementRow& row = instance.requirements[r];
    problem.AddArc(0, node(RequirementNode(r)), row.most_in(), row.penalty * kScale);
    problem.supply[node(RequirementNode(r))] = -row.need;
    needs += row.need;
  }
  for (const match::Transfer& transfer : instance.transfers)
    problem.AddArc(transfer.from == kNone ? 0 : node(RequirementNode(transfer.from)),
                   node(RequirementNode(transfer.to)), transfer.capacity, transfer.cost * kScale);
  problem.supply[0] = needs;
  const StopToken never;
  const std::vector<std::int64_t> flow = flow::SolveMinCostFlow(problem, never).flow;
  std::int64_t sold = 0;
  for (const std::int32_t arc : asked) sold += flow[arc];
  return sold;
}

TEST_P(ResidualQuestions, AnOfferSellsBetweenTheLeastAndTheMostThatOptimaSell) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Start start = Begin(GetParam(), seed);
    Residual residual(MakeGround(*start.solved));
    for (std::int32_t o = 0; o < std::ssize(start.instance().offers); o += 2) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " offer " << o);
      const Residual::Range range = residual.SoldRange(o);
      EXPECT_EQ(range.least, SoldByHand(start.instance(), residual, o, 1));
      EXPECT_EQ(range.most, SoldByHand(start.instance(), residual, o, -1));
      EXPECT_LE(range.least, residual.Sold(o));
      EXPECT_GE(range.most, residual.Sold(o));
    }
    EXPECT_EQ(residual.Changed(), Effect{});
  }
}

void ExpectSameCut(const Cut& a, const Cut& b) {
  EXPECT_EQ(a.way.has_value(), b.way.has_value());
  EXPECT_EQ(std::tie(a.requirements, a.offers, a.suppliers, a.aggregators, a.nearest_left),
            std::tie(b.requirements, b.offers, b.suppliers, b.aggregators, b.nearest_left));
}

// Every node from which some way leads to `to`.
std::vector<bool> BehindByHand(std::size_t nodes, const std::vector<PlainArc>& arcs, std::int32_t to) {
  std::vector<bool> behind(nodes);
  behind[to] = true;
  for (bool grown = true; grown;) {
    grown = false;
    for (const PlainArc& arc : arcs) {
      if (behind[arc.to] && !behind[arc.from]) behind[arc.from] = grown = true;
    }
  }
  return behind;
}

TEST_P(ResidualQuestions, ACutIsClosedAndExhaustedOrThereIsAWay) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Start start = Begin(GetParam(), seed);
    const Instance& instance = start.instance();
    Residual residual(MakeGround(*start.solved));
    std::vector<PlainArc> arcs = PlainArcs(instance, residual);
    std::erase_if(arcs, [](const PlainArc& arc) { return arc.is_shortage && arc.from == 0; });
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " requirement " << r);
      const Cut cut = residual.FindCut(r);
      ExpectSameCut(cut, Residual(MakeGround(*start.solved)).FindCut(r));  // whatever was asked before
      const std::int64_t by_hand =
          CheapestByHand(Count(instance), arcs, 0, PlainNode(instance, RequirementNode(r)));
      ASSERT_EQ(cut.way.has_value(), by_hand != kNoWay);
      if (cut.way) {
        EXPECT_EQ(cut.way->cost, by_hand);
        ExpectPath(residual, *cut.way, kSource, RequirementNode(r));
        if (residual.Shortage(r) > 0) {
          EXPECT_GE(cut.way->cost, instance.requirements[r].penalty);
        }
        continue;
      }
      std::vector<bool> within(Count(instance));
      for (const std::int32_t each : cut.requirements)
        within[PlainNode(instance, RequirementNode(each))] = true;
      for (const std::int32_t each : cut.offers) {
        within[PlainNode(instance, OfferNode(each))] = true;
        const std::int32_t s = instance.offers[each].supplier;
        const std::int32_t a = instance.suppliers[s].aggregator;
        EXPECT_TRUE(residual.Sold(each) == instance.offers[each].capacity ||
                    residual.SoldBySupplier(s) == instance.suppliers[s].capacity ||
                    (a != kNone && residual.SoldThrough(a) == instance.aggregators[a].capacity));
        EXPECT_FALSE(residual.HasLeft(each));
      }
      for (const std::int32_t each : cut.suppliers) within[PlainNode(instance, SupplierNode(each))] = true;
      for (const std::int32_t each : cut.aggregators) {
        within[PlainNode(instance, AggregatorNode(each))] = true;
        EXPECT_EQ(residual.SoldThrough(each), instance.aggregators[each].capacity);
        // Without a limit they have no node of their own.
        for (const std::int32_t s : residual.SellingThrough(each)) {
          if (instance.suppliers[s].capacity == match::SupplierRow::kUnlimited)
            within[PlainNode(instance, SupplierNode(s))] = true;
        }
      }
      EXPECT_TRUE(within[PlainNode(instance, RequirementNode(r))]);
      // Nothing flows in from outside of the cut, and what is in it is in it for a reason.
      for (const PlainArc& arc : arcs) EXPECT_LE(within[arc.to], within[arc.from]);
      const std::vector<bool> behind =
          BehindByHand(Count(instance), arcs, PlainNode(instance, RequirementNode(r)));
      for (const std::int32_t each : cut.requirements)
        EXPECT_TRUE(behind[PlainNode(instance, RequirementNode(each))]);
      for (const std::int32_t each : cut.offers) EXPECT_TRUE(behind[PlainNode(instance, OfferNode(each))]);
    }
  }
}

// What was looked up for one flow says nothing of another.
TEST_P(ResidualQuestions, CutsFollowChanges) {
  int moved = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Start start = Begin(GetParam(), seed);
    const Instance& instance = start.instance();
    const auto offers = static_cast<std::int32_t>(instance.offers.size());
    const auto requirements = static_cast<std::int32_t>(instance.requirements.size());
    if (offers == 0 || requirements == 0) continue;
    const std::shared_ptr<const Ground> ground = MakeGround(*start.solved);
    const std::int32_t o = static_cast<std::int32_t>(seed) % offers,
                       r = static_cast<std::int32_t>(seed) % requirements;
    const std::int32_t seller[] = {instance.offers[o].supplier};
    const std::function<void(Residual&)> changes[] = {
        [&](Residual& residual) { residual.SetNeed(r, 2 * residual.Need(r) + 3); },
        [&](Residual& residual) { residual.SetOfferCapacity(o, 2 * residual.OfferCapacity(o) + 5); },
        [&](Residual& residual) { residual.SetSupplierCapacity(seller[0], 1); },
        [&](Residual& residual) { residual.Withdraw(seller); }};
    Residual residual(ground);
    for (const auto& change : changes) {
      std::vector<Cut> before;
      for (std::int32_t each = 0; each < requirements; ++each) before.push_back(residual.FindCut(each));
      change(residual);
      Residual fresh(ground);
      change(fresh);
      for (std::int32_t each = 0; each < requirements; ++each) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << " requirement " << each);
        const Cut now = residual.FindCut(each);
        ExpectSameCut(now, fresh.FindCut(each));
        moved += now.offers != before[each].offers;
      }
      residual.Rollback();
      residual.SoldRange(o);
      for (std::int32_t each = 0; each < requirements; ++each)
        ExpectSameCut(residual.FindCut(each), before[each]);
    }
  }
  EXPECT_GT(moved, 10);
}

INSTANTIATE_TEST_SUITE_P(Every, ResidualQuestions, testing::ValuesIn(match::exact::kEveryFlavour));

}  // namespace
}  // namespace pasok::study
