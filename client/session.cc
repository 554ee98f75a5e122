#include "client/session.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "client/exit_code.h"
#include "client/retries.h"
#include "client/text.h"

namespace pasok::client {

namespace fs = std::filesystem;

namespace {

// A person may be waiting, and a look costs next to nothing.
constexpr std::chrono::seconds kMostBetweenLooks(1);

std::string Waiting(const DataDirInUse& refusal, const fs::path& data_dir) {
  return "pasok: waiting for another pasok" + (refusal.pid().empty() ? "" : " (PID " + refusal.pid() + ")") +
         ", which works in " + Printable(data_dir.string()) + "; Ctrl-C ends the wait\n";
}

}  // namespace

fs::path DefaultDataDirectory() {
  const char* data_home = std::getenv("XDG_DATA_HOME");
  if (data_home != nullptr && *data_home == '/') return fs::path(data_home) / "pasok";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return fs::path(home) / ".local/share/pasok";
  throw Failure(ExitCode::kServerFailed,
                "there is no place for the data: neither XDG_DATA_HOME nor HOME is set",
                "Name a directory with --data-dir, or in a nightly file with `data_dir`.");
}

Session::~Session() {
  connection_.reset();
  local_server_.reset();
  std::error_code best_effort;
  if (!scratch_.empty()) fs::remove_all(scratch_, best_effort);
}

Connection& Session::Server() {
  if (connection_) return *connection_;
  if (local()) {
    StartLocal(place_.data_dir.empty() ? DefaultDataDirectory() : fs::path(place_.data_dir),
               /*keeps_data=*/true);
  } else {
    connection_ = std::make_unique<Connection>(RemoteChannel(place_.server), place_.server, interrupt_);
  }
  return *connection_;
}

Connection& Session::ScratchServer() {
  if (connection_ || !local()) return Server();
  std::error_code error;
  std::string directory = (fs::temp_directory_path(error) / "pasok-XXXXXX").string();
  if (error || mkdtemp(directory.data()) == nullptr) {
    throw Failure(ExitCode::kServerFailed,
                  "no temporary directory can be made: " + (error ? error.message() : std::strerror(errno)),
                  "Name a writable directory in TMPDIR.");
  }
  scratch_ = directory;
  StartLocal(scratch_, /*keeps_data=*/false);
  return *connection_;
}

void Session::StartLocal(const fs::path& data_dir, bool keeps_data) {
  bool told = false;
  for (Retries retries(kMostBetweenLooks); !local_server_;) {
    std::optional<Retries::Milliseconds> pause;
    try {
      local_server_ = std::make_unique<LocalServer>(data_dir, keeps_data);
    } catch (const DataDirInUse& refusal) {
      pause = retries.PauseAfterRefusal();
      if (!pause) throw;
      if (!std::exchange(told, true)) console_.err << Waiting(refusal, data_dir) << std::flush;
    }
    if (pause) WaitOrStop(interrupt_, *pause);
  }
  connection_ = std::make_unique<Connection>(local_server_->channel(), "", interrupt_);
}

}  // namespace pasok::client
