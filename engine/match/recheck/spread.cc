#include "engine/match/recheck/spread.h"

#include <algorithm>

namespace pasok::match::recheck {

OfferSpread::OfferSpread(const Policy& policy, const DayOffer& offer) {
  std::int64_t before = 0;
  for (const SpreadStep& step : policy.fair_spread) {
    const std::int64_t sen = RoundHalfUp(Int128{step.surcharge.value} * policy.quantum.value, 1000);
    begins_.push_back(static_cast<std::int64_t>(Int128{step.above_share.value} * offer.whole / 1'000'000));
    slopes_.push_back(sen - before);
    before = sen;
  }
}

Int128 OfferSpread::Ramps(std::int64_t quanta) const {
  Int128 cost = 0;
  for (std::size_t j = 0; j < begins_.size(); ++j)
    cost += Int128{slopes_[j]} * std::max<std::int64_t>(0, quanta - begins_[j]);
  return cost;
}

Int128 OfferSpread::Earns(std::int64_t price, std::int64_t from, std::int64_t to) const {
  Int128 most = 0;
  const auto look = [&](std::int64_t at) {
    if (from <= at && at <= to) most = std::max(most, Int128{price} * (at - from) - Cost(from, at));
  };
  look(to);
  for (const std::int64_t begin : begins_) look(begin);
  return most;
}

void SpreadCount::Add(const SpreadCount& day) {
  cost += day.cost;
  in_use += day.in_use;
  steps.resize(std::max(steps.size(), day.steps.size()));
  for (std::size_t j = 0; j < day.steps.size(); ++j) {
    steps[j].offers += day.steps[j].offers;
    steps[j].quanta += day.steps[j].quanta;
  }
}

SpreadCount CountSpread(const Ground& ground, const Allocations& allocations) {
  SpreadCount count;
  if (ground.policy.fair_spread.empty()) return count;
  count.steps.resize(ground.policy.fair_spread.size());
  for (std::size_t o = 0; o < allocations.sold.size(); ++o) {
    const std::int64_t sold = allocations.sold[o];
    if (sold == 0) continue;
    const DayOffer& offer = ground.rules.offers()[o];
    const OfferSpread spread(ground.policy, offer);
    ++count.in_use;
    count.cost += spread.Cost(offer.gone, offer.gone + sold);
    for (std::size_t j = 0; j < count.steps.size(); ++j) {
      const std::int64_t beyond = std::min(sold, offer.gone + sold - spread.begins()[j]);
      if (beyond <= 0) continue;
      ++count.steps[j].offers;
      count.steps[j].quanta += beyond;
    }
  }
  return count;
}

}  // namespace pasok::match::recheck
