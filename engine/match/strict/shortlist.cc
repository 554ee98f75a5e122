#include "engine/match/strict/shortlist.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/match/lanes/visit_gains.h"

namespace pasok::match {
namespace {

constexpr std::array<std::int64_t, 3> kParts = {512, 16, 1};  // of the reach, one after another

struct Candidate {
  std::int64_t reduced = 0;
  std::int32_t offer = kNone;
  auto operator<=>(const Candidate&) const = default;
};

}  // namespace

std::vector<ListedLane> ShortlistLanes(const Instance& priced, const LaneRule& priced_rule,
                                       const Matching& matching, const LaneRule& rule,
                                       const ShortlistReach& within, int threads, const StopToken& stop) {
  const std::size_t most = within.most;
  Matching raised;
  raised.offer_price = matching.offer_price;
  std::int64_t reach = 0;

  std::vector<std::vector<Candidate>> near(priced.requirements.size());
  const auto keep_least = [&](std::vector<Candidate>& candidates) {
    if (candidates.size() <= most) return;
    std::ranges::nth_element(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(most));
    candidates.resize(most);
  };
  const auto carries = [&](std::int32_t requirement, std::int32_t offer) {
    const std::pair wanted(requirement, offer);
    const auto pair = [](const LaneFlow& flow) { return std::pair(flow.requirement, flow.offer); };
    return std::ranges::binary_search(matching.flows, wanted, {}, pair);
  };
  // Those of one requirement come one after another; what can't be among the least any more stays away.
  const GainerSink add = [&](const Gainer& lane) -> std::int64_t {
    if (carries(lane.requirement, lane.offer)) return 0;  // they are listed anyway
    std::vector<Candidate>& candidates = near[lane.requirement];
    candidates.push_back({.reduced = lane.unit + matching.offer_price[lane.offer] -
                                     matching.requirement_price[lane.requirement],
                          .offer = lane.offer});
    if (candidates.size() < 2 * most) return 0;
    keep_least(candidates);
    return reach - std::ranges::max(candidates).reduced;
  };
  // Many requirements have enough lanes within a small part of the reach; the others look again, farther.
  std::vector<std::int32_t> wanting(most == 0 ? 0 : priced.requirements.size());
  std::iota(wanting.begin(), wanting.end(), 0);
  std::vector<std::int64_t> reaches;
  for (const std::int64_t part : kParts) reaches.push_back(within.sen_per_kg / part);
  if (within.farther_sen_per_kg > within.sen_per_kg) reaches.push_back(within.farther_sen_per_kg);
  for (const std::int64_t sen_per_kg : reaches) {
    reach = static_cast<std::int64_t>(Int128{sen_per_kg} * priced.policy.quantum.value / 1000) + 1;
    raised.requirement_price = matching.requirement_price;
    for (std::int64_t& price : raised.requirement_price) price += reach;
    for (const std::int32_t r : wanting) near[r].clear();
    if (!VisitGains(priced, priced_rule, raised, wanting, threads, stop, add, within.worth)) return {};
    std::erase_if(wanting, [&](std::int32_t r) { return near[r].size() >= most; });
  }

  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;  // requirement, offer
  for (const LaneFlow& flow : matching.flows) pairs.emplace_back(flow.requirement, flow.offer);
  for (std::int32_t r = 0; r < std::ssize(near); ++r) {
    keep_least(near[r]);
    for (const Candidate& candidate : near[r]) pairs.emplace_back(r, candidate.offer);
  }
  std::ranges::sort(pairs);
  const auto repeated = std::ranges::unique(pairs);
  pairs.erase(repeated.begin(), repeated.end());
  std::vector<ListedLane> lanes;
  for (const auto& [requirement, offer] : pairs)
    lanes.push_back({.offer = offer, .requirement = requirement, .cost = rule.Cost(offer, requirement)});
  return lanes;
}

}  // namespace pasok::match
