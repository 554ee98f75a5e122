#include "server/store/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

namespace pasok::server {
namespace {

constexpr const char* kChooseAnother = "choose another (--data-dir, or `data_dir` in a configuration)";

constexpr int kLooksForFile = 20;
constexpr auto kBetweenLooks = std::chrono::milliseconds(10);

std::string LockPath(const std::string& path) { return path + "/lock"; }

std::string Reason(int error) { return std::generic_category().message(error); }

// The lock file is the holder's process id on a line and, once it listens, its address on the next.
DataDirHolder HolderIn(int lock) {
  std::array<char, 512> bytes{};
  const ssize_t size = pread(lock, bytes.data(), bytes.size(), 0);
  std::istringstream lines(std::string(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0));
  DataDirHolder holder;
  std::getline(lines, holder.pid);
  std::getline(lines, holder.address);
  return holder;
}

std::string Write(int lock, const std::string& text) {
  if (ftruncate(lock, 0) == 0 && pwrite(lock, text.data(), text.size(), 0) == std::ssize(text)) return {};
  return Reason(errno);
}

// Locks it until it is closed. 0, or why not.
int LockFault(const Descriptor& file) { return flock(file.number(), LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

StartError InUse(const std::string& called, DataDirHolder holder) {
  const bool serves = !holder.address.empty();
  std::string message = called + " is in use by " + (serves ? "pasokd" : "another pasok");
  if (!holder.pid.empty()) message += " (PID " + holder.pid + ")";
  message += serves ? ", which serves it: reach it with --server " + holder.address + ", or "
                    : ": wait until it has ended, or ";
  return {.message = message + kChooseAnother, .holder = std::move(holder)};
}

// Where the directory is locked. Who has just locked it makes the file next; one that isn't there then has
// been tidied away.
StartError InUse(const std::string& called, const std::string& path) {
  for (int looks = 0;; ++looks) {
    const Descriptor lock(open(LockPath(path).c_str(), O_RDONLY | O_CLOEXEC));
    if (lock.number() >= 0 || errno != ENOENT) return InUse(called, HolderIn(lock.number()));
    if (looks == kLooksForFile) break;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return {.message = called +
                     " is in use, and its file `lock`, which said by whom, is gone: end the pasokd or pasok "
                     "that works in it, or " +
                     kChooseAnother};
}

}  // namespace

std::variant<DataDir, StartError> DataDir::Lock(const std::string& path) {
  if (path.empty()) return StartError{"no data directory is given"};
  const std::string called = "the data directory " + path;
  std::error_code error;
  if (std::filesystem::exists(path, error) && !std::filesystem::is_directory(path, error)) {
    return StartError{called + " is not a directory"};
  }
  std::filesystem::create_directories(path, error);
  if (error) return StartError{called + " cannot be created: " + error.message() + "; " + kChooseAnother};

  // Before there is a file, so that one appears only where the directory is free. Some file systems lock no
  // directories: there the file must do.
  Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (LockFault(directory) == EWOULDBLOCK) return InUse(called, path);
  Descriptor lock(open(LockPath(path).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (lock.number() < 0) {
    const int why = errno;
    if (why == EACCES || why == EROFS || why == EPERM) {
      return StartError{called + " is read-only: " + Reason(why) + "; make it writable, or " +
                        kChooseAnother};
    }
    return StartError{called + " cannot be used: " + Reason(why)};
  }
  if (const int why = LockFault(lock); why == EWOULDBLOCK) {
    return InUse(called, HolderIn(lock.number()));
  } else if (why != 0) {
    return StartError{called + " cannot be locked: " + Reason(why)};
  }
  if (const std::string fault = Write(lock.number(), std::to_string(getpid()) + "\n"); !fault.empty())
    return StartError{called + " cannot be written: " + fault + "; make room, or " + kChooseAnother};
  return DataDir(path, std::move(directory), std::move(lock));
}

void DataDir::NoteAddress(const std::string& address) const {
  // Without it the directory counts as held by a pasok, which is no harm.
  static_cast<void>(Write(lock_.number(), std::to_string(getpid()) + "\n" + address + "\n"));
}

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

}  // namespace pasok::server
