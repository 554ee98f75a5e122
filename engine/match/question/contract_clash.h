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
};

// "lane_cap", "offer_capacity", "supplier_capacity", "need", "handling_capacity", "not_needed": the words of
// summary.json where the lane is lawful.
std::string_view ToWord(BrokenBy by);

// Of the contracts that share it the fewest that contradict each other, the largest first:
//   contracts of UMK1 with SPPG1 and SPPG2 promise 120 kg of beras a day, it can deliver 100 kg: 20 kg broken
// REQUIRES the promises to add up to more than there is.
std::string Describe(const ContractClash& clash, const Dataset& dataset, Grams quantum);

// "UMK1 may not deliver beras to SPPG1: blocked"; `reason` is a word of shortages.csv.
std::string DescribeNoLane(const Contract& contract, std::string_view reason, const Dataset& dataset);
std::string DescribeNotNeeded(const Contract& contract, const Dataset& dataset);

}  // namespace pasok::match
