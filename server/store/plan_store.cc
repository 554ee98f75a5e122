#include "server/store/plan_store.h"

#include <algorithm>

#include "server/fault.h"
#include "server/names.h"
#include "server/regions.h"
#include "server/store/records.h"

namespace pasok::server {
namespace {

constexpr RecordTable<v1::Plan> kPlans("plans");

std::string IdOf(const v1::Plan& plan) { return PlanIdOf(plan.name(), "name"); }

bool UpdateIn(Connection& connection, const v1::Plan& plan) {
  const std::string id = IdOf(plan);  // bound, not copied
  Statement(connection, "UPDATE plans SET published = ?2 WHERE id = ?1", id, plan.published()).Step();
  return kPlans.Put(connection, plan);
}

void Insert(Connection& connection, const PlanJob& job) {
  const v1::Plan& plan = job.plan;
  const std::string record = plan.SerializeAsString();
  Statement(connection,
            "INSERT INTO plans (id, dataset_id, request_id, date, state, published, policy_yaml, "
            "scenario_yaml, record) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8)",
            IdOf(plan), DatasetIdOf(plan.dataset(), "dataset"), plan.request_id(), plan.date(),
            static_cast<int>(plan.state()), job.policy_yaml, job.scenario_yaml, Blob{record})
      .Step();
}

bool SameQuestion(const v1::Plan& a, const v1::Plan& b) {
  return a.dataset() == b.dataset() && a.date() == b.date() && a.days() == b.days() &&
         SameRegions(a.regions(), b.regions()) && a.policy().digest() == b.policy().digest() &&
         a.scenario().digest() == b.scenario().digest() && a.gap_limit_percent() == b.gap_limit_percent() &&
         a.previous_plan() == b.previous_plan();
}

PlannedDays DaysOf(const v1::Plan& plan) { return {plan.date(), plan.days()}; }

// Whose days share one with these. ISO days stand in the order of their text.
std::vector<v1::Plan> PublishedIn(Connection& connection, const PlannedDays& days) {
  const std::string earliest = days.EarliestFirst(), last = days.last();
  Statement select(connection,
                   "SELECT record FROM plans WHERE date >= ?1 AND date <= ?2 AND published = 1 ORDER BY seq",
                   earliest, last);
  std::vector<v1::Plan> plans;
  while (select.Step()) {
    v1::Plan plan = ParsedRecord<v1::Plan>(select.Bytes(0));
    if (DaysOf(plan).last() >= days.first) plans.push_back(std::move(plan));
  }
  return plans;
}

}  // namespace

PlanStore::Creation PlanStore::Create(const PlanJob& job, const std::function<void()>& admit) {
  return store_.Write([&](Connection& connection) -> Creation {
    PlanJob created = job;
    created.plan.set_state(v1::Plan::QUEUED);
    const auto standing = kPlans.FindRequest(connection, job.plan.request_id());
    if (standing) {
      if (!SameQuestion(*standing, job.plan)) throw RequestIdReused(job.plan.request_id(), standing->name());
      if (!IsEnd(*standing) || standing->state() == v1::Plan::SUCCEEDED) return {.plan = *standing};
      admit();
      created.plan.set_name(standing->name());
      *created.plan.mutable_create_time() = standing->create_time();
      Statement(connection, "UPDATE plans SET policy_yaml = ?2, scenario_yaml = ?3 WHERE id = ?1",
                IdOf(created.plan), created.policy_yaml, created.scenario_yaml)
          .Step();
      UpdateIn(connection, created.plan);
      return {.plan = created.plan, .queued = true};
    }
    admit();
    const std::string dataset_id = DatasetIdOf(job.plan.dataset(), "dataset");  // bound, not copied
    Statement dataset(connection, "SELECT 1 FROM datasets WHERE id = ?1", dataset_id);
    if (!dataset.Step()) throw DatasetNotFound(job.plan.dataset());
    created.plan.set_name(PlanName(NewId()));
    *created.plan.mutable_create_time() = Now();
    Insert(connection, created);
    return {.plan = created.plan, .queued = true};
  });
}

std::optional<v1::Plan> PlanStore::Find(const std::string& id) {
  return store_.Read([&](Connection& connection) { return kPlans.Find(connection, id); });
}

std::optional<PlanJob> PlanStore::FindJob(const std::string& id) {
  return store_.Read([&](Connection& connection) -> std::optional<PlanJob> {
    Statement select(connection, "SELECT record, policy_yaml, scenario_yaml FROM plans WHERE id = ?1", id);
    if (!select.Step()) return std::nullopt;
    return PlanJob{.plan = ParsedRecord<v1::Plan>(select.Bytes(0)),
                   .policy_yaml = std::string(select.Text(1)),
                   .scenario_yaml = std::string(select.Text(2))};
  });
}

Page<v1::Plan> PlanStore::List(const Filter& filter, std::int64_t from, std::int32_t most) {
  return store_.Read([&](Connection& connection) {
    Statement select(connection,
                     "SELECT seq, record FROM plans WHERE seq <= ?1 AND (?2 = '' OR dataset_id = ?2) AND "
                     "(?3 = '' OR date = ?3) AND (NOT ?4 OR published) ORDER BY seq DESC",
                     from, filter.dataset_id, filter.date, filter.published_only);
    return kPlans.ReadPage(select, most);
  });
}

std::vector<std::string> PlanStore::IdsOfDataset(const std::string& dataset_id) {
  return store_.Read([&](Connection& connection) { return kPlans.IdsOfDataset(connection, dataset_id); });
}

bool PlanStore::Update(const v1::Plan& plan) {
  return store_.Write([&](Connection& connection) { return UpdateIn(connection, plan); });
}

bool PlanStore::Finish(const v1::Plan& plan, const PlanContent& content) {
  return store_.Write([&](Connection& connection) {
    if (!UpdateIn(connection, plan)) return false;
    InsertContent(connection, IdOf(plan), content);
    return true;
  });
}

std::vector<std::string> PlanStore::TakeUp() {
  return store_.Write([&](Connection& connection) { return kPlans.TakeUp(connection); });
}

v1::Plan PlanStore::Publish(const std::string& id) {
  return store_.Write([&](Connection& connection) {
    std::optional<v1::Plan> found = kPlans.Find(connection, id);
    if (!found) throw PlanNotFound(PlanName(id));
    v1::Plan plan = *std::move(found);
    if (plan.state() != v1::Plan::SUCCEEDED) throw PlanNotSucceeded(plan.name());
    if (plan.published()) return plan;
    for (v1::Plan& other : PublishedIn(connection, DaysOf(plan))) {
      const bool covers_its_days = plan.date() <= other.date() && DaysOf(other).last() <= DaysOf(plan).last();
      if (SameRegions(plan.regions(), other.regions()) && covers_its_days) {
        other.set_published(false);
        UpdateIn(connection, other);
      } else if (Overlap(plan.regions(), other.regions())) {
        throw PublishedPlanOverlaps(other.name());
      } else if (std::ranges::count(plan.subtracted_plans(), other.name()) == 0) {
        throw PublishedMeanwhile(other.name());
      }
    }
    plan.set_published(true);
    *plan.mutable_publish_time() = Now();
    UpdateIn(connection, plan);
    return plan;
  });
}

std::vector<v1::Plan> PlanStore::PublishedOn(const PlannedDays& days) {
  return store_.Read([&](Connection& connection) { return PublishedIn(connection, days); });
}

void PlanStore::Delete(const std::string& id, bool force) {
  store_.Write([&](Connection& connection) {
    const auto plan = kPlans.Find(connection, id);
    if (!plan) throw PlanNotFound(PlanName(id));
    if (plan->published() && !force) throw PlanPublished(plan->name());
    Statement(connection, "DELETE FROM plans WHERE id = ?1", id).Step();
  });
}

void PlanStore::VisitAllocations(const std::string& id, const v1::AllocationFilter& filter,
                                 std::int64_t position,
                                 const std::function<bool(std::int64_t, v1::Allocation&)>& visit) {
  store_.Read(
      [&](Connection& connection) { server::VisitAllocations(connection, id, filter, position, visit); });
}

std::vector<RegisterFile> PlanStore::Files(const std::string& id) {
  return store_.Read([&](Connection& connection) { return SelectFiles(connection, kPlanFiles, id); });
}

std::int64_t PlanStore::CountFileChunks(const std::string& id) {
  return store_.Read([&](Connection& connection) { return CountChunks(connection, kPlanFiles, id); });
}

std::optional<Chunk> PlanStore::FileChunk(const std::string& id, std::int64_t chunk) {
  return store_.Read([&](Connection& connection) { return SelectChunk(connection, kPlanFiles, id, chunk); });
}

}  // namespace pasok::server
