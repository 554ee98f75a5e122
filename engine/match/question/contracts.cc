#include "engine/match/question/contracts.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/contract_clash.h"
#include "engine/match/question/promises.h"
#include "engine/match/question/shortage_reason.h"
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

}  // namespace

void ApplyContracts(Instance& instance) {
  if (instance.dataset->contracts.empty()) return;
  Finder finder(instance);
  for (std::int32_t day = 0; day < std::ssize(instance.days); ++day) finder.FindDay(day);
  const Promises promises(instance, instance.requirements);
  std::vector<PairTerm> terms = promises.Terms();
  for (const auto& [i, kept] : promises.kept()) instance.contracts[i].kept = kept;
  promises.TellWhy(instance.contracts);
  instance.pair_terms = std::move(terms);
}

std::vector<PairTerm> TermsWith(const Instance& instance, std::span<const RequirementRow> requirements) {
  return Promises(instance, requirements).Terms();
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
