#include "server/dataset_cache.h"

#include <algorithm>
#include <utility>

#include "server/fault.h"
#include "server/names.h"
#include "server/store/parsed.h"

namespace pasok::server {
namespace {

// Knows every commodity of the dataset: what was valid under the importer's policy is valid for good, and
// whether a plan's policy knows the commodities, or has the menu that stands in for requirements.csv, is the
// plan's affair.
Policy PolicyKnowing(const std::vector<std::string>& commodities) {
  Policy policy;
  for (const std::string& code : commodities) policy.commodities.emplace_back().code = code;
  policy.menu.days.emplace_back();
  return policy;
}

}  // namespace

std::size_t TotalBytes(std::span<const RegisterFile> files) {
  std::size_t bytes = 0;
  for (const RegisterFile& file : files) bytes += file.content.size();
  return bytes;
}

std::shared_ptr<const Dataset> DatasetCache::Lookup(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(entries_, id, &Entry::id);
  if (found == entries_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found);
  return found->dataset;
}

std::shared_ptr<const Dataset> DatasetCache::Get(const std::string& id) {
  if (auto dataset = Lookup(id)) return dataset;
  const auto stored = store_.FindContent(id);
  if (!stored) throw DatasetNotFound(DatasetName(id));
  const Policy policy = PolicyKnowing(stored->commodities);
  DatasetReading reading = ReadDataset(stored->files, &policy);
  if (!reading.dataset) {
    // It was valid when it was stored: the files have changed since, or a newer program's reader is stricter.
    throw NoLongerReadable(DatasetName(id), reading.findings);
  }
  auto dataset = std::make_shared<const Dataset>(*std::move(reading.dataset));
  Put(id, dataset, TotalBytes(stored->files));
  return dataset;
}

bool DatasetCache::IsStoredWhole(const std::string& id, std::span<const RegisterFile> files) {
  if (store_.HoldsFiles(id, files)) return true;
  const auto stored = store_.FindContent(id);
  if (!stored) return false;
  const Policy policy = PolicyKnowing(stored->commodities);
  return ReadDataset(stored->files, &policy).id == id;
}

void DatasetCache::Put(const std::string& id, std::shared_ptr<const Dataset> dataset, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  Remove(id);
  entries_.push_front({.id = id, .dataset = std::move(dataset), .bytes = bytes});
  bytes_ += bytes;
  while (bytes_ > most_bytes_ && entries_.size() > 1) {
    bytes_ -= entries_.back().bytes;
    entries_.pop_back();
  }
}

void DatasetCache::Forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Remove(id);
}

void DatasetCache::Remove(const std::string& id) {
  const auto found = std::ranges::find(entries_, id, &Entry::id);
  if (found == entries_.end()) return;
  bytes_ -= found->bytes;
  entries_.erase(found);
}

}  // namespace pasok::server
