// Plans as the store keeps them, and the rules of their life: repeats, publishing, deleting. Each call is one
// transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pasok/v1/plan.pb.h"
#include "proto/regions.h"
#include "server/planned_days.h"
#include "server/store/chunks.h"
#include "server/store/contention.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_content.h"
#include "server/store/records.h"
#include "server/store/store.h"

namespace pasok::server {

// A plan to make: the question in its record, and what the record shows in another form or not at all.
struct PlanJob {
  v1::Plan plan{};
  std::string policy_yaml{};    // the effective policy as a file
  std::string scenario_yaml{};  // the scenario's file; empty: none
};

// The days that a plan is for, and those of them for which it is published, where it is: the first ones.
PlannedDays DaysOf(const v1::Plan& plan);
PlannedDays PublishedDaysOf(const v1::Plan& plan);

// Which published plan holds on a day, where plans of several days follow each other night by night:
//
// Publishing a plan of the days b to e takes the place of every published plan of the same regions on these
// days. One that begins before b keeps the days before: what it has delivered by then is a fact. It doesn't
// lose only its later days, but also the say over what it delivered for them: that is at hand on b, and the
// new plan must have begun with it. So a plan is refused that was made with other food than is at hand on its
// first day; that would leave a plan published after its own last day, whose food it knows nothing of; or
// that would take away deliveries which a published plan counts on. A night that was missed needs nothing:
// the last plan holds for its days until the next is published. It holds them again where that one is
// deleted, if nothing keeps it from being published anew.
//
// No supplier's capacity is sold twice: a plan is refused too where it shares a supplier or an aggregator, on
// a day that it doesn't hold yet, with a published plan of other regions that it didn't know as that one is
// now. What it knew is told by the number of publications when it read what others take, not by a clock.
//
// (Publishing only the first day of each plan, the rest being a forecast, would need no days taken over. But
// after a missed night no plan would hold at all, and plans of other regions could sell what the forecast
// counts on.)
//
// Thread-safe. Throws Fault for refusals, StoreError for failures.
class PlanStore {
 public:
  // `contention` outlives it; without one, plans that don't know each other share everything.
  explicit PlanStore(Store& store, Contention* contention = nullptr)
      : store_(store), contention_(contention) {}

  // Keeps the job as QUEUED under a new name. Where its request_id is known: the plan of that id, queued
  // again if it ended without an answer. `admit` is called before anything is queued and may throw. `queued`:
  // there is work to do.
  struct Creation {
    v1::Plan plan;
    bool queued = false;
  };
  Creation Create(PlanJob job, const std::function<void()>& admit);

  std::optional<v1::Plan> Find(const std::string& id);
  // That was asked for under the id; none where that is empty.
  std::optional<v1::Plan> FindRequest(const std::string& request_id);
  // Whether Create would find the job's request_id known. A Fault where it came with another question.
  bool IsRepeat(const PlanJob& job);
  std::optional<PlanJob> FindJob(const std::string& id);

  struct Filter {
    std::string dataset_id, date;  // empty: any; the first day, of published ones any for which they are
    bool published_only = false;
  };
  // From position `from` (INT64_MAX: the newest) downwards.
  Page<v1::Plan> List(const Filter& filter, std::int64_t from, std::int32_t most);
  // Those of the dataset that wait or run, as far as the store knows.
  std::vector<std::string> UnendedOf(const std::string& dataset_id);

  // Replaces the record and stores the content of a plan that succeeded. False where the plan is gone.
  bool Update(const v1::Plan& plan);
  bool Finish(const v1::Plan& plan, const PlanContent& content);

  // At start: plans that ran become INTERRUPTED.
  TakenUp TakeUp();

  // Publishes by the rules of PublishPlan: see regions.h for what overlaps.
  v1::Plan Publish(const std::string& id);
  // The plans that are published for any of the days, oldest first; and how many publications there have
  // been.
  struct Published {
    std::vector<v1::Plan> plans;
    std::int64_t publications = 0;
  };
  Published PublishedOn(const PlannedDays& days);
  // Those that are published for the day before the first of these days, for some of the regions, and reach
  // beyond it as they were made: so they may have delivered for these days too. REQUIRES a date.
  std::vector<v1::Plan> PublishedBefore(const PlannedDays& days, const RegionCodes& regions);
  // Gives the days of a published plan back to the one that they were taken from, where that may hold them.
  void Delete(const std::string& id, bool force);
  // Deletes a dataset with its plans and studies. False where there is none. A Fault where one of these has
  // not ended. `still_wanted` is asked before each of them, and last: false leaves the store untouched (and
  // is returned).
  bool DeleteDataset(const std::string& dataset_id, const std::function<bool()>& still_wanted);

  void VisitAllocations(const std::string& id, const v1::AllocationFilter& filter, std::int64_t position,
                        const std::function<bool(std::int64_t position, v1::Allocation& allocation)>& visit);
  std::vector<RegisterFile> Files(const std::string& id);
  std::int64_t CountFileChunks(const std::string& id);
  std::optional<Chunk> FileChunk(const std::string& id, std::int64_t chunk);

 private:
  // Store::Write for work that asks `contention_`: begun again whenever that has had to read something first.
  template <class Work>
  auto WriteInContention(const Work& work);

  Store& store_;
  Contention* contention_;
};

}  // namespace pasok::server
