// Aims that meet in one plan: none is given up where all can be kept.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;

constexpr const char* kPlain =
    "version: 1\ncommodities: {beras: {haul_idr_per_kg_km: 0}, telur: {haul_idr_per_kg_km: 0}}\n"
    "locality: {surcharge_idr_per_kg: {desa: 0}}\n";

// "beras A 15", in the plan's order, of a kitchen that needs 20 kg of rice; verified.
std::vector<std::string> Deliveries(const std::string& policy, const std::string& offers, bool eggs = false) {
  const Tiny tiny =
      ReadTiny({{"policy.yaml", kPlain + policy},
                {"suppliers.csv",
                 "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"
                 "F,F,koperasi,61.02.01.2001\n"},
                {"offers.csv",
                 "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,min_delivery_kg\n" + offers},
                {"requirements.csv",
                 std::string("demand_id,commodity,kg\nK,beras,20\n") + (eggs ? "K,telur,20\n" : "")}});
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  ExpectVerified(plan, tiny);
  for (const RuleReport& rule : plan.rules) EXPECT_TRUE(rule.kept) << Sentence(rule, tiny.policy, 1);
  std::vector<std::string> rows;
  for (const Allocation& row : plan.allocations)
    rows.push_back(tiny.dataset.commodities[row.commodity] + " " + tiny.dataset.suppliers[row.supplier].id +
                   " " + std::to_string(row.quanta));
  return rows;
}

TEST(AimsTogether, EnoughSuppliersBringWholeDeliveries) {
  EXPECT_THAT(
      Deliveries("deliveries: {whole: true}\nmin_suppliers_per_demand_point: {mode: must, suppliers: 2}\n",
                 "A,beras,30,10000,\nB,beras,30,10100,5\n"),
      ElementsAre("beras A 15", "beras B 5"));
}

TEST(AimsTogether, EnoughSuppliersComeOneToEachRequirement) {
  EXPECT_THAT(
      Deliveries("deliveries: {whole: true, max_suppliers_per_requirement: 1}\n"
                 "min_suppliers_per_demand_point: {mode: must, suppliers: 2}\n",
                 "A,beras,40,10000,\nA,telur,40,20000,\nB,telur,40,20500,\nF,beras,40,10600,\n", true),
      ElementsAre("beras A 20", "telur B 20"));
}

TEST(AimsTogether, WholeDeliveriesStayWithinAShare) {
  EXPECT_THAT(Deliveries("deliveries: {whole: true}\nsharing: {mode: aim, max_share_per_owner_group: 0.7}\n",
                         "A,beras,30,10000,\nB,beras,30,13000,5\n"),
              ElementsAre("beras A 14", "beras B 6"));
}

TEST(AimsTogether, WholeDeliveriesStayNearByWhereAFloorAsksForIt) {
  EXPECT_THAT(Deliveries("deliveries: {whole: true}\nsharing: {mode: aim, local_share_min: 1}\n",
                         "A,beras,12,11000,\nB,beras,30,12000,5\nF,beras,100,10000,5\n"),
              ElementsAre("beras A 12", "beras B 8"));
}

TEST(AimsTogether, EnoughSuppliersAreFoundNearByWhereAFloorAsksForThem) {
  EXPECT_THAT(Deliveries("sharing: {mode: aim, local_share_min: 1}\n"
                         "min_suppliers_per_demand_point: {mode: must, suppliers: 2}\n",
                         "A,beras,100,10000,\nB,beras,100,11000,\nF,beras,100,10500,\n"),
              ElementsAre("beras A 19", "beras B 1"));
}

}  // namespace
}  // namespace pasok::match
