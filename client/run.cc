#include "client/run.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <new>
#include <string>

#include "client/commands/commands.h"
#include "client/exit_code.h"
#include "client/session.h"
#include "client/syntax/parse.h"
#include "client/syntax/values.h"
#include "client/text.h"

namespace pasok::client {
namespace {

// One paragraph on standard error: what went wrong, and indented how to mend it.
void Explain(const Console& console, const std::string& who, const Failure& failure) {
  console.err << who << ": " << failure.what() << '\n';
  std::string hint = failure.hint();
  for (std::size_t end = hint.find('\n'); end != std::string::npos; end = hint.find('\n', end + 1)) {
    hint.insert(end + 1, "  ");
  }
  if (!hint.empty()) console.err << "  " << hint << '\n';
}

Place FromEnvironment(Place place) {
  const char* server = std::getenv("PASOK_SERVER");
  if (!place.server.empty() || !place.data_dir.empty() || server == nullptr || *server == '\0') return place;
  place.server = server;
  if (const std::string wrong = HostAndPortFault(place.server); !wrong.empty())
    throw Failure(ExitCode::kUsage, "PASOK_SERVER: " + wrong);
  return place;
}

// Whoever read standard output has enough of it.
struct ReaderGone {};

bool IsReaderGone() {
  pollfd out{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

// The end that a shell expects of a program whose output nobody reads on.
void EndBySigpipe() {
  signal(SIGPIPE, SIG_DFL);
  raise(SIGPIPE);
}

void RequireWritten(const Console& console) {
  console.out.flush();
  if (console.out) return;
  if (IsReaderGone()) throw ReaderGone();
  throw Failure(ExitCode::kServerFailed, "standard output can't be written");
}

// `command`: what was called, "pasok plan".
ExitCode RunJob(const Job& job, const Place& place, const std::string& command, const Console& console) {
  try {
    Session session(console, FromEnvironment(place));
    const ExitCode code = job(session);
    RequireWritten(console);
    return code;
  } catch (const Failure& failure) {
    Explain(console, failure.code() == ExitCode::kUsage ? command : "pasok", failure);
    return failure.code();
  } catch (const ReaderGone&) {
    EndBySigpipe();  // by now the session has cleared away its scratch store
    return ExitCode::kServerFailed;
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
  for (int i = 1; i < argc; ++i) {
    if (IsUtf8(argv[i])) continue;
    Explain(console, "pasok",
            Failure(ExitCode::kUsage, "'" + Printable(argv[i]) + "' isn't UTF-8",
                    "Rename the file, or set the terminal to UTF-8."));
    return static_cast<int>(ExitCode::kUsage);
  }
  Command pasok("pasok", "Plans which local supplier feeds which kitchen, at the least cost, with proof.");
  Place place;
  pasok.Version("pasok " PASOK_VERSION);
  const Parameter server = pasok
                               .Option("--server", place.server,
                                       "A Pasok server; without it, or PASOK_SERVER, one inside this process")
                               .Check(HostAndPortFault)
                               .Type("HOST:PORT");
  pasok
      .Option("--data-dir", place.data_dir,
              "Where the server inside this process keeps datasets and plans (default: your data folder)")
      .Excludes(server)
      .Type("DIR");
  pasok.Footer(
      "Exit codes: 0 done, 1 the input is at fault, 2 usage, 3 the server or the disk failed, 4 stopped, or\n"
      "not proven to lie within --gap, 5 done with shortages (--fail-on-shortage), 6 an internal error.");
  AddAllCommands(pasok);
  const Parsed parsed = Parse(pasok, argc, argv);
  if (parsed.wrong) {
    Explain(console, parsed.command, *parsed.wrong);
    return static_cast<int>(ExitCode::kUsage);
  }
  if (parsed.text) {
    console.out << *parsed.text;
    try {
      RequireWritten(console);
    } catch (const Failure& failure) {
      Explain(console, "pasok", failure);
      return static_cast<int>(failure.code());
    } catch (const ReaderGone&) {
      EndBySigpipe();
    }
    return static_cast<int>(ExitCode::kDone);
  }
  return static_cast<int>(RunJob(parsed.job, place, parsed.command, console));
}

}  // namespace pasok::client
