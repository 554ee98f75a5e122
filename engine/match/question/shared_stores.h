// Stores that several commodities share, which no network says: what lies in one overnight, whatever it is,
// is at most what storage.csv says.
//
// **Split.** Each transfer into such a store has a part of it, its capacity, so that on no night the parts of
// all that lie there then come to more than there is. For its split the network's optimum is exact.
//
// **Bound.** Whatever the split, of the transfers that leave on one day at most the whole store is used. So
// at any prices they earn no more than the store filled by those that earn most a quantum, each up to what it
// could carry were the store its own (`most`), and the dual value with that in place of capacity * max(0,
// pi_to - pi_from - cost) bounds every plan (weak duality; that transfers which left earlier lie there too
// only makes the bound lower). Where the split gives what it has to those, plan and bound meet.
//
// **Splitting anew.** The split moves halfway towards what would earn most at the prices of the last optimum
// (a step of the subgradient method for a resource shared by subproblems, where steps shrink until nothing is
// won any more), and the network is solved again from its kept basis.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

// What lies in each of these stores on each night. Transfers with such a store alone.
class StoredByNight {
 public:
  explicit StoredByNight(const Instance& instance) : instance_(instance) {}  // outlives it

  // On the fullest of the nights that the transfer lies there. Quanta.
  std::int64_t UsedOn(const Transfer& transfer) const;
  std::int64_t LeftFor(const Transfer& transfer) const;  // on that night
  void Take(const Transfer& transfer, std::int64_t quanta);

 private:
  template <class Visit>
  void OnEach(const Transfer& transfer, const Visit& visit) const;

  const Instance& instance_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> used_;  // by store, night
};

// sum over transfers of what they can earn at most at these prices, sen: capacity * max(0, pi_to - pi_from -
// cost), and of those that share a store as above. `price`: per requirement. O(transfers log transfers).
Int128 MostEarnedOver(const Instance& instance, std::span<const std::int64_t> price);

// Whether this split earns as much at these prices as any could. An optimum at the split whose prices these
// are is then one over all splits. O(as above).
bool EarnsMost(const Instance& instance, std::span<const std::int64_t> price);

// Moves the split the share `step` of the way to what would earn most at these prices; false where that
// changes nothing. 0 < step <= 1.
bool SplitAnew(std::span<const std::int64_t> price, double step, Instance& instance);

// The split that holds what is sent, per transfer, with what is left over for those that earn most a quantum
// at these prices; without prices, for those that come first. REQUIRES that it fits.
void SplitFor(std::span<const std::int64_t> sent, Instance& instance,
              std::span<const std::int64_t> price = {});

// Where these transfers of one demand point are to send more than its store holds: how much each may then
// send, in proportion to that. nullopt where all of it fits.
std::optional<std::vector<std::int64_t>> CutToStore(const Instance& instance,
                                                    std::span<const std::int32_t> transfers,
                                                    std::span<const std::int64_t> sent);

}  // namespace pasok::match
