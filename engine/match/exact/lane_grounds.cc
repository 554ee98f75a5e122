#include "engine/match/exact/lane_grounds.h"

#include <utility>

#include "engine/flow/parallel.h"
#include "engine/match/exact/kept.h"
#include "engine/register/sha256.h"

namespace pasok::match::exact {
namespace {

std::string NameOfOthers(const Instance& instance) {
  Sha256 name;
  name.Number(instance.policy.quantum.value);
  for (const SenPerKg& surcharge : instance.policy.tier_surcharge) name.Number(surcharge.value);
  for (const Region& region : instance.dataset->regions) name.Text(region.code), name.Number(region.parent);
  for (const RegionDistance& row : instance.dataset->distances) {
    name.Number(row.from_region), name.Number(row.to_region);
    name.Number(row.road.value), name.Number(row.minutes.value_or(-1));
  }
  return name.HexOf32Digits();
}

bool SameTerms(LaneTerms a, const LaneTerms& b) {
  a.first_requirement = b.first_requirement, a.end_requirement = b.end_requirement;
  return a == b;
}

bool HasForbidden(const Group& group) { return group.first_forbidden != group.end_forbidden; }

bool StandsAsItDid(const Network& network, const Group& group, const Network& then, const Group& was) {
  return group.rest == was.rest && !HasForbidden(group) && !HasForbidden(was) &&
         network.sites[group.site] == then.sites[was.site];
}

}  // namespace

LaneGrounds GroundsOf(const Work& work) {
  LaneGrounds grounds{.requirement_sites = {}, .terms = {}, .others = NameOfOthers(work.instance)};
  for (std::int32_t r = 0; r < std::ssize(work.instance.requirements); ++r)
    grounds.requirement_sites.push_back(work.costs.RequirementSite(r));
  for (std::int32_t k = 0; k < std::ssize(work.instance.commodities); ++k)
    grounds.terms.push_back(work.costs.Terms(k));
  return grounds;
}

SameCosts FindSameCosts(const Work& work, const Network& network, const Kept& kept, const Heritage& rows,
                        std::span<const std::int32_t> ancestor) {
  SameCosts same{.group = std::vector<char>(network.groups.size()),
                 .requirement = std::vector<char>(rows.requirement_was.size())};
  const LaneGrounds& was = kept.grounds;
  if (NameOfOthers(work.instance) != was.others) return same;
  for (std::int32_t r = 0; r < std::ssize(same.requirement); ++r) {
    const std::int32_t old = rows.requirement_was[r];
    same.requirement[r] = old != kNone && was.requirement_sites[old] == work.costs.RequirementSite(r);
  }
  ForEachTask(static_cast<int>(network.first_group.size()) - 1, work.threads, [&](int k) {
    std::int32_t commodity_was = kNone;
    bool same_terms = false;
    for (std::int32_t g = network.first_group[k]; g < network.first_group[k + 1]; ++g) {
      if (ancestor[g] == kNone) continue;
      const Group& there = kept.network.groups[ancestor[g]];
      if (std::exchange(commodity_was, there.commodity) != there.commodity)
        same_terms = SameTerms(work.costs.Terms(k), was.terms[there.commodity]);
      same.group[g] = same_terms && StandsAsItDid(network, network.groups[g], kept.network, there);
    }
  });
  return same;
}

}  // namespace pasok::match::exact
