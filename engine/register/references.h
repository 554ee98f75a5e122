// From the keys in cells to the rows they name, or to a finding that says which was meant.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/register/nearest.h"
#include "engine/register/policy.h"
#include "engine/register/registers.h"

namespace pasok {

// Threads: CommodityOf and SupplierIdOf may be called beside the others, which is how offers are read while
// suppliers are; the others only one at a time.
class References {
 public:
  // `registers` outlives this. `policy`: whose commodities are known; nullptr: any commodity will do.
  References(const Registers& registers, const Policy* policy);

  // The row that the cell names. kNone where the cell is empty or faulty, which is logged, or where the
  // register that should know it couldn't be read whole, which has been logged before.
  std::int32_t RegionOf(Table& table, int column);
  std::int32_t SupplierOf(Table& table, int column);
  // The same in two steps, for a file that is read before the suppliers are: the id in the cell, empty where
  // it is faulty; and the row of that id, remarked on at `line`.
  static std::string_view SupplierIdOf(Table& table, int column);
  std::int32_t SupplierNamed(std::string_view id, Table& table, std::int64_t line, int column);
  std::int32_t DemandPointOf(Table& table, int column);
  // Provisional: in order of appearance, until SettleCommodities.
  std::int32_t CommodityOf(Table& table, int column);

  // "did you mean …?" for a supplier's id that isn't there.
  std::string MendSupplier(std::string_view id);

  // Sorts the commodities seen and renumbers those of all rows.
  void SettleCommodities(Dataset& dataset) const;

 private:
  // A guess is one within the same enclosing region: one of another is another place, however near its digits
  // are. Where that isn't known either, it is what to look at.
  std::string MendRegion(std::string_view code);

  const Registers& registers_;
  const Policy* policy_;
  std::map<std::string, std::int32_t, std::less<>> commodities_;
  std::unordered_map<std::string_view, std::int32_t> region_of_;  // by code; filled at its first use
  std::int32_t last_supplier_ = kNone;                            // files come sorted more often than not
  std::int64_t sibling_looks_ = 0;                                // as NameGuesser counts them
  std::optional<NameGuesser> suppliers_, demand_points_, policy_commodities_;
};

// "a code of regions.csv …"; logs a code that has no level. Shared with the reader of regions.csv.
bool CheckRegionCode(Table& table, int column);

}  // namespace pasok
