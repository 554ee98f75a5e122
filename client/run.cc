#include "client/run.h"

#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "client/commands/commands.h"
#include "client/exit_code.h"
#include "client/session.h"
#include "client/text.h"

namespace pasok::client {
namespace {

// One paragraph on standard error: what went wrong, and indented how to mend it.
void Explain(const Console& console, const Failure& failure) {
  console.err << "pasok: " << failure.what() << '\n';
  std::string hint = failure.hint();
  for (std::size_t end = hint.find('\n'); end != std::string::npos; end = hint.find('\n', end + 1)) {
    hint.insert(end + 1, "  ");
  }
  if (!hint.empty()) console.err << "  " << hint << '\n';
}

// The first argument that is neither an option nor one's value; empty where there is none.
std::string FirstWord(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (!argument.starts_with('-')) return argument;
    const CLI::Option* option = app.get_option_no_throw(argument);
    if (option != nullptr && option->get_items_expected_min() > 0) ++i;
  }
  return "";
}

// Where the first word is no command: which one may have been meant. Empty otherwise.
std::string UnknownCommand(const CLI::App& app, int argc, const char* const* argv) {
  const std::string word = FirstWord(app, argc, argv);
  if (word.empty()) return "";
  std::vector<std::string_view> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == word) return "";
    commands.push_back(command->get_name());
  }
  const std::string nearest(Nearest(word, commands));
  return "there is no command '" + Printable(word) + "'" +
         (nearest.empty() ? "" : "; did you mean `pasok " + nearest + "`?");
}

Place FromEnvironment(Place place) {
  const char* server = std::getenv("PASOK_SERVER");
  if (place.server.empty() && place.data_dir.empty() && server != nullptr) place.server = server;
  return place;
}

ExitCode RunJob(const Job& job, const Place& place, const Console& console) {
  try {
    Session session(console, FromEnvironment(place));
    const ExitCode code = job(session);
    console.out.flush();
    if (!console.out) throw Failure(ExitCode::kServerFailed, "standard output can't be written");
    return code;
  } catch (const Failure& failure) {
    Explain(console, failure);
    return failure.code();
  } catch (const std::bad_alloc&) {
    console.err << "pasok: out of memory\n";
    return ExitCode::kServerFailed;
  } catch (const std::exception& error) {
    console.err << "pasok: internal error: " << error.what() << '\n';
    return ExitCode::kInternal;
  }
}

}  // namespace

int Run(int argc, const char* const* argv, const Console& console) {
  CLI::App app("Plans which local supplier feeds which kitchen, at the least cost, with proof.", "pasok");
  Place place;
  Job job;
  app.set_version_flag("--version", "pasok " PASOK_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  auto* server =
      app.add_option("--server", place.server,
                     "HOST:PORT of a Pasok server; without it, or PASOK_SERVER, one inside this process");
  app.add_option("--data-dir", place.data_dir,
                 "Where the server inside this process keeps datasets and plans (default: your data folder)")
      ->excludes(server);
  app.footer(
      "Exit codes: 0 done, 1 the input is at fault, 2 usage, 3 the server or the disk failed, 4 stopped,\n"
      "5 done with shortages (--fail-on-shortage), 6 an internal error.");
  AddAllCommands(app, job);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const std::string unknown = UnknownCommand(app, argc, argv);
    if (unknown.empty()) {
      const int code = app.exit(error, console.out, console.err);
      return static_cast<int>(code == 0 ? ExitCode::kDone : ExitCode::kUsage);
    }
    Explain(console, Failure(ExitCode::kUsage, unknown, "`pasok --help` lists the commands."));
    return static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(RunJob(job, place, console));
}

}  // namespace pasok::client
