// Gathering: the offers of an instance as a small exact network, in which offers that are alike stand
// together.
//
// Two offers of one commodity at one place differ only in price and capacity, unless a rule looks at the
// pair. Then they are parallel arcs into one node, the group, and lanes run from groups. That saves most
// where many stand at one point; where each supplier has its own it saves little: of a sample province's
// 308,456 offers 299,573 groups are left.
//
//   root --offer--> group --lane--> requirement <--shortage-- root
//   root or requirement --transfer--> requirement     as Instance::transfers
//   root --supply--> supplier --offer--> group        where a supplier's total capacity may bind
//   root --supply--> aggregator --supply--> supplier  where what an aggregator can handle may; an offer of a
//                                                     supplier without a node comes from the aggregator
//
// Exact to the sen: an offer's cost is the whole sen of its price and kind surcharge per quantum; the rest,
// below one sen, rounds together with haulage and tier, so only offers with equal rests are gathered (all,
// where a quantum is whole kilograms). These stay single: offers larger than a lane cap (their lanes have
// capacities), offers with a forbidden lane, and those of a contract. Here a capacity is cut to its
// supplier's; a supplier of one offer, or one whose total capacity is not below the sum of its offers, needs
// no node; offers of no capacity are left out.
//
// An offer that is spread fairly (spread.h) is several here, its pieces, of rising price and in one group;
// what is said of an offer's place in the network holds for each of its pieces.
//
// Groups are ordered by commodity, region, place; offers of a group by price, then dataset order.
// Deterministic.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/match/exact/cover.h"
#include "engine/match/question/instance.h"

namespace pasok::match::exact {

inline constexpr std::int64_t kUnbounded = std::numeric_limits<std::int64_t>::max();

// The regions that something lies in: province to desa.
using Enclosing = std::array<std::int32_t, 4>;

// The deepest level that both share, as Dataset::TierBetween finds it region by region.
inline Tier TierBetween(const Enclosing& a, const Enclosing& b) {
  for (std::size_t level = 4; level-- > 0;) {
    if (a[level] != kNone && a[level] == b[level]) return static_cast<Tier>(3 - level);
  }
  return Tier::kLuar;
}

// Where a group or a requirement stands, ready for arithmetic.
struct Site {
  Point point;
  std::array<double, 3> unit;  // the point on the unit sphere
  std::int64_t circuity_milli = 1000;
  std::int32_t region = kNone;  // for listed roads
  Enclosing enclosing;          // for tiers; kNone below the region's own level

  bool operator==(const Site&) const = default;
};
Site SiteOf(const Dataset& dataset, const Place& place);

// What is left of an offer's cost below one sen per quantum; rounds with the lane's cost.
struct Rest {
  std::int32_t money = 0;       // in 10^-7 sen
  std::int32_t preference = 0;  // in 10^-3 sen
  auto operator<=>(const Rest&) const = default;
};

struct PlainOffer {        // root -> group
  std::int64_t price = 0;  // sen per quantum, kind and spread surcharges included
  std::int64_t capacity = 0;
  std::int32_t offer = kNone;  // index into Instance::offers
  std::int32_t piece = 0;      // of the offer's, where it is spread fairly
};

struct CappedOffer {  // supplier -> group
  std::int64_t price = 0;
  std::int64_t capacity = 0;
  std::int32_t offer = kNone;
  std::int32_t group = kNone;
  std::int32_t supplier = kNone;  // index into Network::suppliers: its own, or its aggregator
  std::int32_t piece = 0;
};

struct Group {
  std::int32_t commodity = kNone;
  std::int32_t site = kNone;  // index into Network::sites
  Rest rest;
  bool capped_lanes = false;  // its lanes carry at most the requirement's lane cap
  std::int32_t first_plain = 0, end_plain = 0;
  std::int32_t first_capped = 0, end_capped = 0;
  std::int32_t first_forbidden = 0, end_forbidden = 0;
  std::int32_t first_pair_cap = 0, end_pair_cap = 0;
};

// Of a lane whose cap isn't its requirement's.
struct PairCap {
  std::int32_t requirement = kNone;
  std::int64_t quanta = 0;  // > 0: lanes that may carry nothing are forbidden
};

// Or an aggregator: then it may have suppliers behind it beside offers.
struct CappedSupplier {
  std::int64_t capacity = 0;
  std::int32_t supplier = kNone;                // index into Instance::suppliers; kNone: an aggregator
  std::int32_t first_offer = 0, end_offer = 0;  // range of Network::supplier_offers
  std::int32_t parent = kNone;  // the aggregator it sells through, index into Network::suppliers
  // Of an aggregator: range of Network::behind, those that sell through it and have nodes.
  std::int32_t first_behind = 0, end_behind = 0;
};

struct Network {
  std::vector<Site> sites;
  std::vector<Group> groups;
  std::vector<std::int32_t> first_group;  // per commodity, and one more: its groups are a range
  std::vector<PlainOffer> plain;
  std::vector<CappedOffer> capped;
  std::vector<CappedSupplier> suppliers;      // aggregators behind those that sell through them
  std::vector<std::int32_t> supplier_offers;  // indices into capped
  std::vector<std::int32_t> behind;           // indices into suppliers, by what they sell through
  bool has_pieces = false;                    // offers are spread fairly
  std::vector<std::int32_t> forbidden;        // requirements, ascending within a group's range
  std::vector<PairCap> pair_caps;             // by requirement within a group's range
  std::vector<Transfer> transfers;            // the instance's
  std::vector<std::int32_t> first_transfer;   // per requirement, and one more: those to it are a range
  Cover cover;                                // filled once the lanes' costs are known, for searching

  std::int32_t group_count() const { return static_cast<std::int32_t>(groups.size()); }
  bool Forbids(const Group& group, std::int32_t requirement) const;
  std::int64_t CapOfPair(const Group& group, std::int32_t requirement) const;  // kUnbounded: it has none
  std::int64_t CheapestPrice(const Group& group) const;  // of its offers; kUnbounded where it has none
};

// The whole sen per quantum of an offer's price and kind surcharge, and what is left below.
struct OfferPrice {
  std::int64_t whole = 0;
  Rest rest;
};
OfferPrice PriceOf(const Instance& instance, std::int32_t offer);
// Of an offer that the instance may not have, of a supplier of that kind surcharge: of the row only its
// commodity, price, fee and first leg matter.
OfferPrice PriceOf(const Instance& instance, const OfferRow& row, std::int64_t kind_surcharge_sen_per_kg);

// Fills first_group. REQUIRES the groups by commodity.
void IndexGroups(std::size_t commodities, Network& network);

// Fills transfers and first_transfer. REQUIRES the instance's by `to`. O(requirements + transfers).
void LayTransfers(const Instance& instance, Network& network);

// O(n log n), n = offers + requirements. `together` = false: every offer is a group of its own. The same
// network whatever the threads.
Network Gather(const Instance& instance, bool together = true, int threads = 1);

}  // namespace pasok::match::exact
