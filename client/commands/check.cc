#include <limits>
#include <nlohmann/json.hpp>

#include "client/commands/commands.h"
#include "client/figures.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/plan_json.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string directory;
  std::string policy;
  Format format = Format::kTable;
  bool all = false;
};

std::string SizeInWords(const v1::DatasetSize& size) {
  const auto commodities = size.commodities();
  std::string words =
      Counted(size.suppliers(), "supplier") + " (" + Grouped(size.active_suppliers()) + " active), " +
      Counted(size.offers(), "offer") + ", " + Counted(size.demand_points(), "demand point") + ", " +
      Counted(size.requirements(), "requirement") + " of " + Grouped(commodities) +
      (commodities == 1 ? " commodity" : " commodities") + " in " + Counted(size.regions(), "region");
  if (!size.first_date().empty()) words += ", from " + size.first_date() + " to " + size.last_date();
  words += '\n';
  if (size.suppliers_without_point() + size.demand_points_without_point() > 0) {
    words += "without coordinates are " + Counted(size.suppliers_without_point(), "supplier") + " and " +
             Counted(size.demand_points_without_point(), "demand point") +
             ": their region's point stands for them\n";
  }
  return words;
}

std::string ForPeople(const v1::ImportDatasetResponse& response, const Options& options) {
  constexpr std::size_t kMostFindings = 40;
  const std::size_t most = options.all ? std::numeric_limits<std::size_t>::max() : kMostFindings;
  std::string text =
      ToLines(response.findings(), most,
              options.all ? "of each kind up to 1,000 are listed" : SeeAll(response.findings(), "--all"));
  if (response.has_dataset()) text += SizeInWords(response.dataset().size());
  return text + Counts(response.findings()) + '\n';
}

nlohmann::ordered_json ForPrograms(const v1::ImportDatasetResponse& response) {
  auto json = ToJson(response.findings());
  json["size"] = response.has_dataset() ? ToJson(response.dataset().size()) : nlohmann::ordered_json(nullptr);
  return json;
}

ExitCode Check(Session& session, const Options& options) {
  Connection& server = session.ScratchServer();
  const std::string policy = ReadValidPolicy(session, server, options.policy).yaml;
  const auto response = SendRegisters(session, server, options.directory, policy, /*validate_only=*/true);
  std::ostream& out = session.console().out;
  switch (options.format) {
    case Format::kTable:
      out << ForPeople(response, options);
      break;
    case Format::kJson:
      out << JsonText(ForPrograms(response));
      break;
    case Format::kCsv:
      out << ToCsv(ToTable(response.findings()));
      break;
  }
  return response.findings().error_count() > 0 ? ExitCode::kInputAtFault : ExitCode::kDone;
}

}  // namespace

void AddCheck(Command& pasok) {
  Command command = pasok.Add("check", "Validate the registers in a directory; nothing is stored");
  Options& options = command.Does(Check);
  command.Argument("DIR", options.directory, "The directory with the register files").Required();
  command.Option("--policy", options.policy, "Check against this policy file, not the directory's own")
      .Type("FILE");
  command.Flag("--all", options.all, "Print up to 1,000 findings of each kind, not only 40 lines");
  AddFormat(command, options.format);
}

}  // namespace pasok::client
