#include "server/store/schema.h"

#include <array>
#include <string>
#include <string_view>

namespace pasok::server {
namespace {

// Append only: a step that has been released never changes. The count of steps done is the store's
// user_version.
//
// `record` is the resource's own message (pasok.v1.Dataset, Plan, Study); the columns beside it are what
// the store searches by. Bulk lies in chunk rows of at most 1 MiB, allocations and reports in blocks of
// serialised messages.
constexpr std::array<std::string_view, 5> kSteps = {R"sql(
  CREATE TABLE datasets (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    commodities TEXT NOT NULL,
    record BLOB NOT NULL);
  CREATE TABLE dataset_files (
    dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    chunk INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (dataset_id, chunk));
  CREATE TABLE plans (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    request_id TEXT NOT NULL,
    date TEXT NOT NULL,
    state INTEGER NOT NULL,
    published INTEGER NOT NULL,
    policy_yaml TEXT NOT NULL,
    time_limit_seconds REAL NOT NULL,
    record BLOB NOT NULL);
  CREATE INDEX plans_by_dataset ON plans (dataset_id);
  CREATE INDEX plans_by_date ON plans (date, published);
  CREATE UNIQUE INDEX plans_by_request ON plans (request_id) WHERE request_id <> '';
  CREATE TABLE plan_files (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    chunk INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (plan_id, chunk));
  CREATE TABLE plan_allocations (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    least_demand_id TEXT NOT NULL,
    greatest_demand_id TEXT NOT NULL,
    allocations BLOB NOT NULL,
    PRIMARY KEY (plan_id, block));
)sql",
                                                    // The record has it now.
                                                    R"sql(
  ALTER TABLE plans DROP COLUMN time_limit_seconds;
)sql",
                                                    R"sql(
  CREATE TABLE studies (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    plan TEXT NOT NULL,
    request_id TEXT NOT NULL,
    state INTEGER NOT NULL,
    digest TEXT NOT NULL,
    policy_yaml TEXT NOT NULL,
    scenario_yaml TEXT NOT NULL,
    record BLOB NOT NULL);
  CREATE INDEX studies_by_dataset ON studies (dataset_id);
  CREATE INDEX studies_by_plan ON studies (plan) WHERE plan <> '';
  CREATE UNIQUE INDEX studies_by_request ON studies (request_id) WHERE request_id <> '';
  CREATE TABLE study_files (
    study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    chunk INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (study_id, chunk));
  CREATE TABLE study_reports (
    study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (study_id, block));
)sql",
                                                    R"sql(
  ALTER TABLE plans ADD COLUMN scenario_yaml TEXT NOT NULL DEFAULT '';
)sql",
                                                    // One row: how many publications there have been.
                                                    R"sql(
  CREATE TABLE publications (count INTEGER NOT NULL);
  INSERT INTO publications VALUES (0);
)sql"};

// SQLite's application_id of a Pasok store: "Psok".
constexpr std::int64_t kMark = 0x50736f6b;

std::int64_t NumberOf(Connection& connection, std::string_view query) {
  Statement statement(connection, query);
  return statement.Step() ? statement.Int(0) : 0;
}

}  // namespace

std::int64_t KnownSchemaVersion() { return static_cast<std::int64_t>(kSteps.size()); }

bool IsForeign(Connection& connection) {
  const std::int64_t mark = NumberOf(connection, "PRAGMA application_id");
  if (mark != 0) return mark != kMark;
  if (NumberOf(connection, "SELECT count(*) FROM sqlite_master") == 0) return false;
  constexpr std::string_view kOurs =
      "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('datasets', 'dataset_files', "
      "'plans', 'plan_files', 'plan_allocations')";
  return NumberOf(connection, kOurs) < 5;
}

std::int64_t Migrate(Connection& connection) {
  const std::int64_t found = NumberOf(connection, "PRAGMA user_version");
  for (std::int64_t step = found; step < KnownSchemaVersion(); ++step) {
    Transaction transaction(connection);
    connection.Execute(std::string(kSteps[step]));
    connection.Execute("PRAGMA user_version = " + std::to_string(step + 1));
    transaction.Commit();
  }
  if (found <= KnownSchemaVersion() && NumberOf(connection, "PRAGMA application_id") != kMark)
    connection.Execute("PRAGMA application_id = " + std::to_string(kMark));
  return found;
}

}  // namespace pasok::server
