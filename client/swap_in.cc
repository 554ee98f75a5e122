#include "client/swap_in.h"

#include <fcntl.h>
#include <stdio.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "client/staging_place.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

constexpr int kMostAttempts = 100;

std::error_code Rename(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return error;
}

// Another writer's files stand there.
bool IsTaken(const std::error_code& error) {
  return error == std::errc::directory_not_empty || error == std::errc::file_exists;
}

std::error_code SwapInTwoSteps(const fs::path& staging, const fs::path& target) {
  const fs::path aside = staging.string() + ".old";
  if (const auto error = Rename(target, aside)) return error;
  const auto error = Rename(staging, target);
  if (error) {
    const auto back = Rename(aside, target);
    if (!back) return error;
    if (!IsTaken(back)) {
      FailToWrite(target, error.message() + "; what it held is in " + aside.string(),
                  AdviceOn(error, "--out"));
    }
  }
  std::error_code best_effort;
  fs::remove_all(aside, best_effort);
  return error;
}

}  // namespace

int ExchangeNames(const char* one, const char* other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0 ? 0 : errno;
}

bool SwapIn(const fs::path& staging, const fs::path& target, Exchange exchange) {
  // Another writer may make or remove the target between two of these steps: then again.
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const int refusal = exchange(staging.c_str(), target.c_str());
    if (refusal == 0) return true;
    const bool absent = refusal == ENOENT;
    const bool cannot_exchange = refusal == EINVAL || refusal == ENOSYS;
    if (!absent && !cannot_exchange) return false;
    const std::error_code error = absent ? Rename(staging, target) : SwapInTwoSteps(staging, target);
    if (!error) return true;
    std::error_code unknown;
    const bool removed = cannot_exchange && !fs::exists(target, unknown);
    if (!IsTaken(error) && !removed) FailToWrite(target, error);
  }
  FailToWrite(target, "others write there all the time", "Choose another place with --out.");
}

}  // namespace pasok::client
