// One line on standard error that says how far the work is. Nothing where that is no terminal, and nothing in
// the first second: short work needs no bar.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "client/console.h"
#include "pasok/v1/plan.pb.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

// While it lives, standard error is its own: a thread draws the line anew ten times a second, so that the
// clock goes on while the server is silent. Its end wipes the line out.
class Progress {
 public:
  explicit Progress(const Console& console);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `fraction` between 0 and 1, or nothing where no one can know. Of the notes, the first first, as many are
  // drawn as the terminal has room for. Cheap: others do the drawing.
  void Show(const std::string& stage, std::optional<double> fraction, std::vector<std::string> notes);

 private:
  struct State {
    std::string stage;
    std::optional<double> fraction;
    std::vector<std::string> notes;
  };
  void DrawUntilEnded();
  std::string Line() const;

  const Console& console_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  State state_;
  std::thread drawer_;
};

// "sending", with megabytes gone.
void ShowSent(Progress& progress, std::int64_t sent, std::int64_t total);
// The plan's stage, how far from the optimum it may still be, its cost so far and what it must cost at least.
void ShowWatched(Progress& progress, const v1::WatchPlanResponse& response);
// The study's stage.
void ShowWatched(Progress& progress, const v1::WatchStudyResponse& response);

}  // namespace pasok::client
