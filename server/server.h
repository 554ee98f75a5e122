// Start here: a whole Pasok server, on a port or inside the caller's process.
#pragma once

#include <grpcpp/channel.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "server/start_error.h"

namespace pasok::server {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

// Takes one line at a time, from any thread.
using LogSink = std::function<void(LogLevel level, const std::string& line)>;

struct Options {
  std::string data_dir;    // created where it is absent; one server at a time
  bool keeps_data = true;  // false: the directory goes when the server ends, so nothing need survive a crash
  std::string listen;    // "127.0.0.1:50151"; port 0 picks one; empty: in process only; see listen_address.h
  int workers = 1;       // plans and studies made at once
  int queue_limit = 64;  // plans and studies waiting; more are refused
  int threads_per_plan = 0;  // 0: one per core
  std::int64_t most_memory_bytes = std::int64_t{8}
                                   << 30;  // for one plan, beside its dataset; more is refused
  std::int64_t most_upload_bytes = std::int64_t{2} << 30;  // all files on their way in, together
  // Of an upload that stands still, and of a sample that isn't taken: then the client is given up.
  std::chrono::milliseconds most_upload_pause = std::chrono::seconds(60);
  std::int64_t most_store_bytes = 0;  // the store's file; 0: as much as the disk holds
  std::int64_t most_remembered_bytes = std::int64_t{512}
                                       << 20;  // optima for who asks the same again; 0: none
  bool insecure_remote = false;                // serve other machines although nothing is encrypted
  LogLevel log_level = LogLevel::kWarning;
  LogSink log;  // empty: standard error
};

class Server {
 public:
  // Opens the store, takes up plans that were queued, marks those that ran as INTERRUPTED, and serves.
  static std::variant<std::unique_ptr<Server>, StartError> Start(const Options& options);
  virtual ~Server() = default;  // as Shutdown with no grace

  // No call may begin on it once Shutdown has begun: gRPC 1.51 crashes then. A channel over the port has no
  // such limit.
  virtual std::shared_ptr<grpc::Channel> InProcessChannel() = 0;
  virtual int port() const = 0;  // the bound port; 0 where only in process
  // Refuses new calls, lets running calls end within `grace`, stops running plans (they become INTERRUPTED),
  // closes the store. Not from a gRPC thread.
  virtual void Shutdown(std::chrono::milliseconds grace) = 0;
};

}  // namespace pasok::server
