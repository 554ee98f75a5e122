#include "engine/match/recheck/cheaper_promises.h"

#include <algorithm>
#include <map>
#include <set>

namespace pasok::match::recheck {
namespace {

// One that the residual network allows. `due`: nullptr where it is no lane's.
struct Step {
  std::int32_t from = 0, to = 0;
  std::int64_t room = 0;  // quanta, > 0
  Int128 cost = 0;        // sen per quantum
  const Agreement* due = nullptr;
  bool is_back = false;  // less of what is kept
};

// The contracts that share something, and what it comes to.
struct Sharing {
  std::vector<const Agreement*> members;
  Int128 wanted = 0;
  std::int64_t kept = 0, able = 0;

  bool IsScarce() const { return wanted > able; }
};

class Seeker {
 public:
  Seeker(const Ground& ground, const std::vector<Agreement>& due) : ground_(ground) {
    for (const Agreement& each : due) {
      if (each.offer == kNone) continue;
      for (const Sharer& sharer : SharersOf(ground, each)) {
        Sharing& sharing = sharings_[sharer];
        sharing.members.push_back(&each);
        sharing.wanted += each.wanted, sharing.kept += each.kept;
        sharing.able = AbleOf(ground, sharer);
      }
    }
  }

  std::vector<CheaperPromises> Seek() {
    std::vector<CheaperPromises> found;
    for (const auto& [sharer, sharing] : sharings_) {
      if (!sharing.IsScarce() || seen_.contains(sharer)) continue;
      const std::set<const Agreement*> together = HeldTogether(sharer);
      if (std::ranges::all_of(together, [](const Agreement* due) { return due->kept == due->wanted; }))
        continue;
      AddSteps(together);
      if (const std::vector<std::int32_t> cycle = CycleBelowNothing(); !cycle.empty())
        found.push_back(Along(cycle));
    }
    return found;
  }

 private:
  // Marks the scarce sharers that hold them together as seen.
  std::set<const Agreement*> HeldTogether(const Sharer& first) {
    std::set<const Agreement*> together;
    std::vector<Sharer> waiting{first};
    seen_.insert(first);
    while (!waiting.empty()) {
      const Sharing& sharing = sharings_.at(waiting.back());
      waiting.pop_back();
      for (const Agreement* due : sharing.members) {
        if (!together.insert(due).second) continue;
        for (const Sharer& other : SharersOf(ground_, *due)) {
          if (sharings_.at(other).IsScarce() && seen_.insert(other).second) waiting.push_back(other);
        }
      }
    }
    return together;
  }

  // What isn't scarce is in nobody's way: there the way leads straight on, and at last to the source or the
  // sink.
  void AddSteps(const std::set<const Agreement*>& together) {
    constexpr std::int32_t kSource = 0, kSink = 1;
    steps_.clear();
    nodes_ = 2;
    std::map<Sharer, std::int32_t> node;
    // Of a scarce sharer its node, otherwise where its way leads; `from`: whether it is on the sellers' side.
    const auto pass = [&](const Sharer& sharer, std::int32_t beyond, bool from) {
      const Sharing& sharing = sharings_.at(sharer);
      if (!sharing.IsScarce()) return beyond;
      const auto [found, is_new] = node.try_emplace(sharer, nodes_);
      if (!is_new) return found->second;
      const std::int32_t here = nodes_++;
      if (from) AddBothWays(beyond, here, sharing.kept, sharing.able, 0, nullptr);
      if (!from) AddBothWays(here, beyond, sharing.kept, sharing.able, 0, nullptr);
      return here;
    };
    for (const Agreement* due : together) {
      const auto [offer, supplier, need, aggregator] = SharersOf(ground_, *due);
      const DayOffer& row = ground_.rules.offers()[due->offer];
      const Sight sight = ground_.rules.Look(row.supplier, ground_.rules.needs()[due->need].demand_point);
      if (!sight.road) continue;  // a dataset without the point can't have been planned
      const Cost cost = ground_.rules.CostOf(row, sight);
      std::int32_t from = kSource;
      for (const Sharer& sharer : {aggregator, supplier, offer}) from = pass(sharer, from, /*from=*/true);
      const std::int32_t to = pass(need, kSink, /*from=*/false);
      AddBothWays(from, to, due->kept, due->wanted, Int128{cost.money} + cost.preference, due);
    }
  }

  void AddBothWays(std::int32_t from, std::int32_t to, std::int64_t kept, std::int64_t most, Int128 cost,
                   const Agreement* due) {
    if (kept < most)
      steps_.push_back({.from = from, .to = to, .room = most - kept, .cost = cost, .due = due});
    if (kept > 0)
      steps_.push_back({.from = to, .to = from, .room = kept, .cost = -cost, .due = due, .is_back = true});
  }

  // Of steps, by index; empty: there is none.
  std::vector<std::int32_t> CycleBelowNothing() const {
    std::vector<Int128> cost(nodes_);
    std::vector<std::int32_t> by(nodes_, kNone);  // the step that the cost comes from
    for (bool falls = true; falls;) {
      falls = false;
      for (std::int32_t i = 0; i < std::ssize(steps_); ++i) {
        const Step& step = steps_[i];
        if (cost[step.from] + step.cost >= cost[step.to]) continue;
        cost[step.to] = cost[step.from] + step.cost;
        by[step.to] = i;
        falls = true;
      }
      // Where costs come round to themselves they would fall for ever.
      if (std::vector<std::int32_t> cycle = CycleOf(by); !cycle.empty()) return cycle;
    }
    return {};
  }

  std::vector<std::int32_t> CycleOf(const std::vector<std::int32_t>& by) const {
    std::vector<std::int32_t> walked(nodes_, kNone);  // the walk that came there
    for (std::int32_t walk = 0; walk < nodes_; ++walk) {
      std::int32_t at = walk;
      while (walked[at] == kNone && by[at] != kNone) {
        walked[at] = walk;
        at = steps_[by[at]].from;
      }
      if (walked[at] != walk) continue;
      std::vector<std::int32_t> cycle;
      for (std::int32_t v = at; cycle.empty() || v != at; v = steps_[by[v]].from) cycle.push_back(by[v]);
      return cycle;
    }
    return {};
  }

  CheaperPromises Along(const std::vector<std::int32_t>& cycle) const {
    CheaperPromises found{.less = {}, .more = {}, .quanta = steps_[cycle.front()].room, .saved = 0};
    for (const std::int32_t i : cycle) found.quanta = std::min(found.quanta, steps_[i].room);
    for (const std::int32_t i : cycle) {
      const Step& step = steps_[i];
      found.saved -= step.cost * found.quanta;
      if (step.due != nullptr) (step.is_back ? found.less : found.more).push_back(step.due);
    }
    std::ranges::sort(found.less);
    std::ranges::sort(found.more);
    return found;
  }

  const Ground& ground_;
  std::map<Sharer, Sharing> sharings_;
  std::set<Sharer> seen_;
  std::int32_t nodes_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<CheaperPromises> FindCheaperPromises(const Ground& ground, const std::vector<Agreement>& due) {
  const bool is_all_kept = std::ranges::all_of(
      due, [](const Agreement& each) { return each.offer == kNone || each.kept == each.wanted; });
  if (is_all_kept) return {};
  return Seeker(ground, due).Seek();
}

}  // namespace pasok::match::recheck
