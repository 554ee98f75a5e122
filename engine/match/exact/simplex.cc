#include "engine/match/exact/simplex.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/match/exact/outside.h"

namespace pasok::match::exact {
namespace {

constexpr std::size_t kStreams = 64;  // places that a block is drawn from
// Between two looks at the stop token: about a millisecond, also where no arc of them enters.
constexpr std::int64_t kBlocksPerLook = 256;

}  // namespace

Simplex::Simplex(const Network& network, std::span<const std::int32_t> items, Basis& basis, std::size_t block,
                 int threads)
    : Simplex(network, items, std::array{items.size()}, basis, block, threads) {}

Simplex::Simplex(const Network& network, std::span<const std::int32_t> items,
                 std::span<const std::size_t> ends, Basis& basis, std::size_t block, int threads)
    : network_(network), basis_(basis), sheet_(network, basis, items, ends, block, threads) {}

SimplexRun Simplex::Run(const StopToken& stop, std::int64_t most_pivots, std::size_t part) {
  SimplexRun run;
  const auto [first, end] = sheet_.BlocksOf(part);
  std::size_t at = first;
  std::int64_t looks = 0;
  for (std::size_t idle = 0; idle < end - first;) {
    if (++looks % kBlocksPerLook == 0 && stop.Asked()) return run;
    const Choice choice = sheet_.Price(basis_, at);
    at = at + 1 == end ? first : at + 1;
    ++idle;
    if (choice.gain <= 0) continue;
    Enter(choice);
    idle = 0;
    if (++run.pivots == most_pivots) return run;
  }
  run.optimal = true;
  return run;
}

void Simplex::Enter(const Choice& choice) {
  const Arc entering = TakeOut(network_, choice, basis_);
  rehung_.clear();
  const Arc leaving = basis_.tree.Pivot(entering, choice.forward, {.rehung = &rehung_});
  PutBack(network_, leaving, basis_);
  sheet_.Pivoted(basis_, rehung_, entering, leaving);
}

void EnterBetweenBounds(const Network& network, const Arc& arc, Basis& basis) {
  const std::int64_t reduced = arc.cost + basis.tree.Potential(arc.tail) - basis.tree.Potential(arc.head);
  PutBack(network, basis.tree.Pivot(arc, reduced < 0), basis);
}

void Mix(std::vector<std::int32_t>& items) {
  std::vector<std::int32_t> mixed;
  mixed.reserve(items.size());
  const std::size_t run = items.size() / kStreams + 1;
  for (std::size_t i = 0; i < run; ++i) {
    for (std::size_t at = i; at < items.size(); at += run) mixed.push_back(items[at]);
  }
  items = std::move(mixed);
}

}  // namespace pasok::match::exact
