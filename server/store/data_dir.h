// The data directory and the promise that one server at a time works in it.
#pragma once

#include <string>
#include <variant>

#include "server/start_error.h"

namespace pasok::server {

// Holds the directory's lock file for as long as it lives; the kernel lets go of it when the process dies.
class DataDir {
 public:
  // Creates the directory (and its parents) where absent.
  static std::variant<DataDir, StartError> Lock(const std::string& path);
  DataDir(DataDir&& other) noexcept;
  DataDir& operator=(DataDir&&) = delete;
  ~DataDir();

  std::string StorePath() const { return path_ + "/pasok.db"; }

  // Lets those who find the directory in use know at which address it is served.
  void NoteAddress(const std::string& address) const;

 private:
  DataDir(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;
};

}  // namespace pasok::server
