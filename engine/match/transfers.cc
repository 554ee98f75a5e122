#include "engine/match/transfers.h"

#include <algorithm>

namespace pasok::match {

void MoveShortages(std::span<const Transfer> transfers, Matching& matching) {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < transfers.size(); ++i) {
      const auto [from, to, cost, capacity] = transfers[i];
      if (from == kNone) continue;
      const std::int64_t quanta = std::min(matching.shortage[from], matching.transfers[i]);
      if (quanta == 0) continue;
      matching.shortage[from] -= quanta;
      matching.shortage[to] += quanta;
      matching.transfers[i] -= quanta;
      moved = true;
    }
  }
}

}  // namespace pasok::match
