// The data directory and the promise that one server at a time works in it.
#pragma once

#include <string>
#include <variant>

namespace pasok::server {

// Holds the directory's lock file for as long as it lives; the kernel lets go of it when the process dies.
class DataDir {
 public:
  // Creates the directory (and its parents) where absent. A string says why it cannot be used, for the
  // operator.
  static std::variant<DataDir, std::string> Lock(const std::string& path);
  DataDir(DataDir&& other) noexcept;
  DataDir& operator=(DataDir&&) = delete;
  ~DataDir();

  std::string StorePath() const { return path_ + "/pasok.db"; }

 private:
  DataDir(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;
};

}  // namespace pasok::server
