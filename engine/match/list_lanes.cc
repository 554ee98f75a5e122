#include "engine/match/list_lanes.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "engine/flow/network_simplex.h"
#include "engine/flow/problem.h"
#include "engine/match/lane_kernel.h"

namespace pasok::match {
namespace {

constexpr std::int64_t kMostArcs = 2'000'000'000;     // the solver's indices have 32 bits
constexpr std::int64_t kCountNoFurther = 10;          // times the limit; then the refusal says "more than"
constexpr double kLanesDone = 0.2, kSolveDone = 0.8;  // shares of the whole work, for the progress

std::vector<std::int32_t> AllRequirements(const Instance& instance) {
  std::vector<std::int32_t> all(instance.requirements.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// How many lanes each requirement lists, and which offers have one.
struct Census {
  std::vector<std::int64_t> lanes_of;       // per requirement
  std::vector<std::atomic<bool>> has_lane;  // per offer
  std::int64_t total = 0;
  std::int64_t pairs = 0;
  bool whole = false;
};

class Lister {
 public:
  Lister(const Instance& instance, const LaneRule& lanes, const MatchOptions& options, const StopToken& stop,
         const ProgressSink& progress)
      : instance_(instance),
        kernel_(instance, lanes),
        most_lanes_(std::min(options.most_lanes_in_memory, kMostArcs)),
        threads_(options.threads),
        stop_(stop),
        progress_(progress) {}

  MatchResult Run() {
    const Census census = Count();
    if (stop_.Asked()) return {.matching = std::nullopt, .refusal = "stopped while the lanes were counted"};
    if (census.total > most_lanes_) return {.matching = std::nullopt, .refusal = Refusal(census)};
    BuildNetwork(census);
    if (!FillLanes(census))
      return {.matching = std::nullopt, .refusal = "stopped while the lanes were listed"};
    if (const auto out_of_range = flow::CheckRange(network_)) {
      return {.matching = std::nullopt,
              .refusal = "the figures are too large for the solver: " + *out_of_range};
    }
    Tell("solve", kLanesDone);
    const flow::Solution solution = flow::SolveNetworkSimplex(network_, stop_);
    if (solution.status != flow::Status::kOptimal) {
      return {.matching = std::nullopt, .refusal = "stopped before the first plan was found"};
    }
    Tell("solve", kSolveDone);
    return {.matching = ReadBack(solution), .refusal = ""};
  }

 private:
  void Tell(std::string_view stage, double fraction) const {
    if (progress_) progress_({.stage = stage, .fraction = fraction, .incumbent = {}, .bound = {}});
  }

  Census Count() const {
    Census census{.lanes_of = std::vector<std::int64_t>(instance_.requirements.size()),
                  .has_lane = std::vector<std::atomic<bool>>(instance_.offers.size())};
    for (const CommoditySpan& span : instance_.commodities) {
      census.pairs +=
          std::int64_t{span.end_offer - span.first_offer} * (span.end_requirement - span.first_requirement);
    }
    std::atomic<std::int64_t> total{0};
    // A count far over the limit needs no end.
    StopToken enough;
    census.whole = VisitLanes(
        instance_, kernel_, AllRequirements(instance_), threads_, enough,
        [&](double fraction) { Tell("lanes", kLanesDone / 2 * fraction); },
        [&](std::int32_t r, const RoadsTo&, std::span<const std::int64_t> units) {
          const RequirementRow& requirement = instance_.requirements[r];
          const std::int32_t first_offer = instance_.commodities[requirement.commodity].first_offer;
          std::int64_t lanes = 0;
          for (std::size_t i = 0; i < units.size(); ++i) {
            if (units[i] >= requirement.penalty) continue;
            ++lanes;
            census.has_lane[first_offer + i].store(true, std::memory_order_relaxed);
          }
          census.lanes_of[r] = lanes;
          total += lanes;
          if (stop_.Asked() || total > kCountNoFurther * most_lanes_) enough.Ask();
        });
    census.total = total;
    return census;
  }

  std::string Refusal(const Census& census) const {
    const std::string lanes = (census.whole ? "" : "more than ") + std::to_string(census.total);
    const std::int64_t gigabytes = census.total * kBytesPerLane / 1'000'000'000 + 1;
    return lanes + " lanes (of " + std::to_string(census.pairs) +
           " pairs of offer and requirement) would need about " + std::to_string(gigabytes) +
           " GB in memory; the limit is " + std::to_string(most_lanes_) +
           " lanes. Plan fewer regions at once, or set max_distance_km for the commodities that need no far "
           "suppliers.";
  }

  // Nodes, and every arc but the lanes.
  void BuildNetwork(const Census& census) {
    const std::int64_t all_needs = std::accumulate(
        instance_.requirements.begin(), instance_.requirements.end(), std::int64_t{0},
        [](std::int64_t sum, const RequirementRow& requirement) { return sum + requirement.need; });
    network_.AddNode(all_needs);
    std::vector<std::int64_t> most_of(
        instance_.suppliers.size());  // what the offers of a supplier can sell together
    std::vector<std::int64_t> capacity(instance_.offers.size());
    for (const CommoditySpan& span : instance_.commodities) {
      std::int64_t needs = 0;
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
        needs += instance_.requirements[r].need;
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        if (!census.has_lane[o]) continue;
        capacity[o] = std::min(instance_.offers[o].capacity, needs + 1);
        most_of[instance_.offers[o].supplier] += capacity[o];
      }
    }
    supplier_node_.assign(instance_.suppliers.size(), kNone);
    for (std::size_t s = 0; s < most_of.size(); ++s) {
      if (instance_.suppliers[s].capacity >= most_of[s]) continue;
      supplier_node_[s] = network_.AddNode(0);
      network_.AddArc(kSource, supplier_node_[s], std::min(instance_.suppliers[s].capacity, all_needs + 1),
                      0);
    }
    offer_node_.assign(instance_.offers.size(), kNone);
    for (std::size_t o = 0; o < capacity.size(); ++o) {
      if (!census.has_lane[o]) continue;
      const std::int32_t supplier = supplier_node_[instance_.offers[o].supplier];
      offer_node_[o] = network_.AddNode(0);
      network_.AddArc(supplier == kNone ? kSource : supplier, offer_node_[o], capacity[o], 0);
    }
    first_requirement_node_ = network_.nodes();
    first_shortage_arc_ = network_.arcs();
    for (const RequirementRow& requirement : instance_.requirements) {
      const std::int32_t node = network_.AddNode(-requirement.need);
      network_.AddArc(kSource, node, requirement.need, requirement.penalty);
    }
  }

  bool FillLanes(const Census& census) {
    first_lane_ = network_.arcs();
    std::vector<std::int64_t> first_lane_of(census.lanes_of.size());  // per requirement
    std::exclusive_scan(census.lanes_of.begin(), census.lanes_of.end(), first_lane_of.begin(),
                        std::int64_t{first_lane_});
    const std::size_t arcs = static_cast<std::size_t>(first_lane_ + census.total);
    network_.tail.resize(arcs), network_.head.resize(arcs);
    network_.lower.resize(arcs), network_.upper.resize(arcs), network_.cost.resize(arcs);
    return VisitLanes(
        instance_, kernel_, AllRequirements(instance_), threads_, stop_,
        [&](double fraction) { Tell("lanes", kLanesDone / 2 * (1 + fraction)); },
        [&](std::int32_t r, const RoadsTo&, std::span<const std::int64_t> units) {
          const RequirementRow& requirement = instance_.requirements[r];
          const std::int32_t first_offer = instance_.commodities[requirement.commodity].first_offer;
          std::int64_t lane = first_lane_of[r];
          for (std::size_t i = 0; i < units.size(); ++i) {
            if (units[i] >= requirement.penalty) continue;
            network_.tail[lane] = offer_node_[first_offer + i];
            network_.head[lane] = first_requirement_node_ + r;
            network_.upper[lane] = requirement.lane_cap;
            network_.cost[lane] = units[i];
            ++lane;
          }
        });
  }

  // An offer's price below its supplier's is raised to it, a supplier's below 0 to 0, and a requirement's
  // above its penalty lowered to it: none of this loosens the bound, and fewer prices need a row in
  // prices.csv.
  Matching ReadBack(const flow::Solution& solution) const {
    Matching matching;
    matching.engine = "network_simplex_on_listed_lanes";
    matching.objective = static_cast<std::int64_t>(solution.cost);  // in range by CheckTotals
    matching.bound = matching.objective;
    matching.iterations = solution.iterations;
    matching.lanes_in_network = network_.arcs() - first_lane_;
    const auto price = [&](std::int32_t node) { return solution.price[node] - solution.price[kSource]; };
    for (std::int32_t node : supplier_node_) {
      matching.supplier_price.push_back(node == kNone ? 0 : std::max<std::int64_t>(0, price(node)));
    }
    std::vector<std::int32_t> offer_of_node(network_.nodes(), kNone);
    for (std::size_t o = 0; o < offer_node_.size(); ++o) {
      const std::int64_t least = matching.supplier_price[instance_.offers[o].supplier];
      matching.offer_price.push_back(offer_node_[o] == kNone ? least
                                                             : std::max(least, price(offer_node_[o])));
      if (offer_node_[o] != kNone) offer_of_node[offer_node_[o]] = static_cast<std::int32_t>(o);
    }
    for (std::size_t r = 0; r < instance_.requirements.size(); ++r) {
      const std::int32_t node = first_requirement_node_ + static_cast<std::int32_t>(r);
      matching.requirement_price.push_back(std::min(price(node), instance_.requirements[r].penalty));
      matching.shortage.push_back(solution.flow[first_shortage_arc_ + r]);
    }
    for (std::int32_t lane = first_lane_; lane < network_.arcs(); ++lane) {
      if (solution.flow[lane] == 0) continue;
      matching.flows.push_back({.offer = offer_of_node[network_.tail[lane]],
                                .requirement = network_.head[lane] - first_requirement_node_,
                                .quanta = solution.flow[lane]});
    }
    return matching;
  }

  static constexpr std::int32_t kSource = 0;
  const Instance& instance_;
  const LaneKernel kernel_;
  const std::int64_t most_lanes_;
  const int threads_;
  const StopToken& stop_;
  const ProgressSink& progress_;
  flow::Problem network_;
  std::vector<std::int32_t> supplier_node_, offer_node_;
  std::int32_t first_requirement_node_ = 0;
  std::int32_t first_shortage_arc_ = 0;
  std::int32_t first_lane_ = 0;
};

}  // namespace

MatchResult ListAndMatch(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress) {
  return Lister(instance, lanes, options, stop, progress).Run();
}

}  // namespace pasok::match
