#include "server/plan_contention.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/match/question/sellers.h"
#include "server/asked.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/stored_policy.h"
#include "server/stored_rows.h"

namespace pasok::server {
namespace {

std::string IdOf(const v1::Plan& plan) { return PlanIdOf(plan.name(), "name"); }

// A supplier's aggregator, where that can't handle everything.
using LimitedVia = std::function<std::optional<std::string>(const std::string& supplier_id)>;

LimitedVia NoAggregators() {
  return [](const std::string&) { return std::nullopt; };
}

LimitedVia AggregatorsOf(std::shared_ptr<const Dataset> dataset, Policy policy) {
  return [dataset = std::move(dataset),
          policy = std::move(policy)](const std::string& supplier_id) -> std::optional<std::string> {
    const std::int32_t supplier = dataset->FindSupplier(supplier_id);
    const std::int32_t via = supplier == kNone ? kNone : match::ViaOf(*dataset, policy, supplier);
    if (via == kNone || !dataset->suppliers[via].handling_per_day) return std::nullopt;
    return dataset->suppliers[via].id;
  };
}

// Of a supplier that also handles what others sell it is the same whether it sells by itself: rather one plan
// too many is made again.
using SellerOnDay = std::pair<std::string, std::string>;  // day, id

// Calls `visit` for each, repeats and all, until it returns false.
void VisitSellers(PlanStore& plans, const v1::Plan& plan, const PlannedDays& days, const LimitedVia& via,
                  const std::function<bool(SellerOnDay)>& visit) {
  plans.VisitAllocations(IdOf(plan), {}, 0, [&](std::int64_t, v1::Allocation& allocation) {
    if (!days.Hold(allocation.date())) return true;
    const std::optional<std::string> aggregator = via(allocation.supplier_id());
    return visit({allocation.date(), allocation.supplier_id()}) &&
           (!aggregator || visit({allocation.date(), *aggregator}));
  });
}

// By demand point, commodity and last day.
using Weights = std::map<std::tuple<std::string, std::string, std::optional<Date>>, Grams>;

Weights Summed(const std::vector<match::AtHand>& rows) {
  Weights weights;
  for (const match::AtHand& row : rows) weights[{row.demand_id, row.commodity, row.use_by}] += row.weight;
  return weights;
}

}  // namespace

struct PlanContention::Sellers {
  LimitedVia via;
  std::set<SellerOnDay> rows;
};

bool PlanContention::ShareSellers(const v1::Plan& plan, const v1::Plan& other, const PlannedDays& days) {
  const std::shared_ptr<const Sellers> sellers = SellersOf(plan, days);
  const PlannedDays held = PublishedDaysOf(other);
  bool shared = false;
  VisitSellers(plans_, other, days, sellers->via, [&](const SellerOnDay& seller) {
    shared = held.Hold(seller.first) && sellers->rows.contains(seller);
    return !shared;
  });
  return shared;
}

std::shared_ptr<const PlanContention::Sellers> PlanContention::SellersOf(const v1::Plan& plan,
                                                                         const PlannedDays& days) {
  const std::lock_guard lock(mutex_);
  if (const auto found = sellers_.find({plan.name(), days.first, days.count}); found != sellers_.end()) {
    if (auto sellers = found->second.lock()) return sellers;
  }
  throw Unread{.dataset_id = DatasetIdOf(plan.dataset(), "dataset"), .plan = plan, .days = days};
}

// nullptr where the plan is gone meanwhile: then it isn't asked for any more.
std::shared_ptr<const PlanContention::Sellers> PlanContention::FetchSellers(const v1::Plan& plan,
                                                                            const PlannedDays& days) {
  const std::optional<PlanJob> job = plans_.FindJob(IdOf(plan));
  if (!job) return nullptr;
  // Who sells through whom is for the plan's own registers to say: by them its capacities were counted.
  Policy policy = StoredPolicy(job->policy_yaml, plan.name());
  auto sellers = std::make_shared<Sellers>();
  sellers->via = policy.aggregators
                     ? AggregatorsOf(datasets_.Get(DatasetIdOf(plan.dataset(), "dataset")), std::move(policy))
                     : NoAggregators();
  VisitSellers(plans_, plan, days, sellers->via, [&](SellerOnDay seller) {
    sellers->rows.insert(std::move(seller));
    return true;
  });
  const std::lock_guard lock(mutex_);
  std::erase_if(sellers_, [](const auto& each) { return each.second.expired(); });
  sellers_[{plan.name(), days.first, days.count}] = sellers;
  return sellers;
}

bool PlanContention::LeaveAtHand(const std::vector<v1::Plan>& before, const v1::Plan& plan) {
  FindingLog log;
  const std::vector<match::AtHand> then = AtHandIn(plans_.Files(IdOf(plan)), log);
  RequireSound(log, plan.name());
  if (before.empty()) return then.empty();
  const StopToken stop;
  FindingLog log_of_now;  // it was warned of when the plan was made
  return Summed(then) == Summed(LeftBy(before, *DatasetOf(plan), PolicyOf(plan), DaysOf(plan), plan.regions(),
                                       plans_, stop, log_of_now));
}

Policy PlanContention::PolicyOf(const v1::Plan& plan) {
  const std::optional<PlanJob> job = plans_.FindJob(IdOf(plan));
  if (!job) throw PlanNotFound(plan.name());
  return StoredPolicy(job->policy_yaml, plan.name());
}

std::shared_ptr<const Dataset> PlanContention::DatasetOf(const v1::Plan& plan) {
  const std::string id = DatasetIdOf(plan.dataset(), "dataset");
  if (auto dataset = datasets_.Peek(id)) return dataset;
  const std::lock_guard lock(mutex_);
  if (const auto found = fetched_.find(id); found != fetched_.end()) {
    if (auto dataset = found->second.lock()) return dataset;
  }
  throw Unread{id};
}

std::shared_ptr<const void> PlanContention::Fetch(const Unread& unread) {
  if (unread.plan) return FetchSellers(*unread.plan, unread.days);
  std::shared_ptr<const Dataset> dataset = datasets_.Get(unread.dataset_id);
  const std::lock_guard lock(mutex_);
  std::erase_if(fetched_, [](const auto& each) { return each.second.expired(); });
  fetched_[unread.dataset_id] = dataset;
  return dataset;
}

}  // namespace pasok::server
