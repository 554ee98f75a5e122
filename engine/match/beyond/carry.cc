#include "engine/match/beyond/carry.h"

#include <algorithm>
#include <limits>

namespace pasok::match::beyond {
namespace {

// Costs are in range together (total_range.h), so that their sums stay far below.
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

// T_v: from the least d on.
struct Table {
  std::int64_t first = 0;
  std::vector<std::int64_t> cost;

  std::int64_t At(std::int64_t d) const {
    return d < first || d >= first + std::ssize(cost) ? kNever : cost[d - first];
  }
};

class Carrier {
 public:
  explicit Carrier(const CarryQuestion& question)
      : question_(question),
        ways_of_(question.needs.size()),
        into_(question.needs.size()),
        out_of_(question.needs.size()),
        taken_(question.ways.size()) {
    for (std::int32_t e = 0; e < std::ssize(question.ways); ++e) {
      const CarryWay& way = question.ways[e];
      ways_of_[way.to].push_back(e);
      into_[way.to] += way.most;
      if (way.from == CarryWay::kStock) continue;
      ways_of_[way.from].push_back(e);
      out_of_[way.from] += way.most;
    }
    for (const CarryNeed& need : question.needs)
      tables_.push_back({.first = need.first - need.own, .cost = need.cost});
  }

  std::int64_t Cells() {
    std::int64_t cells = 0;
    std::vector<bool> is_reached(question_.needs.size());
    for (std::int32_t root = 0; root < std::ssize(question_.needs); ++root) {
      if (!is_reached[root]) ListFrom(root, is_reached);
    }
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
      Leave(*step);
      cells += (question_.ways[step->way].most + 1) * (into_[step->at] + out_of_[step->at] + 1);
    }
    return cells;
  }

  std::vector<std::int64_t> Carried() {
    std::vector<std::int64_t> carried(question_.ways.size());
    std::vector<bool> is_reached(question_.needs.size());
    for (std::int32_t root = 0; root < std::ssize(question_.needs); ++root) {
      if (is_reached[root]) continue;
      steps_.clear();
      ListFrom(root, is_reached);
      for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) Decide(*step);
      if (tables_[root].At(0) >= kNever) return {};
      std::vector<std::int64_t> wants(question_.needs.size());  // d of each
      for (const Step& step : steps_) {
        const Table& taken = taken_[step.way];
        const std::int64_t x = taken.At(wants[step.at]);
        carried[step.way] = x;
        if (step.leaf != CarryWay::kStock) wants[step.leaf] = SignAt(step.leaf, step.way) * x;
        wants[step.at] += SignAt(step.at, step.way) * x;
      }
    }
    return carried;
  }

 private:
  struct Step {
    std::int32_t way = 0, at = 0, leaf = CarryWay::kStock;
  };

  // What one quantum on the way makes a need of its two want more.
  std::int64_t SignAt(std::int32_t need, std::int32_t way) const {
    return question_.ways[way].from == need ? 1 : -1;
  }

  // From the root outwards.
  void ListFrom(std::int32_t root, std::vector<bool>& is_reached) {
    is_reached[root] = true;
    for (const std::int32_t way : ways_of_[root]) {
      const CarryWay& row = question_.ways[way];
      const std::int32_t leaf = row.from == root ? row.to : row.from;
      if (leaf == CarryWay::kStock) {
        steps_.push_back({.way = way, .at = root});
      } else if (!is_reached[leaf]) {
        steps_.push_back({.way = way, .at = root, .leaf = leaf});
        ListFrom(leaf, is_reached);
      }
    }
  }

  // Of all d that ways yet to be decided may come to.
  void Decide(const Step& step) {
    const CarryWay& way = question_.ways[step.way];
    Leave(step);
    const Table& table = tables_[step.at];
    const std::int64_t sign = SignAt(step.at, step.way);
    Table after = Open(step.at), taken = after;
    for (std::int64_t x = 0; x <= way.most; ++x) {
      std::int64_t base = way.unit * x;
      if (step.leaf != CarryWay::kStock) base += tables_[step.leaf].At(SignAt(step.leaf, step.way) * x);
      if (base >= kNever) continue;
      for (std::int64_t i = 0; i < std::ssize(after.cost); ++i) {
        const std::int64_t through = base + table.At(after.first + i + sign * x);
        if (through >= after.cost[i]) continue;
        after.cost[i] = through;
        taken.cost[i] = x;
      }
    }
    tables_[step.at] = std::move(after);
    taken_[step.way] = std::move(taken);
  }

  void Leave(const Step& step) {
    const CarryWay& way = question_.ways[step.way];
    into_[way.to] -= way.most;
    if (way.from != CarryWay::kStock) out_of_[way.from] -= way.most;
  }
  Table Open(std::int32_t need) const {
    return {.first = -into_[need],
            .cost = std::vector<std::int64_t>(into_[need] + out_of_[need] + 1, kNever)};
  }

  const CarryQuestion& question_;
  std::vector<std::vector<std::int32_t>> ways_of_;
  std::vector<std::int64_t> into_, out_of_;  // the most that ways not decided yet carry
  std::vector<Table> tables_;                // of the ways decided so far
  std::vector<Table> taken_;                 // per way: x of each d
  std::vector<Step> steps_;
};

}  // namespace

std::vector<std::int64_t> LeastCarried(const CarryQuestion& question) { return Carrier(question).Carried(); }

std::int64_t CellsOf(const CarryQuestion& question) { return Carrier(question).Cells(); }

}  // namespace pasok::match::beyond
