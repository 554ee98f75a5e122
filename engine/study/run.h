// What every study is given: what is asked about, how to work, and when to stop.
#pragma once

#include <functional>
#include <string_view>

#include "engine/flow/stop.h"
#include "engine/match/memory.h"
#include "engine/match/plan.h"

namespace pasok::study {

// What a study is about: a dataset under a policy, as a plan is. All of it outlives the study.
struct Base {
  const Dataset& dataset;
  const Policy& policy;
  const match::Question& question;
};

// `stage` is a static string; `fraction` is 0 to 1 and never falls. Called from the working thread.
using StudyProgress = std::function<void(std::string_view stage, double fraction)>;

struct Run {
  match::MatchOptions options;
  const StopToken& stop;
  StudyProgress progress;           // may be empty
  match::Memory* memory = nullptr;  // of the base's question; nullptr: nothing is remembered. The answer is
                                    // the same with and without
};

}  // namespace pasok::study
