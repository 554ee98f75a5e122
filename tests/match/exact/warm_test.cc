// Solves from a base against solves from nothing, after changes of every kind.
#include "engine/match/exact/warm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "engine/match/exact/exact.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/random_instance.h"

namespace pasok::match::exact {
namespace {

using Random = std::mt19937_64;
std::int64_t Between(Random& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}
bool Chance(Random& random, int percent) { return Between(random, 1, 100) <= percent; }

// Gives the rows of a random case names: what a base knows them by.
void NameRows(Case& made) {
  for (std::size_t s = 0; s < made.instance->suppliers.size(); ++s) {
    Supplier supplier;
    supplier.id = "s" + std::to_string(100 + s);
    made.dataset->suppliers.push_back(supplier);
    made.instance->suppliers[s].dataset_supplier = static_cast<std::int32_t>(s);
  }
  std::int32_t points = 0;
  for (const RequirementRow& row : made.instance->requirements)
    points = std::max(points, row.demand_point + 1);
  for (const auto* pairs : {&made.instance->blocked, &made.instance->related}) {
    for (const auto& [supplier, point] : *pairs) points = std::max(points, point + 1);
  }
  for (std::int32_t d = 0; d < points; ++d) {
    DemandPoint point;
    point.id = "d" + std::to_string(100 + d);
    made.dataset->demand_points.push_back(point);
  }
  for (std::int32_t d = 0; d <= made.instance->commodities.back().day; ++d)
    made.instance->days.push_back(Date{20'000 + d});
}

Case Copy(const Case& from) {
  Case copy{.dataset = std::make_unique<Dataset>(*from.dataset),
            .instance = std::make_unique<Instance>(*from.instance),
            .rule = nullptr};
  copy.instance->dataset = copy.dataset.get();
  return copy;
}

// Where each requirement has gone, kNone where it is no more; the transfers follow.
void MoveTransfers(Instance& instance, const std::vector<std::int32_t>& is) {
  std::erase_if(instance.transfers, [&](Transfer& transfer) {
    if (transfer.from != kNone && is[transfer.from] == kNone) return true;
    transfer.to = is[transfer.to];
    if (transfer.from != kNone) transfer.from = is[transfer.from];
    return transfer.to == kNone;
  });
  std::ranges::sort(instance.transfers, {},
                    [](const Transfer& transfer) { return std::pair(transfer.to, transfer.from); });
}

// Puts right what rows know of each other after some have come or gone.
void Close(Case& made) {
  Instance& instance = *made.instance;
  for (RequirementRow& row : instance.requirements) row.sends = 0;
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.from != kNone) instance.requirements[transfer.from].sends += transfer.capacity;
  }
  for (OfferRow& row : instance.offers) row.whole = row.capacity;
  std::int32_t offer = 0, requirement = 0;
  for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
    CommoditySpan& span = instance.commodities[k];
    span.rule = &instance.policy.commodities[k];
    span.first_offer = offer, span.first_requirement = requirement;
    while (offer < std::ssize(instance.offers) && instance.offers[offer].commodity == k) ++offer;
    while (requirement < std::ssize(instance.requirements) &&
           instance.requirements[requirement].commodity == k)
      ++requirement;
    span.end_offer = offer, span.end_requirement = requirement;
  }
  made.rule = std::make_unique<LaneRule>(instance);
}

// One change to a case.
using Change = void (*)(Case&, Random&);

template <class Row>
Row& AnyOf(std::vector<Row>& rows, Random& random) {
  return rows[static_cast<std::size_t>(Between(random, 0, std::ssize(rows) - 1))];
}

void LoseSupplier(Case& made, Random& random) {
  const auto lost = static_cast<std::int32_t>(Between(random, 0, std::ssize(made.instance->suppliers) - 1));
  std::erase_if(made.instance->offers, [&](const OfferRow& row) { return row.supplier == lost; });
}

// A supplier with a name between the others', and new indices for all behind it.
void AddSupplier(Case& made, Random& random) {
  Instance& instance = *made.instance;
  const auto at = static_cast<std::int32_t>(Between(random, 0, std::ssize(instance.suppliers)));
  Supplier supplier;
  supplier.id = "s" + std::to_string(99 + at) + "+" + std::to_string(random() % 1000);
  made.dataset->suppliers.push_back(supplier);
  SupplierRow row{.dataset_supplier = static_cast<std::int32_t>(std::ssize(made.dataset->suppliers)) - 1};
  if (Chance(random, 60)) row.capacity = Between(random, 1, 60);
  if (!instance.aggregators.empty() && Chance(random, 50))
    row.aggregator = static_cast<std::int32_t>(Between(random, 0, std::ssize(instance.aggregators) - 1));
  instance.suppliers.insert(instance.suppliers.begin() + at, row);
  for (OfferRow& offer : instance.offers) offer.supplier += offer.supplier >= at;
  for (auto* pairs : {&instance.blocked, &instance.related}) {
    for (auto& pair : *pairs) pair.first += pair.first >= at;
  }
  const auto place = static_cast<std::int32_t>(Between(random, 0, std::ssize(instance.places) - 1));
  for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
    if (Chance(random, 30)) continue;
    const OfferRow offer{.supplier = at,
                         .place = place,
                         .commodity = k,
                         .capacity = Between(random, 1, 50),
                         .price_sen_per_kg = Between(random, 0, 3'000'000)};
    const auto after = [](const OfferRow& a, const OfferRow& b) {
      return std::pair(a.commodity, a.supplier) < std::pair(b.commodity, b.supplier);
    };
    instance.offers.insert(std::ranges::upper_bound(instance.offers, offer, after), offer);
  }
}

void ChangePrice(Case& made, Random& random) {
  if (made.instance->offers.empty()) return;
  std::int64_t& price = AnyOf(made.instance->offers, random).price_sen_per_kg;
  price = Chance(random, 50) ? price * Between(random, 80, 120) / 100 : Between(random, 0, 3'000'000);
}

void ChangeCapacity(Case& made, Random& random) {
  if (!made.instance->offers.empty()) AnyOf(made.instance->offers, random).capacity = Between(random, 1, 60);
}

void ChangeNeed(Case& made, Random& random) {
  if (made.instance->requirements.empty()) return;
  RequirementRow& row = AnyOf(made.instance->requirements, random);
  const bool capped = row.lane_cap < row.most_in();
  row.need = Between(random, 1, 60);
  row.lane_cap = capped ? std::max<std::int64_t>(1, row.most_in() / 3) : row.most_in();
}

// A transfer or two carry more, less or nothing, or cost something else.
void ChangeTransfers(Case& made, Random& random) {
  std::vector<Transfer>& transfers = made.instance->transfers;
  if (transfers.empty()) return;
  AnyOf(transfers, random).capacity = Between(random, 1, 40);
  AnyOf(transfers, random).cost = Between(random, 0, 300) * made.instance->policy.quantum.value;
  if (Chance(random, 30)) transfers.erase(transfers.begin() + Between(random, 0, std::ssize(transfers) - 1));
}

void ChangeHandling(Case& made, Random& random) {
  if (!made.instance->aggregators.empty())
    AnyOf(made.instance->aggregators, random).capacity = Between(random, 1, 90);
}

// Some supplier sells through another aggregator, or by itself.
void ChangeAggregator(Case& made, Random& random) {
  Instance& instance = *made.instance;
  const auto s = static_cast<std::int32_t>(Between(random, 0, std::ssize(instance.suppliers) - 1));
  const auto last = static_cast<std::int64_t>(instance.aggregators.size()) - 1;
  instance.suppliers[s].aggregator = static_cast<std::int32_t>(Between(random, -1, last));
  for (OfferRow& offer : instance.offers) {
    if (offer.supplier == s && instance.suppliers[s].aggregator == kNone)
      offer.first_leg = Metres{}, offer.fee_sen_per_kg = 0;
  }
}

void ChangeSpread(Case& made, Random& random) {
  std::int64_t surcharge = 0;
  for (SpreadStep& step : made.instance->policy.fair_spread)
    step.surcharge = {surcharge += Between(random, 1, 40'000)};
}

void ChangeTotal(Case& made, Random& random) {
  std::int64_t& total = AnyOf(made.instance->suppliers, random).capacity;
  total = Chance(random, 25) ? SupplierRow::kUnlimited : Between(random, 0, 60);
}

void ChangeLaneCap(Case& made, Random& random) {
  const std::int64_t percent = Between(random, 10, 100);
  for (RequirementRow& row : made.instance->requirements)
    row.lane_cap = std::max<std::int64_t>(1, row.most_in() * percent / 100);
}

void LoseKitchen(Case& made, Random& random) {
  if (made.instance->requirements.empty()) return;
  const std::int32_t lost = AnyOf(made.instance->requirements, random).demand_point;
  std::vector<std::int32_t> is;
  std::int32_t left = 0;
  for (const RequirementRow& row : made.instance->requirements)
    is.push_back(row.demand_point == lost ? kNone : left++);
  MoveTransfers(*made.instance, is);
  std::erase_if(made.instance->requirements,
                [&](const RequirementRow& row) { return row.demand_point == lost; });
}

void AddKitchen(Case& made, Random& random) {
  Instance& instance = *made.instance;
  DemandPoint point;
  point.id = "d" + std::to_string(200 + made.dataset->demand_points.size());
  made.dataset->demand_points.push_back(point);
  const auto is_kitchens = [](const Place& at) { return at.tier_region == at.region; };
  auto place = static_cast<std::int32_t>(Between(random, 0, std::ssize(instance.places) - 1));
  while (!is_kitchens(instance.places[place])) --place;  // those of aggregators stand behind
  for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
    if (Chance(random, 30)) continue;
    const std::int64_t need = Between(random, 1, 60);
    const RequirementRow row{
        .demand_point = static_cast<std::int32_t>(made.dataset->demand_points.size()) - 1,
        .place = place,
        .commodity = k,
        .need = need,
        .penalty = 100'000 * instance.policy.quantum.value,
        .lane_cap = need};
    const auto after = [](const RequirementRow& a, const RequirementRow& b) {
      return a.commodity < b.commodity;
    };
    const auto at = std::ranges::upper_bound(instance.requirements, row, after);
    std::vector<std::int32_t> is;
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
      is.push_back(r + (r >= at - instance.requirements.begin()));
    MoveTransfers(instance, is);
    instance.requirements.insert(at, row);
  }
}

void Block(Case& made, Random& random) {
  Instance& instance = *made.instance;
  if (instance.requirements.empty()) return;
  instance.blocked.emplace_back(
      static_cast<std::int32_t>(Between(random, 0, std::ssize(instance.suppliers) - 1)),
      AnyOf(instance.requirements, random).demand_point);
  std::ranges::sort(instance.blocked);
  instance.blocked.erase(std::ranges::unique(instance.blocked).begin(), instance.blocked.end());
}

void Unblock(Case& made, Random& /*random*/) { made.instance->blocked.clear(); }

void ChangeSurcharges(Case& made, Random& random) {
  for (SenPerKg& surcharge : made.instance->policy.tier_surcharge) surcharge = {Between(random, 0, 30'000)};
  for (SupplierRow& row : made.instance->suppliers)
    row.kind_surcharge_sen_per_kg = Between(random, 0, 1) * Between(random, 0, 50'000);
}

void ChangeRadiusAndHaulage(Case& made, Random& random) {
  CommodityRule& rule = AnyOf(made.instance->policy.commodities, random);
  rule.haul_per_kg_km = {Between(random, 0, 3000)};
  rule.max_distance = std::nullopt;
  if (Chance(random, 70)) rule.max_distance = Metres{Between(random, 1, 300) * 1000};
}

void ChangeNothing(Case& /*made*/, Random& /*random*/) {}

constexpr Change kChanges[] = {LoseSupplier,
                               AddSupplier,
                               ChangePrice,
                               ChangeCapacity,
                               ChangeNeed,
                               ChangeTotal,
                               ChangeLaneCap,
                               LoseKitchen,
                               AddKitchen,
                               Block,
                               Unblock,
                               ChangeSurcharges,
                               ChangeRadiusAndHaulage,
                               ChangeNothing,
                               ChangeTransfers,
                               ChangeHandling,
                               ChangeAggregator,
                               ChangeSpread};

MatchResult Solve(const Case& made, int threads, std::shared_ptr<const Kept> base, const Ideas& ideas = {}) {
  return exact::Solve(*made.instance, *made.rule, {.threads = threads, .keep = true, .base = std::move(base)},
                      ideas, StopToken(), nullptr);
}

void ExpectOptimal(const Case& made, const Matching& matching) {
  ASSERT_EQ(CostOfFeasible(made, matching), matching.objective);
  ASSERT_EQ(matching.objective, CheapestByListing(made));
  ASSERT_EQ(matching.bound, matching.objective);
  const bool plain = made.instance->aggregators.empty() && made.instance->policy.fair_spread.empty();
  if (plain) {
    ASSERT_EQ(DualValue(made, matching), matching.objective);
  }
  ASSERT_FALSE(matching.stopped);
}

// A random case with names, by turns also with aggregators, transfers and offers in pieces, or all of them.
Case NamedCase(Flavour flavour, std::uint64_t seed) {
  const std::uint64_t turn = seed % 5;
  Case made = turn == 2 || turn == 4 ? RandomTransfers(flavour, seed) : RandomCase(flavour, seed);
  NameRows(made);
  Instance& instance = *made.instance;
  if (turn == 1 || turn == 4) AddAggregators(seed, instance);
  if (turn >= 3) {
    instance.policy.fair_spread = {{.above_share = {300'000}, .surcharge = {10'000}},
                                   {.above_share = {700'000}, .surcharge = {40'000}}};
  }
  Close(made);
  return made;
}

class AfterChanges : public testing::TestWithParam<Flavour> {};

TEST_P(AfterChanges, EachOfAChainCostsWhatListingSays) {
  for (std::uint64_t seed = 0; seed < Seeds(300); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed * kFlavours + static_cast<std::uint64_t>(GetParam()));
    Case made = NamedCase(GetParam(), seed);
    std::shared_ptr<const Kept> base = Solve(made, 1, nullptr).kept;
    ASSERT_TRUE(base);
    for (int step = 0; step < 6; ++step) {
      Case next = Copy(made);
      for (std::int64_t changes = Between(random, 1, step < 4 ? 2 : 12); changes > 0; --changes)
        kChanges[Between(random, 0, std::ssize(kChanges) - 1)](next, random);
      Close(next);
      const MatchResult result = Solve(next, 1, base);
      ASSERT_TRUE(result.matching);
      ExpectOptimal(next, *result.matching);
      if (HasFailure()) FAIL() << "step " << step;
      base = result.kept;
      made = std::move(next);
    }
  }
}

// Small cases are settled before their pivots run out, unless there are next to none.
TEST_P(AfterChanges, ABaseThatTakesTooLongIsGivenUp) {
  int given_up = 0;
  for (std::uint64_t seed = 0; seed < Seeds(200); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed * kFlavours + static_cast<std::uint64_t>(GetParam()));
    Case made = NamedCase(GetParam(), seed);
    const std::shared_ptr<const Kept> base = Solve(made, 1, nullptr).kept;
    for (int changes = 0; changes < 8; ++changes)
      kChanges[Between(random, 0, std::ssize(kChanges) - 1)](made, random);
    Close(made);
    const MatchResult whole = Solve(made, 1, base);
    const MatchResult result = Solve(made, 1, base, {.base_pivots = Between(random, 1, 40)});
    ASSERT_TRUE(result.matching);
    ExpectOptimal(made, *result.matching);
    ASSERT_FALSE(HasFailure());
    given_up += result.matching->iterations != whole.matching->iterations;
  }
  EXPECT_GT(given_up, 10);
}

TEST_P(AfterChanges, ThreadsDoNotMatter) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    Case made = NamedCase(GetParam(), seed);
    const std::shared_ptr<const Kept> base = Solve(made, 1, nullptr).kept;
    LoseSupplier(made, random);
    ChangePrice(made, random);
    Close(made);
    const Matching one = *Solve(made, 1, base).matching, two = *Solve(made, 2, base).matching;
    ASSERT_EQ(one.flows.size(), two.flows.size());
    for (std::size_t i = 0; i < one.flows.size(); ++i) {
      ASSERT_EQ(one.flows[i].offer, two.flows[i].offer);
      ASSERT_EQ(one.flows[i].requirement, two.flows[i].requirement);
      ASSERT_EQ(one.flows[i].quanta, two.flows[i].quanta);
    }
  }
}

TEST_P(AfterChanges, ABaseOfAnotherMarketIsNoHindrance) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::shared_ptr<const Kept> base =
        Solve(NamedCase(Flavour::kAll, 4700 + seed / 5), 1, nullptr).kept;
    Case made = NamedCase(GetParam(), seed);
    ExpectOptimal(made, *Solve(made, 1, base).matching);
    for (Supplier& supplier : made.dataset->suppliers) supplier.id = "x" + supplier.id;
    for (DemandPoint& point : made.dataset->demand_points) point.id = "x" + point.id;
    ExpectOptimal(made, *Solve(made, 1, base).matching);
    ASSERT_FALSE(HasFailure());
  }
}

// On a day without commodities there is nothing to carry over, nor to do.
TEST(AfterAPlan, NothingIsLeftToPlan) {
  Case made = NamedCase(Flavour::kAll, 1);
  const std::shared_ptr<const Kept> base = Solve(made, 1, nullptr).kept;
  ASSERT_TRUE(base);
  Instance& instance = *made.instance;
  instance.commodities.clear(), instance.offers.clear(), instance.requirements.clear();
  instance.transfers.clear();
  const MatchResult result = Solve(made, 2, base);
  ASSERT_TRUE(result.matching);
  EXPECT_TRUE(result.matching->flows.empty());
  EXPECT_EQ(result.matching->objective, 0);
  EXPECT_EQ(result.matching->bound, 0);
}

INSTANTIATE_TEST_SUITE_P(Flavours, AfterChanges, testing::ValuesIn(kEveryFlavour));

}  // namespace
}  // namespace pasok::match::exact
