#include "tests/study/explain_by_hand.h"

#include <algorithm>
#include <tuple>

#include "tests/study/residual/cold.h"

namespace pasok::study {

using match::Market;

ExplainResult Ask(const match::Solved& solved, const ExplainQuestion& question) {
  const StopToken stop;
  return Explain(solved, question, {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
}

std::int64_t CostOfNeed(const Market& market, const match::Solved& solved, std::int32_t r,
                        std::int64_t quanta) {
  const match::Instance& instance = solved.instance;
  const match::CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
  Market more = market;
  std::vector<Requirement>& rows = more.dataset.requirements;
  const Requirement wanted{.demand_point = instance.requirements[r].demand_point,
                           .commodity = span.dataset_commodity,
                           .need = {(instance.requirements[r].need + quanta) * market.policy.quantum.value},
                           .date = instance.days[span.day]};
  const auto key = [](const Requirement& row) {
    return std::tuple(row.demand_point, row.commodity, row.date);
  };
  const auto at = std::ranges::lower_bound(rows, key(wanted), {}, key);
  if (at != rows.end() && key(*at) == key(wanted)) {
    *at = wanted;
  } else {
    rows.insert(at, wanted);
  }
  return match::SolveFor(more)->matching.objective - solved.matching.objective;
}

namespace {

// Whether some optimal plan buys from the supplier for the requirement.
bool BuysByHand(const Market& market, const Key& key) {
  const auto solved = SolveFor(market);
  const match::Instance& instance = solved->instance;
  std::int32_t o = kNone, r = kNone;
  const auto is_meant = [&](std::int32_t commodity) {
    const match::CommoditySpan& span = instance.commodities[commodity];
    return span.dataset_commodity == key.commodity && instance.days[span.day] == key.date;
  };
  for (std::int32_t i = 0; i < std::ssize(instance.offers); ++i) {
    const match::OfferRow& row = instance.offers[i];
    if (is_meant(row.commodity) && instance.suppliers[row.supplier].dataset_supplier == key.supplier) o = i;
  }
  for (std::int32_t i = 0; i < std::ssize(instance.requirements); ++i) {
    const match::RequirementRow& row = instance.requirements[i];
    if (is_meant(row.commodity) && row.demand_point == key.demand_point && !instance.IsRelief(i)) r = i;
  }
  if (o == kNone || r == kNone || solved->lanes.Cost(o, r).ineligible != match::Ineligible::kNo) return false;
  const Residual residual(MakeGround(*solved));
  if (residual.Flow(o, r) > 0) return true;
  const std::vector<PlainArc> arcs = PlainArcs(instance, residual);
  const std::size_t nodes = PlainNodes(instance);
  const std::int64_t back =
      CheapestByHand(nodes, arcs, PlainNode(instance, RequirementNode(r)), PlainNode(instance, OfferNode(o)));
  return back != INT64_MAX && back + solved->lanes.Cost(o, r).unit() == 0;
}

bool BuysAtPrice(Market market, const Key& key, std::int32_t dataset_offer, std::int64_t price) {
  market.dataset.offers[dataset_offer].price = {price};
  return BuysByHand(market, key);
}

bool BuysWithCapacity(Market market, const Key& key, std::int32_t dataset_offer, std::int64_t more) {
  const std::int64_t grams = more * market.policy.quantum.value;
  market.dataset.offers[dataset_offer].capacity_per_day.value += grams;
  std::optional<Grams>& total = market.dataset.suppliers[key.supplier].capacity_per_day;
  if (total && grams > 0) total->value += grams;
  return BuysByHand(market, key);
}

bool BuysWithHandling(Market market, const Key& key, std::int64_t more) {
  Supplier& aggregator = market.dataset.suppliers[market.dataset.suppliers[key.supplier].via];
  aggregator.handling_per_day->value += more * market.policy.quantum.value;
  return BuysByHand(market, key);
}

}  // namespace

void CheckCycle(const match::Solved& solved, const Path& cycle) {
  ASSERT_FALSE(cycle.steps.empty());
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < cycle.steps.size(); ++i) {
    const Step& step = cycle.steps[i];
    ASSERT_EQ(step.To(), cycle.steps[(i + 1) % cycle.steps.size()].From());
    ASSERT_GT(step.room, 0);
    sum += step.cost;
    if (step.arc != ArcKind::kLane) continue;
    const std::int64_t unit = solved.lanes.Cost(step.offer, step.requirement).unit();
    ASSERT_EQ(step.cost, step.back ? -unit : unit);
  }
  ASSERT_EQ(sum, cycle.cost);
  ASSERT_GE(sum, 0);
}

void CheckCandidate(const Market& market, const match::Solved& solved, const Key& key,
                    const Candidate& candidate, std::map<Standing, int>& seen) {
  ++seen[candidate.standing];
  if (candidate.standing == Standing::kNotEligible) {
    ASSERT_TRUE(candidate.breach);
    ASSERT_FALSE(BuysByHand(market, key));
    return;
  }
  const std::int32_t offer = solved.instance.offers[candidate.offer].dataset_offer;
  const bool buys = candidate.standing == Standing::kServes || candidate.standing == Standing::kTie;
  ASSERT_EQ(BuysByHand(market, key), buys);
  if (candidate.cycle) CheckCycle(solved, *candidate.cycle);
  const std::int64_t price = market.dataset.offers[offer].price.value;
  if (candidate.highest_price) {
    ASSERT_EQ(*candidate.highest_price >= price, buys);
    ASSERT_TRUE(BuysAtPrice(market, key, offer, *candidate.highest_price));
    if (!candidate.at_ceiling || market.policy.price_ceiling == CeilingMode::kHard) {
      ASSERT_FALSE(BuysAtPrice(market, key, offer, *candidate.highest_price + 1));
    }
  } else {
    ASSERT_FALSE(BuysAtPrice(market, key, offer, 0));
  }
  if (!market.question.taken.empty()) return;
  if (candidate.standing == Standing::kAggregatorFull) {
    const match::OfferRow& row = solved.instance.offers[candidate.offer];
    const std::int64_t handles =
        solved.instance.aggregators[solved.instance.suppliers[row.supplier].aggregator].capacity;
    if (candidate.least_handling) {
      ASSERT_TRUE(BuysWithHandling(market, key, *candidate.least_handling - handles));
      ASSERT_FALSE(BuysWithHandling(market, key, *candidate.least_handling - 1 - handles));
    } else {
      ASSERT_FALSE(BuysWithHandling(market, key, 10'000));
    }
  }
  const std::int64_t capacity = solved.instance.offers[candidate.offer].capacity;
  if (candidate.least_capacity) {
    ASSERT_EQ(*candidate.least_capacity <= capacity, buys);
    ASSERT_TRUE(BuysWithCapacity(market, key, offer, *candidate.least_capacity - capacity));
    ASSERT_FALSE(BuysWithCapacity(market, key, offer, *candidate.least_capacity - 1 - capacity));
  } else {
    ASSERT_FALSE(BuysWithCapacity(market, key, offer, 10'000));
  }
}

}  // namespace pasok::study
