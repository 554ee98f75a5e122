// What the rules of the base model did that say who may sell what to whom: days, forbidden pairs, radius,
// ceilings, the largest share, and strict aims. A plan keeps them all but ceilings that are only reported.
//
// The summaries below are shared with the checker, which collects their rows by itself.
#pragma once

#include <optional>
#include <vector>

#include "engine/match/plan.h"
#include "engine/match/question/contract_clash.h"

namespace pasok::match {

// Offers left out for that, each day for itself.
std::int64_t CountExcluded(const Instance& instance, Excluded reason);

// A delivery in the order of the reports: of equals the first is the example.
struct DeliveryName {
  std::optional<Date> date;
  std::int32_t demand_point = kNone, commodity = kNone, supplier = kNone;  // dataset indices
  auto operator<=>(const DeliveryName&) const = default;
};

// A delivery that is dearer than its ceiling.
struct AboveCeiling {
  DeliveryName name;
  std::int64_t quanta = 0;
  SenPerKg price, ceiling;
};
// Of kPriceCeiling or kRegionCeilings, where they are only reported. `rows` in the order of their names.
RuleReport ReportCeiling(Rule rule, const Dataset& dataset, const Policy& policy,
                         const std::vector<AboveCeiling>& rows);

// The longer leg of a delivery that has a radius.
struct LegOfDelivery {
  DeliveryName name;
  Metres road, limit;
};
// Whether the first is nearer to its limit; of equally near ones, whether it comes first.
bool IsNearer(const LegOfDelivery& leg, const LegOfDelivery& than);
// `nearest`: the delivery that is nearest to its limit. `too_far`: offers too far from their aggregator.
RuleReport ReportRadius(const Dataset& dataset, const std::optional<LegOfDelivery>& nearest,
                        std::int64_t too_far);

// What contracts contradict of whole deliveries, each day for itself.
DeliveryClashes ClashesOfDeliveries(const Instance& instance);

// Of one of kServiceDays to kLargestShare, kRegionCeilings, or kStrictAims; the plan has its rows, totals and
// certificate.
RuleReport ReportLimit(Rule rule, const Instance& instance, const Matching& matching, const Plan& plan);

}  // namespace pasok::match
