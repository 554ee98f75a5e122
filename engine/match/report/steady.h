// What a plan changes of an earlier one (policy `steady`): whoever is new to a kitchen is a risk, and most of
// all with food that spoils.
//
// A supplier is new to a demand point where the earlier plan had nothing of it go there. Beside that, of each
// risky commodity: a demand point is changed where it buys it from a supplier from whom it had none of it
// before; those that had none of it at all before are left out, since nothing of theirs changes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/match/report/rule_report.h"

namespace pasok::match {

struct Allocation;

enum class Change : std::uint8_t { kAdded, kRemoved, kMore, kLess };
std::string_view ToWord(Change change);

// What one supplier brings one demand point of a commodity, in all of either plan, where that differs.
struct PlannedChange {
  std::string demand_id, commodity, supplier_id;  // those of the earlier plan need not be the dataset's
  Grams before, now;

  Change change() const {
    if (before.value == 0) return Change::kAdded;
    if (now.value == 0) return Change::kRemoved;
    return now > before ? Change::kMore : Change::kLess;
  }
};

struct ChangeTally {
  std::vector<PlannedChange> changes;  // by demand point, commodity, supplier
  std::int64_t from_new = 0;           // quanta that suppliers bring who are new to the demand point
  std::vector<std::string> changed;    // ids of the demand points with a new supplier of a risky commodity
  std::int64_t compared = 0;           // demand points that had a risky commodity before, and need it now
};

// O(rows log rows). REQUIRES a question with an earlier plan.
ChangeTally TallyChanges(const Instance& instance, const std::vector<Delivered>& previous,
                         const std::vector<Allocation>& allocations);

RuleReport ReportChanges(const Policy& policy, const ChangeTally& tally);

}  // namespace pasok::match
