#include "engine/match/sold.h"

namespace pasok::match {

std::vector<std::int64_t> QuantaOfOffers(const Instance& instance, const std::vector<LaneFlow>& flows) {
  std::vector<std::int64_t> quanta(instance.offers.size());
  for (const LaneFlow& flow : flows) quanta[flow.offer] += flow.quanta;
  return quanta;
}

Sold SoldBy(const Instance& instance, const std::vector<LaneFlow>& flows) {
  Sold sold{.of_offer = QuantaOfOffers(instance, flows),
            .of_supplier = std::vector<std::int64_t>(instance.suppliers.size()),
            .of_aggregator = std::vector<std::int64_t>(instance.aggregators.size())};
  for (std::size_t o = 0; o < sold.of_offer.size(); ++o)
    sold.of_supplier[instance.offers[o].supplier] += sold.of_offer[o];
  for (std::size_t s = 0; s < sold.of_supplier.size(); ++s) {
    const std::int32_t aggregator = instance.suppliers[s].aggregator;
    if (aggregator != kNone) sold.of_aggregator[aggregator] += sold.of_supplier[s];
  }
  return sold;
}

}  // namespace pasok::match
