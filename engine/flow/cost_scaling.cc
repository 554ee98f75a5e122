#include "engine/flow/cost_scaling.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "engine/flow/missing_bounds.h"
#include "engine/flow/rank_buckets.h"
#include "engine/flow/residual_network.h"

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;
constexpr std::int64_t kShrink = 16;     // epsilon is divided by this from phase to phase
constexpr std::size_t kLongestPath = 4;  // of a partial augmentation, in arcs
constexpr int kRefinements = 20;         // of the prices in a phase; two or three do, as a rule
constexpr std::int64_t kStepsBetweenLooks = 1 << 18;

Int128 FirstEpsilon(const ResidualTask& task) {
  return std::max<Int128>((Int128(task.supplies.size()) + 1) * task.dearest / kShrink, 1);
}

template <typename Width>
class Scaling {
 public:
  using Quantity = typename Width::Quantity;
  using Total = typename Width::Total;

  Scaling(const Scaling&) = delete;
  Scaling& operator=(const Scaling&) = delete;
  Scaling(const Problem& problem, const ResidualTask& task, const StopToken& stop)
      : problem_(problem),
        stop_(stop),
        nodes_(problem.nodes()),
        scale_(Total{problem.nodes()} + 1),
        epsilon_(static_cast<Total>(FirstEpsilon(task))),
        network_(problem, task),
        arcs_(network_.arcs),
        first_(network_.first),
        current_(first_),
        price_(nodes_, 0),
        excess_(task.supplies.begin(), task.supplies.end()),
        queued_(nodes_, false),
        queue_(nodes_ + 1),
        buckets_(nodes_, nodes_ + 1) {}

  Solution Run() {
    Status status = Refine();
    while (status == Status::kOptimal && epsilon_ > 1) {
      feasible_ = true;
      epsilon_ = std::max<Total>(epsilon_ / kShrink, 1);
      if (!RefinePrices()) status = Refine();
    }
    Solution solution{.status = status, .iterations = augmentations_};
    if (status == Status::kOptimal && !WriteAnswer(solution)) solution = {.iterations = augmentations_};
    return solution;
  }

  // Whether Run was stopped because a price left the range; its answer is none then.
  bool OutOfRange() const { return out_of_range_; }

 private:
  using Arc = typename ResidualNetwork<Width>::Arc;

  Total Reduced(const Arc& arc, Total price_of_tail) const {
    return arc.cost * scale_ + price_of_tail - price_[arc.head];
  }

  void Lower(std::int32_t v, Total by) {
    price_[v] -= by;
    if (price_[v] < Width::kLowestPrice) out_of_range_ = true;
    current_[v] = first_[v];
  }

  void Push(std::int32_t v, std::int32_t a, Quantity amount) {
    Arc& arc = arcs_[a];
    arc.residual -= amount;
    arcs_[arc.mate].residual += amount;
    excess_[v] -= amount;
    excess_[arc.head] += amount;
  }

  // First in, first out; a node waits once.
  void Enqueue(std::int32_t v) {
    if (queued_[v]) return;
    queued_[v] = true;
    queue_[queue_end_] = v;
    queue_end_ = queue_end_ == nodes_ ? 0 : queue_end_ + 1;
  }
  void Dequeue() {
    queued_[queue_[queue_begin_]] = false;
    queue_begin_ = queue_begin_ == nodes_ ? 0 : queue_begin_ + 1;
  }

  Status Refine() {
    FillGainingArcs();
    next_update_ = relabels_;
    while (queue_begin_ != queue_end_) {
      if (relabels_ >= next_update_) {
        if (!LowerTogether()) return Status::kInfeasible;
        next_update_ = relabels_ + nodes_;
      }
      if (steps_ >= kStepsBetweenLooks) {
        if (stop_.Asked()) return Status::kStopped;
        steps_ = 0;
      }
      if (out_of_range_) return Status::kStopped;
      const std::int32_t v = queue_[queue_begin_];
      if (excess_[v] <= 0) {
        Dequeue();
      } else if (!Augment(v)) {
        return Status::kInfeasible;
      }
    }
    return Status::kOptimal;
  }

  void FillGainingArcs() {
    for (std::int32_t v = 0; v < nodes_; ++v) {
      for (std::int32_t a = first_[v]; a < first_[v + 1]; ++a) {
        if (arcs_[a].residual > 0 && Reduced(arcs_[a], price_[v]) < 0) Push(v, a, arcs_[a].residual);
      }
    }
    for (std::int32_t v = 0; v < nodes_; ++v) {
      current_[v] = first_[v];
      if (excess_[v] > 0) Enqueue(v);
    }
    steps_ += std::ssize(arcs_);
  }

  // Looks for a path of admissible arcs from `start` that ends at a deficit or is kLongestPath long,
  // relabelling and stepping back on the way until the next global update is due; then sends as much along
  // each of its arcs as goes. False where there is no residual arc at all.
  bool Augment(std::int32_t start) {
    std::size_t length = 0;
    std::int32_t tip = start;
    while (length < kLongestPath && excess_[tip] >= 0 && relabels_ < next_update_ && !out_of_range_) {
      Total least = kNothing;
      const std::int32_t a = FindAdmissible(tip, least);
      if (a != kNone) {
        path_[length++] = a;
        tip = arcs_[a].head;
        continue;
      }
      // The way back counts as residual: it will be once flow has come here.
      const std::int32_t way_back = length > 0 ? arcs_[path_[length - 1]].mate : kNone;
      if (way_back != kNone) least = std::min(least, Reduced(arcs_[way_back], price_[tip]));
      if (least == kNothing) return false;
      Lower(tip, least + epsilon_);
      ++relabels_;
      if (way_back != kNone) {
        --length;
        tip = arcs_[way_back].head;
      }
    }
    std::int32_t v = start;
    for (std::size_t i = 0; i < length; ++i) {
      const std::int32_t a = path_[i];
      Push(v, a, static_cast<Quantity>(std::min<Total>(arcs_[a].residual, excess_[v])));
      v = arcs_[a].head;
      if (excess_[v] > 0) Enqueue(v);
    }
    ++augmentations_;
    return true;
  }

  // The first admissible arc from v on, at or after current_[v]: none is before it. If there is none, `least`
  // is the smallest reduced cost of v's residual arcs.
  std::int32_t FindAdmissible(std::int32_t v, Total& least) {
    const Total price = price_[v];
    // No branch on the residual: it would be guessed wrong as often as not.
    const auto residual_cost = [&](const Arc& arc) {
      const Total reduced = Reduced(arc, price);
      return arc.residual > 0 ? reduced : kNothing;
    };
    const std::int32_t from = current_[v];
    const std::int32_t end = first_[v + 1];
    for (std::int32_t a = from; a < end; ++a) {
      const Total reduced = residual_cost(arcs_[a]);
      if (reduced < 0) {
        steps_ += a - from;
        current_[v] = a;
        return a;
      }
      least = std::min(least, reduced);
    }
    for (std::int32_t a = first_[v]; a < from; ++a) least = std::min(least, residual_cost(arcs_[a]));
    steps_ += end - first_[v];
    return kNone;
  }

  // The global update. A residual arc (u, v) is floor(c_pi / epsilon) + 1 steps long; a node is lowered by
  // its distance to the nearest deficit, and nodes beyond the farthest excess like that one. False where some
  // excess is known to have no way to a deficit.
  bool LowerTogether() {
    const std::int32_t beyond = buckets_.ranks();
    buckets_.Clear(beyond);
    Total left = 0;
    for (std::int32_t v = 0; v < nodes_; ++v) {
      if (excess_[v] < 0) {
        buckets_.Insert(v, 0);
      } else {
        left += excess_[v];
      }
    }
    std::int32_t rank = 0;
    while (left > 0 && rank < beyond) {
      const std::int32_t v = buckets_.Take(rank);
      if (v == kNone) {
        ++rank;
        continue;
      }
      left -= std::max<Total>(excess_[v], 0);
      for (std::int32_t a = first_[v]; a < first_[v + 1]; ++a) {
        const std::int32_t u = arcs_[a].head;
        const std::int32_t rank_of_u = buckets_.Rank(u);
        const Total reduced = -Reduced(arcs_[a], price_[v]);  // of the mate
        // Also true of those that are done. Most arcs end here, without a division or a look at the mate.
        if (reduced >= (rank_of_u - rank - 1) * epsilon_) continue;
        if (arcs_[arcs_[a].mate].residual <= 0) continue;
        const Total steps = reduced < 0 ? 0 : reduced / epsilon_ + 1;
        if (rank_of_u < beyond) buckets_.Remove(u);
        buckets_.Insert(u, rank + static_cast<std::int32_t>(steps));
      }
    }
    steps_ += std::ssize(arcs_);
    if (left > 0 && !feasible_ && !EveryExcessHasAWay()) return false;
    for (std::int32_t v = 0; v < nodes_; ++v) {
      if (const std::int32_t by = std::min(buckets_.Rank(v), rank); by > 0) Lower(v, by * epsilon_);
    }
    return true;
  }

  bool EveryExcessHasAWay() const {
    std::vector<bool> reaches(nodes_, false);  // a deficit
    std::vector<std::int32_t> found;
    const auto find = [&](std::int32_t v) {
      reaches[v] = true;
      found.push_back(v);
    };
    for (std::int32_t v = 0; v < nodes_; ++v) {
      if (excess_[v] < 0) find(v);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (std::int32_t a = first_[found[i]]; a < first_[found[i] + 1]; ++a) {
        if (!reaches[arcs_[a].head] && arcs_[arcs_[a].mate].residual > 0) find(arcs_[a].head);
      }
    }
    for (std::int32_t v = 0; v < nodes_; ++v) {
      if (excess_[v] > 0 && !reaches[v]) return false;
    }
    return true;
  }

  // Whether the flow is epsilon-optimal at prices that were found for it. Without, it is as good as before.
  bool RefinePrices() {
    for (int i = 0; i < kRefinements && !out_of_range_ && !stop_.Asked() && SortByGainingArcs(); ++i) {
      const std::int32_t top = RankByGainingArcs();
      if (top == 0) return true;
      LowerByRank(top);
      steps_ += 3 * std::ssize(arcs_);
    }
    return false;
  }

  // The nodes into order_, each after all that its residual arcs with c_pi < 0 lead to, depth first. False
  // where such arcs have a cycle.
  bool SortByGainingArcs() {
    enum : std::int32_t { kNew, kOnPath, kDone };
    std::vector<std::int32_t> state(nodes_, kNew), from(nodes_);
    current_.assign(first_.begin(), first_.end());
    order_.clear();
    for (std::int32_t start = 0; start < nodes_; ++start) {
      if (state[start] != kNew) continue;
      from[start] = kNone;
      state[start] = kOnPath;
      for (std::int32_t v = start; v != kNone;) {
        const std::int32_t end = first_[v + 1];
        std::int32_t a = current_[v];
        while (a < end && !(arcs_[a].residual > 0 && state[arcs_[a].head] != kDone &&
                            Reduced(arcs_[a], price_[v]) < 0)) {
          ++a;
        }
        current_[v] = a;
        if (a == end) {
          state[v] = kDone;
          order_.push_back(v);
          v = from[v];
          continue;
        }
        const std::int32_t next = arcs_[a].head;
        if (state[next] == kOnPath) return false;
        state[next] = kOnPath;
        from[next] = v;
        v = next;
      }
    }
    return true;
  }

  // Ranks nodes by the longest path over the arcs with c_pi < 0, each as long as it is below -epsilon, in
  // steps of epsilon rounded up. Returns the highest rank; those above 0 are in buckets.
  std::int32_t RankByGainingArcs() {
    buckets_.Clear(0);
    std::int32_t top = 0;
    for (auto i = order_.rbegin(); i != order_.rend(); ++i) {
      const std::int32_t v = *i;
      const std::int32_t rank = buckets_.Rank(v);
      for (std::int32_t a = first_[v]; a < first_[v + 1]; ++a) {
        if (arcs_[a].residual <= 0) continue;
        const Total reduced = Reduced(arcs_[a], price_[v]);
        if (reduced >= 0) continue;
        const Total through = std::min<Total>((-reduced - 1) / epsilon_ + rank, buckets_.ranks() - 1);
        if (through > buckets_.Rank(arcs_[a].head)) {
          buckets_.SetRank(arcs_[a].head, static_cast<std::int32_t>(through));
        }
      }
      if (rank > 0) buckets_.Insert(v, rank);
      top = std::max(top, rank);
    }
    return top;
  }

  // Lowers each node by its rank, and those that its arcs lead to by as much as keeps them above -epsilon, or
  // where they are below it, as they were.
  void LowerByRank(std::int32_t top) {
    for (std::int32_t rank = top; rank > 0;) {
      const std::int32_t v = buckets_.Take(rank);
      if (v == kNone) {
        --rank;
        continue;
      }
      for (std::int32_t a = first_[v]; a < first_[v + 1]; ++a) {
        const std::int32_t u = arcs_[a].head;
        const std::int32_t rank_of_u = buckets_.Rank(u);
        if (arcs_[a].residual <= 0 || rank_of_u >= rank) continue;
        const Total reduced = Reduced(arcs_[a], price_[v]);
        const Total wanted = reduced < 0 ? rank : rank - 1 - reduced / epsilon_;
        if (wanted <= rank_of_u) continue;
        if (rank_of_u > 0) buckets_.Remove(u);
        buckets_.Insert(u, static_cast<std::int32_t>(wanted));
      }
      Lower(v, rank * epsilon_);
    }
  }

  // False: the stop token asks.
  bool WriteAnswer(Solution& solution) {
    std::optional<std::vector<std::int64_t>> price = ExactPrices();
    if (!price) return false;
    solution.price = *std::move(price);
    solution.flow.resize(problem_.arcs());
    for (std::int32_t a = 0; a < problem_.arcs(); ++a) {
      const bool gaining_loop = problem_.tail[a] == problem_.head[a] && problem_.cost[a] < 0;
      solution.flow[a] = gaining_loop ? problem_.upper[a] : problem_.lower[a];
      solution.flow[a] += static_cast<std::int64_t>(network_.Carried(a));
      solution.cost += Int128{problem_.cost[a]} * solution.flow[a];
    }
    return true;
  }

  // Shortest distances in the residual network, which has no negative cycle any more, from starts that are
  // nearly right; as any starts do, they are cut to what keeps the answer within the range. nullopt: the stop
  // token asks.
  std::optional<std::vector<std::int64_t>> ExactPrices() {
    std::vector<std::int64_t> price(nodes_);
    for (std::int32_t v = 0; v < nodes_; ++v) {
      price[v] = static_cast<std::int64_t>(std::clamp<Total>(price_[v] / scale_, -kMostPrice, kMostPrice));
      Enqueue(v);
    }
    for (; queue_begin_ != queue_end_; Dequeue()) {
      const std::int32_t v = queue_[queue_begin_];
      if ((steps_ += first_[v + 1] - first_[v]) >= kStepsBetweenLooks) {
        if (stop_.Asked()) return std::nullopt;
        steps_ = 0;
      }
      for (std::int32_t a = first_[v]; a < first_[v + 1]; ++a) {
        const Arc& arc = arcs_[a];
        if (arc.residual <= 0 || price[v] + arc.cost >= price[arc.head]) continue;
        price[arc.head] = price[v] + arc.cost;
        Enqueue(arc.head);
      }
    }
    return price;
  }

  static constexpr Total kNothing = ~(Total{1} << (8 * sizeof(Total) - 1));  // no reduced cost is as large

  const Problem& problem_;
  const StopToken& stop_;
  const std::int32_t nodes_;
  const Total scale_;  // of the costs
  Total epsilon_;
  bool feasible_ = false;  // a flow is known to exist
  ResidualNetwork<Width> network_;
  std::vector<Arc>& arcs_;                  // network_'s
  const std::vector<std::int32_t>& first_;  // network_'s
  std::vector<std::int32_t> current_;       // per node, where to look on for admissible arcs
  std::vector<Total> price_, excess_;
  std::vector<std::uint8_t> queued_;
  std::vector<std::int32_t> queue_;  // a ring
  std::int32_t queue_begin_ = 0, queue_end_ = 0;
  std::array<std::int32_t, kLongestPath> path_{};
  RankBuckets buckets_;
  std::vector<std::int32_t> order_;
  bool out_of_range_ = false;
  std::int64_t relabels_ = 0, augmentations_ = 0;
  std::int64_t next_update_ = 0;  // at so many relabels
  std::int64_t steps_ = 0;        // arcs looked at since the last look at stop_
};

bool IsNarrow(const Problem& problem, const ResidualTask& task) {
  constexpr Int128 kMost = std::numeric_limits<std::int32_t>::max();
  if (task.dearest > kMost) return false;
  if (FirstEpsilon(task) * (problem.nodes() + 2) > (Int128{1} << 58)) return false;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (task.Capacity(problem, a) > kMost) return false;
  }
  return true;
}

Solution Solve(const Problem& problem, const ResidualTask& task, const StopToken& stop) {
  if (IsNarrow(problem, task)) {
    Scaling<Narrow> scaling(problem, task, stop);
    Solution solution = scaling.Run();
    if (!scaling.OutOfRange()) return solution;
  }
  return Scaling<Wide>(problem, task, stop).Run();
}

}  // namespace

Solution SolveCostScaling(const Problem& problem, const StopToken& stop) {
  Int128 total = 0;
  for (const std::int64_t supply : problem.supply) total += supply;
  if (total != 0) return {.status = Status::kInfeasible};
  ResidualTask task{.supplies = SuppliesAboveLowerBounds(problem)};
  const MissingBounds missing = FindMissingBounds(problem, task.supplies, stop);
  if (missing.status == Status::kStopped) return {};
  task.missing_bound = missing.bound;
  if (problem.arcs() >= kStepsBetweenLooks && stop.Asked()) return {};
  if (missing.status == Status::kUnbounded) {
    const Status status = Solve(problem, task, stop).status;
    return {.status = status == Status::kOptimal ? Status::kUnbounded : status};
  }
  for (const std::int64_t cost : problem.cost) task.dearest = std::max(task.dearest, std::abs(cost));
  return Solve(problem, task, stop);
}

}  // namespace pasok::flow
