#include "client/progress.h"

#include <algorithm>
#include <utility>

#include "client/figures.h"
#include "client/text.h"

namespace pasok::client {
namespace {

// Of plans and studies; a study calls its own steps as it likes.
std::string StageInWords(bool queued, const std::string& stage) {
  if (queued) return "waiting";
  if (stage == "read") return "reading";
  if (stage == "lanes") return "finding lanes";
  if (stage == "solve") return "solving";
  if (stage == "certify") return "proving";
  if (stage == "store") return "storing";
  return Printable(stage);
}

std::string BeforeIt(std::int64_t position) { return Grouped(position) + " before it"; }

std::vector<std::string> NotesOf(const v1::WatchPlanResponse& response) {
  std::vector<std::string> notes;
  if (response.state() == v1::Plan::QUEUED && response.queue_position() > 0) {
    notes.push_back(BeforeIt(response.queue_position()));
  }
  if (response.has_gap_percent()) notes.push_back("gap " + GapPercent(response.gap_percent()) + " of cost");
  if (response.has_incumbent_sen()) notes.push_back("cost " + WholeRupiah(response.incumbent_sen()));
  if (response.has_bound_sen()) notes.push_back("at least " + WholeRupiah(response.bound_sen()));
  return notes;
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

void Progress::Show(const std::string& stage, std::optional<double> fraction,
                    std::vector<std::string> notes) {
  const std::lock_guard lock(mutex_);
  state_ = {.stage = stage, .fraction = fraction, .notes = std::move(notes)};
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
  constexpr std::size_t kStageWidth = 14;
  constexpr std::size_t kWide = 130;
  const std::size_t columns =
      console_.err_columns > 0 ? static_cast<std::size_t>(console_.err_columns) - 1 : 79;
  const std::size_t bar_width = columns < kWide ? 6 : 24;  // the notes say more than a longer bar
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  std::string line = PadRight(state_.stage, kStageWidth);
  if (const auto fraction = state_.fraction) {
    const auto percent = static_cast<int>(100 * std::clamp(*fraction, 0.0, 1.0));
    line += "▕" + PadRight(Bar(*fraction, bar_width), bar_width) + "▏" + PadLeft(std::to_string(percent), 3) +
            " %  ";
  }
  line += Seconds(elapsed.count());
  for (const std::string& note : state_.notes) {
    if (Width(line) + 2 + Width(note) > columns) break;
    line += "  " + note;
  }
  return CutTo(line, columns);
}

void ShowSent(Progress& progress, std::int64_t sent, std::int64_t total) {
  const double fraction = total == 0 ? 1 : static_cast<double>(sent) / static_cast<double>(total);
  progress.Show(sent == total ? "checking" : "sending", fraction,
                {Megabytes(sent) + " of " + Megabytes(total)});
}

void ShowWatched(Progress& progress, const v1::WatchPlanResponse& response) {
  progress.Show(StageInWords(response.state() == v1::Plan::QUEUED, response.stage()), response.fraction(),
                NotesOf(response));
}

void ShowWatched(Progress& progress, const v1::WatchStudyResponse& response) {
  std::vector<std::string> notes;
  if (response.queue_position() > 0) notes.push_back(BeforeIt(response.queue_position()));
  progress.Show(StageInWords(response.state() == v1::Study::QUEUED, response.stage()), response.fraction(),
                std::move(notes));
}

}  // namespace pasok::client
