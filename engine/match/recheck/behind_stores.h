// What suppliers have left on earlier days for needs that are claimed short, and that would keep, but for a
// store that is full by what carried.csv claims: what the reason store_full says.
//
// A store is full where a way carries as much as it may, or what leaves on that day into one that commodities
// share comes to all of it; and always where storage.csv says 0 kg.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/match/recheck/ways.h"
#include "engine/match/report/shortage.h"

namespace pasok::match::recheck {

// By day, "SPPG0000001 beras" of each row of shortages.csv.
using ShortNeeds = std::vector<std::set<std::string>>;

class BehindStores {
 public:
  struct Back {
    Ways::End from, to;
    std::int64_t holding = 0;  // sen per quantum, from one day to the other
    BehindStore left;          // empty, for the bound's loop to fill in
  };

  BehindStores() = default;  // of plans that keep nothing
  BehindStores(const Dataset& dataset, const Ways& ways, const ShortNeeds& short_needs);

  // Those that begin on the day, by need.
  std::span<Back> From(std::size_t day);
  // What is left for a need of the day. REQUIRES that all earlier days are filled in.
  BehindStore LeftFor(std::size_t day, std::int32_t need) const;

 private:
  void AddWithoutRoom(const Dataset& dataset, const Ways& ways, const ShortNeeds& short_needs);

  std::vector<Back> all_;           // by from
  std::vector<std::size_t> by_to_;  // their indices
};

}  // namespace pasok::match::recheck
