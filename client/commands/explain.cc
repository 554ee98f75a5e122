#include "client/commands/study_options.h"
#include "client/day.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  std::string demand_id, commodity, supplier_id;
  bool unused = false;
};

ExitCode Explain(Session& session, const Options& options) {
  const bool pair = !options.demand_id.empty() && !options.commodity.empty();
  if (options.unused ? !(options.demand_id + options.commodity + options.supplier_id).empty() : !pair) {
    throw Failure(
        ExitCode::kUsage, "what is to be explained?",
        "Give --demand D and --commodity C, and --supplier S for \"why not S?\"; or --unused alone.");
  }
  v1::CreateStudyRequest::Start start;
  StudyOptions study = options.study;
  if (options.unused) {
    start.mutable_question()->mutable_unused();
  } else {
    auto& question = *start.mutable_question()->mutable_explanation();
    question.set_demand_id(options.demand_id);
    question.set_commodity(options.commodity);
    question.set_supplier_id(options.supplier_id);
    study.about = AboutMeant(session, study.about);
    // Of a plan, or of several days, it is the one that is asked about.
    const bool has_days = !IsAboutDataset(study) || !study.from.empty() || study.days > 1;
    if (has_days && !study.date.empty()) {
      question.set_date(ReadDay(study.date, Today()));
      study.date.clear();
    }
  }
  return Study(session, study, start, {});
}

}  // namespace

void AddExplain(Command& pasok) {
  Command command = pasok.Add("explain", "Why these suppliers, why not that one, and why some have no order");
  Options& options = command.Does(Explain);
  AddAbout(command, AboutWhat::kPlanOrDataset, options.study);
  command.Find("--date")
      .Help(
          "The day that is asked about, of a stored plan or with --from and --days (default: the first on "
          "which it is needed); else the day that is planned")
      .Heading("Options");
  command.Option("--demand", options.demand_id, "The demand point's id").Type("ID");
  command.Option("--commodity", options.commodity, "The commodity that it needs").Type("CODE");
  command.Option("--supplier", options.supplier_id, "Why not this supplier?").Type("ID");
  command.Flag("--unused", options.unused, "One reason for every supplier without an order");
  AddRunning(command, options.study);
}

}  // namespace pasok::client
