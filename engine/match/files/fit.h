// Whether rows that somebody planned fit a question: each row put on its lane, and every rule that one
// breaks.
//
// The lawful part of the rows is what is left of them in their order: a row that no rule allows counts for
// nothing, and one beyond a cap, a capacity or a need counts as far as there is room. It is feasible whatever
// the rows are, so it has an objective that an optimum can be held against.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/files/plan_files.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// The first thirteen are about a row alone, and the first of them that is true of a row is the one it gets;
// but an unknown id is named for each id. The others are about sums of rows.
enum class BrokenRule : std::uint8_t {
  kUnknownDemandPoint,
  kUnknownCommodity,
  kUnknownSupplier,
  kWrongDate,       // the row's date isn't a planned day, or it has none and several are planned
  kNoRequirement,   // the demand point needs none of it on the day, or isn't asked about
  kNoOffer,         // the supplier has no offer of the commodity
  kInactive,        // the supplier
  kNotAvailable,    // the offer, on the day
  kLicence,         // one that the commodity requires is missing, or has ended
  kPriceCeiling,    // figures in sen per kg
  kBlocked,         // the pair
  kRelatedParty,    // the pair
  kOutOfRange,      // figures in metres
  kTravelTime,      // figures in minutes
  kSoldBefore,      // others have taken all of it, or it never was a whole quantum
  kProbation,       // what a new supplier may sell isn't a whole quantum or delivery, or others have taken it
  kNotWholeQuanta,  // figures in grams: what stands there, and the whole quanta in it
  kLaneCap,         // figures in quanta here and below: of all rows together, and what is allowed. Where one
                    // supplier may bring all that is needed, what is beyond is kNeed's alone
  kOfferCapacity,
  kSupplierCapacity,
  kNeed,
  kHandling,  // of all rows through one aggregator together
  kFirstLeg,  // the road to the aggregator is too long, or takes too long: `value` says by how much
  kContract,  // the most that a contract allows, of all rows of its lane together; figures in quanta
  kDelivery,  // less than a whole delivery, or no whole lots; figures in quanta: of all rows of the lane
              // together, and the next whole delivery above; of an offer that is too small for any, what was
              // planned, and the least. It counts all the same where there is a lane
};
inline constexpr int kRules = 25;
std::string_view ToWord(BrokenRule rule);  // "unknown_supplier", "out_of_range", …: stable

struct Breach {
  BrokenRule rule = BrokenRule::kNoOffer;
  std::int64_t line = 0;  // of the row; for a sum, of the row that took it past the limit
  std::int32_t demand_point = kNone, commodity = kNone, supplier = kNone;  // dataset indices, where meant
  std::int64_t planned = 0, allowed = 0;  // unit by rule; both 0 where a rule has no figure
  std::string value{};         // the unknown id, the date, or the licences that are missing, separated by "|"
  std::string nearest{};       // the known id nearest to an unknown one; empty: none is near
  std::optional<Date> date{};  // as the row says
};

// A row for the same demand point, commodity, supplier and day as an earlier one.
struct Repeat {
  AllocationLine row;
  std::int64_t first_line = 0;  // of the first of them
};

struct Fit {
  std::vector<LaneFlow> flows;          // the lawful part, by requirement, offer
  std::vector<std::int64_t> served;     // per requirement, quanta of the lawful part
  std::vector<std::int64_t> last_line;  // per requirement: of the last row of that; 0: there is none
  std::vector<Breach> breaches;         // by line, rule
  std::vector<Repeat> repeats;          // in the rows' order
  std::int64_t rows = 0;                // with a weight above zero
  Int128 grams = 0;                     // of all these rows
  Int128 lawful_grams = 0;
};

// Rows of the same lane are added up. A requirement that may send on takes in what it could send too. O(rows
// log n).
Fit FitRows(const Instance& instance, const LaneRule& lanes, std::span<const AllocationLine> rows);

// Who sells to the kitchen, and so must hold the licences: the supplier's aggregator, or else itself.
const Supplier& SellerOf(const Dataset& dataset, const Policy& policy, std::int32_t supplier);

// The licences that the commodity requires and the supplier doesn't hold on the day, separated by "|";
// without a day, those that it never held.
std::string MissingLicences(const Supplier& supplier, const CommodityRule& rule,
                            const std::optional<Date>& day);

}  // namespace pasok::match
