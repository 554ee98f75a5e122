#include "engine/study/residual/state.h"

#include <algorithm>

namespace pasok::study {

using match::kNoLane;
using match::exact::LaneCosts;
using match::exact::Site;

State::State(const Ground& ground) : ground_(ground) {
  const match::Instance& instance = ground.instance;
  const match::Matching& matching = ground.solved.matching;
  offers.reserve(instance.offers.size());
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const match::OfferRow& row = instance.offers[o];
    const match::exact::OfferPrice price = match::exact::PriceOf(instance, o);
    offers.push_back({.whole = price.whole,
                      .rest = price.rest,
                      .capacity = row.capacity,
                      .sold = 0,
                      .price = matching.offer_price[o],
                      .base_price = matching.offer_price[o],
                      .supplier = row.supplier,
                      .commodity = row.commodity,
                      .site = row.place,
                      .spread_whole = row.whole,
                      .spread_given = row.given});
  }
  for (const match::PairTerm& term : ground.terms) {
    reserved.push_back(term.reserved);
    term_caps.push_back(term.cap);
    offers[term.offer].like = term.offer;
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    suppliers.push_back({.capacity = instance.suppliers[s].capacity,
                         .sold = 0,
                         .price = matching.supplier_price[s],
                         .aggregator = instance.suppliers[s].aggregator});
  }
  for (std::size_t a = 0; a < instance.aggregators.size(); ++a) {
    aggregators.push_back(
        {.capacity = instance.aggregators[a].capacity, .sold = 0, .price = matching.aggregator_price[a]});
  }
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const match::RequirementRow& row = instance.requirements[r];
    requirements.push_back({.need = row.need,
                            .shortage = matching.shortage[r],
                            .sends = row.sends,
                            .penalty = row.penalty,
                            .lane_cap = row.lane_cap < row.most_in() ? row.lane_cap : kUnboundedRoom,
                            .price = ground.requirement_price[r],
                            .base_price = ground.requirement_price[r],
                            .commodity = row.commodity,
                            .demand_point = row.demand_point});
  }
  transfers = matching.transfers;
  transfers.resize(instance.transfers.size());
  for (const match::Transfer& transfer : instance.transfers) transfer_capacities.push_back(transfer.capacity);
  least_offer_move.assign(instance.commodities.size(), 0);
  most_requirement_move.assign(instance.commodities.size(), 0);
  for (const match::LaneFlow& flow : matching.flows) {
    flows[LinkFlow(flow.offer, flow.requirement, Unit(flow.offer, flow.requirement))].quanta = flow.quanta;
    offers[flow.offer].sold += flow.quanta;
    SupplierState& supplier = suppliers[offers[flow.offer].supplier];
    supplier.sold += flow.quanta;
    if (supplier.aggregator != kNone) aggregators[supplier.aggregator].sold += flow.quanta;
  }
}

const Site& State::SiteOf(const OfferState& offer) const {
  const auto known = static_cast<std::int32_t>(ground_.sites.sites.size());
  return offer.site < known ? ground_.sites.sites[offer.site] : added_sites[offer.site - known];
}

bool State::Forbids(std::int32_t supplier, std::int32_t demand_point) const {
  if (supplier < base_suppliers()) return ground_.Forbids(supplier, demand_point);
  return std::ranges::binary_search(added_suppliers[supplier - base_suppliers()].forbidden, demand_point);
}

std::int64_t State::Unit(std::int32_t offer, std::int32_t requirement) const {
  const OfferState& o = offers[offer];
  if (Forbids(o.supplier, requirements[requirement].demand_point)) return kNoLane;
  const std::int64_t cost = ground_.costs.Cost(SiteOf(o), o.rest, o.commodity, requirement);
  return cost == kNoLane ? kNoLane : o.whole + cost;
}

std::int64_t State::Preference(std::int32_t offer, std::int32_t requirement) const {
  const OfferState& o = offers[offer];
  const match::Instance& instance = ground_.instance;
  const std::int64_t kind =
      o.supplier < base_suppliers()
          ? instance.policy.quantum.value * instance.suppliers[o.supplier].kind_surcharge_sen_per_kg
          : added_suppliers[o.supplier - base_suppliers()].preference_numerator;
  const LaneCosts& costs = ground_.costs;
  return kind / 1000 + costs.TierCost(costs.TierBetween(SiteOf(o), requirement), o.rest);
}

std::int32_t State::FindFlow(std::int32_t offer, std::int32_t requirement) const {
  for (std::int32_t i = offers[offer].first_flow; i != kNone; i = flows[i].next_of_offer) {
    if (flows[i].requirement == requirement) return i;
  }
  return kNone;
}

std::int64_t State::LaneCap(std::int32_t offer, std::int32_t requirement) const {
  const std::int64_t cap = requirements[requirement].lane_cap;
  const std::int32_t like = offers[offer].like;
  const std::int32_t term = like == kNone ? kNone : ground_.FindTerm(like, requirement);
  if (term == kNone) return cap;
  const std::int64_t least = std::min(cap, term_caps[term]);
  return like == offer || least == kUnboundedRoom ? least : least - reserved[term];
}

std::int64_t State::Reserved(std::int32_t offer, std::int32_t requirement) const {
  if (offers[offer].like != offer) return 0;
  const std::int32_t term = ground_.FindTerm(offer, requirement);
  return term == kNone ? 0 : reserved[term];
}

void State::SetPrice(Node node, std::int64_t price) {
  switch (node.kind) {
    case NodeKind::kSource:
      return;
    case NodeKind::kAggregator:
      return Set(What::kAggregatorPrice, node.index, price);
    case NodeKind::kSupplier:
      return Set(What::kSupplierPrice, node.index, price);
    case NodeKind::kOffer: {
      const OfferState& offer = offers[node.index];
      std::int64_t& least = least_offer_move[offer.commodity];
      least = std::min(least, price - offer.base_price);
      return Set(What::kOfferPrice, node.index, price);
    }
    case NodeKind::kRequirement: {
      const RequirementState& requirement = requirements[node.index];
      std::int64_t& most = most_requirement_move[requirement.commodity];
      most = std::max(most, price - requirement.base_price);
      return Set(What::kRequirementPrice, node.index, price);
    }
  }
}

void State::SetOfferCapacity(std::int32_t offer, std::int64_t capacity) {
  Set(What::kOfferCapacity, offer, capacity);
}
void State::SetOfferSold(std::int32_t offer, std::int64_t sold) { Set(What::kOfferSold, offer, sold); }
void State::SetAggregatorCapacity(std::int32_t aggregator, std::int64_t capacity) {
  Set(What::kAggregatorCapacity, aggregator, capacity);
}
void State::SetSupplierCapacity(std::int32_t supplier, std::int64_t capacity) {
  Set(What::kSupplierCapacity, supplier, capacity);
}
void State::SetSupplierSold(std::int32_t supplier, std::int64_t sold) {
  Set(What::kSupplierSold, supplier, sold);
}
void State::SetNeed(std::int32_t requirement, std::int64_t need) { Set(What::kNeed, requirement, need); }
void State::SetLaneCap(std::int32_t requirement, std::int64_t cap) { Set(What::kLaneCap, requirement, cap); }
void State::SetSends(std::int32_t requirement, std::int64_t to) { Set(What::kSends, requirement, to); }
void State::SetReserved(std::int32_t term, std::int64_t to) { Set(What::kReserved, term, to); }
void State::SetTermCap(std::int32_t term, std::int64_t to) { Set(What::kTermCap, term, to); }
void State::SetTransfer(std::int32_t transfer, std::int64_t to) { Set(What::kTransfer, transfer, to); }
void State::SetTransferCapacity(std::int32_t transfer, std::int64_t to) {
  Set(What::kTransferCapacity, transfer, to);
}
void State::SetShortage(std::int32_t requirement, std::int64_t shortage) {
  Set(What::kShortage, requirement, shortage);
}

void State::AddFlow(std::int32_t offer, std::int32_t requirement, std::int64_t unit, std::int64_t quanta) {
  std::int32_t flow = FindFlow(offer, requirement);
  if (flow == kNone) {
    flow = LinkFlow(offer, requirement, unit);
    Note(What::kNewFlow, flow, 0);
  }
  Set(What::kFlow, flow, flows[flow].quanta + quanta);
}

void State::SetFlow(std::int32_t flow, std::int64_t quanta) { Set(What::kFlow, flow, quanta); }

std::int32_t State::AddAggregator(AggregatorState aggregator) {
  aggregators.push_back(aggregator);
  Note(What::kNewAggregator, kNone, 0);
  return static_cast<std::int32_t>(aggregators.size()) - 1;
}

std::int32_t State::AddSupplier(SupplierState supplier, AddedSupplier added) {
  suppliers.push_back(supplier);
  added_suppliers.push_back(std::move(added));
  Note(What::kNewSupplier, kNone, 0);
  return static_cast<std::int32_t>(suppliers.size()) - 1;
}

std::int32_t State::AddOffer(OfferState offer) {
  offers.push_back(offer);
  Note(What::kNewOffer, kNone, 0);
  return static_cast<std::int32_t>(offers.size()) - 1;
}

std::int32_t State::AddSite(const Site& site) {
  added_sites.push_back(site);
  Note(What::kNewSite, kNone, 0);
  return static_cast<std::int32_t>(ground_.sites.sites.size() + added_sites.size()) - 1;
}

std::int32_t State::LinkFlow(std::int32_t offer, std::int32_t requirement, std::int64_t unit) {
  const auto index = static_cast<std::int32_t>(flows.size());
  flows.push_back({.offer = offer,
                   .requirement = requirement,
                   .quanta = 0,
                   .unit = unit,
                   .next_of_offer = offers[offer].first_flow,
                   .next_of_requirement = requirements[requirement].first_flow});
  offers[offer].first_flow = requirements[requirement].first_flow = index;
  return index;
}

std::int64_t& State::At(What what, std::int32_t index) {
  switch (what) {
    case What::kOfferPrice:
      return offers[index].price;
    case What::kSupplierPrice:
      return suppliers[index].price;
    case What::kRequirementPrice:
      return requirements[index].price;
    case What::kOfferCapacity:
      return offers[index].capacity;
    case What::kOfferSold:
      return offers[index].sold;
    case What::kSupplierCapacity:
      return suppliers[index].capacity;
    case What::kSupplierSold:
      return suppliers[index].sold;
    case What::kAggregatorPrice:
      return aggregators[index].price;
    case What::kAggregatorCapacity:
      return aggregators[index].capacity;
    case What::kAggregatorSold:
      return aggregators[index].sold;
    case What::kNeed:
      return requirements[index].need;
    case What::kLaneCap:
      return requirements[index].lane_cap;
    case What::kSends:
      return requirements[index].sends;
    case What::kShortage:
      return requirements[index].shortage;
    case What::kReserved:
      return reserved[index];
    case What::kTermCap:
      return term_caps[index];
    case What::kTransfer:
      return transfers[index];
    case What::kTransferCapacity:
      return transfer_capacities[index];
    case What::kFlow:
    case What::kNewFlow:
    case What::kNewOffer:
    case What::kNewSupplier:
    case What::kNewAggregator:
    case What::kNewSite:
      break;
  }
  return flows[index].quanta;
}

void State::Set(What what, std::int32_t index, std::int64_t value) {
  std::int64_t& at = At(what, index);
  if (at == value) return;
  Note(what, index, at);
  at = value;
}

void State::Note(What what, std::int32_t index, std::int64_t old) {
  journal_.push_back({.what = what, .index = index, .old = old});
  ++version_;
}

void State::RollBack(std::size_t entries) {
  ++version_;
  while (journal_.size() > entries) {
    const Entry entry = journal_.back();
    journal_.pop_back();
    if (entry.what == What::kNewFlow) {
      const LaneState& lane = flows.back();
      offers[lane.offer].first_flow = lane.next_of_offer;
      requirements[lane.requirement].first_flow = lane.next_of_requirement;
      flows.pop_back();
    } else if (entry.what == What::kNewOffer) {
      offers.pop_back();
    } else if (entry.what == What::kNewSupplier) {
      suppliers.pop_back();
      added_suppliers.pop_back();
    } else if (entry.what == What::kNewAggregator) {
      aggregators.pop_back();
    } else if (entry.what == What::kNewSite) {
      added_sites.pop_back();
    } else {
      At(entry.what, entry.index) = entry.old;
    }
  }
  if (!journal_.empty()) return;
  std::ranges::fill(least_offer_move, 0);
  std::ranges::fill(most_requirement_move, 0);
}

std::vector<State::Before> State::FirstOf(What changed, What made) const {
  std::vector<Before> before;
  for (const Entry& entry : journal_) {
    if (entry.what == changed || entry.what == made) before.push_back({entry.index, entry.old});
  }
  std::ranges::stable_sort(before, {}, &Before::index);
  const auto repeated = std::ranges::unique(before, {}, &Before::index);
  before.erase(repeated.begin(), repeated.end());
  return before;
}

std::vector<State::Before> State::FlowsBefore() const { return FirstOf(What::kFlow, What::kNewFlow); }
std::vector<State::Before> State::SoldBefore() const { return FirstOf(What::kOfferSold, What::kOfferSold); }
std::vector<State::Before> State::TransfersBefore() const {
  return FirstOf(What::kTransfer, What::kTransfer);
}
std::vector<State::Before> State::ShortagesBefore() const {
  return FirstOf(What::kShortage, What::kShortage);
}

}  // namespace pasok::study
