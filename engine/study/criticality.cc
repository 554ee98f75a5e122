#include "engine/study/criticality.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "engine/study/groundwork.h"
#include "engine/study/workers.h"

namespace pasok::study {
namespace {

constexpr double kSolved = 0.2, kBounded = 0.3;  // of the progress

// A loss with the instance's suppliers beside the dataset's.
struct Candidate {
  std::vector<std::int32_t> rows;
  Loss loss;
};

// Suppliers that sell, with what they sell, in the dataset's order.
std::vector<Candidate> Sellers(const match::Solved& solved) {
  const match::Instance& instance = solved.instance;
  std::vector<std::int64_t> sold(instance.suppliers.size());
  std::vector<std::pair<std::int32_t, std::int32_t>> served;  // supplier, demand point
  for (const match::LaneFlow& flow : solved.matching.flows) {
    const std::int32_t s = instance.offers[flow.offer].supplier;
    sold[s] += flow.quanta;
    served.emplace_back(s, instance.requirements[flow.requirement].demand_point);
  }
  std::ranges::sort(served);
  served.erase(std::ranges::unique(served).begin(), served.end());
  std::vector<Candidate> sellers;
  auto next = served.begin();
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    const auto first = next;
    while (next != served.end() && next->first == s) ++next;
    if (sold[s] == 0) continue;
    Candidate seller;
    seller.rows = {s};
    seller.loss.suppliers = {instance.suppliers[s].dataset_supplier};
    seller.loss.sold = sold[s];
    seller.loss.demand_points = next - first;
    sellers.push_back(std::move(seller));
  }
  return sellers;
}

// The sellers of one owner together, where there are several.
std::vector<Candidate> Owners(const match::Solved& solved, const std::vector<Candidate>& sellers) {
  const match::Instance& instance = solved.instance;
  std::map<std::string, Candidate> by_owner;
  for (const Candidate& seller : sellers) {
    const std::string& owner = instance.dataset->suppliers[seller.loss.suppliers.front()].owner_group;
    if (owner.empty()) continue;
    Candidate& group = by_owner[owner];
    group.rows.push_back(seller.rows.front());
    group.loss.suppliers.push_back(seller.loss.suppliers.front());
    group.loss.owner_group = owner;
    group.loss.sold += seller.loss.sold;
  }
  std::erase_if(by_owner, [](const auto& entry) { return entry.second.rows.size() < 2; });
  std::map<std::int32_t, Candidate*> group_of;  // by supplier row
  for (auto& [owner, group] : by_owner) {
    for (const std::int32_t s : group.rows) group_of[s] = &group;
  }
  std::map<const Candidate*, std::set<std::int32_t>> served;
  for (const match::LaneFlow& flow : solved.matching.flows) {
    const auto group = group_of.find(instance.offers[flow.offer].supplier);
    if (group == group_of.end()) continue;
    served[group->second].insert(instance.requirements[flow.requirement].demand_point);
  }
  std::vector<Candidate> owners;
  for (auto& [owner, group] : by_owner) {
    group.loss.demand_points = std::ssize(served[&group]);
    owners.push_back(std::move(group));
  }
  return owners;
}

// By the exact loss, else the lower bound: known ones first.
void SortByLoss(std::vector<Loss>& losses) {
  std::ranges::stable_sort(losses, [](const Loss& a, const Loss& b) {
    return std::tuple(!a.exact.has_value(), -a.objective()) <
           std::tuple(!b.exact.has_value(), -b.objective());
  });
}

std::size_t FirstOf(const std::vector<Candidate>& candidates, std::int64_t most) {
  return std::min(candidates.size(), static_cast<std::size_t>(most));
}

class Loser {
 public:
  Loser(Workers& workers, const Run& run) : workers_(workers), run_(run) {}

  // Works out what each loss costs. Progress from `from` to `to`.
  void Lose(std::span<Candidate> candidates, double from, double to) {
    const bool all = workers_.ForEach(std::ssize(candidates), "losses", from, to, run_.stop,
                                      [&](Residual& residual, std::int64_t i) {
                                        residual.Withdraw(candidates[i].rows);
                                        if (!residual.Interrupted())
                                          candidates[i].loss.exact = residual.Changed();
                                        residual.Rollback();
                                      });
    complete_ = complete_ && all && !run_.stop.Asked();
  }

  // Works out more of them, those first that may cost most, until none can outdo the first few that are
  // known.
  void MakeSure(std::vector<Candidate>& candidates, const CriticalityOptions& options, double from,
                double to) {
    constexpr std::ptrdiff_t kAtOnce = 64;
    const auto known =
        candidates.begin() + static_cast<std::ptrdiff_t>(FirstOf(candidates, options.most_exact));
    std::vector<std::int64_t> costs;
    for (auto it = candidates.begin(); it != known; ++it) {
      if (it->loss.exact) costs.push_back(it->loss.exact->objective);
    }
    std::stable_sort(known, candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.loss.at_most > b.loss.at_most; });
    const auto end =
        known + std::min(candidates.end() - known, static_cast<std::ptrdiff_t>(options.most_exact));
    for (auto next = known; next != end && complete_;) {
      std::ranges::sort(costs, std::ranges::greater());
      costs.resize(std::min(costs.size(), static_cast<std::size_t>(options.sure)));
      const bool surely =
          std::ssize(costs) == options.sure && (options.sure == 0 || costs.back() >= next->loss.at_most);
      if (surely) return;
      const std::ptrdiff_t more = std::min(kAtOnce, end - next);
      const auto fraction = [&](std::ptrdiff_t of) {
        return from + (to - from) * static_cast<double>(of) / static_cast<double>(end - known);
      };
      Lose(std::span(next, next + more), fraction(next - known), fraction(next - known + more));
      for (std::ptrdiff_t i = 0; i < more; ++i, ++next) {
        if (next->loss.exact) costs.push_back(next->loss.exact->objective);
      }
    }
  }

  bool complete() const { return complete_; }

 private:
  Workers& workers_;
  const Run& run_;
  bool complete_ = true;
};

}  // namespace

CriticalityResult FindCriticality(const Base& base, const match::Solved* best,
                                  const CriticalityOptions& options, const Run& run) {
  Groundwork work = LayGround(base, best, run, kSolved);
  CriticalityResult result{
      .criticality = std::nullopt, .findings = std::move(work.findings), .refusal = std::move(work.refusal)};
  if (!work.ground) return result;
  const match::Solved& solved = work.ground->solved;
  std::vector<Candidate> sellers = Sellers(solved), owners = Owners(solved, sellers);
  Criticality& criticality = result.criticality.emplace();

  Workers workers(work.ground, run);
  std::vector<Candidate*> all;
  for (std::vector<Candidate>* each : {&sellers, &owners}) {
    for (Candidate& candidate : *each) all.push_back(&candidate);
  }
  // A few seconds for a whole province: the bounds are worked out even where a stop is asked for.
  const StopToken never;
  workers.ForEach(std::ssize(all), "losses", kSolved, kBounded, never,
                  [&](Residual& residual, std::int64_t i) {
                    const Residual::Bounds bounds = residual.LossBounds(all[i]->rows);
                    all[i]->loss.at_least = bounds.least;
                    all[i]->loss.at_most = bounds.most;
                  });
  const auto costliest_first = [](const Candidate& a, const Candidate& b) {
    return std::tuple(-a.loss.at_least, -a.loss.at_most) < std::tuple(-b.loss.at_least, -b.loss.at_most);
  };
  std::ranges::stable_sort(sellers, costliest_first);
  std::ranges::stable_sort(owners, costliest_first);

  Loser loser(workers, run);
  loser.Lose(std::span(sellers).first(FirstOf(sellers, options.most_exact)), kBounded, 0.8);
  loser.MakeSure(sellers, options, 0.8, 0.9);
  loser.Lose(std::span(owners).first(FirstOf(owners, options.most_exact_owners)), 0.9, 1.0);
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
