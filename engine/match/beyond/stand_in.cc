#include "engine/match/beyond/stand_in.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/flow/gains.h"
#include "engine/match/beyond/market.h"
#include "engine/match/exact/bound_at.h"
#include "engine/match/question/delivery.h"
#include "engine/match/question/transfers.h"
#include "engine/match/stand_ins.h"

namespace pasok::match::beyond {
namespace {

constexpr std::size_t kLanesARequirement = 32;
constexpr std::int64_t kReachSenPerKg = 300'000;
constexpr int kListings = 2;
constexpr int kRounds = 16, kRoundsOfLarge = 8;
constexpr std::int64_t kFar = std::int64_t{1} << 50;  // sen per quantum
constexpr double kGoodEnough = 1e-6;                  // of the cost: a gap that isn't worth another listing

std::vector<flow::Gain> GainsOf(const Instance& instance) {
  // What contracts reserve is of the need itself.
  std::vector<std::int64_t> reserved(instance.requirements.size());
  for (const PairTerm& term : instance.pair_terms) reserved[term.requirement] += term.reserved;
  std::vector<flow::Gain> gains;
  for (const StandIn& row : instance.stand_ins) {
    const RequirementRow& to = instance.requirements[row.to];
    gains.push_back({.tail = ListedNetwork::RequirementNode(row.to),
                     .head = ListedNetwork::RequirementNode(row.from),
                     .upper = std::max<std::int64_t>(0, std::min(row.capacity, to.need - reserved[row.to])),
                     .cost = row.cost,
                     .milli = row.milli,
                     .instead = to.penalty});
  }
  return gains;
}

void TakePrices(exact::DualBound dual, Matching& matching) {
  matching.requirement_price = std::move(dual.requirement_price);
  matching.offer_price = std::move(dual.offer_price);
  matching.supplier_price = std::move(dual.supplier_price);
  matching.aggregator_price = std::move(dual.aggregator_price);
  matching.bound = dual.bound;
}

// What a quantum of what stands in is worth at most.
std::int64_t MostWorth(const Instance& instance, const StandIn& row) {
  const std::int64_t saved = std::max<std::int64_t>(0, instance.requirements[row.to].penalty - row.cost);
  return static_cast<std::int64_t>(Int128{saved} * 1'000 / row.milli);
}

// Of so much a quantum. In range, since penalties per kg, priorities and ratios are.
std::int64_t PerKg(const Instance& instance, std::int64_t sen) {
  return static_cast<std::int64_t>(Int128{sen} * 1'000 / instance.policy.quantum.value);
}

// The same where going short of what stands in costs as much as it is worth.
Instance AtItsWorth(const Instance& instance) {
  Instance raised = instance;
  for (const StandIn& row : instance.stand_ins) {
    std::int64_t& penalty = raised.requirements[row.from].penalty;
    penalty = std::max(penalty, MostWorth(instance, row));
  }
  return raised;
}

// The prices that these of requirements allow, and what they prove.
std::optional<exact::DualBound> Prove(const Instance& instance, const LaneRule& rule,
                                      std::span<const std::int64_t> requirement_price, int threads,
                                      const StopToken& stop) {
  std::optional<exact::DualBound> dual =
      exact::BoundAt(AtItsWorth(instance), rule, requirement_price, threads, stop);
  if (!dual) return dual;
  // Its own need is worth no more than its penalty, also where what contracts reserve stands in instead.
  Int128 bound = dual->bound;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& row = instance.requirements[r];
    bound -= Int128{row.need} * std::max<std::int64_t>(0, dual->requirement_price[r] - row.penalty);
  }
  bound -= DualPartOf(instance.stand_ins, dual->requirement_price);
  dual->bound = static_cast<std::int64_t>(std::max<Int128>(bound, INT64_MIN));
  return dual;
}

// What is solved anew: all, or of large questions the commodities that may stand in, or be stood in for, or
// that transfers couple with them; the others keep what they have.
class Part {
 public:
  Part(const Instance& instance, const Matching& matching)
      : instance_(instance), matching_(matching), moves_(instance.commodities.size()) {
    if (instance.requirements.size() * kLanesARequirement <= kLargeMarket) {
      moves_.assign(moves_.size(), true);
      return;
    }
    for (const StandIn& row : instance.stand_ins)
      moves_[Commodity(row.from)] = moves_[Commodity(row.to)] = true;
    for (bool more = true; more;) {
      more = false;
      for (const Transfer& row : instance.transfers) {
        if (row.from == kNone || moves_[Commodity(row.from)] == moves_[Commodity(row.to)]) continue;
        moves_[Commodity(row.from)] = moves_[Commodity(row.to)] = more = true;
      }
    }
  }

  bool Moves(std::int32_t requirement) const { return moves_[Commodity(requirement)]; }

  // The question less what the others have.
  Instance Question() const {
    Instance part = instance_;
    for (std::int32_t r = 0; r < std::ssize(part.requirements); ++r) {
      if (!Moves(r)) part.requirements[r].need = part.requirements[r].sends = 0;
    }
    for (PairTerm& term : part.pair_terms) {
      if (!Moves(term.requirement)) term.reserved = 0;
    }
    std::erase_if(part.transfers, [&](const Transfer& row) { return !Moves(row.to); });
    for (const LaneFlow& flow : matching_.flows) {
      if (Moves(flow.requirement)) continue;
      part.offers[flow.offer].capacity -= flow.quanta;
      SupplierRow& supplier = part.suppliers[part.offers[flow.offer].supplier];
      if (supplier.capacity != SupplierRow::kUnlimited) supplier.capacity -= flow.quanta;
      if (supplier.aggregator == kNone) continue;
      AggregatorRow& aggregator = part.aggregators[supplier.aggregator];
      if (aggregator.capacity != SupplierRow::kUnlimited) aggregator.capacity -= flow.quanta;
    }
    return part;
  }

  // What the others have, to which the part's answer is added.
  Matching Rest() const {
    Matching rest = matching_;
    std::erase_if(rest.flows, [&](const LaneFlow& flow) { return Moves(flow.requirement); });
    return rest;
  }
  // What moves, at prices at which no lane of the others is worth a look.
  Matching Moving() const {
    Matching moving = matching_;
    for (std::int32_t r = 0; r < std::ssize(moving.requirement_price); ++r) {
      if (!Moves(r)) moving.requirement_price[r] = -kFar;
    }
    std::erase_if(moving.flows, [&](const LaneFlow& flow) { return !Moves(flow.requirement); });
    return moving;
  }

 private:
  std::int32_t Commodity(std::int32_t requirement) const {
    return instance_.requirements[requirement].commodity;
  }

  const Instance& instance_;
  const Matching& matching_;
  std::vector<bool> moves_;  // per commodity
};

// The answer of a part, with what the others have.
Matching Joined(const Instance& instance, const LaneRule& rule, const Part& part, const Market& market,
                const MarketAnswer& answer, const std::vector<std::int64_t>& leaving, Matching rest) {
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const ListedLane& lane = market.lanes[i];
    if (answer.quanta[i] > 0)
      rest.flows.push_back(
          {.offer = lane.offer, .requirement = lane.requirement, .quanta = answer.quanta[i]});
  }
  std::ranges::sort(rest.flows, {},
                    [](const LaneFlow& flow) { return std::pair(flow.requirement, flow.offer); });
  for (std::int32_t r = 0; r < std::ssize(rest.shortage); ++r) {
    if (part.Moves(r)) rest.shortage[r] = answer.shortage[r];
  }
  auto moved = answer.transfers.begin();
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    if (part.Moves(instance.transfers[i].to)) rest.transfers[i] = *moved++;
  }
  for (std::size_t i = 0; i < instance.stand_ins.size(); ++i) {
    rest.stood_in[i] = {.used = flow::ArrivingOf(leaving[i], instance.stand_ins[i].milli),
                        .served = leaving[i]};
  }
  MoveShortages(instance.transfers, rest);
  GiveUpWhatIsMissing(instance, rest);
  rest.objective = static_cast<std::int64_t>(CostOf(instance, rule, rest));
  return rest;
}

// So much less arrives at a requirement: at first what whole deliveries can do without, then what was kept
// for it, then whole deliveries, the smallest first. What is more than a quantum too many is short. Returns
// what contracts leave no other way for.
std::int64_t TakeBack(const Instance& instance, std::int32_t requirement, std::int64_t quanta,
                      Matching& matching) {
  const auto take = [&](std::int64_t& from, std::int64_t taken) {
    from -= taken;
    matching.shortage[requirement] += std::max<std::int64_t>(0, taken - quanta);
    quanta -= std::min(quanta, taken);
  };
  const auto flows = std::ranges::equal_range(matching.flows, requirement, {}, &LaneFlow::requirement);
  const auto reserved = [&](const LaneFlow& flow) { return instance.Reserved(flow.offer, requirement); };
  for (LaneFlow& flow : flows) {
    const DeliverySize size = reserved(flow) > 0 ? DeliverySize{} : SizeOn(instance, flow.offer, requirement);
    const std::int64_t spare = flow.quanta - (reserved(flow) > 0 ? reserved(flow) : size.least);
    const std::int64_t lots = std::min((quanta + size.lot - 1) / size.lot, spare / size.lot);
    if (lots > 0) take(flow.quanta, lots * size.lot);
  }
  const auto into = std::ranges::equal_range(instance.transfers, requirement, {}, &Transfer::to);
  for (auto at = into.begin(); at != into.end() && quanta > 0; ++at) {
    std::int64_t& carried = matching.transfers[at - instance.transfers.begin()];
    std::int64_t taken = std::min(quanta, carried);
    if (at->from != kNone && taken > 0) taken -= TakeBack(instance, at->from, taken, matching);
    take(carried, taken);
  }
  while (quanta > 0) {
    LaneFlow* smallest = nullptr;
    for (LaneFlow& flow : flows) {
      if (flow.quanta > 0 && reserved(flow) == 0 && (!smallest || flow.quanta < smallest->quanta))
        smallest = &flow;
    }
    if (!smallest) break;
    take(smallest->quanta, smallest->quanta);
  }
  return quanta;
}

// Takes back what is too little to stand in for anything; whether there was any.
bool TakeBackScraps(const Instance& instance, Matching& matching) {
  bool any = false;
  for (std::size_t i = 0; i < instance.stand_ins.size(); ++i) {
    auto& [used, served] = matching.stood_in[i];
    if (served > 0 || used == 0) continue;
    const std::int64_t left = TakeBack(instance, instance.stand_ins[i].from, used, matching);
    any |= left < used;
    used = left;
  }
  return any;
}

// Whether the prices are better ones now.
bool Improve(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
             Matching& matching) {
  const Part part(instance, matching);
  const Instance question = part.Question();
  MarketReach reach{.most = kLanesARequirement, .sen_per_kg = kReachSenPerKg};
  std::int64_t most_worth = 0;
  for (const RequirementRow& row : instance.requirements) most_worth = std::max(most_worth, row.penalty);
  for (const StandIn& row : instance.stand_ins) {
    const std::int64_t worth = MostWorth(instance, row);
    most_worth = std::max(most_worth, worth);
    const std::int64_t above = worth - instance.requirements[row.from].penalty;
    reach.sen_per_kg = std::max(reach.sen_per_kg, kReachSenPerKg + PerKg(instance, above));
  }
  reach.farther_sen_per_kg = PerKg(instance, most_worth);
  const std::optional<Market> market = ListMarket(question, rule, part.Moving(), reach, threads, stop);
  if (!market) return false;
  const ListedNetwork network = MarketNetwork(question, *market, {});
  if (flow::CheckRange(network.problem)) return false;
  const int rounds = market->lanes.size() > kLargeMarket ? kRoundsOfLarge : kRounds;
  flow::GainedFlow gained =
      flow::SolveWithGains(network.problem, GainsOf(question), ListedNetwork::kSource, rounds, stop);
  if (gained.status != flow::Status::kOptimal) return false;
  flow::Solution solution{.status = flow::Status::kOptimal, .flow = std::move(gained.flow)};
  solution.price = std::move(gained.price);
  const MarketAnswer answer = AnswerOf(question, *market, network, solution);

  Matching found = Joined(instance, rule, part, *market, answer, gained.leaving, part.Rest());
  found.iterations += gained.iterations;
  if (found.objective < matching.objective) matching = std::move(found);

  std::vector<std::int64_t> price = answer.requirement_price;
  for (std::int32_t r = 0; r < std::ssize(price); ++r) {
    if (!part.Moves(r)) price[r] = matching.requirement_price[r];
  }
  std::optional<exact::DualBound> dual = Prove(instance, rule, price, threads, stop);
  if (!dual || dual->bound <= matching.bound) return false;
  TakePrices(*std::move(dual), matching);
  return true;
}

}  // namespace

void LetStandIn(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
                Matching& matching) {
  matching.stood_in.assign(instance.stand_ins.size(), {});
  const Int128 bound = matching.bound - DualPartOf(instance.stand_ins, matching.requirement_price);
  matching.bound = static_cast<std::int64_t>(std::max<Int128>(bound, INT64_MIN));
  for (int listing = 0; listing < kListings && !stop.Asked(); ++listing) {
    const auto gap = static_cast<double>(matching.objective - matching.bound);
    if (gap <= kGoodEnough * static_cast<double>(matching.objective)) return;
    if (!Improve(instance, rule, threads, stop, matching)) return;
  }
}

Settled Settle(const Instance& instance, const LaneRule& rule, const Matching& matching) {
  Settled settled{.instance = instance, .matching = matching};
  settled.instance.stand_ins.clear();
  settled.matching.stood_in.clear();
  for (std::size_t i = 0; i < instance.stand_ins.size(); ++i) {
    const StandIn& row = instance.stand_ins[i];
    const StoodIn& stood_in = matching.stood_in[i];
    if (stood_in.used == 0) continue;
    RequirementRow &from = settled.instance.requirements[row.from],
                   &to = settled.instance.requirements[row.to];
    const std::int64_t more = stood_in.used - std::exchange(settled.matching.shortage[row.from], 0);
    from.need += more, from.settled -= more;
    from.sends -= stood_in.used;
    to.need -= stood_in.served, to.settled += stood_in.served;
    from.penalty = std::max(from.penalty, MostWorth(instance, row));
  }
  settled.matching.objective = static_cast<std::int64_t>(CostOf(settled.instance, rule, settled.matching));
  return settled;
}

void Unsettle(const Instance& instance, const LaneRule& rule, const Settled& settled, Matching& matching) {
  std::vector<std::int64_t> missing = settled.matching.shortage, off(instance.stand_ins.size());
  std::vector<bool> is_source(instance.requirements.size());
  for (std::size_t i = 0; i < off.size(); ++i) {
    const std::int32_t from = instance.stand_ins[i].from;
    if (matching.stood_in[i].used == 0) continue;
    is_source[from] = true;
    off[i] = std::min(missing[from], matching.stood_in[i].used);
    missing[from] -= off[i];
  }
  matching.flows = settled.matching.flows;
  matching.transfers = settled.matching.transfers;
  for (std::size_t r = 0; r < missing.size(); ++r)
    matching.shortage[r] = settled.matching.shortage[r] + (is_source[r] ? matching.shortage[r] : 0);
  for (std::size_t i = 0; i < off.size(); ++i) GiveUp(instance, i, off[i], matching);
  while (TakeBackScraps(instance, matching)) {
    MoveShortages(instance.transfers, matching);
    GiveUpWhatIsMissing(instance, matching);
  }
  std::erase_if(matching.flows, [](const LaneFlow& flow) { return flow.quanta == 0; });
  matching.objective = static_cast<std::int64_t>(CostOf(instance, rule, matching));
}

}  // namespace pasok::match::beyond
