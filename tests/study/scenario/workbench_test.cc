// How many rows a scenario may add, and what is held of more than that.
#include "engine/study/scenario/workbench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

using testing::HasSubstr;

constexpr int kPlaces = 20;

// "1,…" to "20,…": rows of a register.
std::string Twenty(const std::string& before, const std::string& after) {
  std::string rows;
  for (int i = 1; i <= kPlaces; ++i) rows.append(before).append(std::to_string(i)).append(after).append("\n");
  return rows;
}

// Kitchens in one desa; and suppliers, some of them directly at the province, from which no desa can be told
// apart by regions.
match::Tiny ReadCrowd(const std::string& suppliers) {
  return match::ReadTiny(
      {{"policy.yaml", "version: 1\naggregators: on\n"},
       {"suppliers.csv",
        "supplier_id,name,kind,region,via,lat,lng\nA,Toko,koperasi,61.01.01.2002,,,\n" + suppliers},
       {"demand_points.csv", "demand_id,name,kind,region\nK,Dapur,sppg,61.01.01.2001\n" +
                                 Twenty("K", ",Dapur,sppg,61.01.01.2001")}});
}

// Cuts off two regions, one after the other.
struct CutOffTwice {
  CutOffTwice(const match::Tiny& tiny, std::int64_t most_rows)
      : reading(ReadScenario("version: 1\nname: Uji\nchanges:\n"
                             "  - roads: {region: 61.01.01.2001, cut: true}\n"
                             "  - roads: {region: 61.01, cut: true}\n",
                             "s.yaml")),
        bench(reading.scenario, tiny.dataset, tiny.policy, most_rows) {
    for (const Change& change : reading.scenario.changes) bench.Make(change);
    findings = bench.Finish().findings;
  }
  const ScenarioReading reading;
  Workbench bench;
  Findings findings;
};

void ExpectToHoldWhatItMay(const match::Tiny& tiny, std::int64_t rows) {
  const CutOffTwice enough(tiny, rows);
  EXPECT_TRUE(enough.findings.ok()) << match::Lines(enough.findings);
  EXPECT_EQ(enough.bench.rows_asked_for(), rows);
  for (const std::int64_t most : {1, 30}) {
    const CutOffTwice cut(tiny, most);
    ASSERT_EQ(cut.findings.list.size(), 1) << match::Lines(cut.findings);
    EXPECT_THAT(match::Lines(cut.findings), HasSubstr("s.yaml:4:5: error: too_many_rows"));
    EXPECT_LE(cut.bench.pairs_held(), most);
    EXPECT_EQ(cut.bench.rows_asked_for(), most + 1) << "it went on";
  }
}

// Three distances: of the desa to the one beside it and to the other kabupaten, and between the kabupaten.
constexpr int kDistances = 3;

TEST(RowsOfAScenario, AreNoMorePairsOfCutRoadsThanItMayAdd) {
  ExpectToHoldWhatItMay(ReadCrowd(Twenty("S", ",Toko,koperasi,61,,1.36,109.30")),
                        kDistances + kPlaces * (kPlaces + 1));
}

TEST(RowsOfAScenario, AreNoMorePairsOfWhoIsCutFromItsAggregatorThanItMayAdd) {
  ExpectToHoldWhatItMay(
      ReadCrowd("P,Koperasi,koperasi,61,,1.36,109.30\n" + Twenty("T", ",Pak T,perorangan,61.01.01.2001,P,,")),
      kDistances + (1 + kPlaces) * (kPlaces + 1));
}

}  // namespace
}  // namespace pasok::study
