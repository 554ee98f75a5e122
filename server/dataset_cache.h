// Parsed datasets, kept while they are in use and, up to a limit, for the next question.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "engine/register/dataset.h"
#include "server/store/dataset_store.h"

namespace pasok::server {

// Least recently used first out, measured by the bytes of the files (parsed, they take about as much again).
// Thread-safe; two callers who miss at once both parse.
class DatasetCache {
 public:
  DatasetCache(DatasetStore& store, std::size_t most_bytes) : store_(store), most_bytes_(most_bytes) {}

  // A Fault (NOT_FOUND) where the store has none of that id.
  std::shared_ptr<const Dataset> Get(const std::string& id);
  // nullptr where it would have to be read first.
  std::shared_ptr<const Dataset> Peek(const std::string& id) { return Lookup(id); }
  // Whether the store still has under the id what it names: these files, with which it has just been told
  // anew, or others that say the same.
  bool IsStoredWhole(const std::string& id, std::span<const RegisterFile> files);
  void Put(const std::string& id, std::shared_ptr<const Dataset> dataset, std::size_t bytes);
  void Forget(const std::string& id);

 private:
  struct Entry {
    std::string id;
    std::shared_ptr<const Dataset> dataset;
    std::size_t bytes = 0;
  };
  std::shared_ptr<const Dataset> Lookup(const std::string& id);
  void Remove(const std::string& id);  // under mutex_

  DatasetStore& store_;
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // most recently used first; a handful
  std::size_t bytes_ = 0;
};

std::size_t TotalBytes(std::span<const RegisterFile> files);

}  // namespace pasok::server
