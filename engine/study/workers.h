// Many questions about one optimum, on several threads, each with a residual network of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/flow/parallel.h"
#include "engine/study/residual/residual.h"
#include "engine/study/run.h"

namespace pasok::study {

// The caller's thread is one of them, and tells progress. `run` outlives the workers.
class Workers {
 public:
  Workers(const std::shared_ptr<const Ground>& ground, const Run& run) : progress_(run.progress) {
    const int threads = ThreadsFor(run.options.threads);
    for (int i = 0; i < threads; ++i) residuals_.emplace_back(ground).Heed(run.stop);
  }

  // Calls work(residual, i) for each i below `count`, until asked to stop; the work leaves the residual
  // network as it found it. Tells progress from `from` to `to`. Returns whether all were done.
  template <class Work>
  bool ForEach(std::int64_t count, std::string_view stage, double from, double to, const StopToken& stop,
               const Work& work) {
    const int threads = static_cast<int>(residuals_.size());
    return ForEachTask(count, threads, stop, [&](std::int64_t i, int worker) {
      work(residuals_[static_cast<std::size_t>(worker)], i);
      if (worker == 0 && progress_ && i % 16 == 0)
        progress_(stage, from + (to - from) * static_cast<double>(i) / static_cast<double>(count));
    });
  }

 private:
  const StudyProgress& progress_;
  std::vector<Residual> residuals_;
};

}  // namespace pasok::study
