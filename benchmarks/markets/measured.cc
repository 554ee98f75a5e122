#include "benchmarks/markets/measured.h"

#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

#include "engine/heap/heap.h"

namespace pasok::benchmarks {
namespace {

double WallNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double CpuNow() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// A line such as "VmHWM:     13544 kB".
std::int64_t StatusBytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    std::int64_t kilobytes = 0;
    if (word == key + ":" && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("/proc/self/status has no " + key);
}

}  // namespace

void Clock::Start() {
  cpu_start_ = CpuNow();
  wall_start_ = WallNow();
}

Times Clock::Stop() const {
  const double wall = WallNow() - wall_start_;
  return {.wall_seconds = wall, .cpu_seconds = CpuNow() - cpu_start_};
}

void Meter::Start() {
  GiveBackFreeMemory();  // what was freed before would hide as much of what comes
  std::ofstream("/proc/self/clear_refs") << "5";
  resident_start_ = StatusBytes("VmRSS");
  clock_.Start();
}

Cost Meter::Stop() const {
  const Times times = clock_.Stop();
  return {times, StatusBytes("VmHWM") - resident_start_};
}

void RunApart(const std::function<void()>& work, void* result, std::size_t size) {
  int ends[2];
  std::fflush(nullptr);
  GiveBackFreeMemory();  // else the child would copy what it takes of it, page by page
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    int code = 1;
    try {
      work();
      // REQUIRES of pipes: less than a page goes in one piece.
      code = write(ends[1], result, size) == static_cast<ssize_t>(size) ? 0 : 1;
    } catch (const std::exception& fault) {
      std::fprintf(stderr, "matching: %s\n", fault.what());
    }
    std::fflush(stderr);
    _exit(code);
  }
  close(ends[1]);
  const ssize_t got = read(ends[0], result, size);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (got != static_cast<ssize_t>(size) || status != 0) throw std::runtime_error("a measured process failed");
}

}  // namespace pasok::benchmarks
