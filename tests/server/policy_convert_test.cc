// Every key of a policy is on the wire with its value: what the message says makes the same policy again.
#include "server/policy_convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "engine/register/words.h"

namespace pasok::server {
namespace {

using ::testing::IsEmpty;

std::string Config(const std::string& name) {
  std::ifstream in(std::string(PASOK_SOURCE_DIR) + "/configs/" + name, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

Policy Read(const std::string& yaml) {
  PolicyReading reading = ReadPolicy(yaml, "policy.yaml");
  for (const Finding& finding : reading.findings.list) {
    ADD_FAILURE() << finding.line << ": " << finding.code << " " << finding.field;
  }
  return std::move(reading.policy);
}

// Every rule in use, but strict aims, which not every rule goes with; and no two figures alike.
constexpr char kEverything[] = R"(version: 1
quantum_kg: 0.5
aims: weighted
commodities:
  beras: {name_id: Beras, name_en: Rice, haul_idr_per_kg_km: 1.7, max_distance_km: 401, shelf_life_days: 31,
          requires: [halal, pirt], price_ceiling_idr_per_kg: 15410, max_travel_minutes: 245, lot_kg: 25,
          min_delivery_kg: 2.5}
  ikan: {name_id: Ikan, name_en: Fish, price_ceiling_idr_per_kg: {61: 40100, 61.06: 50100}}
  telur: {}
locality: {surcharge_idr_per_kg: {desa: 1, kecamatan: 2, kabupaten: 3, provinsi: 4, luar: 5}}
supplier_kind: {surcharge_idr_per_kg: {koperasi: 11, kdmp: 12, bumdes: 13, umkm_mikro: 14, umkm_kecil: 15,
                                       umkm_menengah: 16, perorangan: 17, lainnya: 18}}
distance: {circuity: 1.6}
shortage: {penalty_idr_per_kg: 999000}
concentration: {max_share_per_supplier: 0.35}
price_ceiling: hard
related_party: allow
aggregators: on
probation: {days: 29, max_share_of_capacity: 0.31}
budget: {mode: aim, idr_per_portion: {paud: 21, sd_1_3: 22, sd_4_6: 23, smp: 24, sma: 25, ibu: 26, balita: 27.5}}
sharing:
  mode: aim
  max_share_per_owner_group: 0.41
  max_spend_share_per_supplier: 0.42
  max_spend_share_per_owner_group: 0.43
  max_region_share_per_supplier: 0.44
  max_region_share_per_owner_group: 0.45
  local_share_min: 0.46
  small_share_min: 0.47
min_suppliers_per_demand_point: {mode: must, suppliers: 7}
steady: {surcharge_idr_per_kg: 510, risky_commodities: [ikan, telur], max_share_changed: 0.12}
deliveries: {whole: true, max_suppliers_per_requirement: 6}
service_weekdays: 1|3|5
menu:
  cycle_starts_on: 2026-01-05
  portions_grams: {beras: {paud: 61, sd_1_3: 62.5, balita: 63}, telur: 55}
  days: [[beras, telur], {telur: {sma: 125}, beras: null}, {}]
  most_kg_per_day: {telur: 40000, beras: 90000.125}
storage: {mode: on, holding_idr_per_kg_day: 20.25, min_shelf_left_days: 3}
stock: on
substitutes: {beras: {by: {ikan: 1, telur: 1.25}, surcharge_idr_per_kg: 2100}}
fair_spread: [{above_share: 0.5, surcharge_idr_per_kg: 300}, {above_share: 0.8, surcharge_idr_per_kg: 800}]
)";

// The policy that a message means, read by the words of policy.proto alone.
Menu MenuOf(const v1::Policy::Menu& wire) {
  Menu menu{.cycle_starts_on = ParseDate(wire.cycle_starts_on()), .days = {}, .most_per_day = {}};
  for (const v1::Policy::Menu::Day& wire_day : wire.days()) {
    std::vector<MenuItem>& day = menu.days.emplace_back();
    for (const std::string& commodity : wire_day.commodities()) {
      MenuItem& item = day.emplace_back(MenuItem{.commodity = commodity});
      for (const auto* portions : {&wire.portions(), &wire_day.portions()}) {
        for (const v1::Policy::Menu::Portion& portion : *portions) {
          if (portion.commodity() != commodity) continue;
          item.portion_grams = {};
          for (const auto& [group, milligrams] : portion.milligrams()) {
            const auto at = std::ranges::find(kRecipientGroupWords, group);
            item.portion_grams.at(static_cast<std::size_t>(at - kRecipientGroupWords.begin())) = {milligrams};
          }
        }
      }
    }
  }
  for (const auto& [commodity, grams] : wire.max_grams_per_day())
    menu.most_per_day.push_back({commodity, {grams}});
  std::ranges::sort(menu.most_per_day, {}, &MostPerDay::commodity);
  return menu;
}

CommodityRule CommodityOf(const v1::Policy::Commodity& wire) {
  CommodityRule rule;
  rule.code = wire.code();
  rule.name_id = wire.name_id();
  rule.name_en = wire.name_en();
  rule.haul_per_kg_km = {wire.haul_millirupiah_per_kg_km()};
  if (wire.has_max_distance_m()) rule.max_distance = {wire.max_distance_m()};
  if (wire.has_shelf_life_days()) rule.shelf_life_days = wire.shelf_life_days();
  rule.requires_licences.assign(wire.requires_licences().begin(), wire.requires_licences().end());
  if (wire.has_price_ceiling_sen_per_kg()) rule.price_ceiling = {wire.price_ceiling_sen_per_kg()};
  for (const auto& [region, sen] : wire.region_ceiling_sen_per_kg())
    rule.region_ceilings.push_back({region, {sen}});
  std::ranges::sort(rule.region_ceilings, {}, &RegionCeiling::region);
  if (wire.has_max_travel_minutes()) rule.max_travel_minutes = wire.max_travel_minutes();
  if (wire.has_lot_grams()) rule.lot = {wire.lot_grams()};
  if (wire.has_min_delivery_grams()) rule.min_delivery = {wire.min_delivery_grams()};
  return rule;
}

void ReadRules(const v1::Policy& wire, Policy& policy) {
  policy.aggregators = wire.aggregators();
  if (wire.has_probation())
    policy.probation = {wire.probation().days(), {wire.probation().max_share_of_capacity_millionths()}};
  if (wire.has_budget()) policy.budget.mode = static_cast<BudgetMode>(wire.budget().mode());
  for (std::size_t i = 0; i < kRecipientGroupWords.size() && wire.has_budget(); ++i) {
    policy.budget.per_portion.at(i) = {
        wire.budget().sen_per_portion().at(std::string(kRecipientGroupWords[i]))};
  }
  if (wire.has_sharing()) {
    const v1::Policy::Sharing& sharing = wire.sharing();
    policy.sharing.mode = static_cast<SharingMode>(sharing.mode());
    policy.sharing.most = {Millionths{sharing.max_share_per_owner_group_millionths()},
                           Millionths{sharing.max_spend_share_per_supplier_millionths()},
                           Millionths{sharing.max_spend_share_per_owner_group_millionths()},
                           Millionths{sharing.max_region_share_per_supplier_millionths()},
                           Millionths{sharing.max_region_share_per_owner_group_millionths()},
                           Millionths{1'000'000 - sharing.local_share_min_millionths()},
                           Millionths{1'000'000 - sharing.small_share_min_millionths()}};
  }
  if (const auto& wire_rule = wire.min_suppliers_per_demand_point();
      wire.has_min_suppliers_per_demand_point())
    policy.min_suppliers = {static_cast<MinSuppliersMode>(wire_rule.mode()), wire_rule.suppliers()};
  if (wire.has_steady()) {
    const v1::Policy::Steady& steady = wire.steady();
    policy.steady = {{steady.surcharge_sen_per_kg()},
                     {steady.risky_commodities().begin(), steady.risky_commodities().end()},
                     {steady.max_share_changed_millionths()}};
  }
  policy.deliveries.whole = wire.deliveries().whole();
  if (wire.deliveries().has_max_suppliers_per_requirement())
    policy.deliveries.most_suppliers = wire.deliveries().max_suppliers_per_requirement();
  if (wire.has_menu()) policy.menu = MenuOf(wire.menu());
  if (wire.has_storage())
    policy.storage = {true, {wire.storage().holding_sen_per_kg_day()}, wire.storage().min_shelf_left_days()};
  policy.stock = wire.stock();
  for (const v1::Policy::Substitute& row : wire.substitutes()) {
    SubstituteRule& rule = policy.substitutes.emplace_back();
    rule.commodity = row.commodity();
    for (const auto& by : row.by()) {
      rule.by.push_back(by.commodity());
      rule.ratio.push_back({by.ratio_milli()});
    }
    if (std::ranges::all_of(rule.ratio, [](Milli each) { return each.value == 1'000; })) rule.ratio.clear();
    rule.surcharge = {row.surcharge_sen_per_kg()};
  }
  for (const v1::Policy::SpreadStep& step : wire.fair_spread())
    policy.fair_spread.push_back({{step.above_share_millionths()}, {step.surcharge_sen_per_kg()}});
}

Policy PolicyOf(const v1::Policy& wire) {
  Policy policy = BuiltInPolicy();  // of which a rule that is absent is off
  policy.commodities.clear();
  policy.quantum = {wire.quantum_grams()};
  policy.aims = wire.aims() == v1::Policy::STRICT ? Aims::kStrict : Aims::kWeighted;
  for (const v1::Policy::Commodity& row : wire.commodities()) policy.commodities.push_back(CommodityOf(row));
  for (std::size_t i = 0; i < kTierWords.size(); ++i)
    policy.tier_surcharge.at(i) = {wire.tier_surcharge_sen_per_kg().at(std::string(kTierWords[i]))};
  for (std::size_t i = 0; i < kSupplierKindWords.size(); ++i) {
    const auto found = wire.kind_surcharge_sen_per_kg().find(std::string(kSupplierKindWords[i]));
    policy.kind_surcharge.at(i) = {found == wire.kind_surcharge_sen_per_kg().end() ? 0 : found->second};
  }
  policy.circuity = {wire.circuity_milli()};
  policy.shortage_penalty = {wire.shortage_penalty_sen_per_kg()};
  policy.max_share_per_supplier = {wire.max_share_per_supplier_millionths()};
  policy.price_ceiling = static_cast<CeilingMode>(wire.price_ceiling() - 1);
  policy.related_party = static_cast<RelatedParty>(wire.related_party() - 1);
  policy.service_weekdays = static_cast<std::uint8_t>(wire.service_weekdays());
  ReadRules(wire, policy);
  return policy;
}

// The wire says what a day cooks, not whether the policy says so there or among the usual portions.
Policy WithPortionsOnTheirDays(Policy policy) {
  policy.menu.usual.clear();
  for (std::vector<MenuItem>& day : policy.menu.days) {
    for (MenuItem& item : day) item.is_usual = false;
  }
  return policy;
}

TEST(PolicyConvertTest, TheMessageMakesTheSamePolicyAgain) {
  for (const std::string& yaml : {std::string(kEverything), Config("policy.yaml"), Config("mbg.yaml"),
                                  Config("menu.yaml"), std::string("version: 1\naims: strict\n")}) {
    const Policy policy = Read(yaml);
    const v1::Policy wire = ToProto(policy);
    EXPECT_EQ(ToYaml(PolicyOf(wire)), ToYaml(WithPortionsOnTheirDays(policy)));
    EXPECT_EQ(wire.digest(), Digest(policy));
  }
}

TEST(PolicyConvertTest, WhatIsOffIsAbsent) {
  const v1::Policy wire = ToProto(BuiltInPolicy());
  EXPECT_FALSE(wire.has_probation() || wire.has_budget() || wire.has_sharing() || wire.has_menu());
  EXPECT_FALSE(wire.has_min_suppliers_per_demand_point() || wire.has_steady() || wire.has_deliveries());
  EXPECT_FALSE(wire.has_storage() || wire.aggregators() || wire.stock());
  EXPECT_THAT(wire.substitutes(), IsEmpty());
  EXPECT_THAT(wire.fair_spread(), IsEmpty());
}

TEST(PolicyConvertTest, FiguresHaveTheUnitsOfTheirNames) {
  const v1::Policy wire = ToProto(Read(kEverything));
  EXPECT_EQ(wire.commodities(0).lot_grams(), 25'000);
  EXPECT_EQ(wire.commodities(0).min_delivery_grams(), 2'500);
  EXPECT_EQ(wire.budget().sen_per_portion().at("balita"), 2'750);
  EXPECT_EQ(wire.sharing().small_share_min_millionths(), 470'000);
  EXPECT_EQ(wire.storage().holding_sen_per_kg_day(), 2'025);
  EXPECT_EQ(wire.menu().max_grams_per_day().at("beras"), 90'000'125);
  // A day says only what differs from the usual portion.
  ASSERT_EQ(wire.menu().portions_size(), 2);
  EXPECT_EQ(wire.menu().portions(0).milligrams().at("sd_1_3"), 62'500);
  ASSERT_EQ(wire.menu().days_size(), 3);
  EXPECT_EQ(wire.menu().days(0).commodities_size(), 2);
  EXPECT_THAT(wire.menu().days(0).portions(), IsEmpty());
  ASSERT_EQ(wire.menu().days(1).portions_size(), 1);
  EXPECT_EQ(wire.menu().days(1).portions(0).milligrams().at("sma"), 125'000);
  EXPECT_THAT(wire.menu().days(2).commodities(), IsEmpty());
}

// The keys of mappings, at any depth.
void CollectKeys(const YAML::Node& node, std::set<std::string>& keys) {
  if (node.IsSequence()) {
    for (const YAML::Node& item : node) CollectKeys(item, keys);
  }
  if (!node.IsMap()) return;
  for (const auto& entry : node) {
    keys.insert(entry.first.as<std::string>());
    CollectKeys(entry.second, keys);
  }
}

// A new key fails here until kEverything has it, and above until the wire has it. policy.yaml spells every
// key out, or explains it in a comment of its own, such as "#   lot_kg   what is packed together".
TEST(PolicyConvertTest, EveryKeyOfThePolicyIsTried) {
  const std::string documented = Config("policy.yaml");
  std::set<std::string> keys, tried;
  CollectKeys(YAML::Load(documented), keys);
  std::istringstream lines(documented);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kExplains = "#   ";
    if (!line.starts_with(kExplains)) continue;
    const std::size_t end = line.find("  ", kExplains.size());
    const std::string key = line.substr(kExplains.size(), end - kExplains.size());
    if (end != std::string::npos && !key.empty() && key.find_first_of(" ,") == key.npos) keys.insert(key);
  }
  EXPECT_TRUE(keys.contains("above_share"));
  CollectKeys(YAML::Load(kEverything), tried);
  for (const CommodityRule& rule : BuiltInPolicy().commodities) keys.erase(rule.code);
  std::set<std::string> missing;
  std::ranges::set_difference(keys, tried, std::inserter(missing, missing.end()));
  EXPECT_THAT(missing, IsEmpty());
}

}  // namespace
}  // namespace pasok::server
