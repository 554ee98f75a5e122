// One log line per finished call: method, status, milliseconds; for debugging one where it begins, and one
// where it is over for its client; and how many of Pasok's there are that haven't finished.
#pragma once

#include <grpcpp/support/server_interceptor.h>

#include <atomic>

#include "server/log.h"

namespace pasok::server {

// Logs calls of every service, health and reflection included, and counts Pasok's own: whoever watches its
// health does so for as long as the server lives. `log` and `calls`, which has the number of calls that are
// being answered, must outlive the server.
class CallLogFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  CallLogFactory(Log& log, std::atomic<int>& calls) : log_(log), calls_(calls) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override;

 private:
  Log& log_;
  std::atomic<int>& calls_;
};

}  // namespace pasok::server
