// The rows of two stored plans, as plan_diff.h takes them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/connection.h"
#include "client/diff/day_pairs.h"
#include "client/diff/plan_diff.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// Texts by numbers.
class Texts {
 public:
  // The text's number; a new one where it has none yet.
  std::int32_t NumberOf(std::string_view text);
  const std::string& operator[](std::int32_t number) const { return *texts_[number]; }
  // Numbers the texts anew in their order. Answers the new numbers by the old ones.
  std::vector<std::int32_t> Sort();

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> numbers_;
  std::vector<const std::string*> texts_;  // the map's own
};

struct TwoPlans {
  PlanRows before, after;
  Texts demands, commodities, suppliers, reasons;
  // policy.yaml of each; empty where nobody asked for them.
  std::string policy_before, policy_after;
};

// Those on days that have a pair. `told` hears what share of the allocations is read, in kg.
TwoPlans ReadRows(Connection& server, const v1::Plan& before, const v1::Plan& after, const DayPairs& days,
                  bool with_policies, const std::function<void(double fraction)>& told);

// What the supplier gets for an allocation: sen per quantum are rounded, as in the plan's money, and then
// multiplied.
std::int64_t SalesSen(const v1::Allocation& allocation, std::int64_t quantum_grams);

// The rows of a plan's shortages.csv, of each requirement one. `day_of` answers the number of a date's pair,
// or DayPairs::kNoPair. Failure (kServerFailed) where the file isn't as this version knows it.
std::vector<ShortageRow> ReadShortages(std::string_view csv,
                                       const std::function<std::int32_t(std::string_view date)>& day_of,
                                       Texts& demands, Texts& commodities, Texts& reasons);

}  // namespace pasok::client
