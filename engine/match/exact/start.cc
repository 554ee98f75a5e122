#include "engine/match/exact/start.h"

#include <algorithm>
#include <numeric>

#include "engine/match/exact/shares.h"

namespace pasok::match::exact {
namespace {

// What one group has to give at a profit, with the offers that it comes from.
class Yield {
 public:
  Yield(const Network& network, std::int32_t g, std::int64_t value, Basis& basis)
      : network_(network), group_(network.groups[g]), g_(g), basis_(basis), capped_end_(group_.first_capped) {
    std::int32_t& used = basis.used[g];
    for (used = group_.first_plain; used < group_.end_plain && network.plain[used].price < value; ++used) {
      left_ += network.plain[used].capacity;
    }
    for (std::int32_t i = group_.first_capped; i < group_.end_capped; ++i) basis.capped_flow[i] = 0;
    for (; capped_end_ < group_.end_capped && network.capped[capped_end_].price < value; ++capped_end_) {
      basis.capped_flow[capped_end_] = basis.capped_capacity[capped_end_];
      left_ += basis.capped_flow[capped_end_];
    }
  }

  std::int64_t left() const { return left_; }
  void Give(std::int64_t quanta) { left_ -= quanta; }

  // Takes what is left out of the dearest offers; the link of the offer that is then neither full nor surely
  // idle. A link without a parent where no offer has any capacity.
  Link Retract() {
    std::int32_t& used = basis_.used[g_];
    while (left_ > 0) {
      const bool plain = used > group_.first_plain &&
                         (capped_end_ == group_.first_capped ||
                          network_.plain[used - 1].price >= network_.capped[capped_end_ - 1].price);
      const std::int64_t flow =
          plain ? network_.plain[used - 1].capacity : basis_.capped_flow[capped_end_ - 1];
      plain ? --used : --capped_end_;
      const std::int64_t back = std::min(flow, left_);
      left_ -= back;
      if (!plain) basis_.capped_flow[capped_end_] = 0;
      if (left_ == 0) return plain ? PlainLink(used, flow - back) : CappedLink(capped_end_, flow - back);
    }
    // Nothing to take back: the group hangs from an idle offer, if it has one.
    if (used < group_.end_plain) return PlainLink(used, 0);
    for (std::int32_t i = capped_end_; i < group_.end_capped; ++i) {
      if (basis_.capped_capacity[i] > 0) return CappedLink(i, 0);
    }
    return {.parent = kNone};
  }

 private:
  Link PlainLink(std::int32_t i, std::int64_t flow) const {
    return {.cost = network_.plain[i].price,
            .flow = flow,
            .capacity = network_.plain[i].capacity,
            .parent = basis_.tree.root(),
            .index = i,
            .kind = ArcKind::kPlain};
  }
  Link CappedLink(std::int32_t i, std::int64_t flow) const {
    return {.cost = network_.capped[i].price,
            .flow = flow,
            .capacity = basis_.capped_capacity[i],
            .parent = basis_.tree.root(),
            .index = i,
            .kind = ArcKind::kCapped};
  }

  const Network& network_;
  const Group& group_;
  std::int32_t g_;
  Basis& basis_;
  std::int32_t capped_end_;  // capped offers before it are in use
  std::int64_t left_ = 0;
};

}  // namespace

Shortlist ShortlistLanes(const Work& work, const Network& network, std::int32_t commodity, Reach reach,
                         std::span<const std::int64_t> price, std::int64_t window, std::size_t most) {
  const std::int32_t first = network.first_group[commodity], end = network.first_group[commodity + 1];
  std::vector<std::int64_t> floor;  // nothing below it could become worth more than the cheapest offer
  for (std::int32_t g = first; g < end; ++g)
    floor.push_back(network.CheapestPrice(network.groups[g]) - window);
  Shortlist list;
  list.value.assign(floor.size(), kNoValue);
  list.regret.assign(floor.size(), kUnbounded);
  std::vector<FoundLane> found;
  LaneScanner scanner(work.costs, network, commodity, price, reach);
  scanner.Scan({.floor = floor, .window = window}, work.stop, [&](std::int32_t g) {
    const std::size_t i = static_cast<std::size_t>(g - first);
    list.table.first.resize(i + 1, static_cast<std::int32_t>(list.table.lanes.size()));
    const FoundLane best = scanner.Best();
    if (best.requirement != kNone) {
      list.value[i] = best.value;
      found.clear();
      scanner.Above(std::max(floor[i], best.value - window - 1), found);
      KeepBest(g, most, found);
      for (const FoundLane& lane : found)
        list.table.lanes.push_back({.cost = lane.cost, .requirement = lane.requirement});
      if (found.size() > 1) list.regret[i] = found[0].value - found[1].value;
    }
  });
  list.table.first.resize(floor.size() + 1, static_cast<std::int32_t>(list.table.lanes.size()));
  return list;
}

// A requirement's turn comes once all that it sends on to have had theirs.
std::vector<std::int64_t> FirstTransfers(const Instance& instance, const Network& network,
                                         std::span<const std::int64_t> hint) {
  std::vector<std::int64_t> sent(network.transfers.size());
  if (sent.empty()) return sent;
  std::vector<std::int64_t> wanted;
  for (const RequirementRow& row : instance.requirements) wanted.push_back(row.need);
  std::vector<std::int32_t> waits_for(wanted.size());
  for (const Transfer& transfer : network.transfers) {
    if (transfer.from != kNone) ++waits_for[transfer.from];
  }
  std::vector<std::int32_t> ready;
  for (std::int32_t r = 0; r < std::ssize(waits_for); ++r) {
    if (waits_for[r] == 0) ready.push_back(r);
  }
  while (!ready.empty()) {
    const std::int32_t to = ready.back();
    ready.pop_back();
    for (std::int32_t i = network.first_transfer[to]; i < network.first_transfer[to + 1]; ++i) {
      const Transfer& transfer = network.transfers[i];
      const std::int64_t most =
          transfer.from == kNone ? transfer.capacity : std::min(transfer.capacity, hint[i]);
      sent[i] = std::min(most, wanted[to]);
      wanted[to] -= sent[i];
      if (transfer.from == kNone) continue;
      wanted[transfer.from] += sent[i];
      if (--waits_for[transfer.from] == 0) ready.push_back(transfer.from);
    }
  }
  return sent;
}

std::vector<std::int64_t> WantedOverLanes(const Instance& instance, const Network& network,
                                          const Basis& basis) {
  std::vector<std::int64_t> wanted;
  for (const RequirementRow& row : instance.requirements) wanted.push_back(row.need);
  for (std::size_t i = 0; i < network.transfers.size(); ++i) {
    const Transfer& transfer = network.transfers[i];
    wanted[transfer.to] -= basis.transfer_flow[i];
    if (transfer.from != kNone) wanted[transfer.from] += basis.transfer_flow[i];
  }
  return wanted;
}

void StartCommodity(const Instance& instance, const Network& network, std::int32_t commodity,
                    std::span<const std::int64_t> wanted, Shortlist shortlist, Basis& basis) {
  Tree& tree = basis.tree;
  const CommoditySpan& span = instance.commodities[commodity];
  std::vector<std::int64_t> short_of(wanted.begin() + span.first_requirement,
                                     wanted.begin() + span.end_requirement);
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
    tree.Hang(r, {.parent = kNone});
  const std::int32_t first_group = network.first_group[commodity];
  std::vector<std::int32_t> order(shortlist.regret.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater<>(), [&](std::int32_t i) { return shortlist.regret[i]; });

  for (const std::int32_t i : order) {
    const std::int32_t g = first_group + i;
    Yield yield(network, g, shortlist.value[i], basis);
    Link hangs{.parent = kNone};
    for (std::int32_t l = shortlist.table.first[i]; l < shortlist.table.first[i + 1] && yield.left() > 0;
         ++l) {
      Lane& lane = shortlist.table.lanes[l];
      std::int64_t& room = short_of[lane.requirement - span.first_requirement];
      const std::int64_t capacity = basis.LaneCapacity(network, network.groups[g], lane.requirement);
      const std::int64_t quanta = std::min({yield.left(), room, capacity});
      if (quanta == 0) continue;
      yield.Give(quanta);
      room -= quanta;
      Link link{.cost = lane.cost,
                .flow = quanta,
                .capacity = capacity,
                .index = lane.requirement,
                .kind = ArcKind::kLane};
      if (yield.left() == 0) {
        link.parent = lane.requirement, link.up = true;
        hangs = link;
      } else if (quanta == capacity) {
        lane.full = true;
      } else {
        link.parent = tree.GroupNode(g);
        tree.Hang(lane.requirement, link);
      }
    }
    tree.Hang(tree.GroupNode(g), hangs.parent == kNone ? yield.Retract() : hangs);
  }
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
    if (tree.Contains(r)) continue;
    tree.Hang(r, {.cost = basis.penalty[r],
                  .flow = short_of[r - span.first_requirement],
                  .capacity = kUnbounded,
                  .parent = tree.root(),
                  .index = r,
                  .kind = ArcKind::kShortage});
  }
  basis.lanes[commodity] = std::move(shortlist.table);
  tree.Rebuild(NodesOf(instance, network, tree, commodity));
}

std::array<Tree::NodeRange, 2> NodesOf(const Instance& instance, const Network& network, const Tree& tree,
                                       std::int32_t commodity) {
  const CommoditySpan& span = instance.commodities[commodity];
  return {Tree::NodeRange{.begin = span.first_requirement, .end = span.end_requirement},
          Tree::NodeRange{.begin = tree.GroupNode(network.first_group[commodity]),
                          .end = tree.GroupNode(network.first_group[commodity + 1])}};
}

}  // namespace pasok::match::exact
