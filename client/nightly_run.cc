#include "client/nightly_run.h"

#include <openssl/evp.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "client/figures.h"
#include "client/names.h"
#include "client/plan_json.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

constexpr std::array<const char*, kNightlySteps> kStepWords = {"check", "import", "plan", "files", "publish"};

const char* ToWord(StepState state) {
  switch (state) {
    case StepState::kNotReached:
      return "not_reached";
    case StepState::kSkipped:
      return "skipped";
    case StepState::kDone:
      return "done";
    case StepState::kAlreadyDone:
      return "already_done";
    case StepState::kFailed:
      return "failed";
  }
  return "";
}

StepState DoneNow(bool now) { return now ? StepState::kDone : StepState::kAlreadyDone; }

// Takes the steps in order; each says how it went, and a Failure is the failure of the step in hand.
class Run {
 public:
  Run(Session& session, const NightlyFile& file, NightlyReport& report)
      : session_(session), server_(session.Server()), file_(file), report_(report) {}

  void TakeAllSteps() {
    Begin(NightlyStep::kCheck);
    const std::string policy = ReadValidPolicy(session_, server_, file_.policy);
    const auto imported = Import(session_, server_, file_.data, policy);
    report_.dataset = imported.dataset().name();
    End(NightlyStep::kCheck, StepState::kDone);
    End(NightlyStep::kImport, DoneNow(!imported.already_existed()));

    constexpr int kMostAttempts = 3;
    int attempt = 1;
    while (!PlanWriteAndPublish(policy, attempt == kMostAttempts)) ++attempt;
  }

 private:
  // Whether that was all. Where another plan was published since this one was made, it would sell capacity
  // twice, or cook what isn't there, and the server refuses it: then it is deleted, to be made again, unless
  // this is the `last` attempt.
  bool PlanWriteAndPublish(const std::string& policy, bool last) {
    Begin(NightlyStep::kPlan);
    End(NightlyStep::kPlan, DoneNow(Plan(policy)));
    Begin(NightlyStep::kFiles);
    const auto outcome = WritePlanFiles(server_, report_.plan.name(), report_.files);
    End(NightlyStep::kFiles, DoneNow(outcome == StagedDirectory::Outcome::kWritten));
    Begin(NightlyStep::kPublish);
    try {
      End(NightlyStep::kPublish, Publish());
    } catch (const Failure& refused) {
      if (refused.reason() != "PUBLISHED_MEANWHILE" || last) throw;
      server_.DeletePlan(report_.plan.name(), /*force=*/false);
      return false;
    }
    return true;
  }

  StepState& State(NightlyStep step) { return report_.steps[static_cast<std::size_t>(step)]; }
  void Begin(NightlyStep step) { State(step) = StepState::kFailed; }
  void End(NightlyStep step, StepState state) { State(step) = state; }

  // Whether there was anything left to plan.
  bool Plan(const std::string& policy) {
    v1::CreatePlanRequest request;
    request.set_dataset(report_.dataset);
    request.set_policy_yaml(policy);
    request.set_date(report_.date);
    if (file_.days > 1) request.set_days(file_.days);
    request.mutable_regions()->Assign(file_.regions.begin(), file_.regions.end());
    if (file_.follow_published) {
      if (const auto previous = LastPublishedBefore(server_, report_.date, request.regions()))
        request.set_previous_plan(previous->name());
    }
    request.set_request_id(NightlyRequestId(report_.dataset, policy, report_.date, file_.regions,
                                            request.previous_plan(), file_.days));
    report_.plan = server_.CreatePlan(request);
    if (report_.plan.state() == v1::Plan::SUCCEEDED) return false;
    report_.plan = WatchToEnd(session_, server_, report_.plan.name());
    RequireSuccess(report_.plan);
    return true;
  }

  StepState Publish() {
    if (!file_.publish) return StepState::kSkipped;
    if (report_.plan.published()) return StepState::kAlreadyDone;
    report_.plan = server_.PublishPlan(report_.plan.name());
    return StepState::kDone;
  }

  Session& session_;
  Connection& server_;
  const NightlyFile& file_;
  NightlyReport& report_;
};

}  // namespace

bool NightlyReport::already_done() const {
  const auto state = [this](NightlyStep step) { return steps[static_cast<std::size_t>(step)]; };
  const auto publish = state(NightlyStep::kPublish);
  return state(NightlyStep::kImport) == StepState::kAlreadyDone &&
         state(NightlyStep::kPlan) == StepState::kAlreadyDone &&
         state(NightlyStep::kFiles) == StepState::kAlreadyDone &&
         (publish == StepState::kAlreadyDone || publish == StepState::kSkipped);
}

NightlyReport RunNightly(Session& session, const NightlyFile& file, const std::string& date) {
  NightlyReport report;
  report.date = date;
  report.days = file.days;
  report.files = file.out / date;
  try {
    Run(session, file, report).TakeAllSteps();
    const bool short_of_food = report.plan.summary().shortage_grams() > 0;
    if (file.fail_on_shortage && short_of_food) report.exit_code = ExitCode::kShortages;
  } catch (const Failure& failure) {
    report.error = failure.what();
    report.hint = failure.hint();
    report.exit_code = failure.code();
  }
  return report;
}

std::string NightlyRequestId(std::string_view dataset, std::string_view policy_yaml, std::string_view date,
                             const std::vector<std::string>& regions, std::string_view previous,
                             std::int32_t days) {
  // Each field with its length, so that no two questions make the same record.
  std::string record = "pasok nightly 1\n";
  const auto add = [&](std::string_view field) {
    record += std::to_string(field.size()) + ":" + std::string(field) + "\n";
  };
  add(dataset);
  add(policy_yaml);
  add(date);
  for (const std::string& region : regions) add(region);
  if (!previous.empty()) add(previous);
  if (days > 1) add("days " + std::to_string(days));  // no region's code, nor a plan's name
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(record.data(), record.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 isn't available");
  }
  constexpr std::size_t kBytes = 16;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id = "nightly-";
  for (std::size_t i = 0; i < kBytes; ++i) {
    id += kDigits[digest[i] >> 4];
    id += kDigits[digest[i] & 15];
  }
  return id;
}

nlohmann::ordered_json ToJson(const NightlyReport& report) {
  nlohmann::ordered_json steps;
  for (std::size_t i = 0; i < kNightlySteps; ++i) steps[kStepWords[i]] = ToWord(report.steps[i]);
  nlohmann::ordered_json json = {{"date", report.date},
                                 {"days", report.days},
                                 {"exit_code", static_cast<int>(report.exit_code)},
                                 {"already_done", report.already_done()},
                                 {"steps", steps},
                                 {"dataset", report.dataset},
                                 {"plan", report.plan.name()},
                                 {"published", report.plan.published()},
                                 {"files", report.files.string()}};
  if (!report.error.empty()) json["error"] = report.error;
  if (report.plan.has_summary()) json["summary"] = ToJson(report.plan.summary());
  return json;
}

Table StepsTable(const NightlyReport& report) {
  Table table{.columns = {{.key = "step", .title = "step"}, {.key = "state", .title = "state"}}, .rows = {}};
  for (std::size_t i = 0; i < kNightlySteps; ++i) {
    Cell state = Word(ToWord(report.steps[i]));
    std::ranges::replace(state.text, '_', ' ');
    table.rows.push_back({Word(kStepWords[i]), std::move(state)});
  }
  return table;
}

}  // namespace pasok::client
