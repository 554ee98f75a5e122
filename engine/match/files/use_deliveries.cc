#include "engine/match/files/use_deliveries.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/flow/gains.h"
#include "engine/flow/solve.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/question/transfers.h"
#include "engine/match/stand_ins.h"

namespace pasok::match {
namespace {

// Takes so much off what comes in, the last lanes first, and says so.
void TakeOff(const Instance& instance, std::int32_t r, std::int64_t quanta, Fit& fit) {
  const RequirementRow& row = instance.requirements[r];
  Breach breach{
      .rule = BrokenRule::kNeed,
      .line = fit.last_line[r],
      .demand_point = row.demand_point,
      .commodity = instance.commodities[row.commodity].dataset_commodity,
      .planned = fit.served[r],
      .allowed = fit.served[r] - quanta,
  };
  fit.breaches.push_back(std::move(breach));
  fit.served[r] -= quanta;
  fit.lawful_grams -= Int128{quanta} * instance.policy.quantum.value;
  const auto range = std::ranges::equal_range(fit.flows, r, {}, &LaneFlow::requirement);
  for (auto flow = range.end(); quanta > 0;) {
    --flow;
    const std::int64_t off = std::min(quanta, flow->quanta);
    flow->quanta -= off, quanta -= off;
  }
}

// One demand point's part of it.
struct Kitchen {
  std::vector<std::int32_t> requirements, transfers, stand_ins;  // of the instance
};

// What is taken of each delivery and transfer, and goes short; and, where gains are, what stands in.
struct Use {
  std::vector<std::int64_t> delivered, missing, sent;
  std::vector<std::int64_t> served;  // by each stand-in
  std::vector<std::int64_t> price;   // per requirement; none where gains are
  Int128 cost = 0;                   // likewise
};

// What is said to stand in, if that can be: within the needs, and as the ratios ask for.
bool MayHold(const Instance& instance, const Kitchen& kitchen, std::span<const StoodIn> stood_in) {
  std::map<std::int32_t, std::int64_t> served;
  for (const std::int32_t i : kitchen.stand_ins) {
    const StandIn& row = instance.stand_ins[i];
    served[row.to] += stood_in[i].served;
    if (served[row.to] > instance.requirements[row.to].need ||
        stood_in[i].used < flow::ArrivingOf(stood_in[i].served, row.milli) ||
        stood_in[i].used > MostUsedFor(stood_in[i].served, row.milli))
      return false;
  }
  return true;
}

// The kitchen's network: with what is said to stand in as part of the needs; or for the solver to find it,
// where needs flow to the source (flow/gains.h), not from it.
class Network {
 public:
  // `most`: per transfer of the kitchen.
  Network(const Instance& instance, const Kitchen& kitchen, std::span<const StoodIn> said, const Fit& fit,
          std::span<const std::int64_t> most)
      : instance_(instance), kitchen_(kitchen), turned_(!kitchen.stand_ins.empty() && said.empty()) {
    std::map<std::int32_t, std::int64_t> need;
    for (const std::int32_t r : kitchen.requirements) need[r] = instance.requirements[r].need;
    for (const std::int32_t i : kitchen.stand_ins) {
      if (said.empty()) break;
      need[instance.stand_ins[i].from] += said[i].used;
      need[instance.stand_ins[i].to] -= said[i].served;
    }
    problem_.AddNode(0);
    // No way visits a requirement twice. Where something stands in a delivery is worth no more than it saves.
    std::int64_t used = 1;
    for (const std::int32_t r : kitchen.requirements) {
      const RequirementRow& row = instance.requirements[r];
      node_[r] = problem_.AddNode(turned_ ? need[r] : -need[r]);
      problem_.supply[kSource] -= problem_.supply.back();
      used = std::max(used, 1 + row.penalty);
    }
    for (const std::int32_t t : kitchen.transfers) used += instance.transfers[t].cost;
    if (turned_) used = 1;
    for (const std::int32_t r : kitchen.requirements) {
      const RequirementRow& row = instance.requirements[r];
      AddArc(kSource, node_[r], fit.served[r], -used);
      AddArc(kSource, node_[r], need[r], row.penalty);
    }
    for (std::size_t i = 0; i < kitchen.transfers.size(); ++i) {
      const Transfer& transfer = instance.transfers[kitchen.transfers[i]];
      AddArc(transfer.from == kNone ? kSource : node_[transfer.from], node_[transfer.to], most[i],
             transfer.cost);
    }
  }

  // nullopt: stopped.
  std::optional<Use> Solve(const StopToken& stop) {
    std::vector<flow::Gain> gains;
    for (const std::int32_t i : kitchen_.stand_ins) {
      if (!turned_) break;
      const StandIn& row = instance_.stand_ins[i];
      gains.push_back({.tail = node_[row.to],
                       .head = node_[row.from],
                       .upper = row.capacity,
                       .cost = row.cost,
                       .milli = row.milli,
                       .instead = instance_.requirements[row.to].penalty});
    }
    if (gains.empty()) {
      const flow::Solution solution = flow::SolveMinCostFlow(problem_, stop);
      if (solution.status != flow::Status::kOptimal) return std::nullopt;
      Use use = UseOf(solution.flow, {});
      use.cost = solution.cost;
      for (const std::int32_t r : kitchen_.requirements) use.price.push_back(solution.price[node_.at(r)]);
      return use;
    }
    const flow::GainedFlow gained = flow::SolveWithGains(problem_, gains, kSource, kRounds, stop);
    if (gained.status != flow::Status::kOptimal) return std::nullopt;
    return UseOf(gained.flow, gained.leaving);
  }

 private:
  static constexpr std::int32_t kSource = 0;
  static constexpr int kRounds = 24;

  void AddArc(std::int32_t from, std::int32_t to, std::int64_t capacity, std::int64_t cost) {
    problem_.AddArc(turned_ ? to : from, turned_ ? from : to, capacity, cost);
  }

  Use UseOf(const std::vector<std::int64_t>& flow, std::vector<std::int64_t> served) const {
    Use use;
    use.served = std::move(served);
    auto arc = flow.begin();
    for (std::size_t i = 0; i < kitchen_.requirements.size(); ++i)
      use.delivered.push_back(*arc++), use.missing.push_back(*arc++);
    use.sent.assign(arc, arc + std::ssize(kitchen_.transfers));
    return use;
  }

  const Instance& instance_;
  const Kitchen& kitchen_;
  const bool turned_;
  flow::Problem problem_;
  std::map<std::int32_t, std::int32_t> node_;
};

// Whether no more is short than is needed.
bool IsShortOfNeedsAlone(const Instance& instance, const Kitchen& kitchen, const Use& use) {
  for (std::size_t i = 0; i < use.missing.size(); ++i) {
    if (use.missing[i] > instance.requirements[kitchen.requirements[i]].need) return false;
  }
  return true;
}

// What of the instance says how the kitchen's store may be split (shared_stores.h).
Instance StoreOf(const Instance& instance, const Kitchen& kitchen, std::span<const std::int64_t> capacity) {
  Instance store;
  store.days = instance.days;
  store.commodities = instance.commodities;
  store.stores = instance.stores;
  std::map<std::int32_t, std::int32_t> here{{kNone, kNone}};
  for (const std::int32_t r : kitchen.requirements) {
    here[r] = static_cast<std::int32_t>(store.requirements.size());
    store.requirements.push_back(instance.requirements[r]);
  }
  for (std::size_t i = 0; i < kitchen.transfers.size(); ++i) {
    Transfer transfer = instance.transfers[kitchen.transfers[i]];
    transfer.from = here.at(transfer.from), transfer.to = here.at(transfer.to);
    transfer.capacity = capacity[i];
    store.transfers.push_back(transfer);
  }
  return store;
}

// The best use within the store, from a first split of it on.
std::optional<Use> UseWithin(const Instance& instance, const Kitchen& kitchen, std::span<const StoodIn> said,
                             const Fit& fit, std::vector<std::int64_t> capacity, const StopToken& stop) {
  constexpr int kMostSplits = 24;
  constexpr double kLeastStep = 0.05;
  Instance store = StoreOf(instance, kitchen, capacity);
  const auto solve = [&] {
    for (std::size_t i = 0; i < capacity.size(); ++i) capacity[i] = store.transfers[i].capacity;
    return Network(instance, kitchen, said, fit, capacity).Solve(stop);
  };
  std::optional<Use> best = solve();
  if (!best || best->price.empty()) return best;
  std::vector<std::int64_t> price = best->price;
  double step = 1;
  bool fills = true;  // with what the best use leaves of the store
  for (int split = 1; split < kMostSplits && step >= kLeastStep; ++split) {
    if (fills) {
      SplitFor(best->sent, store, best->price);
    } else if (!SplitAnew(price, step, store)) {
      break;
    }
    std::optional<Use> use = solve();
    if (!use) return std::nullopt;
    price = use->price;
    const bool is_better = use->cost < best->cost;
    if (!is_better && !fills) step /= 2;
    if (is_better) best = std::move(use);
    fills = is_better;
  }
  return best;
}

bool UseIn(const Instance& instance, const Kitchen& kitchen, std::span<const StoodIn> said, Fit& fit,
           Matching& matching, const StopToken& stop) {
  if (!said.empty() && !MayHold(instance, kitchen, said)) said = {};
  std::vector<std::int64_t> most;
  for (const std::int32_t t : kitchen.transfers) most.push_back(instance.transfers[t].limit());
  std::optional<Use> use = Network(instance, kitchen, said, fit, most).Solve(stop);
  if (use && !said.empty() && !IsShortOfNeedsAlone(instance, kitchen, *use)) {
    said = {};
    use = Network(instance, kitchen, said, fit, most).Solve(stop);
  }
  if (const auto cut = use ? CutToStore(instance, kitchen.transfers, use->sent) : std::nullopt)
    use = UseWithin(instance, kitchen, said, fit, *cut, stop);
  if (!use) return false;
  for (std::size_t i = 0; i < kitchen.transfers.size(); ++i)
    matching.transfers[kitchen.transfers[i]] = use->sent[i];
  std::map<std::int32_t, std::int64_t> wasted;  // by requirement
  for (std::size_t i = 0; i < kitchen.requirements.size(); ++i) {
    const std::int32_t r = kitchen.requirements[i];
    matching.shortage[r] = use->missing[i];
    wasted[r] = fit.served[r] - use->delivered[i];
  }
  for (std::size_t i = 0; i < kitchen.stand_ins.size(); ++i) {
    if (!said.empty()) {
      matching.stood_in[kitchen.stand_ins[i]] = said[kitchen.stand_ins[i]];
      continue;
    }
    const StandIn& row = instance.stand_ins[kitchen.stand_ins[i]];
    const std::int64_t served = use->served[i], used = flow::ArrivingOf(served, row.milli);
    // What is too little for a quantum more stands in with the rest.
    const std::int64_t more =
        served > 0 ? std::min(wasted[row.from], MostUsedFor(served, row.milli) - used) : 0;
    wasted[row.from] -= more;
    matching.stood_in[kitchen.stand_ins[i]] = {.used = used + more, .served = served};
  }
  for (const auto& [r, quanta] : wasted) {
    if (quanta > 0) TakeOff(instance, r, quanta, fit);
  }
  return true;
}

}  // namespace

bool UseDeliveries(const Instance& instance, std::span<const StoodIn> stood_in, Fit& fit, Matching& matching,
                   const StopToken& stop) {
  std::map<std::int32_t, Kitchen> kitchens;  // by demand point
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    kitchens[instance.requirements[r].demand_point].requirements.push_back(r);
  for (std::int32_t t = 0; t < std::ssize(instance.transfers); ++t)
    kitchens[instance.requirements[instance.transfers[t].to].demand_point].transfers.push_back(t);
  for (std::int32_t i = 0; i < std::ssize(instance.stand_ins); ++i)
    kitchens[instance.requirements[instance.stand_ins[i].to].demand_point].stand_ins.push_back(i);
  matching.shortage.assign(instance.requirements.size(), 0);
  matching.transfers.assign(instance.transfers.size(), 0);
  matching.stood_in.assign(instance.stand_ins.size(), {});
  for (const auto& [demand_point, kitchen] : kitchens) {
    if (!kitchen.transfers.empty() || !kitchen.stand_ins.empty()) {
      if (!UseIn(instance, kitchen, stood_in, fit, matching, stop)) return false;
      continue;
    }
    for (const std::int32_t r : kitchen.requirements)
      matching.shortage[r] = instance.requirements[r].need - fit.served[r];
  }
  MoveShortages(instance.transfers, matching);
  GiveUpWhatIsMissing(instance, matching);
  std::erase_if(fit.flows, [](const LaneFlow& flow) { return flow.quanta == 0; });
  std::ranges::stable_sort(fit.breaches, {},
                           [](const Breach& breach) { return std::pair(breach.line, breach.rule); });
  return true;
}

}  // namespace pasok::match
