#include "server/study_runner.h"

#include "server/names.h"
#include "server/report_convert.h"
#include "server/status.h"

namespace pasok::server {

std::string StudyKind::NameOf(const std::string& id) { return StudyName(id); }
std::string StudyKind::IdIn(const std::string& name) { return StudyIdOf(name, "name"); }
Fault StudyKind::NotFound(const std::string& id) { return StudyNotFound(StudyName(id)); }
Fault StudyKind::StillRunning(const std::string& id) { return StudyStillRunning(StudyName(id)); }

Fault StudyKind::Cancelled() {
  return {.code = grpc::StatusCode::CANCELLED,
          .reason = "CANCELLED",
          .english = "the study was cancelled on request",
          .indonesian = "kajian dibatalkan atas permintaan"};
}

Fault StudyKind::OutOfMemory() {
  return {
      .code = grpc::StatusCode::RESOURCE_EXHAUSTED,
      .reason = "OUT_OF_MEMORY",
      .english = "the server's memory does not suffice for this study; ask about fewer regions at once",
      .indonesian = "memori server tidak cukup untuk kajian ini; tanyakan lebih sedikit wilayah sekaligus"};
}

v1::WatchStudyResponse StudyKind::Telling(const Progress& step) {
  v1::WatchStudyResponse out;
  out.set_state(v1::Study::RUNNING);
  out.set_stage(std::string(step.stage));
  out.set_fraction(step.fraction);
  return out;
}

void StudyKind::Conclude(Answer& answer, const Ending& ending, Record& study) {
  study.mutable_subtracted_plans()->Assign(answer.subtracted_plans.begin(), answer.subtracted_plans.end());
  study.mutable_carried_from_plans()->Assign(answer.carried_from_plans.begin(),
                                             answer.carried_from_plans.end());
  if (answer.report) Summarise(*answer.report, study);
  if (answer.findings.findings_size() > 0) *study.mutable_findings() = std::move(answer.findings);
  const bool whole = answer.report && answer.report->complete;
  if (whole) {
    study.set_state(v1::Study::SUCCEEDED);
  } else if (ending.cancelled) {
    study.set_state(v1::Study::CANCELLED);
    *study.mutable_error() = ToStoredStatus(Cancelled());
  } else if (ending.server_stops) {
    study.set_state(v1::Study::INTERRUPTED);
  } else if (answer.fault) {
    study.set_state(v1::Study::FAILED);
    *study.mutable_error() = ToStoredStatus(*answer.fault);
  } else {
    study.set_state(v1::Study::SUCCEEDED);  // at its time limit, with what it had
  }
}

void StudyKind::Finish(Store& store, const Record& study, const Answer& answer) {
  store.Finish(study, ToBlocks(*answer.report));
}

void StudyKind::Forget(Record& study) {
  study.clear_has_report();
  study.clear_complete();
  study.clear_sentences();
  study.clear_tables();
}

}  // namespace pasok::server
