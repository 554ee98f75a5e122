#include "engine/match/strict/contradictions.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "engine/match/lanes/visit_gains.h"
#include "engine/match/question/total_range.h"

namespace pasok::match {
namespace {

constexpr std::size_t kFirst = static_cast<std::size_t>(Rank::kLuar);
constexpr std::size_t kMoney = static_cast<std::size_t>(Rank::kMoney);
constexpr Int128 kMostWeight = Int128{1} << 56;

// The ranks below penalty as one number.
struct Weights {
  Ranks of_rank{};                         // sen per quantum; the last is 1
  std::array<SenPerKg, kTiers> of_tier{};  // the same, as surcharges
  std::int64_t beyond = 0;                 // more than any two prices differ by

  std::int64_t Sum(const Ranks& prices) const {
    std::int64_t sum = 0;
    for (std::size_t i = kFirst; i < kRanks; ++i) sum += of_rank[i] * prices[i];
    return sum;
  }
};

// The most by which a requirement's price and an offer's, and a lane's cost, differ in a rank.
Int128 MostApart(const RankPrices& prices, std::size_t rank, Int128 dearest_lane) {
  Int128 most = 0;
  for (const std::vector<Ranks>* each : {&prices.requirement, &prices.offer}) {
    Int128 largest = 0;
    for (const Ranks& ranks : *each) largest = std::max<Int128>(largest, std::abs(ranks[rank]));
    most += largest;
  }
  return most + dearest_lane;
}

// nullopt where they don't fit.
std::optional<Weights> Weigh(const Instance& instance, const RankPrices& prices) {
  Int128 dearest = 0;
  for (const CommoditySpan& span : instance.commodities) {
    if (span.first_offer < span.end_offer) dearest = std::max(dearest, DearestUnit(instance, span));
  }
  const std::int64_t quantum = instance.policy.quantum.value;
  Weights weights;
  weights.of_rank[kMoney] = 1;
  Int128 below = MostApart(prices, kMoney, dearest);  // what all lower ranks can come to
  for (std::size_t i = kMoney; i-- > kFirst;) {
    // Per kg in whole thousands of sen, so that no rounding below a sen changes.
    const Int128 per_kg = (2 * below / quantum + 1) * 1000;
    const Int128 weight = per_kg / 1000 * quantum;
    if (weight > kMostWeight) return std::nullopt;
    weights.of_rank[i] = static_cast<std::int64_t>(weight);
    weights.of_tier[kMoney - i] = {static_cast<std::int64_t>(per_kg)};
    below += weight * MostApart(prices, i, 1);
  }
  if (4 * below > kMostTotal) return std::nullopt;
  weights.beyond = static_cast<std::int64_t>(2 * below + 1);
  return weights;
}

Ranks Reduced(const LaneCost& cost, const Ranks& offer, const Ranks& requirement) {
  Ranks reduced = RanksOf(cost);
  for (std::size_t i = 0; i < kRanks; ++i) reduced[i] += offer[i] - requirement[i];
  return reduced;
}

class Finder {
 public:
  Finder(const Instance& instance, const LaneRule& rule, const RankPrices& prices)
      : instance_(instance), rule_(rule), prices_(prices) {}

  Contradictions ByWeights(const Weights& weights, int threads, const StopToken& stop) {
    Instance weighed = instance_;
    weighed.policy.tier_surcharge = weights.of_tier;
    const LaneRule weighed_rule(weighed);
    std::vector<std::int32_t> requirements(instance_.requirements.size());
    std::iota(requirements.begin(), requirements.end(), 0);
    std::set<std::int64_t> penalties;
    for (const Ranks& offer : prices_.offer) penalties.insert(offer.front());
    const GainerSink take = [&](const Gainer& lane) {
      Take(lane.offer, lane.requirement);
      return std::int64_t{0};
    };
    found_.whole = true;
    for (const std::int64_t penalty : penalties) {
      if (!found_.whole) break;
      const Matching sums = SumsAt(penalty, weights);
      found_.whole = VisitGains(weighed, weighed_rule, sums, requirements, threads, stop, take);
    }
    return Close();
  }

  Contradictions OneByOne(const StopToken& stop) {
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      if (stop.Asked()) return {};
      const CommoditySpan& span = instance_.commodities[instance_.requirements[r].commodity];
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) Take(o, r);
    }
    found_.whole = true;
    return Close();
  }

 private:
  // Prices such that just those lanes gain that contradict, of offers with that penalty in their price.
  Matching SumsAt(std::int64_t penalty, const Weights& weights) const {
    Matching sums;
    for (const Ranks& offer : prices_.offer)
      sums.offer_price.push_back(offer.front() == penalty ? weights.Sum(offer) : 2 * weights.beyond);
    for (const Ranks& requirement : prices_.requirement) {
      sums.requirement_price.push_back(requirement.front() > penalty   ? weights.beyond
                                       : requirement.front() < penalty ? -weights.beyond
                                                                       : weights.Sum(requirement));
    }
    return sums;
  }

  void Take(std::int32_t offer, std::int32_t requirement) {
    const LaneCost cost = rule_.Cost(offer, requirement);
    if (cost.ineligible != Ineligible::kNo) return;
    const Ranks reduced = Reduced(cost, prices_.offer[offer], prices_.requirement[requirement]);
    if (reduced >= Ranks{}) return;
    const std::scoped_lock lock(adding_);
    found_.lanes.push_back({.offer = offer, .requirement = requirement, .cost = cost, .reduced = reduced});
  }

  Contradictions Close() {
    std::ranges::sort(found_.lanes, {},
                      [](const RankedLane& lane) { return std::tuple(lane.requirement, lane.offer); });
    return std::move(found_);
  }

  const Instance& instance_;
  const LaneRule& rule_;
  const RankPrices& prices_;
  Contradictions found_;
  std::mutex adding_;
};

}  // namespace

Contradictions FindContradictions(const Instance& instance, const LaneRule& rule, const RankPrices& prices,
                                  int threads, const StopToken& stop) {
  const std::optional<Weights> weights = Weigh(instance, prices);
  Finder finder(instance, rule, prices);
  return weights ? finder.ByWeights(*weights, threads, stop) : finder.OneByOne(stop);
}

}  // namespace pasok::match
