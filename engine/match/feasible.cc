#include "engine/match/feasible.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/flow/gains.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/sold.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

using Fault = std::optional<std::string>;

std::string Named(std::string_view row, std::size_t index) {
  return std::string(row) + " " + std::to_string(index);
}

std::string BeyondCapacity(const std::string& row, std::int64_t quanta, std::int64_t capacity) {
  return row + " gives " + std::to_string(quanta) + " quanta of " + std::to_string(capacity);
}

template <class Row>
Fault FirstBeyond(std::string_view name, const std::vector<Row>& rows, std::span<const std::int64_t> quanta) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (quanta[i] > rows[i].capacity) return BeyondCapacity(Named(name, i), quanta[i], rows[i].capacity);
  }
  return std::nullopt;
}

// Adds up flow by flow, and stops at the first fault.
class Checker {
 public:
  Checker(const Instance& instance, const Matching& matching)
      : instance_(instance), matching_(matching), served_(instance.requirements.size()) {}

  Fault Check(std::span<const FlowCost> costs) {
    if (Fault fault = CheckSizes()) return fault;
    if (Fault fault = CheckLanes(costs)) return fault;
    if (Fault fault = CheckPromises()) return fault;
    if (Fault fault = CheckSellers()) return fault;
    if (Fault fault = CheckTransfers()) return fault;
    if (Fault fault = CheckStandIns()) return fault;
    if (Fault fault = CheckNeeds()) return fault;
    if (cost_ == matching_.objective) return std::nullopt;
    return "the objective is " + std::to_string(matching_.objective) + " sen, what it consists of " +
           std::to_string(static_cast<std::int64_t>(cost_));
  }

 private:
  Fault CheckSizes() const {
    const bool fits = matching_.shortage.size() == instance_.requirements.size() &&
                      matching_.transfers.size() == instance_.transfers.size() &&
                      (matching_.stood_in.empty() || matching_.stood_in.size() == instance_.stand_ins.size());
    return fits ? std::nullopt : Fault("the matching has not as many rows as the question");
  }

  Fault CheckLanes(std::span<const FlowCost> costs) {
    std::pair<std::int32_t, std::int32_t> last{kNone, kNone};
    for (std::size_t i = 0; i < matching_.flows.size(); ++i) {
      const LaneFlow& flow = matching_.flows[i];
      const LaneCost& lane = costs[i].lane;
      const auto name = [&] {
        return Named("the lane of offer", static_cast<std::size_t>(flow.offer)) + " and " +
               Named("requirement", static_cast<std::size_t>(flow.requirement));
      };
      const std::pair at(flow.requirement, flow.offer);
      if (at <= last) return name() + " stands twice, or not in its order";
      last = at;
      if (lane.ineligible != Ineligible::kNo) return name() + " is not eligible";
      if (instance_.offers[flow.offer].commodity != instance_.requirements[flow.requirement].commodity)
        return name() + " joins two commodities";
      if (flow.quanta <= 0) return name() + " carries nothing";
      const std::int64_t cap = instance_.LaneCap(flow.offer, flow.requirement);
      if (flow.quanta > cap) return BeyondCapacity(name(), flow.quanta, cap);
      served_[flow.requirement] += flow.quanta;
      cost_ += Int128{lane.unit()} * flow.quanta;
    }
    return std::nullopt;
  }

  Fault CheckPromises() const {
    const auto lane = [](const auto& row) { return std::pair(row.requirement, row.offer); };
    for (const PairTerm& term : instance_.pair_terms) {
      if (term.reserved == 0) continue;
      const auto flow = std::ranges::lower_bound(matching_.flows, lane(term), {}, lane);
      const bool is_there = flow != matching_.flows.end() && lane(*flow) == lane(term);
      if (!is_there || flow->quanta < term.reserved)
        return Named("the lane of offer", static_cast<std::size_t>(term.offer)) + " and " +
               Named("requirement", static_cast<std::size_t>(term.requirement)) +
               " carries less than is reserved for it";
    }
    return std::nullopt;
  }

  Fault CheckSellers() {
    const Sold sold = SoldBy(instance_, matching_.flows);
    cost_ += SpreadCost(instance_, sold.of_offer);
    if (Fault fault = FirstBeyond("offer", instance_.offers, sold.of_offer)) return fault;
    if (Fault fault = FirstBeyond("supplier", instance_.suppliers, sold.of_supplier)) return fault;
    return FirstBeyond("aggregator", instance_.aggregators, sold.of_aggregator);
  }

  Fault CheckTransfers() {
    StoredByNight stored(instance_);
    for (std::size_t i = 0; i < instance_.transfers.size(); ++i) {
      const Transfer& transfer = instance_.transfers[i];
      const std::int64_t quanta = matching_.transfers[i];
      if (quanta < 0 || quanta > transfer.limit())
        return BeyondCapacity(Named("transfer", i), quanta, transfer.limit());
      served_[transfer.to] += quanta;
      if (transfer.from != kNone) served_[transfer.from] -= quanta;
      cost_ += Int128{transfer.cost} * quanta;
      if (quanta > 0 && transfer.store != kNone) stored.Take(transfer, quanta);
    }
    for (const Transfer& transfer : instance_.transfers) {
      if (transfer.store != kNone && stored.LeftFor(transfer) < 0)
        return Named("store", static_cast<std::size_t>(transfer.store)) + " holds more than it can";
    }
    return std::nullopt;
  }

  Fault CheckStandIns() {
    for (std::size_t i = 0; i < matching_.stood_in.size(); ++i) {
      const StandIn& row = instance_.stand_ins[i];
      const auto& [used, served] = matching_.stood_in[i];
      if (served < 0 || served > row.capacity)
        return BeyondCapacity(Named("stand-in", i), served, row.capacity);
      if (used < flow::ArrivingOf(served, row.milli))
        return Named("stand-in", i) + " uses " + std::to_string(used) + " quanta to serve " +
               std::to_string(served);
      served_[row.from] -= used;
      served_[row.to] += served;
      cost_ += Int128{row.cost} * served;
    }
    return std::nullopt;
  }

  Fault CheckNeeds() {
    for (std::size_t r = 0; r < served_.size(); ++r) {
      const RequirementRow& row = instance_.requirements[r];
      const std::int64_t missing = matching_.shortage[r];
      const bool adds_up = missing >= 0 && missing <= row.need && served_[r] + missing == row.need;
      if (!adds_up)
        return Named("requirement", r) + " needs " + std::to_string(row.need) + " quanta, is served " +
               std::to_string(served_[r]) + " and short of " + std::to_string(missing);
      cost_ += Int128{row.penalty} * missing;
    }
    return std::nullopt;
  }

  const Instance& instance_;
  const Matching& matching_;
  std::vector<std::int64_t> served_;  // per requirement, what comes in less what goes out
  Int128 cost_ = 0;
};

}  // namespace

Fault FindFault(const Instance& instance, const Matching& matching, std::span<const FlowCost> costs) {
  return Checker(instance, matching).Check(costs);
}

Fault FindFault(const Instance& instance, const LaneRule& lanes, const Matching& matching) {
  return FindFault(instance, matching, CostsOf(instance, lanes, matching.flows));
}

}  // namespace pasok::match
