#include "engine/match/exact/joined.h"

#include <algorithm>
#include <utility>

#include "engine/flow/parallel.h"
#include "engine/match/exact/apart.h"

namespace pasok::match::exact {

Joined::Joined(const Work& work, const Network& network, const Components& components, Pricing pricing,
               Basis& basis, std::size_t block, std::int64_t groups_an_added_one)
    : work_(work),
      network_(network),
      components_(components),
      threads_(std::max(1, work.threads / std::max(1, components.count()))),
      groups_an_added_one_(groups_an_added_one),
      basis_(basis) {
  for (std::vector<std::int32_t>& nodes : NodesOfComponents(work.instance, network, basis.tree, components)) {
    if (pricing == Pricing::kInTurns) {
      if (work.ideas.mixing) Mix(nodes);
      parts_.push_back({.method = Simplex(network, nodes, basis, block, work.threads)});
    } else {
      parts_.push_back({.method = TouchedSimplex(network, std::move(nodes), threads_, basis)});
    }
  }
}

template <class Task>
std::int64_t Joined::OfEachUnsettled(const Task& task) {
  ForEachTask(components_.count(), work_.threads, [&](int c) {
    Part& part = parts_[static_cast<std::size_t>(c)];
    part.pivots = 0;
    if (!part.settled) task(part);
  });
  std::int64_t pivots = 0;
  for (const Part& part : parts_) pivots += part.pivots;
  return pivots;
}

std::int64_t Joined::Mend(std::int64_t most_pivots) {
  return OfEachUnsettled([&](Part& part) { RunOf(part, most_pivots, /*all=*/false); });
}

void Joined::RunOf(Part& part, std::int64_t most_pivots, bool all) {
  auto* const touched = std::get_if<TouchedSimplex>(&part.method);
  const SimplexRun run = touched ? touched->Run(work_.stop, most_pivots, all)
                                 : std::get<Simplex>(part.method).Run(work_.stop, most_pivots);
  part.pivots = run.pivots;
  part.optimal = run.optimal;
}

std::int64_t Joined::Turn(std::int64_t most_pivots, bool to_the_end, std::vector<std::int64_t>& price,
                          Ceilings& ceilings) {
  return OfEachUnsettled([&](Part& part) { TurnOf(part, most_pivots, to_the_end, price, ceilings); });
}

// Pricing in turns leaves no arc that could enter. By touch one may be overlooked until the last look at all,
// which is taken once no lane is missing.
void Joined::TurnOf(Part& part, std::int64_t most_pivots, bool to_the_end, std::vector<std::int64_t>& price,
                    Ceilings& ceilings) {
  RunOf(part, most_pivots, /*all=*/to_the_end && part.searched);
  part.searched &= part.pivots == 0;
  if (!part.optimal) return;
  if (part.searched) {
    part.settled = true;
    return;
  }
  const std::int64_t grown = SearchFor(part, price, ceilings);
  part.searched = grown == 0;
  const bool touched = std::holds_alternative<TouchedSimplex>(part.method);
  part.settled =
      to_the_end ? part.searched && !touched : grown <= network_.group_count() / groups_an_added_one_;
}

std::int64_t Joined::SearchFor(Part& part, std::vector<std::int64_t>& price, Ceilings& ceilings) {
  const auto c = static_cast<std::size_t>(&part - parts_.data());
  const std::vector<std::int32_t>& commodities = components_.commodities[c];
  for (const std::int32_t k : commodities) ReadPrices(basis_.tree, work_.instance.commodities[k], price);
  auto* const touched = std::get_if<TouchedSimplex>(&part.method);
  std::vector<std::vector<std::int32_t>> added(commodities.size());
  ForEachTask(static_cast<int>(added.size()), threads_, [&](int i) {
    const std::int32_t k = commodities[static_cast<std::size_t>(i)];
    std::vector<std::int32_t>& groups = added[static_cast<std::size_t>(i)];
    if (!touched) {
      groups = AddMissingLanes(work_, network_, k, Reach::kAll, price, basis_, ceilings);
      return;
    }
    const std::vector<std::int32_t> moved = touched->TakeMoved(k);
    if (moved.empty() && ceilings.known[k] && ceilings.AreAt(price, work_.instance.commodities[k])) return;
    groups = AddMissingLanes(work_, network_, k, Reach::kAll, price, basis_, ceilings, moved);
  });
  std::int64_t grown = 0;
  for (const std::vector<std::int32_t>& groups : added) {
    std::visit([&](auto& method) { method.LanesAdded(groups); }, part.method);
    grown += std::ssize(groups);
  }
  return grown;
}

void Joined::PricesMoved(std::span<const std::int32_t> requirements) {
  for (const std::int32_t r : requirements) {
    Part& part = parts_[components_.of_commodity[work_.instance.requirements[r].commodity]];
    if (auto* const touched = std::get_if<TouchedSimplex>(&part.method)) touched->PriceMoved(r);
    part.searched = false, part.settled = false;
  }
}

bool Joined::settled() const { return std::ranges::all_of(parts_, &Part::settled); }
bool Joined::optimal() const { return std::ranges::all_of(parts_, &Part::optimal); }
void Joined::Unsettle() {
  for (Part& part : parts_) part.settled = false;
}

}  // namespace pasok::match::exact
