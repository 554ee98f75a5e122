#include "engine/match/beyond/separate.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "engine/match/spread.h"

namespace pasok::match::beyond {
namespace {

class Sets {
 public:
  explicit Sets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0); }
  std::size_t Find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void Join(std::size_t one, std::size_t other) {
    one = Find(one), other = Find(other);
    parent_[std::max(one, other)] = std::min(one, other);
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

Separate FindSeparate(const Instance& instance, const Market& market, std::span<const Limits> limits) {
  const std::size_t requirements = instance.requirements.size(), suppliers = instance.suppliers.size();
  std::size_t nodes = requirements + suppliers + instance.aggregators.size();
  std::vector<std::size_t> first;  // per rule: its parts, then its wholes
  for (const Limits& each : limits) {
    first.push_back(nodes);
    nodes += each.most.size() + static_cast<std::size_t>(each.wholes);
  }
  Sets sets(nodes);
  for (std::size_t s = 0; s < suppliers; ++s) {
    if (const std::int32_t a = instance.suppliers[s].aggregator; a != kNone)
      sets.Join(requirements + s, requirements + suppliers + static_cast<std::size_t>(a));
  }
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.from != kNone)
      sets.Join(static_cast<std::size_t>(transfer.from), static_cast<std::size_t>(transfer.to));
  }
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const auto r = static_cast<std::size_t>(market.lanes[i].requirement);
    sets.Join(r, requirements + static_cast<std::size_t>(instance.offers[market.lanes[i].offer].supplier));
    for (std::size_t l = 0; l < limits.size(); ++l) {
      const std::int32_t part = limits[l].part_of_lane[i], whole = limits[l].whole_of_lane[i];
      if (part != kNone) sets.Join(r, first[l] + static_cast<std::size_t>(part));
      if (whole != kNone) sets.Join(r, first[l] + limits[l].most.size() + static_cast<std::size_t>(whole));
    }
  }
  Separate separate;
  std::vector<std::int32_t> number(nodes, kNone);
  const auto number_of = [&](std::size_t at) {
    std::int32_t& of = number[sets.Find(at)];
    if (of == kNone) of = separate.count++;
    return of;
  };
  for (std::size_t r = 0; r < requirements; ++r) separate.of_requirement.push_back(number_of(r));
  for (std::size_t s = 0; s < suppliers; ++s) separate.of_supplier.push_back(number_of(requirements + s));
  return separate;
}

std::vector<PartWorth> WorthOf(const Instance& instance, const Market& market, std::span<const Limits> limits,
                               const Separate& separate, const MarketAnswer& answer) {
  std::vector<PartWorth> worth(static_cast<std::size_t>(separate.count));
  const double mean_unit = MeanUnit(market);
  for (const Limits& each : limits) {
    std::vector<double> excess = ExcessOf(market, each, answer);
    for (std::size_t i = 0; i < market.lanes.size(); ++i) {
      const std::int32_t part = each.part_of_lane[i];
      if (part == kNone || excess[part] <= 0) continue;
      worth[separate.of_requirement[market.lanes[i].requirement]].judgement.excess +=
          excess[part] * (each.of_money ? 1 : mean_unit);
      excess[part] = 0;
    }
  }
  std::vector<std::int64_t> of_offer(instance.offers.size());
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const ListedLane& lane = market.lanes[i];
    worth[separate.of_requirement[lane.requirement]].judgement.cost +=
        (Int128{lane.cost.unit()} + (market.surcharge.empty() ? 0 : market.surcharge[i])) * answer.quanta[i];
    of_offer[lane.offer] += answer.quanta[i];
  }
  if (SpreadsFairly(instance)) {
    for (std::size_t o = 0; o < of_offer.size(); ++o) {
      worth[separate.of_supplier[instance.offers[o].supplier]].judgement.cost +=
          SpreadCost(instance, static_cast<std::int32_t>(o), of_offer[o]);
    }
  }
  for (std::size_t i = 0; i < answer.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    worth[separate.of_requirement[transfer.to]].judgement.cost += Int128{transfer.cost} * answer.transfers[i];
  }
  for (std::size_t r = 0; r < answer.shortage.size(); ++r)
    worth[separate.of_requirement[r]].penalty +=
        Int128{instance.requirements[r].penalty} * answer.shortage[r];
  return worth;
}

BestOfParts::BestOfParts(const Instance& instance, const Market& market, std::span<const Limits> limits,
                         const Separate& separate, const MarketAnswer& start)
    : instance_(instance),
      market_(market),
      limits_(limits),
      separate_(separate),
      best_(start),
      worth_(WorthOf(instance, market, limits, separate, start)) {
  for (const PartWorth& part : worth_) most_penalty_.push_back(part.penalty);
}

void BestOfParts::Offer(const MarketAnswer& answer, Prices prices, std::span<const std::int64_t> units) {
  const std::vector<PartWorth> offered = WorthOf(instance_, market_, limits_, separate_, answer);
  std::vector<bool> taken;
  for (std::size_t c = 0; c < offered.size(); ++c) {
    taken.push_back(Serves(static_cast<std::int32_t>(c), offered[c].penalty) &&
                    offered[c].judgement < worth_[c].judgement);
    if (taken.back()) worth_[c] = offered[c];
  }
  if (std::ranges::none_of(taken, std::identity())) return;
  if (units_.empty()) {
    for (const ListedLane& lane : market_.lanes) units_.push_back(lane.cost.unit());
  }
  const auto take = [&](auto& to, const auto& from, std::size_t i, std::int32_t part) {
    if (taken[part]) to[i] = from[i];
  };
  for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
    const std::int32_t part = separate_.of_requirement[market_.lanes[i].requirement];
    take(best_.quanta, answer.quanta, i, part);
    take(units_, units, i, part);
  }
  for (std::size_t i = 0; i < best_.transfers.size(); ++i)
    take(best_.transfers, answer.transfers, i, separate_.of_requirement[instance_.transfers[i].to]);
  for (std::size_t r = 0; r < best_.shortage.size(); ++r)
    take(best_.shortage, answer.shortage, r, separate_.of_requirement[r]);
  if (prices == Prices::kLeave) return;
  for (std::size_t r = 0; r < instance_.requirements.size(); ++r)
    take(best_.requirement_price, answer.requirement_price, r, separate_.of_requirement[r]);
  for (std::size_t o = 0; o < instance_.offers.size(); ++o)
    take(best_.offer_price, answer.offer_price, o, separate_.of_supplier[instance_.offers[o].supplier]);
  for (std::size_t s = 0; s < instance_.suppliers.size(); ++s)
    take(best_.supplier_price, answer.supplier_price, s, separate_.of_supplier[s]);
}

double BestOfParts::excess() const {
  double sum = 0;
  for (const PartWorth& part : worth_) sum += part.judgement.excess;
  return sum;
}

}  // namespace pasok::match::beyond
