#include "engine/match/exact/touched.h"

#include <algorithm>
#include <optional>

#include "engine/flow/parallel.h"
#include "engine/match/exact/outside.h"

namespace pasok::match::exact {
namespace {

constexpr std::size_t kBlock = 160;           // larger ones save pivots, and cost looks
constexpr std::size_t kAhead = 8;             // nodes that are fetched before their turn
constexpr std::int64_t kPivotsPerLook = 256;  // at the stop token: under a millisecond

}  // namespace

TouchedSimplex::TouchedSimplex(const Network& network, std::vector<std::int32_t> nodes, int threads,
                               Basis& basis)
    : TouchedSimplex(network, std::move(nodes), threads, basis, Read(network, nodes, threads, basis)) {}

TouchedSimplex::TouchedSimplex(const Network& network, std::vector<std::int32_t>&& nodes, int threads,
                               Basis& basis, Reading reading)
    : network_(network),
      nodes_(std::move(nodes)),
      threads_(threads),
      basis_(basis),
      first_group_node_(basis.tree.GroupNode(0)),
      first_supplier_node_(basis.tree.SupplierNode(0)),
      sheet_(std::move(reading.sheet)),
      watchers_(std::move(reading.watchers)),
      lanes_held_(network.groups.size()),
      supplier_price_(network.suppliers.size()),
      is_moved_(basis.penalty.size()),
      standing_(static_cast<std::size_t>(basis.tree.root())),
      moved_groups_(basis.lanes.size()) {
  for (const std::int32_t node : nodes_) {
    if (!IsGroup(node)) continue;
    const std::int32_t group = node - first_group_node_;
    standing_[node].commodity = static_cast<std::uint32_t>(network.groups[group].commodity) & kNoCommodity;
    lanes_held_[group] = basis.LanesOf(network, group).size();
  }
  TouchAllThatGain();
  ListAll();
}

TouchedSimplex::Reading TouchedSimplex::Read(const Network& network, std::span<const std::int32_t> nodes,
                                             int threads, const Basis& basis) {
  std::optional<TouchSheet> sheet;
  std::vector<std::vector<Watcher>> watchers;
  AtOnce(
      threads, [&] { watchers = FindWatchers(network, nodes, basis); },
      [&] { sheet.emplace(network, basis, nodes); });
  return {.sheet = *std::move(sheet), .watchers = std::move(watchers)};
}

std::vector<std::vector<TouchedSimplex::Watcher>> TouchedSimplex::FindWatchers(
    const Network& network, std::span<const std::int32_t> nodes, const Basis& basis) {
  std::vector<std::size_t> held(basis.penalty.size());
  for (const LaneTable& table : basis.lanes) {
    for (const Lane& lane : table.lanes) ++held[lane.requirement];
  }
  std::vector<std::vector<Watcher>> watchers(held.size());
  for (std::size_t r = 0; r < held.size(); ++r) watchers[r].reserve(held[r]);
  const std::int32_t first_group_node = basis.tree.GroupNode(0), end = basis.tree.SupplierNode(0);
  for (const std::int32_t node : nodes) {
    if (node < first_group_node || node >= end) continue;
    const Group& group = network.groups[node - first_group_node];
    for (const Lane& lane : basis.LanesOf(network, node - first_group_node))
      watchers[lane.requirement].push_back(WatcherOf(group, node, lane));
  }
  for (const Transfer& transfer : network.transfers) {
    if (transfer.from != kNone) watchers[transfer.from].push_back({.node = transfer.to});
  }
  return watchers;
}

SimplexRun TouchedSimplex::Run(const StopToken& stop, std::int64_t most_pivots, bool all) {
  SimplexRun run = RunTouched(stop, most_pivots);
  while (all && run.optimal && TouchAllThatGain()) {
    ListAll();
    const SimplexRun look = RunTouched(stop, most_pivots - run.pivots);
    run.pivots += look.pivots;
    run.optimal = look.optimal;
  }
  return run;
}

// Those that suppliers would touch are looked at all the same.
bool TouchedSimplex::TouchAllThatGain() {
  std::vector<char> gains(nodes_.size());
  ForEachBatch(static_cast<std::int32_t>(nodes_.size()), threads_, [&](std::int32_t first, std::int32_t end) {
    for (std::int32_t i = first; i < end; ++i) {
      sheet_.PrefetchMore(basis_, nodes_[std::min<std::size_t>(i + kAhead, nodes_.size() - 1)]);
      const std::int32_t node = nodes_[i];
      if (IsGroup(node)) {
        gains[i] = LookAtGroup(node).choice.gain > 0;
        continue;
      }
      if (node >= first_supplier_node_)
        supplier_price_[node - first_supplier_node_] = basis_.tree.Potential(node);
      gains[i] = Look(node).gain > 0;
    }
  });
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (gains[i]) Touch(nodes_[i]);
  }
  return !next_.empty();
}

SimplexRun TouchedSimplex::RunTouched(const StopToken& stop, std::int64_t most_pivots) {
  SimplexRun run;
  const auto look = [&](std::int32_t node) { return Look(node); };
  for (TouchWatchers(); !next_.empty(); TouchWatchers()) {
    round_.swap(next_);
    next_.clear();
    for (std::size_t at = 0; at < round_.size();) {
      const std::span<const std::int32_t> rest = std::span(round_).subspan(at);
      const std::span<const std::int32_t> block = rest.first(std::min(kBlock, rest.size()));
      FindCandidates(block);
      for (Choice best = candidates_.Best(look); best.gain > 0; best = candidates_.Best(look)) {
        Enter(best);
        if (++run.pivots == most_pivots || (run.pivots % kPivotsPerLook == 0 && stop.Asked())) {
          PutOff(rest);
          return run;
        }
      }
      at += block.size();
    }
  }
  run.optimal = true;
  return run;
}

void TouchedSimplex::FindCandidates(std::span<const std::int32_t> block) {
  candidates_.Clear();
  for (std::size_t i = 0; i < block.size(); ++i) {
    sheet_.Prefetch(block[std::min(i + kAhead, block.size() - 1)]);
    sheet_.PrefetchMore(basis_, block[std::min(i + kAhead / 2, block.size() - 1)]);
    standing_[block[i]].waits = false;
    candidates_.Add(block[i], Look(block[i]));
  }
  candidates_.Close();
}

Choice TouchedSimplex::Look(std::int32_t node) {
  if (IsGroup(node)) {
    const GroupLook look = LookAtGroup(node);
    if (look.may_have_supplier_below) LookAtSuppliersOf(node - first_group_node_);
    return look.choice;
  }
  Choice choice;
  sheet_.PriceNode(basis_, node, choice);
  return choice;
}

TouchedSimplex::GroupLook TouchedSimplex::LookAtGroup(std::int32_t node) {
  GroupLook look;
  const std::int32_t group = node - first_group_node_;
  const Calm calm = sheet_.PriceGroup(basis_, group, look.choice);
  standing_[node].calm = NarrowCalm(calm);
  standing_[node].parent = sheet_.ParentOf(group);
  look.may_have_supplier_below = calm.least >= calm.most && sheet_.HasCapped(node);
  return look;
}

// Those that are left when a run breaks off, some of which may wait for the next round already.
void TouchedSimplex::PutOff(std::span<const std::int32_t> nodes) {
  for (const std::int32_t node : nodes) standing_[node].waits = false;
  for (const std::int32_t node : next_) standing_[node].waits = true;
  for (const std::int32_t node : nodes) Touch(node);
}

void TouchedSimplex::Enter(const Choice& choice) {
  const Arc entering = TakeOut(network_, choice, basis_);
  rehung_.clear(), shifted_.clear();
  const Arc leaving = basis_.tree.Pivot(entering, choice.forward, {.rehung = &rehung_, .moved = &shifted_});
  PutBack(network_, leaving, basis_);
  sheet_.Pivoted(basis_, rehung_, entering, leaving);
  for (const std::int32_t node : rehung_) NodeMoved(node);
  for (const std::int32_t node : shifted_) {
    if (IsGroup(node)) {
      GroupMoved(node, basis_.tree.Potential(node));
    } else {
      NodeMoved(node);
    }
  }
  for (const Arc& arc : {entering, leaving}) {
    Touch(arc.head);
    if (arc.tail != basis_.tree.root()) Touch(arc.tail);
  }
}

void TouchedSimplex::LanesAdded(std::span<const std::int32_t> groups) {
  for (const std::int32_t group : groups) {
    const std::int32_t node = first_group_node_ + group;
    sheet_.LanesAdded(basis_, group);
    Touch(node);
    const std::span<const Lane> lanes = basis_.LanesOf(network_, group);
    for (const Lane& lane : lanes.subspan(std::exchange(lanes_held_[group], lanes.size())))
      watchers_[lane.requirement].push_back(WatcherOf(network_.groups[group], node, lane));
  }
}

std::vector<std::int32_t> TouchedSimplex::TakeMoved(std::int32_t commodity) {
  for (const std::int32_t group : moved_groups_[commodity])
    standing_[first_group_node_ + group].is_listed = false;
  return std::exchange(moved_groups_[commodity], {});
}

void TouchedSimplex::Touch(std::int32_t node) {
  Standing& standing = standing_[node];
  if (standing.waits) return;
  standing.waits = true;
  next_.push_back(node);
  List(node);
}

void TouchedSimplex::List(std::int32_t node) {
  Standing& standing = standing_[node];
  if (standing.commodity == kNoCommodity || standing.is_listed) return;
  standing.is_listed = true;
  moved_groups_[standing.commodity].push_back(node - first_group_node_);
}

void TouchedSimplex::ListAll() {
  for (const std::int32_t node : nodes_) List(node);
}

void TouchedSimplex::NodeMoved(std::int32_t node) {
  if (node < first_group_node_) {
    if (!std::exchange(is_moved_[node], 1)) moved_.push_back(node);
  } else if (node < first_supplier_node_) {
    Touch(node);
  } else {
    SupplierMoved(node - first_supplier_node_);
  }
}

void TouchedSimplex::SupplierMoved(std::int32_t supplier) {
  const CappedSupplier& row = network_.suppliers[supplier];
  Touch(first_supplier_node_ + supplier);
  for (std::int32_t i = row.first_offer; i < row.end_offer; ++i)
    Touch(first_group_node_ + network_.capped[network_.supplier_offers[i]].group);
  supplier_price_[supplier] = basis_.tree.Potential(first_supplier_node_ + supplier);
  if (row.parent != kNone) LookAtSupplier(row.parent);
  for (std::int32_t at = row.first_behind; at < row.end_behind; ++at) {
    Touch(first_supplier_node_ + network_.behind[at]);
    LookAtSupplier(network_.behind[at]);
  }
}

void TouchedSimplex::LookAtSupplier(std::int32_t supplier) {
  const std::int64_t price = basis_.tree.Potential(first_supplier_node_ + supplier);
  if (std::exchange(supplier_price_[supplier], price) != price) SupplierMoved(supplier);
}

void TouchedSimplex::LookAtSuppliersOf(std::int32_t group) {
  const Group& row = network_.groups[group];
  for (std::int32_t i = row.first_capped; i < row.end_capped; ++i) {
    if (basis_.capped_source[i] != basis_.tree.root())
      LookAtSupplier(basis_.capped_source[i] - first_supplier_node_);
  }
}

void TouchedSimplex::GroupMoved(std::int32_t node, std::int64_t price) {
  List(node);
  if (!standing_[node].calm.Holds(price)) Touch(node);
}

// Once for many pivots: one alone may move the prices of all requirements of a commodity.
void TouchedSimplex::TouchWatchers() {
  for (const std::int32_t requirement : moved_) {
    is_moved_[requirement] = 0;
    Touch(requirement);
    const std::int64_t price = basis_.tree.RequirementPotential(requirement);
    const std::vector<Watcher>& watchers = watchers_[requirement];
    for (std::size_t i = 0; i < watchers.size(); ++i) {
      __builtin_prefetch(&standing_[watchers[std::min(i + kAhead, watchers.size() - 1)].node]);
      const auto [node, cost] = watchers[i];
      Standing& standing = standing_[node];
      if (cost == kLooksAlways) {
        Touch(node);
      } else if (standing.parent == requirement) {
        GroupMoved(node, price - cost);
      } else if (standing.calm.Raise(price - cost)) {
        if (price - cost > basis_.tree.Potential(node)) Touch(node);
      }
    }
  }
  moved_.clear();
}

TouchedSimplex::Watcher TouchedSimplex::WatcherOf(const Group& group, std::int32_t node, const Lane& lane) {
  const auto cost = static_cast<std::int32_t>(lane.cost);
  const bool looks_always = cost != lane.cost || group.capped_lanes;
  return {.node = node, .cost = looks_always ? kLooksAlways : cost};
}

}  // namespace pasok::match::exact
