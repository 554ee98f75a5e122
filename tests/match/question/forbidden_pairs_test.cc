// Who may not serve whom, for those who ask by demand point.
#include "engine/match/question/forbidden_pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/match/tiny.h"

namespace pasok::match {
namespace {

// B is K's own, and blocked there as well; L is nobody's.
TEST(ForbiddenPairs, AreToldByDemandPointEachOnce) {
  const Tiny tiny = ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,owner_group\nA,A,koperasi,61.01.01.2001,\n"
        "B,B,koperasi,61.01.01.2001,O\nC,C,koperasi,61.01.01.2001,O\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n"
        "B,beras,100,10000\nC,beras,100,10000\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region,owner_group\nK,K,sppg,61.01.01.2001,O\nL,L,sppg,61.01.01.2001,\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
       {"blocks.csv", "supplier_id,demand_id,reason\nA,L,\nB,K,\nA,K,\n"},
       {"policy.yaml", "version: 1\nrelated_party: forbid\ncommodities:\n  beras: {}\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_THAT(instance.blocked, testing::SizeIs(3));
  EXPECT_THAT(instance.related, testing::SizeIs(2));
  EXPECT_THAT(ForbiddenByDemandPoint(instance),
              testing::ElementsAre(std::pair(0, 0), std::pair(0, 1), std::pair(0, 2), std::pair(1, 0)));
}

}  // namespace
}  // namespace pasok::match
