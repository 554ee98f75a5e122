// Files on their way in: chunks put together under limits, before any of them is looked at.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/files.pb.h"

namespace pasok::server {

// The memory that all uploads share. Thread-safe.
class UploadBudget {
 public:
  explicit UploadBudget(std::int64_t most_bytes) : most_bytes_(most_bytes) {}
  std::int64_t most_bytes() const { return most_bytes_; }
  [[nodiscard]] bool Take(std::int64_t bytes);
  void GiveBack(std::int64_t bytes);

 private:
  const std::int64_t most_bytes_;
  std::atomic<std::int64_t> taken_{0};
};

// One call's files. Used by one thread at a time; gives its budget back when it ends, if not before.
class Upload {
 public:
  explicit Upload(UploadBudget& budget) : budget_(budget) {}
  ~Upload() { Clear(); }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  // Counts what is held beside the files, such as the first message.
  void Hold(std::size_t bytes);
  // Takes the chunk's bytes over. A Fault where a name isn't plain, a file is continued after another one
  // began, or a limit is passed.
  void Add(v1::FileChunk& chunk);
  // The files whole, in the order in which they came.
  std::vector<RegisterFile> Join();
  // Forgets everything and gives the budget back: before the caller hears how its call ended, so that it may
  // try again at once. Joined files must be gone by then.
  void Clear();

 private:
  struct Part {
    std::string file;
    std::vector<std::string>
        chunks{};  // of at most kChunkBytes; two that follow each other have more together
  };
  UploadBudget& budget_;
  std::vector<Part> parts_;
  std::int64_t bytes_ = 0;
};

}  // namespace pasok::server
