#include "client/staging_place.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <system_error>
#include <vector>

#include "client/exit_code.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".partial-";
constexpr std::size_t kDigits = 16;

std::string RandomDigits() {
  std::random_device random;
  std::array<char, kDigits + 1> digits{};
  std::snprintf(digits.data(), digits.size(), "%08x%08x", static_cast<std::uint32_t>(random()),
                static_cast<std::uint32_t>(random()));
  return digits.data();
}

int OpenDirectory(const fs::path& path) {
  return open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

bool IsAt(int directory, const fs::path& path) {
  struct stat opened, found;
  return fstat(directory, &opened) == 0 && lstat(path.c_str(), &found) == 0 &&
         opened.st_dev == found.st_dev && opened.st_ino == found.st_ino;
}

void ClearLeftovers(const fs::path& parent, std::string_view target) {
  std::vector<fs::path> leftovers;
  std::error_code best_effort;
  for (fs::directory_iterator entry(parent, best_effort), end; !best_effort && entry != end;
       entry.increment(best_effort)) {
    if (IsStagingName(entry->path().filename().string(), target)) leftovers.push_back(entry->path());
  }
  for (const fs::path& leftover : leftovers) {
    const int directory = OpenDirectory(leftover);
    if (directory < 0) continue;
    if (flock(directory, LOCK_EX | LOCK_NB) == 0) fs::remove_all(leftover, best_effort);
    close(directory);
  }
}

}  // namespace

std::string AdviceOn(const std::error_code& error, const std::string& option) {
  const bool is_full =
      error == std::errc::no_space_on_device || error == std::error_code(EDQUOT, std::generic_category());
  const bool is_closed = error == std::errc::permission_denied ||
                         error == std::errc::operation_not_permitted ||
                         error == std::errc::read_only_file_system;
  const std::string elsewhere = "hoose another place with " + option + ".";
  if (is_full) return "Make room, or c" + elsewhere;
  if (is_closed) return "Make it writable, or c" + elsewhere;
  return "C" + elsewhere;
}

void FailToWrite(const fs::path& path, const std::error_code& error) {
  FailToWrite(path, error.message(), AdviceOn(error, "--out"));
}

void FailToWrite(const fs::path& path, const std::string& why, const std::string& advice) {
  throw Failure(ExitCode::kServerFailed, path.string() + ": can't be written: " + why, advice);
}

std::error_code LastError() { return {errno, std::generic_category()}; }

bool IsStagingName(std::string_view name, std::string_view target) {
  if (name.size() != target.size() + kMark.size() + kDigits || !name.starts_with(target)) return false;
  name.remove_prefix(target.size());
  return name.starts_with(kMark) && std::ranges::all_of(name.substr(kMark.size()), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

StagingPlace::StagingPlace(const fs::path& beside) {
  std::error_code error;
  fs::create_directories(beside.parent_path(), error);
  if (error) FailToWrite(beside, error);
  ClearLeftovers(beside.parent_path(), beside.filename().string());
  while (lock_ < 0) {
    path_ = beside.string() + std::string(kMark) + RandomDigits();
    if (mkdir(path_.c_str(), 0777) != 0) {
      if (errno == EEXIST) continue;
      FailToWrite(path_, LastError());
    }
    lock_ = OpenDirectory(path_);
    if (lock_ < 0 && errno != ENOENT) FailToWrite(path_, LastError());
    // Until it is locked, another run may take it for a leftover: then there is to be a new one. A file
    // system that knows no locks has nobody who clears.
    const bool locked = lock_ >= 0 && (flock(lock_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK);
    if (locked && IsAt(lock_, path_)) break;
    if (lock_ >= 0) close(lock_);
    lock_ = -1;
  }
}

StagingPlace::~StagingPlace() {
  std::error_code best_effort;
  fs::remove_all(path_, best_effort);
  close(lock_);
}

}  // namespace pasok::client
