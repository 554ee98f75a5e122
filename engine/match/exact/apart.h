// Commodities apart: each solved by itself, over all its lanes, with the suppliers' totals shared out
// beforehand. Those that transfers couple, a bundle (components.h), are solved together: what one day is
// worth to the next, or a substitute to what it stands in for, is in the prices from the start.
//
// A bundle is first solved with a soft penalty, a little above its starting prices: with the full one,
// kitchens that lack a listed lane would drag prices to the penalty and fill the basis with lanes that nobody
// wants. Then its search runs until no lane is missing, the penalty becomes the instance's, and the search
// runs again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/exact/basis.h"
#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/missing_lanes.h"
#include "engine/match/exact/start.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

struct Shortlists {
  std::vector<Shortlist> of_commodity;
  std::vector<std::int64_t> value;  // per group of the network, as Shortlist::value
};
Shortlists ShortlistAll(const Work& work, const Network& network, Reach reach,
                        std::span<const std::int64_t> price);

// The first basis of every commodity from its shortlist, with the basis' present shares and transfers.
// `soft_margin`: how far above the starting prices the soft penalty lies, sen per quantum; nullopt: no soft
// penalty.
void StartApart(const Work& work, const Network& network, Shortlists shortlists,
                std::optional<std::int64_t> soft_margin, std::span<const std::int64_t> price, Basis& basis);

struct ApartRun {
  std::int64_t pivots = 0;
  bool optimal = false;  // every bundle by itself, over all its lanes; else the stop token asked
  Ceilings ceilings;     // of lanes of every reach; if optimal: of all groups, at the prices found
};

// Solves every bundle from its start, and replaces the requirements' prices by those found. `soft`: it was
// started with a soft penalty. Where `reach` is the province, as in the shortlists, provinces are solved
// apart before they come together. Deterministic, whatever the threads. When the stop token asks, the basis
// is feasible as it stands.
ApartRun SolveApart(const Work& work, const Network& network, Reach reach, bool soft, Basis& basis,
                    std::vector<std::int64_t>& price);

// Copies the tree's prices of the commodity's requirements.
void ReadPrices(const Tree& tree, const CommoditySpan& span, std::vector<std::int64_t>& price);

}  // namespace pasok::match::exact
