// F sells through the cooperative G, which is 110 km off in the next kabupaten, to K and from there another
// 100 km: what is said of F names who of the two is meant.
#include "engine/study/sells_through.h"

#include <gtest/gtest.h>

#include "engine/study/explain.h"
#include "engine/study/unused.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"

namespace pasok::study {
namespace {

struct OfFarmer {
  std::string explained, unused;  // of F
};

OfFarmer TellOfFarmer(const std::string& rule, const match::Files& more) {
  match::Files files{
      {"regions.csv",
       "code,name,lat,lng\n61,Kalbar,0,109\n61.01,Sambas,0,109\n61.02,Mempawah,0,109\n61.03,Sanggau,0,109\n"},
      {"suppliers.csv",
       "supplier_id,name,kind,region,owner_group,via\nF,F,perorangan,61.03,OF,G\nG,G,koperasi,61.02,OG,\n"
       "H,H,koperasi,61.01,,\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nF,beras,50,10000\nH,beras,50,15000\n"},
      {"demand_points.csv", "demand_id,name,kind,region,owner_group\nK,K,sppg,61.01,OK\n"},
      {"distances.csv", "from_region,to_region,km,minutes\n61.03,61.02,110,200\n61.02,61.01,100,190\n"},
      {"policy.yaml", "version: 1\naggregators: on\ncommodities:\n  beras: {" + rule + "}\n"}};
  for (const auto& [name, content] : more) files[name] = content;
  const match::Tiny tiny = match::ReadTiny(files);
  const match::Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const StopToken never;
  const study::Run run{.options = {.threads = 1}, .stop = never, .progress = nullptr};
  const auto solved = match::Solve(market.dataset, market.policy, market.question,
                                   {.threads = 1, .keep = true}, never, nullptr)
                          .solved;
  OfFarmer told;
  const ExplainResult result =
      Explain(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = "F"}, run);
  told.explained = ToReport(*result.explanation, base, *solved).sentences.back().english;
  const std::optional<UnusedStudy> study = FindUnused(*solved, run);
  for (const UnusedOffer& unused : study->suppliers) told.unused = Say(unused, *study, *solved).english;
  return told;
}

TEST(SellsThrough, NamesWhomABlockMeansAndWhy) {
  const match::Files of_aggregator{{"blocks.csv", "supplier_id,demand_id,reason\nG,K,late too often\n"}};
  EXPECT_EQ(TellOfFarmer("", of_aggregator).explained,
            "G, through which F sells, is blocked for K (late too often).");
  EXPECT_EQ(
      TellOfFarmer("", of_aggregator).unused,
      "G, through which F sells, is blocked for K (late too often), and is too far from all others that "
      "need beras or kept from them too");
  EXPECT_EQ(TellOfFarmer("", {{"blocks.csv", "supplier_id,demand_id,reason\nF,K,\nG,K,late\n"}}).explained,
            "F is blocked for K.");
  // The pair's own row, among others of the two, counts.
  EXPECT_EQ(
      TellOfFarmer("", {{"blocks.csv",
                         "supplier_id,demand_id,reason\nG,L,far\nG,K,late\nG,A,owes\nF,L,new\nF,A,small\n"},
                        {"demand_points.csv",
                         "demand_id,name,kind,region\nA,A,sppg,61.01\nK,K,sppg,61.01\nL,L,sppg,61.01\n"}})
          .explained,
      "G, through which F sells, is blocked for K (late).");
}

TEST(SellsThrough, NamesWhoIsOfTheKitchensOwner) {
  const auto owned_by = [](const std::string& group) {
    return match::Files{
        {"demand_points.csv", "demand_id,name,kind,region,owner_group\nK,K,sppg,61.01," + group + "\n"}};
  };
  EXPECT_EQ(TellOfFarmer("", owned_by("OG")).explained,
            "G, through which F sells, belongs to the owner of K (OG).");
  EXPECT_EQ(TellOfFarmer("", owned_by("OF")).explained, "F belongs to the owner of K (OF).");
}

TEST(SellsThrough, NamesTheLegThatIsTooLong) {
  EXPECT_EQ(TellOfFarmer("max_distance_km: 105", {}).explained,
            "the road from F to G, through which it sells, is too long: 110.000 km > 105.000 km.");
  EXPECT_EQ(TellOfFarmer("max_travel_minutes: 195", {}).explained,
            "the road from F to G, through which it sells, is too long: 200 min > 195 min.");
  const match::Files near_farm{
      {"distances.csv", "from_region,to_region,km,minutes\n61.03,61.02,10,20\n61.02,61.01,100,190\n"}};
  EXPECT_EQ(
      TellOfFarmer("max_distance_km: 90", near_farm).explained,
      "G, through which F sells, is 100 km away from K; beras may come from 90 km at most: 10 km too far.");
  EXPECT_EQ(TellOfFarmer("max_travel_minutes: 180", near_farm).explained,
            "G, through which F sells, is 190 minutes away from K; beras may take 180 at most.");
  EXPECT_EQ(
      TellOfFarmer("max_travel_minutes: 180", near_farm).unused,
      "G, through which F sells, is more than 180 minutes away from K, and too far from all others that need "
      "beras or too long on the road too");
}

}  // namespace
}  // namespace pasok::study
