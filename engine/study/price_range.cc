#include "engine/study/price_range.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>
#include <queue>
#include <utility>

#include "engine/match/lanes/visit_gains.h"
#include "engine/match/question/total_range.h"
#include "engine/match/sold.h"
#include "engine/match/spread.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::LaneFlow;
using match::Matching;

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
// Sen per quantum: lanes of reduced costs below it come into the net first, then those below so many times
// it.
constexpr std::int64_t kFirstCost = 64;
constexpr std::int64_t kNextCost = 64;

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
        sold_(match::SoldBy(instance_, matching_.flows)),
        reserved_(instance_.offers.size()) {
    for (std::size_t r = 0; r < instance_.requirements.size(); ++r) {
      price_.push_back(std::min(matching_.requirement_price[r], instance_.requirements[r].penalty));
    }
    std::vector<std::int64_t> units;
    if (match::SpreadsFairly(instance_)) {
      for (const match::PairTerm& term : instance_.pair_terms) reserved_[term.offer] += term.reserved;
    }
    for (const LaneFlow& flow : matching_.flows) {
      units.push_back(solved.lanes.Cost(flow.offer, flow.requirement).unit());
      // A full lane may be worth more than it costs; one that could carry all that comes in is never full.
      const bool alone = flow.quanta == instance_.requirements[flow.requirement].most_in();
      std::int64_t& price = price_[flow.requirement];
      if (alone) price = std::min(price, matching_.offer_price[flow.offer] + units.back());
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
      const LaneFlow& flow = matching_.flows[i];
      const match::RequirementRow& requirement = instance_.requirements[flow.requirement];
      const std::int64_t gain = Gain(flow.offer, flow.requirement, units[i]);
      const std::int64_t cap = instance_.LaneCap(flow.offer, flow.requirement);
      if (flow.quanta > instance_.Reserved(flow.offer, flow.requirement))
        Add(Requirement(flow.requirement), Offer(flow.offer), gain);
      if (flow.quanta < cap || cap >= requirement.most_in())
        Add(Offer(flow.offer), Requirement(flow.requirement), -gain);
    }
    for (std::int32_t r = 0; r < std::ssize(price_); ++r) {
      Add(0, Requirement(r), instance_.requirements[r].penalty - price_[r]);
      if (matching_.shortage[r] > 0) Add(Requirement(r), 0, price_[r] - instance_.requirements[r].penalty);
    }
    for (std::size_t i = 0; i < instance_.transfers.size(); ++i) {
      const match::Transfer& transfer = instance_.transfers[i];
      const std::int32_t from = transfer.from == kNone ? 0 : Requirement(transfer.from);
      const std::int64_t worth =
          price_[transfer.to] - (transfer.from == kNone ? 0 : price_[transfer.from]) - transfer.cost;
      if (matching_.transfers[i] < transfer.capacity) Add(from, Requirement(transfer.to), -worth);
      if (matching_.transfers[i] > 0) Add(Requirement(transfer.to), from, worth);
    }
    for (std::int32_t o = 0; o < std::ssize(sold_.of_offer); ++o) {
      const std::int32_t s = instance_.offers[o].supplier;
      const std::int64_t above = matching_.offer_price[o] - matching_.supplier_price[s];
      if (sold_.of_offer[o] < instance_.offers[o].capacity)
        Add(Supplier(s), Offer(o), NextSurcharge(o) - above);
      if (MayGive(o)) Add(Offer(o), Supplier(s), above - LastSurcharge(o));
    }
    for (std::int32_t s = 0; s < std::ssize(sold_.of_supplier); ++s) {
      const std::int32_t a = instance_.suppliers[s].aggregator, above = a == kNone ? 0 : Aggregator(a);
      const std::int64_t worth =
          matching_.supplier_price[s] - (a == kNone ? 0 : matching_.aggregator_price[a]);
      if (sold_.of_supplier[s] < instance_.suppliers[s].capacity) Add(above, Supplier(s), -worth);
      if (sold_.of_supplier[s] > 0) Add(Supplier(s), above, worth);
    }
    for (std::int32_t a = 0; a < std::ssize(sold_.of_aggregator); ++a) {
      const std::int64_t price = matching_.aggregator_price[a];
      if (sold_.of_aggregator[a] < instance_.aggregators[a].capacity) Add(0, Aggregator(a), -price);
      if (sold_.of_aggregator[a] > 0) Add(Aggregator(a), 0, price);
    }
  }

  // What the next quantum of an offer counts more, and its last one.
  std::int64_t NextSurcharge(std::int32_t o) const {
    return match::NextSurcharge(instance_, o, sold_.of_offer[o]);
  }
  std::int64_t LastSurcharge(std::int32_t o) const {
    const match::OfferRow& row = instance_.offers[o];
    return match::LastPiece(instance_.policy, row.whole, row.given + sold_.of_offer[o]).surcharge;
  }

  std::int32_t Supplier(std::int32_t s) const { return 1 + s; }
  std::int32_t Offer(std::int32_t o) const {
    return Supplier(static_cast<std::int32_t>(sold_.of_supplier.size())) + o;
  }
  std::int32_t Requirement(std::int32_t r) const {
    return Offer(static_cast<std::int32_t>(sold_.of_offer.size())) + r;
  }
  std::int32_t Aggregator(std::int32_t a) const {
    return Requirement(static_cast<std::int32_t>(price_.size())) + a;
  }
  std::int32_t nodes() const { return Aggregator(static_cast<std::int32_t>(sold_.of_aggregator.size())); }
  std::int64_t price(std::int32_t r) const { return price_[r]; }
  // Whether the offer sells something that it could give up.
  bool MayGive(std::int32_t o) const { return sold_.of_offer[o] > reserved_[o]; }
  bool HasRoom(std::int32_t o) const { return sold_.of_offer[o] < instance_.offers[o].capacity; }
  std::int64_t supplied(std::int32_t s) const { return sold_.of_supplier[s]; }
  std::int64_t handled(std::int32_t a) const { return sold_.of_aggregator[a]; }

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
  match::Sold sold_;
  // Per offer, where orders are spread fairly: what contracts reserve, which no offer gives up, whatever it
  // counts more. Else that is never more than it is worth.
  std::vector<std::int64_t> reserved_;
  std::vector<std::int64_t> price_;  // per requirement, at most the penalty
  std::vector<Arc> arcs_;
};

bool CarriesSomething(const Matching& matching, std::int32_t o, std::int32_t r) {
  const auto key = [](const LaneFlow& flow) { return std::pair(flow.requirement, flow.offer); };
  return std::ranges::binary_search(matching.flows, std::pair(r, o), {}, key);
}

bool IsProven(const match::Solved& solved) {
  return solved.matching.is_proven() && solved.instance.stand_ins.empty();
}

std::vector<std::int32_t> AllOf(const Instance& instance) {
  std::vector<std::int32_t> all(instance.requirements.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// How far each node's distance might still fall by lanes that aren't in the net.
struct Hope {
  std::vector<std::int64_t> offer;  // per offer: of lanes from it, their reduced cost must be below this
  std::vector<std::int64_t> requirement;  // per requirement: likewise of lanes to it
  std::int64_t most = 0;                  // of all lanes: the lesser of its two ends'
};

// On the way to the source lanes help their offers.
Hope HopeToSource(const match::Solved& solved, const Net& net, const std::vector<std::int64_t>& distance) {
  const Instance& instance = solved.instance;
  const Matching& matching = solved.matching;
  Hope hope{.offer = std::vector<std::int64_t>(instance.offers.size()),
            .requirement = std::vector<std::int64_t>(instance.requirements.size(), kFar)};
  for (std::int32_t o = 0; o < std::ssize(hope.offer); ++o) {
    const std::int32_t s = instance.offers[o].supplier, a = instance.suppliers[s].aggregator;
    if (net.MayGive(o)) {
      hope.offer[o] = distance[net.Offer(o)];
    } else if (net.supplied(s) > 0) {  // what the supplier sells may be moved to this offer
      hope.offer[o] = distance[net.Supplier(s)] + matching.offer_price[o] - matching.supplier_price[s] -
                      net.NextSurcharge(o);
    } else if (a != kNone && net.handled(a) > 0) {  // or what the aggregator handles
      hope.offer[o] = distance[net.Aggregator(a)] + matching.offer_price[o] - matching.aggregator_price[a] -
                      net.NextSurcharge(o);
    }
    hope.most = std::max(hope.most, hope.offer[o]);
  }
  return hope;
}

// On the way from the source they help their requirements.
Hope HopeFromSource(const match::Solved& solved, const Net& net, const std::vector<std::int64_t>& distance) {
  Hope hope{.offer = std::vector<std::int64_t>(solved.instance.offers.size(), kFar), .requirement = {}};
  for (const std::int32_t r : AllOf(solved.instance)) {
    hope.requirement.push_back(distance[net.Requirement(r)]);
    hope.most = std::max(hope.most, hope.requirement[r]);
  }
  return hope;
}

// Adds the lanes without flow of reduced cost in [least, most) that are below both ends' hope. Whether all
// were looked at.
bool AddLanes(const match::Solved& solved, const Hope& hope, std::int64_t least, std::int64_t most,
              int threads, const StopToken& stop, Net& net) {
  // At these prices a lane gains what is left of the hope, or less where the other end hopes for more.
  Matching prices = solved.matching;
  for (std::size_t o = 0; o < hope.offer.size(); ++o) {
    if (hope.offer[o] <= least)
      prices.offer_price[o] = match::kMostTotal;
    else if (hope.offer[o] != kFar)
      prices.offer_price[o] -= std::min(most, hope.offer[o]);
  }
  std::vector<std::int32_t> hopeful;
  for (std::int32_t r = 0; r < std::ssize(hope.requirement); ++r) {
    prices.requirement_price[r] = net.price(r);
    if (hope.requirement[r] <= least) continue;
    hopeful.push_back(r);
    if (hope.requirement[r] != kFar) prices.requirement_price[r] += std::min(most, hope.requirement[r]);
  }
  std::mutex adding;
  return match::VisitGains(
      solved.instance, solved.lanes, prices, hopeful, threads, stop,
      [&](const match::Gainer& lane) -> std::int64_t {
        const std::int64_t cost = -net.Gain(lane.offer, lane.requirement, lane.unit);
        if (cost < least || CarriesSomething(solved.matching, lane.offer, lane.requirement)) return 0;
        const std::lock_guard lock(adding);
        net.Add(net.Offer(lane.offer), net.Requirement(lane.requirement), cost);
        return 0;
      });
}

std::int64_t NextCost(std::int64_t cost) {
  return cost > match::kMostTotal / kNextCost ? match::kMostTotal : cost * kNextCost;
}

// Of a node that contracts leave nothing to move at, the price moves as much as any: that costs nothing.
void KeepUp(std::vector<std::int64_t>& distance) {
  std::int64_t farthest = 0;
  for (const std::int64_t each : distance) {
    if (each != kFar) farthest = std::max(farthest, each);
  }
  std::ranges::replace(distance, kFar, farthest);
}

// The distances over all lanes, which come in by ever higher reduced costs until none can help any more.
// nullopt where it was stopped.
// Of what no way leads to they are kFar.
std::optional<std::vector<std::int64_t>> SearchAllLanes(const match::Solved& solved, Way way, int threads,
                                                        const StopToken& stop, Net& net) {
  std::vector<std::int64_t> distance = net.Search(way);
  for (std::int64_t least = 0, most = kFirstCost;; least = most, most = NextCost(most)) {
    const Hope hope =
        way == Way::kToSource ? HopeToSource(solved, net, distance) : HopeFromSource(solved, net, distance);
    if (hope.most <= least || least == match::kMostTotal) return distance;
    if (!AddLanes(solved, hope, least, most, threads, stop, net)) return std::nullopt;
    distance = net.Search(way);
  }
}

}  // namespace

std::optional<Prices> LeastPrices(const match::Solved& solved, int threads, const StopToken& stop) {
  if (!IsProven(solved) || stop.Asked()) return std::nullopt;
  const Instance& instance = solved.instance;
  Net net(solved);
  auto found = SearchAllLanes(solved, Way::kToSource, threads, stop, net);
  if (!found) return std::nullopt;
  std::vector<std::int64_t>& distance = *found;
  Prices prices;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    prices.is_promised.push_back(distance[net.Requirement(r)] == kFar);
  KeepUp(distance);
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a) {
    const bool used = net.handled(a) > 0;
    prices.aggregator.push_back(used ? solved.matching.aggregator_price[a] - distance[net.Aggregator(a)] : 0);
  }
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    const std::int32_t a = instance.suppliers[s].aggregator;
    prices.supplier.push_back(net.supplied(s) > 0
                                  ? solved.matching.supplier_price[s] - distance[net.Supplier(s)]
                              : a == kNone ? 0
                                           : prices.aggregator[a]);
  }
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const std::int64_t price = solved.matching.offer_price[o];
    // Of one that has neither anything to give up nor room the price may stay as it is: nothing falls faster.
    prices.offer.push_back(net.MayGive(o) ? price - distance[net.Offer(o)]
                           : net.HasRoom(o)
                               ? prices.supplier[instance.offers[o].supplier] + net.NextSurcharge(o)
                               : price);
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    prices.requirement.push_back(net.price(r) - distance[net.Requirement(r)]);
  return prices;
}

std::optional<Prices> MostPrices(const match::Solved& solved, int threads, const StopToken& stop) {
  if (!IsProven(solved) || stop.Asked()) return std::nullopt;
  const Instance& instance = solved.instance;
  Net net(solved);
  auto found = SearchAllLanes(solved, Way::kFromSource, threads, stop, net);
  if (!found) return std::nullopt;
  std::vector<std::int64_t>& distance = *found;
  KeepUp(distance);
  Prices prices;
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a)
    prices.aggregator.push_back(solved.matching.aggregator_price[a] + distance[net.Aggregator(a)]);
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s)
    prices.supplier.push_back(solved.matching.supplier_price[s] + distance[net.Supplier(s)]);
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o)
    prices.offer.push_back(solved.matching.offer_price[o] + distance[net.Offer(o)]);
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    prices.requirement.push_back(net.price(r) + distance[net.Requirement(r)]);
  return prices;
}

}  // namespace pasok::study
