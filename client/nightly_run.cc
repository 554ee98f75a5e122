#include "client/nightly_run.h"

#include <google/protobuf/util/time_util.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "client/names.h"
#include "client/nightly_folder.h"
#include "client/nightly_guard.h"
#include "client/planning.h"
#include "client/publication.h"
#include "client/retries.h"
#include "client/staged_directory.h"
#include "client/text.h"
#include "client/unfit_question.h"
#include "proto/regions.h"

namespace pasok::client {
namespace {

constexpr std::string_view kNothingNeeded = "no_requirement_on_date";
constexpr std::string_view kRequestIds = "nightly-";  // begin so
constexpr std::string_view kPublishedMeanwhile = "PUBLISHED_MEANWHILE";

// The advice, empty where there is none, of the finding that nothing is needed on the days; none where
// anything else is wrong. A server that has the registers at hand refuses such days at once; else the plan
// finds out.
std::optional<std::string> NothingNeeded(const Failure& refusal) {
  const auto* unfit = dynamic_cast<const UnfitQuestion*>(&refusal);
  const bool is_it = unfit != nullptr && unfit->codes().size() == 1 && unfit->codes()[0] == kNothingNeeded;
  return is_it ? std::optional(unfit->fix()) : std::nullopt;
}

std::optional<std::string> NothingNeeded(const v1::Plan& plan) {
  if (plan.state() != v1::Plan::FAILED || plan.findings().error_count() != 1) return std::nullopt;
  for (const v1::Finding& finding : plan.findings().findings()) {
    if (finding.code() == kNothingNeeded) return Printable(finding.fix());
  }
  return std::nullopt;
}

// Whether it is worth trying again. Another plan that was published since this one was made would sell
// capacity twice, or leave to be cooked what isn't there; the same run, started twice at once, may have
// deleted this one; a full queue empties; and a server that is restarted comes back, and knows the plan by
// its request id.
bool MayPassByItself(const Failure& refusal) {
  static constexpr std::array kReasons = {kPublishedMeanwhile,
                                          std::string_view("PLAN_NOT_FOUND"),
                                          std::string_view("QUEUE_FULL"),
                                          std::string_view("TOO_BUSY"),
                                          std::string_view("SHUTTING_DOWN"),
                                          kInterrupted,
                                          kNoAnswer};
  return std::ranges::find(kReasons, refusal.reason()) != kReasons.end();
}

// Whether the published plan serves anybody on the day, for which it is published, or later. A plan of one
// day doesn't list it.
bool ServesFrom(const v1::Plan& plan, const std::string& day) {
  const v1::PlanSummary& summary = plan.summary();
  if (plan.days() <= 1) return summary.demand_grams() > 0;
  return std::ranges::any_of(summary.per_day(), [&](const v1::PlanSummary::Day& each) {
    return day <= each.date() && each.date() <= plan.published_until();
  });
}

StepState DoneNow(bool now) { return now ? StepState::kDone : StepState::kAlreadyDone; }

// Takes the steps in order; each says how it went, and a Failure is the failure of the step in hand.
class Run {
 public:
  Run(Session& session, const NightlyFile& file, NightlyReport& report)
      : session_(session), server_(session.Server()), file_(file), report_(report) {}

  void TakeAllSteps() {
    RequireOwnFolder();
    bool told = false;
    for (Retries retries;;) {
      std::optional<Retries::Milliseconds> pause;
      try {
        if (report_.dataset.empty()) CheckAndImport();
        if (std::exchange(is_to_be_dropped_, false)) DropPlan();
        return PlanPublishAndWrite(policy_);
      } catch (const Failure& refusal) {
        if (MayPassByItself(refusal)) pause = retries.PauseAfterRefusal();
        if (!pause) throw;
        pause = std::max<Retries::Milliseconds>(*pause, refusal.retry_after());
        is_to_be_dropped_ = refusal.reason() == kPublishedMeanwhile;
        if (refusal.code() == ExitCode::kServerFailed && !std::exchange(told, true)) {
          session_.console().err << "pasok: " << refusal.what() << "; trying again for two minutes\n"
                                 << std::flush;
        }
      }
      WaitOrStop(session_.interrupt(), *pause);
    }
  }

 private:
  void CheckAndImport() {
    Begin(NightlyStep::kCheck);
    const PolicyFile policy = ReadValidPolicy(session_, server_, file_.policy);
    const auto imported = Import(session_, server_, file_.data, policy);
    report_.check_findings = imported.findings();
    RequireRows(imported);
    policy_ = policy.yaml;
    report_.dataset = imported.dataset().name();
    End(NightlyStep::kCheck, StepState::kDone);
    End(NightlyStep::kImport, DoneNow(!imported.already_existed()));
  }

  void PlanPublishAndWrite(const std::string& policy) {
    report_.plan.Clear();
    End(NightlyStep::kFiles, StepState::kNotReached);
    End(NightlyStep::kPublish, StepState::kNotReached);
    Begin(NightlyStep::kPlan);
    const StepState planned = Plan(policy);
    End(NightlyStep::kPlan, planned);
    if (planned == StepState::kSkipped) {
      End(NightlyStep::kFiles, StepState::kSkipped);
      End(NightlyStep::kPublish, StepState::kSkipped);
      return;
    }
    RequireOwnFolder();  // still; another run may have begun at the same time
    Begin(NightlyStep::kFiles);
    StagedDirectory staged(report_.files);
    server_.DownloadPlanFiles(report_.plan.name(), [&](const std::string& name, std::string_view bytes) {
      staged.Append(name, bytes);
    });
    End(NightlyStep::kFiles, StepState::kNotReached);
    Begin(NightlyStep::kPublish);
    const StepState published = Publish(staged);
    End(NightlyStep::kPublish, published);
    // Not before, so that where the plan is refused the folder keeps the one that is published. After a kill
    // in between the next run finds the plan published and the files missing.
    Begin(NightlyStep::kFiles);
    End(NightlyStep::kFiles, published == StepState::kReplaced
                                 ? StepState::kSkipped
                                 : DoneNow(staged.Replace() == StagedDirectory::Outcome::kWritten));
  }

  // So that it is made again, instead of being found and refused again.
  void DropPlan() {
    try {
      server_.DeletePlan(report_.plan.name(), /*force=*/false);
    } catch (const Failure& refusal) {
      // The same run, started twice at once, was faster: it has deleted the plan, or published it after all.
      if (refusal.reason() != "PLAN_NOT_FOUND" && refusal.reason() != "PLAN_PUBLISHED") throw;
    }
  }

  // Before anything else: what can't be written shall be neither planned nor published.
  void RequireOwnFolder() {
    Begin(NightlyStep::kFiles);
    RequireNightlyFolder(report_.files, Regions());
    End(NightlyStep::kFiles, StepState::kNotReached);
  }

  RegionCodes Regions() const { return {file_.regions.begin(), file_.regions.end()}; }

  StepState& State(NightlyStep step) { return report_.steps[static_cast<std::size_t>(step)]; }
  void Begin(NightlyStep step) { State(step) = StepState::kFailed; }
  void End(NightlyStep step, StepState state) { State(step) = state; }

  StepState Plan(const std::string& policy) {
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
    std::optional<StepState> planned = PlanAnswering(request);
    if (planned) return *planned;
    // The days were closed since a plan was published that serves on them: an empty one takes them over.
    request.set_may_be_empty(true);
    request.set_request_id(request.request_id() + "-empty");
    if (!IsServedStill(request)) return StepState::kSkipped;
    planned = PlanAnswering(request);
    if (!planned) return StepState::kSkipped;
    report_.why_skipped.clear();
    return *planned;
  }

  // None where nothing is needed, which the report then says.
  std::optional<StepState> PlanAnswering(const v1::CreatePlanRequest& request) {
    request_ = request;
    try {
      report_.plan = server_.CreatePlan(request);
    } catch (const Failure& refusal) {
      if (const auto advice = NothingNeeded(refusal)) return Skip(*advice);
      throw;
    }
    if (report_.plan.state() == v1::Plan::SUCCEEDED) return StepState::kAlreadyDone;
    report_.plan = WatchToEnd(session_, server_, report_.plan.name());
    if (const auto advice = NothingNeeded(report_.plan)) {
      server_.DeletePlan(report_.plan.name(), /*force=*/false);
      report_.plan.Clear();
      return Skip(*advice);
    }
    RequireSuccess(report_.plan);
    return StepState::kDone;
  }

  // Whether a published plan of just these regions holds on the day that serves then or later, or is the very
  // one that is asked for.
  bool IsServedStill(const v1::CreatePlanRequest& request) {
    v1::ListPlansRequest published;
    published.set_published_only(true);
    published.set_date(report_.date);
    const std::vector<v1::Plan> plans = server_.ListPlans(published);
    return std::ranges::any_of(plans, [&](const v1::Plan& plan) {
      if (!SameRegions(plan.regions(), request.regions())) return false;
      return plan.request_id() == request.request_id() || ServesFrom(plan, report_.date);
    });
  }

  std::optional<StepState> Skip(const std::string& advice) {
    report_.why_skipped = "nothing is needed on ";
    if (report_.days > 1) report_.why_skipped += "the " + std::to_string(report_.days) + " days from ";
    report_.why_skipped += report_.date + (advice.empty() ? "" : ": " + advice);
    return std::nullopt;
  }

  StepState Publish(StagedDirectory& staged) {
    if (!file_.publish) return StepState::kSkipped;
    const v1::Plan& plan = report_.plan;
    if (plan.published()) return StepState::kAlreadyDone;
    const auto other = plan.has_publish_time() ? PublishedInItsPlace() : std::nullopt;
    if (other && WasPublishedByHand(*other, staged)) {
      report_.why_skipped = plan.name() + " was published, and then " + other->name() +
                            " in its place, so that one is left; `pasok publish " + plan.name() +
                            "` brings it back";
      return StepState::kReplaced;
    }
    RequireNoneBeginsAfter(server_, plan);
    RequireNoDayLost(session_, server_, request_, plan);
    const Publication publication = pasok::client::Publish(server_, report_.plan.name());
    session_.console().err << InWords(publication.replaced) << WarningOf(publication);
    report_.plan = publication.plan;
    return StepState::kDone;
  }

  std::optional<v1::Plan> PublishedInItsPlace() {
    v1::ListPlansRequest published;
    published.set_published_only(true);
    published.set_date(report_.date);
    for (v1::Plan& other : server_.ListPlans(published)) {
      if (SameRegions(other.regions(), report_.plan.regions())) return std::move(other);
    }
    return std::nullopt;
  }

  // Whether a planner, and no nightly run, put `other` in the place of this run's plan. A nightly run puts
  // its own there: one made since, as the registers have changed; or, as they have changed back, an earlier
  // one, and then that one's files are in the folder.
  bool WasPublishedByHand(const v1::Plan& other, StagedDirectory& staged) const {
    if (!other.request_id().starts_with(kRequestIds)) return true;
    const bool made_since = other.create_time() > report_.plan.publish_time();
    return !made_since && staged.IsThere();
  }

  Session& session_;
  Connection& server_;
  const NightlyFile& file_;
  NightlyReport& report_;
  std::string policy_;             // as YAML; empty for none
  bool is_to_be_dropped_ = false;  // the plan, since it can't be published
  v1::CreatePlanRequest request_;  // the one that the plan answers
};

}  // namespace

NightlyReport RunNightly(Session& session, const NightlyFile& file, const std::string& date) {
  NightlyReport report;
  report.date = date;
  report.days = file.days;
  report.files = file.out / date;
  try {
    Run(session, file, report).TakeAllSteps();
    const bool short_of_food = report.plan.summary().shortage_grams() > 0;
    if (file.fail_on_shortage && short_of_food) report.exit_code = ExitCode::kShortages;
  } catch (const PrintedFindings& failure) {
    report.error = failure.what();
    report.findings = failure.lines();
    report.check_findings = failure.findings();
    report.exit_code = failure.code();
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
  std::string id(kRequestIds);
  for (std::size_t i = 0; i < kBytes; ++i) {
    id += kDigits[digest[i] >> 4];
    id += kDigits[digest[i] & 15];
  }
  return id;
}

}  // namespace pasok::client
