#include "server/store/chunks.h"

namespace pasok::server {
namespace {

std::string Select(std::string_view columns, ChunkTable table) {
  return "SELECT " + std::string(columns) + " FROM " + std::string(table.name) + " WHERE " +
         std::string(table.owner) + " = ?1";
}

}  // namespace

void InsertFiles(Connection& connection, ChunkTable table, const std::string& owner,
                 std::span<const RegisterFile> files) {
  const std::string sql = "INSERT INTO " + std::string(table.name) + " (" + std::string(table.owner) +
                          ", chunk, name, content) VALUES (?1, ?2, ?3, ?4)";
  Statement insert(connection, sql);
  std::int64_t chunk = 0;
  for (const RegisterFile& file : files) {
    std::string_view rest = file.content;
    do {
      insert.Run(owner, chunk++, file.name, Blob{rest.substr(0, kChunkBytes)});
      rest.remove_prefix(std::min(kChunkBytes, rest.size()));
    } while (!rest.empty());
  }
}

std::vector<RegisterFile> SelectFiles(Connection& connection, ChunkTable table, const std::string& owner) {
  Statement select(connection, Select("name, content", table) + " ORDER BY chunk", owner);
  std::vector<RegisterFile> files;
  while (select.Step()) {
    if (files.empty() || files.back().name != select.Text(0))
      files.push_back({std::string(select.Text(0)), {}});
    files.back().content += select.Bytes(1);
  }
  return files;
}

std::int64_t CountChunks(Connection& connection, ChunkTable table, const std::string& owner) {
  Statement count(connection, Select("count(*)", table), owner);
  count.Step();
  return count.Int(0);
}

std::optional<Chunk> SelectChunk(Connection& connection, ChunkTable table, const std::string& owner,
                                 std::int64_t chunk) {
  Statement select(connection, Select("name, content", table) + " AND chunk = ?2", owner, chunk);
  if (!select.Step()) return std::nullopt;
  return Chunk{.file = std::string(select.Text(0)), .content = std::string(select.Bytes(1))};
}

}  // namespace pasok::server
