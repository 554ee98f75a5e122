#include "engine/study/residual/saving_bound.h"

#include <algorithm>
#include <tuple>

namespace pasok::study {

std::int64_t BoundSaving(const State& state, LaneRows& rows, const Added& added) {
  struct Sale {
    std::int64_t worth = 0, quanta = 0;
    std::int64_t gain = 0;  // per quantum, once the surcharge of the offer's next piece is paid
    std::int32_t offer = kNone, requirement = kNone;
  };
  std::vector<Sale> sales;
  const SupplierState& supplier = state.suppliers[added.supplier];
  const bool is_new = added.supplier >= state.base_suppliers();
  // Where it hangs from an aggregator that can handle only so much, that costs its price too.
  const Node seller = SupplierNode(added.supplier);
  const std::int64_t total_costs = state.Price(is_new ? state.Above(seller) : seller);
  for (std::int32_t o = added.first_offer; o < added.end_offer; ++o) {
    const OfferState& offer = state.offers[o];
    rows.ForEachWorthwhile(state.SiteOf(offer), offer.whole, offer.commodity, [&](std::int32_t r) {
      const RequirementState& requirement = state.requirements[r];
      const std::int64_t unit = state.Unit(o, r);
      if (unit == match::kNoLane || requirement.price - unit <= total_costs) return;
      sales.push_back({.worth = requirement.price - unit - total_costs,
                       .quanta = std::min(requirement.most_in(), state.LaneCap(o, r)),
                       .offer = o,
                       .requirement = r});
    });
  }
  std::vector<std::int64_t> sold(static_cast<std::size_t>(added.end_offer - added.first_offer));
  std::int64_t total_left = is_new ? supplier.capacity : match::SupplierRow::kUnlimited;
  if (is_new && supplier.aggregator != kNone)
    total_left = std::min(total_left, state.aggregators[supplier.aggregator].capacity);
  const Policy& policy = state.ground().instance.policy;
  const auto next_piece = [&](const Sale& sale) {
    const OfferState& offer = state.offers[sale.offer];
    return match::NextPiece(policy, offer.spread_whole,
                            offer.spread_given + sold[sale.offer - added.first_offer]);
  };
  const auto is_worse = [](const Sale& a, const Sale& b) {
    return std::tie(a.gain, b.offer, b.requirement) < std::tie(b.gain, a.offer, a.requirement);
  };
  for (Sale& sale : sales) sale.gain = sale.worth - next_piece(sale).surcharge;
  std::ranges::make_heap(sales, is_worse);
  Int128 saved = 0;
  // The best first. Surcharges only rise, so a gain that was written down may be too large, never too small.
  while (!sales.empty()) {
    std::ranges::pop_heap(sales, is_worse);
    Sale& sale = sales.back();
    const match::SpreadPiece piece = next_piece(sale);
    const std::int64_t gain = sale.worth - piece.surcharge;
    std::int64_t& of_offer = sold[sale.offer - added.first_offer];
    const std::int64_t quanta =
        std::min({sale.quanta, piece.quanta, state.offers[sale.offer].capacity - of_offer, total_left});
    if (quanta <= 0 || gain <= 0) {
      sales.pop_back();
      continue;
    }
    if (gain == sale.gain) {
      saved += Int128{gain} * quanta;
      of_offer += quanta, sale.quanta -= quanta, total_left -= quanta;
    }
    sale.gain = sale.worth - next_piece(sale).surcharge;
    std::ranges::push_heap(sales, is_worse);
  }
  return static_cast<std::int64_t>(saved);
}

}  // namespace pasok::study
