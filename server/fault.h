// What a call is refused for, before it is said on the wire (status.h). Thrown by the work of a call and
// caught where the call ends (call.h); no exception crosses a gRPC handler.
//
// `reason` is stable and for programs; the sentences are for people, in English and Indonesian, and may
// change.
#pragma once

#include <grpcpp/support/status_code_enum.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/finding.h"
#include "engine/study/report.h"
#include "pasok/v1/plan.pb.h"
#include "server/store/sqlite.h"

namespace pasok::server {

struct Fault {
  struct Violation {
    std::string field{};
    std::string description{};
  };

  grpc::StatusCode code = grpc::StatusCode::INTERNAL;
  std::string reason{};
  std::map<std::string, std::string> metadata{};  // of the reason, for programs too; api.md names the keys
  std::string english{};
  std::string indonesian{};
  std::vector<Violation> violations{};
  Findings findings{};          // that the violations tell, where they are findings
  std::string resource_type{};  // "pasok.v1.Plan"; empty where no resource is meant
  std::string resource_name{};
  std::optional<std::chrono::milliseconds> retry_after{};
};

// Requests at fault.
Fault BadField(std::string field, std::string description, std::string uraian);
// `field`, here and elsewhere: its path from the request's root.
Fault BadPolicy(const Findings& findings, const char* field = "policy_yaml");
// What is wrong with it once it is written out.
Fault PolicyNotKept(const Findings& findings, const char* field);
Fault BadScenario(const Findings& findings, const char* field = "scenario_yaml");
Fault BadPageToken();
Fault BadMessage();
Fault BadStreamOrder(std::string field);
// A stored one, of a newer program.
Fault QuestionNotServed();
Fault UploadTooLarge(std::int64_t most_bytes);
// Found out by a run, which tells the findings too.
Fault QuestionUnfit();
Fault BadQuestion(const Findings& findings);  // the same of one that isn't stored
// Of a question that the policy or the plan leaves without an answer: the engine's sentence says why.
Fault QuestionPointless(const study::Sentence& why);
Fault ScenarioUnfit();
Fault BadScenarioFit(const Findings& findings);  // the same of a question that isn't stored
// Of a study about a plan that was stopped early, or at a gap.
Fault NotProvenOptimal();
// Of one that was neither: stores that commodities share keep it from its proof.
Fault NotProvenForStores();
// A run that ended with nothing to show: because the solver refused what wouldn't fit, or at its time limit,
// which is given where it passed.
Fault NothingToShow(const std::string& refusal, std::optional<double> time_limit_seconds);

// Resources not there, or not in a state for it.
Fault DatasetNotFound(std::string_view name);
Fault PlanNotFound(std::string_view name);
Fault StudyNotFound(std::string_view name);
// `published` of its plans are, which force would delete too.
Fault DatasetInUse(std::string_view name, std::int64_t plans, std::int64_t published, std::int64_t studies);
Fault RequestIdReused(std::string_view request_id, std::string_view plan);
Fault StudyRequestIdReused(std::string_view request_id, std::string_view study);
// By its state: it waits, runs, or has ended otherwise.
Fault PlanNotSucceeded(const v1::Plan& plan);
// A study of one that delivers nothing, since nothing is needed on its days.
Fault PlanIsEmpty(std::string_view name);
// A study of a policy with strict aims.
Fault StrictAims(std::string_view field);
Fault PlanStillRunning(std::string_view name);
Fault StudyStillRunning(std::string_view name);
Fault StudyWithoutReport(std::string_view name);
// Asked again under its name while the report of its last run was downloaded.
Fault ReportReplaced(std::string_view name);
Fault PlanPublished(std::string_view name);
// A plan of a scenario can't be published.
Fault PlanOfScenario(std::string_view name, std::string_view scenario);
// Another published plan of the day covers some of the same regions.
Fault PublishedPlanOverlaps(std::string_view other);
// One of the same regions is published up to that day, which is after the plan's last.
Fault PublishedPlanGoesOn(std::string_view other, std::string_view last_day);
// One is published from that day on that counts on food which `replaced` delivers before.
Fault PublishedPlanCountsOn(std::string_view other, std::string_view first_day, std::string_view replaced);
// What `other` leaves at hand isn't what the plan began with: it was published or taken back since.
Fault OtherFoodAtHand(std::string_view other);
// Another plan of the day was published after this one took its capacities.
Fault PublishedMeanwhile(std::string_view other);

// The server at its limits.
Fault QueueFull(int limit);
Fault TooBusy();
Fault ClientTooSlow();
Fault ShuttingDown();
Fault StoreFault(const StoreError& error);
Fault InternalFault();

}  // namespace pasok::server
