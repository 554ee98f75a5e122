#include "server/plan_runner.h"

#include "server/convert.h"
#include "server/names.h"
#include "server/status.h"

namespace pasok::server {

std::string PlanKind::NameOf(const std::string& id) { return PlanName(id); }
std::string PlanKind::IdIn(const std::string& name) { return PlanIdOf(name, "name"); }
Fault PlanKind::NotFound(const std::string& id) { return PlanNotFound(PlanName(id)); }
Fault PlanKind::StillRunning(const std::string& id) { return PlanStillRunning(PlanName(id)); }

Fault PlanKind::Cancelled() {
  return {.code = grpc::StatusCode::CANCELLED,
          .reason = "CANCELLED",
          .english = "the plan was cancelled on request",
          .indonesian = "rencana dibatalkan atas permintaan"};
}

Fault PlanKind::OutOfMemory() {
  return {.code = grpc::StatusCode::RESOURCE_EXHAUSTED,
          .reason = "OUT_OF_MEMORY",
          .english = "the server's memory does not suffice for this plan; plan fewer regions at once",
          .indonesian =
              "memori server tidak cukup untuk rencana ini; rencanakan lebih sedikit wilayah sekaligus"};
}

v1::WatchPlanResponse PlanKind::Telling(const Progress& progress) { return ToProto(progress); }

bool PlanKind::IsNews(const Watched& before, const Watched& now) {
  return now.stage() != before.stage() || now.has_incumbent_sen() != before.has_incumbent_sen() ||
         now.has_bound_sen() != before.has_bound_sen();
}

void PlanKind::TellEnd(const Record& plan, Watched& state) {
  if (plan.has_summary()) {
    const v1::Certificate& certificate = plan.summary().certificate();
    state.set_incumbent_sen(certificate.primal_sen());
    state.set_bound_sen(certificate.dual_sen());
    // Of no money there is no share.
    if (certificate.gap_percent() > 0 || certificate.gap_sen() == 0)
      state.set_gap_percent(certificate.gap_percent());
  }
  *state.mutable_plan() = plan;
}

void PlanKind::Conclude(Answer& answer, const Ending& ending, Record& plan) {
  if (ending.server_stops && !(answer.summary && !answer.summary->stopped_early())) {
    plan.set_state(v1::Plan::INTERRUPTED);
    return;
  }
  plan.mutable_subtracted_plans()->Assign(answer.subtracted_plans.begin(), answer.subtracted_plans.end());
  plan.mutable_carried_from_plans()->Assign(answer.carried_from_plans.begin(),
                                            answer.carried_from_plans.end());
  plan.set_publications_known(answer.publications_known);
  if (answer.fault) {
    plan.set_state(v1::Plan::FAILED);
    *plan.mutable_error() = ToStoredStatus(*answer.fault);
  } else {
    plan.set_state(v1::Plan::SUCCEEDED);
    *plan.mutable_summary() = *std::move(answer.summary);
  }
  if (answer.findings.findings_size() > 0) *plan.mutable_findings() = std::move(answer.findings);
}

bool PlanKind::HasContent(const Record& plan, const Answer&) { return plan.state() == v1::Plan::SUCCEEDED; }

void PlanKind::Finish(Store& store, const Record& plan, const Answer& answer) {
  store.Finish(plan, answer.content);
}

}  // namespace pasok::server
