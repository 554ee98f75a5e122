// Soft penalties: at first a requirement may miss at a little above its price instead of at the instance's
// penalty. With the full one, kitchens that miss a little while lanes are still to be found would drag the
// prices around them up to it, and down again later.
#pragma once

#include <cstdint>

#include "engine/match/exact/basis.h"

namespace pasok::match::exact {

inline std::int64_t PerQuantum(const Instance& instance, std::int64_t sen_per_kg) {
  return sen_per_kg * instance.policy.quantum.value / 1000;
}

// `margin` (sen per quantum) above the price, where that is less than the penalty that it has. Of a fresh
// basis: the tree isn't touched.
void SoftenPenalty(std::int32_t requirement, std::int64_t price, std::int64_t margin, Basis& basis);

// Also where the requirement hangs by its shortage; whether prices are stale by that until the tree is
// rebuilt.
bool SetPenalty(std::int32_t requirement, std::int64_t penalty, Basis& basis);

}  // namespace pasok::match::exact
