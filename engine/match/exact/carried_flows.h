// The flows of an earlier solve, cut to what now is there: the first half of a warm start (warm.h).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/kept.h"
#include "engine/match/exact/lane_grounds.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

// Lanes, flows, transfers and shortages fit each other and every bound once Carry has run. The steps stand in
// its order.
class CarriedFlows {
 public:
  CarriedFlows(const Work& work, const Network& network, const Kept& kept, Basis& basis);
  // Fills the basis' lanes, `used` and the flows of its capped offers, supplies and transfers. False where so
  // much is short that a start from nothing is quicker. O(size).
  bool Carry();

  const Heritage& rows() const { return rows_; }
  const SameCosts& same_costs() const { return same_; }
  const OfferPlaces& places() const { return places_; }
  std::int32_t Ancestor(std::int32_t group) const { return ancestor_[group]; }  // in the base, or kNone
  std::int32_t Heir(std::int32_t old_group) const { return heir_[old_group]; }  // here, or kNone

  std::int64_t OnLane(std::int32_t commodity, std::int32_t lane) const { return lane_flow_[commodity][lane]; }
  std::int64_t ShortOf(std::int32_t requirement) const { return short_[requirement]; }
  // The transfer between the same requirements as the base's; kNone.
  std::int32_t TransferIs(std::int32_t was) const { return transfer_is_[was]; }

  // Of the offer at `used`, the only one of the group that may be used in part.
  std::int64_t OfMarginalPlain(std::int32_t group) const { return plain_flow_[group]; }

 private:
  struct Delivery {
    std::int32_t group, requirement;
    std::int64_t quanta;
  };

  // A group descends from the one in which the base had its first offer that it had at all. A group of the
  // base has one heir, the first that descends from it.
  void FindAncestors();
  // Capped offers give what they gave, within their suppliers' totals and what aggregators can handle.
  void SupplyCapped();
  // Transfers carry what they did, as far as it is still of use where they lead.
  void CarryTransfers();
  // What each group delivered to which requirement. Of an offer that is no more, its group's heir delivers.
  struct Deliveries {
    std::vector<Delivery> by_group;
    std::vector<std::int32_t> first;  // per group, and one more
  };
  Deliveries DeliveriesHere() const;
  // The lanes that the base held or delivered over, as far as they are eligible, at today's costs.
  void CarryLanes(std::int32_t commodity, const Deliveries& deliveries);
  void AppendHeld(std::int32_t g, std::vector<Lane>& ends) const;
  void CutToNeeds(std::int32_t commodity);
  // A group delivers what its offers can give, and its plain offers, cheapest first, give what the capped
  // ones don't.
  void CutToOffers(std::int32_t g);
  void CountShortage(std::int32_t commodity);
  void SumUpSupplies();

  const Instance& instance_;
  const Work& work_;
  const Network& network_;
  const Kept& kept_;
  Basis& basis_;
  Heritage rows_;
  OfferPlaces places_;
  std::vector<std::int32_t> ancestor_, heir_;
  SameCosts same_;
  std::vector<std::vector<std::int64_t>> lane_flow_;  // per commodity, beside its lanes
  std::vector<std::int64_t> plain_flow_;              // per group
  std::vector<std::int64_t> wanted_;  // per requirement: its need and what it sends on, less what it is sent
  std::vector<std::int64_t> short_;   // per requirement
  std::vector<std::int32_t> transfer_is_;  // per transfer of the base
};

}  // namespace pasok::match::exact
