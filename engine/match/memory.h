// Optima that were found before, so that the very same question need not be solved again.
//
// What is remembered is the result as a whole, so whoever asks again is given exactly what a solve from
// nothing would give: the same flows and prices, and the same basis for later solves to start from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/match/matching.h"

namespace pasok::match {

// What is remembered about one question of one dataset under one policy: its own optimum, named "", and those
// of the questions that a study makes of it, each by a name. Thread-safe. May forget at any time.
class Memory {
 public:
  virtual ~Memory() = default;
  virtual std::shared_ptr<const MatchResult> Find(const std::string& name) = 0;  // nullptr: there is none
  // In place of what is remembered under that name.
  virtual void Remember(const std::string& name, std::shared_ptr<const MatchResult> result) = 0;
};

// Takes the answer from the memory, or leaves it there. `memory` may be nullptr everywhere: then as Match.
//
// Remembered is an optimum that is proven, and that no stop has hurried; the question's own with its basis,
// since who has a plan asks "what if" next. Where options.keep asks for a basis, what was remembered without
// one doesn't do, and is solved again. REQUIRES that under one name of one memory it is always the same
// instance, options.base of the same solve or none, and options.gap == 0.
MatchResult Match(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const StopToken& stop, const ProgressSink& progress, Memory* memory,
                  const std::string& name = "");

// The same in two steps, for who works out its base, or lets go of the basis, in between.
std::shared_ptr<const MatchResult> Recall(Memory* memory, const std::string& name, bool with_basis);
void Remember(Memory* memory, const std::string& name, const MatchResult& result, const StopToken& stop);

// The memory that it takes, basis included, to within a few per cent.
std::int64_t BytesOf(const MatchResult& result);

}  // namespace pasok::match
