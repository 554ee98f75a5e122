#include "engine/match/stand_ins.h"

#include <algorithm>
#include <utility>

#include "engine/flow/gains.h"
#include "engine/match/spread.h"

namespace pasok::match {

Int128 DualPartOf(std::span<const StandIn> stand_ins, std::span<const std::int64_t> requirement_price) {
  Int128 sum = 0;
  for (const StandIn& row : stand_ins) {
    const Int128 from = std::max<std::int64_t>(0, requirement_price[row.from]);
    const Int128 gain = (Int128{requirement_price[row.to]} - row.cost) * 1'000 - from * row.milli;
    if (gain > 0) sum += (gain * row.capacity + 999) / 1'000;
  }
  return sum;
}

std::int64_t MostUsedFor(std::int64_t served, std::int64_t milli) {
  return std::max(flow::ArrivingOf(served, milli), flow::ArrivingOf(served + 1, milli) - 1);
}

void GiveUp(const Instance& instance, std::size_t i, std::int64_t quanta, Matching& matching) {
  if (quanta == 0) return;
  const StandIn& row = instance.stand_ins[i];
  auto& [used, served] = matching.stood_in[i];
  std::int64_t& missing = matching.shortage[row.from];
  missing -= quanta;
  used -= quanta;
  const std::int64_t before = std::exchange(served, std::min(served, flow::LeavingFor(used, row.milli)));
  matching.shortage[row.to] += before - served;
  // What is too little for a quantum serves its own need, as far as that is short.
  const std::int64_t own = std::min(missing, used - flow::ArrivingOf(served, row.milli));
  missing -= own;
  used -= own;
}

void GiveUpWhatIsMissing(const Instance& instance, Matching& matching) {
  for (std::size_t i = 0; i < instance.stand_ins.size(); ++i) {
    const std::int32_t from = instance.stand_ins[i].from;
    const std::int64_t above = matching.shortage[from] - instance.requirements[from].need;
    GiveUp(instance, i, std::clamp<std::int64_t>(above, 0, matching.stood_in[i].used), matching);
  }
}

Int128 CostOf(const Instance& instance, const LaneRule& lanes, const Matching& matching) {
  Int128 cost = SpreadCost(instance, matching.flows);
  for (const LaneFlow& flow : matching.flows)
    cost += Int128{lanes.Cost(flow.offer, flow.requirement).unit()} * flow.quanta;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r)
    cost += Int128{instance.requirements[r].penalty} * matching.shortage[r];
  for (std::size_t i = 0; i < instance.transfers.size(); ++i)
    cost += Int128{instance.transfers[i].cost} * matching.transfers[i];
  for (std::size_t i = 0; i < matching.stood_in.size(); ++i)
    cost += Int128{instance.stand_ins[i].cost} * matching.stood_in[i].served;
  return cost;
}

}  // namespace pasok::match
