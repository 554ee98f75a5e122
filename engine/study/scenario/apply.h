// Makes a scenario's changes on a copy of a dataset and a policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/finding.h"
#include "engine/register/policy.h"
#include "engine/study/scenario/scenario.h"

namespace pasok::study {

// What one change of a scenario touched: rows whose figures are others than before it, or that it added.
struct Touched {
  std::int64_t suppliers = 0, offers = 0, demand_points = 0, requirements = 0;
  // Of `roads`: regions with another circuity, listed distances, and pairs of supplier and demand point that
  // are blocked.
  std::int64_t regions = 0, distances = 0, blocks = 0;
  std::int64_t policy_keys = 0;  // commodities, where haulage is scaled

  std::int64_t all() const {
    return suppliers + offers + demand_points + requirements + regions + distances + blocks + policy_keys;
  }
};

struct Applied {
  // Meaningful where the findings are ok(): the dataset is one that ReadDataset could have made of registers
  // with these changes, rows in canonical order; but for menu_factors, which registers don't have, and
  // commodities that only a menu asks for, of the policy before or after a change: ready to be planned.
  Dataset dataset;
  Policy policy;
  std::vector<Touched> touched;  // per change
  Findings findings;             // with the scenario's file, line and column
};

// REQUIRES that `dataset` came from ReadDataset or passed its rules, completed for the policy's menu or not,
// and that the scenario was read without errors. Errors are: a name that isn't there, a change or one of its
// names that touches nothing, a contradiction (a supplier both stopped and activated; a figure or a policy
// key set to two values; roads that are changed twice), a figure out of its column's range, and a row that no
// register could hold. Time: copying the dataset, and O(rows) per change.
Applied Apply(const Scenario& scenario, const Dataset& dataset, const Policy& policy);

// What to say where the undated day was planned before, and now some needs have a day of their own, so that
// without a date another day would be planned; or some capacities or prices have, which an undated day never
// reaches. nullopt: nothing, all is undated; what a scenario says of a menu's needs is nothing under a policy
// that has no menu after it.
std::optional<Finding> NeedsADay(const Scenario& scenario, const Applied& applied);

// Adds to the findings what keeps the scenario from being planned on `days` days from `first` on, nullopt
// being the undated day: there what NeedsADay says. Else a warning for each change with `from` or `to` that
// holds on none of them, since a season's scenario is also asked for single days; an error where that is so
// of all its changes. REQUIRES findings that are ok().
void CheckDays(const Scenario& scenario, const std::optional<Date>& first, std::int32_t days,
               Applied& applied);

}  // namespace pasok::study
