#include "engine/flow/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace pasok {

int ThreadsFor(int asked) {
  return asked > 0 ? asked : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

bool ForEachTask(std::int64_t count, int threads, const StopToken& stop,
                 const std::function<void(std::int64_t i, int worker)>& task) {
  const int workers = static_cast<int>(std::min<std::int64_t>(threads, count));
  std::atomic<std::int64_t> next{0}, done{0};
  std::atomic<bool> has_failed{false};
  std::exception_ptr failure;
  const auto fail = [&] {
    if (!has_failed.exchange(true)) failure = std::current_exception();
  };
  const auto work = [&](int worker) {
    try {
      for (std::int64_t i = next++; i < count && !stop.Asked() && !has_failed; i = next++) {
        task(i, worker);
        ++done;
      }
    } catch (...) {
      fail();
    }
  };
  std::vector<std::jthread> others;  // the last: they use all of these until they have come home
  try {
    others.reserve(static_cast<std::size_t>(std::max(0, workers - 1)));
    for (int worker = 1; worker < workers; ++worker) others.emplace_back(work, worker);
  } catch (const std::system_error&) {  // no more threads than these
  } catch (...) {
    fail();
  }
  work(0);
  others.clear();  // joins
  if (failure) std::rethrow_exception(failure);
  return done == count;
}

}  // namespace pasok
