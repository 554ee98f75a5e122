#include "engine/match/exact/warm.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/match/exact/carried_flows.h"
#include "engine/match/exact/hanger.h"
#include "engine/match/exact/penalties.h"
#include "engine/match/exact/simplex.h"

namespace pasok::match::exact {
namespace {

// A ceiling holds where the lanes cost what they did. Of a requirement for which that isn't so the base's
// price counts as lower than any, so that the next search looks at it.
void CarryCeilings(const Instance& instance, const Kept& kept, const CarriedFlows& flows,
                   Ceilings& ceilings) {
  constexpr std::int64_t kBelowAll = std::numeric_limits<std::int64_t>::min();
  const SameCosts& same = flows.same_costs();
  for (std::int32_t r = 0; r < std::ssize(ceilings.price); ++r)
    ceilings.price[r] =
        same.requirement[r] ? kept.ceilings.price[flows.rows().requirement_was[r]] : kBelowAll;
  for (std::int32_t g = 0; g < std::ssize(ceilings.value); ++g) {
    const std::int32_t was = flows.Ancestor(g);
    const bool known = same.group[g] && kept.ceilings.known[kept.network.groups[was].commodity];
    ceilings.value[g] = known ? kept.ceilings.value[was] : kUnbounded;
  }
  ceilings.known.assign(instance.commodities.size(), 1);
}

void SoftenPenalties(const Instance& instance, const Heritage& rows, const Kept& kept, Basis& basis) {
  const std::int64_t margin = PerQuantum(instance, kMarginsSenPerKg.front());
  for (std::int32_t r = 0; r < std::ssize(rows.requirement_was); ++r) {
    const std::int32_t was = rows.requirement_was[r];
    if (was != kNone) SoftenPenalty(r, kept.basis.tree.RequirementPotential(was), margin, basis);
  }
}

}  // namespace

bool CarryOver(const Work& work, const Network& network, const Kept& kept, Basis& basis, Ceilings& ceilings) {
  CarriedFlows flows(work, network, kept, basis);
  if (!flows.Carry()) return false;
  CarryCeilings(work.instance, kept, flows, ceilings);
  SoftenPenalties(work.instance, flows.rows(), kept, basis);
  Hanger hanger(network, kept, flows, work.threads, basis);
  hanger.Hang();
  for (const Arc& arc : hanger.ArcsBetweenBounds()) EnterBetweenBounds(network, arc, basis);
  return true;
}

bool RaisePenalties(const Instance& instance, std::optional<std::int64_t> margin_sen_per_kg, Basis& basis) {
  bool moves = false;
  for (std::int32_t r = 0; r < std::ssize(basis.penalty); ++r) {
    const std::int64_t own = instance.requirements[r].penalty;
    if (basis.penalty[r] == own) continue;
    std::int64_t raised = own;
    if (margin_sen_per_kg) {
      const std::int64_t price = std::max<std::int64_t>(0, basis.tree.RequirementPotential(r));
      raised = std::max(basis.penalty[r], std::min(own, price + PerQuantum(instance, *margin_sen_per_kg)));
    }
    moves |= SetPenalty(r, raised, basis);
  }
  if (!moves) return false;
  const Tree::NodeRange all{.begin = 0, .end = basis.tree.root()};
  basis.tree.Rebuild({&all, 1});
  return true;
}

}  // namespace pasok::match::exact
