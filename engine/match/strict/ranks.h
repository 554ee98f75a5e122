// What counts in which order under `aims: strict`, and the prices that prove it.
//
//   least penalty; then least kg from outside the province; then from other kabupaten; then from other
//   kecamatan; then from other desa; then least money, surcharges (those of nearness count for nothing) and
//   what holding and substitutes cost
//
// A cost, and so a price, is a number per rank, compared in that order. Weak duality holds for such costs as
// it does for numbers: with reduced cost = cost + pi_o - pi_r, a matching is optimal where every lane whose
// reduced cost is above zero carries nothing, every lane below zero its cap, and likewise the offers,
// suppliers, aggregators, transfers and shortages (Isermann, Linear lexicographic optimization, OR Spektrum
// 4, 1982).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/match/lanes/lane.h"

namespace pasok::match {

enum class Rank : std::uint8_t { kPenalty, kLuar, kProvinsi, kKabupaten, kKecamatan, kMoney };
inline constexpr int kRanks = 6;
std::string_view ToWord(Rank rank);  // "penalty", "luar", …, "money": stable

// Of one quantum: sen in the first and the last rank, quanta in the others.
using Ranks = std::array<std::int64_t, kRanks>;

Ranks RanksOf(const LaneCost& lane);
Ranks RanksOfShortage(const RequirementRow& requirement);
Ranks RanksOfMoney(std::int64_t sen);  // in the last rank alone

// In the order of an instance's rows; 0 at the source.
struct RankPrices {
  std::vector<Ranks> requirement, offer, supplier, aggregator;
};

}  // namespace pasok::match
