#include "server/call_log.h"

#include <chrono>
#include <iterator>
#include <string>
#include <string_view>

namespace pasok::server {
namespace {

using Clock = std::chrono::steady_clock;
using Hook = grpc::experimental::InterceptionHookPoints;

std::string_view NameOf(grpc::StatusCode code) {
  constexpr std::string_view kNames[] = {
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  const auto number = static_cast<std::size_t>(code);
  return number < std::size(kNames) ? kNames[number] : "UNKNOWN";
}

class CallLog final : public grpc::experimental::Interceptor {
 public:
  CallLog(Log& log, std::atomic<int>& calls, grpc::experimental::ServerRpcInfo& info)
      : log_(log), calls_(calls), method_(info.method()), counts_(method_.starts_with("/pasok.")) {
    if (counts_) ++calls_;
    log_.Write(LogLevel::kDebug, method_ + " begins");  // else a call that hangs would leave no trace
  }
  ~CallLog() override {
    if (counts_) --calls_;
  }
  CallLog(const CallLog&) = delete;
  CallLog& operator=(const CallLog&) = delete;

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(Hook::POST_RECV_CLOSE))
      log_.Write(LogLevel::kDebug, method_ + " is over for its client");  // who may have left before its end
    if (methods->QueryInterceptionHookPoint(Hook::PRE_SEND_STATUS)) {
      const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_);
      const std::string_view status = NameOf(methods->GetSendStatus().error_code());
      log_.Write(LogLevel::kInfo,
                 method_ + " " + std::string(status) + " " + std::to_string(took.count()) + " ms");
    }
    methods->Proceed();
  }

 private:
  Log& log_;
  std::atomic<int>& calls_;
  const std::string method_;  // "/pasok.v1.PlanService/GetPlan"
  const bool counts_;
  const Clock::time_point began_ = Clock::now();
};

}  // namespace

grpc::experimental::Interceptor* CallLogFactory::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  return new CallLog(log_, calls_, *info);
}

}  // namespace pasok::server
