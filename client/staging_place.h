// Where files are collected before they appear at their target.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace pasok::client {

// A new directory "<beside>.partial-<16 hex digits>", this one's alone: locked while it lives, removed with
// it. What a killed run left under such a name, which nobody holds the lock of, is removed first; nothing
// else is touched. Failure (kServerFailed) where the disk refuses.
class StagingPlace {
 public:
  explicit StagingPlace(const std::filesystem::path& beside);
  ~StagingPlace();
  StagingPlace(const StagingPlace&) = delete;
  StagingPlace& operator=(const StagingPlace&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

// Whether a name is one of these directories' for the target called `target`, which may be "".
bool IsStagingName(std::string_view name, std::string_view target);

// What to do about the error that writing ended with, where `option` names the place.
std::string AdviceOn(const std::error_code& error, const std::string& option);

// Failure (kServerFailed) of what --out names.
[[noreturn]] void FailToWrite(const std::filesystem::path& path, const std::error_code& error);
[[noreturn]] void FailToWrite(const std::filesystem::path& path, const std::string& why,
                              const std::string& advice);

// errno as an error.
std::error_code LastError();

}  // namespace pasok::client
