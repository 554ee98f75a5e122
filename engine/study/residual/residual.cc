#include "engine/study/residual/residual.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>

#include "engine/match/question/promises.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/question/transfers.h"
#include "engine/study/residual/added_rows.h"
#include "engine/study/residual/changes.h"
#include "engine/study/residual/cut.h"
#include "engine/study/residual/lane_rows.h"
#include "engine/study/residual/loss_bounds.h"
#include "engine/study/residual/saving_bound.h"
#include "engine/study/residual/search.h"
#include "engine/study/residual/state.h"

namespace pasok::study {

using match::kNoLane;
using match::LaneFlow;

constexpr std::int64_t kMostNeed = std::int64_t{1} << 40;  // quanta: more than anybody needs

class Residual::Impl {
 public:
  explicit Impl(std::shared_ptr<const Ground> of)
      : ground(std::move(of)),
        state(*ground),
        rows(state),
        forward(state, rows, Direction::kForward),
        backward(state, rows, Direction::kBackward),
        changes(state, forward, backward),
        cuts(state, rows) {}

  // An arc that a path may not use, by its ends.
  struct Arc {
    Node from, to;
  };

  // The cheapest path from one to the other, not by that arc; nullopt where there is none.
  std::optional<Path> Find(Node from, Node to, Arc without) {
    assert(from != to);
    if (to == kSource) {
      forward.Run({.start = from, .goal = from, .without_from = without.from, .without_to = without.to});
      if (forward.stopped() || forward.Distance(kSource) == kUnreached) return std::nullopt;
      return PathAlong(forward.PathTo(kSource));
    }
    backward.Run({.start = to, .goal = to, .without_from = without.from, .without_to = without.to});
    if (backward.stopped()) return std::nullopt;
    const std::int64_t down = backward.Distance(kSource);
    // All that leads there was looked at then: the way on from here, which is long, need not be.
    if (down == kUnreached && backward.Distance(from) == kUnreached) return std::nullopt;
    if (from == kSource) {
      return PathAlong(backward.PathTo(kSource));
    }
    forward.Run({.start = from,
                 .goal = to,
                 .goal_from_source = down,
                 .without_from = without.from,
                 .without_to = without.to});
    if (forward.stopped()) return std::nullopt;
    const std::int64_t direct = forward.Distance(to), up = forward.Distance(kSource);
    const std::int64_t joined = up == kUnreached || down == kUnreached ? kUnreached : up + down;
    if (std::min(direct, joined) == kUnreached) return std::nullopt;
    if (direct <= joined) return PathAlong(forward.PathTo(to));
    std::vector<Node> nodes = forward.PathTo(kSource);
    const std::vector<Node> rest = backward.PathTo(kSource);
    nodes.insert(nodes.end(), rest.begin() + 1, rest.end());
    return PathAlong(nodes);
  }

  Path PathAlong(const std::vector<Node>& nodes) const {
    Path path{.steps = {}, .cost = 0, .room = kUnboundedRoom};
    for (std::size_t i = 1; i < nodes.size(); ++i) Append(state.StepBetween(nodes[i - 1], nodes[i]), path);
    return path;
  }

  static void Append(const Step& step, Path& path) {
    path.steps.push_back(step);
    path.cost += step.cost;
    path.room = std::min(path.room, step.room);
  }

  // The cheapest cycle that begins with that step; nullopt where it has no room, or none leads back.
  std::optional<Path> CycleFrom(Node from, Node to) {
    Path cycle{.steps = {}, .cost = 0, .room = kUnboundedRoom};
    Append(state.StepBetween(from, to), cycle);
    if (cycle.room == 0) return std::nullopt;
    const std::optional<Path> rest = Find(to, from, {from, to});
    if (!rest) return std::nullopt;
    for (const Step& step : rest->steps) Append(step, cycle);
    return cycle;
  }

  // What contracts come to where so much is needed and transfers may carry as much (empty: as much as now).
  std::vector<match::PairTerm> TermsWith(std::int32_t r, std::int64_t need,
                                         std::span<const std::int64_t> capacities) {
    const match::Instance& instance = ground->instance;
    if (instance.contracts.empty()) return {};
    std::map<std::int32_t, match::RequirementRow> then;
    const auto row = [&](std::int32_t of) -> match::RequirementRow& {
      return then.try_emplace(of, instance.requirements[of]).first->second;
    };
    row(r).need = need;
    for (std::size_t i = 0; i < capacities.size(); ++i) {
      const match::Transfer& transfer = instance.transfers[i];
      if (transfer.from != kNone && capacities[i] != transfer.capacity)
        row(transfer.from).sends += capacities[i] - transfer.capacity;
    }
    for (auto& [of, changed] : then) changed.lane_cap = match::LaneCapOf(instance.policy, changed.most_in());
    return Contracts().TermsThen({.requirements = {then.begin(), then.end()}});
  }

  // What those of others come to where these suppliers are lost.
  std::vector<match::PairTerm> TermsWithout(std::span<const std::int32_t> lost) {
    const match::Instance& instance = ground->instance;
    std::vector<std::int32_t> known;
    std::ranges::copy_if(lost, std::back_inserter(known),
                         [&](std::int32_t s) { return s < state.base_suppliers(); });
    if (instance.contracts.empty()) return {};
    return Contracts().TermsThen({.requirements = {}, .lost = known});
  }

  match::Promises& Contracts() {
    if (!contracts) contracts.emplace(ground->instance, ground->instance.requirements);
    return *contracts;
  }

  bool IsLane(std::int32_t offer, std::int32_t requirement) const {
    return state.offers[offer].commodity == state.requirements[requirement].commodity &&
           state.Unit(offer, requirement) != kNoLane;
  }

  const std::shared_ptr<const Ground> ground;
  State state;
  LaneRows rows;
  Search forward, backward;
  Changes changes;
  Cuts cuts;
  std::optional<match::Promises> contracts;  // once they are asked about
};

Residual::Residual(std::shared_ptr<const Ground> ground) : impl_(std::make_unique<Impl>(std::move(ground))) {}
Residual::~Residual() = default;
Residual::Residual(Residual&&) noexcept = default;

std::int64_t Residual::Price(Node node) const { return impl_->state.Price(node); }
std::int64_t Residual::Shortage(std::int32_t requirement) const {
  return impl_->state.requirements[requirement].shortage;
}
std::int64_t Residual::Sold(std::int32_t offer) const { return impl_->state.offers[offer].sold; }
std::int64_t Residual::SoldBySupplier(std::int32_t supplier) const {
  return impl_->state.suppliers[supplier].sold;
}
std::int64_t Residual::OfferCapacity(std::int32_t offer) const { return impl_->state.offers[offer].capacity; }
std::int64_t Residual::SupplierCapacity(std::int32_t supplier) const {
  return impl_->state.suppliers[supplier].capacity;
}
std::int64_t Residual::AggregatorCapacity(std::int32_t aggregator) const {
  return impl_->state.aggregators[aggregator].capacity;
}
std::int32_t Residual::AggregatorOf(std::int32_t supplier) const {
  return impl_->state.suppliers[supplier].aggregator;
}
bool Residual::HasLeft(std::int32_t offer) const { return impl_->state.HasLeft(offer); }
std::int64_t Residual::Need(std::int32_t requirement) const {
  return impl_->state.requirements[requirement].need;
}

std::int64_t Residual::Transferred(std::int32_t transfer) const { return impl_->state.transfers[transfer]; }

std::int64_t Residual::Flow(std::int32_t offer, std::int32_t requirement) const {
  const std::int32_t flow = impl_->state.FindFlow(offer, requirement);
  return flow == kNone ? 0 : impl_->state.flows[flow].quanta;
}

std::int64_t Residual::Reserved(std::int32_t offer, std::int32_t requirement) const {
  return impl_->state.Reserved(offer, requirement);
}
std::int64_t Residual::ReservedOf(std::int32_t offer) const { return impl_->state.ReservedOf(offer); }

std::vector<LaneFlow> Residual::FlowsInto(std::int32_t requirement) const {
  const State& state = impl_->state;
  std::vector<LaneFlow> flows;
  for (std::int32_t i = state.requirements[requirement].first_flow; i != kNone;
       i = state.flows[i].next_of_requirement) {
    if (state.flows[i].quanta > 0)
      flows.push_back({state.flows[i].offer, requirement, state.flows[i].quanta});
  }
  std::ranges::sort(flows, {}, &LaneFlow::offer);
  return flows;
}

std::span<const std::int32_t> Residual::OffersOf(std::int32_t supplier) const {
  const Ground& ground = *impl_->ground;
  return std::span(ground.offers_of)
      .subspan(
          static_cast<std::size_t>(ground.first_offer_of[supplier]),
          static_cast<std::size_t>(ground.first_offer_of[supplier + 1] - ground.first_offer_of[supplier]));
}

Effect Residual::Changed() const {
  const State& state = impl_->state;
  Int128 money = 0, preference = 0, penalty = 0, carried = 0;
  Effect change;
  for (const State::Before& before : state.FlowsBefore()) {
    const LaneState& lane = state.flows[before.index];
    const std::int64_t quanta = lane.quanta - before.quanta;
    if (quanta == 0) continue;
    const std::int64_t nobody_pays = state.Preference(lane.offer, lane.requirement);
    money += Int128{lane.unit - nobody_pays} * quanta;
    preference += Int128{nobody_pays} * quanta;
  }
  for (const State::Before& before : state.ShortagesBefore()) {
    const RequirementState& requirement = state.requirements[before.index];
    change.shortage += requirement.shortage - before.quanta;
    penalty += Int128{requirement.penalty} * (requirement.shortage - before.quanta);
  }
  for (const State::Before& before : state.TransfersBefore()) {
    carried += Int128{state.TransferAt(before.index).cost} * (state.transfers[before.index] - before.quanta);
  }
  if (state.spreads()) {
    for (const State::Before& before : state.SoldBefore()) {
      preference += state.SpreadCost(before.index, state.offers[before.index].sold) -
                    state.SpreadCost(before.index, before.quanta);
    }
  }
  change.money = static_cast<std::int64_t>(money);
  change.preference = static_cast<std::int64_t>(preference);
  change.penalty = static_cast<std::int64_t>(penalty);
  change.carried = static_cast<std::int64_t>(carried);
  change.objective = change.money + change.preference + change.penalty + change.carried;
  return change;
}

bool Residual::IsOptimalOverSplits() const {
  const match::Instance& instance = impl_->ground->instance;
  if (instance.stores.empty()) return true;
  std::vector<std::int64_t> price;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r)
    price.push_back(impl_->state.requirements[r].price);
  return match::EarnsMost(instance, price);
}

std::optional<Path> Residual::CycleThrough(std::int32_t offer, std::int32_t requirement) {
  if (!impl_->IsLane(offer, requirement)) return std::nullopt;
  return impl_->CycleFrom(OfferNode(offer), RequirementNode(requirement));
}

std::optional<Path> Residual::CycleAgainst(std::int32_t offer, std::int32_t requirement) {
  if (Flow(offer, requirement) == 0) return std::nullopt;
  return impl_->CycleFrom(RequirementNode(requirement), OfferNode(offer));
}

Marginal Residual::NeedValue(std::int32_t requirement) {
  Marginal value;
  const Node node = RequirementNode(requirement);
  if (const std::optional<Path> path = impl_->Find(kSource, node, {}))
    value.more = path->cost, value.more_room = path->room;
  if (impl_->state.requirements[requirement].most_in() == 0) return value;
  if (const std::optional<Path> path = impl_->Find(node, kSource, {}))
    value.less = -path->cost, value.less_room = path->room;
  return value;
}

std::int64_t Residual::HoldsFor(std::int32_t r, NeedStep step, std::int64_t room) const {
  const State& state = impl_->state;
  const Ground& ground = *impl_->ground;
  const Policy& policy = ground.instance.policy;
  if (ground.HasTerms(r) && !ground.instance.contracts.empty()) return 0;
  if (policy.max_share_per_supplier.value == 1'000'000) return room;
  const RequirementState& requirement = state.requirements[r];
  std::int64_t most = 0;  // on one lane
  for (std::int32_t i = requirement.first_flow; i != kNone; i = state.flows[i].next_of_requirement)
    most = std::max(most, state.flows[i].quanta);
  // Caps that grow matter to lanes that are full, caps that shrink to those that carry more.
  const auto holds = [&](std::int64_t quanta) {
    if (step == NeedStep::kLess) return most <= match::LaneCapOf(policy, requirement.most_in() - quanta);
    const std::int64_t cap = ground.LaneCap(requirement.most_in() + quanta);
    return cap == requirement.lane_cap || (most < requirement.lane_cap && cap > requirement.lane_cap);
  };
  std::int64_t known = 0, too_many = std::min(room, kMostNeed);
  if (holds(too_many)) return room;
  while (too_many - known > 1) {
    const std::int64_t between = known + (too_many - known) / 2;
    (holds(between) ? known : too_many) = between;
  }
  return known;
}

std::int64_t Residual::CostOfNeed(std::int32_t r, std::int64_t more, TransfersThen transfers) {
  const Mark mark = Here();
  const std::int64_t before = Changed().objective, need = impl_->state.requirements[r].need + more;
  std::vector<std::int64_t> capacities;
  if (transfers == TransfersThen::kFollow && !impl_->ground->instance.transfers.empty())
    capacities = match::CapacitiesWith(impl_->ground->instance, r, need);
  impl_->changes.SetNeedWith(r, need, capacities, impl_->TermsWith(r, need, capacities));
  const std::int64_t cost = Changed().objective - before;
  Rollback(mark);
  return cost;
}

std::int64_t Residual::MoreHandledSaves(std::int32_t aggregator) {
  const AggregatorState& state = impl_->state.aggregators[aggregator];
  if (!state.limited() || state.sold < state.capacity) return 0;
  const Node node = AggregatorNode(aggregator);
  const std::optional<Path> path = impl_->Find(node, kSource, {kSource, node});
  return path ? std::max<std::int64_t>(0, -path->cost) : 0;
}

Cut Residual::FindCut(std::int32_t requirement) {
  FoundCut found = impl_->cuts.Find(requirement);
  if (!found.reached) return std::move(found.cut);
  const Node node = RequirementNode(requirement);
  impl_->backward.Run({.start = node, .goal = node, .shortages = false});
  Cut cut;
  if (impl_->backward.stopped()) return cut;
  cut.way = impl_->PathAlong(impl_->backward.PathTo(kSource));
  return cut;
}

void Residual::SetOfferCapacity(std::int32_t offer, std::int64_t capacity) {
  impl_->changes.SetOfferCapacity(offer, capacity);
}
void Residual::SetSupplierCapacity(std::int32_t supplier, std::int64_t capacity) {
  impl_->changes.SetSupplierCapacity(supplier, capacity);
}
void Residual::SetAggregatorCapacity(std::int32_t aggregator, std::int64_t capacity) {
  impl_->changes.SetAggregatorCapacity(aggregator, capacity);
}
void Residual::Withdraw(std::span<const std::int32_t> suppliers) {
  impl_->changes.Withdraw(suppliers, impl_->TermsWithout(suppliers));
}
bool Residual::HoldBackContracts(std::span<const std::int32_t> suppliers) {
  return !impl_->TermsWithout(suppliers).empty();
}
Residual::Bounds Residual::LossBounds(std::span<const std::int32_t> suppliers) {
  return BoundLoss(impl_->state, impl_->rows, suppliers);
}
std::int64_t Residual::MostSaved(const NewSupplier& supplier) {
  assert(Here().entries == 0);
  const std::int64_t saved = BoundSaving(impl_->state, impl_->rows, AppendRows(impl_->state, supplier));
  Rollback();
  return saved;
}
Added Residual::Add(const NewSupplier& supplier) { return impl_->changes.Add(supplier); }

void Residual::Heed(const StopToken& stop) { impl_->changes.Heed(stop); }
void Residual::HeedInQuestions(const StopToken& stop) {
  Heed(stop);
  impl_->forward.Heed(stop), impl_->backward.Heed(stop);
}
bool Residual::Interrupted() const { return impl_->changes.interrupted(); }

Residual::Mark Residual::Here() const { return {impl_->state.entries()}; }
void Residual::Rollback(Mark mark) {
  impl_->state.RollBack(mark.entries);
  impl_->rows.ForgetAdded();
  impl_->changes.Resume();
}

}  // namespace pasok::study
