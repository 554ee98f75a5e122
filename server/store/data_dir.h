// The data directory and the promise that one server at a time works in it.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "server/start_error.h"

namespace pasok::server {

// Of an open file or directory, which closes with it; negative: of none.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();
  int number() const { return number_; }

 private:
  int number_;
};

// Holds the directory, and the file in it that says who does, locked for as long as it lives; the kernel lets
// go of both when the process dies. The file alone might be tidied away; earlier versions lock that only.
class DataDir {
 public:
  // Creates the directory (and its parents) where absent.
  static std::variant<DataDir, StartError> Lock(const std::string& path);

  std::string StorePath() const { return path_ + "/pasok.db"; }

  // Lets those who find the directory in use know at which address it is served.
  void NoteAddress(const std::string& address) const;

 private:
  DataDir(std::string path, Descriptor directory, Descriptor lock)
      : path_(std::move(path)), directory_(std::move(directory)), lock_(std::move(lock)) {}
  std::string path_;
  Descriptor directory_, lock_;
};

}  // namespace pasok::server
