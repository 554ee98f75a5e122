#include "engine/study/residual/saving_bound.h"

#include <algorithm>
#include <tuple>

namespace pasok::study {

std::int64_t BoundSaving(const State& state, LaneRows& rows, const Added& added) {
  struct Sale {
    std::int64_t worth = 0, quanta = 0;
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
      if (unit == match::exact::kNoLane || requirement.price - unit <= total_costs) return;
      sales.push_back({.worth = requirement.price - unit - total_costs,
                       .quanta = std::min(requirement.most_in(), state.LaneCap(o, r)),
                       .offer = o,
                       .requirement = r});
    });
  }
  std::ranges::sort(sales, [](const Sale& a, const Sale& b) {
    return std::tie(b.worth, a.offer, a.requirement) < std::tie(a.worth, b.offer, b.requirement);
  });
  std::vector<std::int64_t> sold(static_cast<std::size_t>(added.end_offer - added.first_offer));
  std::int64_t total_left = is_new ? supplier.capacity : match::SupplierRow::kUnlimited;
  if (is_new && supplier.aggregator != kNone)
    total_left = std::min(total_left, state.aggregators[supplier.aggregator].capacity);
  Int128 saved = 0;
  // The best first, each offer's cheapest quanta first.
  const Policy& policy = state.ground().instance.policy;
  for (Sale& sale : sales) {
    const OfferState& offer = state.offers[sale.offer];
    std::int64_t& of_offer = sold[sale.offer - added.first_offer];
    while (true) {
      const match::SpreadPiece piece =
          match::NextPiece(policy, offer.spread_whole, offer.spread_given + of_offer);
      const std::int64_t quanta =
          std::min({sale.quanta, piece.quanta, offer.capacity - of_offer, total_left});
      if (quanta <= 0 || sale.worth <= piece.surcharge) break;
      saved += Int128{sale.worth - piece.surcharge} * quanta;
      of_offer += quanta, sale.quanta -= quanta, total_left -= quanta;
    }
  }
  return static_cast<std::int64_t>(saved);
}

}  // namespace pasok::study
