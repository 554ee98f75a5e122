// A nightly run: from registers to a published plan, in steps that may each have been done before.
//
// With several days the nights roll: each plan takes over the days that it shares with the one published
// before, which keeps those before, and begins with what that one has delivered by then
// (server/store/plan_store.h). Nothing is asked for it: who publishes each night's plan gets it, and a night
// that was missed leaves the last plan in place.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "client/exit_code.h"
#include "client/nightly_file.h"
#include "client/session.h"
#include "client/table.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

enum class NightlyStep : std::uint8_t { kCheck, kImport, kPlan, kFiles, kPublish };
inline constexpr std::size_t kNightlySteps = 5;

enum class StepState : std::uint8_t { kNotReached, kSkipped, kDone, kAlreadyDone, kFailed };

struct NightlyReport {
  std::string date;  // the first of `days`
  std::int32_t days = 1;
  std::string dataset;  // "datasets/…"; empty where the run didn't get so far, like `plan`'s name
  v1::Plan plan;
  std::filesystem::path files;
  std::array<StepState, kNightlySteps> steps{};  // by NightlyStep
  std::string error;                             // what a failed step says; empty where none failed
  std::string hint;
  ExitCode exit_code = ExitCode::kDone;

  // Everything was as it should be before the run began.
  bool already_done() const;
};

// Does what is missing for the file's days from `date` on (ISO 8601) and nothing twice: the dataset is named
// by its content, the plan by a request id that follows from dataset, policy, days and regions, the files
// appear all at once, and publishing a published plan is left out. So after a kill at any point the next run
// ends in the same state. Failures become part of the report.
NightlyReport RunNightly(Session& session, const NightlyFile& file, const std::string& date);

// 32 hexadecimal digits after "nightly-": the same for the same question, another for any other.
std::string NightlyRequestId(std::string_view dataset, std::string_view policy_yaml, std::string_view date,
                             const std::vector<std::string>& regions, std::string_view previous = {},
                             std::int32_t days = 1);

nlohmann::ordered_json ToJson(const NightlyReport& report);
// The steps, one a row.
Table StepsTable(const NightlyReport& report);

}  // namespace pasok::client
