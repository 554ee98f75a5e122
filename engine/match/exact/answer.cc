#include "engine/match/exact/answer.h"

#include <algorithm>

#include "engine/match/question/transfers.h"
#include "engine/match/sort_by_key.h"
#include "engine/match/spread.h"

namespace pasok::match::exact {
namespace {

struct Delivery {
  std::int32_t group, requirement;
  std::int64_t cost, quanta;
};

// What each group delivers to each requirement: over basic lanes, and over full ones.
std::vector<Delivery> Deliveries(const Network& network, const Basis& basis) {
  std::vector<Delivery> deliveries;
  const Tree& tree = basis.tree;
  const auto requirements = static_cast<std::int32_t>(basis.penalty.size());
  const auto add_basic = [&](std::int32_t node) {
    const Link& link = tree.LinkOf(node);
    if (link.kind != ArcKind::kLane || link.parent == kNone || link.flow == 0) return;
    const std::int32_t group_node = link.up ? node : link.parent;
    deliveries.push_back({group_node - tree.GroupNode(0), link.index, link.cost, link.flow});
  };
  for (std::int32_t r = 0; r < requirements; ++r) add_basic(r);
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    add_basic(tree.GroupNode(g));
    const Group& group = network.groups[g];
    if (!group.capped_lanes) continue;
    for (const Lane& lane : basis.LanesOf(network, g)) {
      if (lane.full)
        deliveries.push_back(
            {g, lane.requirement, lane.cost, basis.LaneCapacity(network, group, lane.requirement)});
    }
  }
  return deliveries;
}

// What each plain and each capped offer gives.
struct Given {
  std::vector<std::int64_t> plain, capped;
};

Given GivenByOffers(const Network& network, const Basis& basis) {
  Given given{.plain = std::vector<std::int64_t>(network.plain.size()), .capped = basis.capped_flow};
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    for (std::int32_t i = network.groups[g].first_plain; i < basis.used[g]; ++i)
      given.plain[i] = network.plain[i].capacity;
  }
  for (std::int32_t node = 0; node < basis.tree.root(); ++node) {
    const Link& link = basis.tree.LinkOf(node);
    if (link.parent == kNone) continue;
    if (link.kind == ArcKind::kPlain) given.plain[link.index] = link.flow;
    if (link.kind == ArcKind::kCapped) given.capped[link.index] = link.flow;
  }
  return given;
}

// Flows of one lane that came from several pieces of its offer become one. REQUIRES sorted flows.
void JoinPieces(std::vector<LaneFlow>& flows) {
  std::size_t end = 0;
  for (const LaneFlow& flow : flows) {
    const bool goes_on =
        end > 0 && flows[end - 1].requirement == flow.requirement && flows[end - 1].offer == flow.offer;
    if (goes_on) {
      flows[end - 1].quanta += flow.quanta;
    } else {
      flows[end++] = flow;
    }
  }
  flows.resize(end);
}

// What is in the prices of the pieces beyond their offers' own.
Int128 SurchargesOf(const Instance& instance, const Network& network, const Given& given) {
  Int128 sum = 0;
  const auto add = [&](const auto& piece, std::int64_t quanta) {
    if (quanta > 0) sum += Int128{piece.price - PriceOf(instance, piece.offer).whole} * quanta;
  };
  for (std::size_t i = 0; i < network.plain.size(); ++i) add(network.plain[i], given.plain[i]);
  for (std::size_t i = 0; i < network.capped.size(); ++i) add(network.capped[i], given.capped[i]);
  return sum;
}

}  // namespace

std::vector<std::int64_t> Transferred(const Network& network, const Basis& basis) {
  std::vector<std::int64_t> quanta = basis.transfer_flow;
  quanta.resize(network.transfers.size());
  for (std::int32_t r = 0; r < std::ssize(basis.penalty) && !quanta.empty(); ++r) {
    const Link& link = basis.tree.LinkOf(r);
    if (link.kind == ArcKind::kTransfer) quanta[link.index] = link.flow;
  }
  return quanta;
}

std::vector<std::int64_t> GivenByCapped(const Network& network, const Basis& basis) {
  return GivenByOffers(network, basis).capped;
}

Int128 ObjectiveOf(const Instance& instance, const Network& network, const Basis& basis) {
  const Given given = GivenByOffers(network, basis);
  Int128 objective = 0;
  for (std::size_t i = 0; i < network.plain.size(); ++i)
    objective += Int128{network.plain[i].price} * given.plain[i];
  for (std::size_t i = 0; i < network.capped.size(); ++i)
    objective += Int128{network.capped[i].price} * given.capped[i];
  std::vector<std::int64_t> shortage;
  for (const RequirementRow& row : instance.requirements) shortage.push_back(row.need);
  for (const Delivery& delivery : Deliveries(network, basis)) {
    objective += Int128{delivery.cost} * delivery.quanta;
    shortage[delivery.requirement] -= delivery.quanta;
  }
  const std::vector<std::int64_t> transferred = Transferred(network, basis);
  for (std::size_t i = 0; i < transferred.size(); ++i) {
    const Transfer& transfer = network.transfers[i];
    objective += Int128{transfer.cost} * transferred[i];
    shortage[transfer.to] -= transferred[i];
    if (transfer.from != kNone) shortage[transfer.from] += transferred[i];
  }
  for (std::size_t r = 0; r < shortage.size(); ++r)
    objective += Int128{instance.requirements[r].penalty} * shortage[r];
  return objective;
}

Matching ReadMatching(const Instance& instance, const Network& network, const Basis& basis) {
  Matching matching;
  const Given given = GivenByOffers(network, basis);
  for (const RequirementRow& row : instance.requirements) matching.shortage.push_back(row.need);
  Int128 objective = 0;

  std::vector<Delivery> deliveries = Deliveries(network, basis);
  SortByKey(
      deliveries, network.group_count(), [](const Delivery& delivery) { return delivery.group; },
      [](const Delivery& a, const Delivery& b) { return a.requirement < b.requirement; });
  auto delivery = deliveries.begin();
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    const Group& group = network.groups[g];
    const auto hand_out = [&](std::int32_t offer, std::int64_t price, std::int64_t quanta) {
      while (quanta > 0) {
        while (delivery->quanta == 0) ++delivery;
        const std::int64_t part = std::min(quanta, delivery->quanta);
        matching.flows.push_back({.offer = offer, .requirement = delivery->requirement, .quanta = part});
        matching.shortage[delivery->requirement] -= part;
        objective += Int128{price + delivery->cost} * part;
        quanta -= part;
        delivery->quanta -= part;
      }
    };
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) {
      hand_out(network.plain[i].offer, network.plain[i].price, given.plain[i]);
    }
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
      hand_out(network.capped[i].offer, network.capped[i].price, given.capped[i]);
    }
  }
  SortByKey(
      matching.flows, static_cast<std::int32_t>(instance.requirements.size()),
      [](const LaneFlow& flow) { return flow.requirement; },
      [](const LaneFlow& a, const LaneFlow& b) { return a.offer < b.offer; });
  if (network.has_pieces) {
    JoinPieces(matching.flows);
    // Before the optimum a dearer piece may give while a cheaper one has some left; the offer's cost doesn't
    // know which of them gave.
    objective += SpreadCost(instance, matching.flows) - SurchargesOf(instance, network, given);
  }
  matching.transfers = Transferred(network, basis);
  for (std::size_t i = 0; i < network.transfers.size(); ++i) {
    const Transfer& transfer = network.transfers[i];
    matching.shortage[transfer.to] -= matching.transfers[i];
    if (transfer.from != kNone) matching.shortage[transfer.from] += matching.transfers[i];
  }
  MoveShortages(network.transfers, matching);
  for (std::size_t i = 0; i < network.transfers.size(); ++i)
    objective += Int128{network.transfers[i].cost} * matching.transfers[i];
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    objective += Int128{instance.requirements[r].penalty} * matching.shortage[r];
  }
  matching.objective = static_cast<std::int64_t>(objective);
  matching.lanes_in_network = basis.lanes_held();
  return matching;
}

}  // namespace pasok::match::exact
