// SQLite with owners: connections, statements and transactions that end with their scope.
//
// A Connection and everything made from it belong to one thread at a time. Every failure is a StoreError.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace pasok::server {

// What the store could not do. `kind` decides what a caller is told.
class StoreError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t { kFull, kReadOnly, kBusy, kDamaged, kFailed };
  StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

class Connection {
 public:
  explicit Connection(const std::string& path);  // creates the file where it is absent
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Execute(const std::string& sql);  // statements without parameters or rows
  // What is written stays in the write-ahead log, also when the connection closes, rather than be copied into
  // the file in the end: for a file that is deleted then.
  void LeaveInLog();
  // Copies the write-ahead log into the file and empties it. False where others, who are waited for for so
  // long, still read or write. REQUIRES that no transaction is open.
  bool ShortenLog(int patience_ms);
  sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

// Bytes, told apart from text.
struct Blob {
  std::string_view bytes;
};

class Statement {
 public:
  // Prepares one statement and binds `?1`, `?2`, … Bound text and bytes must live until the last Step.
  template <class... Values>
  Statement(Connection& connection, std::string_view sql, const Values&... values)
      : Statement(connection, sql, Prepared{}) {
    BindAll(values...);
  }
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  template <class... Values>
  void BindAll(const Values&... values) {
    [[maybe_unused]] int index = 0;
    (Bind(++index, values), ...);
  }
  bool Step();  // true: a row stands ready
  // Runs a statement without rows and makes it ready to be bound again.
  template <class... Values>
  void Run(const Values&... values) {
    BindAll(values...);
    Step();
    Reset();
  }
  void Reset();

  // Columns from 0 of the row that stands ready; views end with the next Step.
  std::int64_t Int(int column) const;
  std::string_view Text(int column) const;
  std::string_view Bytes(int column) const;

 private:
  struct Prepared {};
  Statement(Connection& connection, std::string_view sql, Prepared);
  void Bind(int index, std::int64_t value);
  void Bind(int index, int value) { Bind(index, std::int64_t{value}); }
  void Bind(int index, bool value) { Bind(index, std::int64_t{value}); }
  void Bind(int index, std::string_view text);
  void Bind(int index, const std::string& text) { Bind(index, std::string_view(text)); }
  void Bind(int index, const char* text) { Bind(index, std::string_view(text)); }
  void Bind(int index, Blob blob);
  void Check(int result) const;

  sqlite3* database_ = nullptr;
  sqlite3_stmt* handle_ = nullptr;
};

// Takes the write lock at once; rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void Commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

// Everything read in its scope is of one state of the file.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& connection_;
};

}  // namespace pasok::server
