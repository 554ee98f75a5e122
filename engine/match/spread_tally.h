#pragma once

#include <cstdint>

namespace pasok::match {

// How far offers are beyond one of the steps of fair spread (spread.h).
struct SpreadTally {
  std::int64_t offers = 0;  // each day for itself
  std::int64_t quanta = 0;  // of this plan, beyond it
  bool operator==(const SpreadTally&) const = default;
};

}  // namespace pasok::match
