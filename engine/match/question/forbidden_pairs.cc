#include "engine/match/question/forbidden_pairs.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/match/question/sellers.h"

namespace pasok::match {
namespace {

// Of related parties, each on each of its days: what a solve lays out of them still fits into memory.
constexpr std::size_t kMostPairs = 20'000'000;

void ReportTooManyRelated(FindingLog& log) {
  log.Add({.code = "too_many_related_parties",
           .file = "suppliers.csv",
           .field = "owner_group",
           .expected = "at most " + std::to_string(kMostPairs) +
                       " pairs of supplier and demand point of one owner, counted on each day of the plan",
           .fix = "plan fewer days or regions at once, or see whether so much has one owner"});
}

// Of those with a requirement, where the policy forbids related parties.
std::unordered_map<std::string_view, std::vector<std::int32_t>> DemandPointsOfOwners(
    const Instance& instance, const std::vector<bool>& needs) {
  std::unordered_map<std::string_view, std::vector<std::int32_t>> of_owner;
  if (instance.policy.related_party != RelatedParty::kForbid) return of_owner;
  for (std::int32_t d = 0; d < std::ssize(needs); ++d) {
    const std::string& owner = instance.dataset->demand_points[d].owner_group;
    if (needs[d] && !owner.empty()) of_owner[owner].push_back(d);
  }
  return of_owner;
}

}  // namespace

void ForbidPairs(Instance& instance, FindingLog& log) {
  const Dataset& dataset = *instance.dataset;
  std::vector<bool> needs(dataset.demand_points.size()), is_blocked(dataset.suppliers.size());
  for (const RequirementRow& row : instance.requirements) needs[row.demand_point] = true;
  for (const Block& block : dataset.blocks) is_blocked[block.supplier] = true;
  const auto demand_points_of_owner = DemandPointsOfOwners(instance, needs);
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    PrefetchSupplier(instance, s);
    const std::int32_t itself = instance.suppliers[s].dataset_supplier;
    for (const std::int32_t supplier : {itself, ViaOf(dataset, instance.policy, itself)}) {
      if (supplier == kNone) continue;
      if (is_blocked[supplier]) {
        for (const Block& block : std::ranges::equal_range(dataset.blocks, supplier, {}, &Block::supplier)) {
          if (needs[block.demand_point]) instance.blocked.emplace_back(s, block.demand_point);
        }
      }
      const std::string& owner = dataset.suppliers[supplier].owner_group;
      if (owner.empty() || demand_points_of_owner.empty()) continue;
      const auto related = demand_points_of_owner.find(owner);
      if (related == demand_points_of_owner.end()) continue;
      if (instance.related.size() + related->second.size() > kMostPairs) return ReportTooManyRelated(log);
      for (std::int32_t d : related->second) instance.related.emplace_back(s, d);
    }
  }
  for (auto* pairs : {&instance.blocked, &instance.related}) {
    std::ranges::sort(*pairs);
    pairs->erase(std::ranges::unique(*pairs).begin(), pairs->end());
  }
}

std::vector<std::pair<std::int32_t, std::int32_t>> ForbiddenByDemandPoint(const Instance& instance) {
  std::vector<std::pair<std::int32_t, std::int32_t>> forbidden;
  forbidden.reserve(instance.blocked.size() + instance.related.size());
  for (const auto* pairs : {&instance.blocked, &instance.related}) {
    for (const auto& [supplier, demand_point] : *pairs) forbidden.emplace_back(demand_point, supplier);
  }
  std::ranges::sort(forbidden);
  forbidden.erase(std::ranges::unique(forbidden).begin(), forbidden.end());
  return forbidden;
}

}  // namespace pasok::match
