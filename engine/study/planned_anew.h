// Plans of changed registers beside an optimum, for what no residual network says: how kitchens then split
// the stores that commodities share (match/question/shared_stores.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "engine/match/plan.h"
#include "engine/study/residual/residual.h"

namespace pasok::study {

struct PlannedAnew {
  Effect effect;              // the plan less the optimum
  std::int64_t at_least = 0;  // sen: by less no plan raises the objective
  std::unique_ptr<match::Solved> solved;

  bool proven() const { return at_least == effect.objective; }
};

// Asks what the optimum asked of registers that were changed a little. Both outlive it. Read only: safe to
// share between threads.
class PlannerAnew {
 public:
  PlannerAnew(const match::Question& question, const match::Solved& optimum);

  // Without rules that no network says, which the optimum doesn't keep either; from the optimum's basis where
  // that was kept; on one thread. nullopt: refused, or stopped. `changed` outlives the answer.
  std::optional<PlannedAnew> Plan(const Dataset& changed, const StopToken& stop) const;

 private:
  const match::Question& question_;
  const match::Solved& optimum_;
  const match::Totals totals_;
};

}  // namespace pasok::study
