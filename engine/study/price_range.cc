#include "engine/study/price_range.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>
#include <queue>
#include <utility>

#include "engine/match/lane_kernel.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::LaneFlow;
using match::Matching;
using match::SupplierRow;

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();

struct Arc {
  std::int32_t tail = 0, head = 0;
  std::int64_t cost = 0;  // reduced: >= 0
};

enum class Way : std::uint8_t { kToSource, kFromSource };

// The residual arcs of a matching, but for the lanes that carry nothing, which are added as needed.
class Net {
 public:
  explicit Net(const match::Solved& solved)
      : instance_(solved.instance),
        matching_(solved.matching),
        sold_(instance_.offers.size()),
        supplied_(instance_.suppliers.size()) {
    for (std::size_t r = 0; r < instance_.requirements.size(); ++r) {
      price_.push_back(std::min(matching_.requirement_price[r], instance_.requirements[r].penalty));
    }
    for (const LaneFlow& flow : matching_.flows) {
      sold_[flow.offer] += flow.quanta;
      supplied_[instance_.offers[flow.offer].supplier] += flow.quanta;
      const std::int64_t gain =
          Gain(flow.offer, flow.requirement, solved.lanes.Cost(flow.offer, flow.requirement).unit());
      Add(Requirement(flow.requirement), Offer(flow.offer), gain);
      if (flow.quanta < instance_.requirements[flow.requirement].lane_cap)
        Add(Offer(flow.offer), Requirement(flow.requirement), -gain);
    }
    for (std::int32_t r = 0; r < std::ssize(price_); ++r) {
      Add(0, Requirement(r), instance_.requirements[r].penalty - price_[r]);
      if (matching_.shortage[r] > 0) Add(Requirement(r), 0, price_[r] - instance_.requirements[r].penalty);
    }
    for (std::int32_t o = 0; o < std::ssize(sold_); ++o) {
      const std::int32_t s = instance_.offers[o].supplier;
      const std::int64_t above = matching_.offer_price[o] - matching_.supplier_price[s];
      if (sold_[o] < instance_.offers[o].capacity) Add(Supplier(s), Offer(o), -above);
      if (sold_[o] > 0) Add(Offer(o), Supplier(s), above);
    }
    for (std::int32_t s = 0; s < std::ssize(supplied_); ++s) {
      if (supplied_[s] < instance_.suppliers[s].capacity) Add(0, Supplier(s), -matching_.supplier_price[s]);
      if (supplied_[s] > 0) Add(Supplier(s), 0, matching_.supplier_price[s]);
    }
  }

  std::int32_t Supplier(std::int32_t s) const { return 1 + s; }
  std::int32_t Offer(std::int32_t o) const {
    return Supplier(static_cast<std::int32_t>(supplied_.size())) + o;
  }
  std::int32_t Requirement(std::int32_t r) const {
    return Offer(static_cast<std::int32_t>(sold_.size())) + r;
  }
  std::int32_t nodes() const { return Requirement(static_cast<std::int32_t>(price_.size())); }
  std::int64_t price(std::int32_t r) const { return price_[r]; }
  std::int64_t sold(std::int32_t o) const { return sold_[o]; }
  std::int64_t supplied(std::int32_t s) const { return supplied_[s]; }

  // pi_r - pi_o - unit: minus the reduced cost of the lane.
  std::int64_t Gain(std::int32_t o, std::int32_t r, std::int64_t unit) const {
    return price_[r] - matching_.offer_price[o] - unit;
  }

  void Add(std::int32_t tail, std::int32_t head, std::int64_t cost) {
    arcs_.push_back({.tail = tail, .head = head, .cost = cost});
  }

  // The least reduced cost between each node and the source; kFar: there is no way.
  std::vector<std::int64_t> Search(Way way) const {
    const auto near = [&](const Arc& arc) { return way == Way::kToSource ? arc.head : arc.tail; };
    const auto far = [&](const Arc& arc) { return way == Way::kToSource ? arc.tail : arc.head; };
    std::vector<std::int32_t> first(nodes() + 1), order(arcs_.size());
    for (const Arc& arc : arcs_) ++first[near(arc) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::int32_t> next(first.begin(), first.end() - 1);
    for (std::size_t a = 0; a < arcs_.size(); ++a)
      order[next[near(arcs_[a])]++] = static_cast<std::int32_t>(a);

    std::vector<std::int64_t> distance(nodes(), kFar);
    using Entry = std::pair<std::int64_t, std::int32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    distance[0] = 0;
    queue.emplace(0, 0);
    while (!queue.empty()) {
      const auto [at, node] = queue.top();
      queue.pop();
      if (at > distance[node]) continue;
      for (std::int32_t i = first[node]; i < first[node + 1]; ++i) {
        const Arc& arc = arcs_[order[i]];
        const std::int64_t through = at + arc.cost;
        if (through >= distance[far(arc)]) continue;
        distance[far(arc)] = through;
        queue.emplace(through, far(arc));
      }
    }
    return distance;
  }

 private:
  const Instance& instance_;
  const Matching& matching_;
  std::vector<std::int64_t> sold_, supplied_;  // quanta, per offer and supplier
  std::vector<std::int64_t> price_;            // per requirement, at most the penalty
  std::vector<Arc> arcs_;
};

bool IsProven(const Matching& matching) { return !matching.stopped && matching.bound == matching.objective; }

// Calls visit(r, unit of each offer of its commodity, offers that carry something to r) for `requirements`.
// Whether all were visited.
bool VisitUnused(const match::Solved& solved, const std::vector<std::int32_t>& requirements, int threads,
                 const StopToken& stop,
                 const std::function<void(std::int32_t r, std::vector<std::int64_t>& units)>& visit) {
  const match::LaneKernel kernel(solved.instance, solved.lanes);
  const std::vector<LaneFlow>& flows = solved.matching.flows;
  return match::VisitLanes(
      solved.instance, kernel, requirements, threads, stop, nullptr,
      [&](std::int32_t r, const match::RoadsTo&, std::span<const std::int64_t> found) {
        std::vector<std::int64_t> units(found.begin(), found.end());
        const auto& span = solved.instance.commodities[solved.instance.requirements[r].commodity];
        for (auto flow = std::ranges::lower_bound(flows, r, {}, &LaneFlow::requirement);
             flow != flows.end() && flow->requirement == r; ++flow) {
          units[flow->offer - span.first_offer] = match::kNoLane;  // an arc of the net already, or full
        }
        visit(r, units);
      });
}

std::vector<std::int32_t> AllOf(const Instance& instance) {
  std::vector<std::int32_t> all(instance.requirements.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// Lanes that carry nothing over which an offer may come nearer to the source. Whether all were looked at.
bool AddLanesToSource(const match::Solved& solved, const std::vector<std::int64_t>& distance, int threads,
                      const StopToken& stop, Net& net) {
  const Instance& instance = solved.instance;
  const Matching& matching = solved.matching;
  std::vector<std::int64_t> bound(instance.offers.size());
  bool any = false;
  for (std::int32_t o = 0; o < std::ssize(bound); ++o) {
    const std::int32_t s = instance.offers[o].supplier;
    if (net.sold(o) > 0) {
      bound[o] = distance[net.Offer(o)];
    } else if (net.supplied(s) > 0) {  // what the supplier sells may be moved to this offer
      bound[o] = distance[net.Supplier(s)] + matching.offer_price[o] - matching.supplier_price[s];
    }
    any = any || bound[o] > 0;
  }
  if (!any) return true;
  std::mutex adding;
  return VisitUnused(solved, AllOf(instance), threads, stop, [&](std::int32_t r, auto& units) {
    const std::int32_t first = instance.commodities[instance.requirements[r].commodity].first_offer;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const std::int32_t o = first + static_cast<std::int32_t>(i);
      if (bound[o] <= 0 || units[i] == match::kNoLane) continue;
      const std::int64_t cost = -net.Gain(o, r, units[i]);
      if (cost >= bound[o]) continue;
      const std::lock_guard lock(adding);
      net.Add(net.Offer(o), net.Requirement(r), cost);
    }
  });
}

// Likewise for requirements, from the source.
bool AddLanesFromSource(const match::Solved& solved, const std::vector<std::int64_t>& distance, int threads,
                        const StopToken& stop, Net& net) {
  const Instance& instance = solved.instance;
  std::vector<std::int32_t> improvable;
  for (const std::int32_t r : AllOf(instance)) {
    if (distance[net.Requirement(r)] > 0) improvable.push_back(r);
  }
  std::mutex adding;
  return VisitUnused(solved, improvable, threads, stop, [&](std::int32_t r, auto& units) {
    const std::int32_t first = instance.commodities[instance.requirements[r].commodity].first_offer;
    std::int64_t bound = distance[net.Requirement(r)];
    std::int32_t best = kNone;  // over a lane from an offer that is at the source's own price
    for (std::size_t i = 0; i < units.size(); ++i) {
      const std::int32_t o = first + static_cast<std::int32_t>(i);
      if (units[i] == match::kNoLane) continue;
      units[i] = -net.Gain(o, r, units[i]);
      if (distance[net.Offer(o)] == 0 && units[i] < bound) bound = units[i], best = o;
    }
    const std::lock_guard lock(adding);
    if (best != kNone) net.Add(net.Offer(best), net.Requirement(r), bound);
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (units[i] < bound)
        net.Add(net.Offer(first + static_cast<std::int32_t>(i)), net.Requirement(r), units[i]);
    }
  });
}

}  // namespace

std::optional<Prices> LeastPrices(const match::Solved& solved, int threads, const StopToken& stop) {
  if (!IsProven(solved.matching) || stop.Asked()) return std::nullopt;
  const Instance& instance = solved.instance;
  Net net(solved);
  if (!AddLanesToSource(solved, net.Search(Way::kToSource), threads, stop, net)) return std::nullopt;
  const std::vector<std::int64_t> distance = net.Search(Way::kToSource);
  Prices prices;
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    const bool used = net.supplied(s) > 0;
    prices.supplier.push_back(used ? solved.matching.supplier_price[s] - distance[net.Supplier(s)] : 0);
  }
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    prices.offer.push_back(net.sold(o) > 0 ? solved.matching.offer_price[o] - distance[net.Offer(o)]
                                           : prices.supplier[instance.offers[o].supplier]);
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    prices.requirement.push_back(net.price(r) - distance[net.Requirement(r)]);
  return prices;
}

std::optional<Prices> MostPrices(const match::Solved& solved, int threads, const StopToken& stop) {
  if (!IsProven(solved.matching) || stop.Asked()) return std::nullopt;
  const Instance& instance = solved.instance;
  Net net(solved);
  if (!AddLanesFromSource(solved, net.Search(Way::kFromSource), threads, stop, net)) return std::nullopt;
  const std::vector<std::int64_t> distance = net.Search(Way::kFromSource);
  Prices prices;
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s)
    prices.supplier.push_back(solved.matching.supplier_price[s] + distance[net.Supplier(s)]);
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o)
    prices.offer.push_back(solved.matching.offer_price[o] + distance[net.Offer(o)]);
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    prices.requirement.push_back(net.price(r) + distance[net.Requirement(r)]);
  return prices;
}

}  // namespace pasok::study
