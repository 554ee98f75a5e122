// The matching problem on lanes that are listed one by one, with a cost per rank: solved exactly by flow/.
//
// Offers without a listed lane carry nothing, and have their supplier's price.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/lanes/listed_network.h"
#include "engine/match/matching.h"
#include "engine/match/strict/ranks.h"

namespace pasok::match {

// Where to begin: a matching on listed lanes that is about the best, its flows by requirement, offer, its
// transfers, and what prices are known of it.
struct ListedStart {
  std::span<const LaneFlow> flows;
  std::span<const std::int64_t> transfers;
  const RankPrices* prices = nullptr;  // by rank; else
  const Instance* summed = nullptr;    // the same question with surcharges that stand for the ranks above
                                       // money, and the sums' prices
  const Matching* of_sums = nullptr;
};

struct ListedAnswer {
  std::vector<LaneFlow> flows;  // by requirement, offer
  std::vector<std::int64_t> shortage, transfers;
  RankPrices prices;
  std::int64_t iterations = 0;
};

// `lanes` are eligible, by requirement, offer, each once. nullopt where the stop token asks.
// REQUIRES totals in range (total_range.h). As long as a solve for each rank, from that start.
std::optional<ListedAnswer> SolveListed(const Instance& instance, std::span<const ListedLane> lanes,
                                        const ListedStart& start, const StopToken& stop);

}  // namespace pasok::match
