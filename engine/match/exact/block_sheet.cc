#include "engine/match/exact/block_sheet.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "engine/match/exact/held_arcs.h"

namespace pasok::match::exact {
namespace {

bool FitsARow(const Lane& lane) { return lane.cost == static_cast<std::int32_t>(lane.cost); }

}  // namespace

BlockSheet::BlockSheet(const Network& network, const Basis& basis, std::span<const std::int32_t> items,
                       std::span<const std::size_t> ends, std::size_t block)
    : network_(network),
      first_group_node_(basis.tree.GroupNode(0)),
      first_supplier_node_(basis.tree.SupplierNode(0)),
      supplier_anchor_{{.node = basis.tree.root()}},
      walk_(basis.tree, items) {
  MapItems(basis, items);
  first_block_.push_back(0);
  std::size_t at = 0;
  for (const std::size_t end : ends) {
    while (at < end) {
      const std::size_t count = std::min(block, end - at);
      AddBlock(basis, items.subspan(at, count));
      at += count;
    }
    first_block_.push_back(blocks_.size());
  }
}

void BlockSheet::MapItems(const Basis& basis, std::span<const std::int32_t> items) {
  std::int32_t least = first_supplier_node_, end = first_group_node_;
  std::size_t lanes = 0;
  for (const std::int32_t node : items) {
    has_suppliers_ |= node >= first_supplier_node_;
    if (!IsGroup(node)) continue;
    least = std::min(least, node), end = std::max(end, node + 1);
    const Group& group = network_.groups[node - first_group_node_];
    lanes += basis.LanesOf(network_, node - first_group_node_).size();
    has_suppliers_ |=
        group.first_capped < group.end_capped && basis.capped_source[group.first_capped] != basis.tree.root();
  }
  base_group_ = least - first_group_node_;
  place_of_.assign(static_cast<std::size_t>(std::max(0, end - least)), kNone);
  lane_requirement_.reserve(lanes + lanes / 4), lane_cost_.reserve(lanes + lanes / 4);
  if (!has_suppliers_) return;
  for (std::int32_t node = first_supplier_node_; node < basis.tree.root(); ++node) {
    supplier_anchor_.push_back(basis.tree.Contains(node) ? AnchorOf(basis.tree, node)
                                                         : Anchor{.node = basis.tree.root()});
  }
}

// Groups of about as many capped offers stand together, and among these those of about as many lanes.
void BlockSheet::AddBlock(const Basis& basis, std::span<const std::int32_t> items) {
  blocks_.push_back({.first_slice = static_cast<std::int32_t>(slices_.size()),
                     .first_other = static_cast<std::int32_t>(others_.size())});
  std::vector<std::tuple<int, std::size_t, std::int32_t>> keyed;
  for (const std::int32_t node : items) {
    if (!IsGroup(node)) {
      others_.push_back(node);
      continue;
    }
    const std::int32_t g = node - first_group_node_;
    const auto capped =
        static_cast<std::uint32_t>(network_.groups[g].end_capped - network_.groups[g].first_capped);
    keyed.emplace_back(std::bit_width(capped), basis.LanesOf(network_, g).size(), g);
  }
  std::ranges::sort(keyed);
  std::vector<std::int32_t> groups;
  for (const auto& [capped, lanes, g] : keyed) {
    groups.push_back(g);
    if (groups.size() == kWide) AddSlice(basis, groups), groups.clear();
  }
  if (!groups.empty()) AddSlice(basis, groups);
  blocks_.back().end_slice = static_cast<std::int32_t>(slices_.size());
  blocks_.back().end_other = static_cast<std::int32_t>(others_.size());
}

void BlockSheet::AddSlice(const Basis& basis, std::span<const std::int32_t> groups) {
  const auto slice = static_cast<std::int32_t>(slices_.size());
  slices_.push_back({.block = static_cast<std::int32_t>(blocks_.size()) - 1});
  const std::size_t end = slices_.size() * kWide;
  group_.resize(end, kNone), anchor_.resize(end, {.node = basis.tree.root()});
  next_.resize(end, kNever), last_.resize(end, -kNever), lanes_apart_.resize(end);
  std::int32_t place = slice * kWide;
  for (const std::int32_t g : groups) {
    group_[place] = g;
    anchor_[place] = AnchorOf(basis.tree, first_group_node_ + g);
    place_of_[g - base_group_] = place;
    ReadPlain(basis, place++);
  }
  LayLanes(basis, slice);
  if (has_suppliers_) LayCapped(basis, slice);
}

// Where the rows that there are don't do, they are left behind, unread.
void BlockSheet::LayLanes(const Basis& basis, std::int32_t slice) {
  Slice& row = slices_[slice];
  std::span<const Lane> lanes[kWide];
  std::int32_t rows = 0;
  for (std::int32_t j = 0; j < kWide; ++j) {
    const std::int32_t g = group_[slice * kWide + j];
    if (g == kNone) continue;
    const std::span<const Lane> held = basis.LanesOf(network_, g);
    if (network_.groups[g].capped_lanes || !std::ranges::all_of(held, FitsARow)) {
      lanes_apart_[slice * kWide + j] = 1;
      blocks_[row.block].has_lanes_apart = true;
      continue;
    }
    lanes[j] = held;
    rows = std::max(rows, static_cast<std::int32_t>(held.size()));
  }
  if (rows > row.lane_rows) {
    row.first_lane = static_cast<std::int32_t>(lane_requirement_.size());
    row.lane_rows = rows;
    lane_requirement_.resize(lane_requirement_.size() + static_cast<std::size_t>(rows * kWide));
    lane_cost_.resize(lane_requirement_.size());
  }
  std::int32_t at = row.first_lane;
  for (std::int32_t l = 0; l < row.lane_rows; ++l) {
    for (const std::span<const Lane> held : lanes) {
      const bool has = l < std::ssize(held);
      lane_requirement_[at] = has ? held[l].requirement : basis.tree.Nowhere();
      lane_cost_[at++] = has ? static_cast<std::int32_t>(held[l].cost) : 0;
    }
  }
}

void BlockSheet::LayCapped(const Basis& basis, std::int32_t slice) {
  Slice& row = slices_[slice];
  row.first_capped = static_cast<std::int32_t>(capped_slot_.size());
  const std::span<const std::int32_t> groups = std::span(group_).subspan(slice * kWide, kWide);
  for (const std::int32_t g : groups) {
    if (g != kNone)
      row.capped_rows =
          std::max(row.capped_rows, network_.groups[g].end_capped - network_.groups[g].first_capped);
  }
  const auto end = static_cast<std::size_t>(row.first_capped + row.capped_rows * kWide);
  capped_slot_.resize(end), capped_rise_.resize(end, kNever), capped_fall_.resize(end, -kNever);
  for (std::int32_t j = 0; j < kWide; ++j) {
    if (groups[j] == kNone) continue;
    std::int32_t at = row.first_capped + j;
    for (std::int32_t i = network_.groups[groups[j]].first_capped; i < network_.groups[groups[j]].end_capped;
         ++i) {
      capped_slot_[at] = SlotOf(basis, basis.capped_source[i]);
      at += kWide;
      ReadCapped(basis, i);
    }
  }
}

// Also the capped offers where the root sells them: their price alone decides then.
void BlockSheet::ReadPlain(const Basis& basis, std::int32_t place) {
  const std::int32_t g = group_[place];
  const Group& group = network_.groups[g];
  const std::int32_t used = basis.used[g];
  next_[place] = used < group.end_plain ? network_.plain[used].price : kNever;
  last_[place] = used > group.first_plain ? network_.plain[used - 1].price : -kNever;
  for (std::int32_t i = group.first_capped; !has_suppliers_ && i < group.end_capped; ++i) {
    const std::int64_t flow = basis.capped_flow[i], price = network_.capped[i].price;
    if (flow < basis.capped_capacity[i]) next_[place] = std::min(next_[place], price);
    if (flow > 0) last_[place] = std::max(last_[place], price);
  }
}

void BlockSheet::ReadCapped(const Basis& basis, std::int32_t offer) {
  const CappedOffer& row = network_.capped[offer];
  const std::int32_t place = PlaceOf(row.group);
  if (place == kNone) return;
  if (!has_suppliers_) return ReadPlain(basis, place);
  const std::int32_t at = slices_[place / kWide].first_capped +
                          (offer - network_.groups[row.group].first_capped) * kWide + place % kWide;
  const std::int64_t flow = basis.capped_flow[offer];
  capped_rise_[at] = flow < basis.capped_capacity[offer] ? row.price : kNever;
  capped_fall_[at] = flow > 0 ? row.price : -kNever;
}

std::int32_t BlockSheet::PlaceOf(std::int32_t group) const {
  const std::int32_t at = group - base_group_;
  return at >= 0 && at < std::ssize(place_of_) ? place_of_[at] : kNone;
}

void BlockSheet::LanesAdded(const Basis& basis, std::span<const std::int32_t> groups) {
  std::vector<std::int32_t> slices;
  for (const std::int32_t g : groups) {
    if (const std::int32_t place = PlaceOf(g); place != kNone) slices.push_back(place / kWide);
  }
  std::ranges::sort(slices);
  const auto twice = std::ranges::unique(slices);
  slices.erase(twice.begin(), twice.end());
  for (const std::int32_t slice : slices) LayLanes(basis, slice);
}

void BlockSheet::Pivoted(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
                         const Arc& leaving) {
  walk_.AfterPivot(basis.tree, rehung, leaving,
                   [&](std::int32_t node, const Anchor& anchor) { TakeAnchor(node, anchor); });
  for (const Arc& arc : {entering, leaving}) {
    if (arc.kind == ArcKind::kCapped) ReadCapped(basis, arc.index);
    if (arc.kind != ArcKind::kPlain) continue;
    if (const std::int32_t place = PlaceOf(arc.head - first_group_node_); place != kNone)
      ReadPlain(basis, place);
  }
}

void BlockSheet::TakeAnchor(std::int32_t node, const Anchor& anchor) {
  if (node >= first_supplier_node_) {
    supplier_anchor_[node - first_supplier_node_ + 1] = anchor;
  } else if (const std::int32_t place = PlaceOf(node - first_group_node_); place != kNone) {
    anchor_[place] = anchor;
  }
}

Choice BlockSheet::Price(const Basis& basis, std::size_t block) const {
  const Block& row = blocks_[block];
  const std::int64_t* const price = basis.tree.RequirementPotentials();
  Choice choice;
  std::int64_t most = 0;
  std::int32_t best = kNone;
  for (std::int32_t slice = row.first_slice; slice < row.end_slice; ++slice) {
    Eight gains;
    GainsOf(price, slice, gains);
    for (std::int32_t j = 0; j < kWide; ++j) {
      if (gains[j] > most) most = gains[j], best = slice * kWide + j;
    }
  }
  if (best != kNone) PriceGroup(network_, basis, group_[best], anchor_[best].PriceAt(price), choice);
  for (std::int32_t place = row.first_slice * kWide; row.has_lanes_apart && place < row.end_slice * kWide;
       ++place) {
    if (lanes_apart_[place])
      PriceLanes(network_, basis, group_[place], anchor_[place].PriceAt(price), choice);
  }
  PriceOthers(basis, row, choice);
  return choice;
}

void BlockSheet::GainsOf(const std::int64_t* price, std::int32_t slice, Eight& gains) const {
  const Slice& row = slices_[slice];
  Eight value;
  for (std::int64_t& is : value) is = -kNever;
  for (std::int32_t l = 0; l < row.lane_rows; ++l) {
    const std::int32_t* const requirement = &lane_requirement_[row.first_lane + l * kWide];
    const std::int32_t* const cost = &lane_cost_[row.first_lane + l * kWide];
    for (std::int32_t j = 0; j < kWide; ++j) value[j] = std::max(value[j], price[requirement[j]] - cost[j]);
  }
  Eight own;
  for (std::int32_t j = 0; j < kWide; ++j) {
    const std::int32_t place = slice * kWide + j;
    own[j] = anchor_[place].PriceAt(price);
    gains[j] = std::max({value[j] - own[j], own[j] - next_[place], last_[place] - own[j]});
  }
  for (std::int32_t i = 0; i < row.capped_rows; ++i) {
    for (std::int32_t j = 0; j < kWide; ++j) {
      const std::int32_t at = row.first_capped + i * kWide + j;
      const std::int64_t above = own[j] - supplier_anchor_[capped_slot_[at]].PriceAt(price);
      gains[j] = std::max({gains[j], above - capped_rise_[at], capped_fall_[at] - above});
    }
  }
}

void BlockSheet::PriceOthers(const Basis& basis, const Block& block, Choice& choice) const {
  const std::int64_t* const price = basis.tree.RequirementPotentials();
  for (std::int32_t i = block.first_other; i < block.end_other; ++i) {
    if (others_[i] < first_group_node_) {
      PriceRequirement(network_, basis, others_[i], choice);
      continue;
    }
    const std::int32_t s = others_[i] - first_supplier_node_, parent = network_.suppliers[s].parent;
    const std::int64_t from = parent == kNone ? 0 : supplier_anchor_[parent + 1].PriceAt(price);
    PriceSupply(network_, basis, s, supplier_anchor_[s + 1].PriceAt(price) - from, choice);
  }
}

}  // namespace pasok::match::exact
