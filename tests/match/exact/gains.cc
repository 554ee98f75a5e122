#include "tests/match/exact/gains.h"

#include <algorithm>

#include "engine/match/exact/outside.h"

namespace pasok::match::exact {
namespace {

// The best so far of arcs that gain so much forwards.
class Best {
 public:
  void LookAt(std::int64_t gain, bool may_rise, bool may_fall) {
    if (may_rise) gain_ = std::max(gain_, gain);
    if (may_fall) gain_ = std::max(gain_, -gain);
  }
  std::int64_t gain() const { return gain_; }

 private:
  std::int64_t gain_ = 0;
};

void LookAtRequirement(const Network& network, const Basis& basis, std::int32_t r, Best& best) {
  const std::int64_t price = basis.tree.Potential(r);
  best.LookAt(price - basis.penalty[r], true, false);
  for (std::size_t i = 0; i < network.transfers.size(); ++i) {
    const Transfer& transfer = network.transfers[i];
    if (transfer.to != r) continue;
    const std::int64_t from = transfer.from == kNone ? 0 : basis.tree.Potential(transfer.from);
    best.LookAt(price - from - transfer.cost,
                basis.transfer_flow[i]<transfer.capacity, basis.transfer_flow[i]> 0);
  }
}

void LookAtSupplier(const Network& network, const Basis& basis, std::int32_t s, Best& best) {
  const std::int32_t parent = network.suppliers[s].parent;
  const std::int64_t from = parent == kNone ? 0 : basis.tree.Potential(basis.tree.SupplierNode(parent));
  const std::int64_t flow = basis.supply_flow[s];
  best.LookAt(basis.tree.Potential(basis.tree.SupplierNode(s)) - from,
              flow<network.suppliers[s].capacity, flow> 0);
}

void LookAtGroup(const Network& network, const Basis& basis, std::int32_t g, Best& best) {
  const Tree& tree = basis.tree;
  const Group& group = network.groups[g];
  const std::int64_t price = tree.Potential(tree.GroupNode(g));
  for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) {
    if (i == basis.used[g] || i == basis.used[g] - 1)
      best.LookAt(price - network.plain[i].price, i == basis.used[g], i != basis.used[g]);
  }
  for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
    const std::int64_t flow = basis.capped_flow[i];
    best.LookAt(price - network.capped[i].price - tree.Potential(basis.capped_source[i]),
                flow<basis.capped_capacity[i], flow> 0);
  }
  for (const Lane& lane : basis.LanesOf(network, g))
    best.LookAt(tree.RequirementPotential(lane.requirement) - lane.cost - price, !lane.full, lane.full);
}

}  // namespace

std::int64_t BestGain(const Rooms& rooms, const Basis& basis, std::int32_t node) {
  const Tree& tree = basis.tree;
  Best best;
  if (node < tree.GroupNode(0)) {
    LookAtRequirement(rooms.network, basis, node, best);
  } else if (node < tree.SupplierNode(0)) {
    LookAtGroup(rooms.network, basis, node - tree.GroupNode(0), best);
  } else {
    LookAtSupplier(rooms.network, basis, node - tree.SupplierNode(0), best);
  }
  return best.gain();
}

std::int64_t GainOf(const Rooms& rooms, const Basis& basis, const Choice& choice) {
  Basis copy = basis;
  const Arc arc = TakeOut(rooms.network, choice, copy);
  if (choice.forward ? arc.flow == arc.capacity : arc.flow == 0) return 0;
  const std::int64_t reduced = arc.cost + basis.tree.Potential(arc.tail) - basis.tree.Potential(arc.head);
  return choice.forward ? -reduced : reduced;
}

}  // namespace pasok::match::exact
