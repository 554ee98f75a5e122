#include <array>
#include <limits>
#include <tuple>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum ContractColumn : int { kSupplier, kDemandPoint, kCommodity, kFrom, kTo, kLeast, kMost };
constexpr std::array<Column, 7> kColumns{{{"supplier_id", true},
                                          {"demand_id", true},
                                          {"commodity", true},
                                          {"from"},
                                          {"to"},
                                          {"min_kg"},
                                          {"max_kg"}}};

Contract ReadContract(Table& table, References& references) {
  Contract contract;
  contract.supplier = references.SupplierOf(table, kSupplier);
  contract.demand_point = references.DemandPointOf(table, kDemandPoint);
  contract.commodity = references.CommodityOf(table, kCommodity);
  contract.from = table.DateOf(kFrom);
  contract.to = table.DateOf(kTo);
  if (const auto least = table.Number(kLeast, limits::kKg)) contract.least = Grams{*least};
  if (const auto most = table.Number(kMost, limits::kKg)) contract.most = Grams{*most};
  return contract;
}

void CheckContract(Table& table, const Contract& contract) {
  if (!table.Given(kLeast) && !table.Given(kMost)) {
    table.Error(code::kNothingAgreed, kLeast, "min_kg or max_kg",
                "give the kg that are agreed for each day, or remove the row");
  }
  if (contract.least && contract.most && *contract.least > *contract.most) {
    table.Error(code::kLeastAboveMost, kMost, "no less than min_kg", "swap the two figures?");
  }
  if (contract.from && contract.to && *contract.from > *contract.to) {
    table.Error(code::kEmptyWindow, kTo, "a day not before from", "swap the two dates?");
  }
}

}  // namespace

void ReadContracts(std::string_view content, Registers& registers, References& references) {
  Table& table = registers.contracts.table.emplace("contracts.csv", content, kColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    const Contract contract = ReadContract(table, references);
    CheckContract(table, contract);
    const bool whole =
        contract.supplier != kNone && contract.demand_point != kNone && contract.commodity != kNone;
    if (!whole) continue;
    registers.dataset.contracts.push_back(contract);
    registers.contracts.KeepLine();
  }
}

void SettleContracts(Registers& registers) {
  std::vector<Contract>& rows = registers.dataset.contracts;
  std::vector<std::int64_t>& lines = registers.contracts.lines;
  const auto parties = [&](std::int32_t row) {
    return std::tuple(rows[row].supplier, rows[row].demand_point, rows[row].commodity);
  };
  const auto key = [&](std::int32_t row) { return std::pair(parties(row), rows[row].from); };
  const std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  // By their first days, one overlaps an earlier one where it begins before the latest of their ends.
  constexpr Date kForever{std::numeric_limits<std::int32_t>::max()};
  std::int32_t latest = kNone;
  for (const std::int32_t at : order) {
    if (!registers.contracts.KnowsDaysOf(at)) continue;
    if (latest == kNone || parties(at) != parties(latest)) {
      latest = at;
      continue;
    }
    const Contract& row = rows[at];
    const Date latest_end = rows[latest].to.value_or(kForever);
    if (!row.from || *row.from <= latest_end) {
      registers.contracts.table->RemarkAt(lines[at], Severity::kError, code::kOverlappingWindows, kFrom,
                                          row.from ? ToIso(*row.from) : "",
                                          "one contract at a time for a supplier, demand point and commodity",
                                          "its days overlap those of line " + std::to_string(lines[latest]) +
                                              ": join the two rows or part their dates");
    }
    if (row.to.value_or(kForever) > latest_end) latest = at;
  }
  Rearrange(rows, order);
  Rearrange(lines, order);
}

}  // namespace pasok
