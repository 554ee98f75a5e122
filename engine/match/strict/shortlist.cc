#include "engine/match/strict/shortlist.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <numeric>
#include <tuple>

#include "engine/match/lanes/visit_gains.h"

namespace pasok::match {
namespace {

constexpr std::size_t kLocks = 64;
constexpr std::int64_t kFirstPart = 64;  // of the reach: looked at first, then four times as far, and so on

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

  std::vector<std::vector<Candidate>> near(priced.requirements.size());
  std::array<std::mutex, kLocks> locks;
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
  const GainerSink add = [&](const Gainer& lane) {
    if (carries(lane.requirement, lane.offer)) return;  // they are listed anyway
    if (within.worth && !within.worth(lane.offer, lane.requirement)) return;
    const std::scoped_lock lock(locks[static_cast<std::size_t>(lane.requirement) % kLocks]);
    std::vector<Candidate>& candidates = near[lane.requirement];
    candidates.push_back({.reduced = lane.unit + matching.offer_price[lane.offer] -
                                     matching.requirement_price[lane.requirement],
                          .offer = lane.offer});
    if (candidates.size() >= 4 * most + 16) keep_least(candidates);
  };
  // Most requirements have enough lanes within a small part of the reach; the others look again, farther.
  std::vector<std::int32_t> wanting(priced.requirements.size());
  std::iota(wanting.begin(), wanting.end(), 0);
  const std::int64_t farthest = std::max(within.sen_per_kg, within.farther_sen_per_kg);
  for (std::int64_t sen_per_kg = within.sen_per_kg / kFirstPart; !wanting.empty();
       sen_per_kg = std::min(farthest, sen_per_kg * 4)) {
    const std::int64_t reach = sen_per_kg * priced.policy.quantum.value / 1000 + 1;
    raised.requirement_price = matching.requirement_price;
    for (std::int64_t& price : raised.requirement_price) price += reach;
    for (const std::int32_t r : wanting) near[r].clear();
    if (!VisitGains(priced, priced_rule, raised, wanting, threads, stop, add)) return {};
    std::erase_if(wanting, [&](std::int32_t r) { return near[r].size() >= most; });
    if (sen_per_kg >= farthest) break;
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
