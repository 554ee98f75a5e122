#include "engine/match/exact/block_sheet.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <tuple>

#include "engine/flow/parallel.h"
#include "engine/match/exact/held_arcs.h"

namespace pasok::match::exact {
namespace {

constexpr std::size_t kPartsAThread = 8;

// Calls task(i) for the numbers from 0 to count - 1.
template <class Task>
void ForEach(std::size_t count, int threads, const Task& task) {
  const std::size_t parts = kPartsAThread * static_cast<std::size_t>(threads);
  ForEachTask(static_cast<int>(parts), threads, [&](int part) {
    const auto p = static_cast<std::size_t>(part);
    for (std::size_t i = count * p / parts; i < count * (p + 1) / parts; ++i) task(i);
  });
}

bool FitsARow(const Lane& lane) { return lane.cost == static_cast<std::int32_t>(lane.cost); }

}  // namespace

BlockSheet::BlockSheet(const Network& network, const Basis& basis, std::span<const std::int32_t> items,
                       std::span<const std::size_t> ends, std::size_t block, int threads)
    : network_(network),
      first_group_node_(basis.tree.GroupNode(0)),
      first_supplier_node_(basis.tree.SupplierNode(0)),
      supplier_anchor_{{.node = basis.tree.root()}},
      walk_(basis.tree, items) {
  MapItems(basis, items);
  const std::vector<std::span<const std::int32_t>> blocks = Cut(items, ends, block);
  ForEach(blocks.size(), threads, [&](std::size_t i) { Arrange(basis, blocks[i], blocks_[i]); });
  MakeRows();
  ForEach(slices_.size(), threads, [&](std::size_t i) {
    LayLanes(basis, static_cast<std::int32_t>(i));
    if (has_suppliers_) LayCapped(basis, static_cast<std::int32_t>(i));
  });
}

void BlockSheet::MapItems(const Basis& basis, std::span<const std::int32_t> items) {
  const Tree& tree = basis.tree;
  const auto [groups, suppliers] = tree.ExtentOf(items);
  base_group_ = groups.begin - first_group_node_;
  place_of_.assign(static_cast<std::size_t>(groups.end - groups.begin), kNone);
  has_suppliers_ = suppliers.begin < suppliers.end;
  base_supplier_node_ = suppliers.begin;
  for (std::int32_t node = suppliers.begin; node < suppliers.end; ++node)
    supplier_anchor_.push_back(tree.Contains(node) ? AnchorOf(tree, node) : Anchor{.node = tree.root()});
}

// The items of each block; and how many slices and other items it has.
std::vector<std::span<const std::int32_t>> BlockSheet::Cut(std::span<const std::int32_t> items,
                                                           std::span<const std::size_t> ends,
                                                           std::size_t block) {
  std::vector<std::span<const std::int32_t>> blocks;
  first_block_.push_back(0);
  std::int32_t slices = 0, others = 0;
  std::size_t at = 0;
  for (const std::size_t end : ends) {
    for (; at < end; at += blocks.back().size()) {
      blocks.push_back(items.subspan(at, std::min(block, end - at)));
      const auto groups = static_cast<std::int32_t>(
          std::ranges::count_if(blocks.back(), [&](std::int32_t node) { return IsGroup(node); }));
      const std::int32_t of_block = (groups + kInSlice - 1) / kInSlice;
      blocks_.push_back({.first_slice = slices, .end_slice = slices + of_block, .first_other = others});
      slices += of_block;
      blocks_.back().end_other = others += static_cast<std::int32_t>(blocks.back().size()) - groups;
    }
    first_block_.push_back(blocks_.size());
  }
  slices_.resize(static_cast<std::size_t>(slices));
  const std::size_t places = slices_.size() * kInSlice;
  group_.resize(places, kNone), anchor_.resize(places, {.node = supplier_anchor_.front().node});
  next_.resize(places, kNoPrice), last_.resize(places, -kNoPrice), lanes_apart_.resize(places);
  others_.resize(static_cast<std::size_t>(others));
  return blocks;
}

// Groups of about as many capped offers stand together, and among these those of about as many lanes.
void BlockSheet::Arrange(const Basis& basis, std::span<const std::int32_t> items, const Block& row) {
  std::int32_t other = row.first_other;
  std::vector<std::tuple<int, std::size_t, std::int32_t>> keyed;
  for (const std::int32_t node : items) {
    if (!IsGroup(node)) {
      others_[other++] = node;
      continue;
    }
    const std::int32_t g = node - first_group_node_;
    const auto capped =
        static_cast<std::uint32_t>(network_.groups[g].end_capped - network_.groups[g].first_capped);
    const std::size_t lanes = network_.groups[g].capped_lanes ? 0 : basis.LanesOf(network_, g).size();
    keyed.emplace_back(std::bit_width(capped), lanes, g);
  }
  std::ranges::sort(keyed);
  std::int32_t place = row.first_slice * kInSlice;
  for (const auto& [capped, lanes, g] : keyed) {
    group_[place] = g;
    anchor_[place] = AnchorOf(basis.tree, first_group_node_ + g);
    place_of_[g - base_group_] = place;
    ReadPlain(basis, place);
    Slice& slice = slices_[place++ / kInSlice];
    slice.lane_rows = std::max(slice.lane_rows, static_cast<std::int32_t>(lanes));
    if (has_suppliers_)
      slice.capped_rows =
          std::max(slice.capped_rows, network_.groups[g].end_capped - network_.groups[g].first_capped);
  }
}

void BlockSheet::MakeRows() {
  std::int32_t lanes = 0, capped = 0;
  for (Slice& slice : slices_) {
    slice.first_lane = lanes, slice.first_capped = capped;
    lanes += slice.lane_rows * kInSlice, capped += slice.capped_rows * kInSlice;
  }
  lane_requirement_.resize(static_cast<std::size_t>(lanes)), lane_cost_.resize(lane_requirement_.size());
  capped_slot_.resize(static_cast<std::size_t>(capped));
  capped_rise_.resize(capped_slot_.size(), kNoPrice), capped_fall_.resize(capped_slot_.size(), -kNoPrice);
}

// Where the rows that there are don't do, they are left behind, unread.
void BlockSheet::LayLanes(const Basis& basis, std::int32_t slice) {
  Slice& row = slices_[slice];
  std::span<const Lane> lanes[kInSlice];
  std::int32_t rows = 0;
  for (std::int32_t j = 0; j < kInSlice; ++j) {
    const std::int32_t place = slice * kInSlice + j, g = group_[place];
    if (g == kNone) continue;
    const std::span<const Lane> held = basis.LanesOf(network_, g);
    lanes_apart_[place] = network_.groups[g].capped_lanes || !std::ranges::all_of(held, FitsARow);
    if (lanes_apart_[place]) {
      row.has_lanes_apart = true;
      continue;
    }
    lanes[j] = held;
    rows = std::max(rows, static_cast<std::int32_t>(held.size()));
  }
  if (rows > row.lane_rows) {
    row.first_lane = static_cast<std::int32_t>(lane_requirement_.size());
    row.lane_rows = rows;
    lane_requirement_.resize(lane_requirement_.size() + static_cast<std::size_t>(rows * kInSlice));
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
  for (std::int32_t j = 0; j < kInSlice; ++j) {
    const std::int32_t g = group_[slice * kInSlice + j];
    if (g == kNone) continue;
    std::int32_t at = slices_[slice].first_capped + j;
    for (std::int32_t i = network_.groups[g].first_capped; i < network_.groups[g].end_capped; ++i) {
      const std::int32_t source = basis.capped_source[i];
      capped_slot_[at] = source == basis.tree.root() ? 0 : SlotOf(source);
      at += kInSlice;
      ReadCapped(basis, i);
    }
  }
}

// Also the capped offers where the root sells them: their price alone decides then.
void BlockSheet::ReadPlain(const Basis& basis, std::int32_t place) {
  const std::int32_t g = group_[place];
  const Group& group = network_.groups[g];
  const std::int32_t used = basis.used[g];
  next_[place] = used < group.end_plain ? network_.plain[used].price : kNoPrice;
  last_[place] = used > group.first_plain ? network_.plain[used - 1].price : -kNoPrice;
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
  const std::int32_t at = slices_[place / kInSlice].first_capped +
                          (offer - network_.groups[row.group].first_capped) * kInSlice + place % kInSlice;
  const std::int64_t flow = basis.capped_flow[offer];
  capped_rise_[at] = flow < basis.capped_capacity[offer] ? row.price : kNoPrice;
  capped_fall_[at] = flow > 0 ? row.price : -kNoPrice;
}

std::int32_t BlockSheet::PlaceOf(std::int32_t group) const {
  const std::int32_t at = group - base_group_;
  return at >= 0 && at < std::ssize(place_of_) ? place_of_[at] : kNone;
}

void BlockSheet::LanesAdded(const Basis& basis, std::span<const std::int32_t> groups) {
  std::vector<std::int32_t> slices;
  for (const std::int32_t g : groups) {
    if (const std::int32_t place = PlaceOf(g); place != kNone) slices.push_back(place / kInSlice);
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
    supplier_anchor_[SlotOf(node)] = anchor;
  } else if (const std::int32_t place = PlaceOf(node - first_group_node_); place != kNone) {
    anchor_[place] = anchor;
  }
}

Choice BlockSheet::Price(const Basis& basis, std::size_t block) const {
  const Block& row = blocks_[block];
  const std::int64_t* const price = basis.tree.RequirementPotentials();
  Choice choice;
  std::int64_t most = 0;
  std::int32_t place = kNone;
  for (std::int32_t slice = row.first_slice; slice < row.end_slice; ++slice) {
    const BestInSlice best = BestOf(price, ViewOf(slice));
    if (best.gain > most) most = best.gain, place = slice * kInSlice + best.group;
    if (slices_[slice].has_lanes_apart) PriceLanesApart(basis, slice, choice);
  }
  PriceOthers(basis, row, choice);
  if (most > choice.gain) PriceGroup(network_, basis, group_[place], anchor_[place].PriceAt(price), choice);
  return choice;
}

SliceView BlockSheet::ViewOf(std::int32_t slice) const {
  const Slice& row = slices_[slice];
  const std::int32_t place = slice * kInSlice;
  return {.anchor = anchor_.data() + place,
          .next = next_.data() + place,
          .last = last_.data() + place,
          .lane_rows = row.lane_rows,
          .capped_rows = row.capped_rows,
          .lane_requirement = lane_requirement_.data() + row.first_lane,
          .lane_cost = lane_cost_.data() + row.first_lane,
          .capped_slot = capped_slot_.data() + row.first_capped,
          .capped_rise = capped_rise_.data() + row.first_capped,
          .capped_fall = capped_fall_.data() + row.first_capped,
          .supplier_anchor = supplier_anchor_.data()};
}

void BlockSheet::PriceLanesApart(const Basis& basis, std::int32_t slice, Choice& choice) const {
  const std::int64_t* const price = basis.tree.RequirementPotentials();
  for (std::int32_t place = slice * kInSlice; place < (slice + 1) * kInSlice; ++place) {
    if (lanes_apart_[place])
      PriceLanes(network_, basis, group_[place], anchor_[place].PriceAt(price), choice);
  }
}

void BlockSheet::PriceOthers(const Basis& basis, const Block& block, Choice& choice) const {
  const std::int64_t* const price = basis.tree.RequirementPotentials();
  const bool has_transfers = !network_.transfers.empty();
  for (std::int32_t i = block.first_other; i < block.end_other; ++i) {
    const std::int32_t node = others_[i];
    if (node < first_group_node_) {
      if (has_transfers || price[node] - basis.penalty[node] > choice.gain)
        PriceRequirement(network_, basis, node, choice);
      continue;
    }
    const std::int32_t s = node - first_supplier_node_, parent = network_.suppliers[s].parent;
    const std::int64_t from =
        parent == kNone ? 0 : supplier_anchor_[SlotOf(first_supplier_node_ + parent)].PriceAt(price);
    const std::int64_t above = supplier_anchor_[SlotOf(node)].PriceAt(price) - from;
    if (std::abs(above) > choice.gain) PriceSupply(network_, basis, s, above, choice);
  }
}

}  // namespace pasok::match::exact
