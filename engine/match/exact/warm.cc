#include "engine/match/exact/warm.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/match/exact/carried_flows.h"
#include "engine/match/exact/simplex.h"

namespace pasok::match::exact {
namespace {

// Hangs every node, and lists the arcs that are then outside the tree and strictly between their bounds.
class Hanger {
 public:
  Hanger(const Network& network, const Kept& kept, const CarriedFlows& flows, Basis& basis)
      : network_(network),
        kept_(kept),
        flows_(flows),
        basis_(basis),
        tree_(basis.tree),
        requirements_(static_cast<std::int32_t>(basis.penalty.size())),
        first_group_node_(tree_.GroupNode(0)),
        first_supplier_node_(tree_.SupplierNode(0)) {}

  void Hang() {
    for (std::size_t i = 0; i < network_.capped.size(); ++i)
      basis_.capped_source[i] = tree_.SupplierNode(network_.capped[i].supplier);
    for (std::int32_t node = 0; node < tree_.root(); ++node) tree_.Hang(node, CarriedLink(node));
    for (std::int32_t node = 0; node < tree_.root(); ++node) {
      if (!tree_.Contains(node)) HangAnew(node);
    }
    const Tree::NodeRange all{.begin = 0, .end = tree_.root()};
    tree_.Rebuild({&all, 1});
  }

  // Marks lanes that are full.
  std::vector<Arc> ArcsBetweenBounds() {
    std::vector<Arc> loose;
    for (std::int32_t g = 0; g < network_.group_count(); ++g) {
      const Group& group = network_.groups[g];
      LaneTable& table = basis_.lanes[group.commodity];
      const auto [first, end] = LanesOf(g);
      for (std::int32_t i = first; i < end; ++i) {
        const Link link = LaneLink(g, i);
        if (link.flow == 0 || IsBasic(g, table.lanes[i].requirement)) continue;
        if (link.flow == link.capacity) {
          table.lanes[i].full = true;
        } else {
          loose.push_back(ArcOf(link, tree_.GroupNode(g), link.index));
        }
      }
      if (flows_.OfMarginalPlain(g) > 0 && tree_.LinkOf(tree_.GroupNode(g)).kind != ArcKind::kPlain)
        loose.push_back(ArcOf(PlainLink(g), tree_.root(), tree_.GroupNode(g)));
    }
    for (std::int32_t r = 0; r < requirements_; ++r) {
      if (flows_.ShortOf(r) > 0 && tree_.LinkOf(r).kind != ArcKind::kShortage)
        loose.push_back(ArcOf(ShortageLink(r), tree_.root(), r));
    }
    return loose;
  }

 private:
  static constexpr Link kNoLink{.parent = kNone};

  static Arc ArcOf(const Link& link, std::int32_t tail, std::int32_t head) {
    return {.cost = link.cost,
            .flow = link.flow,
            .capacity = link.capacity,
            .tail = tail,
            .head = head,
            .index = link.index,
            .kind = link.kind};
  }

  // Links down from the parent as they now are; whoever hangs a node up turns them round.
  Link ShortageLink(std::int32_t r) const {
    return {.cost = basis_.penalty[r],
            .flow = flows_.ShortOf(r),
            .capacity = kUnbounded,
            .parent = tree_.root(),
            .index = r,
            .kind = ArcKind::kShortage};
  }
  Link PlainLink(std::int32_t g) const {
    const std::int32_t i = basis_.used[g];
    return {.cost = network_.plain[i].price,
            .flow = flows_.OfMarginalPlain(g),
            .capacity = network_.plain[i].capacity,
            .parent = tree_.root(),
            .index = i,
            .kind = ArcKind::kPlain};
  }
  Link CappedLink(std::int32_t i) const {
    return {.cost = network_.capped[i].price,
            .flow = basis_.capped_flow[i],
            .capacity = network_.capped[i].capacity,
            .parent = basis_.capped_source[i],
            .index = i,
            .kind = ArcKind::kCapped};
  }
  Link SupplyLink(std::int32_t s) const {
    return {.cost = 0,
            .flow = basis_.supply_flow[s],
            .capacity = network_.suppliers[s].capacity,
            .parent = tree_.root(),
            .index = s,
            .kind = ArcKind::kSupply};
  }
  Link LaneLink(std::int32_t g, std::int32_t lane) const {
    const Group& group = network_.groups[g];
    const Lane& held = basis_.lanes[group.commodity].lanes[lane];
    return {.cost = held.cost,
            .flow = flows_.OnLane(group.commodity, lane),
            .capacity = basis_.LaneCapacity(network_, group, held.requirement),
            .parent = tree_.GroupNode(g),
            .index = held.requirement,
            .kind = ArcKind::kLane};
  }
  static Link Up(Link link, std::int32_t parent) {
    link.parent = parent, link.up = true;
    return link;
  }
  static Link DownIfRoom(const Link& link) { return link.flow < link.capacity ? link : kNoLink; }
  static Link UpIfFlow(const Link& link, std::int32_t parent) {
    return link.flow > 0 ? Up(link, parent) : kNoLink;
  }

  std::pair<std::int32_t, std::int32_t> LanesOf(std::int32_t g) const {
    const std::int32_t commodity = network_.groups[g].commodity;
    const std::int32_t in_table = g - network_.first_group[commodity];
    return {basis_.lanes[commodity].first[in_table], basis_.lanes[commodity].first[in_table + 1]};
  }
  std::int32_t FindLane(std::int32_t g, std::int32_t requirement) const {
    const std::vector<Lane>& lanes = basis_.lanes[network_.groups[g].commodity].lanes;
    const auto [first, end] = LanesOf(g);
    for (std::int32_t i = first; i < end; ++i) {
      if (lanes[i].requirement == requirement) return i;
    }
    return kNone;
  }
  // The capped offer that was the base's capped offer `was`; kNone.
  std::int32_t CappedIs(std::int32_t was) const {
    const std::int32_t offer = flows_.rows().offer_is[kept_.network.capped[was].offer];
    return offer == kNone ? kNone : flows_.places().capped[offer];
  }
  bool IsBasic(std::int32_t g, std::int32_t requirement) const {
    const Link& above = tree_.LinkOf(requirement);
    if (above.kind == ArcKind::kLane && above.parent == tree_.GroupNode(g)) return true;
    const Link& link = tree_.LinkOf(tree_.GroupNode(g));
    return link.kind == ArcKind::kLane && link.parent == requirement;
  }

  // The link that the node had in the base, where it is still there and strongly feasible.
  Link CarriedLink(std::int32_t node) const {
    if (node < first_group_node_) return CarriedLinkOfRequirement(node);
    if (node < first_supplier_node_) return CarriedLinkOfGroup(node - first_group_node_);
    return CarriedLinkOfSupplier(node - first_supplier_node_);
  }

  Link CarriedLinkOfRequirement(std::int32_t r) const {
    const std::int32_t was = flows_.rows().requirement_was[r];
    if (was == kNone) return kNoLink;
    const Link& link = kept_.basis.tree.LinkOf(was);
    if (link.kind == ArcKind::kShortage) return ShortageLink(r);
    const std::int32_t g = flows_.Heir(link.parent - kept_.basis.tree.GroupNode(0));
    const std::int32_t lane = g == kNone ? kNone : FindLane(g, r);
    return lane == kNone ? kNoLink : DownIfRoom(LaneLink(g, lane));
  }

  Link CarriedLinkOfGroup(std::int32_t g) const {
    if (flows_.Ancestor(g) == kNone) return kNoLink;
    const Link& link = kept_.basis.tree.LinkOf(kept_.basis.tree.GroupNode(flows_.Ancestor(g)));
    if (link.kind == ArcKind::kLane) {
      const std::int32_t r = flows_.rows().requirement_is[link.index];
      const std::int32_t lane = r == kNone ? kNone : FindLane(g, r);
      return lane == kNone ? kNoLink : UpIfFlow(LaneLink(g, lane), r);
    }
    if (link.kind != ArcKind::kCapped) return kNoLink;
    const std::int32_t i = CappedIs(link.index);
    return i == kNone || network_.capped[i].group != g ? kNoLink : DownIfRoom(CappedLink(i));
  }

  Link CarriedLinkOfSupplier(std::int32_t s) const {
    const CappedSupplier& supplier = network_.suppliers[s];
    std::int32_t was = kNone;  // its node's index in the base
    for (std::int32_t i = supplier.first_offer; i < supplier.end_offer && was == kNone; ++i) {
      const std::int32_t offer = flows_.rows().offer_was[network_.capped[network_.supplier_offers[i]].offer];
      if (offer != kNone) was = kept_.node_of_supplier[kept_.supplier_of_offer[offer]];
    }
    if (was == kNone) return kNoLink;
    const Link& link = kept_.basis.tree.LinkOf(kept_.basis.tree.SupplierNode(was));
    if (link.kind != ArcKind::kCapped) return kNoLink;
    const std::int32_t i = CappedIs(link.index);
    if (i == kNone) return kNoLink;
    const std::int32_t g = network_.capped[i].group;
    const bool same_parent = flows_.Ancestor(g) == kept_.network.capped[link.index].group;
    return same_parent ? UpIfFlow(CappedLink(i), tree_.GroupNode(g)) : kNoLink;
  }

  void HangAnew(std::int32_t node) {
    if (node < first_group_node_) {
      tree_.Hang(node, ShortageLink(node));
    } else if (node < first_supplier_node_) {
      HangGroup(node - first_group_node_);
    } else {
      HangSupplier(node - first_supplier_node_);
    }
  }

  // Whether `below` hangs under `node`, or is it, as far as nodes hang by now.
  bool HangsUnder(std::int32_t below, std::int32_t node) const {
    while (below != node && below != kNone && below != tree_.root()) below = tree_.LinkOf(below).parent;
    return below == node;
  }

  void HangGroup(std::int32_t g) {
    const Group& group = network_.groups[g];
    const std::int32_t node = tree_.GroupNode(g);
    if (basis_.used[g] < group.end_plain) return tree_.Hang(node, PlainLink(g));
    // All plain offers are full, so it delivers, unless it has none and its capped ones are idle.
    if (HangFromKitchen(g)) return;
    const Link link = CappedLink(group.first_capped);
    // It delivers nothing, so only requirements hang from it.
    for (std::int32_t above = link.parent; above != kNone && above != tree_.root();) {
      const std::int32_t parent = tree_.LinkOf(above).parent;
      if (parent == node) tree_.Hang(above, ShortageLink(above));
      above = parent;
    }
    tree_.Hang(node, link);
  }

  // Hangs the group from a kitchen to which it delivers; false where there is none.
  bool HangFromKitchen(std::int32_t g) {
    const auto [first, end] = LanesOf(g);
    std::int32_t delivers = kNone;
    for (std::int32_t i = first; i < end; ++i) {
      const Link link = LaneLink(g, i);
      if (link.flow == 0) continue;
      delivers = i;
      if (HangsUnder(link.index, tree_.GroupNode(g))) continue;
      tree_.Hang(tree_.GroupNode(g), Up(link, link.index));
      return true;
    }
    if (delivers != kNone) HangFromKitchenAtRoot(g, delivers);
    return delivers != kNone;
  }

  void HangSupplier(std::int32_t s) {
    const std::int32_t node = tree_.SupplierNode(s);
    const CappedSupplier& supplier = network_.suppliers[s];
    if (basis_.supply_flow[s] < supplier.capacity) return tree_.Hang(node, SupplyLink(s));
    std::int32_t at = supplier.first_offer;
    while (basis_.capped_flow[network_.supplier_offers[at]] == 0) ++at;
    const std::int32_t i = network_.supplier_offers[at];
    const std::int32_t group_node = tree_.GroupNode(network_.capped[i].group);
    if (HangsUnder(group_node, node)) {
      const std::int32_t g = network_.capped[i].group;
      std::int32_t lane = LanesOf(g).first;
      while (flows_.OnLane(network_.groups[g].commodity, lane) == 0) ++lane;
      HangFromKitchenAtRoot(g, lane);
    }
    tree_.Hang(node, Up(CappedLink(i), group_node));
  }

  // REQUIRES that the group delivers over the lane. A kitchen can always hang from the root.
  void HangFromKitchenAtRoot(std::int32_t g, std::int32_t lane) {
    const Link link = LaneLink(g, lane);
    tree_.Hang(link.index, ShortageLink(link.index));
    tree_.Hang(tree_.GroupNode(g), Up(link, link.index));
  }

  const Network& network_;
  const Kept& kept_;
  const CarriedFlows& flows_;
  Basis& basis_;
  Tree& tree_;
  std::int32_t requirements_, first_group_node_, first_supplier_node_;
};

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
  Hanger hanger(network, kept, flows, basis);
  hanger.Hang();
  for (const Arc& arc : hanger.ArcsBetweenBounds()) EnterBetweenBounds(network, arc, basis);
  return true;
}

void RaisePenalties(const Instance& instance, std::optional<std::int64_t> margin_sen_per_kg, Basis& basis) {
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
    link.cost = basis.penalty[r];
    basis.tree.Hang(r, link);
  }
  const Tree::NodeRange all{.begin = 0, .end = basis.tree.root()};
  basis.tree.Rebuild({&all, 1});
}

}  // namespace pasok::match::exact
