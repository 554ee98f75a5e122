// Many questions about one optimum, on several threads, each with a residual network of its own.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/study/residual/residual.h"
#include "engine/study/run.h"

namespace pasok::study {

// The caller's thread is one of them, and tells progress. `run` outlives the workers.
class Workers {
 public:
  Workers(const std::shared_ptr<const Ground>& ground, const Run& run) : progress_(run.progress) {
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const int threads = run.options.threads > 0 ? run.options.threads : cores;
    for (int i = 0; i < threads; ++i) residuals_.emplace_back(ground).Heed(run.stop);
  }

  // Calls work(residual, i) for each i below `count`, until asked to stop; the work leaves the residual
  // network as it found it. Tells progress from `from` to `to`. Returns whether all were done.
  template <class Work>
  bool ForEach(std::int64_t count, std::string_view stage, double from, double to, const StopToken& stop,
               const Work& work) {
    std::atomic<std::int64_t> next{0}, done{0};
    const auto take = [&](Residual& residual, bool tells) {
      for (std::int64_t i = next++; i < count && !stop.Asked(); i = next++) {
        work(residual, i);
        ++done;
        if (tells && progress_ && i % 16 == 0)
          progress_(stage, from + (to - from) * static_cast<double>(i) / static_cast<double>(count));
      }
    };
    {
      std::vector<std::jthread> others;
      for (std::size_t t = 1; t < residuals_.size(); ++t)
        others.emplace_back([&, t] { take(residuals_[t], false); });
      take(residuals_.front(), true);
    }
    return done == count;
  }

 private:
  const StudyProgress& progress_;
  std::vector<Residual> residuals_;
};

}  // namespace pasok::study
