#include "engine/study/residual/search.h"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace pasok::study {
namespace {

constexpr int kLooksEach = 64;  // nodes and rows between two looks at the stop token

// A total order, so that what comes up next doesn't depend on how far rows happen to be listed.
constexpr auto kLater = [](const auto& a, const auto& b) {
  return std::tie(a.key, a.node.kind, a.node.index, a.cursor) >
         std::tie(b.key, b.node.kind, b.node.index, b.cursor);
};

}  // namespace

Search::Search(const State& state, LaneRows& rows, Direction direction)
    : state_(state), rows_(rows), forward_(direction == Direction::kForward) {}

std::vector<Node> Search::PathTo(Node node) const {
  assert(Distance(node) != kUnreached);
  std::vector<Node> path{node};
  while (path.back() != terms_.start) path.push_back(LabelOf(path.back()).next);
  if (forward_) std::ranges::reverse(path);
  return path;
}

void Search::SetBound() {
  bound_ = Distance(kSource);
  if (terms_.goal != terms_.start) {
    // One more by way of the source, so that the direct way is preferred among equals: joined ways could
    // meet.
    const bool joined = bound_ != kUnreached && terms_.goal_from_source != kUnreached;
    bound_ = std::min(joined ? bound_ + terms_.goal_from_source + 1 : kUnreached, Distance(terms_.goal));
  }
}

void Search::Push(const Item& item) {
  if (item.key == key_) {
    now_.push_back(item);
    return;
  }
  later_.push_back(item);
  std::ranges::push_heap(later_, kLater);
}

Search::Item Search::Pop() {
  if (!now_.empty()) {
    const Item item = now_.back();
    now_.pop_back();
    return item;
  }
  std::ranges::pop_heap(later_, kLater);
  const Item item = later_.back();
  later_.pop_back();
  key_ = item.key;
  return item;
}

void Search::Relax(Node node, Node next, std::int64_t distance) {
  if (distance >= bound_) return;
  Label& label = LabelOf(node);
  if (distance >= label.distance) return;
  if (label.distance == kUnreached) reached_.push_back(node);
  label.distance = distance;
  label.next = next;
  if (node == kSource || node == terms_.goal) SetBound();
  Push({.key = distance, .node = node});
}

bool Search::Without(Node a, Node b) const {
  if (terms_.without_from == terms_.without_to) return false;
  return (a == terms_.without_from && b == terms_.without_to) ||
         (b == terms_.without_from && a == terms_.without_to);
}

void Search::Run(const SearchTerms& terms) {
  for (const Node node : reached_) LabelOf(node) = {};
  reached_.clear();
  now_.clear(), later_.clear();
  const std::size_t sizes[] = {1, state_.aggregators.size(), state_.suppliers.size(), state_.offers.size(),
                               state_.requirements.size()};
  for (std::size_t kind = 0; kind < labels_.size(); ++kind) {
    if (labels_[kind].size() < sizes[kind]) labels_[kind].resize(sizes[kind]);
  }
  key_ = 0;
  terms_ = terms;
  reached_.push_back(terms.start);
  LabelOf(terms.start).distance = 0;
  SetBound();
  Push({.key = 0, .node = terms.start});
  stopped_ = false;
  for (int taken = 0; Queued(); ++taken) {
    if (stop_ != nullptr && taken % kLooksEach == 0 && stop_->Asked()) {
      stopped_ = true;
      return;
    }
    const Item item = Pop();
    if (item.key >= bound_) break;
    if (item.cursor >= 0) {
      FollowLanes(item);
      continue;
    }
    Label& label = LabelOf(item.node);
    if (label.settled) continue;
    label.settled = true;
    Expand(item.node);
  }
}

void Search::Expand(Node node) {
  const std::int64_t distance = LabelOf(node).distance;
  switch (node.kind) {
    case NodeKind::kSource:
      return;
    case NodeKind::kAggregator:
    case NodeKind::kSupplier:
      return ExpandSeller(node, distance);
    case NodeKind::kOffer:
      return ExpandOffer(node.index, distance);
    case NodeKind::kRequirement:
      return ExpandRequirement(node.index, distance);
  }
}

void Search::ExpandRequirement(std::int32_t r, std::int64_t distance) {
  const RequirementState& requirement = state_.requirements[r];
  const Node self = RequirementNode(r);
  RelaxTransfers(r, distance);
  if (!forward_) {
    if (terms_.shortages) Relax(kSource, self, distance + requirement.penalty - requirement.price);
    RelaxAdded(r, distance);
    FollowLanes({.key = distance, .node = self, .cursor = 0});
    return;
  }
  if (terms_.shortages && requirement.shortage > 0)
    Relax(kSource, self, distance + requirement.price - requirement.penalty);
  for (std::int32_t i = requirement.first_flow; i != kNone; i = state_.flows[i].next_of_requirement) {
    const LaneState& lane = state_.flows[i];
    if (!state_.MayFall(lane) || Without(self, OfferNode(lane.offer))) continue;
    Relax(OfferNode(lane.offer), self,
          distance + requirement.price - lane.unit - state_.offers[lane.offer].price);
  }
}

// A step of the search goes with the arc forward, and against it backward: so along a transfer into the
// requirement it needs what the other way round it would take off.
void Search::RelaxTransfers(std::int32_t r, std::int64_t distance) {
  const auto relax = [&](std::int32_t i, std::int32_t other, bool with_arc) {
    const match::Transfer& transfer = state_.TransferAt(i);
    const std::int64_t from_price = transfer.from == kNone ? 0 : state_.requirements[transfer.from].price;
    const std::int64_t reduced = transfer.cost + from_price - state_.requirements[transfer.to].price;
    const Node node = other == kNone ? kSource : RequirementNode(other);
    if (with_arc ? state_.RoomOf(i) == 0 : state_.transfers[i] == 0) return;
    Relax(node, RequirementNode(r), distance + (with_arc ? reduced : -reduced));
  };
  state_.ForEachTransferInto(r, [&](std::int32_t i) { relax(i, state_.TransferAt(i).from, !forward_); });
  state_.ForEachTransferFrom(r, [&](std::int32_t i) { relax(i, state_.TransferAt(i).to, forward_); });
}

void Search::ExpandOffer(std::int32_t o, std::int64_t distance) {
  const OfferState& offer = state_.offers[o];
  const Node self = OfferNode(o);
  RelaxAbove(self, distance);
  if (forward_) {
    FollowLanes({.key = distance, .node = self, .cursor = 0});
    return;
  }
  for (std::int32_t i = offer.first_flow; i != kNone; i = state_.flows[i].next_of_offer) {
    const LaneState& lane = state_.flows[i];
    const Node other = RequirementNode(lane.requirement);
    if (!state_.MayFall(lane) || Without(self, other)) continue;
    Relax(other, self, distance + state_.requirements[lane.requirement].price - lane.unit - offer.price);
  }
}

void Search::ExpandSeller(Node self, std::int64_t distance) {
  RelaxAbove(self, distance);
  const std::int64_t price = state_.Price(self);
  state_.ForEachFed(self, [&](Node other) {
    if (Without(self, other)) return;
    if (forward_ && state_.Sold(other) < state_.Capacity(other))
      Relax(other, self, distance + price - state_.Price(other) + state_.NextPiece(other).surcharge);
    if (forward_ || state_.Sold(other) == 0) return;
    if (const auto piece = state_.LastPiece(other); piece.quanta > 0)
      Relax(other, self, distance + state_.Price(other) - price - piece.surcharge);
  });
}

// Back to what feeds the node, or, backward, from it.
void Search::RelaxAbove(Node self, std::int64_t distance) {
  const Node above = state_.Above(self);
  if (Without(above, self)) return;
  const std::int64_t worth = state_.Price(self) - state_.Price(above);
  if (!forward_ && state_.Sold(self) < state_.Capacity(self))
    Relax(above, self, distance - worth + state_.NextPiece(self).surcharge);
  if (!forward_ || state_.Sold(self) == 0) return;
  if (const auto piece = state_.LastPiece(self); piece.quanta > 0)
    Relax(above, self, distance + worth - piece.surcharge);
}

void Search::RelaxAdded(std::int32_t r, std::int64_t distance) {
  const RequirementState& requirement = state_.requirements[r];
  for (std::int32_t o = state_.base_offers(); o < std::ssize(state_.offers); ++o) {
    if (state_.offers[o].commodity != requirement.commodity) continue;
    const std::int64_t unit = state_.Unit(o, r);
    if (unit == match::kNoLane) continue;
    TakeLane(RequirementNode(r),
             {.reduced = unit + state_.offers[o].base_price - requirement.base_price, .other = o}, distance);
  }
}

void Search::TakeLane(Node node, const ListedLane& lane, std::int64_t distance) {
  const std::int32_t o = forward_ ? node.index : lane.other, r = forward_ ? lane.other : node.index;
  const OfferState& offer = state_.offers[o];
  const RequirementState& requirement = state_.requirements[r];
  const std::int64_t reduced =
      lane.reduced + (offer.price - offer.base_price) - (requirement.price - requirement.base_price);
  const Node other = forward_ ? RequirementNode(r) : OfferNode(o);
  // The nearest way there so far is known at once; what the lane may carry has to be looked up.
  if (distance + reduced >= std::min(bound_, LabelOf(other).distance) || Without(node, other)) return;
  if (const std::int64_t cap = state_.LaneCap(o, r); cap != kUnboundedRoom) {
    const std::int32_t flow = state_.FindFlow(o, r);
    if (cap == 0 || (flow != kNone && state_.flows[flow].quanta >= cap)) return;
  }
  Relax(other, node, distance + reduced);
}

// Looks at the lanes of a settled node from the cursor on, until the next can wait: then the cursor goes back
// into the queue.
void Search::FollowLanes(const Item& cursor) {
  const Node node = cursor.node;
  const std::int64_t distance = LabelOf(node).distance;
  const LaneRow& row = forward_ ? rows_.FromOffer(node.index) : rows_.IntoRequirement(node.index);
  // A lane's reduced cost is at least the listed one plus this.
  const OfferState* offer = forward_ ? &state_.offers[node.index] : nullptr;
  const RequirementState* requirement = forward_ ? nullptr : &state_.requirements[node.index];
  const std::int64_t moved =
      forward_
          ? offer->price - offer->base_price - state_.most_requirement_move[offer->commodity]
          : state_.least_offer_move[requirement->commodity] - (requirement->price - requirement->base_price);
  auto i = static_cast<std::size_t>(cursor.cursor);
  while (true) {
    const bool listed = i < row.lanes.size();
    if (!listed && row.whole) return;
    const std::int64_t least = listed ? row.lanes[i].reduced : row.reach;
    const std::int64_t key = distance + std::max<std::int64_t>(0, least + moved);
    if (key >= bound_) return;
    if (key > key_) return Push({.key = key, .node = node, .cursor = static_cast<std::int32_t>(i)});
    if (listed) {
      TakeLane(node, row.lanes[i], distance);
      ++i, ++lanes_taken_;
    } else if (forward_) {
      rows_.LengthenFrom(node.index);
    } else {
      rows_.LengthenInto(node.index);
    }
  }
}

}  // namespace pasok::study
