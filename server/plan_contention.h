// What stored plans may want of each other's, told from their rows and registers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "server/dataset_cache.h"
#include "server/store/contention.h"
#include "server/store/plan_store.h"

namespace pasok::server {

// Thread-safe. O(rows of the plans), those whose sellers are held against others' once for all of them;
// registers are read only where aggregators, or what is at hand, take them.
class PlanContention final : public Contention {
 public:
  PlanContention(Store& store, DatasetCache& datasets) : plans_(store), datasets_(datasets) {}

  bool ShareSellers(const v1::Plan& plan, const v1::Plan& other, const PlannedDays& days) override;
  bool LeaveAtHand(const std::vector<v1::Plan>& before, const v1::Plan& plan) override;
  std::shared_ptr<const void> Fetch(const Unread& unread) override;

 private:
  struct Sellers;
  std::shared_ptr<const Sellers> SellersOf(const v1::Plan& plan, const PlannedDays& days);
  std::shared_ptr<const Sellers> FetchSellers(const v1::Plan& plan, const PlannedDays& days);
  Policy PolicyOf(const v1::Plan& plan);
  std::shared_ptr<const Dataset> DatasetOf(const v1::Plan& plan);

  PlanStore plans_;  // to read from
  DatasetCache& datasets_;
  std::mutex mutex_;
  // By id; the cache may have let them go.
  std::map<std::string, std::weak_ptr<const Dataset>> fetched_;
  // By plan, first day and count of days. Rows of a plan never change.
  std::map<std::tuple<std::string, std::string, std::int32_t>, std::weak_ptr<const Sellers>> sellers_;
};

}  // namespace pasok::server
