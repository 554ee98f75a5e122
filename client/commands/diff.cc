#include "client/commands/study_options.h"
#include "client/diff/diff_report.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/progress.h"
#include "client/report_print.h"
#include "client/text.h"

namespace pasok::client {
namespace {

struct Options {
  std::string before, after;
  ReportView view;
  std::string out;
};

// A plan whose deliveries can be compared. Failure (kInputAtFault) where it has none yet, or never will.
v1::Plan FinishedPlanNamed(Connection& server, const std::string& given) {
  v1::Plan plan = PlanNamed(server, given);
  if (plan.state() == v1::Plan::SUCCEEDED) return plan;
  const std::string is = plan.name() + " is " + ToWord(plan.state());
  if (plan.state() == v1::Plan::QUEUED || plan.state() == v1::Plan::RUNNING) {
    throw Failure(ExitCode::kInputAtFault, is + ": it can be compared when it has ended",
                  "`pasok watch " + plan.name() + "` waits for it.");
  }
  throw Failure(ExitCode::kInputAtFault, is + ", so it has nothing to compare",
                "`pasok show " + plan.name() + "` says why, `pasok plans` lists those that succeeded.");
}

ReportFrame FrameOf(const v1::Plan& before, const v1::Plan& after, Language language) {
  const std::string both = before.name() + " " + after.name();
  const bool indonesian = language == Language::kIndonesian;
  return {.name = "the difference of " + both,
          .command = "pasok diff " + both,
          .heading = indonesian
                         ? "Dari " + before.name() + " (sebelumnya) ke " + after.name() + " (sesudahnya)\n"
                         : "From " + before.name() + " (before) to " + after.name() + " (after)\n",
          .head = {{"before", before.name()}, {"after", after.name()}}};
}

// For people at a terminal no more rows than they are shown.
RowsWanted WantedOf(const Options& options, const Console& console) {
  RowsWanted wanted{.table = options.out.empty() ? options.view.table : ""};
  if (options.view.format == Format::kTable && console.out_is_terminal && options.out.empty())
    wanted.most = kMostRowsOnTerminal;
  return wanted;
}

ExitCode Diff(Session& session, const Options& options) {
  if (!options.out.empty()) RequireReportDirectory(options.out);
  Connection& server = session.Server();
  server.SpeakIn(options.view.language);
  const v1::Plan before = FinishedPlanNamed(server, options.before);
  const v1::Plan after = FinishedPlanNamed(server, options.after);
  const DayPairs days = PairDays(before, after);
  TwoPlans rows;
  {
    Progress progress(session.console());
    const bool with_policies = before.policy().digest() != after.policy().digest();
    rows = ReadRows(server, before, after, days, with_policies,
                    [&](double fraction) { progress.Show("read", fraction, {}); });
  }
  const PlanDiff diff = client::Diff(std::move(rows.before), std::move(rows.after));
  const StudyReport report =
      ToReport({before, after, days, rows, diff}, WantedOf(options, session.console()));
  PrintReport(FrameOf(before, after, options.view.language), report, options.view, options.out,
              session.console());
  return ExitCode::kDone;
}

}  // namespace

void AddDiff(Command& pasok) {
  Command command = pasok.Add("diff", "What changes between two stored plans, for suppliers and kitchens");
  Options& options = command.Does(Diff);
  command.Argument("BEFORE", options.before, "A plan's name, or the beginning of its id").Required();
  command
      .Argument("AFTER", options.after,
                "Another plan. Of both the same days are compared; where they share none, the first day with "
                "the first, the second with the second")
      .Required();
  command.Option("--out", options.out, "A directory for the report: each table as CSV, and report.json")
      .Type("DIR");
  AddView(command, options.view);
  command.Find("--table").Help(
      "Only this one: asked, policy, days, figures, commodities, kitchens, suppliers, allocations or "
      "shortages");
}

}  // namespace pasok::client
