// Files as chunk rows of at most 1 MiB, in a table (owner, chunk, name, content): dataset_files, plan_files
// and study_files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/read.h"
#include "server/store/sqlite.h"

namespace pasok::server {

inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

struct ChunkTable {
  std::string_view name;   // "plan_files"
  std::string_view owner;  // "plan_id"
};
inline constexpr ChunkTable kDatasetFiles{.name = "dataset_files", .owner = "dataset_id"};
inline constexpr ChunkTable kPlanFiles{.name = "plan_files", .owner = "plan_id"};
inline constexpr ChunkTable kStudyFiles{.name = "study_files", .owner = "study_id"};

// An empty file has one empty chunk.
void InsertFiles(Connection& connection, ChunkTable table, const std::string& owner,
                 std::span<const RegisterFile> files);
std::vector<RegisterFile> SelectFiles(Connection& connection, ChunkTable table, const std::string& owner);

struct Chunk {
  std::string file;
  std::string content;
};
std::int64_t CountChunks(Connection& connection, ChunkTable table, const std::string& owner);
std::optional<Chunk> SelectChunk(Connection& connection, ChunkTable table, const std::string& owner,
                                 std::int64_t chunk);

}  // namespace pasok::server
