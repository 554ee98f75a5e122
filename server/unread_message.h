// Words for a message that gRPC can't read, of which it says none.
#pragma once

#include <grpcpp/support/server_interceptor.h>

namespace pasok::server {

// Ends such a call of Pasok's as BadMessage. What says how calls end has to come behind it.
class UnreadMessageFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override;
};

}  // namespace pasok::server
