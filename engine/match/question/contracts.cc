#include "engine/match/question/contracts.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "engine/flow/in_order.h"
#include "engine/flow/solve.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/question/contract_clash.h"
#include "engine/match/question/shortage_reason.h"
#include "engine/match/question/transfers.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

// Which contracts are due, and on which lanes.
class Finder {
 public:
  explicit Finder(Instance& instance) : instance_(instance), dataset_(*instance.dataset), lanes_(instance) {
    for (const RequirementRow& row : instance.requirements)
      planned_.emplace(instance.commodities[row.commodity].day, row.demand_point);
  }

  void FindDay(std::int32_t day) {
    const Contract* last = nullptr;
    for (std::int32_t c = 0; c < std::ssize(dataset_.contracts); ++c) {
      const Contract& contract = dataset_.contracts[c];
      if (!planned_.contains({day, contract.demand_point}) || !IsDue(contract, day, last)) continue;
      last = &contract;
      AddDue(c, day);
    }
  }

 private:
  bool IsDue(const Contract& contract, std::int32_t day, const Contract* last) const {
    const std::optional<Date>& date = instance_.days[day];
    if (date) return !(contract.from && *date < *contract.from) && !(contract.to && *contract.to < *date);
    const auto parties = [](const Contract& each) {
      return std::tie(each.supplier, each.demand_point, each.commodity);
    };
    return last == nullptr || parties(*last) != parties(contract);
  }

  void AddDue(std::int32_t c, std::int32_t day) {
    const Contract& contract = dataset_.contracts[c];
    const Grams quantum = instance_.policy.quantum;
    DueContract& due = instance_.contracts.emplace_back();
    due.contract = c, due.day = day;
    if (contract.least) due.least = QuantaToCover(*contract.least, quantum).value;
    if (contract.most) due.most = WholeQuantaIn(*contract.most, quantum).value;
    const CommoditySpan& span = instance_.commodities[instance_.SpanOf(day, contract.commodity)];
    const std::int32_t r = FindRow(instance_.requirements, span.first_requirement, span.end_requirement,
                                   contract.demand_point, &RequirementRow::demand_point);
    // What only stands in for another isn't needed itself, but a maximum holds for it.
    const bool is_needed = r != kNone && instance_.requirements[r].need > 0;
    if (!is_needed) Break(due, BrokenBy::kNotNeeded, "", DescribeNotNeeded(contract, dataset_));
    if (r == kNone) return;
    const std::int32_t s = SupplierRowOf(contract.supplier, day);
    const std::int32_t o =
        s == kNone ? kNone
                   : FindRow(instance_.offers, span.first_offer, span.end_offer, s, &OfferRow::supplier);
    const std::optional<ShortageReason> reason =
        o == kNone ? WhyNoOffer(contract, day) : ReasonOf(lanes_.Cost(o, r).ineligible);
    if (reason) {
      const std::string_view word = ToWord(*reason);
      if (is_needed) Break(due, BrokenBy::kNoLane, word, DescribeNoLane(contract, word, dataset_));
      return;
    }
    due.offer = o, due.requirement = r;
  }

  static void Break(DueContract& due, BrokenBy by, std::string_view reason, std::string sentence) {
    if (due.least == 0) return;
    due.broken_by = by;
    due.reason = by == BrokenBy::kNoLane ? reason : ToWord(by);
    due.sentence = std::move(sentence);
  }

  template <class Row, class Key>
  static std::int32_t FindRow(const std::vector<Row>& rows, std::int32_t first, std::int32_t end,
                              std::int32_t key, Key of) {
    const auto from = rows.begin() + first, to = rows.begin() + end;
    const auto found = std::ranges::lower_bound(from, to, key, {}, of);
    return found == to || std::invoke(of, *found) != key ? kNone
                                                         : static_cast<std::int32_t>(found - rows.begin());
  }

  std::int32_t SupplierRowOf(std::int32_t supplier, std::int32_t day) const {
    const auto key = [](const SupplierRow& row) { return std::pair(row.day, row.dataset_supplier); };
    const auto found = std::ranges::lower_bound(instance_.suppliers, std::pair(day, supplier), {}, key);
    if (found == instance_.suppliers.end() || key(*found) != std::pair(day, supplier)) return kNone;
    return static_cast<std::int32_t>(found - instance_.suppliers.begin());
  }

  // Of several rows of the offer the one that came farthest through the rules.
  ShortageReason WhyNoOffer(const Contract& contract, std::int32_t day) const {
    const auto key = [&](const ExcludedOffer& row) {
      const Offer& offer = dataset_.offers[row.dataset_offer];
      return std::tuple(row.day, offer.supplier, offer.commodity);
    };
    const auto rows = std::ranges::equal_range(
        instance_.excluded, std::tuple(day, contract.supplier, contract.commodity), {}, key);
    if (rows.empty()) return ShortageReason::kNoOffer;
    return ReasonOf(std::ranges::max_element(rows, {}, &ExcludedOffer::reason)->reason);
  }

  Instance& instance_;
  const Dataset& dataset_;
  const LaneRule lanes_;
  std::set<std::pair<std::int32_t, std::int32_t>> planned_;  // day, demand point
};

// What the contracts with a lane share, and how much each keeps of its promise where so much is needed.
class Keeper {
 public:
  Keeper(const Instance& instance, std::span<const RequirementRow> requirements)
      : instance_(instance), requirements_(requirements) {
    for (std::int32_t i = 0; i < std::ssize(instance.contracts); ++i) {
      if (instance.contracts[i].offer == kNone) continue;
      const DueContract& due = instance.contracts[i];
      wanted_[i] = std::min({due.least, due.most, CapOfNeed(requirements[due.requirement])});
      for (const auto& [kind, row] : SharedBy(due)) {
        if (row == kNone) continue;
        Share& share = shares_[{kind, row}];
        share.members.push_back(i);
        share.wanted += wanted_[i];
      }
    }
    Keep();
    for (auto& [row, share] : shares_) {
      for (const std::int32_t member : share.members) share.kept += kept_.at(member);
    }
  }

  // By index into Instance::contracts, of those with a lane.
  const std::map<std::int32_t, std::int64_t>& kept() const { return kept_; }

  // Those that leave a lane as it is are none.
  std::vector<PairTerm> Terms() const {
    std::vector<PairTerm> terms;
    for (const auto& [i, kept] : kept_) {
      const DueContract& due = instance_.contracts[i];
      const PairTerm term{
          .offer = due.offer, .requirement = due.requirement, .reserved = kept, .cap = CapOf(i)};
      if (kept > 0 || term.cap != requirements_[due.requirement].lane_cap) terms.push_back(term);
    }
    std::ranges::sort(terms, {},
                      [](const PairTerm& term) { return std::pair(term.requirement, term.offer); });
    return terms;
  }

  // `due`: Instance::contracts.
  void TellWhy(std::vector<DueContract>& due) const {
    // All that share a row are told the same of it: worked out once.
    std::map<SharedRow, std::string> told;
    for (const auto& [i, kept] : kept_) TellWhy(i, due[i], told);
  }

 private:
  struct Share {
    std::vector<std::int32_t> members;  // indices into Instance::contracts
    Int128 wanted = 0;
    std::int64_t kept = 0;
  };
  using SharedRow = std::pair<BrokenBy, std::int32_t>;

  void TellWhy(std::int32_t i, DueContract& due, std::map<SharedRow, std::string>& told) const {
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
  bool IsUsedUp(const SharedRow& row) const {
    const Share& share = shares_.at(row);
    const std::int64_t able = Able(row.first, row.second);
    return share.kept >= able && share.wanted > able;
  }

  ContractClash ClashOver(const SharedRow& row) const {
    const auto& [by, index] = row;
    ContractClash clash{.by = by,
                        .promises = {},
                        .able = Able(by, index),
                        .held_back = by == BrokenBy::kOffer ? instance_.offers[index].held_back : 0};
    for (const std::int32_t member : shares_.at(row).members)
      clash.promises.push_back({instance_.contracts[member].contract, wanted_.at(member)});
    return clash;
  }

  std::string InWords(const ContractClash& clash) const {
    return Describe(clash, *instance_.dataset, instance_.policy.quantum);
  }

  // What one lane may carry of the need alone, without what may be sent on.
  std::int64_t CapOfNeed(const RequirementRow& row) const {
    return row.need == 0 ? 0 : LaneCapOf(instance_.policy, row.need);
  }

  // kNone: there is no aggregator.
  std::array<SharedRow, 4> SharedBy(const DueContract& due) const {
    const std::int32_t supplier = instance_.offers[due.offer].supplier;
    return {SharedRow(BrokenBy::kOffer, due.offer), SharedRow(BrokenBy::kSupplier, supplier),
            SharedRow(BrokenBy::kNeed, due.requirement),
            SharedRow(BrokenBy::kAggregator, instance_.suppliers[supplier].aggregator)};
  }
  std::int64_t Able(BrokenBy kind, std::int32_t row) const {
    if (kind == BrokenBy::kAggregator) return instance_.aggregators[row].capacity;
    if (kind == BrokenBy::kOffer) return instance_.offers[row].capacity;
    return kind == BrokenBy::kSupplier ? instance_.suppliers[row].capacity : requirements_[row].need;
  }

  // Whether there is less of it than the contracts promise.
  bool IsScarce(const SharedRow& row) const {
    return row.second != kNone && shares_.at(row).wanted > Able(row.first, row.second);
  }

  // What is enough for all that share it is in nobody's way: so contracts are weighed against each other only
  // where scarce rows hold them together.
  void Keep() {
    kept_ = wanted_;
    std::set<SharedRow> seen;
    std::optional<LaneRule> lanes;  // costly to make, and seldom needed
    for (const auto& [row, share] : shares_) {
      if (!IsScarce(row) || seen.contains(row)) continue;
      if (!lanes) lanes.emplace(instance_);
      KeepMost(HeldTogether(row, seen), *lanes);
    }
  }

  // By index into Instance::contracts. Adds the scarce rows that hold them together to `seen`.
  std::set<std::int32_t> HeldTogether(const SharedRow& first, std::set<SharedRow>& seen) const {
    std::set<std::int32_t> together;
    std::vector<SharedRow> waiting{first};
    seen.insert(first);
    while (!waiting.empty()) {
      const SharedRow row = waiting.back();
      waiting.pop_back();
      for (const std::int32_t member : shares_.at(row).members) {
        if (!together.insert(member).second) continue;
        for (const SharedRow& other : SharedBy(instance_.contracts[member])) {
          if (IsScarce(other) && seen.insert(other).second) waiting.push_back(other);
        }
      }
    }
    return together;
  }

  // source -> aggregator -> supplier -> offer -> (lane) -> requirement -> sink, as far as these are scarce,
  // and past them all what is broken: of that the least, and then of costs. In range: of what is scarce there
  // is less than its contracts promise, and total_range.h bounds the costs.
  void KeepMost(const std::set<std::int32_t>& together, const LaneRule& lanes) {
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
      lane.push_back(problem.AddArc(from, to, wanted_.at(i), lanes.Cost(due.offer, due.requirement).unit()));
      problem.supply[source] += wanted_.at(i), problem.supply[sink] -= wanted_.at(i);
    }
    const std::int32_t past = problem.AddArc(source, sink, problem.supply[source], 0);
    const std::vector<std::int64_t> flow = LeastOn(past, std::move(problem));
    for (std::size_t j = 0; const std::int32_t i : together) kept_[i] = flow[lane[j++]];
  }

  // The flow with the least on an arc that costs nothing itself, and of these the cheapest.
  static std::vector<std::int64_t> LeastOn(std::int32_t arc, flow::Problem problem) {
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

  // Where the contracts of a need promise more than it, none of those that give way carries more than it
  // keeps: or what may be sent on would keep the others' promises in their place.
  std::int64_t CapOf(std::int32_t i) const {
    const DueContract& due = instance_.contracts[i];
    const RequirementRow& row = requirements_[due.requirement];
    const std::int64_t kept = kept_.at(i);
    const auto kept_of_need = [&] { return shares_.at({BrokenBy::kNeed, due.requirement}).kept; };
    if (row.sends > 0 && kept < wanted_.at(i) && kept_of_need() == row.need) return kept;
    return std::min(due.most, row.lane_cap);
  }

  const Instance& instance_;
  const std::span<const RequirementRow> requirements_;
  std::map<std::int32_t, std::int64_t> wanted_, kept_;
  std::map<SharedRow, Share> shares_;
};

}  // namespace

void ApplyContracts(Instance& instance) {
  if (instance.dataset->contracts.empty()) return;
  Finder finder(instance);
  for (std::int32_t day = 0; day < std::ssize(instance.days); ++day) finder.FindDay(day);
  const Keeper keeper(instance, instance.requirements);
  std::vector<PairTerm> terms = keeper.Terms();
  for (const auto& [i, kept] : keeper.kept()) instance.contracts[i].kept = kept;
  keeper.TellWhy(instance.contracts);
  instance.pair_terms = std::move(terms);
}

std::vector<PairTerm> TermsWith(const Instance& instance, std::span<const RequirementRow> requirements) {
  return Keeper(instance, requirements).Terms();
}

Instance WithoutReserved(const Instance& instance) {
  Instance rest = instance;
  for (PairTerm& term : rest.pair_terms) {
    OfferRow& offer = rest.offers[term.offer];
    SupplierRow& supplier = rest.suppliers[offer.supplier];
    offer.capacity -= term.reserved;
    offer.given += term.reserved;
    if (supplier.capacity != SupplierRow::kUnlimited) supplier.capacity -= term.reserved;
    if (supplier.aggregator != kNone) {
      AggregatorRow& aggregator = rest.aggregators[supplier.aggregator];
      if (aggregator.capacity != SupplierRow::kUnlimited) aggregator.capacity -= term.reserved;
    }
    rest.requirements[term.requirement].need -= term.reserved;
    term.cap -= term.reserved;
    term.reserved = 0;
  }
  return rest;
}

Int128 ReservedCost(const Instance& instance, const LaneRule& lanes) {
  Int128 cost = 0;
  std::vector<std::int64_t> of_offer(instance.offers.size());
  for (const PairTerm& term : instance.pair_terms) {
    cost += Int128{lanes.Cost(term.offer, term.requirement).unit()} * term.reserved;
    of_offer[term.offer] += term.reserved;
  }
  return cost + SpreadCost(instance, of_offer);
}

}  // namespace pasok::match
