// Any bytes: an error, or a scenario that is written and read back the same, and that the toy takes or
// refuses, as does a market that makes use of rules which the toy leaves off.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/match/question/instance.h"
#include "engine/study/scenario/apply.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace {

// With the toy's names, so that one corpus is about both. The menu asks for what no register knows.
pasok::match::Tiny ReadFull() {
  return pasok::match::ReadTiny(
      {{"policy.yaml",
        "version: 1\naggregators: on\nstorage: {mode: on}\nstock: on\nservice_weekdays: 1-5\n"
        "commodities: {ayam: {}, beras: {}, telur: {shelf_life_days: 3}}\n"
        "menu:\n  cycle_starts_on: 2026-11-23\n  portions_grams: {ayam: 50, beras: 60}\n"
        "  days: [[ayam, beras], [beras]]\n"},
       {"suppliers.csv",
        "supplier_id,name,kind,region,status,via,handling_kg_per_day\n"
        "S1,Pak Udin,perorangan,61.01.01.2001,aktif,S2,\nS2,Koperasi,koperasi,61.01.01.2002,aktif,,90\n"
        "S3,Gudang,umkm_menengah,61.02.01.2001,aktif,,\nS4,KDMP,kdmp,61.01.01.2001,tidak_aktif,,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
        "S1,beras,80,12000\nS2,telur,40,28000\nS3,beras,500,11000\nS4,telur,50,26000\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region,smp\nD1,Hulu,sppg,61.01.01.2001,100\nD2,Hilir,sppg,61.01.01.2002,300\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\nD1,telur,30,\nD2,beras,60,2026-11-24\n"},
       {"calendar.csv",
        "date,demand_id,region,serves,portions_factor\n2026-11-24,,61.01,yes,0.5\n2026-11-25,D1,,no,\n"},
       {"storage.csv", "demand_id,commodity,kg\nD1,,50\nD2,telur,20\n"},
       {"stock.csv", "demand_id,commodity,kg,use_by\nD1,beras,5,2026-11-24\n"}});
}

void TakeOrRefuse(const pasok::study::Scenario& scenario, const pasok::Dataset& dataset,
                  const pasok::Policy& policy) {
  const auto applied = pasok::study::Apply(scenario, dataset, policy);
  if (!applied.findings.ok()) return;
  if (applied.touched.size() != scenario.changes.size()) std::abort();
  for (const pasok::MenuFactor& row : applied.dataset.menu_factors) {
    if (row.demand_point == pasok::kNone || row.commodity == pasok::kNone) std::abort();
  }
  for (const pasok::match::Question& question : {pasok::match::Question(), pasok::match::On("2026-11-23", 3)})
    pasok::match::BuildInstance(applied.dataset, applied.policy, question);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pasok::match::Toy toy = pasok::match::ReadToy();
  static const pasok::match::Tiny full = ReadFull();
  const auto reading = pasok::study::ReadScenario({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!reading.findings.ok()) return 0;
  const std::string yaml = ToYaml(reading.scenario);
  const auto again = pasok::study::ReadScenario(yaml, "fuzz.yaml");
  if (!again.findings.ok() || ToYaml(again.scenario) != yaml) std::abort();
  TakeOrRefuse(reading.scenario, toy.dataset, toy.policy);
  TakeOrRefuse(reading.scenario, full.dataset, full.policy);
  return 0;
}
