#include "server/optimum_cache.h"

#include <algorithm>
#include <utility>

#include "engine/register/sha256.h"

namespace pasok::server {
namespace {

void Add(Sha256& hash, const std::optional<Date>& date) { hash.Text(date ? ToIso(*date) : ""); }

// For the log.
std::string Sized(std::int64_t bytes) { return std::to_string((bytes + 999'999) / 1'000'000) + " MB"; }
std::string Named(const QuestionKey& key, const std::string& name) {
  return key.question.substr(0, 12) + (name.empty() ? "" : " (" + name + ")") + " of datasets/" + key.dataset;
}

}  // namespace

QuestionKey KeyOf(const std::string& dataset_id, const std::string& policy_digest,
                  const std::string& scenario_digest, const match::Question& question) {
  Sha256 hash;
  hash.Text(policy_digest);
  hash.Text(scenario_digest);
  Add(hash, question.date);
  hash.Number(question.days);
  hash.Number(std::ssize(question.regions));
  for (const std::string& region : question.regions) hash.Text(region);
  hash.Number(std::ssize(question.taken));
  for (const match::Taken& row : question.taken) {
    hash.Text(row.supplier_id);
    hash.Text(row.commodity);
    hash.Number(row.weight.value);
    Add(hash, row.date);
  }
  hash.Number(std::ssize(question.previous));
  for (const match::Delivered& row : question.previous) {
    hash.Text(row.demand_id);
    hash.Text(row.commodity);
    hash.Text(row.supplier_id);
    hash.Number(row.weight.value);
  }
  hash.Number(std::ssize(question.at_hand));
  for (const match::AtHand& row : question.at_hand) {
    hash.Text(row.demand_id);
    hash.Text(row.commodity);
    hash.Number(row.weight.value);
    Add(hash, row.use_by);
  }
  return {.dataset = dataset_id, .question = hash.HexOf32Digits()};
}

class OptimumCache::OfQuestion final : public match::Memory {
 public:
  OfQuestion(OptimumCache& cache, QuestionKey key) : cache_(cache), key_(std::move(key)) {}

  Result Find(const std::string& name) override { return cache_.Find(key_, name); }
  void Remember(const std::string& name, Result result) override {
    cache_.Put(key_, name, std::move(result));
  }

 private:
  OptimumCache& cache_;
  const QuestionKey key_;
};

std::unique_ptr<match::Memory> OptimumCache::Of(const QuestionKey& key) {
  if (most_bytes_ == 0) return nullptr;
  return std::make_unique<OfQuestion>(*this, key);
}

OptimumCache::Entries::iterator OptimumCache::Lookup(const QuestionKey& key, const std::string& name) {
  return std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.question == key.question && entry.name == name && entry.dataset == key.dataset;
  });
}

OptimumCache::Entries::iterator OptimumCache::Erase(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  return entries_.erase(entry);
}

OptimumCache::Result OptimumCache::Find(const QuestionKey& key, const std::string& name) {
  Result result;
  {
    const std::lock_guard lock(mutex_);
    const auto found = Lookup(key, name);
    if (found == entries_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found);
    result = found->result;
  }
  log_.Write(LogLevel::kDebug, "optimum " + Named(key, name) + " was remembered, " +
                                   (result->kept ? "with its basis" : "without a basis"));
  return result;
}

void OptimumCache::Put(const QuestionKey& key, const std::string& name, Result result) {
  std::int64_t bytes = match::BytesOf(*result);
  if (bytes > most_bytes_ && result->kept) {  // better without a basis than not at all
    auto without = std::make_shared<match::MatchResult>(*result);
    without->kept = nullptr;
    bytes = match::BytesOf(*without);
    result = std::move(without);
  }
  if (bytes > most_bytes_) return;
  std::string kept;
  {
    const std::lock_guard lock(mutex_);
    const auto before = Lookup(key, name);
    if (before != entries_.end()) {
      if (before->result->kept && !result->kept) return;  // the same optimum, and less of it
      Erase(before);
    }
    entries_.push_front({.dataset = key.dataset,
                         .question = key.question,
                         .name = name,
                         .result = std::move(result),
                         .bytes = bytes});
    bytes_ += bytes;
    while (bytes_ > most_bytes_) Erase(std::prev(entries_.end()));
    kept = std::to_string(entries_.size()) + " in " + Sized(bytes_);
  }
  log_.Write(LogLevel::kDebug,
             "optimum " + Named(key, name) + " takes " + Sized(bytes) + "; remembered are " + kept);
}

void OptimumCache::Forget(const std::string& dataset_id) {
  const std::lock_guard lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end();)
    entry = entry->dataset == dataset_id ? Erase(entry) : std::next(entry);
}

}  // namespace pasok::server
