#include "client/staged_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "client/exit_code.h"
#include "client/swap_in.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

void Require(const fs::path& path, const std::error_code& error) {
  if (error) FailToWrite(path, error);
}

// Where the files go: behind links, so that a link stays one, and without a slash at the end, which would put
// the staging place inside.
fs::path Resolved(const fs::path& given) {
  std::error_code error;
  fs::path path = fs::weakly_canonical(fs::absolute(given), error);
  Require(given, error);
  if (!path.has_filename()) path = path.parent_path();
  if (fs::is_symlink(path, error)) {
    throw Failure(ExitCode::kInputAtFault, given.string() + ": is a link to a place that isn't there",
                  "Make that directory, or choose another place with --out.");
  }
  return path;
}

// Whether a disk is mounted there. One that is a part of another disk has that one's number, and only the
// newer question tells; kernels and file systems that don't know it leave the number.
bool IsMountPoint(const fs::path& directory) {
  struct statx answer;
  if (statx(AT_FDCWD, directory.c_str(), 0, 0, &answer) == 0 &&
      (answer.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0)
    return (answer.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  struct stat inside, outside;
  return stat(directory.c_str(), &inside) == 0 && stat(directory.parent_path().c_str(), &outside) == 0 &&
         inside.st_dev != outside.st_dev;
}

// Whether the directory must stay the one that it is: a shell stands in it, or a disk is mounted there.
bool MustStay(const fs::path& directory) {
  std::error_code error;
  return fs::equivalent(directory, fs::current_path(error), error) || IsMountPoint(directory);
}

bool SameBytes(const fs::path& one, const fs::path& other) {
  std::error_code error;
  if (fs::file_size(one, error) != fs::file_size(other, error) || error) return false;
  std::ifstream a(one, std::ios::binary);
  std::ifstream b(other, std::ios::binary);
  std::array<char, 1 << 16> piece_of_a, piece_of_b;
  while (a && b) {
    a.read(piece_of_a.data(), piece_of_a.size());
    b.read(piece_of_b.data(), piece_of_b.size());
    const auto got = static_cast<std::size_t>(a.gcount());
    if (a.gcount() != b.gcount() || std::memcmp(piece_of_a.data(), piece_of_b.data(), got) != 0) return false;
  }
  return a.eof() && b.eof();
}

// What other programs put beside files that somebody looks at: hidden files, the locks of office programs
// (".~lock.prices.csv#", "~$prices.csv"), thumbnails. They come and go by themselves, so they stand in
// nobody's way.
bool IsHidden(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name.starts_with('.') || name.starts_with("~$") || name == "thumbs.db" || name == "desktop.ini";
}

// The names in a directory that are `hidden` or that are not, except those that files are on their way in;
// none where it is absent.
std::set<std::string> NamesIn(const fs::path& directory, bool hidden = false) {
  std::set<std::string> names;
  std::error_code error;
  if (!fs::exists(directory, error)) return names;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!IsStagingName(name, "") && IsHidden(name) == hidden) names.insert(name);
  }
  if (error) throw Failure(ExitCode::kInputAtFault, directory.string() + ": " + error.message());
  return names;
}

}  // namespace

StagedDirectory::StagedDirectory(const fs::path& target)
    : target_(Resolved(target)),
      stays_(MustStay(target_)),
      // Inside a directory that stays, since what is beside it may be another disk, or another's.
      staging_(stays_ ? target_ / "" : target_),
      open_file_(nullptr, &std::fclose) {
  earlier_ = NamesIn(target_);
}

void StagedDirectory::Append(const std::string& name, std::string_view bytes) {
  if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos) {
    throw Failure(ExitCode::kInternal,
                  "the server sent a file that isn't called by a plain name: '" + name + "'");
  }
  if (name != open_name_) {
    CloseFile();
    open_file_.reset(std::fopen((staging_.path() / name).c_str(), names_.contains(name) ? "ab" : "wb"));
    if (!open_file_) FailToWrite(staging_.path() / name, LastError());
    open_name_ = name;
    names_.insert(name);
  }
  if (std::fwrite(bytes.data(), 1, bytes.size(), open_file_.get()) != bytes.size()) {
    FailToWrite(staging_.path() / name, LastError());
  }
}

void StagedDirectory::CloseFile() {
  if (!open_file_) return;
  const bool written = std::fflush(open_file_.get()) == 0 && fsync(fileno(open_file_.get())) == 0;
  const std::error_code why = LastError();
  open_file_.reset();
  if (!written) FailToWrite(staging_.path() / open_name_, why);
  open_name_.clear();
}

bool StagedDirectory::EqualsTarget() const {
  return NamesIn(target_) == names_ && std::ranges::all_of(names_, [this](const std::string& name) {
           return SameBytes(staging_.path() / name, target_ / name);
         });
}

bool StagedDirectory::IsThere() {
  CloseFile();
  return EqualsTarget();
}

StagedDirectory::Outcome StagedDirectory::Replace() {
  if (IsThere()) return Outcome::kUnchanged;
  if (stays_ || !LinkHidden() || !SwapIn(staging_.path(), target_)) PutIntoAlone();
  return Outcome::kWritten;
}

bool StagedDirectory::LinkHidden() const {
  const std::set<std::string> hidden = NamesIn(target_, /*hidden=*/true);
  return std::ranges::all_of(hidden, [this](const std::string& name) {
    std::error_code error;
    fs::create_hard_link(target_ / name, staging_.path() / name, error);
    return !error;
  });
}

void StagedDirectory::PutIntoAlone() {
  PutInto();
  for (const std::string& name : earlier_) {
    std::error_code error;
    if (!names_.contains(name)) fs::remove(target_ / name, error);
    Require(target_ / name, error);
  }
}

void StagedDirectory::Merge() {
  CloseFile();
  PutInto();
}

void StagedDirectory::PutInto() {
  std::error_code error;
  fs::create_directories(target_, error);
  Require(target_, error);
  for (const std::string& name : names_) {
    fs::rename(staging_.path() / name, target_ / name, error);
    Require(target_ / name, error);
  }
}

void RequirePlanDirectory(const fs::path& directory) {
  static constexpr std::array<std::string_view, 14> kPlanFiles = {
      "allocations.csv", "at_hand.csv",   "budgets.csv",  "carried.csv", "changes.csv",
      "menu.csv",        "policy.yaml",   "previous.csv", "prices.csv",  "scenario.yaml",
      "shares.csv",      "shortages.csv", "summary.json", "taken.csv"};
  const std::set<std::string> names = NamesIn(directory);
  for (const std::string& name : names) {
    if (std::ranges::find(kPlanFiles, name) == kPlanFiles.end()) {
      throw Failure(
          ExitCode::kInputAtFault,
          directory.string() + ": holds '" + name +
              "', which isn't a plan's file, so nothing is written there",
          "Move it away or choose another directory (--out, or `out` in a nightly file); a plan's earlier "
          "files may be there, nothing else.");
    }
  }
  if (!names.empty() && !names.contains("summary.json")) {
    throw Failure(
        ExitCode::kInputAtFault,
        directory.string() + ": holds files but no plan's summary.json, so nothing is written there",
        "Choose a new directory with --out.");
  }
}

void RequireReportDirectory(const fs::path& directory) {
  const std::set<std::string> names = NamesIn(directory);
  for (const std::string& name : names) {
    if (name == "report.json" || (names.contains("report.json") && name.ends_with(".csv"))) continue;
    throw Failure(
        ExitCode::kInputAtFault,
        directory.string() + ": holds '" + name +
            "', which isn't a report's file, so nothing is written there",
        "Choose another directory with --out; a report's earlier files may be there, nothing else.");
  }
}

void RequireEmptyDirectory(const fs::path& directory, const std::string& hint) {
  if (!NamesIn(directory).empty()) {
    throw Failure(ExitCode::kInputAtFault, directory.string() + ": isn't empty", hint);
  }
}

}  // namespace pasok::client
