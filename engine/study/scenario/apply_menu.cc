// Needs that follow from the policy's menu: a scenario multiplies them, day by day of the menu.
#include <algorithm>
#include <limits>

#include "engine/match/question/menu.h"
#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "engine/register/read.h"
#include "engine/register/table.h"
#include "engine/study/scenario/chosen.h"
#include "engine/study/scenario/codes.h"

namespace pasok::study {
namespace {

constexpr std::int64_t kOne = 1'000'000;  // millionths

bool Covers(const MenuFactor& row, const Choice& which) {
  const bool from_before = !row.from || (which.from && *row.from <= *which.from);
  const bool to_after = !row.to || (which.to && *which.to <= *row.to);
  return from_before && to_after;
}

bool SharesADay(const MenuFactor& row, const Choice& which) {
  const bool ends_before = row.to && which.from && *row.to < *which.from;
  const bool begins_after = row.from && which.to && *which.to < *row.from;
  return !ends_before && !begins_after;
}

}  // namespace

void Workbench::KnowTheMenu() {
  for (const std::string& code : MissingCommodities(dataset_, policy_)) {
    if (FindCommodity(code) == kNone) dataset_.commodities.push_back(code);
  }
}

void Workbench::AdjustMenuNeeds(const Adjust& change, Chosen& chosen) {
  if (policy_.menu.days.empty()) return;
  const std::int64_t errors = log_.errors();
  std::map<std::string_view, std::int32_t> index_of;
  for (const std::vector<MenuItem>& day : policy_.menu.days) {
    for (const MenuItem& item : day) index_of[item.commodity] = FindCommodity(item.commodity);
  }
  for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
    std::map<std::int32_t, std::int64_t> most;  // grams on any day of the cycle, by commodity
    for (const std::vector<MenuItem>& day : policy_.menu.days) {
      for (const MenuItem& item : day) {
        const std::int64_t grams = match::WeightOf(item, dataset_.demand_points[d], Milli{1000}).value;
        std::int64_t& so_far = most[index_of[item.commodity]];
        so_far = std::max(so_far, grams);
      }
    }
    for (const auto& [commodity, grams] : most) {
      if (grams == 0 || !chosen.FitsCommodity(commodity) || !chosen.Fits(dataset_.demand_points[d], d))
        continue;
      AdjustMenuNeed(change, chosen, d, commodity, grams);
      if (log_.errors() > errors) return;  // one example is enough
    }
  }
}

// Whether requirements are in force in the menu's place on all of the chosen days.
bool Workbench::RowsDecide(std::int32_t demand_point, std::int32_t commodity, const Choice& which) {
  const std::set<RequirementKey>& keys = RequirementKeys();
  if (keys.contains({demand_point, commodity, std::nullopt})) return true;
  if (!which.from || !which.to) return false;
  const auto first = keys.lower_bound({demand_point, commodity, which.from});
  const auto end = keys.upper_bound({demand_point, commodity, which.to});
  return std::distance(first, end) == which.to->days - which.from->days + 1;
}

void Workbench::AdjustMenuNeed(const Adjust& change, Chosen& chosen, std::int32_t demand_point,
                               std::int32_t commodity, std::int64_t most_grams) {
  const Choice& which = change.which;
  if (RowsDecide(demand_point, commodity, which)) return;
  const std::string& whose = dataset_.demand_points[demand_point].id;
  const bool to_nothing = change.how.how == Adjustment::How::kSet && change.how.value == 0;
  if (change.how.how != Adjustment::How::kFactor && !to_nothing) {
    return Fault(code::kMenuDecides, change.how.at, whose,
                 "a factor, or 0 kg: the menu says how much " + dataset_.commodities[commodity] +
                     " it needs, day by day",
                 "give a `factor`, or name other demand points, commodities or days, or put the need down "
                 "by `add_requirements`");
  }
  const std::int64_t factor = to_nothing ? 0 : change.how.value;
  // What is needed on all of the chosen days at most, and on some of them.
  std::int64_t on_all = most_grams;
  Int128 on_some = most_grams;
  std::vector<std::size_t>& earlier = menu_factors_of_[{demand_point, commodity}];
  for (const std::size_t index : earlier) {
    const MenuFactor& row = dataset_.menu_factors[index];
    if (Covers(row, which)) on_all = RoundHalfUp(Int128{on_all} * row.millionths, kOne);
    if (SharesADay(row, which)) on_some = RoundHalfUp(on_some * std::max(row.millionths, kOne), kOne);
  }
  if (RoundHalfUp(Int128{on_all} * factor, kOne) == on_all) return;
  if (factor > kOne && RoundHalfUp(on_some * factor, kOne) > limits::kKg.most) {
    return Fault(pasok::code::kOutOfRange, change.how.at, whose, RangeText(limits::kKg, '.'),
                 "this need would leave the range");
  }
  if (!MayAddRow()) return;
  earlier.push_back(dataset_.menu_factors.size());
  dataset_.menu_factors.push_back({.demand_point = demand_point,
                                   .commodity = commodity,
                                   .millionths = factor,
                                   .from = which.from,
                                   .to = which.to});
  chosen.Credit();
  ++touched().requirements;
}

}  // namespace pasok::study
