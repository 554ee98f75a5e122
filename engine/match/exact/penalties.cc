#include "engine/match/exact/penalties.h"

#include <algorithm>

namespace pasok::match::exact {

void SoftenPenalty(std::int32_t requirement, std::int64_t price, std::int64_t margin, Basis& basis) {
  std::int64_t& penalty = basis.penalty[requirement];
  penalty = std::min(penalty, std::max<std::int64_t>(0, price) + margin);
}

bool SetPenalty(std::int32_t requirement, std::int64_t penalty, Basis& basis) {
  basis.penalty[requirement] = penalty;
  Link link = basis.tree.LinkOf(requirement);
  if (link.kind != ArcKind::kShortage || link.cost == penalty) return false;
  link.cost = penalty;
  basis.tree.Hang(requirement, link);
  return true;
}

}  // namespace pasok::match::exact
