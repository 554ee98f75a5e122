// Search for lanes that the basis lacks, at the prices that it has come to.
//
// A lane (g, r) could enter where its value, price of r less its cost, is above the potential p(g). A search
// leaves a ceiling: no lane of g is worth more than c(g) at prices pi. At later prices pi' no lane of a
// group with p'(g) >= c(g) can enter to a requirement whose price has not risen,
//
//   pi'_r - cost <= pi_r - cost <= c(g) <= p'(g)    where pi'_r <= pi_r,
//
// so that two kinds of lane are left to look at: of these groups those to requirements whose price has risen,
// and of groups with p'(g) < c(g) all. Each search leaves ceilings for the next. So late searches, where few
// prices have moved, are cheap, and each is as good a proof over every lane as the first.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/lane_scanner.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

// What searches have found out, for the next ones.
struct Ceilings {
  Ceilings(const Instance& instance, const Network& network)
      : value(network.groups.size()),
        price(instance.requirements.size()),
        known(instance.commodities.size()) {}

  // Whether they are of just these prices.
  bool AreAt(std::span<const std::int64_t> now, const CommoditySpan& span) const;

  std::vector<std::int64_t> value;  // per group: no lane of it is worth more
  std::vector<std::int64_t> price;  // at these prices of the requirements
  std::vector<char> known;          // per commodity: whether there is anything in it yet
};

// How far below a group's best lane others are still worth holding, sen per quantum.
std::int64_t WindowOf(const Work& work);

// Searches the lanes of the commodity at the tree's prices, which `price` holds, and adds the best of those
// that could enter, a few for each group; returns the groups, ascending. Leaves ceilings at these prices;
// adds none, and leaves them unknown, where the stop token asks. REQUIRES the ceilings of the same reach.
// `moved`: the groups whose potential or lanes may be others than when the ceilings were left; the rest of
// the commodity's then isn't looked at one by one. REQUIRES every group in the tree for that. Commodities may
// be searched at the same time.
std::vector<std::int32_t> AddMissingLanes(const Work& work, const Network& network, std::int32_t commodity,
                                          Reach reach, std::span<const std::int64_t> price, Basis& basis,
                                          Ceilings& ceilings,
                                          std::optional<std::span<const std::int32_t>> moved = std::nullopt);

}  // namespace pasok::match::exact
