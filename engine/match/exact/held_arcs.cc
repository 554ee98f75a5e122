#include "engine/match/exact/held_arcs.h"

#include <cstdlib>

namespace pasok::match::exact {
namespace {

void PriceTransfers(const Network& network, const Basis& basis, std::int32_t r, Choice& choice) {
  for (std::int32_t i = network.first_transfer[r]; i < network.first_transfer[r + 1]; ++i) {
    const Transfer& transfer = network.transfers[i];
    const std::int64_t from = transfer.from == kNone ? 0 : basis.tree.RequirementPotential(transfer.from);
    const std::int64_t gain = basis.tree.RequirementPotential(r) - from - transfer.cost;
    const bool forward = gain > 0;
    const std::int64_t flow = basis.transfer_flow[i];
    if (forward ? flow < transfer.capacity : flow > 0)
      choice.Consider({.gain = std::abs(gain), .kind = ArcKind::kTransfer, .index = i, .forward = forward});
  }
}

void PricePlain(const Network& network, const Basis& basis, std::int32_t g, std::int64_t price,
                Choice& choice) {
  const Group& group = network.groups[g];
  const std::int32_t used = basis.used[g];
  if (used < group.end_plain)
    choice.Consider(
        {.gain = price - network.plain[used].price, .kind = ArcKind::kPlain, .index = used, .group = g});
  if (used > group.first_plain)
    choice.Consider({.gain = network.plain[used - 1].price - price,
                     .kind = ArcKind::kPlain,
                     .index = used - 1,
                     .group = g,
                     .forward = false});
}

void PriceCapped(const Network& network, const Basis& basis, std::int32_t g, std::int64_t price,
                 Choice& choice) {
  for (std::int32_t i = network.groups[g].first_capped; i < network.groups[g].end_capped; ++i) {
    const std::int64_t gain = price - network.capped[i].price - basis.tree.Potential(basis.capped_source[i]);
    const bool forward = gain > 0;
    if (forward ? basis.capped_flow[i] < basis.capped_capacity[i] : basis.capped_flow[i] > 0)
      choice.Consider(
          {.gain = std::abs(gain), .kind = ArcKind::kCapped, .index = i, .group = g, .forward = forward});
  }
}

}  // namespace

void PriceRequirement(const Network& network, const Basis& basis, std::int32_t r, Choice& choice) {
  const std::int64_t gain = basis.tree.RequirementPotential(r) - basis.penalty[r];
  if (gain > choice.gain) choice = {.gain = gain, .kind = ArcKind::kShortage, .index = r};
  if (!network.transfers.empty()) PriceTransfers(network, basis, r, choice);
}

void PriceSupply(const Network& network, const Basis& basis, std::int32_t s, std::int64_t above,
                 Choice& choice) {
  if (std::abs(above) <= choice.gain) return;
  const std::int64_t flow = basis.supply_flow[s];
  const bool forward = above > 0;
  if (forward ? flow < network.suppliers[s].capacity : flow > 0)
    choice = {.gain = std::abs(above), .kind = ArcKind::kSupply, .index = s, .forward = forward};
}

void PriceGroup(const Network& network, const Basis& basis, std::int32_t g, std::int64_t price,
                Choice& choice) {
  PricePlain(network, basis, g, price, choice);
  PriceCapped(network, basis, g, price, choice);
  PriceLanes(network, basis, g, price, choice);
}

void PriceLanes(const Network& network, const Basis& basis, std::int32_t g, std::int64_t price,
                Choice& choice) {
  std::int32_t i = basis.LaneRangeOf(network, g).first;
  for (const Lane& lane : basis.LanesOf(network, g)) {
    const std::int64_t rise = basis.tree.RequirementPotential(lane.requirement) - lane.cost - price;
    const std::int64_t gain = lane.full ? -rise : rise;
    if (gain > choice.gain)
      choice = {.gain = gain, .kind = ArcKind::kLane, .index = i, .group = g, .forward = !lane.full};
    ++i;
  }
}

}  // namespace pasok::match::exact
