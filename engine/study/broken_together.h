// The rules that a plan's deliveries break together, where each of them may be lawful: ceilings that are only
// reported, contracts' minimums, budgets, shares and owners that are too few (match/report/sharing.h), and
// suppliers of a requirement that are too many. Nothing is taken off a plan for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/match/plan.h"
#include "engine/study/report.h"
#include "engine/study/run.h"

namespace pasok::study {

struct BrokenTogether {
  match::Rule rule = match::Rule::kBudget;
  std::optional<Date> date;
  // Dataset indices; kNone: of all, or nobody's in particular.
  std::int32_t demand_point = kNone, commodity = kNone, supplier = kNone;
  std::int32_t region = kNone;  // of a share of a kabupaten, in place of a demand point
  Measured planned, limit;      // the limit is the least of contracts and owners, of all others the most
};

// The limit is what there must be at least.
constexpr bool IsAFloor(match::Rule rule) {
  return rule == match::Rule::kContracts || rule == match::Rule::kMinSuppliers;
}

// Whether the policy asks nobody to keep the rule, and only says where it is broken.
bool IsOnlyReported(match::Rule rule, const Policy& policy);

// By rule; of one rule in the order of its rows in the plan. Ceilings of regions are price ceilings too.
std::vector<BrokenTogether> FindBrokenTogether(const match::Plan& plan, const Base& base);

// Its rule as tables write it: the policy's key, or what broken_rules calls it where a row breaks it alone.
std::string_view WordOf(const BrokenTogether& broken);

// "beras of the owner group OA for K: 40 kg planned, 20 kg allowed, 20 kg too much".
Sentence Say(const BrokenTogether& broken, const Base& base);

}  // namespace pasok::study
