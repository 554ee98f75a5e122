// What nobody is to see as a plan: each bound of the network broken in turn, and claims that don't hold.
#include "engine/match/feasible.h"

#include <gmock/gmock.h>

#include <functional>
#include <random>
#include <stdexcept>

#include "engine/match/stand_ins.h"
#include "tests/match/random_market.h"
#include "tests/match/share_all_stores.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

std::unique_ptr<Solved> SolvedToy(const Toy& toy) {
  return std::move(Solve(toy.dataset, toy.policy, {}, {.threads = 1}, StopToken(), nullptr).solved);
}

// Of the toy's optimum after a change, whose objective is told truly.
std::string FaultAfter(const std::function<void(Instance&, Matching&)>& change) {
  const Toy toy = ReadToy();
  const std::unique_ptr<Solved> solved = SolvedToy(toy);
  change(solved->instance, solved->matching);
  solved->matching.objective =
      static_cast<std::int64_t>(CostOf(solved->instance, solved->lanes, solved->matching));
  return FindFault(solved->instance, solved->lanes, solved->matching).value_or("none");
}

LaneFlow& FlowOf(std::int32_t offer, std::int32_t requirement, Matching& matching) {
  return *std::ranges::find_if(matching.flows, [&](const LaneFlow& flow) {
    return flow.offer == offer && flow.requirement == requirement;
  });
}

// In the toy's instance beras are the offers 0 to 2 and the requirements 0 and 1 (S1->D1 80, S2->D1 20,
// S2->D2 30, S3->D2 30), telur what follows.
TEST(FindFault, FindsNoneInThePlansOfTheToy) {
  EXPECT_EQ(FaultAfter([](Instance&, Matching&) {}), "none");
}

TEST(FindFault, FindsAnOfferSoldTwice) {
  EXPECT_EQ(FaultAfter([](Instance&, Matching& matching) {
              FlowOf(0, 0, matching).quanta += 10;
              FlowOf(1, 0, matching).quanta -= 10;
            }),
            "offer 0 gives 90 quanta of 80");
}

TEST(FindFault, FindsASupplierBeyondItsTotal) {
  EXPECT_THAT(FaultAfter([](Instance& instance, Matching&) { instance.suppliers[1].capacity = 89; }),
              HasSubstr("supplier 1 gives 90 quanta of 89"));
}

TEST(FindFault, FindsAnAggregatorBeyondWhatItHandles) {
  EXPECT_EQ(FaultAfter([](Instance& instance, Matching&) {
              instance.aggregators.push_back({.capacity = 79});
              instance.suppliers[0].aggregator = 0;
            }),
            "aggregator 0 gives 80 quanta of 79");
}

TEST(FindFault, FindsALaneBeyondItsCap) {
  EXPECT_THAT(FaultAfter([](Instance& instance, Matching&) { instance.requirements[0].lane_cap = 79; }),
              HasSubstr("gives 80 quanta of 79"));
}

TEST(FindFault, FindsALaneThatARuleForbids) {
  EXPECT_THAT(FaultAfter([](Instance& instance, Matching&) {
                instance.blocked.emplace_back(0, instance.requirements[0].demand_point);
              }),
              HasSubstr("is not eligible"));
}

TEST(FindFault, FindsALaneTwice) {
  EXPECT_THAT(FaultAfter([](Instance&, Matching& matching) {
                matching.flows.front().quanta -= 1;
                LaneFlow again = matching.flows.front();
                again.quanta = 1;
                matching.flows.insert(matching.flows.begin(), again);
              }),
              HasSubstr("stands twice"));
}

TEST(FindFault, FindsAPromiseBroken) {
  EXPECT_THAT(FaultAfter([](Instance& instance, Matching&) {
                instance.pair_terms.push_back({.offer = 0, .requirement = 0, .reserved = 81, .cap = 100});
              }),
              HasSubstr("less than is reserved"));
}

TEST(FindFault, FindsANeedThatDoesNotAddUp) {
  EXPECT_THAT(FaultAfter([](Instance&, Matching& matching) { FlowOf(1, 1, matching).quanta -= 1; }),
              HasSubstr("requirement 1 needs 60 quanta, is served 59 and short of 0"));
}

TEST(FindFault, FindsAnObjectiveThatIsNotTheCost) {
  const Toy toy = ReadToy();
  const std::unique_ptr<Solved> solved = SolvedToy(toy);
  --solved->matching.objective;
  EXPECT_THAT(FindFault(solved->instance, solved->lanes, solved->matching).value_or("none"),
              HasSubstr("the objective is"));
}

// Kitchens that keep food in stores of their own, and in one for all that they keep.
TEST(FindFault, FindsAStoreThatIsTooFull) {
  int stored = 0, shared = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    std::mt19937_64 random(seed);
    Market market = RandomMarket(random, {.horizon = true, .rules = true, .kept = true});
    if (seed % 2 == 1) ShareAllStores(random, market);
    const std::unique_ptr<Solved> solved = TrySolve(market);
    if (!solved) continue;
    ASSERT_EQ(FindFault(solved->instance, solved->lanes, solved->matching), std::nullopt) << seed;
    for (std::size_t i = 0; i < solved->instance.transfers.size(); ++i) {
      if (solved->matching.transfers[i] == 0) continue;
      Transfer& transfer = solved->instance.transfers[i];
      const bool is_shared = transfer.store != kNone;
      std::int64_t& room = is_shared ? solved->instance.stores[transfer.store] : transfer.capacity;
      const std::int64_t before = std::exchange(room, solved->matching.transfers[i] - 1);
      EXPECT_NE(FindFault(solved->instance, solved->lanes, solved->matching), std::nullopt);
      room = before;
      ++(is_shared ? shared : stored);
    }
  }
  EXPECT_GT(stored, 20);
  EXPECT_GT(shared, 5);
}

class Claim : public testing::Test {
 protected:
  auto PlanIt() const {
    return [this] { PlanOf(*solved_, 1, stop_, nullptr); };
  }

  const Toy toy_ = ReadToy();
  const std::unique_ptr<Solved> solved_ = SolvedToy(toy_);
  StopToken stop_;
};

TEST_F(Claim, OfFoodThatIsSoldTwiceIsNoPlan) {
  FlowOf(0, 0, solved_->matching).quanta += 10;
  FlowOf(1, 0, solved_->matching).quanta -= 10;
  EXPECT_THAT(PlanIt(), ThrowsMessage<std::logic_error>(HasSubstr("offer 0 gives 90 quanta of 80")));
}

TEST_F(Claim, OfAnOptimumThatIsNoneIsNoPlan) {
  --solved_->matching.requirement_price[0];
  EXPECT_THAT(PlanIt(), ThrowsMessage<std::logic_error>(HasSubstr("its proven bound 386")));
  solved_->matching.stopped = true;
  EXPECT_NO_THROW(PlanIt()());
}

TEST_F(Claim, OfABoundAboveTheCostIsNoPlan) {
  solved_->matching.network = NetworkOptimum{};  // as where other rules moved it
  solved_->matching.bound = solved_->matching.objective + 1;
  stop_.Ask();  // so that nothing but the solver's word stands for the bound
  EXPECT_THAT(PlanIt(), ThrowsMessage<std::logic_error>(HasSubstr("its proven bound 386300001")));
}

}  // namespace
}  // namespace pasok::match
