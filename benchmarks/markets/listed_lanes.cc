#include "benchmarks/markets/listed_lanes.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane_kernel.h"

namespace pasok::benchmarks {
namespace {

struct Lane {
  std::int64_t unit = 0;
  std::int32_t offer = kNone;
};

std::vector<std::vector<Lane>> FindLanes(const match::Instance& instance, const match::LaneRule& rule,
                                         int threads) {
  const match::LaneKernel kernel(instance, rule);
  std::vector<std::int32_t> all(instance.requirements.size());
  std::iota(all.begin(), all.end(), 0);
  std::vector<std::vector<Lane>> lanes(all.size());
  match::VisitLanes(instance, kernel, all, threads, StopToken(), nullptr,
                    [&](std::int32_t r, const match::RoadsTo&, std::span<const std::int64_t> units) {
                      const match::RequirementRow& requirement = instance.requirements[r];
                      const std::int32_t first = instance.commodities[requirement.commodity].first_offer;
                      for (std::size_t i = 0; i < units.size(); ++i) {
                        if (units[i] >= requirement.penalty) continue;
                        lanes[r].push_back({units[i], first + static_cast<std::int32_t>(i)});
                      }
                    });
  return lanes;
}

}  // namespace

flow::Problem ListLanes(const match::Instance& instance, const match::LaneRule& rule, int threads) {
  const std::vector<std::vector<Lane>> lanes = FindLanes(instance, rule, threads);
  std::vector<bool> has_lane(instance.offers.size());
  for (const std::vector<Lane>& of_requirement : lanes) {
    for (const Lane& lane : of_requirement) has_lane[lane.offer] = true;
  }
  std::vector<std::int64_t> sum(instance.suppliers.size());
  std::int64_t needs = 0;
  for (const match::RequirementRow& requirement : instance.requirements) needs += requirement.need;
  for (std::size_t o = 0; o < has_lane.size(); ++o) {
    if (has_lane[o]) sum[instance.offers[o].supplier] += std::min(instance.offers[o].capacity, needs);
  }

  flow::Problem problem;
  const std::int32_t source = problem.AddNode(needs);
  std::vector<std::int32_t> supplier_node(sum.size(), source), offer_node(has_lane.size(), kNone);
  for (std::size_t s = 0; s < sum.size(); ++s) {
    if (instance.suppliers[s].capacity >= sum[s]) continue;
    supplier_node[s] = problem.AddNode(0);
    problem.AddArc(source, supplier_node[s], std::min(instance.suppliers[s].capacity, needs), 0);
  }
  for (std::size_t o = 0; o < has_lane.size(); ++o) {
    if (!has_lane[o]) continue;
    const match::OfferRow& offer = instance.offers[o];
    offer_node[o] = problem.AddNode(0);
    problem.AddArc(supplier_node[offer.supplier], offer_node[o], std::min(offer.capacity, needs), 0);
  }
  for (std::size_t r = 0; r < lanes.size(); ++r) {
    const match::RequirementRow& requirement = instance.requirements[r];
    const std::int32_t node = problem.AddNode(-requirement.need);
    problem.AddArc(source, node, requirement.need, requirement.penalty);
    for (const Lane& lane : lanes[r]) {
      problem.AddArc(offer_node[lane.offer], node, requirement.lane_cap, lane.unit);
    }
  }
  return problem;
}

}  // namespace pasok::benchmarks
