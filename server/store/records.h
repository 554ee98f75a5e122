// What plans and studies have in common in the store: a table (id, dataset_id, request_id, state, record, …)
// whose `record` is the resource's own message.
//
// One record that can't be read stands in nobody's way: it is FAILED, its bytes stay for whoever can make
// something of them, lists show what its row says, and it can be deleted. To ask for it is an error that
// names it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/convert.h"
#include "server/names.h"
#include "server/status.h"
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

// What the store finds at a start.
struct TakenUp {
  std::vector<std::string> waiting;     // ids, oldest first
  std::vector<std::string> unreadable;  // names of those that waited or ran, and are FAILED now
};

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
    // The index is of those that aren't empty, and used only where the question says so.
    return FindBy("request_id <> '' AND request_id", connection, request_id);
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
  // At start: what ran becomes INTERRUPTED.
  TakenUp TakeUp(Connection& connection) const {
    Statement select(connection, "SELECT id, record FROM " + Name() + " WHERE state IN (?1, ?2) ORDER BY seq",
                     static_cast<int>(Record::QUEUED), static_cast<int>(Record::RUNNING));
    TakenUp found;
    std::vector<std::string> unreadable;
    std::vector<Record> interrupted;
    while (select.Step()) {
      std::optional<Record> record = ReadableFrom<Record>(select.Bytes(1));
      if (!record) {
        unreadable.emplace_back(select.Text(0));
      } else if (record->state() == Record::QUEUED) {
        found.waiting.emplace_back(select.Text(0));
      } else {
        interrupted.push_back(*std::move(record));
      }
    }
    for (Record& record : interrupted) {
      record.set_state(Record::INTERRUPTED);
      *record.mutable_end_time() = Now();
      Put(connection, record);
    }
    for (const std::string& id : unreadable) {
      Statement(connection, "UPDATE " + Name() + " SET state = ?2 WHERE id = ?1", id,
                static_cast<int>(Record::FAILED))
          .Step();
      found.unreadable.push_back(NameOf(id));
    }
    return found;
  }
  // A page of a statement that selects seq, record, id and dataset_id, newest first: of those records that
  // are `wanted`, and those that can't be read.
  Page<Record> ReadPage(Statement& select, std::int32_t most) const {
    return ReadPage(select, most, [](const Record&) { return true; });
  }
  template <class Wanted>
  Page<Record> ReadPage(Statement& select, std::int32_t most, const Wanted& wanted) const {
    Page<Record> page;
    std::size_t bytes = 0;
    while (select.Step()) {
      std::optional<Record> read = ReadableFrom<Record>(select.Bytes(1));
      if (read && !wanted(*read)) continue;
      Record record = read ? *std::move(read) : StandIn(select.Text(2), select.Text(3));
      bytes += record.ByteSizeLong();
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
    return ParsedFrom<Record>(bytes, NameOf(id));
  }

 private:
  std::string Name() const { return std::string(name_); }
  std::string NameOf(std::string_view id) const { return Name() + '/' + std::string(id); }
  // Of a record that can't be read.
  Record StandIn(std::string_view id, std::string_view dataset_id) const {
    Record record;
    record.set_name(NameOf(id));
    record.set_dataset(DatasetName(std::string(dataset_id)));
    record.set_state(Record::FAILED);
    *record.mutable_error() = ToStoredStatus(StoreFault(Unreadable(record.name())));
    return record;
  }
  // `condition`: what is to be like the value, after what else is to be so.
  std::optional<Record> FindBy(std::string_view condition, Connection& connection,
                               const std::string& value) const {
    Statement select(
        connection, "SELECT record, id FROM " + Name() + " WHERE " + std::string(condition) + " = ?1", value);
    if (!select.Step()) return std::nullopt;
    return Parsed(select.Bytes(0), select.Text(1));
  }

  std::string_view name_;
};

}  // namespace pasok::server
