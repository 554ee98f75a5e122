#include "server/store/study_store.h"

#include "server/convert.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/store/chunks.h"
#include "server/store/records.h"

namespace pasok::server {
namespace {

constexpr RecordTable<v1::Study> kStudies("studies");

std::string IdOf(const v1::Study& study) { return StudyIdOf(study.name(), "name"); }

void Insert(Connection& connection, const StudyJob& job) {
  const v1::Study& study = job.study;
  const std::string record = study.SerializeAsString();
  Statement(
      connection,
      "INSERT INTO studies (id, dataset_id, plan, request_id, state, digest, policy_yaml, scenario_yaml, "
      "record) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      IdOf(study), DatasetIdOf(study.dataset(), "dataset"), study.plan(), study.request_id(),
      static_cast<int>(study.state()), job.digest, job.policy_yaml, job.scenario_yaml, Blob{record})
      .Step();
  InsertFiles(connection, kStudyFiles, IdOf(study), job.files);
}

// The place in the list that it had; 0 where there is none.
std::int64_t Remove(Connection& connection, const std::string& id) {
  Statement remove(connection, "DELETE FROM studies WHERE id = ?1 RETURNING seq", id);
  return remove.Step() ? remove.Int(0) : 0;
}

void SetPlace(Connection& connection, const std::string& id, std::int64_t place) {
  Statement(connection, "UPDATE studies SET seq = ?2 WHERE id = ?1", id, place).Step();
}

std::string DigestIn(Connection& connection, const std::string& id) {
  Statement select(connection, "SELECT digest FROM studies WHERE id = ?1", id);
  return select.Step() ? std::string(select.Text(0)) : std::string();
}

// That of the job's request_id, of the same question.
std::optional<v1::Study> StandingIn(Connection& connection, const StudyJob& job) {
  std::optional<v1::Study> standing = kStudies.FindRequest(connection, job.study.request_id());
  if (standing && DigestIn(connection, IdOf(*standing)) != job.digest)
    throw StudyRequestIdReused(job.study.request_id(), standing->name());
  return standing;
}

}  // namespace

StudyStore::Creation StudyStore::Create(StudyJob job, const std::function<void()>& admit) {
  return store_.Write([&](Connection& connection) -> Creation {
    job.study.set_state(v1::Study::QUEUED);
    const std::optional<v1::Study> standing = StandingIn(connection, job);
    if (standing && (!IsEnd(*standing) || standing->state() == v1::Study::SUCCEEDED))
      return {.study = *standing};
    admit();
    const std::string dataset_id = DatasetIdOf(job.study.dataset(), "dataset");  // bound, not copied
    Statement dataset(connection, "SELECT 1 FROM datasets WHERE id = ?1", dataset_id);
    if (!dataset.Step()) throw DatasetNotFound(job.study.dataset());
    if (standing) {
      job.study.set_name(standing->name());
      *job.study.mutable_create_time() = standing->create_time();
      const std::string id = IdOf(*standing);
      const std::int64_t place = Remove(connection, id);
      Insert(connection, job);
      SetPlace(connection, id, place);
    } else {
      job.study.set_name(StudyName(NewId()));
      *job.study.mutable_create_time() = Now();
      Insert(connection, job);
    }
    return {.study = std::move(job.study), .queued = true};
  });
}

std::optional<v1::Study> StudyStore::FindRequest(const std::string& request_id) {
  return store_.Read([&](Connection& connection) { return kStudies.FindRequest(connection, request_id); });
}

bool StudyStore::IsRepeat(const StudyJob& job) {
  return store_.Read([&](Connection& connection) { return StandingIn(connection, job).has_value(); });
}

std::optional<v1::Study> StudyStore::Find(const std::string& id) {
  return store_.Read([&](Connection& connection) { return kStudies.Find(connection, id); });
}

std::optional<StudyJob> StudyStore::FindJob(const std::string& id) {
  return store_.Read([&](Connection& connection) -> std::optional<StudyJob> {
    Statement select(connection,
                     "SELECT record, policy_yaml, scenario_yaml, digest FROM studies WHERE id = ?1", id);
    if (!select.Step()) return std::nullopt;
    return StudyJob{.study = kStudies.Parsed(select.Bytes(0), id),
                    .policy_yaml = std::string(select.Text(1)),
                    .scenario_yaml = std::string(select.Text(2)),
                    .files = SelectFiles(connection, kStudyFiles, id),
                    .digest = std::string(select.Text(3))};
  });
}

Page<v1::Study> StudyStore::List(const Filter& filter, std::int64_t from, std::int32_t most) {
  return store_.Read([&](Connection& connection) {
    Statement select(connection,
                     "SELECT seq, record, id, dataset_id FROM studies WHERE seq <= ?1 AND (?2 = '' OR "
                     "dataset_id = ?2) AND "
                     "(?3 = '' OR plan = ?3) ORDER BY seq DESC",
                     from, filter.dataset_id, filter.plan);
    return kStudies.ReadPage(select, most);
  });
}

std::vector<std::string> StudyStore::UnendedOf(const std::string& dataset_id) {
  return store_.Read([&](Connection& connection) { return kStudies.UnendedOf(connection, dataset_id); });
}

bool StudyStore::Update(const v1::Study& study) {
  return store_.Write([&](Connection& connection) { return kStudies.Put(connection, study); });
}

bool StudyStore::Finish(const v1::Study& study, const ReportBlocks& report) {
  return store_.Write([&](Connection& connection) {
    if (!kStudies.Put(connection, study)) return false;
    const std::string id = IdOf(study);
    Statement(connection, "DELETE FROM study_reports WHERE study_id = ?1", id).Step();
    Statement insert(connection, "INSERT INTO study_reports (study_id, block, content) VALUES (?1, ?2, ?3)");
    std::int64_t number = 0;
    for (const std::string& block : report) insert.Run(id, number++, Blob{block});
    return true;
  });
}

TakenUp StudyStore::TakeUp() {
  return store_.Write([&](Connection& connection) { return kStudies.TakeUp(connection); });
}

void StudyStore::Delete(const std::string& id, bool) {
  store_.Write([&](Connection& connection) {
    if (Remove(connection, id) == 0) throw StudyNotFound(StudyName(id));
  });
}

std::optional<StudyStore::ReportPart> StudyStore::FindReportPart(const std::string& id, std::int64_t block) {
  return store_.Read([&](Connection& connection) -> std::optional<ReportPart> {
    std::optional<v1::Study> study = kStudies.Find(connection, id);
    if (!study) return std::nullopt;
    Statement select(connection, "SELECT content FROM study_reports WHERE study_id = ?1 AND block = ?2", id,
                     block);
    ReportPart part{.study = *std::move(study), .block = std::nullopt};
    if (select.Step()) part.block = std::string(select.Bytes(0));
    return part;
  });
}

}  // namespace pasok::server
