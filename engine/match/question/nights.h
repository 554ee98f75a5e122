// What of a series of needs may be kept from which day for which (transfers.h), before anybody asks how much
// the kitchen can store.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

// From a requirement to one of a later day.
struct Keeping {
  std::int32_t from = kNone, to = kNone;
  std::int64_t wanted = 0;  // quanta that are needed later while what comes on the first day is fresh
};

// From each day to the next. `taking`: the requirements, by day.
std::vector<Keeping> KeptInTurn(const Instance& instance, std::span<const std::int32_t> taking);

// From each day straight to the relief of each later one for which it is fresh. `relief_of`: per requirement;
// kNone: it has none.
std::vector<Keeping> KeptStraight(const Instance& instance, std::span<const std::int32_t> taking,
                                  std::span<const std::int32_t> relief_of);

// Quanta on the fullest night, were all of it kept; and whether any night sees more than one of them.
struct Fullest {
  std::int64_t quanta = 0;
  bool overlap = false;
};
Fullest FullestNight(const Instance& instance, std::span<const Keeping> kept);

}  // namespace pasok::match
