// Independent tasks on a few threads. Which thread does which is nobody's business: results go to their own
// places.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace pasok::match::exact {

// Calls task(0) to task(count - 1), each once, in about that order, on up to `threads` threads, the caller's
// among them.
template <class Task>
void ForEachTask(int count, int threads, const Task& task) {
  std::atomic<int> next{0};
  const auto work = [&] {
    for (int i = next++; i < count; i = next++) task(i);
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < std::min(threads, count); ++i) others.emplace_back(work);
  work();
}

}  // namespace pasok::match::exact
