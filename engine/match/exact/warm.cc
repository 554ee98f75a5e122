#include "engine/match/exact/warm.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/match/exact/carried_flows.h"
#include "engine/match/exact/hanger.h"
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

// With the full penalty, kitchens that miss a little would drag the prices around them up to it.
void SoftenPenalties(const Instance& instance, const Heritage& rows, const Kept& kept, Basis& basis) {
  const std::int64_t margin = kMarginsSenPerKg.front() * instance.policy.quantum.value / 1000;
  for (std::size_t r = 0; r < rows.requirement_was.size(); ++r) {
    if (rows.requirement_was[r] == kNone) continue;
    const std::int64_t price = kept.basis.tree.RequirementPotential(rows.requirement_was[r]);
    basis.penalty[r] = std::min(basis.penalty[r], std::max<std::int64_t>(0, price) + margin);
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
    if (margin_sen_per_kg) {
      const std::int64_t price = std::max<std::int64_t>(0, basis.tree.RequirementPotential(r));
      const std::int64_t margin = *margin_sen_per_kg * instance.policy.quantum.value / 1000;
      basis.penalty[r] = std::max(basis.penalty[r], std::min(own, price + margin));
    } else {
      basis.penalty[r] = own;
    }
    Link link = basis.tree.LinkOf(r);
    if (link.kind != ArcKind::kShortage) continue;
    moves |= link.cost != basis.penalty[r];
    link.cost = basis.penalty[r];
    basis.tree.Hang(r, link);
  }
  if (!moves) return false;
  const Tree::NodeRange all{.begin = 0, .end = basis.tree.root()};
  basis.tree.Rebuild({&all, 1});
  return true;
}

}  // namespace pasok::match::exact
