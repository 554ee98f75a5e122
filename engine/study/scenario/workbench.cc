#include "engine/study/scenario/workbench.h"

#include <algorithm>

#include "engine/register/codes.h"
#include "engine/register/nearest.h"
#include "engine/register/region_codes.h"
#include "engine/study/scenario/codes.h"

namespace pasok::study {
namespace {

// The row with that key among the first `sorted` rows, which are in order, or among the few behind them.
template <class Rows, class Key>
std::int32_t FindRow(const Rows& rows, std::size_t sorted, std::string_view key, Key key_of) {
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(sorted);
  auto found = std::ranges::lower_bound(rows.begin(), end, key, {}, key_of);
  if (found == end || key_of(*found) != key) found = std::ranges::find(end, rows.end(), key, key_of);
  return found == rows.end() ? kNone : static_cast<std::int32_t>(found - rows.begin());
}

template <class Rows, class Key>
std::string NearestOf(const Rows& rows, std::string_view word, Key key_of) {
  std::vector<std::string_view> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(key_of(row));
  return DidYouMean(NameGuesser(std::move(names)).Guess(word));
}

std::string_view IdOf(const Supplier& row) { return row.id; }
std::string_view DemandIdOf(const DemandPoint& row) { return row.id; }
std::string_view CodeOf(const Region& row) { return row.code; }
std::string_view TextOf(const std::string& text) { return text; }

}  // namespace

Workbench::Workbench(const Scenario& scenario, const Dataset& dataset, const Policy& policy,
                     std::int64_t most_rows)
    : scenario_(scenario),
      most_rows_(most_rows),
      applied_{.dataset = dataset, .policy = policy, .touched = {}, .findings = {}},
      dataset_(applied_.dataset),
      policy_(applied_.policy),
      suppliers_before_(dataset.suppliers.size()),
      demand_points_before_(dataset.demand_points.size()),
      commodities_before_(dataset.commodities.size()),
      active_by_(dataset.suppliers.size(), kNone),
      total_set_by_(dataset.suppliers.size(), kNone),
      capacity_set_by_(dataset.offers.size(), kNone),
      price_set_by_(dataset.offers.size(), kNone),
      need_set_by_(dataset.requirements.size(), kNone) {
  for (std::size_t i = 0; i < dataset.menu_factors.size(); ++i) {
    const MenuFactor& row = dataset.menu_factors[i];
    menu_needs_[{row.demand_point, row.commodity}].rows.push_back(i);
  }
  KnowTheMenu();
}

void Workbench::Make(const Change& change) {
  ++change_;
  applied_.touched.emplace_back();
  if (rows_asked_for_ > most_rows_) return;  // it would be told that rows which were left out aren't there
  const std::int64_t errors = log_.errors();
  std::visit([this](const auto& what) { Do(what); }, change.what);
  if (log_.errors() == errors && touched().all() == 0) {
    Fault(code::kTouchesNothing, change.at, ToYaml(change), "a change that changes something",
          "what it names is so already, or its keys fit nothing together");
  }
}

Applied Workbench::Finish() {
  if (log_.errors() == 0) CheckAdditions();
  if (log_.errors() == 0) {
    KeepCutRoadsOutOfReach();
    Settle();
  }
  applied_.findings = log_.Take();
  return std::move(applied_);
}

std::int32_t Workbench::FindSupplier(std::string_view id) const {
  return FindRow(dataset_.suppliers, suppliers_before_, id, IdOf);
}
std::int32_t Workbench::FindDemandPoint(std::string_view id) const {
  return FindRow(dataset_.demand_points, demand_points_before_, id, DemandIdOf);
}
std::int32_t Workbench::FindCommodity(std::string_view code) const {
  return FindRow(dataset_.commodities, commodities_before_, code, TextOf);
}

std::int32_t Workbench::RegionNamed(const Name& name) {
  const std::int32_t found = dataset_.FindRegion(name.text);
  if (found != kNone) return found;
  const std::string mend =
      RegionLevel(name.text) ? NearestOf(dataset_.regions, name.text, CodeOf) : MendRegionCode(name.text);
  Fault(pasok::code::kUnknownRegion, name.at, name.text, "a code of regions.csv", mend);
  return kNone;
}

std::int32_t Workbench::SupplierNamed(const Name& name) {
  const std::int32_t found = FindSupplier(name.text);
  if (found == kNone) {
    Fault(pasok::code::kUnknownSupplier, name.at, name.text, "a supplier_id of suppliers.csv",
          NearestOf(dataset_.suppliers, name.text, IdOf));
  }
  return found;
}

std::int32_t Workbench::DemandPointNamed(const Name& name) {
  const std::int32_t found = FindDemandPoint(name.text);
  if (found == kNone) {
    Fault(pasok::code::kUnknownDemandPoint, name.at, name.text, "a demand_id of demand_points.csv",
          NearestOf(dataset_.demand_points, name.text, DemandIdOf));
  }
  return found;
}

std::set<Workbench::RequirementKey>& Workbench::RequirementKeys() {
  if (!requirement_keys_) {
    requirement_keys_.emplace();
    for (const Requirement& row : dataset_.requirements) {
      requirement_keys_->emplace(row.demand_point, row.commodity, row.date);
    }
  }
  return *requirement_keys_;
}

bool Workbench::MayAddRow() {
  if (++rows_asked_for_ <= most_rows_) return true;
  if (rows_asked_for_ == most_rows_ + 1) {
    Fault(code::kTooManyRows, scenario_.changes[change_].at, "",
          "at most " + std::to_string(most_rows_) + " rows that a scenario adds or parts",
          "choose fewer rows or days");
  }
  return false;
}

std::string Workbench::LineOf(std::int32_t change) const {
  return "line " + std::to_string(scenario_.changes[change].at.line);
}

void Workbench::Fault(std::string_view code, const Mark& at, std::string_view value,
                      std::string_view expected, std::string_view fix) {
  log_.Add({.code = std::string(code),
            .file = scenario_.file,
            .line = at.line,
            .column = at.column,
            .field = std::string(KindOf(scenario_.changes[change_])),
            .value = std::string(value.substr(0, 200)),
            .expected = std::string(expected),
            .fix = std::string(fix)});
}

Applied Apply(const Scenario& scenario, const Dataset& dataset, const Policy& policy) {
  Workbench bench(scenario, dataset, policy);
  for (const Change& change : scenario.changes) bench.Make(change);
  return bench.Finish();
}

}  // namespace pasok::study
