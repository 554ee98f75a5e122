#include "client/exit_code.h"

namespace pasok::client {

ExitCode FromStatusCode(google::rpc::Code code) {
  switch (code) {
    case google::rpc::OK:
      return ExitCode::kDone;
    case google::rpc::INVALID_ARGUMENT:
    case google::rpc::OUT_OF_RANGE:
    case google::rpc::NOT_FOUND:
    case google::rpc::ALREADY_EXISTS:
    case google::rpc::FAILED_PRECONDITION:
      return ExitCode::kInputAtFault;
    case google::rpc::UNAVAILABLE:
    case google::rpc::RESOURCE_EXHAUSTED:
    case google::rpc::PERMISSION_DENIED:
    case google::rpc::UNAUTHENTICATED:
    case google::rpc::UNIMPLEMENTED:
    case google::rpc::ABORTED:
    case google::rpc::DATA_LOSS:
      return ExitCode::kServerFailed;
    case google::rpc::CANCELLED:
    case google::rpc::DEADLINE_EXCEEDED:
      return ExitCode::kStopped;
    case google::rpc::UNKNOWN:
    case google::rpc::INTERNAL:
    case google::rpc::Code_INT_MIN_SENTINEL_DO_NOT_USE_:
    case google::rpc::Code_INT_MAX_SENTINEL_DO_NOT_USE_:
      return ExitCode::kInternal;
  }
  return ExitCode::kInternal;
}

}  // namespace pasok::client
