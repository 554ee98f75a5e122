#include "engine/match/exact/touch_sheet.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "engine/match/exact/held_arcs.h"

namespace pasok::match::exact {
namespace {

constexpr std::uint32_t kMostCapped = (std::uint32_t{1} << 30) - 1;

}  // namespace

TouchSheet::TouchSheet(const Network& network, const Basis& basis, std::span<const std::int32_t> items)
    : network_(network),
      first_group_node_(basis.tree.GroupNode(0)),
      first_supplier_node_(basis.tree.SupplierNode(0)) {
  const Tree::NodeRange groups = basis.tree.ExtentOf(items).groups;
  base_group_ = groups.begin - first_group_node_;
  item_of_.assign(static_cast<std::size_t>(groups.end - groups.begin), kNone);

  items_.reserve(items.size() + 1);
  for (const std::int32_t node : items) {
    if (IsGroup(node)) item_of_[node - groups.begin] = static_cast<std::int32_t>(items_.size());
    Append(basis, node);
  }
  items_.push_back(ItemFor(kNone));
}

TouchSheet::Item TouchSheet::ItemFor(std::int32_t node) const {
  return {.node = node,
          .first_lane = static_cast<std::int32_t>(lanes_.size()),
          .end_lane = static_cast<std::int32_t>(lanes_.size()),
          .first_capped = static_cast<std::uint32_t>(capped_.size()) & kMostCapped};
}

void TouchSheet::Append(const Basis& basis, std::int32_t node) {
  Item item = ItemFor(node);
  if (node >= first_group_node_ && node < first_supplier_node_)
    AppendGroup(basis, node - first_group_node_, item);
  items_.push_back(item);
}

void TouchSheet::AppendGroup(const Basis& basis, std::int32_t g, Item& item) {
  const Group& group = network_.groups[g];
  ReadPrices(basis, item);
  for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
    capped_.push_back({.price = network_.capped[i].price, .offer = i, .source = basis.capped_source[i]});
    ReadCapped(basis, capped_.back());
  }
  item.lanes_apart = group.capped_lanes;
  if (!item.lanes_apart) AppendLanes(basis, g, item);
}

void TouchSheet::AppendLanes(const Basis& basis, std::int32_t g, Item& item) {
  item.first_lane = static_cast<std::int32_t>(lanes_.size());
  for (const Lane& lane : basis.LanesOf(network_, g)) {
    const auto cost = static_cast<std::int32_t>(lane.cost);
    if (cost != lane.cost) item.lanes_apart = true;  // too dear to pack
    lanes_.push_back({.requirement = lane.requirement, .cost = cost});
  }
  if (item.lanes_apart) lanes_.resize(static_cast<std::size_t>(item.first_lane));
  item.end_lane = static_cast<std::int32_t>(lanes_.size());
}

void TouchSheet::ReadPrices(const Basis& basis, Item& item) const {
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

TouchSheet::GroupPrices TouchSheet::LookUpPrices(const Basis& basis, std::int32_t g) const {
  const Group& group = network_.groups[g];
  const std::int32_t used = basis.used[g];
  GroupPrices prices;
  if (used < group.end_plain) prices.next = network_.plain[used].price;
  if (used > group.first_plain) prices.last = network_.plain[used - 1].price;
  return prices;
}

TouchSheet::GroupPrices TouchSheet::PricesOf(const Basis& basis, const Item& item) const {
  if (item.is_dear) [[unlikely]] {
    GroupPrices prices = LookUpPrices(basis, item.node - first_group_node_);
    prices.own = basis.tree.Potential(item.node);
    return prices;
  }
  return {.own = basis.tree.Potential(item.parent) + item.rise,
          .next = item.next == kNoNext ? kNever : item.next,
          .last = item.last == kNoLast ? -kNever : item.last};
}

void TouchSheet::ReadCapped(const Basis& basis, PackedCapped& capped) const {
  const std::int64_t flow = basis.capped_flow[capped.offer];
  capped.may_rise = flow < basis.capped_capacity[capped.offer];
  capped.may_fall = flow > 0;
}

TouchSheet::Item* TouchSheet::ItemOf(std::int32_t group) {
  const std::int32_t at = group - base_group_;
  const bool is_in = at >= 0 && at < std::ssize(item_of_) && item_of_[at] != kNone;
  return is_in ? &items_[item_of_[at]] : nullptr;
}

// What stood there before is left behind, unread.
void TouchSheet::LanesAdded(const Basis& basis, std::int32_t group) {
  Item* const item = ItemOf(group);
  if (item != nullptr && !item->lanes_apart) AppendLanes(basis, group, *item);
}

void TouchSheet::PriceNode(const Basis& basis, std::int32_t node, Choice& choice) const {
  if (node >= first_supplier_node_) {
    const std::int32_t s = node - first_supplier_node_, parent = network_.suppliers[s].parent;
    const std::int64_t from = parent == kNone ? 0 : basis.tree.Potential(first_supplier_node_ + parent);
    PriceSupply(network_, basis, s, basis.tree.Potential(node) - from, choice);
  } else if (node >= first_group_node_) {
    PriceGroup(basis, node - first_group_node_, choice);
  } else {
    PriceRequirement(network_, basis, node, choice);
  }
}

Calm TouchSheet::PriceGroup(const Basis& basis, std::int32_t group, Choice& choice) const {
  return PriceItem(basis, static_cast<std::size_t>(item_of_[group - base_group_]), choice);
}

void TouchSheet::Pivoted(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
                         const Arc& leaving) {
  for (const std::int32_t node : rehung) ReadAnew(basis, node);
  for (const Arc& arc : {entering, leaving}) {
    if (arc.kind == ArcKind::kPlain) ReadAnew(basis, arc.head);
    if (arc.kind == ArcKind::kCapped) ReadAnewCapped(basis, arc.index);
  }
}

void TouchSheet::ReadAnew(const Basis& basis, std::int32_t node) {
  if (!IsGroup(node)) return;
  if (Item* const item = ItemOf(node - first_group_node_)) ReadPrices(basis, *item);
}

void TouchSheet::ReadAnewCapped(const Basis& basis, std::int32_t offer) {
  const std::int32_t group = network_.capped[offer].group;
  const Item* const item = ItemOf(group);
  if (item != nullptr)
    ReadCapped(basis, capped_[item->first_capped +
                              static_cast<std::uint32_t>(offer - network_.groups[group].first_capped)]);
}

// Where a supplier hangs from the group their prices move as one, and its other groups have to be told: such
// a group is calm nowhere else.
void TouchSheet::PriceCapped(const Basis& basis, std::size_t at, std::int64_t price, Choice& choice,
                             Calm& calm) const {
  const std::uint32_t end = items_[at + 1].first_capped;
  for (std::uint32_t i = items_[at].first_capped; i < end; ++i) {
    const PackedCapped& capped = capped_[i];
    const std::int64_t even = capped.price + basis.tree.Potential(capped.source);
    if ((capped.may_fall || even == price)) calm.least = std::max(calm.least, even);
    if ((capped.may_rise || even == price)) calm.most = std::min(calm.most, even);
    const std::int64_t gain = price - even;
    if (std::abs(gain) <= choice.gain || !(gain > 0 ? capped.may_rise : capped.may_fall)) continue;
    choice = {.gain = std::abs(gain),
              .kind = ArcKind::kCapped,
              .index = capped.offer,
              .group = items_[at].node - first_group_node_,
              .forward = gain > 0};
  }
}

Calm TouchSheet::PriceItem(const Basis& basis, std::size_t at, Choice& choice) const {
  const Item& item = items_[at];
  const auto [price, next, last] = PricesOf(basis, item);
  const std::int64_t* const requirement_price = basis.tree.RequirementPotentials();
  std::int64_t value = -kNever;  // of the best lane
  const PackedLane* const end = lanes_.data() + item.end_lane;
  for (const PackedLane* lane = lanes_.data() + item.first_lane; lane != end; ++lane) {
    if (lane->requirement == item.parent) continue;
    value = std::max(value, requirement_price[lane->requirement] - lane->cost);
  }
  const std::int64_t gain = std::max({value - price, price - next, last - price});
  if (gain > choice.gain) ChooseOfGroup(basis, at, price, gain, choice);
  if (item.lanes_apart) PriceLanes(network_, basis, item.node - first_group_node_, price, choice);
  Calm calm;
  if (!item.lanes_apart) calm = {.least = std::max(value, last), .most = next};
  if (item.first_capped != items_[at + 1].first_capped) PriceCapped(basis, at, price, choice, calm);
  return calm;
}

// Which arc it is that gains so much.
void TouchSheet::ChooseOfGroup(const Basis& basis, std::size_t at, std::int64_t price, std::int64_t gain,
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

}  // namespace pasok::match::exact
