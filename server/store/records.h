// What plans and studies have in common in the store: a table (id, dataset_id, request_id, state, record, …)
// whose `record` is the resource's own message.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/convert.h"
#include "server/store/dataset_store.h"
#include "server/store/parsed.h"
#include "server/store/sqlite.h"

namespace pasok::server {

// Whether a plan's or a study's state is one that it ends in.
template <class Record>
bool IsEnd(const Record& record) {
  return record.state() == Record::SUCCEEDED || record.state() == Record::FAILED ||
         record.state() == Record::CANCELLED || record.state() == Record::INTERRUPTED;
}

// Each function works within the caller's transaction.
template <class Record>
class RecordTable {
 public:
  explicit constexpr RecordTable(std::string_view name) : name_(name) {}

  std::optional<Record> Find(Connection& connection, const std::string& id) const {
    return FindBy("id", connection, id);
  }
  // Nothing for an empty request id.
  std::optional<Record> FindRequest(Connection& connection, const std::string& request_id) const {
    if (request_id.empty()) return std::nullopt;
    return FindBy("request_id", connection, request_id);
  }
  // Replaces the record and its state. False where it is gone.
  bool Put(Connection& connection, const Record& record) const {
    const std::string bytes = record.SerializeAsString();
    const std::string id = record.name().substr(record.name().find('/') + 1);
    Statement update(connection,
                     "UPDATE " + Name() + " SET state = ?2, record = ?3 WHERE id = ?1 RETURNING id", id,
                     static_cast<int>(record.state()), Blob{bytes});
    return update.Step();
  }
  // Those of the dataset that wait or run.
  std::vector<std::string> UnendedOf(Connection& connection, const std::string& dataset_id) const {
    Statement select(connection,
                     "SELECT id FROM " + Name() + " WHERE dataset_id = ?1 AND state IN (?2, ?3) ORDER BY seq",
                     dataset_id, static_cast<int>(Record::QUEUED), static_cast<int>(Record::RUNNING));
    std::vector<std::string> ids;
    while (select.Step()) ids.emplace_back(select.Text(0));
    return ids;
  }
  // At start: what ran becomes INTERRUPTED; the ids of what waits, oldest first.
  std::vector<std::string> TakeUp(Connection& connection) const {
    Statement select(connection, "SELECT id, record FROM " + Name() + " WHERE state IN (?1, ?2) ORDER BY seq",
                     static_cast<int>(Record::QUEUED), static_cast<int>(Record::RUNNING));
    std::vector<std::string> waiting;
    std::vector<Record> interrupted;
    while (select.Step()) {
      Record record = Parsed(select.Bytes(1), select.Text(0));
      if (record.state() == Record::QUEUED) {
        waiting.emplace_back(select.Text(0));
      } else {
        interrupted.push_back(std::move(record));
      }
    }
    for (Record& record : interrupted) {
      record.set_state(Record::INTERRUPTED);
      *record.mutable_end_time() = Now();
      Put(connection, record);
    }
    return waiting;
  }
  // A page of a statement that selects seq, record and id, newest first: of those records that are `wanted`.
  Page<Record> ReadPage(Statement& select, std::int32_t most) const {
    return ReadPage(select, most, [](const Record&) { return true; });
  }
  template <class Wanted>
  Page<Record> ReadPage(Statement& select, std::int32_t most, const Wanted& wanted) const {
    Page<Record> page;
    std::size_t bytes = 0;
    while (select.Step()) {
      Record record = Parsed(select.Bytes(1), select.Text(2));
      if (!wanted(record)) continue;
      bytes += select.Bytes(1).size();
      if (std::ssize(page.records) == most || (bytes > kMostPageBytes && !page.records.empty())) {
        page.next = select.Int(0);
        break;
      }
      page.records.push_back(std::move(record));
    }
    return page;
  }

  // The record of that id.
  Record Parsed(std::string_view bytes, std::string_view id) const {
    return ParsedFrom<Record>(bytes, Name() + '/' + std::string(id));
  }

 private:
  std::string Name() const { return std::string(name_); }
  std::optional<Record> FindBy(std::string_view column, Connection& connection,
                               const std::string& value) const {
    Statement select(connection,
                     "SELECT record, id FROM " + Name() + " WHERE " + std::string(column) + " = ?1", value);
    if (!select.Step()) return std::nullopt;
    return Parsed(select.Bytes(0), select.Text(1));
  }

  std::string_view name_;
};

}  // namespace pasok::server
