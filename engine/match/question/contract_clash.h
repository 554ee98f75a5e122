// How the least set of contracts that contradict each other is told: for whoever makes a plan and whoever
// checks it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

// Contracts that share what isn't enough for all of them.
struct ContractClash {
  struct Promise {
    std::int32_t contract = kNone;  // index into the dataset's
    std::int64_t quanta = 0;
  };
  BrokenBy by = BrokenBy::kOffer;  // kLaneCap, kOffer, kSupplier, kNeed or kAggregator
  std::vector<Promise> promises;   // all that share it
  std::int64_t able = 0;           // quanta that there are of it
  std::int64_t need = 0;           // of kLaneCap: what is needed in all
  std::int64_t held_back = 0;      // of kOffer: what else there would be but for probation
};

// "lane_cap", "offer_capacity", "supplier_capacity", "need", "handling_capacity", "not_needed": the words of
// summary.json where the lane is lawful.
std::string_view ToWord(BrokenBy by);

// Of the contracts that share it the fewest that contradict each other, the largest first:
//   contracts of UMK1 with SPPG1 and SPPG2 promise 120 kg of beras a day, it can deliver 100 kg: 20 kg broken
// REQUIRES the promises to add up to more than there is.
std::string Describe(const ContractClash& clash, const Dataset& dataset, Grams quantum);

// Behind that, where a promise of more than the day needs was partly kept by what came for later days.
std::string DescribeForLaterDays(std::int64_t quanta, Grams quantum);

// "UMK1 may not deliver beras to SPPG1: blocked"; `reason` is a word of shortages.csv.
std::string DescribeNoLane(const Contract& contract, std::string_view reason, const Dataset& dataset);
std::string DescribeNotNeeded(const Contract& contract, const Dataset& dataset);

// How contracts contradict the rules of deliveries (delivery.h).
struct DeliveryClashes {
  // Suppliers that contracts promise food of beyond deliveries.max_suppliers_per_requirement, and the
  // requirements that have such; the first of these in words.
  std::int64_t too_many = 0, crowded = 0;
  std::string first_crowded{};
  // Contracts without a minimum whose maximum is less than a whole delivery, so that nothing comes by them.
  std::int64_t too_little = 0;
  std::string first_too_little{};

  // One more requirement of as many suppliers, at least one too many: of them the first that contradict the
  // limit are named.
  void AddCrowded(const std::vector<std::int32_t>& suppliers, std::int64_t limit, std::int32_t demand_point,
                  std::int32_t commodity, const Dataset& dataset);
  // `most`, `least`: what the contract allows and what a whole delivery takes, quanta.
  void AddTooLittle(const Contract& contract, std::int64_t most, std::int64_t least, const Dataset& dataset,
                    Grams quantum);
  // "contracts make 1 supplier too many at 1 requirement, for example: contracts of K with A, B and C promise
  // beras of 3 suppliers, at most 2 may bring it"; empty where there are none.
  std::string InWords() const;
};

}  // namespace pasok::match
