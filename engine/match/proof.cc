#include "engine/match/proof.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/match/lane_kernel.h"

namespace pasok::match {
namespace {

// One requirement's share of the lanes' part.
struct LanesPart {
  Int128 value = 0;
  std::int64_t eligible = 0;
};

}  // namespace

Proof ProveOverAllLanes(const Instance& instance, const LaneKernel& kernel, const Matching& matching,
                        int threads, const StopToken& stop, const std::function<void(double)>& fraction) {
  std::vector<std::int32_t> requirements(instance.requirements.size());
  std::iota(requirements.begin(), requirements.end(), 0);
  std::vector<LanesPart> lanes(requirements.size());
  Proof proof;
  proof.whole =
      VisitLanes(instance, kernel, requirements, threads, stop, fraction,
                 [&](std::int32_t r, const RoadsTo&, std::span<const std::int64_t> units) {
                   const RequirementRow& requirement = instance.requirements[r];
                   const std::int64_t* offer_price =
                       matching.offer_price.data() + instance.commodities[requirement.commodity].first_offer;
                   for (std::size_t i = 0; i < units.size(); ++i) {
                     if (units[i] == kNoLane) continue;
                     ++lanes[r].eligible;
                     const Int128 gain = Int128{matching.requirement_price[r]} - offer_price[i] - units[i];
                     if (gain > 0) lanes[r].value += gain * requirement.lane_cap;
                   }
                 });

  for (std::size_t r = 0; r < lanes.size(); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    proof.lanes_eligible += lanes[r].eligible;
    proof.parts.lanes += lanes[r].value;
    proof.parts.requirements +=
        Int128{requirement.need} * std::min(matching.requirement_price[r], requirement.penalty);
  }
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& offer = instance.offers[o];
    const std::int64_t above_supplier = matching.offer_price[o] - matching.supplier_price[offer.supplier];
    proof.parts.offers += Int128{offer.capacity} * std::max<std::int64_t>(0, above_supplier);
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int64_t price = std::max<std::int64_t>(0, matching.supplier_price[s]);
    proof.parts.suppliers += Int128{instance.suppliers[s].capacity} * price;
  }
  return proof;
}

}  // namespace pasok::match
