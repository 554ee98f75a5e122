#include "engine/match/recheck/forbidden.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pasok::match::recheck {
namespace {

using Pairs = std::set<std::pair<std::int32_t, std::int32_t>>;

}  // namespace

ForbiddenPairs CountForbidden(const Dataset& dataset, const Policy& policy, const DayRules& rules) {
  std::map<std::int32_t, std::set<std::int32_t>> sellers_of;  // by themselves, and by their aggregator
  for (const DayOffer& offer : rules.offers()) {
    if (offer.ruled_out) continue;
    sellers_of[offer.supplier].insert(offer.supplier);
    if (offer.via != kNone) sellers_of[offer.via].insert(offer.supplier);
  }
  std::set<std::int32_t> buyers;
  for (const Need& need : rules.needs()) buyers.insert(need.demand_point);

  Pairs blocked;
  for (const Block& block : dataset.blocks) {
    const auto sellers = sellers_of.find(block.supplier);
    if (sellers == sellers_of.end() || !buyers.contains(block.demand_point)) continue;
    for (const std::int32_t seller : sellers->second) blocked.emplace(seller, block.demand_point);
  }
  Pairs related;
  if (policy.related_party == RelatedParty::kForbid) {
    std::map<std::string, std::vector<std::int32_t>> buyers_of;  // by owner
    for (const std::int32_t buyer : buyers) {
      const std::string& owner = dataset.demand_points[buyer].owner_group;
      if (!owner.empty()) buyers_of[owner].push_back(buyer);
    }
    for (const auto& [owned, sellers] : sellers_of) {
      const auto found = buyers_of.find(dataset.suppliers[owned].owner_group);
      if (found == buyers_of.end()) continue;
      for (const std::int32_t seller : sellers) {
        for (const std::int32_t buyer : found->second) related.emplace(seller, buyer);
      }
    }
  }
  return {.blocked = std::ssize(blocked), .related = std::ssize(related)};
}

}  // namespace pasok::match::recheck
