// What the tables of a plan claim, row by row: read, resolved against the day's rules, and checked as far as
// one row or the sums over rows can tell.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/match/recheck/rules.h"
#include "engine/match/recheck/supplier_ids.h"
#include "engine/match/recheck/table.h"
#include "engine/match/report/limits_report.h"
#include "engine/register/finding_log.h"

namespace pasok::match::recheck {

inline constexpr std::string_view kAllocationsFile = "allocations.csv";
inline constexpr std::string_view kShortagesFile = "shortages.csv";
inline constexpr std::string_view kPricesFile = "prices.csv";
inline constexpr std::string_view kMenuFile = "menu.csv";
inline constexpr std::string_view kBudgetsFile = "budgets.csv";
inline constexpr std::string_view kSharesFile = "shares.csv";
inline constexpr std::string_view kPreviousFile = "previous.csv";
inline constexpr std::string_view kChangesFile = "changes.csv";
inline constexpr std::string_view kTakenFile = "taken.csv";

inline constexpr std::string_view kAllocationsHeader =
    "date,demand_id,commodity,supplier_id,kg,price_idr_per_kg,haul_idr_per_kg,surcharge_idr_per_kg,km,tier,"
    "money_idr,"
    "preference_idr";
inline constexpr std::string_view kAllocationsHeaderWithAggregators =
    "date,demand_id,commodity,supplier_id,kg,price_idr_per_kg,haul_idr_per_kg,surcharge_idr_per_kg,km,tier,"
    "money_idr,"
    "preference_idr,via,leg1_km";
inline std::string_view AllocationsHeaderOf(const Policy& policy) {
  return policy.aggregators ? kAllocationsHeaderWithAggregators : kAllocationsHeader;
}
inline constexpr std::string_view kShortagesHeader = "date,demand_id,commodity,kg,reason,detail";
inline constexpr std::string_view kPricesHeader = "date,node,supplier_id,demand_id,commodity,idr_per_kg";
inline constexpr std::string_view kMenuHeader = "date,demand_id,menu_day";
inline constexpr std::string_view kBudgetsHeader = "date,demand_id,budget_idr,money_idr,over_idr";
inline constexpr std::string_view kSharesHeader =
    "date,rule,demand_id,region,commodity,supplier_id,unit,is,limit";
inline constexpr std::string_view kPreviousHeader = "demand_id,commodity,supplier_id,kg";
inline constexpr std::string_view kChangesHeader = "demand_id,commodity,supplier_id,change,before_kg,kg";
inline constexpr std::string_view kTakenHeader = "supplier_id,commodity,kg";
inline constexpr std::string_view kTakenByDayHeader = "date,supplier_id,commodity,kg";

// What the tables are read against.
struct Ground {
  const Dataset& dataset;
  const Policy& policy;
  const DayRules& rules;
  const SupplierIds& supplier_ids;
  std::string date;      // as every row must give it
  bool only_day = true;  // of the plan
  // Whether a need's price may be more than its penalty: it may be sent on, or the prices are by rank.
  bool may_pass_penalty = false;

  std::string Kg(std::int64_t quanta) const;   // "12.5 kg"
  std::string NameOf(const Need& need) const;  // "D1 beras"
};

// An allocation whose key and weight could be read.
struct Claim {
  std::int32_t need = kNone;
  std::int32_t offer = kNone;  // index into DayRules::offers
  std::int64_t quanta = 0;
  std::int64_t line = 0;
};

struct Allocations {
  std::vector<Claim> claims;                // by need, supplier where the file is sorted
  std::vector<std::int64_t> sold;           // per offer, quanta
  std::vector<std::int64_t> served;         // per need, quanta
  std::vector<std::int64_t> line;           // per need: of its last row; 1 where it has none
  std::vector<std::int64_t> supplier_sold;  // quanta
  std::vector<std::int64_t> handled;        // per aggregator, by its index as a supplier, quanta
  Int128 money = 0, preference = 0;         // sen
  std::array<std::int64_t, kTiers> by_tier{};
  std::array<std::int64_t, kSupplierKinds> by_kind{};
  std::int64_t above_ceiling = 0;                        // quanta
  std::vector<AboveCeiling> above_flat, above_regional;  // the rows, by the kind of ceiling
  std::optional<LegOfDelivery> nearest_to_radius;
  std::int64_t at_largest_share = 0;                              // rows
  std::vector<std::pair<std::int32_t, std::int32_t>> deliveries;  // demand point, supplier; sorted, each once
};

// Every figure of every row, order, duplicates, eligibility, the lanes' caps and the capacities of offers and
// suppliers.
Allocations CheckAllocations(const Ground& ground, const std::vector<Row>& rows, FindingLog& log);

// One row of shortages.csv whose key and weight could be read.
struct ShortageClaim {
  std::int32_t need = kNone;
  std::int64_t quanta = 0;
  ShortageReason reason = ShortageReason::kNoOffer;
  std::string detail;
  std::int64_t line = 0;
};

std::vector<ShortageClaim> CheckShortages(const Ground& ground, const std::vector<Row>& rows,
                                          FindingLog& log);

// Sen per quantum; what has no row has the price that the format grants it.
struct Prices {
  std::vector<std::int64_t> aggregator, supplier, offer, need;
  std::vector<std::int64_t> relief;  // per need: what serves it in place of the day's delivery is worth
};

Prices CheckPrices(const Ground& ground, const std::vector<Row>& rows, FindingLog& log);

// Row by row what the rules say of who cooks which day of the menu.
void CheckMenu(const Ground& ground, const std::vector<Row>& rows, FindingLog& log);

std::vector<Taken> ReadTaken(const std::vector<Row>& rows, bool by_day, FindingLog& log);

// The rows of each planned day of a table whose first column is the date; of a single day all, for the checks
// of each row to fault their dates. Otherwise rows of another day are faulted and left out, and rows not in
// order of days faulted.
std::vector<std::vector<Row>> ByDay(std::string_view file, std::string_view header, std::vector<Row> rows,
                                    const std::vector<std::string>& dates, FindingLog& log);

}  // namespace pasok::match::recheck
