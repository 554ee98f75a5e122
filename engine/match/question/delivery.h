// What a whole delivery is: what one offer brings to one requirement on a day is nothing, or in whole lots
// and at least its minimum; and only so many suppliers deliver to one requirement.
//
//   quanta of a lane  in  {0} u {x : x >= least, x a multiple of lot, x <= cap}
//   lanes of a requirement that carry something  <= deliveries.max_suppliers_per_requirement
//   lot    the offer's, else the commodity's, else a quantum; the least common multiple with the quantum
//   least  the larger of the offer's minimum and the commodity's, but no more than all that is needed, or, of
//          what isn't needed itself, could stand in for something or be kept; rounded up to lots, at least
//          one
//
// A lane on which a contract reserves anything carries what it may from there on, whatever lots and minimums
// say, and counts as a supplier. A minimum belongs to the whole delivery of the day: there is one lane
// between an offer and a requirement.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

struct DeliverySize {
  std::int64_t lot = 1, least = 1;  // quanta; least is a multiple of lot
};

// Whether the policy limits deliveries at all.
bool AsksForWholeDeliveries(const Policy& policy);

// For a need of so many quanta. One quantum each where deliveries needn't be whole. Saturates far above any
// need.
DeliverySize SizeOf(const Policy& policy, const CommodityRule& rule, const Offer& offer, std::int64_t need);

// On a lane, contracts left aside.
DeliverySize SizeOn(const Instance& instance, std::int32_t offer, std::int32_t requirement);

// Quanta on a lane by which its supplier counts as one of those that `min_suppliers_per_demand_point` asks
// for: the least whole delivery where the policy limits deliveries, else a twentieth of the need, at least
// one.
std::int64_t LeastThatCounts(const Instance& instance, std::int32_t offer, std::int32_t requirement);

// The same for many lanes: what each offer asks for is read once. REQUIRES that the instance outlives it.
class DeliverySizes {
 public:
  explicit DeliverySizes(const Instance& instance);  // O(offers)

  DeliverySize On(std::int32_t offer, std::int32_t requirement) const;

 private:
  const Instance& instance_;
  std::vector<DeliverySize> asked_;  // per offer, whatever is needed; empty: nothing is asked
};

}  // namespace pasok::match
