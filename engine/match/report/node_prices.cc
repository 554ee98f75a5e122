#include "engine/match/report/node_prices.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "engine/match/question/reliefs.h"

namespace pasok::match {

std::vector<NodePrice> ToNodePrices(const Instance& instance, const Matching& matching) {
  std::vector<NodePrice> prices;
  const auto above_money = [](const Ranks& ranks) {
    std::array<std::int64_t, kRanks - 1> above;
    std::ranges::copy_n(ranks.begin(), above.size(), above.begin());
    return above;
  };
  const RankPrices* const by_rank = matching.ranks.get();
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int32_t aggregator = instance.suppliers[s].aggregator;
    const std::int64_t above = aggregator == kNone ? 0 : matching.aggregator_price[aggregator];
    const bool follows =
        by_rank ? by_rank->supplier[s] == (aggregator == kNone ? Ranks{} : by_rank->aggregator[aggregator])
                : matching.supplier_price[s] == above;
    if (follows) continue;
    prices.push_back({.node = NodePrice::Node::kSupplier,
                      .date = instance.days[instance.suppliers[s].day],
                      .supplier = instance.suppliers[s].dataset_supplier,
                      .price = matching.supplier_price[s]});
    if (by_rank) prices.back().above_money = above_money(by_rank->supplier[s]);
  }
  for (std::size_t a = 0; a < instance.aggregators.size(); ++a) {
    if (by_rank ? by_rank->aggregator[a] == Ranks{} : matching.aggregator_price[a] == 0) continue;
    prices.push_back({.node = NodePrice::Node::kAggregator,
                      .date = instance.days[instance.aggregators[a].day],
                      .supplier = instance.aggregators[a].dataset_supplier,
                      .price = matching.aggregator_price[a]});
    if (by_rank) prices.back().above_money = above_money(by_rank->aggregator[a]);
  }
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& offer = instance.offers[o];
    const bool follows = by_rank ? by_rank->offer[o] == by_rank->supplier[offer.supplier]
                                 : matching.offer_price[o] == matching.supplier_price[offer.supplier];
    if (follows) continue;
    prices.push_back({.node = NodePrice::Node::kOffer,
                      .date = instance.DateOf(offer.commodity),
                      .supplier = instance.suppliers[offer.supplier].dataset_supplier,
                      .commodity = instance.commodities[offer.commodity].dataset_commodity,
                      .price = matching.offer_price[o]});
    if (by_rank) prices.back().above_money = above_money(by_rank->offer[o]);
  }
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    if (span.is_relief) {
      const std::int32_t need = NeedOf(instance, static_cast<std::int32_t>(r));
      const bool follows = by_rank ? by_rank->requirement[r] == by_rank->requirement[need]
                                   : matching.requirement_price[r] == matching.requirement_price[need];
      if (follows) continue;
    }
    prices.push_back({.node = span.is_relief ? NodePrice::Node::kRelief : NodePrice::Node::kRequirement,
                      .date = instance.DateOf(requirement.commodity),
                      .demand_point = requirement.demand_point,
                      .commodity = span.dataset_commodity,
                      .price = matching.requirement_price[r]});
    if (by_rank) prices.back().above_money = above_money(by_rank->requirement[r]);
  }
  std::ranges::sort(prices, {}, [](const NodePrice& row) {
    return std::tuple(row.date, row.node, row.supplier, row.demand_point, row.commodity);
  });
  return prices;
}

}  // namespace pasok::match
