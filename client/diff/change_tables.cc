// What changes, by commodity, kitchen, supplier, allocation and shortage.
#include "client/code_words.h"
#include "client/diff/diff_report.h"

namespace pasok::client {
namespace {

using Wire = v1::Report;

const MadeColumn kChange{"change", {"Change", "Perubahan"}};

Code CodeOf(Change change) {
  switch (change) {
    case Change::kNone:
      return {"same", "sama"};
    case Change::kAdded:
      return {"added", "baru"};
    case Change::kRemoved:
      return {"removed", "tidak lagi"};
    case Change::kMore:
      return {"more", "lebih banyak"};
    case Change::kLess:
      return {"less", "lebih sedikit"};
    case Change::kRepriced:
      return {"repriced", "harga lain"};
    case Change::kMoved:
      return {"moved", "berpindah"};
    case Change::kOtherReason:
      return {"other_reason", "sebab lain"};
  }
  return {};
}

// "X before", "X" and "X +/-".
void AddColumns(std::vector<MadeColumn>& columns, const std::string& key, const BothLanguages& title,
                Wire::Unit unit) {
  columns.push_back({key + "_before", {title.english + " before", title.indonesian + " sebelumnya"}, unit});
  columns.push_back({key, title, unit});
  columns.push_back({key + "_difference", {title.english + " +/-", title.indonesian + " +/-"}, unit});
}

// Of weights, which need no more words than their unit.
void AddWeights(std::vector<MadeColumn>& columns, const std::string& key) {
  columns.push_back({key + "_before", {"Before", "Sebelumnya"}, Wire::GRAMS});
  columns.push_back({key, {"After", "Sesudahnya"}, Wire::GRAMS});
  columns.push_back({key + "_difference", {"+/-", "+/-"}, Wire::GRAMS});
}

const BothLanguages kMoney{"Money", "Uang"}, kSales{"Sales", "Penjualan"}, kShort{"Short", "Kurang"};

void SetRowCount(StudyReport::Part& table, std::size_t rows) {
  table.head.set_row_count(static_cast<std::int64_t>(rows));
}

}  // namespace

StudyReport::Part CommoditiesTable(const Compared& plans) {
  std::vector<MadeColumn> columns{{"commodity", {"Commodity", "Komoditas"}}};
  AddWeights(columns, "delivered");
  AddColumns(columns, "shortage", kShort, Wire::GRAMS);
  AddColumns(columns, "money", kMoney, Wire::SEN);
  StudyReport::Part table = MakeTable("commodities", {"By commodity", "Menurut komoditas"}, columns);
  for (const CommodityChange& change : plans.diff.commodities) {
    const auto& [was, is] = change.amounts;
    AddRow(table, plans.rows.commodities[change.id], was.grams, is.grams, is.grams - was.grams,
           change.short_grams.before, change.short_grams.after,
           change.short_grams.after - change.short_grams.before, was.money_sen, is.money_sen,
           is.money_sen - was.money_sen);
  }
  return table;
}

StudyReport::Part KitchensTable(const Compared& plans, const RowsWanted& wanted) {
  std::vector<MadeColumn> columns{
      {"demand_id", {"Kitchen", "Dapur"}},
      kChange,
      {"suppliers_gained", {"Gained", "Bertambah"}, Wire::COUNT},
      {"suppliers_lost", {"Lost", "Berkurang"}, Wire::COUNT},
      {"suppliers_before", {"Suppliers before", "Pemasok sebelumnya"}, Wire::COUNT},
      {"suppliers", {"Suppliers", "Pemasok"}, Wire::COUNT}};
  AddWeights(columns, "delivered");
  AddColumns(columns, "money", kMoney, Wire::SEN);
  StudyReport::Part table =
      MakeTable("kitchens",
                {"Kitchens with other deliveries, most other suppliers first",
                 "Dapur dengan kiriman lain, yang pemasoknya paling banyak berganti dahulu"},
                columns);
  const auto& kitchens = plans.diff.kitchens;
  SetRowCount(table, kitchens.size());
  for (std::size_t i = 0; i < wanted.Of("kitchens", kitchens.size()); ++i) {
    const PartyChange& kitchen = kitchens[i];
    const auto& [was, is] = kitchen.amounts;
    AddRow(table, plans.rows.demands[kitchen.id], CodeOf(kitchen.change), kitchen.partners_gained,
           kitchen.partners_lost, kitchen.partners.before, kitchen.partners.after, was.grams, is.grams,
           is.grams - was.grams, was.money_sen, is.money_sen, is.money_sen - was.money_sen);
  }
  return table;
}

StudyReport::Part SuppliersTable(const Compared& plans, const RowsWanted& wanted) {
  std::vector<MadeColumn> columns{{"supplier_id", {"Supplier", "Pemasok"}}, kChange};
  AddWeights(columns, "delivered");
  AddColumns(columns, "sales", kSales, Wire::SEN);
  columns.push_back({"kitchens_before", {"Kitchens before", "Dapur sebelumnya"}, Wire::COUNT});
  columns.push_back({"kitchens", {"Kitchens", "Dapur"}, Wire::COUNT});
  StudyReport::Part table = MakeTable("suppliers",
                                      {"Suppliers with other orders, largest difference first",
                                       "Pemasok dengan pesanan lain, selisih terbesar dahulu"},
                                      columns);
  const auto& suppliers = plans.diff.suppliers;
  SetRowCount(table, suppliers.size());
  for (std::size_t i = 0; i < wanted.Of("suppliers", suppliers.size()); ++i) {
    const PartyChange& supplier = suppliers[i];
    const auto& [was, is] = supplier.amounts;
    AddRow(table, plans.rows.suppliers[supplier.id], CodeOf(supplier.change), was.grams, is.grams,
           is.grams - was.grams, was.sales_sen, is.sales_sen, is.sales_sen - was.sales_sen,
           supplier.partners.before, supplier.partners.after);
  }
  return table;
}

StudyReport::Part AllocationsTable(const Compared& plans, const RowsWanted& wanted) {
  std::vector<MadeColumn> columns{{"date", {"Day", "Hari"}},
                                  {"demand_id", {"Kitchen", "Dapur"}},
                                  {"commodity", {"Commodity", "Komoditas"}},
                                  {"supplier_id", {"Supplier", "Pemasok"}},
                                  kChange};
  AddWeights(columns, "delivered");
  columns.push_back({"price_before", {"Price before", "Harga sebelumnya"}, Wire::SEN_PER_KG});
  columns.push_back({"price", {"Price", "Harga"}, Wire::SEN_PER_KG});
  AddColumns(columns, "money", kMoney, Wire::SEN);
  StudyReport::Part table = MakeTable(
      "allocations",
      {"Allocations that differ, largest difference first", "Alokasi yang berbeda, selisih terbesar dahulu"},
      columns);
  const auto& allocations = plans.diff.allocations;
  SetRowCount(table, allocations.size());
  const std::size_t rows = wanted.Of("allocations", allocations.size());
  table.rows.reserve(rows);
  const auto price = [](const AllocationRow& row) {
    return row.grams == 0 ? std::nullopt : std::optional(row.price_sen_per_kg);
  };
  for (std::size_t i = 0; i < rows; ++i) {
    const auto& [change, was, is] = allocations[i];
    AddRow(table, plans.days.pairs[is.day].after, plans.rows.demands[is.demand],
           plans.rows.commodities[is.commodity], plans.rows.suppliers[is.supplier], CodeOf(change), was.grams,
           is.grams, is.grams - was.grams, price(was), price(is), was.money_sen, is.money_sen,
           is.money_sen - was.money_sen);
  }
  return table;
}

StudyReport::Part ShortagesTable(const Compared& plans, const RowsWanted& wanted) {
  std::vector<MadeColumn> columns{{"date", {"Day", "Hari"}},
                                  {"demand_id", {"Kitchen", "Dapur"}},
                                  {"commodity", {"Commodity", "Komoditas"}},
                                  kChange};
  AddWeights(columns, "shortage");
  columns.push_back({"reason_before", {"Reason before", "Sebab sebelumnya"}});
  columns.push_back({"reason", {"Reason", "Sebab"}});
  StudyReport::Part table = MakeTable(
      "shortages",
      {"Shortages that differ, largest difference first", "Kekurangan yang berbeda, selisih terbesar dahulu"},
      columns);
  const auto& shortages = plans.diff.shortages;
  SetRowCount(table, shortages.size());
  const auto reason = [&](const ShortageRow& row) {
    const std::string code = row.grams == 0 ? "" : plans.rows.reasons[row.reason];
    return Code{code, InIndonesian("reason", code)};
  };
  for (std::size_t i = 0; i < wanted.Of("shortages", shortages.size()); ++i) {
    const auto& [change, was, is] = shortages[i];
    AddRow(table, plans.days.pairs[is.day].after, plans.rows.demands[is.demand],
           plans.rows.commodities[is.commodity], CodeOf(change), was.grams, is.grams, is.grams - was.grams,
           reason(was), reason(is));
  }
  return table;
}

}  // namespace pasok::client
