#include "engine/match/exact/shares.h"

#include <algorithm>
#include <tuple>

namespace pasok::match::exact {

std::vector<std::int64_t> ShareOut(const Network& network, std::span<const std::int64_t> value,
                                   std::span<const std::int64_t> given) {
  std::vector<std::int64_t> share(network.capped.size()), left;
  for (const CappedSupplier& supplier : network.suppliers) left.push_back(supplier.capacity);
  const auto give = [&](std::int32_t offer, std::int32_t top, std::int64_t most) {
    const std::int32_t own = network.capped[offer].supplier;
    const std::int64_t quanta =
        std::min({left[top], left[own], network.capped[offer].capacity - share[offer], most});
    share[offer] += quanta;
    left[own] -= quanta;
    if (own != top) left[top] -= quanta;
  };
  // (the supplier, or the aggregator in its place; price - value, offer)
  std::vector<std::tuple<std::int32_t, std::int64_t, std::int32_t>> by_loss;
  for (std::size_t s = 0; s < network.suppliers.size(); ++s) {
    const CappedSupplier& supplier = network.suppliers[s];
    const std::int32_t top = supplier.parent == kNone ? static_cast<std::int32_t>(s) : supplier.parent;
    for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
      const std::int32_t offer = network.supplier_offers[i];
      const std::int64_t worth = value[network.capped[offer].group];
      if (!given.empty()) give(offer, top, given[offer]);
      by_loss.emplace_back(top, worth == kNoValue ? kUnbounded : network.capped[offer].price - worth, offer);
    }
  }
  std::ranges::sort(by_loss);
  for (const auto& [top, loss, offer] : by_loss) give(offer, top, kUnbounded);
  return share;
}

std::vector<std::int64_t> Halfway(std::span<const std::int64_t> from, std::span<const std::int64_t> to) {
  std::vector<std::int64_t> share(from.size());
  std::ranges::transform(from, to, share.begin(),
                         [](std::int64_t one, std::int64_t other) { return (one + other) / 2; });
  return share;
}

std::vector<std::int64_t> ShareEvenly(const Network& network) {
  std::vector<std::int64_t> share(network.capped.size());
  for (const CappedSupplier& supplier : network.suppliers) {
    Int128 sum = 0;
    const auto offers = std::span(network.supplier_offers)
                            .subspan(static_cast<std::size_t>(supplier.first_offer),
                                     static_cast<std::size_t>(supplier.end_offer - supplier.first_offer));
    for (const std::int32_t offer : offers) sum += network.capped[offer].capacity;
    if (sum == 0) continue;
    for (const std::int32_t offer : offers) {
      share[offer] = static_cast<std::int64_t>(Int128{network.capped[offer].capacity} *
                                               std::min<Int128>(supplier.capacity, sum) / sum);
    }
  }
  // Again among all that sell through one aggregator, where its own offers above took it for theirs alone.
  std::vector<Int128> through(network.suppliers.size());
  const auto top_of = [&](std::size_t offer) {
    const std::int32_t own = network.capped[offer].supplier, parent = network.suppliers[own].parent;
    return parent == kNone ? own : parent;
  };
  for (std::size_t i = 0; i < share.size(); ++i) through[top_of(i)] += share[i];
  for (std::size_t i = 0; i < share.size(); ++i) {
    const std::int64_t capacity = network.suppliers[top_of(i)].capacity;
    if (through[top_of(i)] > capacity)
      share[i] = static_cast<std::int64_t>(Int128{share[i]} * capacity / through[top_of(i)]);
  }
  return share;
}

}  // namespace pasok::match::exact
