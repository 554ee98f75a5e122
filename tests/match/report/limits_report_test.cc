// What a plan says of the rules of the base model: days, forbidden pairs, radius, ceilings, the largest share
// and strict aims; and that the checker counts each of these figures by itself.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using Json = nlohmann::ordered_json;

// The plan's files are accepted, each figure of the rule changed is found out, and so is the rule left out.
// Returns what the plan says of it.
Json Checked(const Tiny& tiny, const Question& question, const std::string& rule) {
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, question);
  std::vector<RegisterFile> changed = ExpectVerified(plan, tiny);
  const Json summary = Json::parse(ContentOf("summary.json", changed));
  if (!summary.contains("rules") || !summary["rules"].contains(rule)) return {};
  const auto is_found = [&](const Json& other) {
    ContentOf("summary.json", changed) = other.dump(2);
    return !Verify(tiny.dataset, "id", changed).findings.ok();
  };
  for (const auto& [key, value] : summary["rules"][rule].items()) {
    Json other = summary;
    Json& at = other["rules"][rule][key];
    if (value.is_boolean()) {
      at = !value.get<bool>();
    } else if (value.is_number()) {
      at = value.get<int>() + 1;
    } else {
      at = value.get<std::string>() + "0";
    }
    EXPECT_TRUE(is_found(other)) << key;
  }
  Json without = summary;
  without["rules"].erase(rule);
  EXPECT_TRUE(is_found(without));
  return summary["rules"][rule];
}

std::string PolicyWith(const std::string& of_beras, const std::string& more = "") {
  return "version: 1\n" + more + "commodities:\n  beras: {haul_idr_per_kg_km: 1" +
         (of_beras.empty() ? "" : ", " + of_beras) + "}\n";
}

const std::string kTwoKitchens =
    "demand_id,name,kind,region,owner_group\n"
    "K,Dapur K,sppg,61.01.01.2001,Yayasan\nL,Dapur L,sppg,61.01.01.2002,\n";
const std::string kBothNeed = "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n";

TEST(LimitsReport, SaysNothingOfWhatIsNotInUse) {
  const Tiny tiny = ReadTiny({{"policy.yaml", PolicyWith("")}});
  EXPECT_TRUE(PlanOf(tiny.dataset, tiny.policy, On("2026-05-01")).rules.empty());
}

TEST(LimitsReport, ServiceDaysCountWhoDoesNotCook) {
  const Tiny tiny =
      ReadTiny({{"policy.yaml", PolicyWith("", "service_weekdays: 1-5\n")},
                {"demand_points.csv", kTwoKitchens},
                {"requirements.csv", kBothNeed + ""},
                {"calendar.csv", "date,demand_id,region,serves,portions_factor\n2026-05-01,K,,no,\n"}});
  const Json friday = Checked(tiny, On("2026-05-01"), "service_days");
  EXPECT_EQ(friday["sentence"], "1 of 2 demand points doesn't serve by the weekday or the calendar");
  Question week = On("2026-05-01");
  week.days = 4;  // until Monday
  EXPECT_EQ(Checked(tiny, week, "service_days")["cases"], 1 + 2 + 2);
  EXPECT_TRUE(Checked(tiny, {}, "service_days").is_null()) << "undated";
}

TEST(LimitsReport, WhatIsDatedIsServedOnAnyWeekday) {
  const Tiny tiny =
      ReadTiny({{"policy.yaml", PolicyWith("", "service_weekdays: 1-5\n")},
                {"demand_points.csv", kTwoKitchens},
                {"requirements.csv", "demand_id,date,commodity,kg\nK,2026-05-02,beras,10\nL,,beras,10\n"}});
  EXPECT_EQ(Checked(tiny, On("2026-05-02"), "service_days")["cases"], 1);
}

TEST(LimitsReport, OfferDaysCountWhatIsNotSold) {
  const Tiny tiny = ReadTiny({{"policy.yaml", PolicyWith("")},
                              {"offers.csv",
                               "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\n"
                               "A,beras,100,10000,1-3\n"}});
  EXPECT_EQ(Checked(tiny, On("2026-05-01"), "offer_days")["sentence"],
            "1 offer left out: not sold on the day");
  EXPECT_EQ(Checked(tiny, On("2026-05-04"), "offer_days")["cases"], 0);
}

TEST(LimitsReport, BlocksAndOwnersCountPairs) {
  const Files files{{"policy.yaml", PolicyWith("", "related_party: forbid\n")},
                    {"demand_points.csv", kTwoKitchens},
                    {"requirements.csv", kBothNeed},
                    {"suppliers.csv",
                     "supplier_id,name,kind,region,owner_group\nA,Toko A,koperasi,61.01.01.2001,Yayasan\n"
                     "B,Toko B,koperasi,61.01.01.2001,\n"},
                    {"offers.csv",
                     "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n"
                     "B,beras,100,11000\n"},
                    {"blocks.csv", "supplier_id,demand_id,reason\nB,K,quarrel\nB,L,quarrel\nA,K,quarrel\n"}};
  const Tiny tiny = ReadTiny(files);
  EXPECT_EQ(Checked(tiny, {}, "blocks")["sentence"],
            "3 pairs of supplier and demand point kept apart by blocks");
  EXPECT_EQ(Checked(tiny, {}, "related_party")["sentence"],
            "1 pair of supplier and demand point of one owner kept apart");
  Question two_days = On("2026-05-01");
  two_days.days = 2;
  EXPECT_EQ(Checked(tiny, two_days, "blocks")["cases"], 6);
  EXPECT_EQ(Checked(tiny, two_days, "blocks")["sentence"],
            "6 pairs of supplier and demand point kept apart by blocks, each day for itself");
}

TEST(LimitsReport, TheRadiusNamesTheDeliveryNearestToIt) {
  const Tiny tiny =
      ReadTiny({{"policy.yaml", PolicyWith("max_distance_km: 20")},
                {"demand_points.csv", kTwoKitchens},
                {"requirements.csv", kBothNeed},
                {"distances.csv", "from_region,to_region,km\n61.01.01.2001,61.01.01.2002,12\n"}});
  EXPECT_EQ(Checked(tiny, {}, "radius")["sentence"],
            "no delivery comes from beyond max_distance_km, nearest to it beras of A to L, 12 km of 20 km");
  const Tiny near =
      ReadTiny({{"policy.yaml", PolicyWith("max_distance_km: 11")},
                {"demand_points.csv", kTwoKitchens},
                {"requirements.csv", "demand_id,commodity,kg\nL,beras,10\n"},
                {"distances.csv", "from_region,to_region,km\n61.01.01.2001,61.01.01.2002,12\n"}});
  EXPECT_EQ(Checked(near, {}, "radius")["sentence"], "no delivery comes from beyond max_distance_km");
}

TEST(LimitsReport, AFlatCeilingThatIsOnlyReportedSaysWhatIsAbove) {
  const auto with = [](const std::string& mode, const std::string& ceiling) {
    return ReadTiny({{"policy.yaml", PolicyWith("price_ceiling_idr_per_kg: " + ceiling, mode)}});
  };
  const Json broken = Checked(with("price_ceiling: report\n", "9000"), {}, "price_ceiling");
  EXPECT_EQ(broken["kept"], false);
  EXPECT_EQ(broken["broken_kg"], 10);
  EXPECT_EQ(broken["over_idr"], "10000.00");
  EXPECT_EQ(
      broken["sentence"],
      "10 kg bought above the ceiling, in 1 row, by Rp 10\u202F000 in all, most of all beras of A to K, at "
      "Rp 10\u202F000 per kg, Rp 1\u202F000 above");
  EXPECT_EQ(Checked(with("price_ceiling: report\n", "10000"), {}, "price_ceiling")["sentence"],
            "nothing bought above the ceiling");
  const Json hard = Checked(with("price_ceiling: hard\n", "9000"), {}, "price_ceiling");
  EXPECT_EQ(hard["kept"], true);
  EXPECT_EQ(hard["sentence"], "1 offer left out: above the ceiling");
  EXPECT_TRUE(Checked(with("price_ceiling: off\n", "9000"), {}, "price_ceiling").is_null());
}

TEST(LimitsReport, TheLargestShareCountsTheRowsThatAreAtIt) {
  const Tiny tiny = ReadTiny(
      {{"policy.yaml", PolicyWith("", "concentration: {max_share_per_supplier: 0.6}\n")},
       {"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,"
        "11000\n"}});
  EXPECT_EQ(Checked(tiny, {}, "max_share_per_supplier")["sentence"],
            "1 of 2 rows at the largest share of a need, 0.6; none above");
}

TEST(LimitsReport, StrictAimsSayWhatComesFromBeyondTheDesa) {
  const Tiny tiny = ReadTiny({{"policy.yaml", PolicyWith("", "aims: strict\n")},
                              {"demand_points.csv", kTwoKitchens},
                              {"requirements.csv", kBothNeed}});
  const Json strict = Checked(tiny, {}, "strict_aims");
  EXPECT_EQ(strict["kept"], true);
  EXPECT_EQ(strict["sentence"],
            "10 kg from beyond the kitchens' own desa, the least in each rank, proven rank by rank");
}

}  // namespace
}  // namespace pasok::match
