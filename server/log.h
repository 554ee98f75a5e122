// The server's log: a line per finished call and per change of a plan's state, for
// debugging also per call that begins. Ids and counts, never a user's
// data.
#pragma once

#include <memory>
#include <string>

#include "server/server.h"

namespace spdlog {
class logger;
}

namespace pasok::server {

// Thread-safe.
class Log {
 public:
  // Lines below `level` are dropped; the others go to `sink`, or to standard error where it is empty.
  Log(LogLevel level, LogSink sink);
  ~Log();
  void Write(LogLevel level, const std::string& line);

 private:
  const LogLevel level_;
  const LogSink sink_;
  std::shared_ptr<spdlog::logger> stderr_;
};

}  // namespace pasok::server
