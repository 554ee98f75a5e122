// What studies make of contracts: what is reserved doesn't move, until its supplier is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/study/residual/cold.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::PairTerm;
using match::exact::Case;
using match::exact::Flavour;

// Terms on lanes at random, together within every capacity and need.
void AddTerms(std::mt19937_64& random, Instance& instance) {
  const match::LaneRule rule(instance);
  Instance left = instance;
  const auto up_to = [&](std::int64_t most) {
    return most <= 0 ? 0 : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
  };
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    match::RequirementRow& requirement = left.requirements[r];
    const match::CommoditySpan& span = instance.commodities[requirement.commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      if (random() % 4 != 0 || rule.Cost(o, r).ineligible != match::Ineligible::kNo) continue;
      match::OfferRow& offer = left.offers[o];
      match::SupplierRow& supplier = left.suppliers[offer.supplier];
      match::AggregatorRow nobody;
      match::AggregatorRow& aggregator =
          supplier.aggregator == kNone ? nobody : left.aggregators[supplier.aggregator];
      PairTerm term{.offer = o, .requirement = r, .reserved = 0, .cap = requirement.lane_cap};
      if (random() % 3 == 0) term.cap = up_to(term.cap);
      if (random() % 3 != 0) {
        term.reserved = up_to(
            std::min({term.cap, offer.capacity, supplier.capacity, aggregator.capacity, requirement.need}));
      }
      offer.capacity -= term.reserved, requirement.need -= term.reserved;
      if (supplier.capacity != match::SupplierRow::kUnlimited) supplier.capacity -= term.reserved;
      if (aggregator.capacity != match::SupplierRow::kUnlimited) aggregator.capacity -= term.reserved;
      instance.pair_terms.push_back(term);
    }
  }
}

std::unique_ptr<match::Solved> Begin(Flavour flavour, std::uint64_t seed, Case& made) {
  made = match::exact::RandomCase(flavour, seed);
  constexpr std::int64_t kShares[] = {100, 100, 10, 34, 50, 90};
  Instance instance = WithLaneCaps(made, kShares[seed % std::size(kShares)]);
  if (seed / 2 % 2 == 1) match::exact::AddAggregators(seed, instance);
  std::mt19937_64 random(seed);
  AddTerms(random, instance);
  if (seed % 3 == 2) SpreadFairly(seed, instance);
  return SolveCold(std::move(instance));
}

class ContractsInStudies : public testing::TestWithParam<Flavour> {};

TEST_P(ContractsInStudies, StandAtTheOptimum) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Case made;
    const auto solved = Begin(GetParam(), seed, made);
    ExpectOptimal(solved->instance, Residual(MakeGround(*solved)));
  }
}

TEST_P(ContractsInStudies, LosingASupplierEndsItsContracts) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Case made;
    const auto solved = Begin(GetParam(), seed, made);
    const Instance& instance = solved->instance;
    Residual residual(MakeGround(*solved));
    for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " supplier " << s);
      Instance without = instance;
      for (match::OfferRow& offer : without.offers) {
        if (offer.supplier == s) offer.capacity = 0;
      }
      for (PairTerm& term : without.pair_terms) {
        if (instance.offers[term.offer].supplier == s) term.reserved = 0;
      }
      const auto [least, most] = residual.LossBounds(std::vector{s});
      residual.Withdraw(std::vector{s});
      const std::int64_t loss = residual.Changed().objective;
      EXPECT_EQ(loss, SolveCold(without)->matching.objective - solved->matching.objective);
      EXPECT_LE(least, loss);
      EXPECT_GE(most, loss);
      ExpectOptimal(without, residual);
      residual.Rollback();
    }
    ExpectOptimal(instance, residual);
  }
}

TEST_P(ContractsInStudies, AKgMoreCostsWhatAColdSolveSays) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Case made;
    const auto solved = Begin(GetParam(), seed, made);
    Residual residual(MakeGround(*solved));
    for (std::int32_t r = 0; r < std::ssize(solved->instance.requirements); ++r) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " requirement " << r);
      Instance more = solved->instance;
      if (LaneCapOf(more, more.requirements[r].need + 1) != more.requirements[r].lane_cap) continue;
      if (more.requirements[r].lane_cap >= more.requirements[r].need) continue;
      ++more.requirements[r].need;
      EXPECT_EQ(residual.NeedValue(r).more, SolveCold(more)->matching.objective - solved->matching.objective);
    }
    for (std::int32_t o = 0; o < std::ssize(solved->instance.offers); ++o) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " offer " << o);
      Instance more = solved->instance;
      ++more.offers[o].capacity;
      residual.SetOfferCapacity(o, more.offers[o].capacity);
      EXPECT_EQ(residual.Changed().objective,
                SolveCold(more)->matching.objective - solved->matching.objective);
      residual.Rollback();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, ContractsInStudies, testing::ValuesIn(match::exact::kEveryFlavour));

}  // namespace
}  // namespace pasok::study
