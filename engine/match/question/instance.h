// One planning question on flat arrays: the offers, requirements and supplier caps of the asked day(s), in
// quanta and sen.
//
// Built once from a validated dataset and policy, then read only. All later steps (lanes, network, search,
// plan) see this and lane.h, never the registers' strings. Indices: o = offer, r = requirement, s = supplier,
// k = commodity, p = place, all half-open from 0.
//
// Several days stand side by side: what is sold, needed or held by a supplier on another day is another row,
// and a "commodity" of an instance is one of the dataset's on one day. So nothing but transfers couples two
// days, and what solves one day solves several. Rows stand by day first; offers by commodity within it, then
// dataset order; requirements likewise: so a commodity of a day owns one contiguous range of each.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/question/menu.h"
#include "engine/register/dataset.h"
#include "engine/register/finding.h"
#include "engine/register/policy.h"

namespace pasok::match {

// Capacity of a day that plans published apart have already taken.
struct Taken {
  std::string supplier_id;
  std::string commodity;
  Grams weight;
  std::optional<Date> date = std::nullopt;  // nullopt: of each planned day
};

// What an earlier plan had go from a supplier to a demand point.
struct Delivered {
  std::string demand_id, commodity, supplier_id;
  Grams weight;
};

// Food that a demand point has from deliveries before the planned days: it is cooked like a stock
// (transfers.h).
struct AtHand {
  std::string demand_id, commodity;
  Grams weight;
  std::optional<Date> use_by = std::nullopt;  // the last day on which it may be cooked; nullopt: it lasts
  auto operator<=>(const AtHand&) const = default;
};

// What is asked of a dataset under a policy.
struct Question {
  std::optional<Date> date;          // nullopt: the earliest dated requirement's day, else the undated day
  std::vector<std::string> regions;  // codes; demand points within any of them; empty: all
  std::vector<Taken> taken;
  std::int32_t days = 1;                 // that many from `date` on
  std::vector<Delivered> previous = {};  // the plan that this one follows on; empty: none
  std::vector<AtHand> at_hand = {};      // beside stock.csv, whatever the policy says of that
  bool may_be_empty = false;             // that nothing is needed on the days is a warning, no error
};

// Where something stands, for distances and tiers. Offers and requirements with equal place ids are alike in
// both. What a farm sells through an aggregator stands at the aggregator's, but in the farm's region for the
// tier.
struct Place {
  Point point;                        // own, else the region's, else an ancestor's
  Milli circuity;                     // the region's, else an ancestor's, else the policy's
  std::int32_t region = kNone;        // for listed roads
  std::int32_t tier_region = region;  // for the tier
};

// An aggregator on a day, for all that sell through it together.
struct AggregatorRow {
  std::int32_t dataset_supplier = kNone;
  std::int32_t day = 0;  // index into Instance::days
  // Quanta that it can handle; as SupplierRow.
  std::int64_t capacity = std::numeric_limits<std::int64_t>::max();
};

struct OfferRow {
  std::int32_t dataset_offer = kNone;
  std::int32_t supplier = kNone;  // index into Instance::suppliers
  std::int32_t place = kNone;
  std::int32_t commodity = kNone;  // index into Instance::commodities, as below
  std::int64_t capacity = 0;       // quanta, what others have taken already off
  std::int64_t price_sen_per_kg = 0;
  std::int64_t held_back = 0;  // quanta of its capacity that may not be sold on probation
  // Of an offer that is sold through an aggregator, which takes the fee: its place is the aggregator's, and
  // the road from the farm to there comes before each lane's.
  Metres first_leg{};
  std::int64_t fee_sen_per_kg = 0;
  // Where the policy spreads fairly (spread.h): the quanta that it takes shares of, and those given before.
  std::int64_t whole = 0, given = 0;
};

struct SupplierRow {
  std::int32_t dataset_supplier = kNone;
  std::int64_t capacity = kUnlimited;  // quanta over all commodities
  std::int64_t kind_surcharge_sen_per_kg = 0;
  std::int32_t day = 0;             // index into Instance::days
  std::int32_t aggregator = kNone;  // index into Instance::aggregators; kNone: it sells by itself
  static constexpr std::int64_t kUnlimited = INT64_MAX;
};

struct RequirementRow {
  std::int32_t demand_point = kNone;  // index into the dataset's demand points
  std::int32_t place = kNone;
  std::int32_t commodity = kNone;
  std::int64_t need = 0;  // quanta
  // Of what was asked for, what isn't part of the need any more (beyond/stand_in.h).
  std::int64_t settled = 0;
  std::int64_t penalty = 0;   // sen per quantum short, priority included
  std::int64_t sends = 0;     // quanta that may leave it over transfers and to stand in, in all
  std::int64_t lane_cap = 0;  // quanta on one lane at most: max_share x most_in(), floored, at least 1
  std::int64_t takes = 0;     // of what wasn't asked for, the quanta that it could send on; else 0

  // What sizes its deliveries: what the kitchen asked for, or else could make use of.
  std::int64_t sized_by() const { return takes > 0 ? takes : need + settled; }
  // The most that can come in without going to waste.
  std::int64_t most_in() const { return need + sends; }
};

// A way from one requirement to another of the same demand point, or from what it has at the beginning: what
// arrives at one end serves at the other, quantum for quantum.
struct Transfer {
  std::int32_t from = kNone;  // a requirement; kNone: a stock, which is there already
  std::int32_t to = kNone;
  std::int64_t cost = 0;       // sen per quantum, >= 0
  std::int64_t capacity = 0;   // quanta, > 0; of one that shares a store its part of it, >= 0
  std::int32_t store = kNone;  // index into Instance::stores: one that others share (shared_stores.h)
  std::int64_t most = 0;       // with a store: quanta, > 0, were it its own

  std::int64_t limit() const { return store == kNone ? capacity : most; }
};

// What may serve a requirement in another ratio than kg for kg, which no network says (beyond/stand_in.h):
// `leaving` quanta less are needed at `to` where ArrivingOf(leaving, milli) more are at `from`
// (flow/gains.h).
struct StandIn {
  std::int32_t from = kNone, to = kNone;  // requirements of the same demand point and day
  std::int64_t cost = 0;                  // sen per quantum that it serves at `to`, >= 0
  std::int64_t capacity = 0;              // such quanta, > 0
  std::int64_t milli = 1'000;             // quanta of `from` for a thousand at `to`
};

// The offers and requirements of one commodity on one day, and the rules that its lanes share.
struct CommoditySpan {
  std::int32_t dataset_commodity = kNone;
  // Of the policy of the instance that was built: a copy's points there too, and mustn't outlive that one.
  const CommodityRule* rule = nullptr;
  std::int32_t first_offer = 0, end_offer = 0;
  std::int32_t first_requirement = 0, end_requirement = 0;
  std::int32_t day = 0;    // index into Instance::days
  bool is_relief = false;  // its requirements are reliefs (reliefs.h), and nobody offers them anything
};

// Why offers of the dataset don't stand in Instance::offers, kept for the shortage reasons. In order of
// precedence.
enum class Excluded : std::uint8_t {
  kInactive,
  kNotAvailable,
  kLicence,
  kPriceCeiling,
  kFirstLegTooLong,  // the road to the aggregator
  kNoCapacity,
  kLicenceEnded,
  kFirstLegTooSlow,
  kProbation,  // what may be sold is nothing, or less than any whole delivery, which all of it would make
  kTooSmall    // less than any whole delivery (delivery.h)
};
struct ExcludedOffer {
  std::int32_t dataset_offer = kNone;
  std::int32_t place = kNone;  // kNone: it has no point
  Excluded reason = Excluded::kInactive;
  std::int32_t day = 0;       // index into Instance::days
  std::int64_t capacity = 0;  // quanta, where the reason is kTooSmall
};

// A demand point that cooks by the menu on a day.
struct MenuServing {
  std::int32_t day = 0;  // index into Instance::days
  std::int32_t demand_point = kNone;
  std::int32_t cycle_day = 0;  // from 0
};

// What a contract says of the lane of one pair.
struct PairTerm {
  std::int32_t offer = kNone, requirement = kNone;
  std::int64_t reserved = 0;  // quanta that it carries at least
  std::int64_t cap = 0;       // and at most: within the requirement's lane cap
};

// Why a contract isn't kept: something that it shares with others, or that there is no lane at all.
enum class BrokenBy : std::uint8_t {
  kNothing,
  kNoLane,
  kNotNeeded,
  kLaneCap,
  kOffer,
  kSupplier,
  kNeed,
  kAggregator
};

// A contract on one of the days on which it is due (contracts.h).
struct DueContract {
  std::int32_t contract = kNone;                    // index into the dataset's
  std::int32_t day = 0;                             // index into Instance::days
  std::int32_t offer = kNone, requirement = kNone;  // both, or neither: there is no lane
  std::int64_t least = 0;                           // quanta promised, rounded up
  std::int64_t most = INT64_MAX;                    // quanta allowed, rounded down
  std::int64_t kept = 0;                            // of the promised quanta
  BrokenBy broken_by = BrokenBy::kNothing;          // kNothing exactly where all is kept
  std::string reason;                               // the word for that; empty where all is kept
  std::string sentence;                             // likewise, with the figures

  std::int64_t broken() const { return least - kept; }
};

// What a supplier brought a demand point in the plan that this one follows on.
struct Familiar {
  std::int32_t supplier = kNone;  // of the dataset
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;  // of the dataset; kNone: anything
  auto operator<=>(const Familiar&) const = default;
};

// What the food of a demand point's day may cost.
struct DayBudget {
  std::int32_t day = 0;  // index into Instance::days
  std::int32_t demand_point = kNone;
  std::int64_t sen = 0;
};

struct Instance {
  const Dataset* dataset = nullptr;  // outlives the instance
  Policy policy;
  std::optional<Date> date;               // the first asked day; nullopt: undated
  std::int32_t asked_days = 1;            // from `date` on
  std::vector<std::optional<Date>> days;  // those of them that are planned, at least one: ascending
  std::vector<std::string> regions;

  std::vector<Place> places;  // distinct
  // For each day all of the dataset's, in its order (SpanOf), and then those of which there are reliefs,
  // likewise.
  std::vector<CommoditySpan> commodities;
  std::vector<OfferRow> offers;        // lawful on the day as far as the pair doesn't matter; capacity > 0
  std::vector<SupplierRow> suppliers;  // those with an offer here
  // Those that one of these sells through: by day, in order of the first.
  std::vector<AggregatorRow> aggregators;
  // need > 0, but of those that only stand in for another, only take what is kept for a later day (ahead.h),
  // or relieve a need (reliefs.h)
  std::vector<RequirementRow> requirements;
  // By `to`, `from`; each pair once, without a cycle; both ends of the same penalty. A requirement's `sends`
  // is the sum of the limits of those that leave it, and of the most that stand-ins take.
  std::vector<Transfer> transfers;
  std::vector<std::int64_t> stores;  // quanta: those that several commodities, or several days of one that is
                                     // kept straight (transfers.h), share, and are too small for all
  std::vector<StandIn> stand_ins;    // likewise; nothing that another stands in for stands in itself
  std::vector<Stock> stock;  // what counts: stock.csv, where the policy has it, and the question's at_hand;
                             // by demand point, commodity
  std::vector<ExcludedOffer> excluded;
  std::vector<MenuServing> menu;  // by day, demand point
  MenuOverload menu_overload;

  // Pairs that a rule forbids one by one: blocks and related parties, as (supplier row, requirement's demand
  // point), sorted.
  std::vector<std::pair<std::int32_t, std::int32_t>> blocked;
  std::vector<std::pair<std::int32_t, std::int32_t>> related;
  // Lanes with a contract, by requirement, offer; empty where there are none. What is reserved fits every
  // cap, capacity and need at once.
  std::vector<PairTerm> pair_terms;
  std::vector<DayBudget> budgets;  // by day, demand point: of those that need something and have recipients;
                                   // none where the policy's budget is off
  std::vector<Familiar> familiar;  // sorted, each once; none without an earlier plan
  std::vector<DueContract> contracts;  // those that are due, kept or not: by day, then the dataset's order
  // distances.csv spread over the pairs of places is looked up by lane.h.

  // The index of a dataset's commodity on a day.
  std::int32_t SpanOf(std::int32_t day, std::int32_t dataset_commodity) const {
    return day * static_cast<std::int32_t>(commodities.size() / days.size()) + dataset_commodity;
  }
  // What the lane of an offer and a requirement carries at most, and at least. O(log pair_terms).
  std::int64_t LaneCap(std::int32_t offer, std::int32_t requirement) const {
    const PairTerm* term = FindPairTerm(offer, requirement);
    return term ? term->cap : requirements[requirement].lane_cap;
  }
  std::int64_t Reserved(std::int32_t offer, std::int32_t requirement) const {
    const PairTerm* term = FindPairTerm(offer, requirement);
    return term ? term->reserved : 0;
  }
  const PairTerm* FindPairTerm(std::int32_t offer, std::int32_t requirement) const;  // nullptr: none

  // Whether the offer's supplier brought the demand point the commodity before; kNone: anything. O(log
  // familiar).
  bool IsFamiliar(std::int32_t offer, std::int32_t demand_point, std::int32_t dataset_commodity) const;

  bool IsRelief(std::int32_t requirement) const {
    return commodities[requirements[requirement].commodity].is_relief;
  }

  // The day of a commodity of this instance.
  const std::optional<Date>& DateOf(std::int32_t commodity) const { return days[commodities[commodity].day]; }
  // The day of a requirement, an index into `days`.
  std::int32_t DayOf(std::int32_t requirement) const {
    return commodities[requirements[requirement].commodity].day;
  }
};

struct InstanceReading {
  std::optional<Instance> instance;
  Findings findings;  // an unknown region or date asked for, an unknown commodity, totals out of range
};

// REQUIRES: `dataset` came from ReadDataset or passed its rules. O(n (days + log n)), and where contracts
// contradict each other a minimum-cost flow over these (contracts.h). Nothing stops it. A commodity of the
// menu that it doesn't know is a finding: see CompletedFor.
InstanceReading BuildInstance(const Dataset& dataset, const Policy& policy, const Question& question);

}  // namespace pasok::match
