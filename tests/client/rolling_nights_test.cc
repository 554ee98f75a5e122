// Nightly runs of several days, night after night, in local mode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

// The toy, where both kitchens can store rice, and a market in Hulu sells it on Tuesdays for so little that
// it is worth keeping. 2026-11-24 is a Tuesday.
struct RollingNights : Runs {
  RollingNights() {
    fs::copy(kToy, registers);
    const auto rewrite = [&](const char* name, const std::string& from, const std::string& to) {
      std::stringstream content;
      content << std::ifstream(registers / name).rdbuf();
      std::string text = content.str();
      const auto at = text.find(from);
      EXPECT_NE(at, std::string::npos);
      WriteFile(registers / name, text.replace(at, from.size(), to));
    };
    rewrite("policy.yaml", "haul_idr_per_kg_km: 10,", "haul_idr_per_kg_km: 10, shelf_life_days: 5,");
    rewrite("policy.yaml", "shortage:", "storage: {mode: on, holding_idr_per_kg_day: 20}\nshortage:");
    WriteFile(registers / "storage.csv", "demand_id,commodity,kg\nD1,beras,400\nD2,beras,400\n");
    std::ofstream(registers / "suppliers.csv", std::ios::app)
        << "S9,Pasar Selasa,koperasi,61.01.01.2001,aktif,\n";
    WriteFile(registers / "offers.csv",
              "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nS1,beras,80,12000,\n"
              "S2,beras,100,12500,\nS2,telur,40,28000,\nS3,beras,500,11000,\nS3,telur,4,27000,\n"
              "S9,beras,900,8000,2\n");
    WriteConfig("true");
  }

  void WriteConfig(const std::string& publish) {
    WriteFile(file, "{version: 1, data: '" + registers.string() +
                        "', out: plans, days: 3, publish: " + publish + "}");
  }

  json Night(const std::string& date) {
    json report = PasokJson({"nightly", file.string(), "--date", date});
    EXPECT_EQ(report["days"], 3);
    EXPECT_EQ(Pasok({"verify", registers.string(), (scratch.path() / "plans" / date).string()}).code,
              ExitCode::kDone);
    return report;
  }
  json Shown(const json& night) { return PasokJson({"show", std::string(night["plan"])}); }

  fs::path registers = scratch.path() / "registers";
  fs::path file = scratch.path() / "nightly.yaml";
};

TEST_F(RollingNights, EachPlansTheDaysAheadFromWhatWasDelivered) {
  const json tuesday = Night("2026-11-24");
  EXPECT_EQ(tuesday["published"], true);
  // All rice of three days from the market (300 kg at 8,000, 180 kg at 8,100), and the toy's eggs each day.
  EXPECT_EQ(tuesday["summary"]["money_idr"], "7560000.00");
  EXPECT_EQ(tuesday["summary"]["at_hand_kg"], 0);

  const json wednesday = Night("2026-11-25");
  EXPECT_EQ(wednesday["published"], true);
  EXPECT_EQ(wednesday["summary"]["at_hand_kg"], 320);
  EXPECT_EQ(wednesday["summary"]["demand_kg"], 630);
  EXPECT_EQ(wednesday["summary"]["shortage_kg"], 18);
  EXPECT_EQ(wednesday["summary"]["allocated_kg"], 630 - 18 - 320);
  EXPECT_EQ(Shown(wednesday)["carried_from_plans"], json::array({tuesday["plan"]}));
  EXPECT_TRUE(fs::exists(scratch.path() / "plans/2026-11-25/at_hand.csv"));

  // Wednesday's rice is cooked; what came for Thursday is still there, though bought by the plan before the
  // last.
  const json thursday = Night("2026-11-26");
  EXPECT_EQ(thursday["published"], true);
  EXPECT_EQ(thursday["summary"]["at_hand_kg"], 160);
  EXPECT_EQ(thursday["summary"]["shortage_kg"], 18);

  EXPECT_EQ(Shown(tuesday)["published_until"], "2026-11-24");
  EXPECT_EQ(Shown(wednesday)["published_until"], "2026-11-25");
  EXPECT_EQ(Shown(thursday)["published_until"], "2026-11-28");
  EXPECT_EQ(Shown(tuesday)["summary"], tuesday["summary"]);
  EXPECT_THAT(Pasok({"show", std::string(tuesday["plan"])}).out,
              HasSubstr("succeeded, published until 2026-11-24"));
  for (const auto& [day, night] : {std::pair("2026-11-24", tuesday), std::pair("2026-11-25", wednesday),
                                   std::pair("2026-11-28", thursday)}) {
    const json held = PasokJson({"plans", "--published", "--date", day});
    ASSERT_EQ(held.size(), 1u) << day;
    EXPECT_EQ(held[0]["name"], night["plan"]);
  }
}

TEST_F(RollingNights, ANightThatIsRunTwiceIsRunOnce) {
  Night("2026-11-24");
  const json wednesday = Night("2026-11-25");
  for (const char* date : {"2026-11-25", "2026-11-24", "2026-11-25"})
    EXPECT_EQ(Night(date)["already_done"], true) << date;
  EXPECT_EQ(PasokJson({"plans"}).size(), 2u);
  // With other registers it is another plan, in the place of the first, from the same food at hand.
  std::ofstream(registers / "offers.csv", std::ios::app) << "S9,telur,1,20000,2\n";
  const json again = Night("2026-11-25");
  EXPECT_NE(again["plan"], wednesday["plan"]);
  EXPECT_EQ(again["published"], true);
  EXPECT_EQ(again["summary"]["at_hand_kg"], 320);
  EXPECT_EQ(Shown(wednesday)["published"], false);
  // Tuesday, though, is over.
  const Result late = Pasok({"nightly", file.string(), "--date", "2026-11-24"});
  EXPECT_EQ(late.code, ExitCode::kInputAtFault);
  EXPECT_THAT(late.err, HasSubstr(std::string(again["plan"]) + " is published from 2026-11-25 on"));
}

TEST_F(RollingNights, AMissedNightIsNoMatter) {
  const json tuesday = Night("2026-11-24");
  const json thursday = Night("2026-11-26");
  EXPECT_EQ(thursday["published"], true);
  EXPECT_EQ(thursday["summary"]["at_hand_kg"], 160);
  EXPECT_EQ(Shown(tuesday)["published_until"], "2026-11-25");
}

TEST_F(RollingNights, APlanMadeBeforeTheOneOfTheNightBeforeWasPublishedIsMadeAgain) {
  WriteConfig("false");
  const json early = Night("2026-11-25");
  EXPECT_EQ(early["summary"]["at_hand_kg"], 0);
  WriteConfig("true");
  Night("2026-11-24");
  const json wednesday = Night("2026-11-25");
  EXPECT_EQ(wednesday["published"], true);
  EXPECT_NE(wednesday["plan"], early["plan"]);
  EXPECT_EQ(wednesday["summary"]["at_hand_kg"], 320);
}

// Tuesday's plan has been published up to Thursday when it turns out that nobody comes until Saturday.
TEST_F(RollingNights, DaysThatWereClosedAfterTheirPlanWasPublishedAreTakenBack) {
  const json tuesday = Night("2026-11-24");
  WriteFile(registers / "calendar.csv",
            "date,demand_id,region,serves\n2026-11-25,,,no\n2026-11-26,,,no\n2026-11-27,,,no\n");
  const json wednesday = Night("2026-11-25");
  EXPECT_EQ(wednesday["published"], true) << wednesday;
  EXPECT_FALSE(wednesday.contains("why_skipped"));
  EXPECT_EQ(wednesday["summary"]["deliveries"], 0);
  EXPECT_EQ(wednesday["summary"]["at_hand_kg"], 320);
  EXPECT_EQ(Shown(tuesday)["published_until"], "2026-11-24");
  EXPECT_EQ(Night("2026-11-25")["already_done"], true);
  // Nobody has cooked any of it by Saturday, on which it must be used.
  const json thursday = Night("2026-11-26");
  EXPECT_EQ(thursday["published"], true);
  EXPECT_EQ(thursday["summary"]["at_hand_kg"], 320);
}

}  // namespace
}  // namespace pasok::client
