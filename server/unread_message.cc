#include "server/unread_message.h"

#include <string_view>

#include "server/call.h"
#include "server/fault.h"
#include "server/status.h"

namespace pasok::server {
namespace {

using Hook = grpc::experimental::InterceptionHookPoints;
using Type = grpc::experimental::ServerRpcInfo::Type;

class UnreadMessage final : public grpc::experimental::Interceptor {
 public:
  explicit UnreadMessage(const grpc::ServerContextBase& context) : context_(context) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(Hook::POST_RECV_MESSAGE))
      is_unread_ = methods->GetRecvMessage() == nullptr;
    if (is_unread_ && methods->QueryInterceptionHookPoint(Hook::PRE_SEND_STATUS))
      methods->ModifySendStatus(ToGrpcStatus(BadMessage(), LanguageFor(context_)));
    methods->Proceed();
  }

 private:
  const grpc::ServerContextBase& context_;
  bool is_unread_ = false;
};

}  // namespace

grpc::experimental::Interceptor* UnreadMessageFactory::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  // Of a stream of messages the end is none, too, and they are read by us.
  const bool has_one = info->type() == Type::UNARY || info->type() == Type::SERVER_STREAMING;
  if (!has_one || !std::string_view(info->method()).starts_with("/pasok.")) return nullptr;
  return new UnreadMessage(*info->server_context());
}

}  // namespace pasok::server
