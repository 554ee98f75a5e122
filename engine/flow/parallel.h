// Independent tasks on a few threads. Which thread does which is nobody's business: results go to their own
// places.
//
// What a task throws, on whichever thread, reaches the caller, and so does memory that runs out for a thread:
// the first of it is thrown again once all threads have come home, and tasks that weren't begun are left out.
// So memory that runs out ends one plan or study, and not the process. Where the system grants no more
// threads, those that there are do all.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>

#include "engine/flow/stop.h"

namespace pasok {

// As many as were asked for; one per core where that is 0 or less.
int ThreadsFor(int asked);

// Calls task(i, worker) for each i from 0 to count - 1, each once, in about that order, until the stop token
// asks; returns whether all were called. There are up to `threads` workers, numbered from 0; the caller's
// thread is worker 0, so what must stay on it, progress for one, goes by that.
bool ForEachTask(std::int64_t count, int threads, const StopToken& stop,
                 const std::function<void(std::int64_t i, int worker)>& task);

// Likewise task(i), and nothing stops it.
template <class Task>
void ForEachTask(int count, int threads, const Task& task) {
  const StopToken never;
  ForEachTask(count, threads, never, [&task](std::int64_t i, int) { task(static_cast<int>(i)); });
}

// Likewise task(first, end), for the numbers from 0 to count - 1 in batches of kBatch, the last one smaller:
// for many small pieces of work that lie side by side.
inline constexpr std::int32_t kBatch = 4096;
template <class Task>
void ForEachBatch(std::int32_t count, int threads, const Task& task) {
  ForEachTask((count + kBatch - 1) / kBatch, threads,
              [&](int batch) { task(batch * kBatch, std::min(count, (batch + 1) * kBatch)); });
}

// Likewise each of a few tasks that are unlike.
template <class... Tasks>
void AtOnce(int threads, const Tasks&... tasks) {
  const std::array<std::function<void()>, sizeof...(tasks)> all{std::cref(tasks)...};
  ForEachTask(static_cast<int>(all.size()), threads, [&](int i) { all[static_cast<std::size_t>(i)](); });
}

}  // namespace pasok
