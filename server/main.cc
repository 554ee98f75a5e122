// pasokd: the server as a program. Exit codes: 0 ended as asked; 1 the configuration is at fault; 2 usage; 3
// the server could not start, had to be cut off, or couldn't be reached any more.
#include <fcntl.h>
#include <grpc/support/log.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include "server/config.h"
#include "server/server.h"

namespace pasok::server {
namespace {

enum Exit : int { kDone = 0, kInputAtFault = 1, kUsage = 2, kFailed = 3 };

std::optional<std::string> FileContent(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream content;
  if (in.peek() != std::ifstream::traits_type::eof()) content << in.rdbuf();  // fails on no bytes
  if (in.bad() || content.fail()) return std::nullopt;
  return std::move(content).str();
}

// The number of a stream that is closed is the next file's, the store's say, and the log would go into it.
void OccupyClosedStreams() {
  int taken = 0;
  do {
    taken = open("/dev/null", O_RDWR);
  } while (taken >= 0 && taken <= STDERR_FILENO);
  if (taken > STDERR_FILENO) close(taken);
}

// Each connection takes one, and gRPC 1.51 never accepts again once it was short of one.
void AllowAllDescriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

void Say(const std::string& line) { std::fprintf(stderr, "pasokd: %s\n", line.c_str()); }

// As Say, for the last words: whoever should read them may have stopped, and the process must end all the
// same.
void SayIfHeard(const std::string& line) {
  pollfd errors{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  if (poll(&errors, 1, 0) != 1 || (errors.revents & POLLOUT) == 0) return;
  const std::string whole = "pasokd: " + line + "\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, whole.data(), whole.size());
}

// Ends the process where the shutdown takes far longer than its grace, or on a second signal. What was stored
// is whole.
void Watchdog(std::chrono::seconds grace) {
  const sigset_t signals = StopSignals();
  const timespec limit{.tv_sec = static_cast<time_t>(grace.count()) + 10, .tv_nsec = 0};
  int signal = 0;
  do {
    signal = sigtimedwait(&signals, nullptr, &limit);
  } while (signal < 0 &&
           errno == EINTR);  // a debugger's or a leak checker's look at the process is no reason
  SayIfHeard(signal > 0 ? "second signal, ending at once" : "the shutdown takes too long, ending at once");
  _exit(kFailed);
}

// Set where gRPC has given up accepting connections.
std::atomic<bool> unreachable = false;

void HearGrpcError(gpr_log_func_args* error) {
  Say(std::string("gRPC: ") + error->message);
  if (std::string_view(error->message).find("Failed accept") == std::string_view::npos) return;
  unreachable = true;
  Say("no new connection can be served; ending, so that pasokd can be started again");
  kill(getpid(), SIGTERM);
}

// While it serves, and no more than its errors: the rest is for its developers.
void HearGrpcErrors() {
  gpr_set_log_function(HearGrpcError);
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
}

int Serve(const Config& config, bool hear_grpc_errors) {
  // Blocked before any thread exists, so that only sigwait takes them.
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  auto started = Server::Start(config.options);
  if (const auto* error = std::get_if<StartError>(&started)) {
    Say(error->message);
    return kFailed;
  }
  auto& server = std::get<std::unique_ptr<Server>>(started);
  if (hear_grpc_errors) HearGrpcErrors();
  Say("serving on " + config.options.listen + " (port " + std::to_string(server->port()) + "), data in " +
      config.options.data_dir);

  int signal = 0;
  sigwait(&signals, &signal);
  std::thread(Watchdog, config.shutdown_grace).detach();  // before a word that nobody may read
  Say("stopping");
  server->Shutdown(config.shutdown_grace);
  Say("stopped");
  return unreachable ? kFailed : kDone;
}

int Main(int argc, char** argv) {
  // What gRPC would say of a port in use is said here in words; whoever sets the variable hears all of gRPC.
  const bool silences_grpc = getenv("GRPC_VERBOSITY") == nullptr;
  if (silences_grpc) setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  OccupyClosedStreams();
  AllowAllDescriptors();
  CLI::App app{"pasokd serves Pasok's datasets and plans over gRPC."};
  std::string path;
  bool check = false;
  app.add_option("--config", path, "The configuration file (YAML); configs/server.yaml documents every key")
      ->required()
      ->type_name("FILE");
  app.add_flag("--check", check, "Check the configuration and exit");
  app.set_version_flag("--version", std::string("pasokd ") + PASOK_VERSION);
  app.footer(
      "Exit codes: 0 ended as asked (SIGTERM, SIGINT), 1 the configuration is at fault, 2 usage,\n"
      "3 it could not start, had to be cut off, or couldn't be reached any more.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }

  const auto yaml = FileContent(path);
  if (!yaml) {
    Say("cannot read the configuration file " + path);
    return kInputAtFault;
  }
  const ConfigReading reading = ReadConfig(*yaml, path);
  for (const Finding& finding : reading.findings.list) Say(ToLine(finding));
  if (!reading.findings.ok()) return kInputAtFault;
  if (check) {
    std::printf("%s: good\n", path.c_str());
    return kDone;
  }
  return Serve(reading.config, /*hear_grpc_errors=*/silences_grpc);
}

}  // namespace
}  // namespace pasok::server

int main(int argc, char** argv) { return pasok::server::Main(argc, argv); }
