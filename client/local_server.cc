// The only place where the client reaches the server's code rather than the wire.
#include "client/local_server.h"

#include <variant>

#include "server/server.h"

namespace pasok::client {

class LocalServer::Inside {
 public:
  std::unique_ptr<server::Server> server;
};

LocalServer::LocalServer(const std::filesystem::path& data_dir, bool keeps_data)
    : inside_(std::make_unique<Inside>()) {
  server::Options options;
  options.data_dir = data_dir.string();
  options.keeps_data = keeps_data;
  options.log_level = server::LogLevel::kError;  // what a user does wrong comes back as an answer
  auto started = server::Server::Start(options);
  if (const auto* error = std::get_if<server::StartError>(&started)) {
    if (error->holder && error->holder->address.empty())
      throw DataDirInUse(error->message, error->holder->pid);
    throw Failure(ExitCode::kServerFailed, error->message);
  }
  inside_->server = std::move(std::get<std::unique_ptr<server::Server>>(started));
}

LocalServer::~LocalServer() = default;

std::shared_ptr<grpc::Channel> LocalServer::channel() const { return inside_->server->InProcessChannel(); }

}  // namespace pasok::client
