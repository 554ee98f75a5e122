#include "engine/study/recruits.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "engine/study/candidates.h"
#include "engine/study/days.h"
#include "engine/study/groundwork.h"
#include "engine/study/planned_anew.h"
#include "engine/study/workers.h"

namespace pasok::study {
namespace {

constexpr double kSolved = 0.3;       // of the progress
constexpr std::int64_t kAtOnce = 16;  // re-solved before looking whether more are needed

void NameCommodities(const match::Instance& instance, RecruitList& list) {
  for (Recruit& recruit : list.recruits) {
    std::set<std::int32_t> commodities;
    for (const NewSupplier& adds : recruit.adds) {
      for (const AddedOffer& offer : adds.offers)
        commodities.insert(instance.commodities[offer.commodity].dataset_commodity);
    }
    recruit.commodities.assign(commodities.begin(), commodities.end());
  }
}

void SortBySaving(std::vector<Recruit>& recruits) {
  std::ranges::stable_sort(recruits, [](const Recruit& a, const Recruit& b) {
    return std::tuple(!a.exact.has_value(), -a.saves()) < std::tuple(!b.exact.has_value(), -b.saves());
  });
}

// False: another split of the stores that commodities share may save more.
bool Resolve(Residual& residual, Recruit& recruit) {
  bool is_optimal = true;
  std::vector<Added> all;
  // By day, of those that sell through one that the instance doesn't have.
  std::map<std::int32_t, std::int32_t> aggregators;
  for (std::size_t i = 0; i < recruit.adds.size(); ++i) {
    NewSupplier adds = recruit.adds[i];
    const bool through_new = adds.existing == kNone && adds.through && adds.through->aggregator == kNone;
    const auto known = aggregators.find(recruit.days[i]);
    if (through_new && known != aggregators.end()) adds.through->aggregator = known->second;
    all.push_back(residual.Add(adds));
    if (residual.Interrupted()) break;
    if (through_new) aggregators[recruit.days[i]] = residual.AggregatorOf(all.back().supplier);
  }
  if (!residual.Interrupted()) {
    is_optimal = residual.IsOptimalOverSplits();
    recruit.exact = residual.Changed();
    recruit.sells = 0;
    for (const Added& added : all) {
      for (std::int32_t o = added.first_offer; o < added.end_offer; ++o) recruit.sells += residual.Sold(o);
    }
  }
  residual.Rollback();
  return is_optimal;
}

// One of a place offers one commodity, the same on each day, and lacks no licence for it.
void AddPlace(const match::Instance& instance, const Recruit& recruit, Dataset& dataset) {
  const NewSupplier& adds = recruit.adds.front();
  const AddedOffer& offer = adds.offers.front();
  const match::CommoditySpan& commodity = instance.commodities[offer.commodity];
  Supplier supplier;
  supplier.kind = SupplierKind::kKdmp;
  supplier.region = recruit.region;
  supplier.point = adds.place.point;
  for (const std::string& name : commodity.rule->requires_licences)
    supplier.licences.push_back({.name = name, .until = std::nullopt});
  Offer row;
  row.supplier = static_cast<std::int32_t>(dataset.suppliers.size());
  row.commodity = commodity.dataset_commodity;
  row.capacity_per_day = {offer.capacity * instance.policy.quantum.value};
  row.price = {offer.price_sen_per_kg};
  dataset.offers.push_back(row);
  dataset.suppliers.push_back(std::move(supplier));
}

// The registers as they would be with the candidate.
Dataset With(const Dataset& dataset, const match::Instance& instance, const Recruit& recruit) {
  Dataset with = dataset;
  if (recruit.supplier == kNone) {
    AddPlace(instance, recruit, with);
    return with;
  }
  Supplier& supplier = with.suppliers[recruit.supplier];
  supplier.active = supplier.active || recruit.licences.empty();
  if (recruit.revived_with != kNone) with.suppliers[recruit.revived_with].active = true;
  for (const std::string& name : recruit.licences) {
    const auto held = std::ranges::lower_bound(supplier.licences, name, {}, &Licence::name);
    if (held != supplier.licences.end() && held->name == name) {
      held->until.reset();
    } else {
      supplier.licences.insert(held, {.name = name, .until = std::nullopt});
    }
  }
  return with;
}

// A day's offers, of the dataset, sorted.
using OffersOfDays = std::vector<std::pair<std::int32_t, std::int32_t>>;

OffersOfDays OffersOf(const match::Instance& instance) {
  OffersOfDays offers;
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o)
    offers.emplace_back(DayOfOffer(instance, o), instance.offers[o].dataset_offer);
  std::ranges::sort(offers);
  return offers;
}

class Finder {
 public:
  Finder(const Base& base, const match::Solved& optimum, Workers& workers, const RecruitOptions& options,
         const Run& run)
      : base_(base),
        optimum_(optimum),
        planner_(base.question, optimum),
        workers_(workers),
        options_(options),
        run_(run),
        offers_(OffersOf(optimum.instance)) {}

  // Progress from `from` to `to`.
  RecruitList Rank(std::vector<Recruit> recruits, double from, double to) {
    if (!PlanContractsAnew(recruits, from)) complete_ = false;
    // Quick enough to be worked out even where a stop is asked for.
    const StopToken never;
    const double bounded = from + (to - from) / 4;
    workers_.ForEach(std::ssize(recruits), "candidates", from, bounded, never,
                     [&](Residual& residual, std::int64_t i) {
                       if (recruits[i].by_contract) return;
                       recruits[i].at_most = 0;
                       for (const NewSupplier& adds : recruits[i].adds)
                         recruits[i].at_most += residual.MostSaved(adds);
                     });
    std::ranges::stable_sort(recruits, std::ranges::greater(), &Recruit::at_most);
    std::int64_t known = 0;
    while (!Enough(recruits, known)) {
      const std::int64_t more =
          std::min({kAtOnce, std::ssize(recruits) - known, options_.most_tried - known});
      const auto fraction = [&](std::int64_t of) {
        const auto all = std::min(std::ssize(recruits), options_.most_tried);
        return bounded + (to - bounded) * static_cast<double>(of) / static_cast<double>(all);
      };
      const bool all = workers_.ForEach(more, "candidates", fraction(known), fraction(known + more),
                                        run_.stop, [&](Residual& residual, std::int64_t i) {
                                          Recruit& recruit = recruits[known + i];
                                          if (!recruit.by_contract && !Resolve(residual, recruit))
                                            PlanAnew(recruit);
                                        });
      if (!all || run_.stop.Asked()) {
        complete_ = false;
        break;
      }
      known += more;
    }
    RecruitList list;
    const std::int64_t highest = HighestUnknown(recruits);
    SortBySaving(recruits);
    list.proven = std::ranges::count_if(
        recruits, [&](const Recruit& recruit) { return recruit.exact && recruit.saves() >= highest; });
    list.recruits = std::move(recruits);
    return list;
  }

  bool complete() const { return complete_; }

 private:
  static std::int64_t HighestUnknown(const std::vector<Recruit>& recruits) {
    std::int64_t highest = 0;
    for (const Recruit& recruit : recruits) {
      if (!recruit.exact) highest = std::max(highest, recruit.at_most);
    }
    return highest;
  }

  // Whether the best of the `known` first are as many as are asked for, and surely the best.
  bool Enough(const std::vector<Recruit>& recruits, std::int64_t known) const {
    if (known == std::min(std::ssize(recruits), options_.most_tried)) return true;
    const std::int64_t next = recruits[known].at_most;
    // Nobody else saves anything.
    if (next <= 0) return true;
    const auto end = recruits.begin() + known;
    return std::count_if(recruits.begin(), end, [&](const Recruit& recruit) {
             return recruit.exact && recruit.saves() >= next;
           }) >= options_.most_exact;
  }

  // Those of which a contract speaks: what it promises may also free what another couldn't keep, so nothing
  // but the plan bounds what they save. False where it was asked to stop; then they may save all there is.
  bool PlanContractsAnew(std::vector<Recruit>& recruits, double fraction) {
    std::vector<Recruit*> theirs;
    for (Recruit& recruit : recruits) {
      if (!recruit.by_contract) continue;
      recruit.at_most = optimum_.matching.objective;
      if (std::ssize(theirs) < options_.most_tried) theirs.push_back(&recruit);
    }
    if (theirs.empty()) return true;
    return workers_.ForEach(std::ssize(theirs), "candidates", fraction, fraction, run_.stop,
                            [&](Residual&, std::int64_t i) { PlanAnew(*theirs[i]); }) &&
           !run_.stop.Asked();
  }

  // What is known of it by a flow that keeps the optimum's split of shared stores is then no more than a
  // plan.
  void PlanAnew(Recruit& recruit) const {
    const std::optional<Effect> within_split = std::exchange(recruit.exact, std::nullopt);
    const Dataset with = With(base_.dataset, optimum_.instance, recruit);
    const std::optional<PlannedAnew> anew = planner_.Plan(with, run_.stop);
    if (!anew) return;
    recruit.at_most = std::min(recruit.at_most, -anew->at_least);
    if (within_split && -within_split->objective == recruit.at_most) {
      recruit.exact = within_split;
      return;
    }
    if (!anew->proven()) return;
    recruit.exact = anew->effect;
    recruit.sells = 0;
    for (const match::LaneFlow& flow : anew->solved->matching.flows) {
      const std::pair offer(DayOfOffer(anew->solved->instance, flow.offer),
                            anew->solved->instance.offers[flow.offer].dataset_offer);
      if (!std::ranges::binary_search(offers_, offer)) recruit.sells += flow.quanta;
    }
  }

  const Base& base_;
  const match::Solved& optimum_;
  const PlannerAnew planner_;
  Workers& workers_;
  const RecruitOptions& options_;
  const Run& run_;
  const OffersOfDays offers_;  // of the optimum
  bool complete_ = true;
};

}  // namespace

RecruitResult FindRecruits(const Base& base, const match::Solved* best, const RecruitOptions& options,
                           const Run& run) {
  Groundwork work = LayGround(base, best, run, kSolved);
  RecruitResult result{.recruits = std::nullopt,
                       .findings = std::move(work.findings),
                       .refusal = std::move(work.refusal),
                       .unfit = std::move(work.unfit)};
  if (!work.ground) return result;
  Workers workers(work.ground, run);
  Finder finder(base, best != nullptr ? *best : *work.own, workers, options, run);
  Recruits& recruits = result.recruits.emplace();
  recruits.inactive = finder.Rank(InactiveSuppliers(base, *work.ground), kSolved, 0.5);
  recruits.unlicensed = finder.Rank(UnlicensedSuppliers(base, *work.ground), 0.5, 0.7);
  recruits.places = finder.Rank(Places(base, *work.ground), 0.7, 1.0);
  for (RecruitList* const list : {&recruits.inactive, &recruits.unlicensed, &recruits.places})
    NameCommodities(work.ground->instance, *list);
  recruits.days = work.ground->instance.days;
  recruits.complete = finder.complete();
  if (run.progress) run.progress("candidates", 1.0);
  return result;
}

}  // namespace pasok::study
