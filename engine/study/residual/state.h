// What a residual network stands at: needs, capacities, flows and prices, each change kept so that it can be
// taken back.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/match/spread.h"
#include "engine/study/residual/ground.h"
#include "engine/study/residual/path.h"

namespace pasok::study {

struct OfferState {
  std::int64_t whole = 0;  // sen per quantum: price and kind surcharge (exact/network.h)
  match::exact::Rest rest;
  std::int64_t capacity = 0, sold = 0;
  std::int64_t price = 0;       // pi, sen per quantum
  std::int64_t base_price = 0;  // pi when lanes were listed from it: the ground's, or when it was added
  std::int32_t supplier = kNone, commodity = kNone;
  std::int32_t site = kNone;                        // of the ground's, beyond them of added_sites
  std::int32_t first_flow = kNone;                  // index into flows
  std::int64_t spread_whole = 0, spread_given = 0;  // OfferRow::whole, given
  std::int32_t like = kNone;  // the ground's offer whose contracts its lanes have, itself too; kNone: none
};

struct SupplierState {
  std::int64_t capacity = match::SupplierRow::kUnlimited;
  std::int64_t sold = 0;
  std::int64_t price = 0;
  std::int32_t aggregator = kNone;  // that it sells through; kNone: it sells by itself
  bool limited() const { return capacity != match::SupplierRow::kUnlimited; }
};

struct AggregatorState {
  std::int64_t capacity = match::SupplierRow::kUnlimited;
  std::int64_t sold = 0;  // of all that sell through it
  std::int64_t price = 0;
  bool limited() const { return capacity != match::SupplierRow::kUnlimited; }
};

struct RequirementState {
  std::int64_t need = 0, shortage = 0;
  std::int64_t sends = 0;  // at most, as RequirementRow
  std::int64_t penalty = 0;
  std::int64_t lane_cap = 0;  // kUnboundedRoom: none that could bind
  std::int64_t price = 0, base_price = 0;
  std::int32_t commodity = kNone;
  std::int32_t demand_point = kNone;
  std::int32_t first_flow = kNone;

  std::int64_t most_in() const { return need + sends; }
};

// What a lane carries; also 0. Once made it stays in both lists until it is rolled back.
struct LaneState {
  std::int32_t offer = kNone, requirement = kNone;
  std::int64_t quanta = 0;
  std::int64_t unit = 0;  // sen per quantum
  std::int32_t next_of_offer = kNone, next_of_requirement = kNone;
};

// What an added supplier brings besides its state.
struct AddedSupplier {
  std::vector<std::int32_t> forbidden;    // demand points, ascending
  std::int64_t preference_numerator = 0;  // kind surcharge, quantum grams x sen per kg
};

class State {
 public:
  explicit State(const Ground& ground);

  std::vector<OfferState> offers;
  std::vector<SupplierState> suppliers;
  std::vector<AggregatorState> aggregators;
  std::vector<RequirementState> requirements;
  std::vector<LaneState> flows;
  std::vector<std::int64_t> transfers;            // per transfer of the instance: what it carries
  std::vector<std::int64_t> transfer_capacities;  // likewise: at most
  std::vector<std::int64_t> reserved, term_caps;  // per term of the ground: what its lane carries at least,
                                                  // and, unless its requirement says less, at most
  std::vector<match::exact::Site> added_sites;
  std::vector<AddedSupplier> added_suppliers;
  // Per commodity, how far prices have moved from those that lanes were listed with, at most: the least of
  // its offers', at most 0, and the most of its requirements', at least 0. Never nearer to 0 before all is
  // rolled back.
  std::vector<std::int64_t> least_offer_move, most_requirement_move;

  const Ground& ground() const { return ground_; }
  std::int32_t base_offers() const { return static_cast<std::int32_t>(ground_.instance.offers.size()); }
  std::int32_t base_suppliers() const { return static_cast<std::int32_t>(ground_.instance.suppliers.size()); }
  std::int32_t base_aggregators() const {
    return static_cast<std::int32_t>(ground_.instance.aggregators.size());
  }
  const match::exact::Site& SiteOf(const OfferState& offer) const;
  bool Forbids(std::int32_t supplier, std::int32_t demand_point) const;
  // Landed cost, sen per quantum; kNoLane where the lane isn't eligible. REQUIRES one commodity.
  std::int64_t Unit(std::int32_t offer, std::int32_t requirement) const;
  // The part of it that nobody pays. REQUIRES the lane eligible.
  std::int64_t Preference(std::int32_t offer, std::int32_t requirement) const;
  std::int32_t FindFlow(std::int32_t offer, std::int32_t requirement) const;  // kNone: never carried any
  bool HasLeft(std::int32_t offer) const;  // of its own, its supplier's and its aggregator's capacity
  // What a lane may carry at most: kUnboundedRoom where nothing could bind. An added offer that is like
  // another has what that one's contract leaves it.
  std::int64_t LaneCap(std::int32_t offer, std::int32_t requirement) const;
  std::int64_t Reserved(std::int32_t offer, std::int32_t requirement) const;
  bool MayFall(const LaneState& lane) const {
    return lane.quanta > 0 && (reserved.empty() || lane.quanta > Reserved(lane.offer, lane.requirement));
  }
  // Of a supplier or an aggregator without a limit, that of what it hangs from.
  std::int64_t Price(Node node) const;
  // What feeds a supplier, an offer or an aggregator: the nearest above that has a limit, at last the source.
  Node Above(Node node) const;
  // The offers of a supplier, added ones too.
  template <class Visit>
  void ForEachOffer(std::int32_t supplier, const Visit& visit) const;
  // The suppliers of an aggregator, likewise.
  template <class Visit>
  void ForEachThrough(std::int32_t aggregator, const Visit& visit) const;
  std::int64_t CountThrough(std::int32_t aggregator) const;  // so many they are
  // The nodes that a supplier or an aggregator feeds, REQUIRES that it has a limit: visit(child), an offer or
  // a supplier.
  template <class Visit>
  void ForEachFed(Node node, const Visit& visit) const;
  // Those that lead into the requirement, or away from it: visit(index of the instance's).
  template <class Visit>
  void ForEachTransferInto(std::int32_t requirement, const Visit& visit) const;
  template <class Visit>
  void ForEachTransferFrom(std::int32_t requirement, const Visit& visit) const;
  const match::Transfer& TransferAt(std::int32_t index) const { return ground_.instance.transfers[index]; }
  // What is left of it.
  std::int64_t RoomOf(std::int32_t transfer) const {
    return transfer_capacities[transfer] - transfers[transfer];
  }
  // By its two ends; `from` kNone: a stock. kNone: there is none.
  std::int32_t FindTransfer(std::int32_t from, std::int32_t to) const;
  // Of an offer: the piece of its next quantum, and of its last one, as far as it may give that up; of what
  // feeds it, and without fair spread, all of one piece at no cost.
  match::SpreadPiece NextPiece(Node node) const;
  match::SpreadPiece LastPiece(Node node) const;  // of 0 quanta: it has none to give
  // Sen that so many quanta of it count more.
  std::int64_t SpreadCost(std::int32_t offer, std::int64_t quanta) const;
  bool spreads() const { return match::SpreadsFairly(ground_.instance); }
  // What contracts reserve of an offer.
  std::int64_t ReservedOf(std::int32_t offer) const;
  // Of an offer, a supplier or an aggregator: what it may sell in all, and does.
  std::int64_t Capacity(Node node) const;
  std::int64_t Sold(Node node) const;

  void SetPrice(Node node, std::int64_t price);
  void SetOfferCapacity(std::int32_t offer, std::int64_t capacity);
  void SetOfferSold(std::int32_t offer, std::int64_t sold);
  void SetSupplierCapacity(std::int32_t supplier, std::int64_t capacity);
  void SetSupplierSold(std::int32_t supplier, std::int64_t sold);
  void SetAggregatorCapacity(std::int32_t aggregator, std::int64_t capacity);
  void SetNeed(std::int32_t requirement, std::int64_t need);
  void SetLaneCap(std::int32_t requirement, std::int64_t cap);
  void SetSends(std::int32_t requirement, std::int64_t sends);
  void SetShortage(std::int32_t requirement, std::int64_t shortage);
  void SetReserved(std::int32_t term, std::int64_t reserved);
  void SetTermCap(std::int32_t term, std::int64_t cap);
  void SetTransfer(std::int32_t transfer, std::int64_t quanta);
  void SetTransferCapacity(std::int32_t transfer, std::int64_t capacity);
  void AddFlow(std::int32_t offer, std::int32_t requirement, std::int64_t unit, std::int64_t quanta);
  void SetFlow(std::int32_t flow, std::int64_t quanta);
  std::int32_t AddAggregator(AggregatorState aggregator);
  std::int32_t AddSupplier(SupplierState supplier, AddedSupplier added);
  std::int32_t AddOffer(OfferState offer);
  std::int32_t AddSite(const match::exact::Site& site);

  // A step of the residual network as it stands, and a quantity moved along it. Between the source and a
  // requirement there may be a stock beside the shortage: the cheaper of the two that has room.
  Step StepBetween(Node from, Node to) const;
  void Move(const Step& step, std::int64_t quanta);

  std::size_t entries() const { return journal_.size(); }
  // Another whenever anything has changed, or was taken back.
  std::uint64_t version() const { return version_; }
  void RollBack(std::size_t entries);
  // The lanes, requirements and transfers whose flow or shortage was changed since the start, with what they
  // had.
  struct Before {
    std::int32_t index = kNone;
    std::int64_t quanta = 0;
  };
  std::vector<Before> FlowsBefore() const;
  std::vector<Before> ShortagesBefore() const;
  std::vector<Before> TransfersBefore() const;
  std::vector<Before> SoldBefore() const;  // offers

 private:
  enum class What : std::uint8_t {
    kOfferPrice,
    kSupplierPrice,
    kRequirementPrice,
    kOfferCapacity,
    kOfferSold,
    kSupplierCapacity,
    kSupplierSold,
    kAggregatorPrice,
    kAggregatorCapacity,
    kAggregatorSold,
    kNeed,
    kLaneCap,
    kSends,
    kShortage,
    kReserved,
    kTermCap,
    kTransfer,
    kTransferCapacity,
    kFlow,
    kNewFlow,
    kNewOffer,
    kNewSupplier,
    kNewAggregator,
    kNewSite,
  };
  struct Entry {
    What what = What::kFlow;
    std::int32_t index = kNone;
    std::int64_t old = 0;
  };

  std::vector<Before> FirstOf(What changed, What made) const;
  std::int64_t& At(What what, std::int32_t index);
  void Set(What what, std::int32_t index, std::int64_t value);
  std::int32_t LinkFlow(std::int32_t offer, std::int32_t requirement, std::int64_t unit);
  Step StepBetweenRequirements(std::int32_t from, std::int32_t to) const;
  Step StepWithSource(std::int32_t requirement, bool back) const;

  const Ground& ground_;
  void Note(What what, std::int32_t index, std::int64_t old);

  std::vector<Entry> journal_;
  std::uint64_t version_ = 0;
};

template <class Visit>
void State::ForEachOffer(std::int32_t supplier, const Visit& visit) const {
  if (supplier < base_suppliers()) {
    for (std::int32_t i = ground_.first_offer_of[supplier]; i < ground_.first_offer_of[supplier + 1]; ++i)
      visit(ground_.offers_of[i]);
  }
  for (std::int32_t o = base_offers(); o < std::ssize(offers); ++o) {
    if (offers[o].supplier == supplier) visit(o);
  }
}

template <class Visit>
void State::ForEachThrough(std::int32_t aggregator, const Visit& visit) const {
  if (aggregator < base_aggregators()) {
    for (std::int32_t i = ground_.first_through[aggregator]; i < ground_.first_through[aggregator + 1]; ++i)
      visit(ground_.through[i]);
  }
  for (std::int32_t s = base_suppliers(); s < std::ssize(suppliers); ++s) {
    if (suppliers[s].aggregator == aggregator) visit(s);
  }
}

template <class Visit>
void State::ForEachTransferInto(std::int32_t requirement, const Visit& visit) const {
  for (std::int32_t i = ground_.first_transfer_into[requirement];
       i < ground_.first_transfer_into[requirement + 1]; ++i)
    visit(i);
}

template <class Visit>
void State::ForEachTransferFrom(std::int32_t requirement, const Visit& visit) const {
  for (std::int32_t i = ground_.first_transfer_from[requirement];
       i < ground_.first_transfer_from[requirement + 1]; ++i)
    visit(ground_.transfers_from[i]);
}

template <class Visit>
void State::ForEachFed(Node node, const Visit& visit) const {
  const auto offers_of = [&](std::int32_t s) {
    ForEachOffer(s, [&](std::int32_t o) { visit(OfferNode(o)); });
  };
  if (node.kind == NodeKind::kSupplier) return offers_of(node.index);
  ForEachThrough(node.index, [&](std::int32_t s) {
    if (suppliers[s].limited()) {
      visit(SupplierNode(s));
    } else {
      offers_of(s);
    }
  });
}

}  // namespace pasok::study
