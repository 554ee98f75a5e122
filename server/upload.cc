#include "server/upload.h"

#include <algorithm>
#include <utility>

#include "server/fault.h"
#include "server/store/chunks.h"

namespace pasok::server {
namespace {

constexpr std::size_t kMostFiles = 64;
constexpr std::size_t kMostNameLength = 64;

bool IsPlainName(const std::string& name) {
  const auto harmless = [](unsigned char c) { return c >= 0x20 && c != 0x7f && c != '/' && c != '\\'; };
  return !name.empty() && name.size() <= kMostNameLength && name.front() != '.' &&
         std::ranges::all_of(name, harmless);
}

}  // namespace

bool UploadBudget::Take(std::int64_t bytes) {
  if (taken_.fetch_add(bytes) + bytes <= most_bytes_) return true;
  taken_.fetch_sub(bytes);
  return false;
}

void UploadBudget::GiveBack(std::int64_t bytes) { taken_.fetch_sub(bytes); }

void Upload::Clear() {
  parts_.clear();
  budget_.GiveBack(std::exchange(bytes_, 0));
}

void Upload::Hold(std::size_t bytes) {
  const auto size = static_cast<std::int64_t>(bytes);
  if (bytes_ + size > budget_.most_bytes()) throw UploadTooLarge(budget_.most_bytes());
  if (!budget_.Take(size)) throw TooBusy();
  bytes_ += size;
}

void Upload::Add(v1::FileChunk& chunk) {
  if (!IsPlainName(chunk.file())) {
    throw BadField(
        "chunk.file", "must be a plain file name of at most 64 bytes, unlike '" + chunk.file() + "'",
        "harus berupa nama berkas biasa, paling panjang 64 bita, tidak seperti '" + chunk.file() + "'");
  }
  if (chunk.content().size() > kChunkBytes) {
    throw BadField("chunk.content", "must not be larger than 1 MiB", "tidak boleh lebih dari 1 MiB");
  }
  Hold(chunk.content().size());
  if (parts_.empty() || parts_.back().file != chunk.file()) {
    if (std::ranges::find(parts_, chunk.file(), &Part::file) != parts_.end()) {
      throw BadField("chunk.file", "chunks of " + chunk.file() + " must follow one another",
                     "potongan " + chunk.file() + " harus berurutan");
    }
    if (parts_.size() == kMostFiles)
      throw BadField("chunk.file", "must name at most 64 files", "paling banyak 64 berkas");
    parts_.push_back({.file = chunk.file()});
  }
  // Small chunks are put together: each by itself would take far more memory than the bytes that are counted.
  std::vector<std::string>& chunks = parts_.back().chunks;
  if (!chunks.empty() && chunks.back().size() + chunk.content().size() <= kChunkBytes) {
    chunks.back() += chunk.content();
  } else {
    chunks.push_back(std::move(*chunk.mutable_content()));
  }
}

std::vector<RegisterFile> Upload::Join() {
  std::vector<RegisterFile> files;
  for (Part& part : parts_) {
    RegisterFile& file = files.emplace_back(RegisterFile{.name = std::move(part.file), .content = {}});
    std::size_t size = 0;
    for (const std::string& chunk : part.chunks) size += chunk.size();
    file.content.reserve(size);
    for (std::string& chunk : part.chunks) {
      file.content += chunk;
      std::string().swap(chunk);  // a nation's file must not stand in memory twice
    }
  }
  parts_.clear();
  return files;
}

}  // namespace pasok::server
