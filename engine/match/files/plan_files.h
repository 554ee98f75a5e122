// A plan as files: the tables (plan_tables.h; docs/plan-files.md says when each is there), policy.yaml (the
// policy that was asked with), scenario.yaml (where there is one) and summary.json (summary_json.h). Here is
// also who reads the tables back; what a later plan needs of them is recall.h, and `verify` reads them by
// code of its own (recheck/).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/plan.h"
#include "engine/register/finding_log.h"
#include "engine/register/read.h"

namespace pasok::match {

// The scenario by which the plan's dataset and policy were changed.
struct ScenarioLabel {
  std::string name;
  std::string digest;
  std::string yaml;      // for scenario.yaml
  Policy policy_before;  // for policy.yaml: the two files together say what was planned
};

// Names what the files are about; goes into summary.json.
struct PlanLabels {
  std::string dataset;  // the dataset's id
  std::string version;  // of the program
  std::vector<std::string> subtracted_plans;
  std::optional<ScenarioLabel> scenario{};
  std::vector<std::string> carried_from_plans{};  // whose earlier deliveries are at hand

  // What policy.yaml says and the digest names: the policy before the scenario, where there is one.
  const Policy& PolicyAsked(const Policy& planned_by) const {
    return scenario ? scenario->policy_before : planned_by;
  }
};

// Calls `emit` with each file whole, in a fixed order. Byte-identical for equal plans, but for summary.json's
// solver.seconds.
void WritePlanFiles(const Plan& plan, const Dataset& dataset, const Policy& policy, const PlanLabels& labels,
                    const std::function<void(std::string_view name, std::string content)>& emit);

// A row of an allocation table, a plan's own or one that a planner wrote by hand: what is to go where. All
// other figures follow from it.
struct AllocationLine {
  std::int64_t line = 0;  // of the file, the header being line 1; 0: it stands in no file
  std::optional<Date> date{};
  std::int32_t demand_point = kNone;  // dataset indices; kNone: there is none of that name
  std::int32_t commodity = kNone;
  std::int32_t supplier = kNone;
  Grams weight{};
  std::string demand_id{}, commodity_code{}, supplier_id{};  // as written, of those that are kNone
};

// Who wrote a table. People may mean fifteen thousand by "15.400", which is a fault in their tables; Pasok
// means fifteen and four tenths.
enum class Writer : std::uint8_t { kPasok, kHand };

// Reads a table with at least the columns demand_id, commodity, supplier_id and kg; the others of
// allocations.csv may be there and are left unread but for `date`. Separators and decimals as in the
// registers. Faults go into `log` under the name `file`; rows with one are left out. O(bytes + rows log n).
std::vector<AllocationLine> ReadAllocations(std::string_view file, std::string_view content, Writer writer,
                                            const Dataset& dataset, FindingLog& log);
// Of prices.csv, in its order. An id or a price that can't be read is a fault. Likewise.
std::vector<NodePrice> ReadPrices(std::string_view file, std::string_view content, const Dataset& dataset,
                                  Grams quantum, FindingLog& log);
// Of taken.csv. Its ids need not be the dataset's.
std::vector<Taken> ReadTaken(std::string_view file, std::string_view content, FindingLog& log);
// Of previous.csv, likewise.
std::vector<Delivered> ReadPrevious(std::string_view file, std::string_view content, FindingLog& log);
// Of at_hand.csv, likewise.
std::vector<AtHand> ReadAtHand(std::string_view file, std::string_view content, FindingLog& log);

// A row of carried.csv, its ids as written.
struct CarriedLine {
  Carried::Way way = Carried::Way::kStock;
  std::optional<Date> date, to_date;  // as Carried
  std::string demand_id, commodity, to_commodity;
  Grams weight;  // that leaves
  Grams served;  // that it serves for: to_kg, or, where the plan has no ratios, as much
};
// Of carried.csv, likewise.
std::vector<CarriedLine> ReadCarried(std::string_view file, std::string_view content, FindingLog& log);

}  // namespace pasok::match
