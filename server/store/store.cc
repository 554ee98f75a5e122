#include "server/store/store.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>

#include "server/store/schema.h"

namespace pasok::server {
namespace {

constexpr std::int64_t kPageBytes = 8192;
constexpr std::uintmax_t kLongLogBytes = std::uintmax_t{128} << 20;
constexpr int kPatienceWithReadersMs = 200;

std::string TextOf(Connection& connection, const std::string& pragma) {
  Statement statement(connection, pragma);
  return statement.Step() ? std::string(statement.Text(0)) : "";
}

}  // namespace

std::string ExplainStoreError(const std::string& path, const StoreError& error) {
  switch (error.kind()) {
    case StoreError::Kind::kFull:
      return "the store " + path + " cannot be written: the disk (or its quota) is full; free some space";
    case StoreError::Kind::kReadOnly:
      return "the store " + path + " cannot be written: " + error.what() +
             "; make it and its directory writable";
    case StoreError::Kind::kDamaged:
      return "the store " + path + " is damaged or not a Pasok store: " + error.what() +
             "; move it away or restore it from a backup";
    case StoreError::Kind::kBusy:
      return "the store " + path + " is locked by another program: " + error.what() + "; close that program";
    case StoreError::Kind::kFailed:
      break;
  }
  return "the store " + path + " cannot be opened: " + error.what();
}

std::variant<std::unique_ptr<Store>, StartError> Store::Open(const std::string& data_dir,
                                                             std::int64_t most_bytes, bool durable) {
  auto locked = DataDir::Lock(data_dir);
  if (auto* error = std::get_if<StartError>(&locked)) return std::move(*error);
  DataDir& dir = std::get<DataDir>(locked);
  const std::string path = dir.StorePath();
  try {
    std::unique_ptr<Store> store(new Store(std::move(dir), durable));
    Connection& writer = store->writer_;
    if (IsForeign(writer)) {
      return StartError{
          "the store " + path +
          " is not a Pasok store but another program's SQLite file; choose another data directory"};
    }
    writer.Execute("PRAGMA page_size = " + std::to_string(kPageBytes));
    if (most_bytes > 0) {
      writer.Execute("PRAGMA max_page_count = " +
                     std::to_string(std::max<std::int64_t>(1, most_bytes / kPageBytes)));
    }
    if (TextOf(writer, "PRAGMA journal_mode = WAL") != "wal") {
      return StartError{
          "the store " + path +
          " cannot be shared by readers and a writer: its file system has no shared memory, as a network's "
          "has none; use a data directory on a local disk"};
    }
    writer.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    if (!durable) writer.LeaveInLog();
    writer.Execute("PRAGMA foreign_keys = ON");
    writer.Execute("PRAGMA journal_size_limit = 67108864");  // a nation's plan must not leave its log behind
    const std::int64_t found = Migrate(writer);
    if (found > KnownSchemaVersion()) {
      return StartError{"the store " + path + " has schema version " + std::to_string(found) +
                        ", this program knows up to " + std::to_string(KnownSchemaVersion()) +
                        "; use the newer pasok that wrote it, or another data directory"};
    }
    return store;
  } catch (const StoreError& error) {
    return StartError{ExplainStoreError(path, error)};
  }
}

Store::Store(DataDir data_dir, bool durable)
    : data_dir_(std::move(data_dir)),
      long_log_(durable ? kLongLogBytes : std::numeric_limits<std::uintmax_t>::max()),
      longest_log_(long_log_),
      writer_(data_dir_.StorePath()) {}

void Store::ShortenLog() {
  std::error_code absent;
  const std::uintmax_t length = std::filesystem::file_size(path() + "-wal", absent);
  if (absent || length <= long_log_) longest_log_ = long_log_;
  if (absent || length <= longest_log_) return;
  longest_log_ = writer_.ShortenLog(kPatienceWithReadersMs) ? long_log_ : length + long_log_;
}

Store::Lease::Lease(Store& from) : store(from) {
  {
    const std::lock_guard lock(store.readers_mutex_);
    if (!store.idle_readers_.empty()) {
      connection = std::move(store.idle_readers_.back());
      store.idle_readers_.pop_back();
    }
  }
  if (connection == nullptr) {
    connection = std::make_unique<Connection>(store.data_dir_.StorePath());
    connection->Execute("PRAGMA query_only = ON");
  }
}

Store::Lease::~Lease() {
  const std::lock_guard lock(store.readers_mutex_);
  store.idle_readers_.push_back(std::move(connection));
}

}  // namespace pasok::server
