#include "client/exit_code.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace pasok::client {
namespace {

namespace rpc = google::rpc;

// The numbers that scripts rely on.
TEST(ExitCodes, KeepTheirNumbers) {
  EXPECT_EQ(static_cast<int>(ExitCode::kDone), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::kInputAtFault), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::kUsage), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::kServerFailed), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::kStopped), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::kShortages), 5);
  EXPECT_EQ(static_cast<int>(ExitCode::kInternal), 6);
}

TEST(FromStatusCode, TellsWhoseFaultItWas) {
  const std::vector<std::pair<rpc::Code, ExitCode>> expected = {
      {rpc::OK, ExitCode::kDone},
      {rpc::INVALID_ARGUMENT, ExitCode::kInputAtFault},
      {rpc::OUT_OF_RANGE, ExitCode::kInputAtFault},
      {rpc::NOT_FOUND, ExitCode::kInputAtFault},
      {rpc::ALREADY_EXISTS, ExitCode::kInputAtFault},
      {rpc::UNAVAILABLE, ExitCode::kServerFailed},
      {rpc::RESOURCE_EXHAUSTED, ExitCode::kServerFailed},
      {rpc::FAILED_PRECONDITION, ExitCode::kInputAtFault},
      {rpc::PERMISSION_DENIED, ExitCode::kServerFailed},
      {rpc::UNAUTHENTICATED, ExitCode::kServerFailed},
      {rpc::UNIMPLEMENTED, ExitCode::kServerFailed},
      {rpc::ABORTED, ExitCode::kServerFailed},
      {rpc::DATA_LOSS, ExitCode::kServerFailed},
      {rpc::CANCELLED, ExitCode::kStopped},
      {rpc::DEADLINE_EXCEEDED, ExitCode::kStopped},
      {rpc::UNKNOWN, ExitCode::kInternal},
      {rpc::INTERNAL, ExitCode::kInternal},
      {static_cast<rpc::Code>(99), ExitCode::kInternal},
  };
  for (const auto& [status, code] : expected) {
    EXPECT_EQ(static_cast<int>(FromStatusCode(status)), static_cast<int>(code)) << "status " << status;
  }
}

}  // namespace
}  // namespace pasok::client
