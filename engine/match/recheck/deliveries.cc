#include "engine/match/recheck/deliveries.h"

#include <algorithm>
#include <map>
#include <ranges>

#include "engine/match/figures_in_words.h"
#include "engine/match/files/plan_figures.h"
#include "engine/match/plain_numbers.h"

namespace pasok::match::recheck {

std::int64_t CheckDeliveries(const Ground& ground, const Allocations& allocations,
                             const Agreements& agreements, FindingLog& log) {
  const DeliveryRules& rule = ground.policy.deliveries;
  const auto fault = [&](const Claim& claim, std::string code, std::string value, std::string expected) {
    log.Add({.code = std::move(code),
             .file = std::string(kAllocationsFile),
             .line = claim.line,
             .field = "kg",
             .value = std::move(value),
             .expected = std::move(expected)});
  };
  struct Count {
    std::int64_t suppliers = 0, promised = 0;
  };
  std::map<std::int32_t, Count> of_need;
  for (const Claim& claim : allocations.claims) {
    Count& count = of_need[claim.need];
    ++count.suppliers;
    const Agreement* agreed = agreements.Find(claim.need, claim.offer);
    if (agreed && agreed->kept > 0) {
      ++count.promised;
      continue;
    }
    const DayOffer& offer = ground.rules.offers()[claim.offer];
    const std::int64_t least = DayRules::LeastDelivery(offer, ground.rules.needs()[claim.need]);
    if (claim.quanta < least)
      fault(claim, "delivery_too_small", ground.Kg(claim.quanta),
            "at least " + ground.Kg(least) + ", or nothing");
    if (claim.quanta % offer.lot != 0)
      fault(claim, "broken_lot", ground.Kg(claim.quanta), "a multiple of " + ground.Kg(offer.lot));
  }
  std::int64_t most = 0;
  for (const auto& [need, count] : of_need) {
    most = std::max(most, count.suppliers);
    if (!rule.most_suppliers ||
        count.suppliers <= std::max<std::int64_t>(*rule.most_suppliers, count.promised))
      continue;
    const auto from_the_back = allocations.claims | std::views::reverse;
    const auto last = std::ranges::find(from_the_back, need, &Claim::need);
    fault(*last, "too_many_suppliers", std::to_string(count.suppliers),
          "at most " + Counted(*rule.most_suppliers, "supplier", "suppliers") + " of it");
  }
  return most;
}

void CountClashes(const Ground& ground, const Agreements& agreements, DeliveryClashes& clashes) {
  const DeliveryRules& rule = ground.policy.deliveries;
  const std::vector<Need>& needs = ground.rules.needs();
  std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int32_t>> promised;  // suppliers, by need
  for (const Agreement& due : agreements.due()) {
    if (due.offer == kNone) continue;
    const DayOffer& offer = ground.rules.offers()[due.offer];
    const Need& need = needs[due.need];
    if (due.kept > 0) promised[{need.commodity, need.demand_point}].push_back(offer.supplier);
    const Contract& contract = ground.dataset.contracts[due.contract];
    if (!rule.whole || due.least > 0 || !contract.most || need.quanta == 0) continue;
    const std::int64_t most = contract.most->value / ground.policy.quantum.value;
    const std::int64_t least = DayRules::LeastDelivery(offer, need);
    if (most > 0 && most < least)
      clashes.AddTooLittle(contract, most, least, ground.dataset, ground.policy.quantum);
  }
  if (!rule.most_suppliers) return;
  for (auto& [need, suppliers] : promised) {
    std::ranges::sort(suppliers);
    if (std::ssize(suppliers) > *rule.most_suppliers)
      clashes.AddCrowded(suppliers, *rule.most_suppliers, need.second, need.first, ground.dataset);
  }
}

}  // namespace pasok::match::recheck
