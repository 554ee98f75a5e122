#include "engine/match/question/total_range.h"

#include <algorithm>
#include <string>

#include "engine/flow/gains.h"
#include "engine/match/beyond/beyond.h"

namespace pasok::match {
namespace {

constexpr Int128 kHalfCircumferenceM = 20'015'115;  // pi x 6,371,008.8 m, rounded up

Int128 LongestRoad(const Instance& instance) {
  Int128 circuity = 0;
  for (const Place& place : instance.places) circuity = std::max<Int128>(circuity, place.circuity.value);
  Int128 longest = kHalfCircumferenceM * circuity / 1000 + 1;
  for (const RegionDistance& row : instance.dataset->distances) {
    longest = std::max<Int128>(longest, row.road.value);
  }
  return longest;
}

// For people: exact where it fits, else its size.
std::string InWords(Int128 value) {
  if (value <= INT64_MAX) return std::to_string(static_cast<std::int64_t>(value));
  return "about " + std::to_string(static_cast<double>(value));
}

Finding TooLarge(std::string policy_key, const std::string& what, Int128 value, Int128 most = kMostTotal) {
  return {.code = "totals_out_of_range",
          .field = std::move(policy_key),
          .value = InWords(value),
          .expected = what + " of at most " + InWords(most),
          .fix = "lower the figure, or plan fewer regions at once"};
}

Int128 DearestUnit(const Instance& instance, const CommoditySpan& commodity, Int128 longest_road) {
  std::int64_t first_leg = 0, price = 0, kind_surcharge = 0;
  for (std::int32_t o = commodity.first_offer; o < commodity.end_offer; ++o) {
    const OfferRow& offer = instance.offers[o];
    price = std::max(price, offer.price_sen_per_kg + offer.fee_sen_per_kg);
    first_leg = std::max(first_leg, offer.first_leg.value);
    kind_surcharge = std::max(kind_surcharge, instance.suppliers[offer.supplier].kind_surcharge_sen_per_kg);
  }
  const Int128 tier_surcharge = std::ranges::max(instance.policy.tier_surcharge).value;
  const Int128 haulage =
      commodity.rule->haul_per_kg_km.value * (first_leg + longest_road);  // 1e-5 sen per kg
  const std::vector<SpreadStep>& spread = instance.policy.fair_spread;
  const Int128 spread_surcharge = spread.empty() ? 0 : spread.back().surcharge.value;
  const Int128 quantum = instance.policy.quantum.value;
  return quantum * (Int128{price} * 10'000 + haulage) / 10'000'000 + 1 +
         quantum * (tier_surcharge + kind_surcharge + spread_surcharge) / 1000 + 2;
}

// Contracts that contradict each other are weighed in a network of at most four nodes each, and two
// (contracts.cc); its range takes two more (flow/problem.h).
std::optional<Finding> CheckContracts(const Instance& instance, Int128 longest_road) {
  const std::vector<Contract>& contracts = instance.dataset->contracts;
  std::vector<bool> agreed(instance.dataset->commodities.size());
  for (const Contract& contract : contracts) agreed[contract.commodity] = true;
  for (const CommoditySpan& commodity : instance.commodities) {
    if (!agreed[commodity.dataset_commodity]) continue;
    const Int128 longest_way =
        4 * (Int128{std::ssize(contracts)} + 1) * DearestUnit(instance, commodity, longest_road);
    if (longest_way <= flow::kMostPrice) continue;
    return TooLarge("commodities." + commodity.rule->code + ".haul_idr_per_kg_km",
                    "a landed cost in sen per quantum, eight times for each contract and once more,",
                    2 * longest_way);
  }
  return std::nullopt;
}

// As many nodes as the network of the rows can have, and two that its range takes (flow/problem.h).
Int128 NodesOf(const Instance& instance) {
  return Int128{3} + std::ssize(instance.requirements) + std::ssize(instance.offers) +
         std::ssize(instance.suppliers) + std::ssize(instance.aggregators);
}

// What a quantum short can cost there, once what stands in for others costs as much as it is worth
// (beyond/stand_in.h).
Int128 DearestShortage(const Instance& instance) {
  Int128 dearest = 0;
  for (const RequirementRow& row : instance.requirements) dearest = std::max<Int128>(dearest, row.penalty);
  for (const StandIn& row : instance.stand_ins) {
    const Int128 penalty = instance.requirements[row.to].penalty;
    dearest = std::max(dearest, penalty * 1'000 / row.milli);
  }
  return dearest;
}

Int128 QuantaOf(const Instance& instance) {
  const auto limited = [](std::int64_t capacity) {
    return capacity == SupplierRow::kUnlimited ? 0 : capacity;
  };
  Int128 quanta = 0;
  for (const CommoditySpan& commodity : instance.commodities) {
    const Int128 lanes = commodity.end_offer - commodity.first_offer;
    for (std::int32_t r = commodity.first_requirement; r < commodity.end_requirement; ++r) {
      const RequirementRow& row = instance.requirements[r];
      // Need: the node's, the source's and a shortage's. Of lanes, bounds on both sides.
      quanta += 3 * Int128{row.need} + 2 * lanes * row.lane_cap;
    }
  }
  for (const OfferRow& row : instance.offers) quanta += row.capacity;
  for (const SupplierRow& row : instance.suppliers) quanta += limited(row.capacity);
  for (const AggregatorRow& row : instance.aggregators) quanta += limited(row.capacity);
  for (const Transfer& row : instance.transfers) quanta += 2 * Int128{row.limit()};
  return quanta;
}

// Strict aims, and rules beyond the network, weigh lanes and shortages in one network of flow/ (listed.h,
// beyond/market.h), which adds up costs along its longest ways.
std::optional<Finding> CheckListed(const Instance& instance) {
  if (instance.policy.aims != Aims::kStrict && !beyond::IsAsked(instance)) return std::nullopt;
  // On a lane there may be what outweighs others, twice: half of a shortage each, or less
  // (beyond::Prohibitive).
  const Int128 most = flow::kMostPrice / NodesOf(instance) / 2;
  const std::string among = ", for what the policy weighs in one network,";
  if (const Int128 shortage = DearestShortage(instance); shortage > most) {
    return TooLarge("shortage.penalty_idr_per_kg",
                    "a penalty in sen per quantum (penalty times priority)" + among, shortage, most);
  }
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.cost > most) {
      return TooLarge(instance.policy.storage.on ? "storage.holding_idr_per_kg_day" : "substitutes",
                      "a cost in sen of a quantum that is kept or stands in" + among, transfer.cost, most);
    }
  }
  const Int128 longest_road = LongestRoad(instance);
  const Int128 new_supplier =
      Int128{instance.policy.quantum.value} * instance.policy.steady.surcharge.value / 1000 + 1;
  for (const CommoditySpan& commodity : instance.commodities) {
    if (commodity.first_offer == commodity.end_offer) continue;
    const Int128 unit = DearestUnit(instance, commodity, longest_road);
    if (unit + new_supplier <= most) continue;
    return TooLarge(new_supplier > unit ? "steady.surcharge_idr_per_kg"
                                        : "commodities." + commodity.rule->code + ".haul_idr_per_kg_km",
                    "a landed cost and surcharge in sen per quantum" + among, unit + new_supplier, most);
  }
  constexpr std::int64_t kMostQuanta = flow::kMostQuantity / 2;  // in_order.h
  if (const Int128 quanta = QuantaOf(instance); quanta > kMostQuanta) {
    Finding finding =
        TooLarge("quantum_kg", "quanta that all lanes together could carry" + among, quanta, kMostQuanta);
    finding.fix = "raise it, since larger quanta are fewer, or plan fewer regions at once";
    return finding;
  }
  return std::nullopt;
}

}  // namespace

Int128 DearestUnit(const Instance& instance, const CommoditySpan& commodity) {
  return DearestUnit(instance, commodity, LongestRoad(instance));
}

std::optional<Finding> CheckSums(const Instance& instance) {
  Int128 weight = 0;
  Int128 unserved = 0;
  Int128 dearest = 0;
  Int128 carried = 0;
  for (const Transfer& transfer : instance.transfers) carried += Int128{transfer.cost} * transfer.limit();
  for (const StandIn& stand_in : instance.stand_ins) carried += Int128{stand_in.cost} * stand_in.capacity;
  if (carried > kMostTotal) {
    return TooLarge(instance.policy.storage.on ? "storage.holding_idr_per_kg_day" : "substitutes",
                    "a total in sen of what is kept and what stands in", carried);
  }
  const Int128 longest_road = LongestRoad(instance);
  if (std::optional<Finding> too_large = CheckContracts(instance, longest_road)) return too_large;
  // Over transfers a need may be served from any lane.
  Int128 dearest_unit = 0;
  for (const CommoditySpan& commodity : instance.commodities) {
    if (!instance.transfers.empty() || !instance.stand_ins.empty())
      dearest_unit = std::max(dearest_unit, DearestUnit(instance, commodity, longest_road));
  }
  for (const StandIn& stand_in : instance.stand_ins) {
    const std::int64_t most = flow::ArrivingOf(stand_in.capacity, stand_in.milli);
    weight += Int128{most} * instance.policy.quantum.value;
    dearest += most * dearest_unit;
  }
  for (const CommoditySpan& commodity : instance.commodities) {
    const Int128 unit = std::max(DearestUnit(instance, commodity, longest_road), dearest_unit);
    if (unit > kMostTotal) {
      return TooLarge("commodities." + commodity.rule->code + ".haul_idr_per_kg_km",
                      "a landed cost in sen per quantum", unit);
    }
    for (std::int32_t r = commodity.first_requirement; r < commodity.end_requirement; ++r) {
      const RequirementRow& requirement = instance.requirements[r];
      weight += Int128{requirement.need} * instance.policy.quantum.value;
      unserved += Int128{requirement.need} * requirement.penalty;
      dearest += requirement.need * unit;
      if (weight > kMostTotal) return TooLarge("quantum_kg", "a total need in grams", weight);
      if (unserved > kMostTotal) {
        return TooLarge("shortage.penalty_idr_per_kg",
                        "a total penalty in sen (need times penalty times priority)", unserved);
      }
      if (dearest > kMostTotal) {
        return TooLarge("commodities." + commodity.rule->code + ".haul_idr_per_kg_km",
                        "a total in sen with every need on its dearest lane", dearest);
      }
    }
  }
  return std::nullopt;
}

std::optional<Finding> CheckTotals(const Instance& instance) {
  std::optional<Finding> too_large = CheckSums(instance);
  return too_large ? too_large : CheckListed(instance);
}

}  // namespace pasok::match
