// A server inside this process, so that a laptop needs nothing else.
#pragma once

#include <filesystem>
#include <memory>

namespace grpc {
class Channel;
}

namespace pasok::client {

class LocalServer {
 public:
  // On the store in `data_dir`, which is created where it is absent and, where the server isn't to keep it,
  // is the caller's to delete. Failure (kServerFailed) where it can't be used.
  LocalServer(const std::filesystem::path& data_dir, bool keeps_data);
  ~LocalServer();

  std::shared_ptr<grpc::Channel> channel() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace pasok::client
