#include "engine/match/beyond/blend.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/flow/problem.h"
#include "engine/match/beyond/swap.h"
#include "engine/match/report/sharing.h"

namespace pasok::match::beyond {
namespace {

constexpr double kPrice = 20;       // L: a sen of excess outweighs so many of cost
constexpr double kMostCounted = 4;  // of it, for rules that come after and count penalties once
constexpr double kEdge = 0.05;      // mu, of how far an excess differs
constexpr int kRounds = 8, kRoundsOfKept = 3, kRoundings = 4;
constexpr int kFewRounds = 4, kFewRoundings = 3;
constexpr int kPasses = 10, kHalvings = 24;
constexpr double kFirstStep = 0.5;  // of lambda / L, after a rounding; the next ones are smaller
constexpr double kHair = 1e-6;      // of a quantum: noise of the weights

// The largest L up to kPrice at which every cost of the market stays within flow::CheckRange.
double PriceInRange(const Instance& instance, const Market& market) {
  Int128 dearest = 1;
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    dearest = std::max<Int128>(
        dearest, market.lanes[i].cost.unit() + (market.surcharge.empty() ? 0 : market.surcharge[i]));
  }
  for (const RequirementRow& row : instance.requirements) dearest = std::max<Int128>(dearest, row.penalty);
  const auto nodes = static_cast<std::int64_t>(3 + instance.requirements.size() + instance.offers.size() +
                                               instance.suppliers.size() + instance.aggregators.size());
  // As many rules as there are may count on a lane.
  const Int128 times = flow::kMostPrice / (dearest * nodes) / (1 + kShareLimits);
  return std::min(kPrice, static_cast<double>(times) - 2);
}

}  // namespace

Blend::Blend(const Instance& instance, const Market& market, std::span<const Limits> limits,
             const Separate& separate, const BestOfParts& best)
    : instance_(instance),
      market_(market),
      limits_(limits),
      separate_(separate),
      best_(best),
      price_(std::floor(PriceInRange(instance, market))),
      parts_of_(static_cast<std::size_t>(separate.count)),
      weight_(static_cast<std::size_t>(separate.count)) {
  for (const RequirementRow& row : instance.requirements)
    penalty_.push_back(row.penalty * (1 + static_cast<std::int64_t>(std::max(0.0, price_))));
  const double mean_unit = MeanUnit(market);
  for (const Limits& each : limits) {
    const std::size_t first = parts_.size();
    parts_.resize(first + each.most.size(), {.worth = each.of_money ? 1 : mean_unit});
    for (std::size_t i = 0; i < market.lanes.size(); ++i) {
      if (each.part_of_lane[i] == kNone) continue;
      parts_[first + static_cast<std::size_t>(each.part_of_lane[i])].of =
          separate.of_requirement[market.lanes[i].requirement];
    }
  }
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    if (parts_[p].of != kNone) parts_of_[parts_[p].of].push_back(p);
  }
  Add(best.answer());
  excess_ = plans_.front().excess, cost_ = plans_.front().cost;
  for (std::vector<double>& weight : weight_) weight.front() = 1;
}

void Blend::Add(const MarketAnswer& answer) {
  Plan plan;
  for (std::size_t i = 0; i < answer.quanta.size(); ++i) {
    if (answer.quanta[i] > 0) plan.quanta.emplace_back(i, answer.quanta[i]);
  }
  for (const Limits& each : limits_) {
    for (const double excess : ExcessOf(market_, each, answer)) {
      Part& part = parts_[plan.excess.size()];
      plan.excess.push_back(excess * part.worth);
      part.differs = std::max(part.differs, std::abs(plan.excess.back()));
    }
  }
  const std::vector<PartWorth> worth = WorthOf(instance_, market_, limits_, separate_, answer);
  for (std::size_t c = 0; c < worth.size(); ++c) {
    plan.cost.push_back(static_cast<double>(worth[c].judgement.cost));
    plan.serves.push_back(best_.Serves(static_cast<std::int32_t>(c), worth[c].penalty));
    weight_[c].push_back(0);
  }
  plans_.push_back(std::move(plan));
}

double Blend::OverOf(std::size_t part, double excess) const {
  return std::clamp(excess / (kEdge * parts_[part].differs), 0.0, 1.0);
}

// The mixture moves to 1 - step of itself and step of the plan: forth up to the plan alone, back until
// nothing of it is left. Where F is flat it stays, or going to and fro would add up what rounds.
void Blend::GoAlong(std::int32_t of, std::size_t plan) {
  std::vector<double>& weight = weight_[of];
  const Plan& to = plans_[plan];
  const double own = weight[plan], others = std::accumulate(weight.begin(), weight.end(), -own);
  const double back = others < kHair ? 0 : -own / others;
  // Most parts keep within their limits all the way, and so count for nothing.
  passed_.clear();
  for (const std::size_t p : parts_of_[of]) {
    const double by = to.excess[p] - excess_[p];
    if (excess_[p] + std::max({0.0, by, back * by}) > 0) passed_.push_back(p);
  }
  const auto slope = [&](double step) {
    double sum = to.cost[of] - cost_[of];
    for (const std::size_t p : passed_) {
      const double by = to.excess[p] - excess_[p];
      sum += price_ * by * OverOf(p, excess_[p] + step * by);
    }
    return sum;
  };
  const double here = slope(0);
  if (here == 0) return;
  // As far as the slope keeps its sign.
  double near = 0, step = here < 0 ? 1 : back;
  if (slope(step) * here <= 0) {
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = (near + step) / 2;
      (slope(middle) * here > 0 ? near : step) = middle;
    }
  }
  if (step == 0) return;
  for (double& each : weight) each *= 1 - step;
  weight[plan] = std::max(0.0, weight[plan] + step);
  for (const std::size_t p : parts_of_[of]) excess_[p] += step * (to.excess[p] - excess_[p]);
  cost_[of] += step * (to.cost[of] - cost_[of]);
}

void Blend::Weigh(const StopToken& stop) {
  for (std::int32_t of = 0; of < separate_.count; ++of) {
    if (std::ranges::none_of(parts_of_[of], [&](std::size_t p) { return excess_[p] > 0; })) continue;
    for (int pass = 0; pass < kPasses; ++pass) {
      for (std::size_t plan = plans_.size(); plan-- > 0;) {
        if (stop.Asked()) return;  // who asked weighs no more
        if (plans_[plan].serves[of]) GoAlong(of, plan);
      }
    }
  }
  for (std::size_t p = 0; p < parts_.size(); ++p) parts_[p].over = OverOf(p, excess_[p]);
}

void Blend::LearnFrom(const MarketAnswer& rounded, double step) {
  std::size_t p = 0;
  for (const Limits& each : limits_) {
    for (const double weight : ExcessOf(market_, each, rounded)) {
      Part& part = parts_[p++];
      const double excess = weight * part.worth;
      part.rounded_by = std::max(part.rounded_by, std::abs(excess));
      part.over = std::clamp(part.over + step * excess / part.rounded_by, 0.0, 1.0);
    }
  }
}

// At the present mixture: what a quantum on each lane counts, with lambda up to that.
std::vector<std::int64_t> Blend::Units(double most_price) const {
  std::vector<double> more(market_.lanes.size());
  std::size_t first = 0;
  for (const Limits& each : limits_) {
    std::vector<double> of_whole(static_cast<std::size_t>(each.wholes));
    for (std::size_t p = 0; p < each.most.size(); ++p) {
      if (each.whole_of_part[p] != kNone)
        of_whole[each.whole_of_part[p]] += each.Slope() * parts_[first + p].over;
    }
    for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
      const std::int32_t part = each.part_of_lane[i], whole = each.whole_of_lane[i];
      const double over = (part == kNone ? 0 : parts_[first + static_cast<std::size_t>(part)].over) -
                          (whole == kNone ? 0 : of_whole[whole]);
      more[i] += most_price * over * parts_[first].worth * static_cast<double>(each.Weight(market_.lanes[i]));
    }
    first += each.most.size();
  }
  std::vector<std::int64_t> units;
  for (std::size_t i = 0; i < market_.lanes.size(); ++i)
    units.push_back(market_.lanes[i].cost.unit() + std::llround(more[i]));
  return units;
}

// A plan in whole quanta next to the mixture.
std::optional<MarketAnswer> Blend::Rounded(std::span<const std::int64_t> units, const MarketAnswer& near,
                                           const StopToken& stop) const {
  std::vector<double> mixed(market_.lanes.size());
  for (std::size_t j = 0; j < plans_.size(); ++j) {
    for (const auto& [lane, quanta] : plans_[j].quanta) {
      mixed[lane] +=
          weight_[separate_.of_requirement[market_.lanes[lane].requirement]][j] * static_cast<double>(quanta);
    }
  }
  // Of those lanes alone that may carry something.
  Market market;
  market.first_of_requirement.assign(instance_.requirements.size() + 1, 0);
  std::vector<std::size_t> lanes;
  std::vector<std::int64_t> unit, least, most;
  MarketAnswer start = near;
  start.quanta.clear();
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    if (mixed[i] <= kHair) continue;
    lanes.push_back(i);
    market.lanes.push_back(market_.lanes[i]);
    if (!market_.surcharge.empty()) market.surcharge.push_back(market_.surcharge[i]);
    ++market.first_of_requirement[market_.lanes[i].requirement + 1];
    unit.push_back(units[i]);
    least.push_back(static_cast<std::int64_t>(std::floor(mixed[i] + kHair)));
    most.push_back(static_cast<std::int64_t>(std::ceil(mixed[i] - kHair)));
    start.quanta.push_back(near.quanta[i]);
  }
  for (std::size_t r = 0; r < instance_.requirements.size(); ++r)
    market.first_of_requirement[r + 1] += market.first_of_requirement[r];
  if (instance_.transfers.empty()) start = FittedTo(instance_, market, least, most, start);
  MarketAnswer rounded = SolveMarket(
      instance_, market, {.unit = unit, .least = least, .most = most, .penalty = penalty_}, &start, stop);
  if (rounded.status != flow::Status::kOptimal) return std::nullopt;
  const std::vector<std::int64_t> quanta = std::move(rounded.quanta);
  rounded.quanta.assign(market_.lanes.size(), 0);
  for (std::size_t i = 0; i < lanes.size(); ++i) rounded.quanta[lanes[i]] = quanta[i];
  return rounded;
}

void Blend::Improve(MarketAnswer last, Rounds rounds, const StopToken& stop, BestOfParts& best) {
  if (price_ < 1) return;
  const double counted = std::min(price_, kMostCounted);
  Weigh(stop);
  const bool few = rounds == Rounds::kFew;
  const int most_rounds = best.excess() == 0 ? kRoundsOfKept : few ? kFewRounds : kRounds;
  for (int round = 0; round < most_rounds; ++round) {
    MarketAnswer next =
        SolveMarket(instance_, market_, {.unit = Units(price_), .penalty = penalty_}, &last, stop);
    if (next.status != flow::Status::kOptimal) return;
    last = std::move(next);
    best.Offer(last, BestOfParts::Prices::kLeave, Units(counted));
    Add(last);
    Weigh(stop);
  }
  for (int i = 0; i < (few ? kFewRoundings : kRoundings); ++i) {
    const std::optional<MarketAnswer> rounded = Rounded(Units(price_), last, stop);
    if (!rounded) return;
    const bool is_of_budgets = limits_.size() == 1 && IsOfBudgets(limits_.front());
    const MarketAnswer whole =
        is_of_budgets ? WithSwaps(instance_, market_, limits_.front(), *rounded, stop) : *rounded;
    best.Offer(whole, BestOfParts::Prices::kLeave, Units(counted));
    LearnFrom(*rounded, kFirstStep / (1 + i));
  }
}

}  // namespace pasok::match::beyond
