#include "client/nightly_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/findings_print.h"
#include "client/plan_json.h"

namespace pasok::client {
namespace {

constexpr std::array<const char*, kNightlySteps> kStepWords = {"check", "import", "plan", "files", "publish"};

// The steps that leave something behind.
constexpr std::array kNightlyWork = {NightlyStep::kImport, NightlyStep::kPlan, NightlyStep::kFiles,
                                     NightlyStep::kPublish};

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
    case StepState::kReplaced:
      return "replaced";
    case StepState::kFailed:
      return "failed";
  }
  return "";
}

// As many as a log has room for, errors before warnings; the counts stay.
v1::Findings FirstOf(const v1::Findings& findings) {
  constexpr int kMost = 100;
  if (findings.findings_size() <= kMost) return findings;
  v1::Findings first;
  first.set_error_count(findings.error_count());
  first.set_warning_count(findings.warning_count());
  for (const bool errors : {true, false}) {
    for (const v1::Finding& finding : findings.findings()) {
      const bool is_error = finding.severity() == v1::Finding::ERROR;
      if (is_error == errors && first.findings_size() < kMost) *first.add_findings() = finding;
    }
  }
  return first;
}

// For a program that sees nothing but the report: all lines, one after another.
std::string Whole(const NightlyReport& report) {
  std::string error = report.error;
  for (const std::string& more : {report.findings, report.hint}) {
    if (!more.empty()) error += '\n' + more;
  }
  if (error.ends_with('\n')) error.pop_back();
  return error;
}

}  // namespace

bool NightlyReport::already_done() const {
  return std::ranges::all_of(kNightlyWork, [this](NightlyStep step) {
    const StepState state = steps[static_cast<std::size_t>(step)];
    return state == StepState::kAlreadyDone || state == StepState::kReplaced || state == StepState::kSkipped;
  });
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
  if (!report.why_skipped.empty()) json["why_skipped"] = report.why_skipped;
  if (!report.error.empty()) json["error"] = Whole(report);
  json["check_findings"] = ToJson(FirstOf(report.check_findings));
  if (report.plan.has_findings()) json["findings"] = ToJson(report.plan.findings());
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
