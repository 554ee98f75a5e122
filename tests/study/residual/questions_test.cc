// Every question about the residual network, against plain loops over all its arcs and against cold solves.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "tests/study/residual/cold.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::exact::Flavour;

constexpr std::int64_t kNoWay = INT64_MAX;

std::size_t Count(const Instance& instance) { return PlainNodes(instance); }

// Its steps join, their costs add up, each has the room and cost that what stands gives it.
void ExpectPath(const Instance& instance, const Residual& residual, const Path& path, Node from, Node to) {
  const match::LaneRule rule(instance);
  std::int64_t cost = 0, room = kUnboundedRoom;
  Node at = from;
  for (const Step& step : path.steps) {
    EXPECT_EQ(step.From(), at);
    at = step.To();
    cost += step.cost;
    room = std::min(room, step.room);
    EXPECT_GT(step.room, 0);
    if (step.arc == ArcKind::kHandling) {
      const std::int64_t sold = SoldThrough(instance, residual, step.aggregator);
      EXPECT_EQ(step.room, step.back ? sold : residual.AggregatorCapacity(step.aggregator) - sold);
    }
    if (step.arc != ArcKind::kLane) continue;
    const match::LaneCost lane = rule.Cost(step.offer, step.requirement);
    ASSERT_EQ(lane.ineligible, match::Ineligible::kNo);
    const std::int64_t unit = lane.unit();
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
    const Start start = StartAt(GetParam(), seed);
    const Instance& instance = start.instance();
    Residual residual(MakeGround(*start.solved));
    const match::LaneRule rule(instance);
    for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
      const match::CommoditySpan& span = instance.commodities[instance.offers[o].commodity];
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << " offer " << o << " requirement " << r);
        const match::LaneCost lane = rule.Cost(o, r);
        const std::optional<Path> through = residual.CycleThrough(o, r);
        const std::optional<Path> against = residual.CycleAgainst(o, r);
        if (lane.ineligible != match::Ineligible::kNo) {
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
          EXPECT_EQ(through->cost, lane.unit() + back);
          ExpectPath(instance, residual, *through, OfferNode(o), OfferNode(o));
          EXPECT_EQ(through->steps.front().requirement, r);
        }
        const std::int64_t forth = AroundByHand(instance, residual, OfferNode(o), RequirementNode(r));
        ASSERT_EQ(against.has_value(), flow > 0 && forth != kNoWay);
        if (against) {
          EXPECT_GE(against->cost, 0);
          EXPECT_EQ(against->cost, forth - lane.unit());
          ExpectPath(instance, residual, *against, RequirementNode(r), RequirementNode(r));
        }
      }
    }
  }
}

TEST_P(ResidualQuestions, ANeedIsWorthWhatOneMoreAndOneLessCost) {
  for (std::uint64_t seed = 0; seed < 16; ++seed) {
    const Start start = StartAt(GetParam(), seed);
    const Instance& instance = start.instance();
    Residual residual(MakeGround(*start.solved));
    const std::int64_t base = start.solved->matching.objective;
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " requirement " << r);
      const Marginal value = residual.NeedValue(r);
      const auto changed_by = [&](std::int64_t quanta) {
        Instance changed = instance;
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
      const std::int64_t most_in = instance.requirements[r].most_in();
      const bool cap_stays = LaneCapOf(instance, most_in - 1) == LaneCapOf(instance, most_in) ||
                             LaneCapOf(instance, most_in) == most_in;
      if (residual.Need(r) == 0) continue;
      if (cap_stays) {
        EXPECT_EQ(value.less, -changed_by(-1));
      }
      EXPECT_LE(value.less, value.more);
    }
  }
}

TEST_P(ResidualQuestions, WhatOneMoreThatAnAggregatorCanHandleSavesIsWhatAColdSolveSays) {
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    const Start start = StartAt(GetParam(), seed);
    const Instance& instance = start.instance();
    Residual residual(MakeGround(*start.solved));
    for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " aggregator " << a);
      const std::int64_t saved = residual.MoreHandledSaves(a);
      if (instance.aggregators[a].capacity == match::SupplierRow::kUnlimited) {
        EXPECT_EQ(saved, 0);
        continue;
      }
      Instance more = instance;
      ++more.aggregators[a].capacity;
      EXPECT_EQ(saved, start.solved->matching.objective - SolveCold(more)->matching.objective);
    }
  }
}

void ExpectSameCut(const Cut& a, const Cut& b) {
  EXPECT_EQ(a.way.has_value(), b.way.has_value());
  EXPECT_EQ(std::tie(a.requirements, a.offers, a.suppliers, a.aggregators),
            std::tie(b.requirements, b.offers, b.suppliers, b.aggregators));
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
    const Start start = StartAt(GetParam(), seed);
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
        ExpectPath(instance, residual, *cut.way, kSource, RequirementNode(r));
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
                    (a != kNone && SoldThrough(instance, residual, a) == instance.aggregators[a].capacity));
        EXPECT_FALSE(residual.HasLeft(each));
      }
      for (const std::int32_t each : cut.suppliers) within[PlainNode(instance, SupplierNode(each))] = true;
      for (const std::int32_t each : cut.aggregators) {
        within[PlainNode(instance, AggregatorNode(each))] = true;
        EXPECT_EQ(SoldThrough(instance, residual, each), instance.aggregators[each].capacity);
        // Without a limit they have no node of their own.
        for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
          const match::SupplierRow& row = instance.suppliers[s];
          if (row.aggregator == each && row.capacity == match::SupplierRow::kUnlimited)
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
    const Start start = StartAt(GetParam(), seed);
    const Instance& instance = start.instance();
    const auto offers = static_cast<std::int32_t>(instance.offers.size());
    const auto requirements = static_cast<std::int32_t>(instance.requirements.size());
    if (offers == 0 || requirements == 0) continue;
    const std::shared_ptr<const Ground> ground = MakeGround(*start.solved);
    const std::int32_t o = static_cast<std::int32_t>(seed) % offers;
    const std::int32_t seller[] = {instance.offers[o].supplier};
    const std::function<void(Residual&)> changes[] = {
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
      for (std::int32_t each = 0; each < requirements; ++each)
        ExpectSameCut(residual.FindCut(each), before[each]);
    }
  }
  EXPECT_GT(moved, 10);
}

INSTANTIATE_TEST_SUITE_P(Every, ResidualQuestions, testing::ValuesIn(match::exact::kEveryFlavour));

}  // namespace
}  // namespace pasok::study
