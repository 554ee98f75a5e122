#include "server/store/plan_store.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "pasok/v1/study.pb.h"
#include "proto/regions.h"
#include "server/fault.h"
#include "server/names.h"
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
         a.previous_plan() == b.previous_plan() && a.may_be_empty() == b.may_be_empty();
}

// That of the job's request_id, of the same question.
std::optional<v1::Plan> StandingIn(Connection& connection, const v1::Plan& asked) {
  std::optional<v1::Plan> standing = kPlans.FindRequest(connection, asked.request_id());
  if (standing && !SameQuestion(*standing, asked))
    throw RequestIdReused(asked.request_id(), standing->name());
  return standing;
}

// From one ISO day to another, which may be before; 0 where there are no dates.
std::int32_t DaysBetween(const std::string& from, const std::string& to) {
  const std::optional<Date> a = ParseDate(from), b = ParseDate(to);
  return a && b ? b->days - a->days : 0;
}

// Published for one of these days. ISO days stand in the order of their text.
std::vector<v1::Plan> PublishedIn(Connection& connection, const PlannedDays& days) {
  const std::string earliest = days.EarliestFirst(), last = days.last();
  Statement select(
      connection,
      "SELECT record, id FROM plans WHERE date >= ?1 AND date <= ?2 AND published = 1 ORDER BY seq", earliest,
      last);
  std::vector<v1::Plan> plans;
  while (select.Step()) {
    v1::Plan plan = kPlans.Parsed(select.Bytes(0), select.Text(1));
    if (PublishedDaysOf(plan).last() >= days.first) plans.push_back(std::move(plan));
  }
  return plans;
}

std::vector<v1::Plan> PublishedBeforeIn(Connection& connection, const PlannedDays& days,
                                        const RegionCodes& regions) {
  std::vector<v1::Plan> plans = PublishedIn(connection, days.Eve());
  std::erase_if(plans, [&](const v1::Plan& plan) {
    return DaysOf(plan).last() < days.first || !Overlap(plan.regions(), regions);
  });
  return plans;
}

// What is at hand on its first day must be what it was made with. It counts on those who leave that there
// now.
void RequireSameAtHand(Connection& connection, Contention* contention, v1::Plan& plan) {
  if (plan.date().empty()) return;
  const std::vector<v1::Plan> before = PublishedBeforeIn(connection, DaysOf(plan), plan.regions());
  std::set<std::string> now;
  for (const v1::Plan& each : before) now.insert(each.name());
  const std::set<std::string> then(plan.carried_from_plans().begin(), plan.carried_from_plans().end());
  if (now == then) return;
  if (contention == nullptr || !contention->LeaveAtHand(before, plan)) {
    std::vector<std::string> changed;
    std::ranges::set_symmetric_difference(now, then, std::back_inserter(changed));
    throw OtherFoodAtHand(changed.front());
  }
  plan.mutable_carried_from_plans()->Assign(now.begin(), now.end());
}

bool BeganWithNothing(Contention* contention, const v1::Plan& plan) {
  return contention != nullptr && contention->LeaveAtHand({}, plan);
}

// Nothing that stays published counts on what is taken back of these plans from the plan's first day on.
void RequireNobodyCountsOn(Connection& connection, Contention* contention,
                           const std::vector<v1::Plan>& replaced, const v1::Plan& plan) {
  if (replaced.empty() || plan.date().empty()) return;
  for (const v1::Plan& later : PublishedIn(connection, {plan.date(), 2 * PlannedDays::kMost})) {
    if (later.date() <= plan.date() || std::ranges::count(replaced, later.name(), &v1::Plan::name) > 0)
      continue;
    for (const v1::Plan& other : replaced) {
      const bool follows = std::ranges::count(later.carried_from_plans(), other.name()) > 0;
      if (follows && !BeganWithNothing(contention, later))
        throw PublishedPlanCountsOn(later.name(), later.date(), other.name());
    }
  }
}

// Whether the plan was made without what the other one takes: it isn't among those that were subtracted, or
// it was published anew since, and may have been given days back.
bool WasMadeWithout(const v1::Plan& plan, const v1::Plan& other) {
  if (std::ranges::count(plan.subtracted_plans(), other.name()) == 0) return true;
  // Earlier versions went by the clock, and left no number.
  return !plan.has_publications_known() || other.publication() > plan.publications_known();
}

// The days that are new to the published plans where this one is published.
PlannedDays NewDaysOf(const v1::Plan& plan) {
  if (!plan.published()) return DaysOf(plan);
  return DaysOf(plan).After(PublishedDaysOf(plan).count);
}

bool ShareSellers(Contention* contention, const v1::Plan& plan, const v1::Plan& other) {
  return contention == nullptr || contention->ShareSellers(plan, other, NewDaysOf(plan));
}

// The published plans that this one takes the place of, on some of their days or all. Refuses what overlaps
// otherwise.
std::vector<v1::Plan> ReplacedBy(Connection& connection, Contention* contention, const v1::Plan& plan) {
  std::vector<v1::Plan> replaced;
  for (v1::Plan& other : PublishedIn(connection, DaysOf(plan))) {
    if (other.name() == plan.name()) continue;
    if (!Overlap(plan.regions(), other.regions())) {
      if (WasMadeWithout(plan, other) && ShareSellers(contention, plan, other))
        throw PublishedMeanwhile(other.name());
      continue;
    }
    if (!SameRegions(plan.regions(), other.regions())) throw PublishedPlanOverlaps(other.name());
    const std::string last = PublishedDaysOf(other).last();
    if (last > DaysOf(plan).last()) throw PublishedPlanGoesOn(other.name(), last);
    replaced.push_back(std::move(other));
  }
  return replaced;
}

std::int64_t CountPublications(Connection& connection) {
  Statement select(connection, "SELECT count FROM publications");
  return select.Step() ? select.Int(0) : 0;
}

// For all of its days.
void PublishIn(Connection& connection, v1::Plan& plan) {
  Statement(connection, "UPDATE publications SET count = count + 1").Step();
  plan.set_publication(CountPublications(connection));
  plan.set_published_until(DaysOf(plan).last());
  plan.set_published(true);
  *plan.mutable_publish_time() = Now();
  UpdateIn(connection, plan);
}

// Of the plans that have lost days to this one, which is gone, the last before it.
std::optional<v1::Plan> LastCutBy(Connection& connection, const v1::Plan& gone) {
  std::optional<v1::Plan> last;
  const PlannedDays days = DaysOf(gone);
  for (v1::Plan& plan : PublishedIn(connection, {days.EarliestFirst(), PlannedDays::kMost - 1})) {
    const std::string until = PublishedDaysOf(plan).last();
    const bool was_cut = until < days.first && DaysOf(plan).last() >= days.first;
    if (!was_cut || !SameRegions(plan.regions(), gone.regions())) continue;
    if (!last || until > PublishedDaysOf(*last).last()) last = std::move(plan);
  }
  return last;
}

// By the rules by which it would be published now, but that it takes no other plan's place.
void GiveDaysBack(Connection& connection, Contention* contention, const v1::Plan& gone) {
  if (gone.date().empty()) return;
  std::optional<v1::Plan> plan = LastCutBy(connection, gone);
  if (!plan) return;
  try {
    RequireSameAtHand(connection, contention, *plan);
    if (!ReplacedBy(connection, contention, *plan).empty()) return;
  } catch (const Fault&) {
    return;
  }
  PublishIn(connection, *plan);
}

}  // namespace

PlannedDays DaysOf(const v1::Plan& plan) { return {plan.date(), plan.days()}; }

PlannedDays PublishedDaysOf(const v1::Plan& plan) {
  // Stores from before there was such a field have published plans without it.
  if (plan.published_until().empty()) return DaysOf(plan);
  return {plan.date(), DaysBetween(plan.date(), plan.published_until()) + 1};
}

PlanStore::Creation PlanStore::Create(PlanJob job, const std::function<void()>& admit) {
  return store_.Write([&](Connection& connection) -> Creation {
    job.plan.set_state(v1::Plan::QUEUED);
    const std::optional<v1::Plan> standing = StandingIn(connection, job.plan);
    if (standing) {
      if (!IsEnd(*standing) || standing->state() == v1::Plan::SUCCEEDED) return {.plan = *standing};
      admit();
      job.plan.set_name(standing->name());
      *job.plan.mutable_create_time() = standing->create_time();
      Statement(connection, "UPDATE plans SET policy_yaml = ?2, scenario_yaml = ?3 WHERE id = ?1",
                IdOf(job.plan), job.policy_yaml, job.scenario_yaml)
          .Step();
      UpdateIn(connection, job.plan);
      return {.plan = std::move(job.plan), .queued = true};
    }
    admit();
    const std::string dataset_id = DatasetIdOf(job.plan.dataset(), "dataset");  // bound, not copied
    Statement dataset(connection, "SELECT 1 FROM datasets WHERE id = ?1", dataset_id);
    if (!dataset.Step()) throw DatasetNotFound(job.plan.dataset());
    job.plan.set_name(PlanName(NewId()));
    *job.plan.mutable_create_time() = Now();
    Insert(connection, job);
    return {.plan = std::move(job.plan), .queued = true};
  });
}

std::optional<v1::Plan> PlanStore::FindRequest(const std::string& request_id) {
  return store_.Read([&](Connection& connection) { return kPlans.FindRequest(connection, request_id); });
}

bool PlanStore::IsRepeat(const PlanJob& job) {
  return store_.Read([&](Connection& connection) { return StandingIn(connection, job.plan).has_value(); });
}

std::optional<v1::Plan> PlanStore::Find(const std::string& id) {
  return store_.Read([&](Connection& connection) { return kPlans.Find(connection, id); });
}

std::optional<PlanJob> PlanStore::FindJob(const std::string& id) {
  return store_.Read([&](Connection& connection) -> std::optional<PlanJob> {
    Statement select(connection, "SELECT record, policy_yaml, scenario_yaml FROM plans WHERE id = ?1", id);
    if (!select.Step()) return std::nullopt;
    return PlanJob{.plan = kPlans.Parsed(select.Bytes(0), id),
                   .policy_yaml = std::string(select.Text(1)),
                   .scenario_yaml = std::string(select.Text(2))};
  });
}

Page<v1::Plan> PlanStore::List(const Filter& filter, std::int64_t from, std::int32_t most) {
  // Published plans may hold on another day than their first.
  const PlannedDays day{filter.date};
  const bool held = filter.published_only && !filter.date.empty();
  const std::string earliest = held ? day.EarliestFirst() : filter.date;
  return store_.Read([&](Connection& connection) {
    Statement select(
        connection,
        "SELECT seq, record, id, dataset_id FROM plans WHERE seq <= ?1 AND (?2 = '' OR dataset_id = ?2) AND "
        "(?3 = '' OR (date >= ?5 AND date <= ?3)) AND (NOT ?4 OR published) ORDER BY seq DESC",
        from, filter.dataset_id, filter.date, filter.published_only, earliest);
    return kPlans.ReadPage(
        select, most, [&](const v1::Plan& plan) { return !held || PublishedDaysOf(plan).Hold(filter.date); });
  });
}

std::vector<std::string> PlanStore::UnendedOf(const std::string& dataset_id) {
  return store_.Read([&](Connection& connection) { return kPlans.UnendedOf(connection, dataset_id); });
}

bool PlanStore::Update(const v1::Plan& plan) {
  return store_.Write([&](Connection& connection) { return UpdateIn(connection, plan); });
}

bool PlanStore::Finish(const v1::Plan& plan, const PlanContent& content) {
  return store_.Write([&](Connection& connection) {
    if (!UpdateIn(connection, plan)) return false;
    ReplaceContent(connection, IdOf(plan), content);
    return true;
  });
}

TakenUp PlanStore::TakeUp() {
  return store_.Write([&](Connection& connection) { return kPlans.TakeUp(connection); });
}

template <class Work>
auto PlanStore::WriteInContention(const Work& work) {
  std::vector<std::shared_ptr<const void>> at_hand;
  while (true) {
    Contention::Unread missing;
    try {
      return store_.Write(work);
    } catch (const Contention::Unread& unread) {
      missing = unread;
    }
    at_hand.push_back(contention_->Fetch(missing));
  }
}

v1::Plan PlanStore::Publish(const std::string& id) {
  return WriteInContention([&](Connection& connection) {
    std::optional<v1::Plan> found = kPlans.Find(connection, id);
    if (!found) throw PlanNotFound(PlanName(id));
    v1::Plan plan = *std::move(found);
    if (plan.state() != v1::Plan::SUCCEEDED) throw PlanNotSucceeded(plan);
    if (plan.has_scenario()) throw PlanOfScenario(plan.name(), plan.scenario().name());
    // One that has lost some of its days may be given them back.
    if (plan.published() && PublishedDaysOf(plan).last() == DaysOf(plan).last()) return plan;
    RequireSameAtHand(connection, contention_, plan);
    std::vector<v1::Plan> replaced = ReplacedBy(connection, contention_, plan);
    RequireNobodyCountsOn(connection, contention_, replaced, plan);
    for (v1::Plan& other : replaced) {
      other.set_published(other.date() < plan.date());
      other.set_published_until(other.published() ? DaysOf(plan).Eve().first : "");
      UpdateIn(connection, other);
    }
    PublishIn(connection, plan);
    return plan;
  });
}

std::vector<v1::Plan> PlanStore::PublishedBefore(const PlannedDays& days, const RegionCodes& regions) {
  return store_.Read([&](Connection& connection) { return PublishedBeforeIn(connection, days, regions); });
}

PlanStore::Published PlanStore::PublishedOn(const PlannedDays& days) {
  return store_.Read([&](Connection& connection) -> Published {
    return {.plans = PublishedIn(connection, days), .publications = CountPublications(connection)};
  });
}

// Where a published plan can't be read nobody knows its days and regions, so none can be given back.
void PlanStore::Delete(const std::string& id, bool force) {
  WriteInContention([&](Connection& connection) {
    Statement select(connection, "SELECT published, record FROM plans WHERE id = ?1", id);
    if (!select.Step()) throw PlanNotFound(PlanName(id));
    const bool published = select.Int(0) != 0;
    if (published && !force) throw PlanPublished(PlanName(id));
    const std::optional<v1::Plan> plan = ReadableFrom<v1::Plan>(select.Bytes(1));
    Statement(connection, "DELETE FROM plans WHERE id = ?1", id).Step();
    if (published && plan) GiveDaysBack(connection, contention_, *plan);
  });
}

bool PlanStore::DeleteDataset(const std::string& dataset_id, const std::function<bool()>& still_wanted) {
  struct NotWanted {};
  const auto delete_ended = [&](Connection& connection, const std::string& table, int queued, int running) {
    Statement select(connection,
                     "SELECT id FROM " + table + " WHERE dataset_id = ?1 AND state NOT IN (?2, ?3)",
                     dataset_id, queued, running);
    std::vector<std::string> ids;
    while (select.Step()) ids.emplace_back(select.Text(0));
    // A plan of the nation takes a while, and there may be many.
    for (const std::string& id : ids) {
      if (!still_wanted()) throw NotWanted();
      Statement(connection, "DELETE FROM " + table + " WHERE id = ?1", id).Step();
    }
  };
  try {
    return WriteInContention([&](Connection& connection) {
      std::vector<v1::Plan> published;
      Statement select(connection, "SELECT record FROM plans WHERE dataset_id = ?1 AND published = 1",
                       dataset_id);
      while (select.Step()) {
        if (auto plan = ReadableFrom<v1::Plan>(select.Bytes(0))) published.push_back(*std::move(plan));
      }
      delete_ended(connection, "studies", v1::Study::QUEUED, v1::Study::RUNNING);
      delete_ended(connection, "plans", v1::Plan::QUEUED, v1::Plan::RUNNING);
      const bool deleted = DeleteDatasetIn(connection, dataset_id);
      // To plans of other datasets, once those of this one are gone.
      for (const v1::Plan& plan : published) GiveDaysBack(connection, contention_, plan);
      if (!still_wanted()) throw NotWanted();
      return deleted;
    });
  } catch (const NotWanted&) {
    return false;
  }
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
