#include "tests/study/cold.h"

#include <algorithm>
#include <numeric>

namespace pasok::study {

std::optional<Cold> SolveCold(const Dataset& dataset, const match::Market& market) {
  const StopToken never;
  const match::SolveResult result =
      match::Solve(dataset, market.policy, market.question, {.threads = 1}, never, nullptr);
  if (!result.solved) return std::nullopt;
  const match::Matching& matching = result.solved->matching;
  return Cold{
      .objective = matching.objective,
      .bound = matching.bound,
      .shortage = std::accumulate(matching.shortage.begin(), matching.shortage.end(), std::int64_t{0}),
      .sellers = match::TotalsOf(*result.solved).suppliers_used,
      .shares_stores = !result.solved->instance.stores.empty(),
      .breaks_contracts = std::ranges::any_of(
          result.solved->instance.contracts, [](const match::DueContract& due) { return due.broken() > 0; })};
}

}  // namespace pasok::study
