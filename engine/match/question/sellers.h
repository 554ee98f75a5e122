// What each supplier may sell on a day: within its capacity, as long as it is new, and through an aggregator.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"
#include "engine/match/question/places.h"
#include "engine/match/question/question_names.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// The aggregator that the supplier sells through; kNone: it sells by itself.
std::int32_t ViaOf(const Dataset& dataset, const Policy& policy, std::int32_t supplier);

// Asks the memory for what a walk over supplier rows wants of the dataset's some rows after this one.
inline void PrefetchSupplier(const Instance& instance, std::size_t row) {
  constexpr std::size_t kAhead = 16;
  if (row + kAhead >= instance.suppliers.size()) return;
  const Supplier& supplier = instance.dataset->suppliers[instance.suppliers[row + kAhead].dataset_supplier];
  __builtin_prefetch(&supplier.region);
  __builtin_prefetch(&supplier.owner_group);
}

// The quanta of a capacity when so much of it is gone.
inline std::int64_t QuantaLeft(Grams capacity, Grams gone, Grams quantum) {
  return WholeQuantaIn(std::max(capacity - gone, Grams{0}), quantum).value;
}

// A supplier on a day. Capacities are quanta over all commodities, what others have taken off;
// SupplierRow::kUnlimited where there is no limit.
struct Seller {
  const Supplier* supplier = nullptr;
  const Supplier* licensed = nullptr;  // who sells to the kitchen: the aggregator, or itself
  std::int32_t via = kNone;
  bool on_probation = false;
  std::int64_t whole = 0;                           // but for probation
  std::int64_t capacity = 0;                        // with it
  std::int64_t before = 0;                          // likewise, what others have taken still in it
  std::int64_t handled = 0;                         // what its aggregator can handle, for all
  std::optional<Metres> first_leg{};                // to the aggregator, where both have a point
  std::optional<std::int32_t> first_leg_minutes{};  // where they are listed
  std::int64_t fee_sen_per_kg = 0;                  // what the aggregator takes
};

// Answers for the last day that was opened. The instance, of which it reads dataset and policy, and the
// places outlive it.
class Sellers {
 public:
  Sellers(const Instance& instance, const PlaceBook& places);

  void OpenDay(const std::optional<Date>& date, const TakenWeights& taken);  // O(suppliers)
  Seller On(std::int32_t supplier) const;
  // What may be sold that day of a capacity of somebody who is on probation, in grams.
  Grams OnProbation(Grams capacity) const;

 private:
  const Instance& instance_;
  const Dataset& dataset_;
  const Policy& policy_;
  const PlaceBook& places_;
  std::optional<Date> date_;
  TakenWeights taken_;
  std::unordered_map<std::int32_t, std::int64_t> handling_;  // quanta, by aggregator that has a limit
  mutable std::optional<LaneRule> roads_;                    // once one is asked for
};

// Who may sell on a day before that of its registration counts as new: warns of each, by its first such day.
// Of nobody on the undated day, or with probation off. O(suppliers).
void WarnOfLaterSellers(const Instance& instance, FindingLog& log);

}  // namespace pasok::match
