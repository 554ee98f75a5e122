#include "client/diff/plan_rows.h"

#include <algorithm>
#include <numeric>

namespace pasok::client {
namespace {

std::uint8_t TierOf(std::string_view word) {
  const auto found = std::ranges::find(kTierWords, word);
  return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(found - kTierWords.begin(), kTiers - 1));
}

std::vector<AllocationRow> ReadAllocations(Connection& server, const v1::Plan& plan,
                                           const std::function<std::int32_t(std::string_view)>& day_of,
                                           TwoPlans& plans,
                                           const std::function<void(std::int64_t grams)>& told) {
  std::vector<AllocationRow> rows;
  server.DownloadAllocations(plan.name(), [&](const v1::Allocation& allocation) {
    told(allocation.grams());
    const std::int32_t day = day_of(allocation.date());
    if (day == DayPairs::kNoPair) return;
    rows.push_back({.day = day,
                    .demand = plans.demands.NumberOf(allocation.demand_id()),
                    .commodity = plans.commodities.NumberOf(allocation.commodity()),
                    .supplier = plans.suppliers.NumberOf(allocation.supplier_id()),
                    .grams = allocation.grams(),
                    .price_sen_per_kg = allocation.price_sen_per_kg(),
                    .sales_sen = SalesSen(allocation, plan.policy().quantum_grams()),
                    .money_sen = allocation.money_sen(),
                    .tier = TierOf(allocation.tier())});
  });
  return rows;
}

struct SmallFiles {
  std::string shortages, policy;
};

// The shortages, and the policy on request; empty where there is nothing to read.
SmallFiles ReadFiles(Connection& server, const v1::Plan& plan, bool with_policy) {
  SmallFiles files;
  if (plan.summary().shortage_grams() == 0 && !with_policy) return files;
  server.DownloadPlanFiles(plan.name(), [&](const std::string& name, std::string_view bytes) {
    if (name == "shortages.csv") files.shortages += bytes;
    if (name == "policy.yaml" && with_policy) files.policy += bytes;
  });
  return files;
}

}  // namespace

std::int32_t Texts::NumberOf(std::string_view text) {
  const auto found = numbers_.find(text);
  if (found != numbers_.end()) return found->second;
  const auto number = static_cast<std::int32_t>(texts_.size());
  texts_.push_back(&numbers_.emplace(text, number).first->first);
  return number;
}

std::vector<std::int32_t> Texts::Sort() {
  std::vector<std::int32_t> order(texts_.size()), number_of(texts_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::int32_t old) -> const std::string& { return *texts_[old]; });
  std::vector<const std::string*> sorted;
  for (const std::int32_t old : order) {
    number_of[old] = static_cast<std::int32_t>(sorted.size());
    sorted.push_back(texts_[old]);
    numbers_.find(*texts_[old])->second = number_of[old];
  }
  texts_ = std::move(sorted);
  return number_of;
}

std::int64_t SalesSen(const v1::Allocation& allocation, std::int64_t quantum_grams) {
  const std::int64_t quantum = std::max<std::int64_t>(1, quantum_grams);
  const std::int64_t sen_per_quantum = (allocation.price_sen_per_kg() * quantum + 500) / 1000;
  return allocation.grams() / quantum * sen_per_quantum;
}

TwoPlans ReadRows(Connection& server, const v1::Plan& before, const v1::Plan& after, const DayPairs& days,
                  bool with_policies, const std::function<void(double fraction)>& told) {
  TwoPlans plans;
  std::int64_t read = 0, rows = 0;
  const double all =
      static_cast<double>(before.summary().allocated_grams() + after.summary().allocated_grams());
  const auto count = [&](std::int64_t grams) {
    constexpr std::int64_t kRowsBetween = 10'000;
    read += grams;
    if (++rows % kRowsBetween == 0) told(all == 0 ? 1 : static_cast<double>(read) / all);
  };
  const auto former = [&](std::string_view date) { return days.OfBefore(date); };
  const auto latter = [&](std::string_view date) { return days.OfAfter(date); };
  plans.before.allocations = ReadAllocations(server, before, former, plans, count);
  plans.after.allocations = ReadAllocations(server, after, latter, plans, count);
  const auto add_files = [&](const v1::Plan& plan, const auto& day_of, PlanRows& into, std::string& policy) {
    SmallFiles files = ReadFiles(server, plan, with_policies);
    into.shortages = ReadShortages(files.shortages, day_of, plans.demands, plans.commodities, plans.reasons);
    policy = std::move(files.policy);
  };
  add_files(before, former, plans.before, plans.policy_before);
  add_files(after, latter, plans.after, plans.policy_after);

  const auto demands = plans.demands.Sort(), commodities = plans.commodities.Sort(),
             suppliers = plans.suppliers.Sort();
  for (PlanRows* side : {&plans.before, &plans.after}) {
    for (AllocationRow& row : side->allocations) {
      row.demand = demands[row.demand];
      row.commodity = commodities[row.commodity];
      row.supplier = suppliers[row.supplier];
    }
    for (ShortageRow& row : side->shortages) {
      row.demand = demands[row.demand];
      row.commodity = commodities[row.commodity];
    }
  }
  return plans;
}

}  // namespace pasok::client
