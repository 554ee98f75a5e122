#include "engine/match/files/recall.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "engine/match/files/fit.h"
#include "engine/match/files/use_deliveries.h"
#include "engine/match/proof.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/question/transfers.h"
#include "engine/match/stand_ins.h"
#include "engine/register/codes.h"

namespace pasok::match {
namespace {

constexpr std::string_view kAllocationsFile = "allocations.csv";
constexpr std::string_view kPricesFile = "prices.csv";
constexpr std::string_view kCarriedFile = "carried.csv";

void Tell(const Breach& breach, FindingLog& log) {
  log.Add({.code = std::string(ToWord(breach.rule)),
           .file = std::string(kAllocationsFile),
           .line = breach.line,
           .value = breach.value,
           .expected = "a plan that keeps the rules of its dataset, policy and day",
           .fix = "take the dataset and the policy that the plan was made for"});
}

// Per stand-in of the instance; what fits none is left out.
std::vector<StoodIn> ToStoodIn(const Instance& instance, std::span<const CarriedLine> rows) {
  const Dataset& dataset = *instance.dataset;
  using Key = std::tuple<std::optional<Date>, std::int32_t, std::int32_t, std::int32_t>;
  std::map<Key, std::size_t> index;
  for (std::size_t i = 0; i < instance.stand_ins.size(); ++i) {
    const RequirementRow& from = instance.requirements[instance.stand_ins[i].from];
    const RequirementRow& to = instance.requirements[instance.stand_ins[i].to];
    index[{instance.DateOf(from.commodity), from.demand_point,
           instance.commodities[from.commodity].dataset_commodity,
           instance.commodities[to.commodity].dataset_commodity}] = i;
  }
  std::vector<StoodIn> stood_in(instance.stand_ins.size());
  for (const CarriedLine& row : rows) {
    if (row.way != Carried::Way::kSubstitute) continue;
    const auto found =
        index.find({row.date, dataset.FindDemandPoint(row.demand_id), dataset.FindCommodity(row.commodity),
                    dataset.FindCommodity(row.to_commodity)});
    if (found == index.end()) continue;
    stood_in[found->second] = {.used = WholeQuantaIn(row.weight, instance.policy.quantum).value,
                               .served = WholeQuantaIn(row.served, instance.policy.quantum).value};
  }
  return stood_in;
}

// From the rows of prices.csv to a price for every row of the instance.
class Pricer {
 public:
  Pricer(const Instance& instance, Matching& matching, FindingLog& log)
      : instance_(instance), matching_(matching), log_(log) {
    supplier_row_.assign(instance.days.size(),
                         std::vector<std::int32_t>(instance.dataset->suppliers.size(), kNone));
    for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
      const SupplierRow& row = instance.suppliers[s];
      supplier_row_[row.day][row.dataset_supplier] = static_cast<std::int32_t>(s);
    }
    for (std::size_t a = 0; a < instance.aggregators.size(); ++a) {
      const AggregatorRow& row = instance.aggregators[a];
      aggregator_row_[{row.day, row.dataset_supplier}] = static_cast<std::int32_t>(a);
    }
  }

  void Price(std::span<const NodePrice> rows) {
    matching_.aggregator_price.assign(instance_.aggregators.size(), 0);
    for (const NodePrice& row : rows) {
      if (row.node == NodePrice::Node::kAggregator) Put(matching_.aggregator_price, AggregatorOf(row), row);
    }
    matching_.supplier_price.clear();
    for (const SupplierRow& supplier : instance_.suppliers)
      matching_.supplier_price.push_back(
          supplier.aggregator == kNone ? 0 : matching_.aggregator_price[supplier.aggregator]);
    matching_.requirement_price.assign(instance_.requirements.size(), 0);
    for (const NodePrice& row : rows) {
      if (row.node == NodePrice::Node::kSupplier) Put(matching_.supplier_price, SupplierOf(row), row);
      if (row.node == NodePrice::Node::kRequirement)
        Put(matching_.requirement_price, RequirementOf(row), row);
    }
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      if (instance_.IsRelief(r))
        matching_.requirement_price[r] = matching_.requirement_price[NeedOf(instance_, r)];
    }
    for (const NodePrice& row : rows) {
      if (row.node == NodePrice::Node::kRelief) Put(matching_.requirement_price, ReliefOf(row), row);
    }
    matching_.offer_price.clear();
    for (const OfferRow& offer : instance_.offers)
      matching_.offer_price.push_back(matching_.supplier_price[offer.supplier]);
    for (const NodePrice& row : rows) {
      if (row.node == NodePrice::Node::kOffer) Put(matching_.offer_price, OfferOf(row), row);
    }
    for (std::size_t s = 0; s < instance_.suppliers.size(); ++s) {
      const bool unlimited = instance_.suppliers[s].capacity == SupplierRow::kUnlimited;
      const std::int32_t aggregator = instance_.suppliers[s].aggregator;
      const std::int64_t most = aggregator == kNone ? 0 : matching_.aggregator_price[aggregator];
      if (unlimited && matching_.supplier_price[s] > most) {
        Fault("price_of_unlimited_supplier",
              instance_.dataset->suppliers[instance_.suppliers[s].dataset_supplier].id,
              "a price of at most 0, or its aggregator's, for a supplier without a limit");
        matching_.supplier_price[s] = most;
      }
    }
  }

 private:
  void Put(std::vector<std::int64_t>& prices, std::int32_t index, const NodePrice& row) {
    if (index != kNone) {
      prices[index] = row.price;
      return;
    }
    const Dataset& dataset = *instance_.dataset;
    std::string name = row.supplier != kNone ? dataset.suppliers[row.supplier].id
                                             : dataset.demand_points[row.demand_point].id;
    if (row.commodity != kNone) name.append(" ").append(dataset.commodities[row.commodity]);
    Fault("price_of_nothing", std::move(name), "a supplier, an offer or a requirement of the planned day");
  }

  void Fault(std::string code, std::string value, std::string expected) {
    log_.Add({.code = std::move(code),
              .file = std::string(kPricesFile),
              .value = std::move(value),
              .expected = std::move(expected),
              .fix = "take the dataset and the policy that the plan was made for"});
  }

  // The planned day of a row; kNone: it is none. Of a single day the rows needn't say it.
  std::int32_t DayOf(const NodePrice& row) const {
    if (instance_.days.size() == 1) return 0;
    const auto found = std::ranges::find(instance_.days, row.date);
    return found == instance_.days.end() ? kNone : static_cast<std::int32_t>(found - instance_.days.begin());
  }

  std::int32_t AggregatorOf(const NodePrice& row) const {
    const auto found = aggregator_row_.find({DayOf(row), row.supplier});
    return found == aggregator_row_.end() ? kNone : found->second;
  }

  std::int32_t SupplierOf(const NodePrice& row) const {
    const std::int32_t day = DayOf(row);
    return day == kNone ? kNone : supplier_row_[day][row.supplier];
  }

  std::int32_t OfferOf(const NodePrice& row) const {
    const std::int32_t s = SupplierOf(row);
    if (s == kNone) return kNone;
    const CommoditySpan& span =
        instance_.commodities[instance_.SpanOf(instance_.suppliers[s].day, row.commodity)];
    const auto end = instance_.offers.begin() + span.end_offer;
    const auto found = std::ranges::lower_bound(instance_.offers.begin() + span.first_offer, end, s, {},
                                                &OfferRow::supplier);
    if (found == end || found->supplier != s) return kNone;
    return static_cast<std::int32_t>(found - instance_.offers.begin());
  }

  std::int32_t RequirementOf(const NodePrice& row) const {
    const std::int32_t day = DayOf(row);
    return day == kNone ? kNone : RowOf(instance_, row.demand_point, row.commodity, day);
  }

  std::int32_t ReliefOf(const NodePrice& row) const {
    const std::int32_t day = DayOf(row);
    return day == kNone ? kNone : match::ReliefOf(instance_, row.demand_point, row.commodity, day);
  }

  const Instance& instance_;
  Matching& matching_;
  FindingLog& log_;
  std::vector<std::vector<std::int32_t>> supplier_row_;  // per day and dataset supplier
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> aggregator_row_;  // likewise
};

}  // namespace

Recalled Recall(const Dataset& dataset, const Policy& policy, const Question& question, const PlanRows& rows,
                int threads, const StopToken& stop) {
  InstanceReading reading = BuildInstance(dataset, policy, question);
  if (!reading.instance) return {.solved = nullptr, .findings = std::move(reading.findings)};
  auto solved = std::make_unique<Solved>(*std::move(reading.instance), question);
  const Instance& instance = solved->instance;
  Matching& matching = solved->matching;
  FindingLog log;
  for (Finding& warning : reading.findings.list) log.Add(std::move(warning));

  Fit fit = FitRows(instance, solved->lanes, rows.allocations);
  const std::vector<StoodIn> stood_in = ToStoodIn(instance, rows.carried);
  if (!UseDeliveries(instance, stood_in, fit, matching, stop))
    return {.solved = nullptr, .findings = log.Take()};
  SplitFor(matching.transfers, solved->instance);
  for (const Breach& breach : fit.breaches) Tell(breach, log);
  Pricer(instance, matching, log).Price(rows.prices);
  if (log.errors() > 0) return {.solved = nullptr, .findings = log.Take()};

  matching.engine = "recalled";
  matching.flows = std::move(fit.flows);
  matching.objective = static_cast<std::int64_t>(CostOf(instance, solved->lanes, matching));
  const Proof proof = ProveOverAllLanes(instance, solved->lanes, matching, threads, stop, nullptr);
  if (!proof.whole) return {.solved = nullptr, .findings = log.Take()};
  matching.bound = static_cast<std::int64_t>(std::max<Int128>(proof.parts.value(), INT64_MIN));
  matching.stopped = matching.bound < matching.objective;
  return {.solved = std::move(solved), .findings = log.Take()};
}

PlanRows ReadPlanRows(std::span<const RegisterFile> files, const Dataset& dataset, const Policy& policy,
                      FindingLog& log) {
  const auto content = [&](std::string_view name) -> std::string_view {
    const auto found = std::ranges::find(files, name, &RegisterFile::name);
    if (found != files.end()) return found->content;
    log.Add({.code = std::string(code::kMissingFile),
             .file = std::string(name),
             .expected = "a file of the plan"});
    return {};
  };
  PlanRows rows;
  if (const std::string_view csv = content(kAllocationsFile); !csv.empty())
    rows.allocations = ReadAllocations(kAllocationsFile, csv, Writer::kPasok, dataset, log);
  if (const std::string_view csv = content(kPricesFile); !csv.empty())
    rows.prices = ReadPrices(kPricesFile, csv, dataset, policy.quantum, log);
  if (policy.has_ratios()) {
    if (const std::string_view csv = content(kCarriedFile); !csv.empty())
      rows.carried = ReadCarried(kCarriedFile, csv, log);
  }
  return rows;
}

}  // namespace pasok::match
