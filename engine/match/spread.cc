#include "engine/match/spread.h"

#include "engine/match/sold.h"

namespace pasok::match {
namespace {

std::int64_t SenPerQuantum(const Policy& policy, const SpreadStep& step) {
  return RoundHalfUp(Int128{policy.quantum.value} * step.surcharge.value, 1000);
}

// Quanta of the offer before the step begins.
std::int64_t Before(const SpreadStep& step, std::int64_t whole) {
  return static_cast<std::int64_t>(Int128{whole} * step.above_share.value / 1'000'000);
}

}  // namespace

std::vector<SpreadPiece> PiecesOf(const Policy& policy, std::int64_t whole, std::int64_t given,
                                  std::int64_t capacity) {
  std::vector<SpreadPiece> pieces;
  std::int64_t surcharge = 0, left = capacity;
  const auto add = [&](std::int64_t quanta) {
    quanta = std::min(quanta, left);
    if (quanta <= 0) return;
    left -= quanta, given += quanta;
    if (!pieces.empty() && pieces.back().surcharge == surcharge) {
      pieces.back().quanta += quanta;
    } else {
      pieces.push_back({.quanta = quanta, .surcharge = surcharge});
    }
  };
  for (const SpreadStep& step : policy.fair_spread) {
    add(Before(step, whole) - given);
    surcharge = SenPerQuantum(policy, step);
  }
  add(left);
  return pieces;
}

std::vector<SpreadPiece> PiecesOf(const Instance& instance, std::int32_t offer) {
  return PiecesOf(instance, offer, instance.offers[offer].capacity);
}

std::vector<SpreadPiece> PiecesOf(const Instance& instance, std::int32_t offer, std::int64_t capacity) {
  const OfferRow& row = instance.offers[offer];
  return PiecesOf(instance.policy, row.whole, row.given, capacity);
}

SpreadPiece NextPiece(const Policy& policy, std::int64_t whole, std::int64_t given) {
  std::int64_t surcharge = 0;
  for (const SpreadStep& step : policy.fair_spread) {
    const std::int64_t before = Before(step, whole);
    if (given < before) return {.quanta = before - given, .surcharge = surcharge};
    surcharge = SenPerQuantum(policy, step);
  }
  return {.quanta = INT64_MAX, .surcharge = surcharge};
}

SpreadPiece LastPiece(const Policy& policy, std::int64_t whole, std::int64_t given) {
  std::int64_t surcharge = 0, first = 0;
  for (const SpreadStep& step : policy.fair_spread) {
    const std::int64_t before = Before(step, whole);
    if (given <= before) break;
    first = before, surcharge = SenPerQuantum(policy, step);
  }
  return {.quanta = given - first, .surcharge = surcharge};
}

std::int64_t SpreadCost(const Instance& instance, std::int32_t offer, std::int64_t quanta) {
  if (!SpreadsFairly(instance)) return 0;
  std::int64_t cost = 0;
  for (const SpreadPiece& piece : PiecesOf(instance, offer, quanta)) cost += piece.quanta * piece.surcharge;
  return cost;
}

Int128 SpreadCost(const Instance& instance, std::span<const std::int64_t> quanta_of_offer) {
  Int128 cost = 0;
  if (!SpreadsFairly(instance)) return cost;
  for (std::size_t o = 0; o < quanta_of_offer.size(); ++o)
    cost += SpreadCost(instance, static_cast<std::int32_t>(o), quanta_of_offer[o]);
  return cost;
}

Int128 SpreadCost(const Instance& instance, const std::vector<LaneFlow>& flows) {
  return SpreadsFairly(instance) ? SpreadCost(instance, QuantaOfOffers(instance, flows)) : 0;
}

std::int64_t NextSurcharge(const Instance& instance, std::int32_t offer, std::int64_t quanta) {
  if (!SpreadsFairly(instance)) return 0;
  const OfferRow& row = instance.offers[offer];
  return NextPiece(instance.policy, row.whole, row.given + quanta).surcharge;
}

std::vector<SpreadTally> TallySpread(const Instance& instance, const std::vector<LaneFlow>& flows) {
  std::vector<SpreadTally> tallies;
  const std::vector<std::int64_t> quanta = QuantaOfOffers(instance, flows);
  for (const SpreadStep& step : instance.policy.fair_spread) {
    SpreadTally& tally = tallies.emplace_back();
    for (std::size_t o = 0; o < quanta.size(); ++o) {
      const OfferRow& row = instance.offers[o];
      const std::int64_t beyond = row.given + quanta[o] - std::max(row.given, Before(step, row.whole));
      if (quanta[o] == 0 || beyond <= 0) continue;
      ++tally.offers;
      tally.quanta += beyond;
    }
  }
  return tallies;
}

}  // namespace pasok::match
