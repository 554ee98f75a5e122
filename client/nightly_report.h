// What became of a nightly run, for people and for programs.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "client/exit_code.h"
#include "client/table.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

enum class NightlyStep : std::uint8_t { kCheck, kImport, kPlan, kFiles, kPublish };
inline constexpr std::size_t kNightlySteps = 5;

// kReplaced: it was done before, and a planner has put another plan in its place since.
enum class StepState : std::uint8_t { kNotReached, kSkipped, kDone, kAlreadyDone, kReplaced, kFailed };

struct NightlyReport {
  std::string date;  // the first of `days`
  std::int32_t days = 1;
  std::string dataset;  // "datasets/…"; empty where the run didn't get so far, like `plan`'s name
  v1::Plan plan;
  std::filesystem::path files;
  std::array<StepState, kNightlySteps> steps{};  // by NightlyStep
  std::string why_skipped;                       // why there was nothing to plan, or to publish; else empty
  std::string error;                             // what a failed step says; empty where none failed
  std::string hint;
  std::string findings;         // of what failed, a line each; where they were printed already
  v1::Findings check_findings;  // of the registers; of the policy where that failed
  ExitCode exit_code = ExitCode::kDone;

  // Everything was as it should be before the run began, a day without service too.
  bool already_done() const;
};

nlohmann::ordered_json ToJson(const NightlyReport& report);
// The steps, one a row.
Table StepsTable(const NightlyReport& report);

}  // namespace pasok::client
