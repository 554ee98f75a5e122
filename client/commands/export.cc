#include "client/commands/commands.h"
#include "client/names.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string plan;
  std::string format = "csv";
  std::string out;
};

ExitCode Export(Session& session, const Options& options) {
  RequirePlanDirectory(options.out);
  Connection& server = session.Server();
  const v1::Plan plan = PlanNamed(server, options.plan);
  RequireSuccess(plan);
  WritePlanFiles(server, plan.name(), options.out);
  session.console().out << plan.name() << ": written to " << options.out << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddExport(Command& pasok) {
  Command command = pasok.Add("export", "Write a stored plan's files");
  Options& options = command.Does(Export);
  command.Argument("PLAN", options.plan, "The plan's name, or the beginning of its id").Required();
  command.Option("--format", options.format, "The only one so far (default: csv)").OneOf({"csv"}).Type("csv");
  command.Option("--out", options.out, "The directory to write").Type("DIR").Required();
}

}  // namespace pasok::client
