// Every change, in any order and taken back, against a cold solve of the changed instance.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "tests/match/random_market.h"
#include "tests/study/residual/cold.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::exact::Flavour;

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}
  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most - least + 1));
  }
  std::int32_t Of(std::size_t size) {
    return static_cast<std::int32_t>(Between(0, static_cast<std::int64_t>(size) - 1));
  }

 private:
  std::mt19937_64 random_;
};

std::int64_t ShortageOf(const match::Solved& solved) {
  return std::accumulate(solved.matching.shortage.begin(), solved.matching.shortage.end(), std::int64_t{0});
}

// What the residual network says has changed, against two cold solves.
void ExpectChange(const Residual& residual, const match::Solved& before, const Instance& changed) {
  const std::unique_ptr<match::Solved> after = SolveCold(changed);
  const Effect change = residual.Changed();
  EXPECT_EQ(change.objective, after->matching.objective - before.matching.objective);
  EXPECT_EQ(change.money + change.preference + change.penalty + change.carried, change.objective);
  EXPECT_TRUE(change.carried == 0 || !changed.transfers.empty());
  EXPECT_EQ(change.shortage, ShortageOf(*after) - ShortageOf(before));
  ExpectOptimal(changed, residual);
}

class ResidualChanges : public testing::TestWithParam<Flavour> {};

TEST_P(ResidualChanges, StandsAtTheOptimumAtFirst) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const Start start = StartAt(GetParam(), seed);
    const Residual residual(MakeGround(*start.solved));
    ExpectOptimal(start.solved->instance, residual);
    EXPECT_EQ(residual.Changed(), Effect{});
  }
}

TEST_P(ResidualChanges, LosesEachSupplierAtWhatAColdSolveSays) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Start start = StartAt(GetParam(), seed);
    const Instance& instance = start.solved->instance;
    Residual residual(MakeGround(*start.solved));
    for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " supplier " << s);
      Instance without = instance;
      for (match::OfferRow& offer : without.offers) {
        if (offer.supplier == s) offer.capacity = 0;
      }
      residual.Withdraw(std::vector{s});
      ExpectChange(residual, *start.solved, without);
      residual.Rollback();
      EXPECT_EQ(residual.Changed(), Effect{});
    }
    ExpectOptimal(instance, residual);
  }
}

TEST_P(ResidualChanges, LosesEachAggregatorWithAllItsSuppliers) {
  for (std::uint64_t seed = 2; seed < 60; seed += 4) {
    const Start start = StartAt(GetParam(), seed);
    const Instance& instance = start.solved->instance;
    Residual residual(MakeGround(*start.solved));
    for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " aggregator " << a);
      std::vector<std::int32_t> gone;
      for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
        if (instance.suppliers[s].aggregator == a) gone.push_back(s);
      }
      Instance without = instance;
      for (match::OfferRow& offer : without.offers) {
        if (instance.suppliers[offer.supplier].aggregator == a) offer.capacity = 0;
      }
      const auto [least, most] = residual.LossBounds(gone);
      residual.Withdraw(gone);
      ExpectChange(residual, *start.solved, without);
      EXPECT_LE(least, residual.Changed().objective);
      EXPECT_GE(most, residual.Changed().objective);
      residual.Rollback();
      EXPECT_EQ(residual.Changed(), Effect{});
    }
    for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
      const auto [least, most] = residual.LossBounds(std::vector{s});
      residual.Withdraw(std::vector{s});
      EXPECT_LE(least, residual.Changed().objective);
      EXPECT_GE(most, residual.Changed().objective);
      residual.Rollback();
    }
    ExpectOptimal(instance, residual);
  }
}

// One random change of the instance and of the residual network.
void ChangeSomething(Draw& draw, Instance& instance, Residual& residual) {
  switch (draw.Between(0, instance.aggregators.empty() ? 2 : 3)) {
    case 0: {
      if (instance.offers.empty()) return;
      const std::int32_t o = draw.Of(instance.offers.size());
      const std::int64_t capacity = draw.Between(0, 3) == 0 ? 0 : draw.Between(0, 70);
      instance.offers[o].capacity = capacity;
      residual.SetOfferCapacity(o, capacity);
      return;
    }
    case 1: {
      const std::int32_t s = draw.Of(instance.suppliers.size());
      const std::int64_t capacity =
          draw.Between(0, 3) == 0 ? match::SupplierRow::kUnlimited : draw.Between(0, 80);
      instance.suppliers[s].capacity = capacity;
      residual.SetSupplierCapacity(s, capacity);
      return;
    }
    case 3: {
      const std::int32_t a = draw.Of(instance.aggregators.size());
      instance.aggregators[a].capacity = draw.Between(0, 3) == 0 ? 0 : draw.Between(0, 90);
      residual.SetAggregatorCapacity(a, instance.aggregators[a].capacity);
      return;
    }
    default: {
      std::vector<std::int32_t> gone;
      for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
        if (draw.Between(0, 3) == 0) gone.push_back(s);
      }
      for (match::OfferRow& offer : instance.offers) {
        if (std::ranges::find(gone, offer.supplier) != gone.end()) offer.capacity = 0;
      }
      residual.Withdraw(gone);
    }
  }
}

// Another need on top of what stands, which is the optimum of the instance, against two cold solves.
void ExpectCostOfNeed(Draw& draw, const Instance& instance, Residual& residual) {
  if (instance.requirements.empty()) return;
  const std::int32_t r = draw.Of(instance.requirements.size());
  Instance needing = instance;
  match::RequirementRow& row = needing.requirements[r];
  row.need = draw.Between(0, 70);
  row.lane_cap = LaneCapOf(needing, row.most_in());
  const Effect before = residual.Changed();
  EXPECT_EQ(residual.CostOfNeed(r, row.need - instance.requirements[r].need, TransfersThen::kStay),
            SolveCold(needing)->matching.objective - SolveCold(instance)->matching.objective);
  EXPECT_EQ(residual.Changed(), before);
}

TEST_P(ResidualChanges, ChangesInAnyOrderCostWhatAColdSolveSays) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Start start = StartAt(GetParam(), seed);
    Residual residual(MakeGround(*start.solved));
    Draw draw(seed);
    for (int round = 0; round < 2; ++round) {
      Instance instance = start.solved->instance;
      for (int i = 0; i < 6; ++i) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << " round " << round << " change " << i);
        const Residual::Mark mark = residual.Here();
        const Instance before = instance;
        const Effect change = residual.Changed();
        ChangeSomething(draw, instance, residual);
        ExpectChange(residual, *start.solved, instance);
        ExpectCostOfNeed(draw, instance, residual);
        if (draw.Between(0, 2) != 0) continue;
        residual.Rollback(mark);
        instance = before;
        EXPECT_EQ(residual.Changed(), change);
      }
      residual.Rollback();
      EXPECT_EQ(residual.Changed(), Effect{});
    }
    ExpectOptimal(start.solved->instance, residual);
  }
}

// The instance with the new offers among its own, commodity by commodity.
Instance With(const Instance& instance, const NewSupplier& add) {
  Instance with = instance;
  std::int32_t supplier = add.existing;
  std::int32_t place = kNone;
  if (supplier == kNone) {
    supplier = static_cast<std::int32_t>(with.suppliers.size());
    std::int32_t aggregator = add.through ? add.through->aggregator : kNone;
    if (add.through && aggregator == kNone) {
      aggregator = static_cast<std::int32_t>(with.aggregators.size());
      with.aggregators.push_back({.capacity = add.through->capacity});
    }
    with.suppliers.push_back({.capacity = add.capacity,
                              .kind_surcharge_sen_per_kg = add.kind_surcharge_sen_per_kg,
                              .aggregator = aggregator});
    place = static_cast<std::int32_t>(with.places.size());
    with.places.push_back(add.place);
    for (const std::int32_t demand_point : add.forbidden) with.blocked.emplace_back(supplier, demand_point);
    std::ranges::sort(with.blocked);
  } else {
    place = std::ranges::find(instance.offers, supplier, &match::OfferRow::supplier)->place;
  }
  Through through = add.through.value_or(Through{});
  if (add.existing != kNone) {
    const auto row = std::ranges::find(instance.offers, supplier, &match::OfferRow::supplier);
    through.first_leg = row->first_leg, through.fee_sen_per_kg = row->fee_sen_per_kg;
  }
  for (const AddedOffer& offer : add.offers) {
    with.offers.push_back({.supplier = supplier,
                           .place = place,
                           .commodity = offer.commodity,
                           .capacity = offer.capacity,
                           .price_sen_per_kg = offer.price_sen_per_kg,
                           .first_leg = through.first_leg,
                           .fee_sen_per_kg = through.fee_sen_per_kg});
  }
  std::ranges::stable_sort(with.offers, {}, &match::OfferRow::commodity);
  for (std::int32_t k = 0; k < std::ssize(with.commodities); ++k) {
    const auto range = std::ranges::equal_range(with.offers, k, {}, &match::OfferRow::commodity);
    with.commodities[k].first_offer = static_cast<std::int32_t>(range.begin() - with.offers.begin());
    with.commodities[k].end_offer = static_cast<std::int32_t>(range.end() - with.offers.begin());
  }
  return with;
}

NewSupplier RandomSupplier(Draw& draw, const Instance& instance) {
  NewSupplier add;
  if (draw.Between(0, 2) == 0 && !instance.offers.empty())
    add.existing = instance.offers[draw.Of(instance.offers.size())].supplier;
  add.place = instance.places[draw.Of(instance.places.size())];
  // Elsewhere too, where nothing of the instance stands.
  if (draw.Between(0, 1) == 0) {
    add.place.region = draw.Of(instance.dataset->regions.size());
    add.place.point.lat += 0.1;
    add.place.circuity = {draw.Between(1000, 2000)};
  }
  add.kind_surcharge_sen_per_kg = draw.Between(0, 1) * 777;
  if (draw.Between(0, 1) == 0) add.capacity = draw.Between(0, 60);
  if (!instance.aggregators.empty() && draw.Between(0, 1) == 0) {
    add.through = Through{.aggregator = draw.Of(instance.aggregators.size()),
                          .capacity = draw.Between(0, 40),
                          .first_leg = Metres{draw.Between(0, 50'000)},
                          .fee_sen_per_kg = draw.Between(0, 1) * draw.Between(0, 90'000)};
    if (draw.Between(0, 2) == 0) add.through->aggregator = kNone;
  }
  for (std::int32_t d = 0; d < 8; ++d) {
    if (draw.Between(0, 5) == 0) add.forbidden.push_back(d);
  }
  for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
    const bool has = std::ranges::any_of(instance.offers, [&](const match::OfferRow& offer) {
      return offer.supplier == add.existing && offer.commodity == k;
    });
    if (has || draw.Between(0, 2) == 0) continue;
    add.offers.push_back(
        {.commodity = k,
         .capacity = draw.Between(0, 50),
         .price_sen_per_kg = draw.Between(0, 1) == 0 ? 1'000'000 : draw.Between(0, 2'000'000)});
  }
  return add;
}

TEST_P(ResidualChanges, NewSuppliersSaveWhatAColdSolveSays) {
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const Start start = StartAt(GetParam(), seed);
    Residual residual(MakeGround(*start.solved));
    Draw draw(seed);
    for (int i = 0; i < 3; ++i) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " supplier " << i);
      const NewSupplier add = RandomSupplier(draw, start.solved->instance);
      const Instance with = With(start.solved->instance, add);
      const std::unique_ptr<match::Solved> after = SolveCold(with);
      const std::int64_t at_most = residual.MostSaved(add);
      const Added added = residual.Add(add);
      EXPECT_GE(at_most, -residual.Changed().objective);
      EXPECT_EQ(added.end_offer - added.first_offer, std::ssize(add.offers));
      EXPECT_EQ(residual.Changed().objective, after->matching.objective - start.solved->matching.objective);
      EXPECT_EQ(residual.Changed().shortage, ShortageOf(*after) - ShortageOf(*start.solved));
      // And with less of everything else, so that paths lead through what was added.
      if (!start.solved->instance.suppliers.empty()) {
        const std::int32_t gone = draw.Of(start.solved->instance.suppliers.size());
        Instance without = with;
        for (match::OfferRow& offer : without.offers) {
          if (offer.supplier == gone) offer.capacity = 0;
        }
        residual.Withdraw(std::vector{gone});
        EXPECT_EQ(residual.Changed().objective,
                  SolveCold(without)->matching.objective - start.solved->matching.objective);
      }
      residual.Rollback();
      EXPECT_EQ(residual.Changed(), Effect{});
    }
    ExpectOptimal(start.solved->instance, residual);
  }
}

INSTANTIATE_TEST_SUITE_P(Every, ResidualChanges, testing::ValuesIn(match::exact::kEveryFlavour));

// Offers by the hundred and kitchens by the dozen: rows are listed in parts, and lengthened as searches go
// on.
TEST(ResidualOfAMarket, ChangesAmongManyOffersCostWhatAColdSolveSays) {
  std::mt19937_64 random(5);
  int large = 0;
  for (int round = 0; round < 12; ++round) {
    match::Market market = match::RandomMarket(
        random, {.most_suppliers = 2'000, .most_demand_points = 70, .commodities = 1 + round % 2});
    // The larger the needs, the more of the offers are sold out, and the farther searches go.
    for (Requirement& requirement : market.dataset.requirements)
      requirement.need.value *= 1 + 4 * (round % 4);
    market.policy.quantum = {1000};
    const StopToken never;
    const match::SolveResult result =
        match::Solve(market.dataset, market.policy, market.question, {.threads = 1}, never, nullptr);
    if (!result.solved) continue;
    const Instance& start = result.solved->instance;
    if (start.offers.size() > 600) ++large;
    Residual residual(MakeGround(*result.solved));
    Draw draw(static_cast<std::uint64_t>(round));
    for (int change = 0; change < 4 && !start.offers.empty() && !start.requirements.empty(); ++change) {
      SCOPED_TRACE(testing::Message() << "round " << round << " change " << change);
      Instance instance = start;
      std::vector<std::int32_t> gone;
      for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
        if (draw.Between(0, 9) == 0) gone.push_back(s);
      }
      for (match::OfferRow& offer : instance.offers) {
        if (std::ranges::find(gone, offer.supplier) != gone.end()) offer.capacity = 0;
      }
      residual.Withdraw(gone);
      const NewSupplier add = RandomSupplier(draw, instance);
      residual.Add(add);
      const std::unique_ptr<match::Solved> after = SolveCold(With(instance, add));
      EXPECT_EQ(residual.Changed().objective, after->matching.objective - result.solved->matching.objective);
      const std::int32_t r = draw.Of(instance.requirements.size());
      match::RequirementRow& row = instance.requirements[r];
      const std::int64_t need = row.need;
      row.need = draw.Between(0, 2 * need);
      row.lane_cap = LaneCapOf(instance, row.need);
      EXPECT_EQ(residual.CostOfNeed(r, row.need - need, TransfersThen::kStay),
                SolveCold(With(instance, add))->matching.objective - after->matching.objective);
      residual.Rollback();
    }
    EXPECT_EQ(residual.Changed(), Effect{});
    ExpectOptimal(start, residual);
    for (int i = 0; i < 10 && !start.requirements.empty(); ++i) {
      const std::int32_t r = draw.Of(start.requirements.size());
      Instance more = start;
      const bool binds = more.requirements[r].lane_cap < more.requirements[r].need;
      more.requirements[r].need += 1;
      if (!binds) more.requirements[r].lane_cap = more.requirements[r].need;
      EXPECT_EQ(residual.NeedValue(r).more,
                SolveCold(more)->matching.objective - result.solved->matching.objective);
    }
  }
  EXPECT_GE(large, 3);
}

TEST(ResidualOfAMarket, IsAsBeforeOnceAnInterruptedChangeIsRolledBack) {
  const Start start = StartAt(Flavour::kTightTotals, 2);
  const Instance& instance = start.solved->instance;
  Residual residual(MakeGround(*start.solved));
  StopToken stop;
  residual.Heed(stop);
  std::vector<std::int32_t> everybody(instance.suppliers.size());
  std::iota(everybody.begin(), everybody.end(), 0);
  stop.Ask();
  residual.Withdraw(everybody);
  EXPECT_TRUE(residual.Interrupted());
  residual.Rollback();
  EXPECT_FALSE(residual.Interrupted());
  ExpectOptimal(instance, residual);
}

TEST(Ground, IsNotMadeOfAMatchingThatWasStoppedOrIsNotProven) {
  const Start start = StartAt(Flavour::kAll, 1);
  ASSERT_NE(MakeGround(*start.solved), nullptr);
  start.solved->matching.bound -= 1;
  EXPECT_EQ(MakeGround(*start.solved), nullptr);
  start.solved->matching.bound += 1;
  start.solved->matching.stopped = true;
  EXPECT_EQ(MakeGround(*start.solved), nullptr);
}

}  // namespace
}  // namespace pasok::study
