// The arc that pricing chooses to enter.
#pragma once

#include <cstdint>

#include "engine/match/exact/tree.h"

namespace pasok::match::exact {

// The best arc to enter that was seen so far.
struct Choice {
  std::int64_t gain = 0;  // sen per quantum, > 0 where there is one
  ArcKind kind = ArcKind::kShortage;
  std::int32_t index = kNone;  // as in Arc, for lanes the position in the commodity's table
  std::int32_t group = kNone;
  bool forward = true;

  void Consider(const Choice& other) {
    if (other.gain > gain) *this = other;
  }
};

}  // namespace pasok::match::exact
