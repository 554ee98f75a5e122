#include "client/files.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "client/exit_code.h"
#include "client/text.h"
#include "engine/register/file_names.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNamed = 50;  // scenarios that a server compares

bool IsCsv(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  return extension == ".csv";
}

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool IsRegister(const fs::path& path) {
  return std::ranges::any_of(kKnownFiles,
                             [&](const KnownFile& known) { return path.filename() == known.name; });
}

// Whether a server takes a file under that name.
bool IsPlain(const std::string& name) {
  constexpr std::size_t kMostBytes = 64;
  const auto is_harmless = [](unsigned char c) { return c >= 0x20 && c != 0x7f && c != '\\'; };
  return name.size() <= kMostBytes && !name.starts_with('.') && std::ranges::all_of(name, is_harmless);
}

// The file's own name, told apart from those before it; by its number where a server wouldn't take that.
std::string NameAmong(const std::vector<LocalFile>& files, const fs::path& path) {
  const auto is_taken = [&](const std::string& name) {
    return std::ranges::find(files, name, &LocalFile::name) != files.end();
  };
  std::string name = path.filename().string();
  for (int number = 2; is_taken(name); ++number)
    name = path.stem().string() + "-" + std::to_string(number) + path.extension().string();
  for (std::size_t number = files.size() + 1; !IsPlain(name) || is_taken(name); ++number)
    name = "file-" + std::to_string(number);
  return name;
}

template <typename Wanted>
std::vector<LocalFile> FilesOf(const fs::path& directory, Wanted wanted) {
  std::vector<LocalFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    const fs::path& path = entry->path();
    if (!wanted(path)) continue;
    if (!entry->is_regular_file(unreadable)) {
      throw Failure(ExitCode::kInputAtFault,
                    path.string() + ": is there, but it is no regular file" +
                        (unreadable ? " (" + unreadable.message() + ')' : ""),
                    "Put the file itself there, or a link to it.");
    }
    if (!IsUtf8(path.filename().string())) {
      throw Failure(ExitCode::kInputAtFault, path.string() + ": its name isn't UTF-8",
                    "Rename it, or move it out of the directory.");
    }
    const auto bytes = static_cast<std::int64_t>(entry->file_size(unreadable));
    files.push_back({.name = path.filename().string(), .path = path, .bytes = bytes});
  }
  if (error) {
    throw Failure(ExitCode::kInputAtFault, directory.string() + ": " + error.message(),
                  "Name a directory that holds the files.");
  }
  std::ranges::sort(files, {}, &LocalFile::name);
  return files;
}

}  // namespace

RegisterDirectory RegisterFiles(const fs::path& directory) {
  RegisterDirectory found{.files = FilesOf(directory, IsRegister), .others = {}};
  std::error_code gone;  // in the meantime, or unreadable by now
  for (fs::directory_iterator entry(directory, gone), end; !gone && entry != end; entry.increment(gone)) {
    const fs::path& path = entry->path();
    std::error_code unreadable;
    const bool is_for_people = path.stem() == "README";
    if (IsRegister(path) || IsHidden(path) || is_for_people || entry->is_directory(unreadable)) continue;
    found.others.push_back(path.filename().string());
  }
  std::ranges::sort(found.others);
  return found;
}

std::vector<LocalFile> PlanFiles(const fs::path& directory) {
  auto files = FilesOf(directory, [](const fs::path& path) {
    return (IsCsv(path) && !IsHidden(path)) || path.filename() == kPolicyFile ||
           path.filename() == "scenario.yaml" || path.filename() == "summary.json";
  });
  if (std::ranges::find(files, "summary.json", &LocalFile::name) == files.end()) {
    throw Failure(ExitCode::kInputAtFault, directory.string() + ": holds no plan: summary.json isn't there",
                  "Name the directory that `pasok plan … --out` or `pasok export` wrote.");
  }
  return files;
}

std::vector<LocalFile> NamedFiles(std::span<const std::string> paths) {
  if (paths.size() > kMostNamed) {
    throw Failure(ExitCode::kUsage,
                  std::to_string(paths.size()) + " files are named, and at most " +
                      std::to_string(kMostNamed) + " can be compared at once",
                  "Ask about some of them at a time.");
  }
  std::vector<LocalFile> files;
  for (const std::string& given : paths) {
    const fs::path path = given;
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    if (error) {
      throw Failure(ExitCode::kInputAtFault, given + ": " + error.message(),
                    "Name a file that exists and that you may read.");
    }
    if (!IsUtf8(given)) {
      throw Failure(ExitCode::kInputAtFault, given + ": its name isn't UTF-8",
                    "Rename it, or the directory that it is in.");
    }
    files.push_back(
        {.name = NameAmong(files, path), .path = path, .bytes = static_cast<std::int64_t>(bytes)});
  }
  return files;
}

std::int64_t TotalBytes(std::span<const LocalFile> files) {
  std::int64_t bytes = 0;
  for (const LocalFile& file : files) bytes += file.bytes;
  return bytes;
}

std::string ReadConfigFile(const fs::path& path) {
  constexpr std::size_t kLargest = std::size_t{1} << 20;
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kLargest + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.eof() && file.fail()) {
    throw Failure(ExitCode::kInputAtFault, path.string() + ": can't be read",
                  "Name a file that exists and that you may read.");
  }
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (bytes.size() > kLargest) {
    throw Failure(ExitCode::kInputAtFault,
                  path.string() + ": is larger than 1 MiB, which no configuration is",
                  "Name a YAML file that begins with `version: 1`.");
  }
  return bytes;
}

}  // namespace pasok::client
