// Optima of questions that were solved lately, kept for the next study or plan that asks the very same.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "engine/match/memory.h"
#include "engine/match/question/instance.h"
#include "server/log.h"

namespace pasok::server {

// What is asked, by name: equal keys have equal answers. A dataset's id is of its content.
struct QuestionKey {
  std::string dataset;  // the id
  std::string question;
};
// The dataset and the policy before the scenario's changes. `scenario_digest`: empty where there is none.
QuestionKey KeyOf(const std::string& dataset_id, const std::string& policy_digest,
                  const std::string& scenario_digest, const match::Question& question);

// Least recently used first out, measured by match::BytesOf; one that is larger than all may be is kept
// without its basis, or not at all. Thread-safe; two who miss at once both solve. Tells the log, at debug,
// what was found and what is kept.
class OptimumCache {
 public:
  OptimumCache(std::int64_t most_bytes, Log& log) : most_bytes_(most_bytes), log_(log) {}

  // What is remembered of one question; nullptr: nothing ever is. The cache outlives it.
  std::unique_ptr<match::Memory> Of(const QuestionKey& key);
  void Forget(const std::string& dataset_id);

 private:
  class OfQuestion;
  using Result = std::shared_ptr<const match::MatchResult>;
  struct Entry {
    std::string dataset, question, name;
    Result result;
    std::int64_t bytes = 0;
  };
  using Entries = std::list<Entry>;

  Result Find(const QuestionKey& key, const std::string& name);
  void Put(const QuestionKey& key, const std::string& name, Result result);
  // The lock is held.
  Entries::iterator Lookup(const QuestionKey& key, const std::string& name);
  Entries::iterator Erase(Entries::iterator entry);

  const std::int64_t most_bytes_;
  Log& log_;
  std::mutex mutex_;
  Entries entries_;  // most recently used first; dozens
  std::int64_t bytes_ = 0;
};

}  // namespace pasok::server
