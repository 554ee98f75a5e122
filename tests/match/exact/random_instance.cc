#include "tests/match/exact/random_instance.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>

namespace pasok::match::exact {
namespace {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}
  std::int64_t Between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Between(1, 100) <= percent; }
  template <class T>
  T OneOf(std::initializer_list<T> values) {
    return values.begin()[Between(0, static_cast<std::int64_t>(values.size()) - 1)];
  }

 private:
  std::mt19937_64 random_;
};

// Two provinces of two kabupaten of two kecamatan of two desa: 2 + 4 + 8 + 16 regions, parents first.
void AddRegions(Dataset& dataset) {
  const auto add = [&](std::string code, int level, std::int32_t parent) {
    Region region;
    region.code = std::move(code);
    region.level = static_cast<std::int8_t>(level);
    region.parent = parent;
    dataset.regions.push_back(region);
    return static_cast<std::int32_t>(dataset.regions.size()) - 1;
  };
  for (const char* province : {"61", "62"}) {
    const std::int32_t p = add(province, 0, kNone);
    for (int a = 1; a <= 2; ++a) {
      const std::string kabupaten = std::string(province) + ".0" + std::to_string(a);
      const std::int32_t b = add(kabupaten, 1, p);
      for (int c = 1; c <= 2; ++c) {
        const std::string kecamatan = kabupaten + ".0" + std::to_string(c);
        const std::int32_t d = add(kecamatan, 2, b);
        for (int e = 1; e <= 2; ++e) add(kecamatan + ".200" + std::to_string(e), 3, d);
      }
    }
  }
}

Point DrawPoint(Draw& draw, Flavour flavour) {
  const auto around = [&](double centre, double width) {
    return centre + width * static_cast<double>(draw.Between(-1000, 1000)) / 1000;
  };
  switch (flavour) {
    case Flavour::kOnePoint:
      return {.lat = -0.03, .lng = 109.33};
    case Flavour::kBoxBorders:
    case Flavour::kEqualCost:
      return {.lat = static_cast<double>(draw.Between(-2, 2)) / 4,
              .lng = 110 + static_cast<double>(draw.Between(-2, 2)) / 4};
    case Flavour::kDateLine: {
      const double lng = around(180, 1.5);
      return {.lat = around(-16, 1), .lng = lng > 180 ? lng - 360 : lng};
    }
    case Flavour::kEquator:
      return {.lat = around(0, 0.01), .lng = around(110, 2)};
    case Flavour::kWholeEarth:
      if (draw.Chance(20))
        return draw.Chance(50) ? Point{.lat = 10, .lng = 20} : Point{.lat = -10, .lng = -160};
      return {.lat = around(0, 90), .lng = around(0, 180)};
    case Flavour::kAll:
    case Flavour::kCircuityChange:
    case Flavour::kAtTheRadius:
    case Flavour::kLaneCaps:
    case Flavour::kForbiddenPairs:
    case Flavour::kListedDistances:
    case Flavour::kTightTotals:
      return {.lat = around(0, 1.5), .lng = around(110.5, 2)};
  }
  return {};
}

}  // namespace

Case RandomCase(Flavour flavour, std::uint64_t seed) {
  Draw draw(seed * kFlavours + static_cast<std::uint64_t>(flavour));
  const bool all = flavour == Flavour::kAll;
  const auto is = [&](Flavour what, int percent) { return flavour == what || (all && draw.Chance(percent)); };
  Case made{
      .dataset = std::make_unique<Dataset>(), .instance = std::make_unique<Instance>(), .rule = nullptr};
  Dataset& dataset = *made.dataset;
  Instance& instance = *made.instance;
  AddRegions(dataset);
  instance.dataset = &dataset;

  const auto commodities = static_cast<int>(draw.Between(1, 3));
  const bool equal_cost = is(Flavour::kEqualCost, 10);
  Policy& policy = instance.policy;
  policy.quantum = {draw.OneOf<std::int64_t>({1000, 1000, 1000, 500, 1, 333, 50'000})};
  for (SenPerKg& surcharge : policy.tier_surcharge)
    surcharge = {equal_cost ? 0 : draw.Between(0, 3) * draw.Between(0, 9'999)};
  policy.commodities.clear();
  for (int k = 0; k < commodities; ++k) {
    CommodityRule rule;
    rule.haul_per_kg_km = {equal_cost ? 0 : draw.OneOf<std::int64_t>({0, 1, 1400, 1400, 20'000})};
    if (draw.Chance(30)) rule.max_distance = Metres{draw.Between(1, 300) * 1000};
    policy.commodities.push_back(rule);
    dataset.commodities.push_back("commodity " + std::to_string(k));
  }

  // Places: a few, shared by suppliers and kitchens.
  const auto places = draw.Between(1, 12);
  const bool circuities = is(Flavour::kCircuityChange, 30);
  for (std::int64_t p = 0; p < places; ++p) {
    instance.places.push_back(
        {.point = DrawPoint(draw, flavour),
         .circuity = {circuities ? draw.OneOf<std::int64_t>({1000, 1001, 1400, 2500}) : 1400},
         .region = static_cast<std::int32_t>(draw.Between(0, 29))});
  }
  const auto any_place = [&] { return static_cast<std::int32_t>(draw.Between(0, places - 1)); };

  const bool tight = is(Flavour::kTightTotals, 25);
  const auto suppliers = draw.Between(1, 14);
  for (std::int64_t s = 0; s < suppliers; ++s) {
    SupplierRow row;
    if (draw.Chance(tight ? 90 : 40)) row.capacity = draw.Chance(tight ? 15 : 2) ? 0 : draw.Between(1, 60);
    row.kind_surcharge_sen_per_kg = equal_cost ? 0 : draw.OneOf<std::int64_t>({0, 0, 50'000, 777});
    instance.suppliers.push_back(row);
  }
  std::vector<std::int32_t> place_of_supplier;
  for (std::int64_t s = 0; s < suppliers; ++s) place_of_supplier.push_back(any_place());

  const bool lane_caps = is(Flavour::kLaneCaps, 20);
  const std::int64_t share_percent = draw.OneOf<std::int64_t>({10, 34, 50, 90});
  const bool cheap_shortage = draw.Chance(15);
  const std::int32_t points = static_cast<std::int32_t>(draw.Between(1, 8));
  std::vector<std::int32_t> place_of_point;
  for (std::int32_t d = 0; d < points; ++d) place_of_point.push_back(any_place());
  std::int64_t largest = tight ? 10 : 50;
  for (int k = 0; k < commodities; ++k) {
    CommoditySpan span{.dataset_commodity = k,
                       .rule = &policy.commodities[k],
                       .first_offer = static_cast<std::int32_t>(instance.offers.size()),
                       .first_requirement = static_cast<std::int32_t>(instance.requirements.size())};
    for (std::int64_t s = 0; s < suppliers; ++s) {
      if (draw.Chance(35)) continue;
      instance.offers.push_back(
          {.supplier = static_cast<std::int32_t>(s),
           .place = place_of_supplier[s],
           .commodity = k,
           .capacity = draw.Between(1, largest),
           .price_sen_per_kg =
               equal_cost ? 1'000'000
                          : draw.OneOf({draw.Between(0, 3'000'000), draw.Between(9, 11) * 100'000})});
    }
    for (std::int32_t d = 0; d < points; ++d) {
      if (draw.Chance(15)) continue;
      const std::int64_t need = tight ? 10 * draw.Between(1, 3) : draw.Between(1, 60);
      instance.requirements.push_back(
          {.demand_point = d,
           .place = place_of_point[d],
           .commodity = k,
           .need = need,
           .penalty = (cheap_shortage ? 1'500 : 100'000) * policy.quantum.value *
                      draw.OneOf<std::int64_t>({1, 1, 1, 5}),
           .lane_cap = lane_caps ? std::max<std::int64_t>(1, need * share_percent / 100) : need});
    }
    span.end_offer = static_cast<std::int32_t>(instance.offers.size());
    span.end_requirement = static_cast<std::int32_t>(instance.requirements.size());
    instance.commodities.push_back(span);
  }

  if (is(Flavour::kForbiddenPairs, 30)) {
    for (auto* pairs : {&instance.blocked, &instance.related}) {
      for (std::int64_t i = draw.Between(0, 10); i > 0; --i) {
        pairs->emplace_back(static_cast<std::int32_t>(draw.Between(0, suppliers - 1)),
                            static_cast<std::int32_t>(draw.Between(0, points - 1)));
      }
      std::ranges::sort(*pairs);
      pairs->erase(std::ranges::unique(*pairs).begin(), pairs->end());
    }
  }
  if (is(Flavour::kListedDistances, 25)) {
    for (std::int64_t i = draw.Between(1, 12); i > 0; --i) {
      dataset.distances.push_back({.from_region = static_cast<std::int32_t>(draw.Between(0, 29)),
                                   .to_region = static_cast<std::int32_t>(draw.Between(0, 29)),
                                   .road = {draw.Between(0, 300'000)}});
    }
  }
  made.rule = std::make_unique<LaneRule>(instance);
  if (is(Flavour::kAtTheRadius, 20)) {
    for (const CommoditySpan& span : instance.commodities) {
      if (span.first_offer == span.end_offer || span.first_requirement == span.end_requirement) continue;
      const std::int64_t road =
          made.rule
              ->Road(
                  instance.offers[draw.Between(span.first_offer, span.end_offer - 1)].place,
                  instance.requirements[draw.Between(span.first_requirement, span.end_requirement - 1)].place)
              .value;
      policy.commodities[span.dataset_commodity].max_distance =
          Metres{std::max<std::int64_t>(0, road + draw.Between(-1, 1))};
    }
  }
  return made;
}

void AddAggregators(std::uint64_t seed, Instance& instance) {
  Draw draw(seed ^ 0xa99);
  const auto places = static_cast<std::int64_t>(instance.places.size());
  std::vector<Place> place_of_aggregator;
  for (std::int64_t a = draw.Between(1, 3); a > 0; --a) {
    AggregatorRow row;
    if (!draw.Chance(25)) row.capacity = draw.Chance(10) ? 0 : draw.Between(1, 70);
    instance.aggregators.push_back(row);
    place_of_aggregator.push_back(instance.places[draw.Between(0, places - 1)]);
  }
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s) {
    if (!draw.Chance(60)) continue;
    const auto a = static_cast<std::int32_t>(draw.Between(0, std::ssize(instance.aggregators) - 1));
    instance.suppliers[s].aggregator = a;
    Place place = place_of_aggregator[a];
    place.tier_region = static_cast<std::int32_t>(draw.Between(0, 29));
    instance.places.push_back(place);
    const Metres first_leg{draw.Chance(40) ? 0 : draw.Between(0, 90'000)};
    const std::int64_t fee = draw.Chance(40) ? 0 : draw.Between(0, 90'000);
    for (OfferRow& offer : instance.offers) {
      if (offer.supplier != s) continue;
      offer.place = static_cast<std::int32_t>(instance.places.size()) - 1;
      offer.first_leg = first_leg, offer.fee_sen_per_kg = fee;
    }
  }
}

Case RandomRoads(std::uint64_t seed) {
  Case made = RandomCase(Flavour::kAll, seed);
  Draw draw(seed ^ 0x40ad);
  std::vector<Region>& regions = made.dataset->regions;
  const auto last = static_cast<std::int64_t>(regions.size()) - 1;
  for (std::int32_t i = 0; i <= last; ++i) {
    const auto parent = i == 0 || draw.Chance(10) ? kNone : static_cast<std::int32_t>(draw.Between(0, i - 1));
    const bool is_root = parent == kNone || regions[parent].level == 3;
    regions[i].parent = is_root ? kNone : parent;
    regions[i].level = is_root ? std::int8_t{0} : static_cast<std::int8_t>(regions[parent].level + 1);
  }
  std::set<std::pair<std::int32_t, std::int32_t>> pairs;
  made.dataset->distances.clear();
  for (std::int64_t i = draw.Between(1, draw.Chance(50) ? 6 : 90); i > 0; --i) {
    const auto from = static_cast<std::int32_t>(draw.Between(0, last)),
               to = static_cast<std::int32_t>(draw.Between(0, last));
    if (!pairs.emplace(std::minmax(from, to)).second) continue;
    made.dataset->distances.push_back(
        {.from_region = from, .to_region = to, .road = {draw.Between(0, 300'000)}});
    if (draw.Chance(50))
      made.dataset->distances.back().minutes = static_cast<std::int32_t>(draw.Between(0, 600));
  }
  for (CommodityRule& rule : made.instance->policy.commodities) {
    if (draw.Chance(50)) rule.max_travel_minutes = static_cast<std::int32_t>(draw.Between(1, 600));
  }
  if (draw.Chance(40)) AddAggregators(seed, *made.instance);
  made.rule = std::make_unique<LaneRule>(*made.instance);
  return made;
}

Case RandomTransfers(Flavour flavour, std::uint64_t seed) {
  Case made = RandomCase(flavour, seed);
  Draw draw(seed ^ 0x5eed);
  Instance& instance = *made.instance;
  const bool by_day = draw.Chance(70);
  for (std::size_t k = 0; k < instance.commodities.size() && by_day; ++k)
    instance.commodities[k].day = static_cast<std::int32_t>(k);
  for (RequirementRow& row : instance.requirements) {
    if (draw.Chance(15)) row.need = 0;
    // Both ends must agree.
    row.penalty = 100'000 * instance.policy.quantum.value * (1 + row.demand_point % 3);
  }
  for (std::int32_t to = 0; to < std::ssize(instance.requirements); ++to) {
    const auto add = [&](std::int32_t from) {
      instance.transfers.push_back(
          {.from = from,
           .to = to,
           .cost = draw.Chance(40) ? 0 : draw.Between(0, 300) * instance.policy.quantum.value,
           .capacity = draw.Between(1, 40)});
      if (from != kNone) instance.requirements[from].sends += instance.transfers.back().capacity;
    };
    if (draw.Chance(15)) add(kNone);
    for (std::int32_t from = 0; from < to; ++from) {
      if (instance.requirements[from].demand_point == instance.requirements[to].demand_point &&
          draw.Chance(60))
        add(from);
    }
  }
  for (RequirementRow& row : instance.requirements) {
    const bool capped = row.lane_cap < row.need;
    row.lane_cap =
        std::max<std::int64_t>(1, capped ? row.most_in() * draw.Between(1, 9) / 10 : row.most_in());
  }
  made.rule = std::make_unique<LaneRule>(instance);
  return made;
}

}  // namespace pasok::match::exact
