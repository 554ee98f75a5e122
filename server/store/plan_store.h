// Plans as the store keeps them, and the rules of their life: repeats, publishing, deleting. Each call is one
// transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pasok/v1/plan.pb.h"
#include "server/planned_days.h"
#include "server/store/chunks.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_content.h"
#include "server/store/store.h"

namespace pasok::server {

// A plan to make: the question in its record, and what the record shows in another form or not at all.
struct PlanJob {
  v1::Plan plan{};
  std::string policy_yaml{};    // the effective policy as a file
  std::string scenario_yaml{};  // the scenario's file; empty: none
};

// Thread-safe. Throws Fault for refusals, StoreError for failures.
class PlanStore {
 public:
  explicit PlanStore(Store& store) : store_(store) {}

  // Keeps the job as QUEUED under a new name. Where its request_id is known: the plan of that id, queued
  // again if it ended without an answer. `admit` is called before anything is queued and may throw. `queued`:
  // there is work to do.
  struct Creation {
    v1::Plan plan;
    bool queued = false;
  };
  Creation Create(const PlanJob& job, const std::function<void()>& admit);

  std::optional<v1::Plan> Find(const std::string& id);
  std::optional<PlanJob> FindJob(const std::string& id);

  struct Filter {
    std::string dataset_id, date;  // empty: any
    bool published_only = false;
  };
  // From position `from` (INT64_MAX: the newest) downwards.
  Page<v1::Plan> List(const Filter& filter, std::int64_t from, std::int32_t most);
  std::vector<std::string> IdsOfDataset(const std::string& dataset_id);

  // Replaces the record and stores the content of a plan that succeeded. False where the plan is gone.
  bool Update(const v1::Plan& plan);
  bool Finish(const v1::Plan& plan, const PlanContent& content);

  // At start: plans that ran become INTERRUPTED; the ids of those that wait, oldest first.
  std::vector<std::string> TakeUp();

  // Publishes by the rules of PublishPlan: see regions.h for what overlaps.
  v1::Plan Publish(const std::string& id);
  // The published plans of a day, oldest first.
  std::vector<v1::Plan> PublishedOn(const PlannedDays& days);
  void Delete(const std::string& id, bool force);

  void VisitAllocations(const std::string& id, const v1::AllocationFilter& filter, std::int64_t position,
                        const std::function<bool(std::int64_t position, v1::Allocation& allocation)>& visit);
  std::vector<RegisterFile> Files(const std::string& id);
  std::int64_t CountFileChunks(const std::string& id);
  std::optional<Chunk> FileChunk(const std::string& id, std::int64_t chunk);

 private:
  Store& store_;
};

}  // namespace pasok::server
