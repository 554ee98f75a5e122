// Rules that are one sum over lanes each, laid over a market: budgets (policy `budget`) and the shares of
// sharing.h.
//
//   sum over the lanes of a part, of what they carry  <=  most + floor(share * the same sum over the lanes of
//   its whole)
//
// in sen paid or in quanta. Budgets and shares of a need have no whole, but a most; where more than the need
// is delivered, the share is of that.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/market.h"

namespace pasok::match::beyond {

// The parts under one rule. Each lane is of one part and one whole at most.
struct Limits {
  bool of_money = false;                     // else of weight
  Millionths share{};                        // of the whole
  std::vector<std::int32_t> part_of_lane{};  // kNone: none
  std::vector<std::int32_t> whole_of_lane{};
  std::vector<std::int64_t> most{};           // per part: sen or quanta
  std::vector<std::int32_t> whole_of_part{};  // kNone: none
  std::int32_t wholes = 0;

  std::int64_t Weight(const ListedLane& lane) const { return of_money ? lane.cost.money : 1; }
  // What one more of a whole allows each of its parts, but for rounding: for prices.
  double Slope() const {
    return static_cast<double>(share.value) / static_cast<double>(Sharing::kWhole.value);
  }
};

inline bool IsOfBudgets(const Limits& limits) { return limits.of_money && limits.wholes == 0; }

// Per part, by how much the answer exceeds what it may come to, in the rule's weight; <= 0 where it keeps it.
// Summed and rounded as reports are (sharing.h), so exact below 2^53, and its sign always. O(lanes).
std::vector<double> ExcessOf(const Market& market, const Limits& limits, const MarketAnswer& answer);

// How far an answer is above all limits, in sen (weights at what a quantum costs in the mean), and what it
// costs: less is better, in that order. What is short isn't in it.
struct Judgement {
  double excess = 0;
  Int128 cost = 0;
  auto operator<=>(const Judgement&) const = default;
};
Judgement Judge(const Instance& instance, const Market& market, std::span<const Limits> limits,
                const MarketAnswer& answer);
double MeanUnit(const Market& market);  // sen that a quantum costs in the mean of the lanes, at least 1
Int128 PenaltyOf(const Instance& instance, const MarketAnswer& answer);

// Those that the policy aims at, none empty. `start`: the answer that tells where more is delivered than is
// needed. Whatever keeps them is within its limits by report/sharing.h too. O(rules * lanes).
std::vector<Limits> LimitsOf(const Instance& instance, const Market& market, const MarketAnswer& start);

}  // namespace pasok::match::beyond
