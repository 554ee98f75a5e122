#include "server/store/dataset_store.h"

#include <sstream>

#include "server/fault.h"
#include "server/names.h"
#include "server/store/chunks.h"
#include "server/store/parsed.h"

namespace pasok::server {
namespace {

v1::Dataset Parsed(std::string_view bytes, std::string_view id) {
  return ParsedFrom<v1::Dataset>(bytes, DatasetName(std::string(id)));
}

std::optional<v1::Dataset> FindIn(Connection& connection, const std::string& id) {
  Statement select(connection, "SELECT record FROM datasets WHERE id = ?1", id);
  if (!select.Step()) return std::nullopt;
  return Parsed(select.Bytes(0), id);
}

// Thrown to roll back an insertion that nobody waits for any more.
struct NotWanted {};

}  // namespace

DatasetStore::Insertion DatasetStore::Insert(const std::string& id, const v1::Dataset& record,
                                             std::span<const std::string> commodities,
                                             std::span<const RegisterFile> files,
                                             const std::function<bool()>& still_wanted, bool is_damaged) {
  std::string codes;  // a code holds no line end
  for (const std::string& commodity : commodities) codes += commodity + "\n";
  try {
    return store_.Write([&](Connection& connection) -> Insertion {
      Statement select(connection, "SELECT record FROM datasets WHERE id = ?1", id);
      const bool stands = select.Step();
      std::optional<v1::Dataset> standing;
      if (stands) standing = ReadableFrom<v1::Dataset>(select.Bytes(0));
      if (standing && !is_damaged) return {.record = *std::move(standing), .already_existed = true};
      const v1::Dataset& kept = standing ? *standing : record;
      const std::string bytes = kept.SerializeAsString();
      Statement(connection,
                "INSERT INTO datasets (id, commodities, record) VALUES (?1, ?2, ?3) "
                "ON CONFLICT (id) DO UPDATE SET commodities = ?2, record = ?3",
                id, codes, Blob{bytes})
          .Step();
      Statement(connection, "DELETE FROM dataset_files WHERE dataset_id = ?1", id).Step();
      InsertFiles(connection, kDatasetFiles, id, files);
      if (!still_wanted()) throw NotWanted();
      return {.record = kept, .already_existed = stands};
    });
  } catch (const NotWanted&) {
    return {.record = record};
  }
}

bool DatasetStore::Has(const std::string& id) {
  return store_.Read([&](Connection& connection) {
    return Statement(connection, "SELECT 1 FROM datasets WHERE id = ?1", id).Step();
  });
}

std::optional<v1::Dataset> DatasetStore::Find(const std::string& id) {
  return store_.Read([&](Connection& connection) { return FindIn(connection, id); });
}

Page<v1::Dataset> DatasetStore::List(std::int64_t from, std::int32_t most) {
  return store_.Read([&](Connection& connection) {
    Statement select(connection,
                     "SELECT seq, record, id FROM datasets WHERE seq <= ?1 ORDER BY seq DESC LIMIT ?2", from,
                     most + 1);
    Page<v1::Dataset> page;
    while (select.Step()) {
      if (std::ssize(page.records) == most) {
        page.next = select.Int(0);
        break;
      }
      std::optional<v1::Dataset> record = ReadableFrom<v1::Dataset>(select.Bytes(1));
      if (!record) record.emplace().set_name(DatasetName(std::string(select.Text(2))));
      page.records.push_back(*std::move(record));
    }
    return page;
  });
}

std::optional<DatasetStore::Content> DatasetStore::FindContent(const std::string& id) {
  return store_.Read([&](Connection& connection) -> std::optional<Content> {
    Statement select(connection, "SELECT commodities FROM datasets WHERE id = ?1", id);
    if (!select.Step()) return std::nullopt;
    Content content;
    std::istringstream lines{std::string(select.Text(0))};
    for (std::string code; std::getline(lines, code);) content.commodities.push_back(code);
    content.files = SelectFiles(connection, kDatasetFiles, id);
    return content;
  });
}

bool DatasetStore::HoldsFiles(const std::string& id, std::span<const RegisterFile> files) {
  return store_.Read([&](Connection& connection) {
    Statement select(connection,
                     "SELECT name, content FROM dataset_files WHERE dataset_id = ?1 ORDER BY chunk", id);
    auto file = files.begin();
    std::size_t held = 0;  // of this one's bytes
    bool begun = false;
    const auto is_whole = [&] { return begun && held == file->content.size(); };
    while (select.Step()) {
      if (file != files.end() && is_whole() && select.Text(0) != file->name) ++file, held = 0, begun = false;
      if (file == files.end() || select.Text(0) != file->name) return false;
      const std::string_view chunk = select.Bytes(1);
      if (std::string_view(file->content).substr(held, chunk.size()) != chunk) return false;
      held += chunk.size();
      begun = true;
    }
    return files.empty() || (file + 1 == files.end() && is_whole());
  });
}

std::optional<std::string> DatasetStore::File(const std::string& id, const std::string& name) {
  return store_.Read([&](Connection& connection) -> std::optional<std::string> {
    Statement select(connection,
                     "SELECT content FROM dataset_files WHERE dataset_id = ?1 AND name = ?2 ORDER BY chunk",
                     id, name);
    std::optional<std::string> content;
    while (select.Step()) {
      if (!content) content.emplace();
      *content += select.Bytes(0);
    }
    return content;
  });
}

bool DeleteDatasetIn(Connection& connection, const std::string& id) {
  Statement uses(connection,
                 "SELECT (SELECT count(*) FROM plans WHERE dataset_id = ?1), "
                 "(SELECT count(*) FROM plans WHERE dataset_id = ?1 AND published = 1), "
                 "(SELECT count(*) FROM studies WHERE dataset_id = ?1)",
                 id);
  uses.Step();
  if (uses.Int(0) + uses.Int(2) > 0)
    throw DatasetInUse(DatasetName(id), uses.Int(0), uses.Int(1), uses.Int(2));
  Statement remove(connection, "DELETE FROM datasets WHERE id = ?1 RETURNING id", id);
  return remove.Step();
}

bool DatasetStore::Delete(const std::string& id) {
  return store_.Write([&](Connection& connection) { return DeleteDatasetIn(connection, id); });
}

}  // namespace pasok::server
