// One requirement that takes whole deliveries: which lanes carry how much.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace pasok::match::beyond {

struct WholeLane {
  std::int64_t unit = 0;            // sen per quantum
  std::int64_t lot = 1, least = 1;  // quanta; least a multiple of lot
  std::int64_t most = 0;            // quanta; below least: it carries nothing
  bool counts = true;               // against most_lanes
};

struct WholeNeed {
  std::int64_t need = 0, penalty = 0;                                  // quanta; sen per quantum short
  std::int64_t most_lanes = std::numeric_limits<std::int64_t>::max();  // of those that count
  std::vector<WholeLane> lanes = {};
};

// Finds quanta per lane, 0 or from least to most in whole lots, in all at most the need, at the least
//   sum unit * quanta + penalty * (need - sum quanta)
// by dynamic programming: with f_j(c, n) the least cost of n quanta on c of the first j lanes,
//   f_j(c, n) = min(f_{j-1}(c, n), min over x of f_{j-1}(c - 1, n - x) + unit x),
// the inner one a window's minimum for each remainder by lots. Exact where lanes * counts * need is at most
// kMostCells; beyond that in steps of several quanta, what these leave over going to lanes in use. c is left
// aside where no more lanes than most_lanes are used without; where it isn't, lanes are left out that as many
// others outdo as may be used, as each could give place to one of these that isn't: that are no dearer, bring
// no less at most and need no larger deliveries. O(min(lanes * counts * need, kMostCells)).
//
// Keeps its memory from call to call. One thread each.
class WholeNeedFiller {
 public:
  static constexpr std::int64_t kMostCells = std::int64_t{1} << 21;

  // Valid until the next call.
  const std::vector<std::int64_t>& Fill(const WholeNeed& wanted);
  // What each need from `first` to the wanted one would come to, penalties included, by the same tables; in
  // steps of several quanta what lies between two of them is interpolated. REQUIRES first from 0 to the
  // wanted need, or 0. Valid until the next call.
  const std::vector<std::int64_t>& CostsUpTo(const WholeNeed& wanted, std::int64_t first);
  std::int64_t cells() const { return cells_; }  // looked at so far, of all calls

 private:
  struct Entry {
    std::int64_t level = 0, from = 0;
  };
  void ListLanes(const WholeNeed& wanted, std::int64_t counts);
  void Tabulate(const WholeNeed& wanted, std::int64_t counts);
  void Trace(const WholeNeed& wanted);
  void Extend(const WholeLane& lane, const std::int64_t* from, std::int64_t reach, std::int64_t* to,
              std::int32_t* taken);
  std::int64_t Open(const WholeNeed& wanted) const;

  std::vector<std::size_t> listed_;  // of the wanted lanes, in their order: the others carry nothing
  std::int64_t step_ = 1, steps_ = 0, layers_ = 1, cells_ = 0;
  std::vector<std::int64_t> quanta_, cost_, next_, up_to_;
  std::vector<std::int64_t> reach_;  // per layer, the most steps that its lanes so far bring together
  std::vector<std::int32_t> taken_;
  std::vector<Entry> window_;
};

}  // namespace pasok::match::beyond
