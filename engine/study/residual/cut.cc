#include "engine/study/residual/cut.h"

#include <bit>
#include <utility>

namespace pasok::study {
namespace {

constexpr std::int32_t kWordBits = 64;

}  // namespace

// Of one node.
class Cuts::Lookup {
 public:
  Lookup(Cuts& cuts, std::int32_t number) : cuts_(cuts), state_(cuts.state_), number_(number) {}

  Feed OfRequirement(std::int32_t r) {
    const std::int32_t commodity = state_.requirements[r].commodity;
    const match::CommoditySpan& span = state_.ground().instance.commodities[commodity];
    feed_.offers_of_lanes.resize(cuts_.first_word_[commodity + 1] - cuts_.first_word_[commodity]);
    state_.ForEachTransferInto(r, [&](std::int32_t i) {
      if (state_.RoomOf(i) == 0) return;
      const std::int32_t from = state_.TransferAt(i).from;
      if (from == kNone) {
        feed_.has_left = true;
      } else {
        See(RequirementNode(from));
      }
    });
    // What it sends on could stay.
    state_.ForEachTransferFrom(r, [&](std::int32_t i) {
      if (state_.transfers[i] > 0) See(RequirementNode(state_.TransferAt(i).to));
    });
    if (feed_.has_left) return std::move(feed_);
    const auto may_carry_more = [&](std::int32_t o) {
      if (feed_.has_left || state_.Unit(o, r) == match::kNoLane) return false;
      const std::int32_t flow = state_.FindFlow(o, r);
      const std::int64_t carried = flow == kNone ? 0 : state_.flows[flow].quanta;
      return carried < state_.LaneCap(o, r);
    };
    cuts_.rows_.ForEachWithinReach(r, [&](std::int32_t o) {
      if (!may_carry_more(o)) return;
      const std::int32_t bit = o - span.first_offer;
      feed_.offers_of_lanes[bit / kWordBits] |= Word{1} << bit % kWordBits;
      SeeOffer(o);
    });
    for (std::int32_t o = state_.base_offers(); o < std::ssize(state_.offers); ++o) {
      if (state_.offers[o].commodity != commodity || !may_carry_more(o)) continue;
      feed_.other_offers.push_back(o);
      SeeOffer(o);
    }
    return std::move(feed_);
  }

  // Of a supplier or an aggregator: whatever it sells could be sold as something else, but what a contract
  // promises.
  Feed OfSeller(Node node) {
    SeeAbove(node);
    state_.ForEachFed(node, [&](Node fed) {
      if (state_.Sold(fed) == 0) return;
      if (fed.kind == NodeKind::kOffer) {
        if (!MayGiveWay(fed.index)) return;
        feed_.other_offers.push_back(fed.index);
        SeeOffer(fed.index);
      } else {
        See(fed);
      }
    });
    return std::move(feed_);
  }

 private:
  bool MayGiveWay(std::int32_t o) const {
    for (std::int32_t i = state_.offers[o].first_flow; i != kNone; i = state_.flows[i].next_of_offer) {
      if (state_.MayFall(state_.flows[i])) return true;
    }
    return false;
  }

  void SeeOffer(std::int32_t o) {
    for (std::int32_t i = state_.offers[o].first_flow; i != kNone; i = state_.flows[i].next_of_offer) {
      if (state_.MayFall(state_.flows[i])) See(RequirementNode(state_.flows[i].requirement));
    }
    SeeAbove(OfferNode(o));
  }

  // What feeds the node, where that has room for more.
  void SeeAbove(Node node) {
    if (state_.Sold(node) >= state_.Capacity(node)) return;
    const Node above = state_.Above(node);
    if (above == kSource) {
      feed_.has_left = true;
    } else {
      See(above);
    }
  }

  void See(Node node) {
    const std::int32_t number = cuts_.NumberOf(node);
    if (std::exchange(cuts_.seen_by_[number], number_) != number_) feed_.nodes.push_back(number);
  }

  Cuts& cuts_;
  const State& state_;
  const std::int32_t number_;
  Feed feed_;
};

Cuts::Cuts(const State& state, LaneRows& rows) : state_(state), rows_(rows), first_word_{0} {
  for (const match::CommoditySpan& span : state.ground().instance.commodities)
    first_word_.push_back(first_word_.back() +
                          (span.end_offer - span.first_offer + kWordBits - 1) / kWordBits);
}

FoundCut Cuts::Find(std::int32_t requirement) {
  if (version_ != state_.version() || bytes_ > kMostBytes) feeds_.clear();
  if (feeds_.empty()) {
    version_ = state_.version(), bytes_ = 0;
    feeds_.resize(state_.requirements.size() + state_.suppliers.size() + state_.aggregators.size());
    seen_by_.assign(feeds_.size(), kNone);
  }
  std::vector<char> is_behind(feeds_.size());
  std::vector<std::int32_t> waiting{NumberOf(RequirementNode(requirement))};
  is_behind[waiting.front()] = true;
  while (!waiting.empty()) {
    const Feed& feed = FeedOf(waiting.back());
    waiting.pop_back();
    if (feed.has_left) return {.reached = true, .cut = {}};
    for (const std::int32_t node : feed.nodes) {
      if (!is_behind[node]) is_behind[node] = true, waiting.push_back(node);
    }
  }
  return {.reached = false, .cut = CutOf(is_behind)};
}

std::int32_t Cuts::NumberOf(Node node) const {
  const auto requirements = static_cast<std::int32_t>(state_.requirements.size());
  if (node.kind == NodeKind::kRequirement) return node.index;
  if (node.kind == NodeKind::kSupplier) return requirements + node.index;
  return requirements + static_cast<std::int32_t>(state_.suppliers.size()) + node.index;
}

Node Cuts::NodeOf(std::int32_t number) const {
  const auto requirements = static_cast<std::int32_t>(state_.requirements.size());
  const auto suppliers = static_cast<std::int32_t>(state_.suppliers.size());
  if (number < requirements) return RequirementNode(number);
  if (number < requirements + suppliers) return SupplierNode(number - requirements);
  return AggregatorNode(number - requirements - suppliers);
}

const Cuts::Feed& Cuts::FeedOf(std::int32_t number) {
  std::unique_ptr<const Feed>& feed = feeds_[number];
  if (!feed) {
    Lookup lookup(*this, number);
    const Node node = NodeOf(number);
    feed = std::make_unique<const Feed>(node.kind == NodeKind::kRequirement ? lookup.OfRequirement(node.index)
                                                                            : lookup.OfSeller(node));
  }
  return *feed;
}

// REQUIRES that all of them have been looked up.
Cut Cuts::CutOf(const std::vector<char>& is_behind) const {
  Cut cut;
  std::vector<Word> of_ground(static_cast<std::size_t>(first_word_.back()));
  std::vector<bool> seen(state_.offers.size());
  for (std::int32_t number = 0; number < std::ssize(is_behind); ++number) {
    if (!is_behind[number]) continue;
    const Feed& feed = *feeds_[number];
    const Node node = NodeOf(number);
    if (node.kind == NodeKind::kSupplier) cut.suppliers.push_back(node.index);
    if (node.kind == NodeKind::kAggregator) cut.aggregators.push_back(node.index);
    for (const std::int32_t o : feed.other_offers) seen[o] = true;
    if (node.kind != NodeKind::kRequirement) continue;
    cut.requirements.push_back(node.index);
    Word* const to = of_ground.data() + first_word_[state_.requirements[node.index].commodity];
    for (std::size_t i = 0; i < feed.offers_of_lanes.size(); ++i) to[i] |= feed.offers_of_lanes[i];
  }
  for (std::size_t k = 0; k + 1 < first_word_.size(); ++k) {
    const std::int32_t first = state_.ground().instance.commodities[k].first_offer;
    for (std::int32_t i = first_word_[k]; i < first_word_[k + 1]; ++i) {
      for (Word left = of_ground[i]; left != 0; left &= left - 1)
        seen[first + (i - first_word_[k]) * kWordBits + std::countr_zero(left)] = true;
    }
  }
  for (std::int32_t o = 0; o < std::ssize(seen); ++o) {
    if (seen[o] && state_.offers[o].capacity > 0) cut.offers.push_back(o);
  }
  return cut;
}

}  // namespace pasok::study
