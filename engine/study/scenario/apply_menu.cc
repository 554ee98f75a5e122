// Needs that follow from the policy's menu: a scenario multiplies them, day by day of the menu.
#include <algorithm>
#include <utility>

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

// Of each commodity what is needed on any day of the cycle, in ordinary portions.
std::map<std::int32_t, Grams> MostOf(const std::vector<std::pair<std::int32_t, const MenuItem*>>& items,
                                     const DemandPoint& point) {
  std::map<std::int32_t, Grams> most;
  for (const auto& [commodity, item] : items)
    most[commodity] = std::max(most[commodity], match::WeightOf(*item, point, Milli{1000}));
  return most;
}

}  // namespace

void Workbench::KnowTheMenu() {
  for (const std::string& code : MissingCommodities(dataset_, policy_)) {
    if (FindCommodity(code) == kNone) dataset_.commodities.push_back(code);
  }
}

std::vector<std::pair<std::int32_t, const MenuItem*>> Workbench::MenuItems() const {
  std::vector<std::pair<std::int32_t, const MenuItem*>> items;
  for (const std::vector<MenuItem>& day : policy_.menu.days) {
    for (const MenuItem& item : day) items.emplace_back(FindCommodity(item.commodity), &item);
  }
  return items;
}

const NeedByDay& Workbench::MenuNeedOf(std::int32_t demand_point, std::int32_t commodity, Grams most) {
  auto& [need, rows] = menu_needs_[{demand_point, commodity}];
  if (need.before() == most) return need;
  need = NeedByDay(most);
  for (const std::size_t row : rows) need.Multiply(dataset_.menu_factors[row]);
  return need;
}

void Workbench::AdjustMenuNeeds(const Adjust& change, Chosen& chosen) {
  if (policy_.menu.days.empty()) return;
  const std::int64_t errors = log_.errors();
  const auto items = MenuItems();
  for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
    const DemandPoint& point = dataset_.demand_points[d];
    for (const auto& [commodity, most] : MostOf(items, point)) {
      if (most == Grams{} || !chosen.FitsCommodity(commodity) || !chosen.Fits(point, d)) continue;
      AdjustMenuNeed(change, chosen, d, commodity, most);
      if (log_.errors() > errors) return;  // one example is enough
    }
  }
}

void Workbench::CheckMenuNeeds() {
  const auto items = MenuItems();
  std::map<std::int32_t, Grams> most_of;
  std::int32_t of = kNone;
  for (const auto& [key, multiplied] : menu_needs_) {
    const auto& [demand_point, commodity] = key;
    if (multiplied.rows.empty()) continue;
    if (demand_point != std::exchange(of, demand_point))
      most_of = MostOf(items, dataset_.demand_points[demand_point]);
    const Grams before = most_of[commodity], most = MenuNeedOf(demand_point, commodity, before).most();
    if (most <= before || most.value <= limits::kKg.most) continue;
    return Fault(pasok::code::kOutOfRange, scenario_.changes[change_].at,
                 dataset_.demand_points[demand_point].id, RangeText(limits::kKg, '.'),
                 "an earlier change multiplies this need, which would leave the range under this menu");
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
                               std::int32_t commodity, Grams most) {
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
  const MenuFactor factor{.demand_point = demand_point,
                          .commodity = commodity,
                          .millionths = to_nothing ? 0 : change.how.value,
                          .from = which.from,
                          .to = which.to};
  const NeedByDay::Outcome outcome = MenuNeedOf(demand_point, commodity, most).Try(factor);
  if (!outcome.differs) return;
  if (factor.millionths > kOne && outcome.most.value > limits::kKg.most) {
    return Fault(pasok::code::kOutOfRange, change.how.at, whose, RangeText(limits::kKg, '.'),
                 "this need would leave the range");
  }
  if (!MayAddRow()) return;
  MultipliedNeed& multiplied = menu_needs_[{demand_point, commodity}];
  multiplied.by_day.Multiply(factor);
  multiplied.rows.push_back(dataset_.menu_factors.size());
  dataset_.menu_factors.push_back(factor);
  chosen.Credit();
  ++touched().requirements;
}

}  // namespace pasok::study
