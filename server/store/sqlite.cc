#include "server/store/sqlite.h"

#include <sqlite3.h>

namespace pasok::server {
namespace {

StoreError::Kind KindOf(int result) {
  switch (result & 0xff) {
    case SQLITE_FULL:
      return StoreError::Kind::kFull;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return StoreError::Kind::kReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StoreError::Kind::kBusy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreError::Kind::kDamaged;
    default:
      return StoreError::Kind::kFailed;
  }
}

[[noreturn]] void Throw(sqlite3* database, int result) {
  const std::string reason = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result);
  throw StoreError(KindOf(result), reason);
}

constexpr int kPatienceMs = 10'000;

}  // namespace

Connection::Connection(const std::string& path) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int result = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  if (result != SQLITE_OK) {
    const StoreError error(KindOf(result),
                           handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(result));
    sqlite3_close_v2(handle_);
    throw error;
  }
  // SQLite falls back to reading where it may not write, and would say so at the first write only.
  if (sqlite3_db_readonly(handle_, "main") == 1) {
    sqlite3_close_v2(handle_);
    throw StoreError(StoreError::Kind::kReadOnly, "the file is read-only");
  }
  sqlite3_extended_result_codes(handle_, 1);
  // The lock on the directory keeps other servers out; what is waited for is our own checkpoint, or a
  // person's sqlite3 shell.
  sqlite3_busy_timeout(handle_, kPatienceMs);
}

Connection::~Connection() { sqlite3_close_v2(handle_); }

void Connection::Execute(const std::string& sql) {
  const int result = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) Throw(handle_, result);
}

void Connection::LeaveInLog() {
  Execute("PRAGMA wal_autocheckpoint = 0");
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

bool Connection::ShortenLog(int patience_ms) {
  sqlite3_busy_timeout(handle_, patience_ms);
  const int result =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, kPatienceMs);
  return result == SQLITE_OK;  // where the disk is at fault, the write says so
}

Statement::Statement(Connection& connection, std::string_view sql, Prepared)
    : database_(connection.handle()) {
  Check(sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::Check(int result) const {
  if (result != SQLITE_OK) Throw(database_, result);
}

bool Statement::Step() {
  const int result = sqlite3_step(handle_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) Throw(database_, result);
  return false;
}

void Statement::Reset() { Check(sqlite3_reset(handle_)); }

void Statement::Bind(int index, std::int64_t value) { Check(sqlite3_bind_int64(handle_, index, value)); }

void Statement::Bind(int index, std::string_view text) {
  // An empty view may have no address, which SQLite would store as NULL.
  const char* start = text.empty() ? "" : text.data();
  Check(sqlite3_bind_text64(handle_, index, start, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::Bind(int index, Blob blob) {
  const char* start = blob.bytes.empty() ? "" : blob.bytes.data();
  Check(sqlite3_bind_blob64(handle_, index, start, blob.bytes.size(), SQLITE_STATIC));
}

std::int64_t Statement::Int(int column) const { return sqlite3_column_int64(handle_, column); }

std::string_view Statement::Text(int column) const { return Bytes(column); }

std::string_view Statement::Bytes(int column) const {
  const void* start = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  return start == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(start), size);
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.Execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_) return;
  // SQLite has already rolled back after some errors (a full disk); then there is nothing left to undo.
  sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::Commit() {
  connection_.Execute("COMMIT");
  open_ = false;
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) { connection_.Execute("BEGIN"); }

Snapshot::~Snapshot() { sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr); }

}  // namespace pasok::server
