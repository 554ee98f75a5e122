#include "engine/match/exact/price_sheet.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace pasok::match::exact {
namespace {

constexpr std::size_t kAhead = 12;  // items whose links are fetched before their turn
constexpr std::uint32_t kMostCapped = (std::uint32_t{1} << 30) - 1;

}  // namespace

PriceSheet::PriceSheet(const Network& network, const Basis& basis, std::span<const std::int32_t> items)
    : network_(network),
      first_group_node_(basis.tree.GroupNode(0)),
      first_supplier_node_(basis.tree.SupplierNode(0)) {
  const auto is_group = [&](std::int32_t node) {
    return node >= first_group_node_ && node < first_supplier_node_;
  };
  std::int32_t least = first_supplier_node_, end = first_group_node_;
  for (const std::int32_t node : items) {
    if (is_group(node)) least = std::min(least, node), end = std::max(end, node + 1);
  }
  base_group_ = least - first_group_node_;
  item_of_.assign(static_cast<std::size_t>(std::max(0, end - least)), kNone);

  items_.reserve(items.size() + 1);
  for (const std::int32_t node : items) {
    if (is_group(node)) item_of_[node - least] = static_cast<std::int32_t>(items_.size());
    Append(basis, node);
  }
  items_.push_back(ItemFor(kNone));
}

PriceSheet::Item PriceSheet::ItemFor(std::int32_t node) const {
  return {.node = node,
          .first_lane = static_cast<std::int32_t>(lanes_.size()),
          .end_lane = static_cast<std::int32_t>(lanes_.size()),
          .first_capped = static_cast<std::uint32_t>(capped_.size()) & kMostCapped};
}

void PriceSheet::Append(const Basis& basis, std::int32_t node) {
  Item item = ItemFor(node);
  if (node >= first_group_node_ && node < first_supplier_node_)
    AppendGroup(basis, node - first_group_node_, item);
  items_.push_back(item);
}

void PriceSheet::AppendGroup(const Basis& basis, std::int32_t g, Item& item) {
  const Group& group = network_.groups[g];
  ReadPrices(basis, item);
  for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
    capped_.push_back({.price = network_.capped[i].price, .offer = i, .source = basis.capped_source[i]});
    ReadCapped(basis, capped_.back());
  }
  item.lanes_apart = group.capped_lanes;
  if (!item.lanes_apart) AppendLanes(basis, g, item);
}

void PriceSheet::AppendLanes(const Basis& basis, std::int32_t g, Item& item) {
  item.first_lane = static_cast<std::int32_t>(lanes_.size());
  for (const Lane& lane : basis.LanesOf(network_, g)) {
    const auto cost = static_cast<std::int32_t>(lane.cost);
    if (cost != lane.cost) item.lanes_apart = true;  // too dear to pack
    lanes_.push_back({.requirement = lane.requirement, .cost = cost});
  }
  if (item.lanes_apart) lanes_.resize(static_cast<std::size_t>(item.first_lane));
  item.end_lane = static_cast<std::int32_t>(lanes_.size());
}

void PriceSheet::ReadPrices(const Basis& basis, Item& item) const {
  const Link& link = basis.tree.LinkOf(item.node);
  const std::int64_t rise = link.up ? -link.cost : link.cost;
  const GroupPrices prices = LookUpPrices(basis, item.node - first_group_node_);
  const auto fits = [](std::int64_t figure) { return figure > kNoLast && figure < kNoNext; };
  const bool has_next = prices.next != kNever, has_last = prices.last != -kNever;
  item.parent = link.parent;
  item.is_dear = !fits(rise) || (has_next && !fits(prices.next)) || (has_last && !fits(prices.last));
  item.rise = static_cast<std::int32_t>(rise);
  item.next = has_next ? static_cast<std::int32_t>(prices.next) : kNoNext;
  item.last = has_last ? static_cast<std::int32_t>(prices.last) : kNoLast;
}

PriceSheet::GroupPrices PriceSheet::LookUpPrices(const Basis& basis, std::int32_t g) const {
  const Group& group = network_.groups[g];
  const std::int32_t used = basis.used[g];
  GroupPrices prices;
  if (used < group.end_plain) prices.next = network_.plain[used].price;
  if (used > group.first_plain) prices.last = network_.plain[used - 1].price;
  return prices;
}

PriceSheet::GroupPrices PriceSheet::PricesOf(const Basis& basis, const Item& item) const {
  if (item.is_dear) [[unlikely]] {
    GroupPrices prices = LookUpPrices(basis, item.node - first_group_node_);
    prices.own = basis.tree.Potential(item.node);
    return prices;
  }
  return {.own = basis.tree.Potential(item.parent) + item.rise,
          .next = item.next == kNoNext ? kNever : item.next,
          .last = item.last == kNoLast ? -kNever : item.last};
}

void PriceSheet::ReadCapped(const Basis& basis, PackedCapped& capped) const {
  const std::int64_t flow = basis.capped_flow[capped.offer];
  capped.may_rise = flow < basis.capped_capacity[capped.offer];
  capped.may_fall = flow > 0;
}

PriceSheet::Item* PriceSheet::ItemOf(std::int32_t group) {
  const std::int32_t at = group - base_group_;
  const bool is_in = at >= 0 && at < std::ssize(item_of_) && item_of_[at] != kNone;
  return is_in ? &items_[item_of_[at]] : nullptr;
}

// What stood there before is left behind, unread.
void PriceSheet::LanesAdded(const Basis& basis, std::int32_t group) {
  Item* const item = ItemOf(group);
  if (item != nullptr && !item->lanes_apart) AppendLanes(basis, group, *item);
}

void PriceSheet::PriceNode(const Basis& basis, std::int32_t node, Choice& choice) const {
  if (node >= first_supplier_node_) {
    PriceSupply(basis, node - first_supplier_node_, choice);
  } else if (node >= first_group_node_) {
    PriceGroup(basis, node - first_group_node_, choice);
  } else {
    PriceRequirement(basis, node, choice);
  }
}

Calm PriceSheet::PriceGroup(const Basis& basis, std::int32_t group, Choice& choice) const {
  return PriceItem<true>(basis, static_cast<std::size_t>(item_of_[group - base_group_]), choice);
}

void PriceSheet::Pivoted(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
                         const Arc& leaving) {
  for (const std::int32_t node : rehung) ReadAnew(basis, node);
  for (const Arc& arc : {entering, leaving}) {
    if (arc.kind == ArcKind::kPlain) ReadAnew(basis, arc.head);
    if (arc.kind == ArcKind::kCapped) ReadAnewCapped(basis, arc.index);
  }
}

void PriceSheet::ReadAnew(const Basis& basis, std::int32_t node) {
  if (!IsGroup(node)) return;
  if (Item* const item = ItemOf(node - first_group_node_)) ReadPrices(basis, *item);
}

void PriceSheet::ReadAnewCapped(const Basis& basis, std::int32_t offer) {
  const std::int32_t group = network_.capped[offer].group;
  const Item* const item = ItemOf(group);
  if (item != nullptr)
    ReadCapped(basis, capped_[item->first_capped +
                              static_cast<std::uint32_t>(offer - network_.groups[group].first_capped)]);
}

void PriceSheet::Price(const Basis& basis, std::size_t first, std::size_t end, Choice& choice) const {
  for (std::size_t at = first; at < end; ++at) {
    const Item& ahead = items_[std::min(at + kAhead, size() - 1)];
    if (ahead.first_capped < capped_.size()) basis.tree.Prefetch(capped_[ahead.first_capped].source);
    const std::int32_t node = items_[at].node;
    if (node >= first_supplier_node_) {
      PriceSupply(basis, node - first_supplier_node_, choice);
    } else if (node >= first_group_node_) {
      PriceItem<false>(basis, at, choice);
    } else {
      PriceRequirement(basis, node, choice);
    }
  }
}

void PriceSheet::PriceRequirement(const Basis& basis, std::int32_t r, Choice& choice) const {
  choice.Consider({.gain = basis.tree.RequirementPotential(r) - basis.penalty[r],
                   .kind = ArcKind::kShortage,
                   .index = r});
  if (!network_.transfers.empty()) PriceTransfers(basis, r, choice);
}

// Those to the requirement.
void PriceSheet::PriceTransfers(const Basis& basis, std::int32_t r, Choice& choice) const {
  for (std::int32_t i = network_.first_transfer[r]; i < network_.first_transfer[r + 1]; ++i) {
    const Transfer& transfer = network_.transfers[i];
    const std::int64_t from = transfer.from == kNone ? 0 : basis.tree.RequirementPotential(transfer.from);
    const std::int64_t gain = basis.tree.RequirementPotential(r) - from - transfer.cost;
    const bool forward = gain > 0;
    const std::int64_t flow = basis.transfer_flow[i];
    if (forward ? flow < transfer.capacity : flow > 0)
      choice.Consider({.gain = std::abs(gain), .kind = ArcKind::kTransfer, .index = i, .forward = forward});
  }
}

void PriceSheet::PriceSupply(const Basis& basis, std::int32_t s, Choice& choice) const {
  std::int64_t price = basis.tree.Potential(basis.tree.SupplierNode(s));
  if (const std::int32_t parent = network_.suppliers[s].parent; parent != kNone)
    price -= basis.tree.Potential(basis.tree.SupplierNode(parent));
  if (std::abs(price) <= choice.gain) return;
  const std::int64_t flow = basis.supply_flow[s];
  const bool forward = price > 0;
  if (forward ? flow < network_.suppliers[s].capacity : flow > 0)
    choice = {.gain = std::abs(price), .kind = ArcKind::kSupply, .index = s, .forward = forward};
}

// Where a supplier hangs from the group their prices move as one, and its other groups have to be told: such
// a group is calm nowhere else.
template <bool kCalm>
void PriceSheet::PriceCapped(const Basis& basis, std::size_t at, std::int64_t price, Choice& choice,
                             Calm& calm) const {
  const std::uint32_t end = items_[at + 1].first_capped;
  for (std::uint32_t i = items_[at].first_capped; i < end; ++i) {
    const PackedCapped& capped = capped_[i];
    const std::int64_t even = capped.price + basis.tree.Potential(capped.source);
    if (kCalm && (capped.may_fall || even == price)) calm.least = std::max(calm.least, even);
    if (kCalm && (capped.may_rise || even == price)) calm.most = std::min(calm.most, even);
    const std::int64_t gain = price - even;
    if (std::abs(gain) <= choice.gain || !(gain > 0 ? capped.may_rise : capped.may_fall)) continue;
    choice = {.gain = std::abs(gain),
              .kind = ArcKind::kCapped,
              .index = capped.offer,
              .group = items_[at].node - first_group_node_,
              .forward = gain > 0};
  }
}

template <bool kCalm>
Calm PriceSheet::PriceItem(const Basis& basis, std::size_t at, Choice& choice) const {
  const Item& item = items_[at];
  const auto [price, next, last] = PricesOf(basis, item);
  const std::int64_t* const requirement_price = basis.tree.RequirementPotentials();
  std::int64_t value = -kNever;  // of the best lane
  const PackedLane* const end = lanes_.data() + item.end_lane;
  for (const PackedLane* lane = lanes_.data() + item.first_lane; lane != end; ++lane) {
    if (kCalm && lane->requirement == item.parent) continue;
    value = std::max(value, requirement_price[lane->requirement] - lane->cost);
  }
  const std::int64_t gain = std::max({value - price, price - next, last - price});
  if (gain > choice.gain) ChooseOfGroup(basis, at, price, gain, choice);
  if (item.lanes_apart) PriceLanesApart(basis, item.node - first_group_node_, price, choice);
  Calm calm;
  if (kCalm && !item.lanes_apart) calm = {.least = std::max(value, last), .most = next};
  if (item.first_capped != items_[at + 1].first_capped) PriceCapped<kCalm>(basis, at, price, choice, calm);
  return calm;
}

// Which arc it is that gains so much.
void PriceSheet::ChooseOfGroup(const Basis& basis, std::size_t at, std::int64_t price, std::int64_t gain,
                               Choice& choice) const {
  const Item& item = items_[at];
  const std::int32_t g = item.node - first_group_node_;
  choice = {.gain = gain, .kind = ArcKind::kPlain, .index = basis.used[g], .group = g};
  const GroupPrices prices = PricesOf(basis, item);
  if (price - prices.next == gain) return;
  if (prices.last - price == gain) {
    --choice.index;
    choice.forward = false;
    return;
  }
  choice.kind = ArcKind::kLane;
  choice.index = basis.LaneRangeOf(network_, g).first;
  for (const PackedLane* lane = lanes_.data() + item.first_lane;
       basis.tree.RequirementPotential(lane->requirement) - lane->cost - price != gain; ++lane) {
    ++choice.index;
  }
}

void PriceSheet::PriceLanesApart(const Basis& basis, std::int32_t g, std::int64_t price,
                                 Choice& choice) const {
  std::int32_t i = basis.LaneRangeOf(network_, g).first;
  for (const Lane& lane : basis.LanesOf(network_, g)) {
    const std::int64_t gain = basis.tree.RequirementPotential(lane.requirement) - lane.cost - price;
    choice.Consider({.gain = lane.full ? -gain : gain,
                     .kind = ArcKind::kLane,
                     .index = i++,
                     .group = g,
                     .forward = !lane.full});
  }
}

}  // namespace pasok::match::exact
