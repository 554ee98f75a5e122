#include "engine/match/question/promises.h"

#include <algorithm>

#include "engine/flow/in_order.h"
#include "engine/flow/solve.h"
#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

// The flow with the least on an arc that costs nothing itself, and of these the cheapest.
std::vector<std::int64_t> LeastOn(std::int32_t arc, flow::Problem problem) {
  // Where that is in range, dearer than any detour: one solve instead of two, in a quarter of the time.
  const Int128 dearer = (Int128{std::ranges::max(problem.cost)} + 1) * problem.arcs();
  if (dearer <= flow::kMostPrice) {
    problem.cost[arc] = static_cast<std::int64_t>(dearer);
    if (!flow::CheckRange(problem)) return flow::SolveMinCostFlow(problem, StopToken()).flow;
    problem.cost[arc] = 0;
  }
  std::vector<std::int64_t> first(problem.arcs());
  first[arc] = 1;
  const std::array costs{first, problem.cost};
  return flow::SolveInOrder(problem, costs, StopToken()).flow;
}

}  // namespace

Promises::Promises(const Instance& instance, std::span<const RequirementRow> requirements)
    : instance_(instance), requirements_(requirements.begin(), requirements.end()) {
  for (std::int32_t i = 0; i < std::ssize(instance.contracts); ++i) {
    if (instance.contracts[i].offer == kNone) continue;
    const DueContract& due = instance.contracts[i];
    wanted_[i] = WantedOf(i, requirements_[due.requirement]);
    of_supplier_[instance.offers[due.offer].supplier].push_back(i);
    for (const SharedRow& row : SharedBy(due)) {
      if (row.second == kNone) continue;
      Share& share = shares_[row];
      share.members.push_back(i);
      share.wanted += wanted_[i];
    }
  }
  std::vector<SharedRow> rows;
  for (const auto& [row, share] : shares_) rows.push_back(row);
  kept_ = wanted_;
  Keep(rows);
  for (auto& [row, share] : shares_) {
    for (const std::int32_t member : share.members) share.kept += kept_.at(member);
  }
}

std::vector<PairTerm> Promises::Terms() const {
  std::vector<PairTerm> terms;
  for (const auto& [i, kept] : kept_) {
    const PairTerm term = TermOf(i);
    if (kept > 0 || term.cap != requirements_[term.requirement].lane_cap) terms.push_back(term);
  }
  std::ranges::sort(terms, {}, [](const PairTerm& term) { return std::pair(term.requirement, term.offer); });
  return terms;
}

void Promises::TellWhy(std::vector<DueContract>& due) const {
  // All that share a row are told the same of it: worked out once.
  std::map<SharedRow, std::string> told;
  for (const auto& [i, kept] : kept_) TellWhy(i, due[i], told);
}

void Promises::TellWhy(std::int32_t i, DueContract& due, std::map<SharedRow, std::string>& told) const {
  if (due.broken_by == BrokenBy::kNotNeeded) return;
  const std::int64_t wanted = wanted_.at(i);
  const auto tell = [&](BrokenBy by, const std::string& sentence) {
    if (due.broken_by == BrokenBy::kNothing) due.broken_by = by, due.reason = ToWord(by);
    due.sentence.append(due.sentence.empty() ? "" : "; ").append(sentence);
  };
  if (wanted < due.least)
    tell(BrokenBy::kLaneCap, InWords({.by = BrokenBy::kLaneCap,
                                      .promises = {{due.contract, due.least}},
                                      .able = wanted,
                                      .need = requirements_[due.requirement].need}));
  if (kept_.at(i) == wanted) return;
  for (const SharedRow& row : SharedBy(due)) {
    if (row.second == kNone || !IsUsedUp(row)) continue;
    const auto [sentence, is_first] = told.try_emplace(row);
    if (is_first) sentence->second = InWords(ClashOver(row));
    return tell(row.first, sentence->second);
  }
}

// Whether what there is of it is kept in full, and is less than the contracts promise.
bool Promises::IsUsedUp(const SharedRow& row) const {
  const Share& share = shares_.at(row);
  const std::int64_t able = Able(row.first, row.second);
  return share.kept >= able && share.wanted > able;
}

ContractClash Promises::ClashOver(const SharedRow& row) const {
  const auto& [by, index] = row;
  ContractClash clash{.by = by,
                      .promises = {},
                      .able = Able(by, index),
                      .held_back = by == BrokenBy::kOffer ? instance_.offers[index].held_back : 0};
  for (const std::int32_t member : shares_.at(row).members)
    clash.promises.push_back({instance_.contracts[member].contract, wanted_.at(member)});
  return clash;
}

std::string Promises::InWords(const ContractClash& clash) const {
  return Describe(clash, *instance_.dataset, instance_.policy.quantum);
}

std::int64_t Promises::WantedOf(std::int32_t i, const RequirementRow& row) const {
  const DueContract& due = instance_.contracts[i];
  return std::min({due.least, due.most, CapOfNeed(row)});
}

// What one lane may carry of the need alone, without what may be sent on.
std::int64_t Promises::CapOfNeed(const RequirementRow& row) const {
  return row.need == 0 ? 0 : LaneCapOf(instance_.policy, row.need);
}

// kNone: there is no aggregator.
std::array<Promises::SharedRow, 4> Promises::SharedBy(const DueContract& due) const {
  const std::int32_t supplier = instance_.offers[due.offer].supplier;
  return {SharedRow(BrokenBy::kOffer, due.offer), SharedRow(BrokenBy::kSupplier, supplier),
          SharedRow(BrokenBy::kNeed, due.requirement),
          SharedRow(BrokenBy::kAggregator, instance_.suppliers[supplier].aggregator)};
}

std::int64_t Promises::Able(BrokenBy kind, std::int32_t row) const {
  if (kind == BrokenBy::kAggregator) return instance_.aggregators[row].capacity;
  if (kind == BrokenBy::kOffer) return instance_.offers[row].capacity;
  return kind == BrokenBy::kSupplier ? instance_.suppliers[row].capacity : requirements_[row].need;
}

// Whether there is less of it than the contracts promise.
bool Promises::IsScarce(const SharedRow& row) const {
  return row.second != kNone && shares_.at(row).wanted > Able(row.first, row.second);
}

// Of contracts that keep as much as they want, those that one of these rows holds together keep the most that
// they can.
void Promises::Keep(std::span<const SharedRow> rows) {
  std::set<SharedRow> seen;
  for (const SharedRow& row : rows) {
    if (IsScarce(row) && !seen.contains(row)) KeepMost(HeldTogether(row, seen));
  }
}

// By index into Instance::contracts. Adds the scarce rows that hold them together to `seen`.
std::set<std::int32_t> Promises::HeldTogether(const SharedRow& first, std::set<SharedRow>& seen) const {
  std::set<std::int32_t> together;
  std::vector<SharedRow> waiting{first};
  seen.insert(first);
  while (!waiting.empty()) {
    const SharedRow row = waiting.back();
    waiting.pop_back();
    for (const std::int32_t member : shares_.at(row).members) {
      if (gone_.contains(member) || !together.insert(member).second) continue;
      for (const SharedRow& other : SharedBy(instance_.contracts[member])) {
        if (IsScarce(other) && seen.insert(other).second) waiting.push_back(other);
      }
    }
  }
  return together;
}

// source -> aggregator -> supplier -> offer -> (lane) -> requirement -> sink, as far as these are scarce, and
// past them all what is broken: of that the least, and then of costs. In range: of what is scarce there is
// less than its contracts promise, and total_range.h bounds the costs.
void Promises::KeepMost(const std::set<std::int32_t>& together) {
  if (!lanes_) lanes_.emplace(instance_);
  weighed_ += std::ssize(together);
  flow::Problem problem;
  const std::int32_t source = problem.AddNode(0), sink = problem.AddNode(0);
  std::map<SharedRow, std::int32_t> nodes;
  std::vector<std::int32_t> lane;  // arcs, by contract
  for (const std::int32_t i : together) {
    const DueContract& due = instance_.contracts[i];
    const auto [offer, supplier, need, aggregator] = SharedBy(due);
    std::int32_t from = source, to = sink;
    for (const SharedRow& row : {aggregator, supplier, offer}) {
      if (!IsScarce(row)) continue;
      const auto [node, is_new] = nodes.try_emplace(row, problem.nodes());
      if (is_new) problem.AddArc(from, problem.AddNode(0), Able(row.first, row.second), 0);
      from = node->second;
    }
    if (IsScarce(need)) {
      const auto [node, is_new] = nodes.try_emplace(need, problem.nodes());
      if (is_new) problem.AddArc(problem.AddNode(0), sink, Able(need.first, need.second), 0);
      to = node->second;
    }
    lane.push_back(problem.AddArc(from, to, wanted_.at(i), lanes_->Cost(due.offer, due.requirement).unit()));
    problem.supply[source] += wanted_.at(i), problem.supply[sink] -= wanted_.at(i);
  }
  const std::int32_t past = problem.AddArc(source, sink, problem.supply[source], 0);
  const std::vector<std::int64_t> flow = LeastOn(past, std::move(problem));
  for (std::size_t j = 0; const std::int32_t i : together) kept_[i] = flow[lane[j++]];
}

PairTerm Promises::TermOf(std::int32_t i) const {
  const DueContract& due = instance_.contracts[i];
  return {.offer = due.offer, .requirement = due.requirement, .reserved = kept_.at(i), .cap = CapOf(i)};
}

// Where the contracts of a need promise more than it, none of those that give way carries more than it keeps:
// or what may be sent on would keep the others' promises in their place.
std::int64_t Promises::CapOf(std::int32_t i) const {
  const DueContract& due = instance_.contracts[i];
  const RequirementRow& row = requirements_[due.requirement];
  const std::int64_t kept = kept_.at(i);
  const auto kept_of_need = [&] { return shares_.at({BrokenBy::kNeed, due.requirement}).kept; };
  if (row.sends > 0 && kept < wanted_.at(i) && kept_of_need() == row.need) return kept;
  return std::min(due.most, row.lane_cap);
}

}  // namespace pasok::match
