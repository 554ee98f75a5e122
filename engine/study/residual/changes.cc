#include "engine/study/residual/changes.h"

#include <algorithm>

#include "engine/study/residual/added_rows.h"
#include "engine/study/residual/residual.h"

namespace pasok::study {

using match::kNoLane;

Changes::Changes(State& state, Search& forward, Search& backward)
    : state_(state), forward_(forward), backward_(backward) {}

void Changes::Lacks(Node node, std::int64_t quanta) {
  if (quanta > 0) lacking_.push_back({node, quanta});
}
void Changes::HasTooMuch(Node node, std::int64_t quanta) {
  if (quanta > 0) excess_.push_back({node, quanta});
}

// What a node lacks it takes of what it has too much.
void Changes::NetAmounts() {
  for (Amount& excess : excess_) {
    for (Amount& lacking : lacking_) {
      if (lacking.node != excess.node) continue;
      const std::int64_t both = std::min(excess.quanta, lacking.quanta);
      excess.quanta -= both, lacking.quanta -= both;
    }
  }
}

// One amount a node, by node.
void Changes::AddUp(std::vector<Amount>& amounts) {
  const auto node = [](const Amount& amount) { return std::pair(amount.node.kind, amount.node.index); };
  std::ranges::sort(amounts, {}, node);
  std::size_t kept = 0;
  for (const Amount& amount : amounts) {
    if (kept > 0 && amounts[kept - 1].node == amount.node) {
      amounts[kept - 1].quanta += amount.quanta;
    } else {
      amounts[kept++] = amount;
    }
  }
  amounts.resize(kept);
}

void Changes::Settle() {
  for (const Amount& excess : excess_) Drain(excess);
  for (const Amount& lacking : lacking_) Supply(lacking);
  excess_.clear(), lacking_.clear();
}

bool Changes::MayGoOn() {
  if (stop_ != nullptr && stop_->Asked()) interrupted_ = true;
  return !interrupted_;
}

std::int64_t Changes::MoveAlong(const std::vector<Node>& path, std::int64_t most) {
  std::vector<Step> steps;
  for (std::size_t i = 1; i < path.size(); ++i) {
    steps.push_back(state_.StepBetween(path[i - 1], path[i]));
    most = std::min(most, steps.back().room);
  }
  for (const Step& step : steps) state_.Move(step, most);
  return most;
}

void Changes::Supply(Amount lacking) {
  while (lacking.quanta > 0 && MayGoOn()) {
    backward_.Run({.start = lacking.node, .goal = lacking.node});
    if (backward_.stopped()) continue;
    const std::int64_t far = backward_.Distance(kSource);
    for (const Node node : backward_.reached()) {
      const std::int64_t distance = backward_.Distance(node);
      if (distance < far) state_.SetPrice(node, state_.Price(node) + far - distance);
    }
    lacking.quanta -= MoveAlong(backward_.PathTo(kSource), lacking.quanta);
  }
}

void Changes::Drain(Amount excess) {
  while (excess.quanta > 0 && MayGoOn()) {
    forward_.Run({.start = excess.node, .goal = excess.node});
    if (forward_.stopped()) continue;
    const std::int64_t far = forward_.Distance(kSource);
    for (const Node node : forward_.reached()) {
      const std::int64_t distance = forward_.Distance(node);
      if (distance < far) state_.SetPrice(node, state_.Price(node) - (far - distance));
    }
    excess.quanta -= MoveAlong(forward_.PathTo(kSource), excess.quanta);
  }
}

// Changes what flows from above into the node.
void Changes::Carry(Node node, std::int64_t quanta) {
  state_.Move(state_.StepBetween(state_.Above(node), node), quanta);
}

// What flows into the node, down to `to`; what it passes on is then more than it gets.
void Changes::Cut(Node node, std::int64_t to) {
  const std::int64_t cut = state_.Sold(node) - to;
  if (cut <= 0) return;
  const Node above = state_.Above(node);
  Carry(node, -cut);
  GiveBack(above, cut);
  Lacks(node, cut);
}

// The node has so much too much. A total that is worth something stays used, until what is left of it finds
// another way.
void Changes::GiveBack(Node node, std::int64_t quanta) {
  while (node != kSource) {
    const Node above = state_.Above(node);
    if (state_.Price(node) > state_.Price(above)) return HasTooMuch(node, quanta);
    Carry(node, -quanta);
    node = above;
  }
}

// An offer that gives more than is worth what it counts, since what was reserved of it is so no more.
void Changes::Shed(Node offer) {
  const std::int64_t worth = state_.Price(offer) - state_.Price(state_.Above(offer));
  for (auto piece = state_.LastPiece(offer); piece.quanta > 0 && piece.surcharge > worth;
       piece = state_.LastPiece(offer))
    Cut(offer, state_.Sold(offer) - piece.quanta);
}

// A node that got room and is worth more than what feeds it: takes all that the source gives, as far as it is
// worth what that counts, or else makes a quantum above worth as much.
void Changes::Use(Node node) {
  const Node above = state_.Above(node);
  while (state_.Sold(node) < state_.Capacity(node)) {
    const match::SpreadPiece piece = state_.NextPiece(node);
    const std::int64_t worth = state_.Price(node) - piece.surcharge;
    if (worth <= state_.Price(above)) return;
    if (above != kSource) return Raise(above, worth);
    const std::int64_t quanta = std::min(piece.quanta, state_.Capacity(node) - state_.Sold(node));
    Carry(node, quanta);
    HasTooMuch(node, quanta);
  }
}

// Something that it feeds has room and is worth `to`, so that a quantum of the node is. What is worth less
// gives back what it gets, and what is left of the total is used: the paths to come sort it out.
void Changes::Raise(Node node, std::int64_t to) {
  if (state_.Price(node) >= to) return;
  state_.SetPrice(node, to);
  state_.ForEachFed(node, [&](Node fed) {
    for (auto piece = state_.LastPiece(fed); piece.quanta > 0 && state_.Price(fed) - piece.surcharge < to;
         piece = state_.LastPiece(fed)) {
      HasTooMuch(node, piece.quanta);
      Lacks(fed, piece.quanta);
      Carry(fed, -piece.quanta);
    }
  });
  Use(node);
}

void Changes::SetOfferCapacity(std::int32_t o, std::int64_t capacity) {
  if (capacity < state_.ReservedOf(o)) HasTooMuch(OfferNode(o), Release(o));
  state_.SetOfferCapacity(o, capacity);
  Cut(OfferNode(o), capacity);
  Shed(OfferNode(o));
  Use(OfferNode(o));
  Settle();
}

void Changes::SetSupplierCapacity(std::int32_t s, std::int64_t capacity) {
  const SupplierState& supplier = state_.suppliers[s];
  const Node node = SupplierNode(s);
  if (capacity == match::SupplierRow::kUnlimited) {
    if (!supplier.limited()) return;
    // First as much as could be used; then the total costs nothing, whatever its price was.
    std::int64_t all = 0;
    state_.ForEachOffer(s, [&](std::int32_t o) { all += state_.offers[o].capacity; });
    SetSupplierCapacity(s, std::max(all, supplier.capacity));
    state_.SetSupplierCapacity(s, capacity);
    return;
  }
  std::int64_t reserved = 0;
  state_.ForEachOffer(s, [&](std::int32_t o) { reserved += state_.ReservedOf(o); });
  if (capacity < reserved) {
    state_.ForEachOffer(s, [&](std::int32_t o) { HasTooMuch(OfferNode(o), Release(o)); });
  }
  if (!supplier.limited()) state_.SetPrice(node, state_.Price(node));
  state_.SetSupplierCapacity(s, capacity);
  Cut(node, capacity);
  Use(node);
  Settle();
}

void Changes::SetAggregatorCapacity(std::int32_t a, std::int64_t capacity) {
  const Node node = AggregatorNode(a);
  if (capacity < ReservedOfAggregator(a)) {
    state_.ForEachThrough(a, [&](std::int32_t s) {
      state_.ForEachOffer(s, [&](std::int32_t o) { HasTooMuch(OfferNode(o), Release(o)); });
    });
  }
  if (!state_.aggregators[a].limited()) state_.SetPrice(node, 0);
  state_.SetAggregatorCapacity(a, capacity);
  Cut(node, capacity);
  Use(node);
  Settle();
}

void Changes::MoveNeed(std::int32_t r, std::int64_t need) {
  const RequirementState& requirement = state_.requirements[r];
  std::int64_t more = need - requirement.need;
  const std::int64_t old_cap = requirement.lane_cap;
  state_.SetNeed(r, need);
  state_.SetLaneCap(r, state_.ground().LaneCap(requirement.most_in()));
  if (requirement.lane_cap > old_cap) more += UseLanes(r);
  more += CutLanes(r);
  if (more > 0) Lacks(RequirementNode(r), more);
  if (more < 0) HasTooMuch(RequirementNode(r), -more);
  SupplyFirst();
}

// As Settle, but that what lacks is supplied from what isn't drained yet.
void Changes::SupplyFirst() {
  NetAmounts();
  for (const Amount& lacking : lacking_) Supply(lacking);
  lacking_.clear();
  Settle();
}

void Changes::SetNeedWith(std::int32_t r, std::int64_t need, std::span<const std::int64_t> capacities,
                          std::span<const match::PairTerm> terms) {
  for (std::int32_t i = 0; i < std::ssize(capacities); ++i) {
    const std::int64_t more = capacities[i] - state_.transfer_capacities[i];
    if (more == 0) continue;
    const match::Transfer& transfer = state_.TransferAt(i);
    const Node to = RequirementNode(transfer.to);
    state_.SetTransferCapacity(i, capacities[i]);
    if (transfer.from != kNone) LetSend(transfer.from, more);
    if (more > 0) {
      const std::int64_t price = transfer.from == kNone ? 0 : state_.requirements[transfer.from].price;
      Lacks(to, Lower(transfer.to, price + transfer.cost));
    } else if (const std::int64_t cut = -state_.RoomOf(i); cut > 0) {
      state_.SetTransfer(i, capacities[i]);
      Lacks(to, cut);
      if (transfer.from != kNone) HasTooMuch(RequirementNode(transfer.from), cut);
    }
  }
  SetTerms(terms);
  MoveNeed(r, need);
}

// So much more may be sent on, and so come in over its lanes.
void Changes::LetSend(std::int32_t r, std::int64_t more) {
  const RequirementState& requirement = state_.requirements[r];
  const std::int64_t old_cap = requirement.lane_cap;
  state_.SetSends(r, requirement.sends + more);
  state_.SetLaneCap(r, state_.ground().LaneCap(requirement.most_in()));
  if (requirement.lane_cap > old_cap) Lacks(RequirementNode(r), UseLanes(r));
  Lacks(RequirementNode(r), CutLanes(r));
}

// Down to the lane cap. Returns how much less then arrives.
std::int64_t Changes::CutLanes(std::int32_t r) {
  std::int64_t cut = 0;
  for (std::int32_t i = state_.requirements[r].first_flow; i != kNone;
       i = state_.flows[i].next_of_requirement) {
    const LaneState lane = state_.flows[i];
    const std::int64_t cap = state_.LaneCap(lane.offer, r);
    if (lane.quanta <= cap) continue;
    state_.AddFlow(lane.offer, r, lane.unit, cap - lane.quanta);
    HasTooMuch(OfferNode(lane.offer), lane.quanta - cap);
    cut += lane.quanta - cap;
  }
  return cut;
}

// A lane that was full has room now and is worth using more: the requirement's price falls to what it costs
// there. Returns how much then gives way.
std::int64_t Changes::UseLanes(std::int32_t r) {
  std::int64_t least = state_.requirements[r].price;
  for (std::int32_t i = state_.requirements[r].first_flow; i != kNone;
       i = state_.flows[i].next_of_requirement) {
    const LaneState& lane = state_.flows[i];
    if (lane.quanta > 0) least = std::min(least, lane.unit + state_.offers[lane.offer].price);
  }
  return Lower(r, least);
}

// The requirement's price falls, and whatever serves it at more gives way; where it could send on at less
// than the other end's price, that falls too. Returns how much gives way here; others lack what does at
// theirs.
std::int64_t Changes::Lower(std::int32_t r, std::int64_t to) {
  const RequirementState& requirement = state_.requirements[r];
  if (to >= requirement.price) return 0;
  std::int64_t given_way = 0;
  state_.SetPrice(RequirementNode(r), to);
  for (std::int32_t i = requirement.first_flow; i != kNone; i = state_.flows[i].next_of_requirement) {
    const LaneState lane = state_.flows[i];
    if (lane.quanta == 0 || lane.unit + state_.offers[lane.offer].price <= to) continue;
    const std::int64_t quanta = lane.quanta - state_.Reserved(lane.offer, r);
    state_.AddFlow(lane.offer, r, lane.unit, -quanta);
    HasTooMuch(OfferNode(lane.offer), quanta);
    given_way += quanta;
  }
  if (requirement.penalty > to) {
    given_way += requirement.shortage;
    state_.SetShortage(r, 0);
  }
  state_.ForEachTransferInto(r, [&](std::int32_t i) {
    const match::Transfer& transfer = state_.TransferAt(i);
    const std::int64_t quanta = state_.transfers[i];
    const std::int64_t price = transfer.from == kNone ? 0 : state_.requirements[transfer.from].price;
    if (quanta == 0 || transfer.cost + price <= to) return;
    state_.SetTransfer(i, 0);
    if (transfer.from != kNone) HasTooMuch(RequirementNode(transfer.from), quanta);
    given_way += quanta;
  });
  state_.ForEachTransferFrom(r, [&](std::int32_t i) {
    const match::Transfer& transfer = state_.TransferAt(i);
    if (state_.RoomOf(i) > 0) Lacks(RequirementNode(transfer.to), Lower(transfer.to, to + transfer.cost));
  });
  return given_way;
}

// It sells nothing more, and what it sold its customers lack. Its price rises to what they would pay, so that
// no lane of it looks worth using.
void Changes::Empty(std::int32_t o) {
  Release(o);
  std::int64_t worth = state_.offers[o].price;
  for (std::int32_t i = state_.offers[o].first_flow; i != kNone; i = state_.flows[i].next_of_offer) {
    const LaneState& lane = state_.flows[i];
    if (lane.quanta == 0) continue;
    worth = std::max(worth, state_.requirements[lane.requirement].price - lane.unit);
    Lacks(RequirementNode(lane.requirement), lane.quanta);
    state_.SetFlow(i, 0);
  }
  state_.SetPrice(OfferNode(o), worth);
  state_.SetOfferSold(o, 0);
  state_.SetOfferCapacity(o, 0);
}

void Changes::Withdraw(std::span<const std::int32_t> suppliers, std::span<const match::PairTerm> terms) {
  for (const std::int32_t s : suppliers) {
    state_.ForEachOffer(s, [&](std::int32_t o) { Empty(o); });
    const Node node = SupplierNode(s), above = state_.Above(node);
    const std::int64_t sold = state_.suppliers[s].sold;
    Carry(node, -sold);
    state_.SetPrice(node, state_.Price(above));
    GiveBack(above, sold);
  }
  // Thousands may have had one aggregator, and the same customers.
  AddUp(lacking_), AddUp(excess_);
  Settle();
  if (terms.empty() || interrupted_) return;
  SetTerms(terms);
  SupplyFirst();
}

// What the best lane of an offer is worth at the offer: at this price no lane has a negative reduced cost.
std::int64_t Changes::BestWorth(std::int32_t o) const {
  const match::CommoditySpan& span = state_.ground().instance.commodities[state_.offers[o].commodity];
  std::int64_t worth = 0;
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
    const std::int64_t unit = state_.Unit(o, r);
    if (unit != kNoLane) worth = std::max(worth, state_.requirements[r].price - unit);
  }
  return worth;
}

Added Changes::Add(const NewSupplier& add) {
  const Added added = AppendRows(state_, add);
  const Node seller = SupplierNode(added.supplier);
  if (add.existing == kNone) state_.suppliers.back().price = state_.Price(state_.Above(seller));
  for (std::int32_t o = added.first_offer; o < added.end_offer; ++o) {
    OfferState& offer = state_.offers[o];  // as new as the offer: nothing to take back
    // A supplier that has the offer's price leaves it without reduced cost.
    offer.price = offer.base_price = std::max(BestWorth(o), state_.Price(state_.Above(OfferNode(o))));
    Use(OfferNode(o));
  }
  Settle();
  return added;
}

}  // namespace pasok::study
