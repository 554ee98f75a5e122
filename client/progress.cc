#include "client/progress.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "client/figures.h"
#include "client/text.h"

namespace pasok::client {
namespace {

std::string StageInWords(const v1::WatchPlanResponse& response) {
  if (response.state() == v1::Plan::QUEUED) return "waiting";
  if (response.stage() == "read") return "reading the registers";
  if (response.stage() == "lanes") return "finding lanes";
  if (response.stage() == "solve") return "solving";
  if (response.stage() == "certify") return "proving";
  if (response.stage() == "store") return "storing";
  return response.stage();
}

std::string NoteOf(const v1::WatchPlanResponse& response) {
  if (response.state() == v1::Plan::QUEUED && response.queue_position() > 0) {
    return Grouped(response.queue_position()) + " before it";
  }
  if (!response.has_gap_percent()) return "";
  std::array<char, 32> gap{};
  std::snprintf(gap.data(), gap.size(), "%.4g", response.gap_percent());
  return "gap " + std::string(gap.data()) + " %";
}

}  // namespace

Progress::Progress(const Console& console) : console_(console) {
  if (console_.err_is_terminal) drawer_ = std::thread([this] { DrawUntilEnded(); });
}

Progress::~Progress() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  if (drawer_.joinable()) drawer_.join();
}

void Progress::Show(const std::string& stage, std::optional<double> fraction, const std::string& note) {
  const std::lock_guard lock(mutex_);
  state_ = {.stage = stage, .fraction = fraction, .note = note};
}

void Progress::DrawUntilEnded() {
  constexpr auto kShort = std::chrono::seconds(1);
  constexpr auto kBetweenDrawings = std::chrono::milliseconds(100);
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, kShort, [this] { return ended_; })) return;
  do {
    console_.err << '\r' << Line() << "\x1b[K" << std::flush;
  } while (!changed_.wait_for(lock, kBetweenDrawings, [this] { return ended_; }));
  console_.err << "\r\x1b[K" << std::flush;
}

std::string Progress::Line() const {
  constexpr std::size_t kStageWidth = 22;
  constexpr std::size_t kBarWidth = 24;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  std::string line = PadRight(state_.stage, kStageWidth);
  if (const auto fraction = state_.fraction) {
    const auto percent = static_cast<int>(100 * std::clamp(*fraction, 0.0, 1.0));
    line += "▕" + PadRight(Bar(*fraction, kBarWidth), kBarWidth) + "▏" + PadLeft(std::to_string(percent), 3) +
            " %  ";
  }
  line += Seconds(elapsed.count());
  if (!state_.note.empty()) line += "  " + state_.note;
  return CutTo(line, console_.columns > 0 ? static_cast<std::size_t>(console_.columns) - 1 : 100);
}

void ShowSent(Progress& progress, std::int64_t sent, std::int64_t total) {
  const double fraction = total == 0 ? 1 : static_cast<double>(sent) / static_cast<double>(total);
  progress.Show(sent == total ? "checking" : "sending", fraction,
                Megabytes(sent) + " of " + Megabytes(total));
}

void ShowWatched(Progress& progress, const v1::WatchPlanResponse& response) {
  progress.Show(StageInWords(response), response.fraction(), NoteOf(response));
}

}  // namespace pasok::client
