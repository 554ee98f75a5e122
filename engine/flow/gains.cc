#include "engine/flow/gains.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/flow/network_simplex.h"

namespace pasok::flow {
namespace {

constexpr double kLonger = 1.5, kShorter = 0.5, kLeastStep = 0.02;
constexpr double kArrived = 0.5;  // units, and units of cost
constexpr int kRepairs = 4;       // of a plan that asks for more than can come
constexpr std::size_t kArcsAGain = 5;

// A figure that is looked for.
struct Guess {
  double at = 0, step = 1;
  int direction = 0;  // of the last move

  // Whether it was there.
  bool MoveTo(double target) {
    const double distance = target - at;
    const int now = distance > kArrived ? 1 : distance < -kArrived ? -1 : 0;
    if (now != 0 && now == direction) step = std::min(1.0, step * kLonger);
    if (now != 0 && now == -direction) step = std::max(kLeastStep, step * kShorter);
    if (now != 0) direction = now;
    at += step * distance;
    return now == 0;
  }
};

// What a gain puts into one of the networks.
struct Share {
  std::int64_t off_tail = 0, on_head = 0;      // of the supplies
  std::int64_t link_upper = 0, link_cost = 0;  // of the arc between them
};

class GainSolver {
 public:
  GainSolver(const Problem& problem, std::span<const Gain> gains, std::int32_t sink, const StopToken& stop)
      : base_(problem),
        gains_(gains),
        sink_(sink),
        stop_(stop),
        carried_(gains.size()),
        lambda_(gains.size()) {
    std::int64_t dearest = 1;
    Int128 units = 0;
    for (const std::int64_t cost : problem.cost) dearest = std::max(dearest, std::abs(cost));
    for (std::size_t j = 0; j < gains.size(); ++j) {
      const double k = Ratio(j);
      carried_[j].step = lambda_[j].step = std::min(k, 1 / k);
      dearest = std::max({dearest, gains[j].cost, gains[j].instead, SlackCost(gains[j])});
      units += Int128{gains[j].upper} + ArrivingOf(gains[j].upper, gains[j].milli);
    }
    fits_ = dearest <= kMostPrice / 4 && units <= kMostQuantity / 4;
    if (fits_) prohibitive_ = 4 * dearest;
  }

  GainedFlow Run(int rounds) {
    const std::vector<Share> none(gains_.size());
    Solution without = SolveNetworkSimplex(base_, stop_);
    answer_.iterations = without.iterations;
    answer_.status = without.status;
    if (without.status != Status::kOptimal) return std::move(answer_);
    Offer(none, without);
    answer_.leaving.assign(gains_.size(), 0);
    Keep(without);
    least_ = without.cost;
    for (std::size_t j = 0; j < gains_.size(); ++j) lambda_[j].at = WideCost(j, without);
    last_flow_ = std::move(without.flow), last_price_ = std::move(without.price), last_shares_ = none;
    last_flow_.resize(last_flow_.size() + kArcsAGain * gains_.size());
    for (int round = 0; round < rounds && fits_; ++round) {
      const std::vector<Share> linked = Linked();
      const std::optional<Solution> solution = Solve(linked);
      if (!solution || solution->status != Status::kOptimal) break;
      Offer(linked, *solution);
      bool arrived = true;
      for (std::size_t j = 0; j < gains_.size(); ++j) {
        arrived &= carried_[j].MoveTo(static_cast<double>(solution->flow[LinkArc(j)]));
        arrived &= lambda_[j].MoveTo(WideCost(j, *solution));
      }
      if (!TryPlan()) break;
      if (arrived) break;
    }
    return std::move(answer_);
  }

 private:
  double Ratio(std::size_t j) const { return static_cast<double>(gains_[j].milli) / 1'000; }
  bool IsWideAtHead(std::size_t j) const { return gains_[j].milli >= 1'000; }
  std::int32_t LinkArc(std::size_t j) const { return base_.arcs() + static_cast<std::int32_t>(5 * j); }

  // What an arriving unit less saves, where one sends so much less for it and does without at the tail.
  static std::int64_t SlackCost(const Gain& gain) {
    const Int128 saved = Int128{std::max<std::int64_t>(0, gain.instead - gain.cost)} * 1'000 / gain.milli;
    return static_cast<std::int64_t>(std::min<Int128>(saved, kMostPrice));
  }

  // Far enough out of range, where it is.
  static std::int64_t RoundedCost(double cost) {
    constexpr double kMost = 2.0 * kMostPrice;
    return std::llround(std::clamp(cost, -kMost, kMost));
  }

  double CostAt(std::int32_t node, const Solution& solution) const {
    return static_cast<double>(solution.price[sink_] - solution.price[node]);
  }
  double WideCost(std::size_t j, const Solution& solution) const {
    const Gain& gain = gains_[j];
    const bool at_head = IsWideAtHead(j);
    const auto most = static_cast<double>(at_head ? SlackCost(gain) : gain.instead);
    return std::clamp(CostAt(at_head ? gain.head : gain.tail, solution), 0.0, most);
  }

  // The network at the guesses.
  std::vector<Share> Linked() const {
    std::vector<Share> shares(gains_.size());
    std::vector<std::int64_t> left(base_.supply);
    for (std::size_t j = 0; j < gains_.size(); ++j) {
      const Gain& gain = gains_[j];
      const double k = Ratio(j), cost = static_cast<double>(gain.cost);
      if (IsWideAtHead(j)) {
        shares[j] = {.on_head = std::llround((k - 1) * carried_[j].at),
                     .link_upper = gain.upper,
                     .link_cost = RoundedCost(cost + (k - 1) * lambda_[j].at)};
      } else {
        shares[j] = {.off_tail = std::clamp<std::int64_t>(std::llround((1 / k - 1) * carried_[j].at), 0,
                                                          left[gain.tail]),
                     .link_upper = ArrivingOf(gain.upper, gain.milli),
                     .link_cost = RoundedCost(cost / k - (1 / k - 1) * lambda_[j].at)};
        left[gain.tail] -= shares[j].off_tail;
      }
    }
    return shares;
  }

  // Solves the guess in whole units; false: there is no going on from it.
  bool TryPlan() {
    std::vector<std::int64_t> leaving, left(base_.supply);
    for (std::size_t j = 0; j < gains_.size(); ++j) {
      const Gain& gain = gains_[j];
      const std::int64_t at = std::llround(carried_[j].at);
      const std::int64_t guess = IsWideAtHead(j) ? at : LeavingFor(at, gain.milli);
      leaving.push_back(std::clamp<std::int64_t>(guess, 0, std::min(gain.upper, left[gain.tail])));
      left[gain.tail] -= leaving.back();
    }
    for (int repair = 0; repair < kRepairs; ++repair) {
      std::vector<Share> fixed(gains_.size());
      Int128 cost = 0;
      for (std::size_t j = 0; j < gains_.size(); ++j) {
        fixed[j] = {.off_tail = leaving[j], .on_head = ArrivingOf(leaving[j], gains_[j].milli)};
        cost += Int128{gains_[j].cost} * leaving[j];
      }
      const std::optional<Solution> solution = Solve(fixed);
      if (!solution || solution->status != Status::kOptimal) return false;
      Offer(fixed, *solution);
      bool fits = true;
      for (std::size_t j = 0; j < gains_.size(); ++j) {
        const std::int64_t missing = solution->flow[LinkArc(j) + 1];
        if (missing == 0) continue;
        fits = false;
        leaving[j] = LeavingFor(fixed[j].on_head - missing, gains_[j].milli);
      }
      if (!fits) continue;
      cost += solution->cost;
      if (cost >= least_) return true;
      least_ = cost;
      answer_.leaving = std::move(leaving);
      Keep(*solution);
      return true;
    }
    return true;
  }

  void Keep(const Solution& solution) {
    answer_.flow.assign(solution.flow.begin(), solution.flow.begin() + base_.arcs());
  }

  // Behind the problem's arcs five for each gain: between its ends; what the head goes without; and, so that
  // a flow of another round can be begun from, prohibitive ones for what is too little or too much at either.
  Problem NetworkOf(const std::vector<Share>& shares) const {
    Problem problem = base_;
    for (std::size_t j = 0; j < gains_.size(); ++j) {
      const Gain& gain = gains_[j];
      const Share& share = shares[j];
      problem.supply[gain.tail] -= share.off_tail;
      problem.supply[gain.head] += share.on_head;
      problem.supply[sink_] += share.off_tail - share.on_head;
      const std::int64_t most = 2 * (gain.upper + ArrivingOf(gain.upper, gain.milli)) + 2;
      problem.AddArc(gain.tail, gain.head, share.link_upper, share.link_cost);
      problem.AddArc(gain.head, sink_, share.on_head, SlackCost(gain));
      problem.AddArc(sink_, gain.head, most, prohibitive_);
      problem.AddArc(sink_, gain.tail, most, prohibitive_);
      problem.AddArc(gain.tail, sink_, most, prohibitive_);
    }
    return problem;
  }

  // nullopt: out of range, stopped, or something goes a prohibitive way: then there is no other, or one that
  // is dearer, and nothing is proven.
  std::optional<Solution> Solve(const std::vector<Share>& shares) {
    const Problem problem = NetworkOf(shares);
    if (CheckRange(problem)) return std::nullopt;
    Solution solution = last_flow_.empty()
                            ? SolveNetworkSimplex(problem, stop_)
                            : SolveNetworkSimplexFrom(problem, StartOf(shares), last_price_, stop_);
    answer_.iterations += solution.iterations;
    if (solution.status == Status::kStopped) return std::nullopt;
    if (solution.status == Status::kOptimal && GoesAProhibitiveWay(solution)) return std::nullopt;
    if (solution.status == Status::kOptimal)
      last_flow_ = solution.flow, last_price_ = solution.price, last_shares_ = shares;
    return solution;
  }

  bool GoesAProhibitiveWay(const Solution& solution) const {
    for (std::size_t j = 0; j < gains_.size(); ++j) {
      const auto arcs = solution.flow.begin() + LinkArc(j);
      if (std::any_of(arcs + 2, arcs + kArcsAGain, [](std::int64_t flow) { return flow > 0; })) return true;
    }
    return false;
  }

  // The last flow, made to fit other supplies and bounds.
  std::vector<std::int64_t> StartOf(const std::vector<Share>& shares) const {
    std::vector<std::int64_t> flow = last_flow_;
    for (std::size_t j = 0; j < gains_.size(); ++j) {
      const std::int32_t arc = LinkArc(j);
      const std::int64_t link = flow[arc], linked = std::min(link, shares[j].link_upper);
      // What the arcs behind carry together, away from either end.
      const std::int64_t head =
          shares[j].on_head - last_shares_[j].on_head + linked - link + flow[arc + 1] - flow[arc + 2];
      const std::int64_t tail =
          last_shares_[j].off_tail - shares[j].off_tail + link - linked + flow[arc + 4] - flow[arc + 3];
      flow[arc] = linked;
      flow[arc + 1] = std::max<std::int64_t>(0, head);
      flow[arc + 2] = std::max<std::int64_t>(0, -head);
      flow[arc + 3] = std::max<std::int64_t>(0, -tail);
      flow[arc + 4] = std::max<std::int64_t>(0, tail);
    }
    return flow;
  }

  // Takes the prices of a solve where they bound the cost better than those before.
  void Offer(const std::vector<Share>& shares, const Solution& solution) {
    auto bound = static_cast<double>(solution.cost);
    for (std::size_t j = 0; j < gains_.size(); ++j) {
      const Gain& gain = gains_[j];
      const Share& share = shares[j];
      const double tail = CostAt(gain.tail, solution), head = CostAt(gain.head, solution);
      const auto taken_off = [&](std::int64_t upper, double reduced) {
        bound -= static_cast<double>(upper) * std::min(0.0, reduced);
      };
      bound += static_cast<double>(share.off_tail) * tail - static_cast<double>(share.on_head) * head;
      taken_off(share.link_upper, static_cast<double>(share.link_cost) - tail + head);
      taken_off(share.on_head, static_cast<double>(SlackCost(gain)) - head);
      bound += static_cast<double>(gain.upper) *
               std::min(0.0, static_cast<double>(gain.cost) - tail + Ratio(j) * std::max(0.0, head));
    }
    if (answer_.price.empty() || bound > bound_) bound_ = bound, answer_.price = solution.price;
  }

  const Problem& base_;
  const std::span<const Gain> gains_;
  const std::int32_t sink_;
  const StopToken& stop_;
  bool fits_ = false;  // what gains take and bring, and cost, so that sums of it don't overflow
  std::int64_t prohibitive_ = 0;
  std::vector<Guess> carried_, lambda_;  // per gain; what it carries in units of its narrow end
  std::vector<std::int64_t> last_flow_, last_price_;
  std::vector<Share> last_shares_;
  Int128 least_ = 0;
  double bound_ = 0;
  GainedFlow answer_;
};

}  // namespace

GainedFlow SolveWithGains(const Problem& problem, std::span<const Gain> gains, std::int32_t sink, int rounds,
                          const StopToken& stop) {
  return GainSolver(problem, gains, sink, stop).Run(rounds);
}

}  // namespace pasok::flow
