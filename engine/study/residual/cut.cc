#include "engine/study/residual/cut.h"

#include <algorithm>

namespace pasok::study {
namespace {

class CutSearch {
 public:
  CutSearch(const State& state, LaneRows& rows)
      : state_(state),
        rows_(rows),
        requirement_seen_(state.requirements.size()),
        offer_seen_(state.offers.size()),
        supplier_seen_(state.suppliers.size()),
        aggregator_seen_(state.aggregators.size()) {}

  bool Reaches(std::int32_t requirement) {
    SeeRequirement(requirement);
    while (!waiting_.empty() && !reached_) {
      const std::int32_t next = waiting_.back();
      waiting_.pop_back();
      Follow(next);
    }
    return reached_;
  }

  Cut Take() const {
    Cut cut;
    for (std::size_t r = 0; r < requirement_seen_.size(); ++r) {
      if (requirement_seen_[r]) cut.requirements.push_back(static_cast<std::int32_t>(r));
    }
    for (std::size_t o = 0; o < offer_seen_.size(); ++o) {
      if (offer_seen_[o] && state_.offers[o].capacity > 0) cut.offers.push_back(static_cast<std::int32_t>(o));
    }
    for (std::size_t s = 0; s < supplier_seen_.size(); ++s) {
      if (supplier_seen_[s]) cut.suppliers.push_back(static_cast<std::int32_t>(s));
    }
    for (std::size_t a = 0; a < aggregator_seen_.size(); ++a) {
      if (aggregator_seen_[a]) cut.aggregators.push_back(static_cast<std::int32_t>(a));
    }
    return cut;
  }

 private:
  void SeeRequirement(std::int32_t r) {
    if (requirement_seen_[r]) return;
    requirement_seen_[r] = true;
    waiting_.push_back(r);
  }

  void SeeOffer(std::int32_t o) {
    if (offer_seen_[o]) return;
    offer_seen_[o] = true;
    const OfferState& offer = state_.offers[o];
    for (std::int32_t i = offer.first_flow; i != kNone; i = state_.flows[i].next_of_offer) {
      if (state_.MayFall(state_.flows[i])) SeeRequirement(state_.flows[i].requirement);
    }
    SeeAbove(OfferNode(o));
  }

  // What feeds the node, where that has room for more.
  void SeeAbove(Node node) {
    if (state_.Sold(node) >= state_.Capacity(node)) return;
    const Node above = state_.Above(node);
    if (above == kSource) {
      reached_ = true;
    } else {
      SeeSeller(above);
    }
  }

  // A supplier or an aggregator: whatever it sells could be sold as something else.
  void SeeSeller(Node node) {
    std::vector<bool>& seen = node.kind == NodeKind::kSupplier ? supplier_seen_ : aggregator_seen_;
    if (seen[node.index]) return;
    seen[node.index] = true;
    SeeAbove(node);
    state_.ForEachFed(node, [&](Node fed) {
      if (state_.Sold(fed) == 0) return;
      if (fed.kind == NodeKind::kOffer) {
        SeeOffer(fed.index);
      } else {
        SeeSeller(fed);
      }
    });
  }

  void Follow(std::int32_t r) {
    const RequirementState& requirement = state_.requirements[r];
    const auto look = [&](std::int32_t o) {
      if (offer_seen_[o] || state_.Unit(o, r) == match::exact::kNoLane) return;
      const std::int32_t flow = state_.FindFlow(o, r);
      const std::int64_t carried = flow == kNone ? 0 : state_.flows[flow].quanta;
      if (carried < state_.LaneCap(o, r)) SeeOffer(o);
    };
    state_.ForEachTransferInto(r, [&](std::int32_t i) {
      if (state_.RoomOf(i) == 0) return;
      const std::int32_t from = state_.TransferAt(i).from;
      if (from == kNone) {
        reached_ = true;
      } else {
        SeeRequirement(from);
      }
    });
    // What it sends on could stay.
    state_.ForEachTransferFrom(r, [&](std::int32_t i) {
      if (state_.transfers[i] > 0) SeeRequirement(state_.TransferAt(i).to);
    });
    if (reached_) return;
    rows_.ForEachWithinReach(r, look);
    for (std::int32_t o = state_.base_offers(); o < std::ssize(state_.offers); ++o) {
      if (state_.offers[o].commodity == requirement.commodity) look(o);
    }
  }

  const State& state_;
  LaneRows& rows_;
  std::vector<bool> requirement_seen_, offer_seen_, supplier_seen_, aggregator_seen_;
  std::vector<std::int32_t> waiting_;  // requirements
  bool reached_ = false;
};

std::int32_t NearestLeft(const State& state, std::int32_t requirement) {
  const match::Instance& instance = state.ground().instance;
  const match::CommoditySpan& span = instance.commodities[state.requirements[requirement].commodity];
  std::int32_t nearest = kNone;
  Metres least;
  for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
    if (!state.HasLeft(o)) continue;
    const Metres road =
        state.ground().solved.lanes.Road(instance.offers[o].place, instance.requirements[requirement].place);
    if (nearest == kNone || road < least) nearest = o, least = road;
  }
  return nearest;
}

}  // namespace

FoundCut SearchCut(const State& state, LaneRows& rows, std::int32_t requirement) {
  CutSearch search(state, rows);
  if (search.Reaches(requirement)) return {.reached = true, .cut = {}};
  FoundCut found{.reached = false, .cut = search.Take()};
  found.cut.nearest_left = NearestLeft(state, requirement);
  return found;
}

}  // namespace pasok::study
