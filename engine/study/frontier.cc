#include "engine/study/frontier.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "engine/match/around_stores.h"
#include "engine/match/question/transfers.h"
#include "engine/study/moved.h"

namespace pasok::study {
namespace {

using match::Instance;

constexpr std::int64_t kMostFactor = 10;  // on the policy's tier surcharges
// A weight near the penalty would buy nearness by leaving kitchens without, several kg for one.
constexpr std::int64_t kPenaltyOverWeight = 10;
constexpr std::size_t kMostBasesHeld = 4;  // each is about as large as the offers
// Measured on a province: from the basis of a weight Rp 10 away a solve takes less than half of one from
// nothing, from one Rp 100 away more than a whole.
constexpr std::int64_t kNearSenPerKg = 2'000;
// For so many weights a curve is solved, so that twenty points take less than ten solves. A few points are
// each to be a plan of its own: the first weights alone lie where the curve bends most, which may be near one
// end.
constexpr int kLeastSolves = 8;
constexpr int SolvesFor(int points) { return std::max(kLeastSolves, points * 2 / 5); }

std::int64_t LargestTier(const Policy& policy) {
  std::int64_t divisor = 0;
  for (const SenPerKg& surcharge : policy.tier_surcharge) divisor = std::gcd(divisor, surcharge.value);
  return divisor;
}

// The question at weight 0, and what a step of the weight adds: per tier and per quantum short.
struct Parametric {
  Instance instance;
  std::int64_t step = 1;       // sen per kg: the smallest weight that is exact per quantum
  std::int64_t step_unit = 1;  // the same in sen per quantum
  std::array<std::int64_t, kTiers> tier{};
  std::int64_t shortage = 0;
  std::int64_t most_steps = 0;

  Int128 AimOf(const match::Totals& totals) const {
    Int128 aim = Int128{shortage} * totals.shortage;
    for (std::size_t t = 0; t < tier.size(); ++t) aim += Int128{tier[t]} * totals.by_tier[t];
    return aim;
  }

  Instance At(std::int64_t steps) const {
    Instance weighted = instance;
    for (std::size_t t = 0; t < tier.size(); ++t) {
      weighted.policy.tier_surcharge[t].value += steps * step * tier[t];
    }
    for (match::RequirementRow& row : weighted.requirements) row.penalty += steps * step_unit * shortage;
    return weighted;
  }
};

Parametric Prepare(Instance instance, Axis axis) {
  Parametric question;
  Policy& policy = instance.policy;
  const std::int64_t quantum = policy.quantum.value;
  question.step = 1000 / std::gcd(quantum, std::int64_t{1000});
  question.step_unit = quantum * question.step / 1000;
  switch (axis) {
    case Axis::kLocalShare:
      question.tier[static_cast<std::size_t>(Tier::kProvinsi)] = 1;
      question.tier[static_cast<std::size_t>(Tier::kLuar)] = 1;
      question.shortage = 1;
      question.most_steps = policy.shortage_penalty.value / kPenaltyOverWeight / question.step;
      policy.tier_surcharge = {};
      policy.fair_spread.clear();
      for (match::SupplierRow& row : instance.suppliers) row.kind_surcharge_sen_per_kg = 0;
      break;
    case Axis::kTierSurcharge: {
      const std::int64_t divisor = LargestTier(policy);
      for (std::size_t t = 0; t < question.tier.size() && divisor > 0; ++t) {
        question.tier[t] = policy.tier_surcharge[t].value / divisor;
      }
      question.most_steps = kMostFactor * divisor / question.step;
      policy.tier_surcharge = {};
      break;
    }
    case Axis::kShortage:
      question.shortage = 1;
      // Up to the penalty where it is largest, which is that of the highest priority.
      for (match::RequirementRow& row : instance.requirements) {
        question.most_steps = std::max(question.most_steps, row.penalty / question.step_unit);
        row.penalty = 0;
      }
      break;
  }
  question.instance = std::move(instance);
  return question;
}

// Whether no sum leaves 64 bits at the greatest weight, with room to spare.
bool IsInRange(const Parametric& question) {
  Int128 need = 0, penalty = 0;
  for (const match::RequirementRow& row : question.instance.requirements) {
    need += row.need;
    penalty = std::max<Int128>(penalty, row.penalty);
  }
  Int128 most = 0;
  for (const std::int64_t tier : question.tier) most = std::max<Int128>(most, tier);
  most = std::max<Int128>(most, question.shortage) * question.most_steps * question.step_unit;
  return need * (most + penalty) < (Int128{1} << 61);
}

class Search {
 public:
  Search(const Base& base, Axis axis, Parametric question, int points, const Run& run)
      : base_(base),
        question_(std::move(question)),
        name_("frontier " + std::to_string(static_cast<int>(axis)) + " at "),
        points_(static_cast<std::size_t>(points)),
        most_solves_(SolvesFor(points)),
        run_(run) {}

  // Empty where it was stopped before the cheapest end was solved.
  std::vector<SupportPlan> Find() {
    const auto first = SolveAt(0);
    if (!first) return {};
    const auto last = SolveAt(question_.most_steps);
    if (!last) return {*first};
    plans_ = {*first, *last};
    if (first->aim <= last->aim) return {*first};  // nothing to be had for any weight
    while (plans_.size() < points_ && solves_ < most_solves_ && SplitWidest()) {
    }
    // The first end may be one of several cheapest plans, and not the one with the least aim.
    if (plans_[0].cost == plans_[1].cost) plans_.erase(plans_.begin());
    return std::move(plans_);
  }

  const std::vector<CostBound>& bounds() const { return bounds_; }
  bool complete() const { return !stopped_; }
  const std::string& refusal() const { return refusal_; }

 private:
  using KeptPtr = std::shared_ptr<const match::exact::Kept>;

  std::int64_t StepsOf(const SupportPlan& plan) const { return plan.weight / question_.step; }

  // The line between plan i and the next, in steps.
  double SlopeAfter(std::size_t i) const {
    return static_cast<double>(plans_[i + 1].cost - plans_[i].cost) /
           static_cast<double>(plans_[i].aim - plans_[i + 1].aim) / static_cast<double>(question_.step_unit);
  }

  // The weights between plan i and the next at which one between them shows, if there is one: those beside
  // the slope of their line, in steps. One on either side, since it may fall between two weights.
  std::vector<std::int64_t> WeightsAfter(std::size_t i) const {
    const Int128 rise = plans_[i + 1].cost - plans_[i].cost,
                 run = (plans_[i].aim - plans_[i + 1].aim) * question_.step_unit;
    std::vector<std::int64_t> weights;
    for (const Int128 steps : {rise / run, (rise + run - 1) / run}) {
      const bool is_between = steps > StepsOf(plans_[i]) && steps < StepsOf(plans_[i + 1]);
      if (is_between && (weights.empty() || weights.back() != steps))
        weights.push_back(static_cast<std::int64_t>(steps));
    }
    return weights;
  }
  bool IsSolvedAt(std::int64_t steps) const { return started_from_.contains(steps); }

  // How far below the line to the next there may be a plan, by the bounds at the two ends. Nearly none where
  // it was looked for at one of the two weights.
  double DoubtAfter(std::size_t i) const {
    if (std::ranges::any_of(WeightsAfter(i), [&](std::int64_t steps) { return IsSolvedAt(steps); })) return 0;
    const auto from = static_cast<double>(StepsOf(plans_[i]));
    const auto to = static_cast<double>(StepsOf(plans_[i + 1]));
    const double slope = std::clamp(SlopeAfter(i), from, to);
    return (slope - from) * (to - slope) / (to - from) *
           static_cast<double>(plans_[i].aim - plans_[i + 1].aim);
  }

  // Looks for a plan below the line of which least is known. A line of whose weights each has been solved
  // without one is done: its two plans are neighbours. False: all are, or a stop.
  bool SplitWidest() {
    std::optional<std::size_t> widest;
    for (std::size_t i = 0; i + 1 < plans_.size(); ++i) {
      if (plans_[i].next_is_neighbour) continue;
      if (!widest || DoubtAfter(i) > DoubtAfter(*widest)) widest = i;
    }
    if (!widest) return false;
    const std::vector<std::int64_t> weights = WeightsAfter(*widest);
    const auto steps = std::ranges::find_if(weights, [&](std::int64_t each) { return !IsSolvedAt(each); });
    if (steps == weights.end()) return plans_[*widest].next_is_neighbour = true;
    const std::optional<SupportPlan> between = SolveAt(*steps);
    if (!between) return false;
    if (between->aim < plans_[*widest].aim && between->aim > plans_[*widest + 1].aim)
      plans_.insert(plans_.begin() + static_cast<std::ptrdiff_t>(*widest) + 1, *between);
    return true;
  }

  std::optional<SupportPlan> SolveAt(std::int64_t steps) {
    match::Solved solved(question_.At(steps), base_.question);
    if (!Answer(steps, solved)) {
      stopped_ = true;
      return std::nullopt;
    }
    ++solves_;
    SupportPlan plan;
    plan.weight = steps * question_.step;
    plan.totals = match::TotalsOf(solved);
    plan.aim = question_.AimOf(plan.totals);
    const Int128 unit = Int128{steps} * question_.step_unit;
    plan.cost = solved.matching.objective - unit * plan.aim;
    bounds_.push_back({.value = solved.matching.bound, .unit = unit});
    return plan;
  }

  // Finds the matching, or remembers it. False: stopped.
  bool Answer(std::int64_t steps, match::Solved& solved) {
    const std::string name = name_ + std::to_string(steps);
    started_from_[steps] = NearestHeld(steps);
    KeptPtr kept;
    if (const auto known = match::Recall(run_.memory, name, /*with_basis=*/false)) {
      solved.matching = *known->matching;
    } else {
      match::MatchResult result = MatchAnew(steps, solved);
      if (!result.matching || result.matching->stopped) {
        refusal_ = std::move(result.refusal);
        return false;
      }
      kept = std::exchange(result.kept, nullptr);  // one for each weight would be too much to remember
      match::Remember(run_.memory, name, result, run_.stop);
      solved.matching = *std::move(result.matching);
    }
    held_.emplace_back(steps, std::move(kept));
    if (held_.size() > kMostBasesHeld) held_.erase(held_.begin());
    return true;
  }

  match::MatchResult MatchAnew(std::int64_t steps, match::Solved& solved) {
    match::MatchOptions options = run_.options;
    options.keep = true;
    options.gap = 0;
    if (const auto from = started_from_.at(steps)) options.base = KeptAt(*from);
    const match::ProgressSink telling = [&](const match::Progress& told) {
      fraction_ = std::max(fraction_, (solves_ + told.fraction) / most_solves_);
      if (run_.progress) run_.progress(told.stage, fraction_);
    };
    return match::MatchAroundStores(solved.instance, solved.lanes, options, run_.stop, telling, nullptr);
  }

  // The weight answered lately whose basis is near enough to start from.
  std::optional<std::int64_t> NearestHeld(std::int64_t steps) const {
    const auto distance = [&](const auto& held) { return std::abs(held.first - steps); };
    const auto nearest = std::ranges::min_element(held_, {}, distance);
    if (nearest == held_.end() || distance(*nearest) * question_.step > kNearSenPerKg) return std::nullopt;
    return nearest->first;
  }

  // The basis of a weight answered before. Of one that was remembered it is found once more, from where it
  // was found then.
  KeptPtr KeptAt(std::int64_t steps) {
    const auto held = std::ranges::find(held_, steps, [](const auto& row) { return row.first; });
    if (held != held_.end() && held->second) return held->second;
    match::Solved again(question_.At(steps), base_.question);
    KeptPtr kept = MatchAnew(steps, again).kept;
    if (held != held_.end()) held->second = kept;
    return kept;
  }

  const Base& base_;
  const Parametric question_;
  const std::string name_;  // of the axis, in the memory
  const std::size_t points_;
  const int most_solves_;
  const Run& run_;
  std::vector<SupportPlan> plans_;
  std::vector<CostBound> bounds_;
  std::vector<std::pair<std::int64_t, KeptPtr>> held_;                // by age; nullptr: remembered without
  std::map<std::int64_t, std::optional<std::int64_t>> started_from_;  // per weight: another, or nothing
  int solves_ = 0;
  double fraction_ = 0;
  bool stopped_ = false;
  std::string refusal_;
};

}  // namespace

Int128 Frontier::BoundAt(Int128 aim) const {
  Int128 best = 0;
  for (const CostBound& bound : bounds) best = std::max(best, bound.value - bound.unit * aim);
  return best;
}

std::vector<Int128> Frontier::Corners() const {
  const Int128 most = plans.front().aim, least = plans.back().aim;
  std::vector<CostBound> lines = bounds;
  lines.push_back({});  // nothing costs less than nothing
  // On the way down the steeper of two lines is the higher one from where they cross.
  const auto crossing = [](const CostBound& flat, const CostBound& steep) {
    return (steep.value - flat.value) / (steep.unit - flat.unit);
  };
  CostBound on = *std::ranges::max_element(
      lines, {}, [&](const CostBound& line) { return std::pair(line.value - line.unit * most, line.unit); });
  std::vector<Int128> corners{most};
  while (true) {
    const CostBound* next = nullptr;
    for (const CostBound& line : lines) {
      if (line.unit <= on.unit || crossing(on, line) <= least) continue;
      const bool first = next == nullptr || std::pair(crossing(on, line), line.unit) >
                                                std::pair(crossing(on, *next), next->unit);
      if (first) next = &line;
    }
    if (next == nullptr) break;
    const Int128 corner = crossing(on, *next);
    if (corner < corners.back()) corners.push_back(corner);
    on = *next;
  }
  if (least < corners.back()) corners.push_back(least);
  return corners;
}

FrontierResult FindFrontier(const Base& base, const FrontierQuestion& question, const Run& run) {
  FrontierResult result;
  match::InstanceReading reading = match::BuildInstance(base.dataset, base.policy, base.question);
  result.findings = std::move(reading.findings);
  if (!reading.instance) return result;
  Frontier frontier;
  frontier.axis = question.axis;
  frontier.quantum = base.policy.quantum;
  frontier.days = base.question.days;
  for (const match::RequirementRow& row : reading.instance->requirements) frontier.demand += row.need;
  frontier.unit_surcharge = std::max<std::int64_t>(LargestTier(base.policy), 1);
  frontier.without = RulesThatMove(*reading.instance);
  // Its plans let nothing stand in, and so are held to what one supplier may bring without that.
  Parametric parametric = Prepare(match::WithoutStandIns(*reading.instance), question.axis);
  if (parametric.most_steps == 0) {
    result.unfit =
        question.axis == Axis::kTierSurcharge
            ? Sentence{"the policy has no tier surcharges that could be more or less",
                       "kebijakan tidak memuat biaya tambahan menurut jenjang wilayah yang dapat dinaikkan "
                       "atau diturunkan"}
            : Sentence{"the policy's penalty is nothing, so no weight lies below it",
                       "denda kekurangan dalam kebijakan adalah nol, sehingga tidak ada bobot di bawahnya"};
    return result;
  }
  if (!IsInRange(parametric)) {
    result.unfit =
        Sentence{"the penalties are too large to be weighed against: make them smaller in the policy",
                 "denda terlalu besar untuk ditimbang: kecilkan dalam kebijakan"};
    return result;
  }
  Search search(base, question.axis, std::move(parametric), std::clamp(question.points, 2, 200), run);
  frontier.plans = search.Find();
  if (frontier.plans.empty()) {
    result.refusal = search.refusal().empty() ? "stopped before a plan was found" : search.refusal();
    return result;
  }
  for (SupportPlan& plan : frontier.plans) {
    plan.factor = static_cast<double>(plan.weight) / static_cast<double>(frontier.unit_surcharge);
  }
  frontier.bounds = search.bounds();
  frontier.complete = search.complete();
  result.frontier = std::move(frontier);
  return result;
}

}  // namespace pasok::study
