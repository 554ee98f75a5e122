#include "engine/study/criticality.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "engine/match/sold.h"
#include "engine/study/groundwork.h"
#include "engine/study/planned_anew.h"
#include "engine/study/workers.h"

namespace pasok::study {
namespace {

constexpr double kSolved = 0.2, kBounded = 0.3;  // of the progress

// A loss with the instance's suppliers beside the dataset's: on all days those of the first, then those that
// sell through them.
struct Candidate {
  std::vector<std::int32_t> rows;
  Loss loss;
  std::ptrdiff_t own = std::ssize(rows);  // so many are the first's
  bool sells = false;                     // of its own
  bool bounded = false;                   // else stopped before
  bool holds_others_back = false;         // Residual::HoldBackContracts: no bounds hold
};

// Who is lost with whom, and what they sell.
class Losses {
 public:
  explicit Losses(const Ground& ground)
      : ground_(ground),
        instance_(ground.instance),
        sold_(match::SoldBy(instance_, ground.solved.matching.flows).of_supplier),
        served_(instance_.suppliers.size()) {
    for (const match::LaneFlow& flow : ground.solved.matching.flows) {
      const std::int32_t s = instance_.offers[flow.offer].supplier;
      served_[s].push_back(instance_.requirements[flow.requirement].demand_point);
    }
    for (std::int32_t a = 0; a < std::ssize(instance_.aggregators); ++a)
      aggregator_of_[instance_.aggregators[a].dataset_supplier].push_back(a);
  }

  // Suppliers that sell, or through which others do, in the dataset's order.
  std::vector<Candidate> Sellers() const {
    return Where([](const Candidate& candidate) { return candidate.loss.sold > 0; });
  }

  // All suppliers of one owner together, where there are several and anything is sold: those that sell
  // nothing would else step in for the others.
  std::vector<Candidate> Owners() const {
    struct Group {
      std::vector<std::int32_t> rows, suppliers;
      std::set<std::int32_t> through;  // rows
      bool sells = false;
    };
    const auto owner_of = [&](const Candidate& candidate) -> const std::string& {
      return instance_.dataset->suppliers[candidate.loss.suppliers.front()].owner_group;
    };
    std::map<std::string, Group> by_owner;
    for (const Candidate& one : Where([&](const Candidate& each) { return !owner_of(each).empty(); })) {
      Group& group = by_owner[owner_of(one)];
      group.suppliers.push_back(one.loss.suppliers.front());
      const auto own = one.rows.begin() + one.own;
      group.rows.insert(group.rows.end(), one.rows.begin(), own);
      group.through.insert(own, one.rows.end());
      group.sells = group.sells || one.loss.sold > 0;
    }
    std::vector<Candidate> owners;
    for (auto& [name, group] : by_owner) {
      if (group.suppliers.size() < 2 || !group.sells) continue;
      for (const std::int32_t s : group.rows) group.through.erase(s);
      Candidate owner{.rows = std::move(group.rows), .loss = {}};
      owner.loss.owner_group = name;
      owner.loss.suppliers = std::move(group.suppliers);
      AddThrough({group.through.begin(), group.through.end()}, owner);
      owners.push_back(std::move(owner));
    }
    return owners;
  }

 private:
  // The suppliers that may sell, or through which others may, of which the predicate is true.
  template <class Predicate>
  std::vector<Candidate> Where(const Predicate& is_meant) const {
    std::map<std::int32_t, std::vector<std::int32_t>> rows_of;  // by supplier of the dataset
    for (std::int32_t s = 0; s < std::ssize(instance_.suppliers); ++s)
      rows_of[instance_.suppliers[s].dataset_supplier].push_back(s);
    for (const auto& [supplier, aggregators] : aggregator_of_) rows_of.try_emplace(supplier);
    std::vector<Candidate> meant;
    for (auto& [supplier, rows] : rows_of) {
      Candidate candidate = Single(std::move(rows), supplier);
      if (is_meant(candidate)) meant.push_back(std::move(candidate));
    }
    return meant;
  }

  // With all that sell through it.
  Candidate Single(std::vector<std::int32_t> rows, std::int32_t supplier) const {
    Candidate seller{.rows = std::move(rows), .loss = {}};
    seller.loss.suppliers = {supplier};
    std::vector<std::int32_t> through;
    if (const auto found = aggregator_of_.find(supplier); found != aggregator_of_.end()) {
      for (const std::int32_t a : found->second) {
        through.insert(through.end(), ground_.through.begin() + ground_.first_through[a],
                       ground_.through.begin() + ground_.first_through[a + 1]);
      }
    }
    AddThrough(through, seller);
    const auto own = std::span(seller.rows).first(seller.own);
    seller.sells = std::ranges::any_of(own, [&](std::int32_t s) { return sold_[s] > 0; });
    return seller;
  }

  // And what all of them sell.
  void AddThrough(const std::vector<std::int32_t>& through, Candidate& candidate) const {
    std::set<std::int32_t> known;  // of the dataset
    for (const std::int32_t s : through) {
      candidate.rows.push_back(s);
      const std::int32_t supplier = instance_.suppliers[s].dataset_supplier;
      if (known.insert(supplier).second) candidate.loss.suppliers.push_back(supplier);
    }
    candidate.loss.through = std::ssize(known);
    std::set<std::int32_t> served;
    for (const std::int32_t s : candidate.rows) {
      candidate.loss.sold += sold_[s];
      served.insert(served_[s].begin(), served_[s].end());
    }
    candidate.loss.demand_points = std::ssize(served);
  }

  const Ground& ground_;
  const match::Instance& instance_;
  std::vector<std::int64_t> sold_;                                   // quanta, per supplier row
  std::vector<std::vector<std::int32_t>> served_;                    // demand points, likewise
  std::map<std::int32_t, std::vector<std::int32_t>> aggregator_of_;  // by supplier of the dataset
};

// By the exact loss, else the lower bound: known ones first.
void SortByLoss(std::vector<Loss>& losses) {
  std::ranges::stable_sort(losses, [](const Loss& a, const Loss& b) {
    return std::tuple(!a.exact.has_value(), -a.objective()) <
           std::tuple(!b.exact.has_value(), -b.objective());
  });
}

// How many stand first, for whom bounds don't do: those that hold others back, and so many more.
std::size_t FirstOf(const std::vector<Candidate>& candidates, std::int64_t most) {
  const auto holding = std::ranges::count_if(candidates, &Candidate::holds_others_back);
  return std::min(candidates.size(), static_cast<std::size_t>(holding + most));
}

std::vector<Candidate*> PointersTo(std::span<Candidate> candidates) {
  std::vector<Candidate*> pointers;
  for (Candidate& candidate : candidates) pointers.push_back(&candidate);
  return pointers;
}

// How many sellers were among them.
std::int64_t DropUnbounded(std::vector<Candidate>& candidates) {
  const auto is_dropped = [](const Candidate& candidate) { return !candidate.bounded; };
  const std::int64_t sellers = std::ranges::count_if(
      candidates, [&](const Candidate& candidate) { return is_dropped(candidate) && candidate.sells; });
  std::erase_if(candidates, is_dropped);
  return sellers;
}

class Loser {
 public:
  Loser(const Base& base, const match::Solved& optimum, Workers& workers, const Run& run)
      : dataset_(base.dataset), planner_(base.question, optimum), workers_(workers), run_(run) {}

  // Works out what each loss costs. Progress from `from` to `to`.
  void Lose(std::span<Candidate* const> candidates, double from, double to) {
    const bool all =
        workers_.ForEach(std::ssize(candidates), "losses", from, to, run_.stop,
                         [&](Residual& residual, std::int64_t i) { Lose(residual, *candidates[i]); });
    complete_ = complete_ && all && !run_.stop.Asked();
  }

  bool complete() const { return complete_; }

 private:
  void Lose(Residual& residual, Candidate& candidate) const {
    Loss& loss = candidate.loss;
    residual.Withdraw(candidate.rows);
    std::optional<Effect> change;
    if (!residual.Interrupted()) change = residual.Changed();
    const bool is_optimal = change && residual.IsOptimalOverSplits();
    residual.Rollback();
    if (!change) return;
    bool is_known = is_optimal;
    if (!is_optimal) {
      is_known = PlanAnew(candidate, *change);
      if (run_.stop.Asked()) return;
    } else if (candidate.holds_others_back) {
      loss.at_least = loss.at_most = change->objective;
    }
    if (is_known) loss.exact = change;
    loss.unproven = !is_known;
  }

  // Tightens the bounds of a loss, and what it comes to where some split of the stores does better. Whether
  // that is then known to be the least.
  bool PlanAnew(Candidate& candidate, Effect& change) const {
    Loss& loss = candidate.loss;
    bool bounded = !candidate.holds_others_back;
    if (!bounded || change.objective > loss.at_least) {
      if (const std::optional<PlannedAnew> anew = PlanWithout(loss)) {
        loss.at_least = bounded ? std::max(loss.at_least, anew->at_least) : anew->at_least;
        if (anew->effect.objective < change.objective) change = anew->effect;
        bounded = true;
      }
    }
    loss.at_most = candidate.holds_others_back ? change.objective : std::min(loss.at_most, change.objective);
    return bounded && change.objective == loss.at_least;
  }

  std::optional<PlannedAnew> PlanWithout(const Loss& loss) const {
    Dataset without = dataset_;
    for (const std::int32_t supplier : loss.suppliers) without.suppliers[supplier].active = false;
    return planner_.Plan(without, run_.stop);
  }

  const Dataset& dataset_;
  const PlannerAnew planner_;
  Workers& workers_;
  const Run& run_;
  bool complete_ = true;
};

}  // namespace

CriticalityResult FindCriticality(const Base& base, const match::Solved* best,
                                  const CriticalityOptions& options, const Run& run) {
  Groundwork work = LayGround(base, best, run, kSolved);
  CriticalityResult result{.criticality = std::nullopt,
                           .findings = std::move(work.findings),
                           .refusal = std::move(work.refusal),
                           .unfit = std::move(work.unfit)};
  if (!work.ground) return result;
  const Losses losses(*work.ground);
  std::vector<Candidate> sellers = losses.Sellers(), owners = losses.Owners();
  Criticality& criticality = result.criticality.emplace();

  Workers workers(work.ground, run);
  std::vector<Candidate*> all;
  for (std::vector<Candidate>* each : {&sellers, &owners}) {
    for (Candidate& candidate : *each) all.push_back(&candidate);
  }
  workers.ForEach(std::ssize(all), "losses", kSolved, kBounded, run.stop,
                  [&](Residual& residual, std::int64_t i) {
                    const Residual::Bounds bounds = residual.LossBounds(all[i]->rows);
                    all[i]->loss.at_least = bounds.least;
                    all[i]->loss.at_most = bounds.most;
                    all[i]->holds_others_back = residual.HoldBackContracts(all[i]->rows);
                    all[i]->bounded = true;
                  });
  criticality.sellers = std::ranges::count_if(sellers, &Candidate::sells);
  criticality.unbounded = DropUnbounded(sellers);
  DropUnbounded(owners);
  const auto costliest_first = [](const Candidate& a, const Candidate& b) {
    return std::tuple(!a.holds_others_back, -a.loss.at_least, -a.loss.at_most) <
           std::tuple(!b.holds_others_back, -b.loss.at_least, -b.loss.at_most);
  };
  std::ranges::stable_sort(sellers, costliest_first);
  std::ranges::stable_sort(owners, costliest_first);

  // One whose loss is great takes long, an owner's most of all: the costliest first leaves nobody waiting.
  std::vector<Candidate*> first = PointersTo(std::span(sellers).first(FirstOf(sellers, options.most_exact)));
  for (Candidate* owner : PointersTo(std::span(owners).first(FirstOf(owners, options.most_exact_owners))))
    first.push_back(owner);
  std::ranges::stable_sort(first,
                           [&](const Candidate* a, const Candidate* b) { return costliest_first(*a, *b); });
  Loser loser(base, work.ground->solved, workers, run);
  loser.Lose(first, kBounded, 1.0);
  criticality.complete = loser.complete();
  for (Candidate& seller : sellers) criticality.suppliers.push_back(std::move(seller.loss));
  for (Candidate& owner : owners) criticality.owners.push_back(std::move(owner.loss));
  SortByLoss(criticality.suppliers);
  SortByLoss(criticality.owners);
  for (const Loss& loss : criticality.suppliers) {
    if (!loss.exact) criticality.highest_unknown = std::max(criticality.highest_unknown, loss.at_most);
  }
  criticality.proven = std::ranges::count_if(criticality.suppliers, [&](const Loss& loss) {
    return loss.exact && loss.exact->objective >= criticality.highest_unknown;
  });
  if (run.progress) run.progress("losses", 1.0);
  return result;
}

}  // namespace pasok::study
