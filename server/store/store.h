// Start here: the one SQLite file under the data directory. Everything that must survive a kill -9 goes
// through it.
//
// One writer at a time, any number of readers beside it (WAL). A Write is one durable transaction: it happens
// whole or not at all. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "server/store/data_dir.h"
#include "server/store/sqlite.h"

namespace pasok::server {

class Store {
 public:
  // `most_bytes`: the file's size at most, 0 for no limit. Where it isn't `durable`, what is written is there
  // for this Store alone, and neither waits for the disk nor survives.
  static std::variant<std::unique_ptr<Store>, StartError> Open(const std::string& data_dir,
                                                               std::int64_t most_bytes, bool durable = true);

  std::string path() const { return data_dir_.StorePath(); }
  void NoteAddress(const std::string& address) const { data_dir_.NoteAddress(address); }

  // Runs `work(connection)` in a transaction and commits; rolls back where it throws.
  template <class Work>
  auto Write(Work&& work) {
    const std::lock_guard lock(write_mutex_);
    ShortenLog();
    Transaction transaction(writer_);
    if constexpr (std::is_void_v<std::invoke_result_t<Work, Connection&>>) {
      work(writer_);
      transaction.Commit();
    } else {
      auto result = work(writer_);
      transaction.Commit();
      return result;
    }
  }

  // Runs `work(connection)` beside the writer; all its statements see the store as it was when the first one
  // began.
  template <class Work>
  auto Read(Work&& work) {
    const Lease lease(*this);
    const Snapshot snapshot(*lease.connection);
    return work(*lease.connection);
  }

 private:
  // A reader's connection, given back for the next one.
  struct Lease {
    explicit Lease(Store& from);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Store& store;
    std::unique_ptr<Connection> connection;
  };

  Store(DataDir data_dir, bool durable);

  // SQLite begins its log anew where nobody is reading from it; where reads overlap it grows for as long as
  // they do. So a long one is begun anew by waiting for them, for a moment. The write's lock is held.
  void ShortenLog();

  DataDir data_dir_;
  std::mutex write_mutex_;
  const std::uintmax_t long_log_;  // bytes that the log may have
  std::uintmax_t longest_log_;     // that, or more since it couldn't be shortened
  Connection writer_;
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_readers_;
};

// Why the store at `path` can't be used and what to do, for the operator.
std::string ExplainStoreError(const std::string& path, const StoreError& error);

}  // namespace pasok::server
