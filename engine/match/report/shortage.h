// Why a requirement stays short: the reason that each offer gives, and what follows from all of them
// together.
//
// Every offer of the commodity in the dataset falls under exactly one reason: the first of these that is true
// of it.
//   inactive, not_available, licence   it may not sell at all that day (not_available also where another
//                                      row of the same supplier and commodity holds on the day)
//   blocked, related_party             a rule forbids the pair
//   price_ceiling                      dearer than a hard ceiling
//   out_of_range                       farther than max_distance_km
//   capacity_exhausted                 nothing of the offer's or the supplier's capacity is left
//   concentration_limit                some is left, and the lane already carries the largest share
//   above_penalty                      some is left and the lane has room: it costs at least the penalty
//   licence_ended                      a licence that the commodity requires has ended
//   travel_time                        the road takes longer than max_travel_minutes
//   probation                          nothing is left of what a new supplier may sell, but more of its
//                                      capacity; or what is left is less than a whole delivery, and would be
//                                      one with what probation holds back
//   contract                           some is left, and the lane already carries the most that its
//                                      contract allows
//   whole_deliveries                   less than any whole delivery; or some is left, the lane has room, and
//                                      it costs less than the penalty: but it, or what is still needed,
//                                      makes no whole delivery, or it would be one supplier too many
//   aggregator_full                    some is left, but the aggregator that it is sold through can handle
//                                      no more
// Two more words aren't an offer's. One is said beside those of the day's offers:
//   store_full                         some is left on an earlier day, would keep, and costs less than the
//                                      penalty: but the demand point can store no more
// and one where the plan was stopped before anybody looked at them:
//   not_looked_for
// An offer that may not sell at all counts as sold out only where it has no capacity to begin with.
//
// What is left on lanes with room explains that much of the shortage as above_penalty, or whole_deliveries
// where it costs less; to that adds what offers have that are too small; what is left beyond
// the lanes' caps, as much of the rest as concentration_limit, or contract where that is the lower cap; what
// probation holds back, as much of the rest as probation; what aggregators can't handle of what lanes have
// room for, as much of the rest as aggregator_full; what is left on earlier days behind full stores, as much
// of the rest as store_full; all further shortage has, of the other reasons that any
// offer gives, the one whose hurdle comes last (kHurdles), no_offer where there is no offer at all. So the
// reason names the hurdle that the best placed offers met.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/plan.h"

namespace pasok::match {

inline constexpr int kShortageReasons = 19;
// The reasons that exclude an offer, or leave nothing of it, in the order in which they are met.
inline constexpr std::array<ShortageReason, 12> kHurdles{
    ShortageReason::kNoOffer,      ShortageReason::kInactive,     ShortageReason::kNotAvailable,
    ShortageReason::kLicence,      ShortageReason::kLicenceEnded, ShortageReason::kBlocked,
    ShortageReason::kRelatedParty, ShortageReason::kPriceCeiling, ShortageReason::kOutOfRange,
    ShortageReason::kTravelTime,   ShortageReason::kProbation,    ShortageReason::kCapacityExhausted};
// The detail of not_looked_for.
inline constexpr std::string_view kReasonNotLookedFor = "stopped before the reason was looked for";

struct NearestOffer {
  Metres road;
  std::int32_t supplier = kNone;  // dataset index
};

// What there is of an eligible offer for one requirement, in quanta.
struct OfferLeft {
  std::int64_t left = 0;       // unsold, as far as its aggregator can handle it
  std::int64_t room = 0;       // that its lane could still carry
  std::int64_t held_back = 0;  // by probation, beyond its capacity
  std::int64_t unhandled = 0;  // unsold beyond `left`, for want of handling
  std::int64_t least = 1;      // that the lane must carry to be a whole delivery; 1 where it carries any
  bool by_contract = false;    // the lane's cap is a contract's
  bool by_delivery = false;    // what is left with room would be bought, but for whole deliveries
};
ShortageReason ReasonOf(const OfferLeft& offer);

// What offers have left on an earlier day for a requirement, behind a store that is full.
struct BehindStore {
  std::int64_t quanta = 0;                             // saturating
  std::optional<NearestOffer> nearest = std::nullopt;  // of two equally near the smaller index

  void Count(const OfferLeft& offer, std::int32_t supplier, Metres road);
  void Add(const BehindStore& other);
};

// All offers of one commodity as one requirement sees them.
class OfferCensus {
 public:
  // `road` is absent where the supplier has no point.
  void Count(ShortageReason reason, std::int32_t supplier, std::optional<Metres> road);
  void CountLeft(const OfferLeft& offer, std::int32_t supplier, Metres road);
  // An offer of so many quanta that is less than any whole delivery. `road` as in Count.
  void CountTooSmall(std::int64_t capacity, std::int32_t supplier, std::optional<Metres> road);

  void Add(const BehindStore& behind) { behind_stores_.Add(behind); }

  std::int64_t offers(ShortageReason reason) const { return offers_[static_cast<std::size_t>(reason)]; }
  const std::optional<NearestOffer>& nearest(ShortageReason reason) const {
    return nearest_[static_cast<std::size_t>(reason)];
  }
  std::int64_t left_on_lanes() const { return left_on_lanes_; }
  std::int64_t left_of_deliveries() const { return left_of_deliveries_; }
  std::int64_t left_beyond_caps() const { return left_beyond_caps_; }
  std::int64_t left_beyond_contracts() const { return left_beyond_contracts_; }
  std::int64_t held_back() const { return held_back_; }
  std::int64_t unhandled() const { return unhandled_; }
  const BehindStore& behind_stores() const { return behind_stores_; }

 private:
  std::array<std::int64_t, kShortageReasons> offers_{};
  std::array<std::optional<NearestOffer>, kShortageReasons>
      nearest_{};                        // of two equally near the smaller index
  std::int64_t left_on_lanes_ = 0;       // quanta, saturating
  std::int64_t left_of_deliveries_ = 0;  // likewise here and below
  std::int64_t left_beyond_caps_ = 0, left_beyond_contracts_ = 0;
  std::int64_t held_back_ = 0, unhandled_ = 0;
  BehindStore behind_stores_;
};

// The rows of shortages.csv of one requirement, in order of reasons; their quanta add up to
// `shortage.quanta`. Takes date, demand point, commodity and quanta from `shortage`. REQUIRES quanta > 0.
std::vector<Shortage> ExplainShortage(const OfferCensus& census, const Shortage& shortage,
                                      const Dataset& dataset, const Policy& policy);

}  // namespace pasok::match
