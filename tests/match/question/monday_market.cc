#include "tests/match/question/monday_market.h"

#include <gtest/gtest.h>

#include "tests/match/expect_verified.h"
#include "tests/match/toy.h"

namespace pasok::match {

Question Week(std::int32_t days) {
  return {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = days};
}

Files MondayMarket(const std::string& storage, const std::string& policy) {
  return {
      {"policy.yaml", policy},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,100,10000,1\n"
       "A,ayam,100,30000,1\nB,beras,100,10025,\nB,ayam,100,40000,\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nK,ayam,10\n"},
      {"storage.csv", "demand_id,commodity,kg\n" + storage}};
}

std::vector<std::string> DeliveredRows(const Plan& plan, const Dataset& dataset) {
  std::vector<std::string> rows;
  for (const Allocation& row : plan.allocations) {
    rows.push_back(dataset.suppliers[row.supplier].id + " " + dataset.commodities[row.commodity] + " " +
                   (row.date ? ToIso(*row.date) : "") + " " + std::to_string(row.quanta));
  }
  return rows;
}

std::vector<std::string> CarriedRows(const Plan& plan, const Dataset& dataset) {
  std::vector<std::string> rows;
  const auto day = [](const std::optional<Date>& date) { return date ? ToIso(*date) : std::string("-"); };
  for (const Carried& row : plan.carried) {
    rows.push_back(std::string(ToWord(row.way)) + " " + day(row.date) + " " +
                   dataset.commodities[row.commodity] + " " + std::to_string(row.quanta) + " -> " +
                   day(row.to_date) + " " + dataset.commodities[row.to_commodity]);
  }
  return rows;
}

Plan CheckedPlan(const Tiny& tiny, const Question& question) {
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, question);
  ExpectProven(plan, tiny);
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  return plan;
}

}  // namespace pasok::match
