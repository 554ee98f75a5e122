// What all residual networks of one optimal matching share: its rows and the lanes' costs.
//
// Built once, then read only: safe to share between threads, each with a Residual of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/network.h"
#include "engine/match/plan.h"
#include "engine/study/report.h"
#include "engine/study/residual/path.h"

namespace pasok::study {

// The offers or the requirements of one commodity, by region, as columns for bounds on many lanes at once.
struct Ends {
  struct Run {  // those of one region, for roads and for tiers
    std::int32_t first = 0, end = 0;
    match::exact::Enclosing enclosing;
    std::int32_t region = kNone;
  };
  std::vector<Run> runs;
  std::vector<double> x, y, z;   // on the unit sphere
  std::vector<double> circuity;  // a factor
  std::vector<double> key;       // what the end adds to a lane's reduced cost, sen per quantum, rounded down
  std::vector<std::int32_t> row;
};

class Ground {
 public:
  explicit Ground(const match::Solved& of);

  const match::Solved& solved;
  const match::Instance& instance;
  const match::exact::Network sites;  // of the places
  const match::exact::LaneCosts costs;
  std::vector<std::int32_t> first_offer_of, offers_of;  // per supplier and one more: a range of offers_of
  std::vector<std::int32_t> first_through, through;  // per aggregator and one more: the suppliers that sell
                                                     // through it, a range of `through`
  // The matching's prices of requirements, lowered where one offer alone serves a requirement whose lane caps
  // are no less than the most that can come in: such caps never bind, and here they are none.
  std::vector<std::int64_t> requirement_price;
  std::vector<Ends> offer_ends, requirement_ends;  // per commodity

  // Per requirement and one more: ranges of the instance's transfers, which stand by `to`, and of
  // `transfers_from`, their indices by `from` (without stocks).
  std::vector<std::int32_t> first_transfer_into, first_transfer_from, transfers_from;

  // What contracts say of lanes, by requirement, offer: the instance's pair terms, and of each other lane
  // that a contract is due on one that says nothing, which it might were more or less needed. Their caps are
  // the contracts' own: kUnboundedRoom where they leave the requirement's. `terms_by_offer`: as indices, by
  // offer, requirement.
  std::vector<match::PairTerm> terms;
  std::vector<std::int32_t> terms_by_offer;
  std::vector<std::int32_t> first_term_of;  // per requirement and one more: a range of terms

  // Index into terms; kNone: no contract is about that lane. O(log terms of the requirement).
  std::int32_t FindTerm(std::int32_t offer, std::int32_t requirement) const;
  // Whether a contract is due on a lane of it.
  bool HasTerms(std::int32_t requirement) const;

  // Quanta on one lane of a requirement into which so much can come at most; kUnboundedRoom where it couldn't
  // bind.
  std::int64_t LaneCap(std::int64_t most_in) const;

  // Whether a block or a related party forbids the pair. O(log pairs), at once where the supplier has none.
  bool Forbids(std::int32_t supplier, std::int32_t demand_point) const;

 private:
  std::vector<std::pair<std::int32_t, std::int32_t>> forbidden_;  // sorted
  std::vector<bool> has_forbidden_;                               // per supplier
};

// Why no ground can be laid, and what to do; nullopt: it can. That a matching isn't proven optimal (stopped
// early, or bound < objective), or is proven by ranks: then reduced costs may be negative, and a search among
// them wrong or endless.
std::optional<Sentence> WhyNoGround(const match::Solved& solved);

// nullptr where WhyNoGround says why. `solved` outlives the ground. O(offers + requirements +
// regions), some 60 bytes an offer.
std::shared_ptr<const Ground> MakeGround(const match::Solved& solved);

}  // namespace pasok::study
