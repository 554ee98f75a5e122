#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "client/at_fault.h"
#include "client/commands/commands.h"
#include "client/day.h"
#include "client/files.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/nightly_run.h"
#include "client/plan_print.h"

namespace pasok::client {
namespace {

struct Options {
  std::string file;
  std::string date;
  std::optional<Format> format;  // unless given: for people on a terminal, else for programs
};

NightlyFile ReadFile(const Console& console, const std::string& path) {
  auto reading = ReadNightlyFile(ReadConfigFile(path), path);
  if (reading.findings.error_count() == 0) return std::move(reading.file);
  console.err << ToLines(reading.findings, std::numeric_limits<std::size_t>::max(), "");
  throw AtFault({ExitCode::kInputAtFault, path + ": " + Counts(reading.findings)}, reading.findings);
}

bool HasFiles(const NightlyReport& report) {
  switch (report.steps[static_cast<std::size_t>(NightlyStep::kFiles)]) {
    case StepState::kDone:
    case StepState::kAlreadyDone:
      return true;
    case StepState::kNotReached:
    case StepState::kSkipped:
    case StepState::kReplaced:
    case StepState::kFailed:
      return false;
  }
  return false;
}

void Print(const Console& console, const NightlyReport& report, Format format) {
  switch (format) {
    case Format::kTable:
      console.out << ToText(StepsTable(report), console.columns);
      if (HasFiles(report)) console.out << "Files: " << report.files.string() << '\n';
      if (report.plan.has_summary()) console.out << '\n' << ToText(report.plan);
      break;
    case Format::kJson:
      console.out << JsonText(ToJson(report));
      break;
    case Format::kCsv:
      console.out << ToCsv(StepsTable(report));
      break;
  }
}

// What the plan warns of, where what is printed is for programs: a timer's log is read for them. For people
// they stand in the plan.
void PrintWarnings(const Console& console, const v1::Plan& plan, Format format) {
  constexpr std::size_t kMostFindings = 20;
  if (format == Format::kTable || plan.state() != v1::Plan::SUCCEEDED) return;
  console.err << ToLines(plan.findings(), kMostFindings,
                         "`pasok show " + plan.name() + " --format json` has them all");
}

ExitCode Nightly(Session& session, const Options& options) {
  const std::string date = ReadDay(options.date, Today());
  const Console& console = session.console();
  const Format format = options.format.value_or(console.out_is_terminal ? Format::kTable : Format::kJson);
  NightlyFile file;
  TellFaults(session, format, [&] {  // what the run finds at fault is part of its report
    file = ReadFile(console, options.file);
    return ExitCode::kDone;
  });
  if (!file.data_dir.empty()) session.PreferDataDir(file.data_dir);
  const NightlyReport report = RunNightly(session, file, date);
  Print(console, report, format);
  PrintWarnings(console, report.plan, format);
  if (!report.why_skipped.empty()) console.err << "pasok: " << report.why_skipped << '\n';
  if (!report.error.empty()) throw Failure(report.exit_code, report.error, report.hint);
  return report.exit_code;
}

}  // namespace

void AddNightly(Command& pasok) {
  Command command = pasok.Add(
      "nightly", "Check, import, plan, write and publish as a file says; safe to run again after anything");
  Options& options = command.Does(Nightly);
  command.Argument("FILE", options.file, "The nightly file, see configs/nightly.yaml").Required();
  command.Option("--date", options.date, "The day to plan: 2026-11-24, today or tomorrow")
      .Type("DAY")
      .Required();
  AddFormat(command, options.format);
  command.Find("--format")
      .Help("table for people, json or csv for programs (default: table on a terminal, else json)");
}

}  // namespace pasok::client
