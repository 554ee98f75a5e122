#include "server/store/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace pasok::server {
namespace {

std::string Reason(int error) { return std::generic_category().message(error); }

// The process that holds the lock wrote its id into the file; empty where it can't be read.
std::string Holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t size = pread(lock, text.data(), text.size(), 0);
  std::string pid;
  for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i) pid += text[i];
  return pid;
}

}  // namespace

std::variant<DataDir, std::string> DataDir::Lock(const std::string& path) {
  if (path.empty()) return "no data directory is given";
  const std::string called = "the data directory " + path;
  std::error_code error;
  if (std::filesystem::exists(path, error) && !std::filesystem::is_directory(path, error)) {
    return called + " is not a directory";
  }
  std::filesystem::create_directories(path, error);
  if (error) return called + " cannot be created: " + error.message() + "; choose another";

  const int lock = open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0) {
    const int why = errno;
    if (why == EACCES || why == EROFS || why == EPERM) {
      return called + " is read-only: " + Reason(why) + "; choose another or make it writable";
    }
    return called + " cannot be used: " + Reason(why);
  }
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    const std::string pid = Holder(lock);
    close(lock);
    if (why != EWOULDBLOCK) return called + " cannot be locked: " + Reason(why);
    return called + " is in use by another pasok or pasokd" + (pid.empty() ? "" : " (PID " + pid + ")") +
           "; use --server to reach it, or another data directory";
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(lock, 0) != 0 ||
      pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    const int why = errno;
    close(lock);
    return called + " cannot be written: " + Reason(why) + "; make room or choose another";
  }
  return DataDir(path, lock);
}

DataDir::DataDir(DataDir&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDir::~DataDir() {
  if (lock_ >= 0) close(lock_);
}

}  // namespace pasok::server
