// Gathering: which offers come together, and that nothing of an instance is lost by it.
#include "engine/match/exact/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "tests/match/exact/oracle.h"
#include "tests/match/tiny.h"

namespace pasok::match::exact {
namespace {

const char kSuppliersCsv[] =
    "supplier_id,name,kind,region,capacity_kg_per_day\n"
    "A,A,koperasi,61.01.01.2001,\nB,B,koperasi,61.01.01.2001,\nC,C,koperasi,61.01.01.2002,\n";

Network GatherFiles(const Files& files) {
  const Tiny tiny = ReadTiny(files);
  return Gather(InstanceOf(tiny));
}

std::vector<std::int64_t> PricesOf(const Network& network) {
  std::vector<std::int64_t> prices;
  for (const PlainOffer& offer : network.plain) prices.push_back(offer.price);
  return prices;
}

TEST(Gathering, OffersOfOnePlaceComeTogetherByPrice) {
  const Network network = GatherFiles({{"suppliers.csv", kSuppliersCsv},
                                       {"offers.csv",
                                        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                                        "A,beras,5,12000\nB,beras,6,11000\nC,beras,7,10000\n"}});
  ASSERT_EQ(network.group_count(), 2);  // A and B in desa Satu, C in desa Dua
  EXPECT_EQ(PricesOf(network), (std::vector<std::int64_t>{1'100'000, 1'200'000, 1'000'000}));
  EXPECT_EQ(network.groups[0].end_plain, 2);
  EXPECT_EQ(network.CheapestPrice(network.groups[0]), 1'100'000);
  EXPECT_TRUE(network.suppliers.empty());
}

TEST(Gathering, LeftOutMakesAGroupOfEveryOffer) {
  const Tiny tiny = ReadTiny({{"suppliers.csv", kSuppliersCsv},
                              {"offers.csv",
                               "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                               "A,beras,5,12000\nB,beras,6,11000\nC,beras,7,10000\n"}});
  EXPECT_EQ(Gather(InstanceOf(tiny), false).group_count(), 3);
}

TEST(Gathering, CommoditiesStayApart) {
  const Network network = GatherFiles({{"suppliers.csv", kSuppliersCsv},
                                       {"offers.csv",
                                        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                                        "A,beras,5,12000\nB,telur,6,11000\n"}});
  ASSERT_EQ(network.group_count(), 2);
  EXPECT_EQ(network.first_group, (std::vector<std::int32_t>{0, 1, 2}));
}

// A quantum of 0.001 kg: prices of 1.00 and 1.01 rupiah per kg are 0.1 and 0.101 sen per quantum.
TEST(Gathering, DifferentRestsBelowOneSenStayApart) {
  const Network network =
      GatherFiles({{"policy.yaml", "version: 1\nquantum_kg: 0.001\ncommodities: {beras: {}}\n"},
                   {"suppliers.csv", kSuppliersCsv},
                   {"offers.csv",
                    "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                    "A,beras,5,1.00\nB,beras,6,1.01\n"}});
  ASSERT_EQ(network.group_count(), 2);
  EXPECT_EQ(network.groups[0].rest.money, 1'000'000);
  EXPECT_EQ(network.groups[1].rest.money, 1'010'000);
  EXPECT_EQ(PricesOf(network), (std::vector<std::int64_t>{0, 0}));
}

// Of a need of 10 kg a supplier may deliver half: 5 kg.
TEST(Gathering, OnlyOffersLargerThanALaneCapStaySingle) {
  const Network network =
      GatherFiles({{"policy.yaml", "version: 1\nconcentration: {max_share_per_supplier: 0.5}\n"},
                   {"suppliers.csv", kSuppliersCsv},
                   {"offers.csv",
                    "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                    "A,beras,5,12000\nB,beras,6,11000\n"}});
  ASSERT_EQ(network.group_count(), 2);
  EXPECT_FALSE(network.groups[0].capped_lanes);  // A's 5 kg can't feel it
  EXPECT_TRUE(network.groups[1].capped_lanes);
}

TEST(Gathering, OffersWithAForbiddenLaneStaySingle) {
  const Network network = GatherFiles({{"suppliers.csv", kSuppliersCsv},
                                       {"blocks.csv", "supplier_id,demand_id,reason\nB,K,no\n"},
                                       {"offers.csv",
                                        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                                        "A,beras,5,12000\nB,beras,6,11000\n"}});
  ASSERT_EQ(network.group_count(), 2);
  EXPECT_FALSE(network.Forbids(network.groups[0], 0));
  EXPECT_TRUE(network.Forbids(network.groups[1], 0));
}

TEST(Gathering, ATotalBelowTheSumOfOffersMakesANode) {
  const auto with_total = [](const char* total) {
    return GatherFiles(
        {{"suppliers.csv", "supplier_id,name,kind,region,capacity_kg_per_day\nA,A,koperasi,61.01.01.2001," +
                               std::string(total) + "\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
          "A,beras,50,12000\nA,telur,60,20000\n"}});
  };
  ASSERT_EQ(with_total("109").suppliers.size(), 1U);
  EXPECT_EQ(with_total("109").capped.size(), 2U);
  EXPECT_TRUE(with_total("109").plain.empty());
  EXPECT_TRUE(with_total("110").suppliers.empty());
  EXPECT_TRUE(with_total("").suppliers.empty());
  EXPECT_EQ(with_total("55").capped[1].capacity, 55);  // no offer gives more than its supplier has
  EXPECT_TRUE(with_total("0").groups.empty());
}

TEST(Gathering, ATotalOfOneOfferOnlyCutsIt) {
  const Network network =
      GatherFiles({{"suppliers.csv",
                    "supplier_id,name,kind,region,capacity_kg_per_day\nA,A,koperasi,61.01.01.2001,7\n"}});
  EXPECT_TRUE(network.suppliers.empty());
  ASSERT_EQ(network.plain.size(), 1U);
  EXPECT_EQ(network.plain[0].capacity, 7);
}

// The rules of the header, one by one, over random instances.
void ExpectWhole(const Instance& instance, const Network& network) {
  std::map<std::int32_t, std::int64_t> capacity_of;  // offer -> capacity, of all that should be there
  std::map<std::int32_t, Int128> sum_of;             // supplier -> capacities
  std::map<std::int32_t, int> offers_of;
  for (std::size_t i = 0; i < instance.offers.size(); ++i) {
    const OfferRow& row = instance.offers[i];
    const std::int64_t capacity = std::min(row.capacity, instance.suppliers[row.supplier].capacity);
    if (capacity == 0) continue;
    capacity_of[static_cast<std::int32_t>(i)] = capacity;
    sum_of[row.supplier] += capacity;
    ++offers_of[row.supplier];
  }
  ASSERT_EQ(network.plain.size() + network.capped.size(), capacity_of.size());
  std::vector<std::int64_t> smallest_cap(instance.commodities.size(), kUnbounded);
  for (const RequirementRow& row : instance.requirements) {
    if (row.lane_cap < row.need)
      smallest_cap[row.commodity] = std::min(smallest_cap[row.commodity], row.lane_cap);
  }
  std::set<std::int32_t> seen;
  std::set<std::tuple<std::int32_t, std::int32_t, Rest>> gathered;
  std::tuple<std::int32_t, std::int32_t, std::int32_t> before{-1, -1, -1};
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    const Group& group = network.groups[g];
    ASSERT_GE(g, network.first_group[group.commodity]);
    ASSERT_LT(g, network.first_group[group.commodity + 1]);
    const std::tuple key{group.commodity, network.sites[group.site].region, group.site};
    ASSERT_LE(before, key);
    before = key;
    const bool single = group.capped_lanes;
    if (!single) {
      ASSERT_TRUE(gathered.emplace(group.commodity, group.site, group.rest).second) << "two groups of a kind";
    }
    if (single) {
      ASSERT_EQ(group.end_plain - group.first_plain + group.end_capped - group.first_capped, 1);
    }
    std::pair<std::int64_t, std::int32_t> last{-1, -1};
    const auto look = [&](std::int32_t offer, std::int64_t price, std::int64_t capacity, bool is_capped) {
      const OfferRow& row = instance.offers[offer];
      ASSERT_TRUE(seen.insert(offer).second);
      ASSERT_EQ(capacity, capacity_of.at(offer));
      ASSERT_EQ(std::tie(row.commodity, row.place), std::tie(group.commodity, group.site));
      const OfferPrice whole = PriceOf(instance, offer);
      ASSERT_EQ(whole.whole, price);
      ASSERT_EQ(whole.rest, group.rest);
      ASSERT_LT(last, std::pair(price, offer));
      last = {price, offer};
      ASSERT_EQ(is_capped, offers_of[row.supplier] > 1 &&
                               instance.suppliers[row.supplier].capacity < sum_of[row.supplier]);
      bool forbidden = false;
      const CommoditySpan& span = instance.commodities[row.commodity];
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
        const std::pair pair(row.supplier, instance.requirements[r].demand_point);
        const bool named = std::ranges::binary_search(instance.blocked, pair) ||
                           std::ranges::binary_search(instance.related, pair);
        ASSERT_EQ(network.Forbids(group, r), named);
        forbidden |= named;
      }
      ASSERT_EQ(single, forbidden || capacity > smallest_cap[row.commodity]);
    };
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i)
      look(network.plain[i].offer, network.plain[i].price, network.plain[i].capacity, false);
    last = {-1, -1};
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
      ASSERT_EQ(network.capped[i].group, g);
      look(network.capped[i].offer, network.capped[i].price, network.capped[i].capacity, true);
    }
  }
  for (std::size_t s = 0; s < network.suppliers.size(); ++s) {
    const CappedSupplier& supplier = network.suppliers[s];
    ASSERT_EQ(supplier.capacity, instance.suppliers[supplier.supplier].capacity);
    ASSERT_EQ(supplier.end_offer - supplier.first_offer, offers_of[supplier.supplier]);
    for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
      const CappedOffer& offer = network.capped[network.supplier_offers[i]];
      ASSERT_EQ(offer.supplier, static_cast<std::int32_t>(s));
      ASSERT_EQ(instance.offers[offer.offer].supplier, supplier.supplier);
    }
  }
}

TEST(Gathering, LosesNothing) {
  const std::uint64_t seeds = Seeds(150);
  for (const Flavour flavour : kEveryFlavour) {
    for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
      SCOPED_TRACE("flavour " + std::to_string(static_cast<int>(flavour)) + " seed " + std::to_string(seed));
      const Case made = RandomCase(flavour, seed);
      ExpectWhole(*made.instance, Gather(*made.instance));
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
