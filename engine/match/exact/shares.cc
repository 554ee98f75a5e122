#include "engine/match/exact/shares.h"

#include <algorithm>

namespace pasok::match::exact {

std::vector<std::int64_t> ShareOut(const Network& network, std::span<const std::int64_t> value) {
  std::vector<std::int64_t> share(network.capped.size());
  std::vector<std::pair<std::int64_t, std::int32_t>> by_loss;  // (price - value, offer)
  for (const CappedSupplier& supplier : network.suppliers) {
    by_loss.clear();
    for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
      const std::int32_t offer = network.supplier_offers[i];
      const std::int64_t worth = value[network.capped[offer].group];
      by_loss.emplace_back(worth == kNoValue ? kUnbounded : network.capped[offer].price - worth, offer);
    }
    std::ranges::sort(by_loss);
    std::int64_t left = supplier.capacity;
    for (const auto& [loss, offer] : by_loss) {
      share[offer] = std::min(left, network.capped[offer].capacity);
      left -= share[offer];
    }
  }
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
    for (const std::int32_t offer : offers) {
      share[offer] =
          static_cast<std::int64_t>(Int128{network.capped[offer].capacity} * supplier.capacity / sum);
    }
  }
  return share;
}

}  // namespace pasok::match::exact
