#include "tests/server/child.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace pasok::server {
namespace {

constexpr uid_t kNobody = 65534;

int CodeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

}  // namespace

Child::Child(const std::vector<std::string>& arguments, bool as_nobody) {
  std::string program = PASOKD_PATH;
  as_nobody &= getuid() == 0;
  if (as_nobody) {  // who may not be let into the folder that it was built in
    copy_ = std::make_unique<ScratchDir>();
    program = copy_->path() + "/pasokd";
    std::filesystem::copy_file(PASOKD_PATH, program);
    for (const std::string& path : {copy_->path(), program})
      std::filesystem::permissions(path, std::filesystem::perms(0755));
  }
  std::vector<char*> argv = {program.data()};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    // Between fork and exec of a process with threads only system calls are safe.
    dup2(pipe_ends[1], STDERR_FILENO);
    if (as_nobody && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) _exit(99);
    execv(program.c_str(), argv.data());
    _exit(98);
  }
  close(pipe_ends[1]);
  errors_ = pipe_ends[0];
}

Child::~Child() {
  if (pid_ > 0) {
    Signal(SIGKILL);
    Await();
  }
  close(errors_);
}

bool Child::ReadMore() {
  std::array<char, 4096> buffer{};
  const ssize_t size = read(errors_, buffer.data(), buffer.size());
  if (size <= 0) return false;
  said_.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

bool Child::AwaitSaying(const std::string& text) {
  while (said_.find(text) == std::string::npos) {
    if (!ReadMore()) return false;
  }
  return true;
}

int Child::AwaitPort() {
  if (!AwaitSaying("), data in")) return 0;
  return std::atoi(said_.c_str() + said_.find("(port ") + 6);
}

void Child::Signal(int signal) { kill(pid_, signal); }

int Child::Await() {
  while (ReadMore()) {
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return CodeOf(status);
}

int Child::AwaitUnheard(int signal) {
  int status = 0;
  do {
    Signal(signal);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  } while (waitpid(pid_, &status, WNOHANG) == 0);
  pid_ = -1;
  return CodeOf(status);
}

}  // namespace pasok::server
