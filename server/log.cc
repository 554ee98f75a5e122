#include "server/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace pasok::server {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

Log::Log(LogLevel level, LogSink sink) : level_(level), sink_(std::move(sink)) {
  // Not spdlog's registry: two servers in one process are two logs.
  stderr_ = std::make_shared<spdlog::logger>("pasokd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  stderr_->set_level(ToSpdlog(level));
  stderr_->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  stderr_->flush_on(spdlog::level::trace);
}

Log::~Log() = default;

void Log::Write(LogLevel level, const std::string& line) {
  if (level < level_) return;
  if (sink_) {
    sink_(level, line);
  } else {
    stderr_->log(ToSpdlog(level), "{}", line);
  }
}

}  // namespace pasok::server
