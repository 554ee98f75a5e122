// The network simplex method by what its pivots touch.
//
// Pricing in turns looks at every item again and again, near the optimum nearly always in vain. Here an item
// is looked at only when something that its arcs gain by has changed since it was last: the price of a
// requirement that its lanes lead to, of its own node, of a supplier or an aggregator that its arcs come
// from, or the lanes that it holds. Each pivot tells which core nodes have moved (tree.h); requirements know
// who looks at them, and what their lanes cost: of those groups only the ones are touched that now gain. A
// group that moves along with the requirement that it hangs from is touched only where its own price leaves
// the range in which none of its arcs gained when it was last looked at. Nodes that are no core nodes move
// without a trace, so a group that is looked at also looks at the suppliers that may hang from it. Items that
// are touched wait for the next round, so that one moved by many pivots of a round is looked at once.
//
// In a round items are looked at in blocks, each once; those that gain are candidates. The best of them
// enters, by what it gains now, until none is left: a pivot looks again at one or two, not at the block.
//
// It begins with the items that gain, and Run ends with a look at all, touched or not, until none of them
// gains: what it has proven then is what pricing in turns proves. Deterministic. Ends by the tree's rule
// against cycling.
//
// REQUIRES for several at the same time: nodes whose arcs touch no common node but the root.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/exact/candidates.h"
#include "engine/match/exact/simplex.h"
#include "engine/match/exact/touch_sheet.h"

namespace pasok::match::exact {

// No one else changes the basis' flows or lanes as long as it lives, but as it is told.
class TouchedSimplex {
 public:
  // `nodes` are those of a component of a joined network (components.h), in the order in which they are first
  // looked at. `threads` share what is done with all of them. O(nodes and their lanes).
  TouchedSimplex(const Network& network, std::vector<std::int32_t> nodes, int threads, Basis& basis);

  // Until no arc that the basis holds can enter. `all` = false leaves out the look at all items at the end:
  // some arc may be overlooked then.
  SimplexRun Run(const StopToken& stop, std::int64_t most_pivots, bool all = true);

  // The basis holds more lanes of these groups, behind those that it held. O(their lanes).
  void LanesAdded(std::span<const std::int32_t> groups);
  // The price has moved otherwise than by a pivot of this method.
  void PriceMoved(std::int32_t requirement) { NodeMoved(requirement); }
  // The commodity's groups whose prices or lanes may be others than when this was last asked. REQUIRES
  // nothing left to do: the last run ended in an optimum.
  std::vector<std::int32_t> TakeMoved(std::int32_t commodity);

 private:
  SimplexRun RunTouched(const StopToken& stop, std::int64_t most_pivots);
  // A group with a lane to the requirement, and what the lane costs; or a requirement to which a transfer
  // leads from it.
  struct Watcher {
    std::int32_t node = kNone;
    std::int32_t cost = kLooksAlways;
  };
  static constexpr std::int32_t kLooksAlways = std::numeric_limits<std::int32_t>::min();
  static Watcher WatcherOf(const Group& group, std::int32_t node, const Lane& lane);

  // What is read of the basis when it begins.
  struct Reading {
    TouchSheet sheet;
    std::vector<std::vector<Watcher>> watchers;
  };
  static Reading Read(const Network& network, std::span<const std::int32_t> nodes, int threads,
                      const Basis& basis);
  static std::vector<std::vector<Watcher>> FindWatchers(const Network& network,
                                                        std::span<const std::int32_t> nodes,
                                                        const Basis& basis);
  TouchedSimplex(const Network& network, std::vector<std::int32_t>&& nodes, int threads, Basis& basis,
                 Reading reading);

  // A Calm in half the space; nowhere, if it doesn't fit.
  class NarrowCalm {
   public:
    NarrowCalm() = default;
    explicit NarrowCalm(const Calm& calm) {
      if (calm.least >= kTop || calm.most <= kBottom) return;
      least_ = static_cast<std::int32_t>(std::max(calm.least, kBottom));
      most_ = static_cast<std::int32_t>(std::min(calm.most, kTop - 1));
    }
    bool Holds(std::int64_t price) const { return price >= least_ && price <= most_; }
    // Cuts off what lies below `value`; false: that is nothing.
    bool Raise(std::int64_t value) {
      if (value <= kBottom) return true;  // there may be something that isn't held here
      if (value <= least_) return false;
      least_ = static_cast<std::int32_t>(std::min(value, kTop));
      return true;
    }

   private:
    static constexpr std::int64_t kTop = std::numeric_limits<std::int32_t>::max(),
                                  kBottom = std::numeric_limits<std::int32_t>::min();
    std::int32_t least_ = kBottom + 1, most_ = kBottom;  // nowhere, and whatever is raised cuts off something
  };

  // What a touch looks at of a node, side by side: four to a cache line.
  struct Standing {
    NarrowCalm calm;  // of a group, when it was last looked at; the least risen since with what its
                      // lanes are worth
    std::int32_t parent = kNone;                  // of a group, likewise
    std::uint32_t commodity : 30 = kNoCommodity;  // of a group
    bool waits : 1 = false;                       // touched, and not looked at since
    bool is_listed : 1 = false;                   // in moved_groups_
  };
  static constexpr std::uint32_t kNoCommodity = (std::uint32_t{1} << 30) - 1;

  void FindCandidates(std::span<const std::int32_t> block);
  Choice Look(std::int32_t node);  // its best arc
  struct GroupLook {
    Choice choice;
    bool may_have_supplier_below = false;
  };
  GroupLook LookAtGroup(std::int32_t node);  // touches nobody
  void PutOff(std::span<const std::int32_t> nodes);
  void Enter(const Choice& choice);

  bool TouchAllThatGain();  // whether there is any
  void Touch(std::int32_t node);
  void List(std::int32_t node);  // as moved
  void ListAll();
  void NodeMoved(std::int32_t node);
  void GroupMoved(std::int32_t node, std::int64_t price);  // its price is this, and nothing else has changed
  void SupplierMoved(std::int32_t supplier);
  void LookAtSupplier(std::int32_t supplier);
  void LookAtSuppliersOf(std::int32_t group);
  void TouchWatchers();

  bool IsGroup(std::int32_t node) const { return node >= first_group_node_ && node < first_supplier_node_; }

  const Network& network_;
  const std::vector<std::int32_t> nodes_;
  const int threads_;
  Basis& basis_;
  const std::int32_t first_group_node_, first_supplier_node_;
  TouchSheet sheet_;
  // Per requirement those whose items look at its price.
  std::vector<std::vector<Watcher>> watchers_;
  // Per group: so many of its lanes are watched; later ones come behind.
  std::vector<std::size_t> lanes_held_;
  std::vector<std::int64_t> supplier_price_;  // when their groups were last touched
  std::vector<std::int32_t> moved_;           // requirements whose watchers aren't touched yet
  std::vector<char> is_moved_;
  std::vector<std::int32_t> round_, next_;               // nodes that are touched: of this round, of the next
  std::vector<Standing> standing_;                       // per node
  Candidates candidates_;                                // nodes, of the block at hand
  std::vector<std::vector<std::int32_t>> moved_groups_;  // per commodity: touched since they were asked for
  std::vector<std::int32_t> rehung_, shifted_;           // by the last pivot: see PivotTrace
};

}  // namespace pasok::match::exact
