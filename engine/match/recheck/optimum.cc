#include "engine/match/recheck/optimum.h"

#include <algorithm>
#include <string>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/recount.h"

namespace pasok::match::recheck {

void OptimumShortage::Add(const Ground& ground, const Prices& prices, const Agreements& agreements) {
  std::vector<std::int64_t> left;
  for (const Need& need : ground.rules.needs()) left.push_back(need.quanta);
  for (const Agreement& due : agreements.due()) {
    if (due.offer != kNone) left[static_cast<std::size_t>(due.need)] -= due.kept;
  }
  for (std::size_t n = 0; n < left.size(); ++n) {
    const std::int64_t penalty = ground.rules.needs()[n].penalty;
    if (prices.need[n] < penalty || left[n] <= 0) continue;
    most_ += left[n];
    if (prices.need[n] == penalty) {
      tied_.push_back({.penalty = penalty, .quanta = left[n]});
    } else {
      least_ += left[n];
      least_penalty_ += Int128{penalty} * left[n];
    }
  }
}

std::pair<Int128, Int128> OptimumShortage::PenaltyOf(std::int64_t quanta) const {
  std::vector<Tied> tied = tied_;
  const auto filled = [&] {
    std::int64_t rest = quanta - least_;
    Int128 penalty = least_penalty_;
    for (const Tied& each : tied) {
      const std::int64_t taken = std::min(rest, each.quanta);
      penalty += Int128{taken} * each.penalty;
      rest -= taken;
    }
    return penalty;
  };
  std::ranges::sort(tied, {}, &Tied::penalty);
  const Int128 least = filled();
  std::ranges::reverse(tied);
  return {least, filled()};
}

RuleReport CheckOptimum(const Summary& summary, const Policy& policy, const Recount& recount) {
  const std::optional<std::int32_t>& limit = policy.deliveries.most_suppliers;
  RuleReport report{.rule = Rule::kWholeDeliveries,
                    .kept = !limit || recount.most_suppliers <= *limit,
                    .cases = recount.too_small,
                    .example = recount.delivery_clashes.InWords(),
                    .most_suppliers = recount.most_suppliers};
  const std::string path = "rules/" + std::string(ToWord(report.rule));
  const std::string short_path = path + "/more_short_kg", cost_path = path + "/more_cost_idr";
  const int places = RupiahPlaces(policy.quantum);
  const std::int64_t quantum = policy.quantum.value;
  const std::optional<std::int64_t> grams = summary.Grams(short_path);
  const std::optional<Int128> cost = summary.Rupiah(cost_path, places);
  if (!grams || !cost) return report;
  constexpr Int128 kMost = Int128{1} << 62;
  report.more_short = *grams / quantum;
  report.more_cost = static_cast<std::int64_t>(std::clamp(*cost / (places == 2 ? 1 : 100), -kMost, kMost));

  if (places > 2 && *cost % 100 != 0) summary.Fault(cost_path, "wrong_figure", "whole sen");
  const OptimumShortage& optimum = recount.optimum_shortage;
  // With food that stands in at other ratios it is the plan that was settled for them, with stores that are
  // shared one of some split: near the bound only.
  const bool is_optimum =
      summary.Flag("complete").value_or(false) && !policy.has_ratios() && !recount.shares_stores;
  const std::int64_t least = is_optimum ? optimum.least() : 0;
  const std::int64_t most = is_optimum ? optimum.most() : recount.demand;
  const std::int64_t is_short = recount.shortage - report.more_short;
  if (*grams % quantum != 0 || is_short < least || is_short > most) {
    const auto kg = [&](std::int64_t quanta) { return KgText(Int128{quanta} * quantum); };
    summary.Fault(short_path, "wrong_figure",
                  "whole quanta from " + kg(recount.shortage - most) + " to " + kg(recount.shortage - least));
    return report;
  }
  const Int128 spent = recount.money + recount.preference + recount.carried_cost - report.more_cost;
  if (is_optimum) {
    const auto [least_penalty, most_penalty] = optimum.PenaltyOf(is_short);
    const Int128 bound = recount.parts.value();
    if (spent + least_penalty > bound || spent + most_penalty < bound) {
      const Int128 all = recount.primal() - recount.penalty - bound;
      summary.Fault(cost_path, "wrong_figure",
                    "from " + RupiahText(all + least_penalty, places) + " to " +
                        RupiahText(all + most_penalty, places));
    }
  } else if (spent < 0) {
    summary.Fault(cost_path, "wrong_figure", "at most what the plan costs");
  }
  return report;
}

}  // namespace pasok::match::recheck
