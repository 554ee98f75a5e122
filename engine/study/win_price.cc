#include "engine/study/win_price.h"

namespace pasok::study {

std::optional<std::int64_t> PriceForUnit(const match::Instance& instance, const match::LaneRule& lanes,
                                         std::int32_t offer, std::int32_t requirement, std::int64_t unit) {
  // money = floor((quantum * ((price + fee) * 10^4 + haul * road) + 5 * 10^6) / 10^7) <= most
  //   <=>   quantum * 10^4 * (price + fee) < 10^7 * (most + 1) - 5 * 10^6 - quantum * haul * road
  const match::LaneCost lane = lanes.Cost(offer, requirement);
  const Int128 most = Int128{unit} - lane.preference;
  const Int128 quantum = instance.policy.quantum.value;
  const Int128 haul = instance.commodities[instance.offers[offer].commodity].rule->haul_per_kg_km.value;
  const Int128 road = lane.first_leg.value + lane.road.value;
  const Int128 below = 10'000'000 * (most + 1) - 5'000'000 - quantum * haul * road;
  if (below <= 0) return std::nullopt;
  const auto with_fee = static_cast<std::int64_t>((below - 1) / (quantum * 10'000));
  const std::int64_t fee = instance.offers[offer].fee_sen_per_kg;
  if (with_fee < fee) return std::nullopt;
  return with_fee - fee;
}

}  // namespace pasok::study
