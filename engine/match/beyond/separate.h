// The parts of a market that nothing couples, so that each may take the plan that suits it best.
//
// Two requirements are of one part where a seller, an aggregator, a transfer or a limit is common to both:
// so without storage days stand apart, and regions too far from each other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

struct Separate {
  std::vector<std::int32_t> of_requirement, of_supplier;  // of the instance: which part, from 0
  std::int32_t count = 0;
};
// O(lanes * rules).
Separate FindSeparate(const Instance& instance, const Market& market, std::span<const Limits> limits);

// What an answer comes to in one part. A judgement leaves out what is short.
struct PartWorth {
  Judgement judgement;
  Int128 penalty = 0;
};
// Per part. Summed up: Judge, PenaltyOf. O(lanes * rules).
std::vector<PartWorth> WorthOf(const Instance& instance, const Market& market, std::span<const Limits> limits,
                               const Separate& separate, const MarketAnswer& answer);

// The best of several answers in each part.
class BestOfParts {
 public:
  // REQUIRES that all outlive it.
  BestOfParts(const Instance& instance, const Market& market, std::span<const Limits> limits,
              const Separate& separate, const MarketAnswer& start);

  enum class Prices : bool { kLeave, kTake };
  // Takes over those parts that are better by their judgement and leave no more short than the start, with
  // their prices or without. `units`: what a quantum on each lane counted there.
  void Offer(const MarketAnswer& answer, Prices prices, std::span<const std::int64_t> units);

  const MarketAnswer& answer() const { return best_; }
  const std::vector<std::int64_t>& units() const { return units_; }  // empty: what they cost
  double excess() const;
  // Whether a part's penalty is no higher than the start's.
  bool Serves(std::int32_t part, Int128 penalty) const { return penalty <= most_penalty_[part]; }

 private:
  const Instance& instance_;
  const Market& market_;
  const std::span<const Limits> limits_;
  const Separate& separate_;
  MarketAnswer best_;
  std::vector<std::int64_t> units_;
  std::vector<PartWorth> worth_;
  std::vector<Int128> most_penalty_;
};

}  // namespace pasok::match::beyond
