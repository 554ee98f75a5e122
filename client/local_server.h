// A server inside this process, so that a laptop needs nothing else.
#pragma once

#include <filesystem>
#include <memory>

#include "client/exit_code.h"

namespace grpc {
class Channel;
}

namespace pasok::client {

// Another `pasok` works in the data directory, and lets go of it when it has ended.
class DataDirInUse : public Failure {
 public:
  // `pid`: empty where it isn't known.
  DataDirInUse(std::string message, std::string pid)
      : Failure(ExitCode::kServerFailed, std::move(message)), pid_(std::move(pid)) {}

  const std::string& pid() const { return pid_; }

 private:
  std::string pid_;
};

class LocalServer {
 public:
  // On the store in `data_dir`, which is created where it is absent and, where the server isn't to keep it,
  // is the caller's to delete. Failure (kServerFailed) where it can't be used; DataDirInUse as said there.
  LocalServer(const std::filesystem::path& data_dir, bool keeps_data);
  ~LocalServer();

  std::shared_ptr<grpc::Channel> channel() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace pasok::client
