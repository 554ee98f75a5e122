#include "engine/match/exact/lane_grounds.h"

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
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    if (ancestor[g] == kNone) continue;
    const Group &here = network.groups[g], &there = kept.network.groups[ancestor[g]];
    same.group[g] = here.rest == there.rest && !HasForbidden(here) && !HasForbidden(there) &&
                    network.sites[here.site] == kept.network.sites[there.site] &&
                    SameTerms(work.costs.Terms(here.commodity), was.terms[there.commodity]);
  }
  return same;
}

}  // namespace pasok::match::exact
