// The optimum that a study of the residual network stands on: given, or solved for.
#pragma once

#include <memory>
#include <string>

#include "engine/study/residual/ground.h"
#include "engine/study/run.h"

namespace pasok::study {

struct Groundwork {
  std::unique_ptr<match::Solved> own;    // where it was solved for here
  std::shared_ptr<const Ground> ground;  // empty: see findings, refusal, unfit
  Findings findings;
  std::string refusal;            // of the solver
  std::optional<Sentence> unfit;  // as WhyNoGround
};

// `best`: the optimum of the same base, where it is known already; it outlives the ground then. Progress is
// told as "solve", up to `fraction`. Refuses where the optimum isn't proven.
Groundwork LayGround(const Base& base, const match::Solved* best, const Run& run, double fraction);

}  // namespace pasok::study
