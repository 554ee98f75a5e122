// Where a requirement is short though suppliers have food left on earlier days that would keep: behind which
// full store it lies.
//
// The ways back from a requirement lead over its storage (transfers.h), night by night, while food stays
// fresh. What is left on an earlier day lies behind a full store where one of the transfers between carries
// as much as it can, or its store, with what the others take that leave on the same day, is full; or where
// storage.csv says 0 kg. At an optimum of the network nothing that is worth keeping is left elsewhere, or it
// would be kept.
#pragma once

#include <span>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/report/shortage.h"

namespace pasok::match {

class BehindStores {
 public:
  struct Way {
    std::int32_t from = kNone, to = kNone;  // requirements of the same demand point and commodity
    std::int64_t holding = 0;               // sen per quantum, from one day to the other
    BehindStore left;                       // empty, for others to fill in
  };

  // The ways to these requirements, sorted, that lead over a full store. O(transfers + ways log ways).
  BehindStores(const Instance& instance, const Matching& matching, std::span<const std::int32_t> wanting);

  std::vector<std::int32_t> Earlier() const;  // where ways begin, each once, ascending
  std::span<Way> From(std::int32_t requirement);
  // What is left on all ways to the requirement.
  BehindStore LeftFor(std::int32_t requirement) const;

 private:
  void AddWithoutRoom(const Instance& instance, std::int32_t to, std::int32_t nights);

  std::vector<Way> ways_;            // by from, to
  std::vector<std::int32_t> by_to_;  // their indices
};

}  // namespace pasok::match
