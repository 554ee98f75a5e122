// One log line per finished call: method, status, milliseconds.
#pragma once

#include <grpcpp/support/server_interceptor.h>

#include "server/log.h"

namespace pasok::server {

// Works for every service, health and reflection included. `log` must outlive the server.
class CallLogFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallLogFactory(Log& log) : log_(log) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override;

 private:
  Log& log_;
};

}  // namespace pasok::server
