// The planner's own files, on their way to the server.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace pasok::client {

struct LocalFile {
  std::string name;  // plain, as the server shall call it
  std::filesystem::path path;
  std::int64_t bytes = 0;
};

// A dataset directory: the register files in it, by name, and what else lies there, by name too. Hidden
// files, a README and directories are passed over.
struct RegisterDirectory {
  std::vector<LocalFile> files;
  std::vector<std::string> others;
};
// Whether there are enough files is the server's to say. Failure where there is no such directory, or where a
// register is no regular file.
RegisterDirectory RegisterFiles(const std::filesystem::path& directory);

// A plan's files: *.csv that aren't hidden, policy.yaml, scenario.yaml, summary.json. Failure where the
// directory holds no summary.json.
std::vector<LocalFile> PlanFiles(const std::filesystem::path& directory);

// Single files on their way, each under its own name; a second one of a name becomes "name-2.yaml", and one
// whose name no server takes, being long or hidden, "file-3". Failure (kInputAtFault) where one can't be
// read; (kUsage) where there are more than 50.
std::vector<LocalFile> NamedFiles(std::span<const std::string> paths);

// Whether findings may call a file by its path: the server takes 256 bytes.
inline bool MayName(const std::string& path) { return path.size() <= 256; }
// What they call it: by its path where they may, else by its name, which has fewer bytes.
inline std::string NameInFindings(const std::filesystem::path& path) {
  return MayName(path.string()) ? path.string() : path.filename().string();
}

std::int64_t TotalBytes(std::span<const LocalFile> files);

// The bytes of a policy or another configuration. Failure where it can't be read or is larger than any such
// file.
std::string ReadConfigFile(const std::filesystem::path& path);

}  // namespace pasok::client
