#include "engine/study/planned_anew.h"

#include <utility>

#include "engine/match/around_stores.h"
#include "engine/match/question/transfers.h"

namespace pasok::study {

PlannerAnew::PlannerAnew(const match::Question& question, const match::Solved& optimum)
    : question_(question), optimum_(optimum), totals_(match::TotalsOf(optimum)) {}

std::optional<PlannedAnew> PlannerAnew::Plan(const Dataset& changed, const StopToken& stop) const {
  match::InstanceReading reading = match::BuildInstance(changed, optimum_.instance.policy, question_);
  if (!reading.instance) return std::nullopt;
  PlannedAnew anew;
  anew.solved = std::make_unique<match::Solved>(match::WithoutStandIns(*reading.instance), question_);
  match::MatchOptions options{.threads = 1};
  options.base = optimum_.kept;
  match::MatchResult result =
      match::MatchAroundStores(anew.solved->instance, anew.solved->lanes, options, stop, nullptr, nullptr);
  if (!result.matching || result.matching->stopped) return std::nullopt;
  anew.solved->matching = *std::move(result.matching);
  const match::Matching& matching = anew.solved->matching;
  const match::Totals totals = match::TotalsOf(*anew.solved);
  anew.effect = {.objective = matching.objective - optimum_.matching.objective,
                 .money = totals.money - totals_.money,
                 .preference = totals.preference - totals_.preference,
                 .penalty = totals.penalty - totals_.penalty,
                 .carried = totals.carried - totals_.carried,
                 .shortage = totals.shortage - totals_.shortage};
  anew.at_least = matching.bound - optimum_.matching.objective;
  return anew;
}

}  // namespace pasok::study
