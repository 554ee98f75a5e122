#include "engine/match/recheck/forbidden.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pasok::match::recheck {
namespace {

using Pairs = std::set<std::pair<std::int32_t, std::int32_t>>;
using Sellers = std::map<std::int32_t, std::set<std::int32_t>>;  // by themselves, and by their aggregator

// A buyer has one owner: a seller keeps apart from its owner's, and from those of its aggregator's where that
// is another.
std::int64_t CountRelated(const Dataset& dataset, const Policy& policy, const Sellers& sellers_of,
                          const std::set<std::int32_t>& buyers) {
  if (policy.related_party != RelatedParty::kForbid) return 0;
  std::map<std::string_view, std::int64_t> buyers_of;  // by owner
  for (const std::int32_t buyer : buyers) {
    const std::string& owner = dataset.demand_points[buyer].owner_group;
    if (!owner.empty()) ++buyers_of[owner];
  }
  std::int64_t related = 0;
  for (const auto& [owned, sellers] : sellers_of) {
    const std::string& owner = dataset.suppliers[owned].owner_group;
    const auto found = buyers_of.find(owner);
    if (found == buyers_of.end()) continue;
    for (const std::int32_t seller : sellers)
      related += seller == owned || dataset.suppliers[seller].owner_group != owner ? found->second : 0;
  }
  return related;
}

}  // namespace

ForbiddenPairs CountForbidden(const Dataset& dataset, const Policy& policy, const DayRules& rules) {
  Sellers sellers_of;
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
  return {.blocked = std::ssize(blocked), .related = CountRelated(dataset, policy, sellers_of, buyers)};
}

}  // namespace pasok::match::recheck
