// How a state's nodes hang together, and what moves between them.
#include <algorithm>

#include "engine/study/residual/state.h"

namespace pasok::study {

std::int64_t State::Price(Node node) const {
  switch (node.kind) {
    case NodeKind::kSource:
      return 0;
    case NodeKind::kAggregator:
      return aggregators[node.index].limited() ? aggregators[node.index].price : 0;
    case NodeKind::kSupplier:
      return suppliers[node.index].limited() ? suppliers[node.index].price : Price(Above(node));
    case NodeKind::kOffer:
      return offers[node.index].price;
    case NodeKind::kRequirement:
      return requirements[node.index].price;
  }
  return 0;
}

Node State::Above(Node node) const {
  switch (node.kind) {
    case NodeKind::kOffer: {
      const Node supplier = SupplierNode(offers[node.index].supplier);
      return suppliers[supplier.index].limited() ? supplier : Above(supplier);
    }
    case NodeKind::kSupplier: {
      const std::int32_t a = suppliers[node.index].aggregator;
      return a != kNone && aggregators[a].limited() ? AggregatorNode(a) : kSource;
    }
    case NodeKind::kSource:
    case NodeKind::kAggregator:
    case NodeKind::kRequirement:
      break;
  }
  return kSource;
}

std::int64_t State::Capacity(Node node) const {
  if (node.kind == NodeKind::kOffer) return offers[node.index].capacity;
  return node.kind == NodeKind::kSupplier ? suppliers[node.index].capacity : aggregators[node.index].capacity;
}

std::int64_t State::Sold(Node node) const {
  if (node.kind == NodeKind::kOffer) return offers[node.index].sold;
  return node.kind == NodeKind::kSupplier ? suppliers[node.index].sold : aggregators[node.index].sold;
}

std::int64_t State::CountThrough(std::int32_t aggregator) const {
  std::int64_t count =
      std::count_if(suppliers.begin() + base_suppliers(), suppliers.end(),
                    [&](const SupplierState& added) { return added.aggregator == aggregator; });
  if (aggregator < base_aggregators())
    count += ground_.first_through[aggregator + 1] - ground_.first_through[aggregator];
  return count;
}

std::int64_t State::ReservedOf(std::int32_t o) const {
  if (reserved.empty() || o >= base_offers()) return 0;
  std::int64_t sum = 0;
  const auto offer = [&](std::int32_t i) { return ground_.terms[i].offer; };
  for (const std::int32_t term : std::ranges::equal_range(ground_.terms_by_offer, o, {}, offer))
    sum += reserved[term];
  return sum;
}

match::SpreadPiece State::NextPiece(Node node) const {
  if (node.kind != NodeKind::kOffer || !spreads()) return {.quanta = kUnboundedRoom, .surcharge = 0};
  const OfferState& offer = offers[node.index];
  return match::NextPiece(ground_.instance.policy, offer.spread_whole, offer.spread_given + offer.sold);
}

match::SpreadPiece State::LastPiece(Node node) const {
  if (node.kind != NodeKind::kOffer || !spreads()) return {.quanta = Sold(node), .surcharge = 0};
  const OfferState& offer = offers[node.index];
  const std::int64_t most = offer.sold - ReservedOf(node.index);
  if (most <= 0) return {.quanta = 0, .surcharge = 0};
  match::SpreadPiece piece =
      match::LastPiece(ground_.instance.policy, offer.spread_whole, offer.spread_given + offer.sold);
  piece.quanta = std::min(piece.quanta, most);
  return piece;
}

std::int64_t State::SpreadCost(std::int32_t o, std::int64_t quanta) const {
  if (!spreads()) return 0;
  const OfferState& offer = offers[o];
  std::int64_t cost = 0;
  for (const match::SpreadPiece& piece :
       match::PiecesOf(ground_.instance.policy, offer.spread_whole, offer.spread_given, quanta))
    cost += piece.quanta * piece.surcharge;
  return cost;
}

bool State::HasLeft(std::int32_t offer) const {
  for (Node node = OfferNode(offer); node != kSource; node = Above(node)) {
    if (Sold(node) >= Capacity(node)) return false;
  }
  return true;
}

std::int32_t State::FindTransfer(std::int32_t from, std::int32_t to) const {
  std::int32_t found = kNone;
  ForEachTransferInto(to, [&](std::int32_t i) {
    if (TransferAt(i).from == from) found = i;
  });
  return found;
}

// One of the two ends sends on to the other: transfers go no way round.
Step State::StepBetweenRequirements(std::int32_t from, std::int32_t to) const {
  std::int32_t i = FindTransfer(from, to);
  Step step;
  step.arc = ArcKind::kTransfer;
  step.back = i == kNone;
  if (step.back) i = FindTransfer(to, from);
  const match::Transfer& transfer = TransferAt(i);
  step.sender = transfer.from, step.requirement = transfer.to;
  step.cost = step.back ? -transfer.cost : transfer.cost;
  step.room = step.back ? transfers[i] : RoomOf(i);
  return step;
}

// From the source, or back to it.
Step State::StepWithSource(std::int32_t r, bool back) const {
  const RequirementState& requirement = requirements[r];
  Step step;
  step.back = back;
  step.requirement = r;
  step.arc = ArcKind::kShortage;
  step.cost = back ? -requirement.penalty : requirement.penalty;
  step.room = back ? requirement.shortage : kUnboundedRoom;
  const std::int32_t stock = FindTransfer(kNone, r);
  if (stock == kNone) return step;
  const std::int64_t cost = back ? -TransferAt(stock).cost : TransferAt(stock).cost;
  const std::int64_t room = back ? transfers[stock] : RoomOf(stock);
  if (room > 0 && (step.room == 0 || cost <= step.cost))
    step.arc = ArcKind::kTransfer, step.cost = cost, step.room = room;
  return step;
}

Step State::StepBetween(Node from, Node to) const {
  Step step;
  if (from.kind == to.kind) return StepBetweenRequirements(from.index, to.index);
  // Every arc leads from the lesser kind to the greater one.
  step.back = from.kind > to.kind;
  const Node tail = step.back ? to : from, head = step.back ? from : to;
  if (tail.kind == NodeKind::kAggregator) step.aggregator = tail.index;
  if (head.kind < NodeKind::kRequirement) {
    const std::int64_t capacity = Capacity(head), sold = Sold(head);
    const match::SpreadPiece piece = step.back ? LastPiece(head) : NextPiece(head);
    step.cost = step.back ? -piece.surcharge : piece.surcharge;
    step.room = step.back                                    ? piece.quanta
                : capacity == match::SupplierRow::kUnlimited ? kUnboundedRoom
                                                             : std::min(piece.quanta, capacity - sold);
  }
  if (head.kind == NodeKind::kAggregator) {
    step.arc = ArcKind::kHandling;
    step.aggregator = head.index;
  } else if (head.kind == NodeKind::kSupplier) {
    step.arc = ArcKind::kSupply;
    step.supplier = head.index;
  } else if (head.kind == NodeKind::kOffer) {
    step.arc = ArcKind::kOffer;
    if (tail.kind == NodeKind::kSupplier) step.supplier = tail.index;
    step.offer = head.index;
  } else if (tail.kind == NodeKind::kOffer) {
    const std::int32_t flow = FindFlow(tail.index, head.index);
    const std::int64_t carried = flow == kNone ? 0 : flows[flow].quanta;
    const std::int64_t unit = flow == kNone ? Unit(tail.index, head.index) : flows[flow].unit;
    step.arc = ArcKind::kLane;
    step.offer = tail.index;
    step.requirement = head.index;
    step.cost = step.back ? -unit : unit;
    const std::int64_t cap = LaneCap(tail.index, head.index);
    step.room = step.back               ? carried - Reserved(tail.index, head.index)
                : cap == kUnboundedRoom ? kUnboundedRoom
                                        : cap - carried;
  } else {
    return StepWithSource(head.index, step.back);
  }
  return step;
}

void State::Move(const Step& step, std::int64_t quanta) {
  const std::int64_t change = step.back ? -quanta : quanta;
  switch (step.arc) {
    // Without a node of its own a supplier sells what its offers sell, and an aggregator what they do.
    case ArcKind::kHandling:
      return Set(What::kAggregatorSold, step.aggregator, aggregators[step.aggregator].sold + change);
    case ArcKind::kSupply: {
      const SupplierState& supplier = suppliers[step.supplier];
      SetSupplierSold(step.supplier, supplier.sold + change);
      const std::int32_t a = supplier.aggregator;
      if (a != kNone && !aggregators[a].limited())
        Set(What::kAggregatorSold, a, aggregators[a].sold + change);
      return;
    }
    case ArcKind::kOffer: {
      SetOfferSold(step.offer, offers[step.offer].sold + change);
      const std::int32_t s = offers[step.offer].supplier;
      if (suppliers[s].limited()) return;
      return Move({.arc = ArcKind::kSupply, .supplier = s}, change);
    }
    case ArcKind::kLane:
      return AddFlow(step.offer, step.requirement, step.back ? -step.cost : step.cost, change);
    case ArcKind::kShortage:
      return SetShortage(step.requirement, requirements[step.requirement].shortage + change);
    case ArcKind::kTransfer: {
      const std::int32_t i = FindTransfer(step.sender, step.requirement);
      return SetTransfer(i, transfers[i] + change);
    }
  }
}

}  // namespace pasok::study
