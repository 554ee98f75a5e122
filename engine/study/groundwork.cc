#include "engine/study/groundwork.h"

namespace pasok::study {

Groundwork LayGround(const Base& base, const match::Solved* best, const Run& run, double fraction) {
  Groundwork work;
  if (best == nullptr) {
    const auto progress = [&](const match::Progress& told) {
      run.progress("solve", told.fraction * fraction);
    };
    match::SolveResult result =
        match::Solve(base.dataset, base.policy, base.question, run.options, run.stop,
                     run.progress ? match::ProgressSink(progress) : nullptr, run.memory);
    work.findings = std::move(result.findings);
    work.refusal = std::move(result.refusal);
    work.own = std::move(result.solved);
    best = work.own.get();
    if (best == nullptr) return work;
  }
  work.ground = MakeGround(*best);
  if (!work.ground) work.unfit = WhyNoGround(*best);
  return work;
}

}  // namespace pasok::study
