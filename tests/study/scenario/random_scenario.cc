#include "tests/study/scenario/random_scenario.h"

#include <algorithm>
#include <string>
#include <utility>

namespace pasok::study {
namespace {

class Dice {
 public:
  Dice(std::mt19937_64& random, const match::Market& market) : random_(random), data_(market.dataset) {}

  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
  }
  bool OneIn(int n) { return Between(1, n) == 1; }
  template <class Rows>
  const auto& Any(const Rows& rows) {
    return rows[static_cast<std::size_t>(Between(0, std::ssize(rows) - 1))];
  }
  Name Region() { return {.text = Any(data_.regions).code}; }
  Name Commodity() { return {.text = Any(data_.commodities)}; }

  Choice Suppliers(bool by_commodity) {
    Choice which;
    if (!data_.suppliers.empty() && OneIn(2)) {
      which.suppliers.push_back({.text = Any(data_.suppliers).id});
    } else if (OneIn(2)) {
      which.regions.push_back(Region());
    } else {
      which.kinds.push_back({.text = std::string(ToWord(static_cast<SupplierKind>(Between(0, 7))))});
    }
    if (by_commodity) AddCommodityAndDays(which);
    return which;
  }
  Choice DemandPoints() {
    Choice which;
    if (OneIn(2)) which.demand_points.push_back({.text = Any(data_.demand_points).id});
    if (OneIn(3)) which.regions.push_back(Region());
    AddCommodityAndDays(which);
    return which;
  }
  std::optional<Date> Day() {
    return OneIn(3) ? std::optional(Date{19'998 + static_cast<std::int32_t>(Between(0, 6))}) : std::nullopt;
  }
  Adjustment How(std::int64_t least, std::int64_t most) {
    using How = Adjustment::How;
    switch (Between(0, 2)) {
      case 0:
        return {.how = How::kFactor, .value = Between(0, 20) * 100'000};
      case 1:
        return {.how = How::kAdd, .value = Between(-most / 8, most / 4)};
      default:
        return {.how = How::kSet, .value = Between(least, most)};
    }
  }
  NewOffer AnOffer() {
    NewOffer offer{.commodity = Commodity(), .row = {}};
    offer.row.capacity_per_day = {Between(0, 40'000)};
    offer.row.price = {1'000'000 + Between(0, 5) * 50'033};
    if (OneIn(4)) offer.row.available_from = Date{20'000};
    if (OneIn(4)) offer.row.weekdays = static_cast<std::uint8_t>(Between(1, 127));
    return offer;
  }
  NewRequirement ARequirement() {
    return {.commodity = Commodity(), .row = {.need = {Between(0, 50'000)}, .date = Day()}};
  }
  std::optional<Point> APoint() {
    return OneIn(2) ? std::optional(Point{.lat = 0.5 + static_cast<double>(Between(0, 9)) / 10, .lng = 110})
                    : std::nullopt;
  }

  Change Draw() {
    switch (Between(0, 11)) {
      case 0:
      case 1:
        return {.what = SetActive{.which = Suppliers(false), .active = OneIn(2)}};
      case 2:
        return {.what =
                    Adjust{.what = Adjust::What::kCapacity, .which = Suppliers(true), .how = How(0, 40'000)}};
      case 3:
        return {.what = Adjust{
                    .what = Adjust::What::kPrice, .which = Suppliers(true), .how = How(900'000, 1'300'000)}};
      case 4: {
        Adjustment how = How(0, 60'000);
        if (OneIn(4)) how = {.how = Adjustment::How::kUnlimited};
        return {.what = Adjust{.what = Adjust::What::kTotalCapacity, .which = Suppliers(false), .how = how}};
      }
      case 5:
        if (data_.demand_points.empty()) return Draw();
        return {.what = Adjust{.what = Adjust::What::kNeed, .which = DemandPoints(), .how = How(0, 50'000)}};
      case 6: {
        AddSupplier added;
        added.region = Region();
        added.offers.push_back(AnOffer());
        added.row.id = "S" + std::to_string(Between(90, 130)) + (OneIn(2) ? "x" : "");
        added.row.name = "Baru";
        added.row.kind = static_cast<SupplierKind>(Between(0, 7));
        added.row.point = APoint();
        if (OneIn(3)) added.row.capacity_per_day = Grams{Between(0, 60'000)};
        if (OneIn(3) && !data_.suppliers.empty()) added.via = Name{.text = Any(data_.suppliers).id};
        if (OneIn(3)) added.row.registered_on = ParseDate("2026-11-20");
        if (OneIn(3)) added.row.handling_per_day = Grams{Between(0, 60'000)};
        if (OneIn(3)) added.row.handling_fee = SenPerKg{Between(0, 50'000)};
        return {.what = added};
      }
      case 7:
        if (data_.suppliers.empty()) return Draw();
        {
          AddOffers added;
          added.supplier.text = Any(data_.suppliers).id;
          added.offers.push_back(AnOffer());
          return {.what = added};
        }
      case 8: {
        AddDemandPoint added;
        added.region = Region();
        added.requirements.push_back(ARequirement());
        added.row.id = "D" + std::to_string(Between(90, 130)) + "x";
        added.row.name = "Dapur baru";
        added.row.priority = static_cast<std::int32_t>(Between(1, 3));
        added.row.point = APoint();
        return {.what = added};
      }
      case 9: {
        ChangeRoads roads;
        roads.region = Region();
        if (!OneIn(3)) roads.to = Region();
        roads.how = roads.to ? static_cast<ChangeRoads::How>(Between(0, 1))
                             : (OneIn(2) ? ChangeRoads::How::kCut : ChangeRoads::How::kFactor);
        if (roads.how == ChangeRoads::How::kLength) roads.value = Between(0, 300'000);
        if (roads.how == ChangeRoads::How::kFactor) roads.value = Between(8, 20) * 100'000;
        return {.what = roads};
      }
      case 10: {
        ScaleHaulage haulage{.commodities = {}, .factor = Between(0, 30) * 100'000};
        if (OneIn(2)) haulage.commodities.push_back(Commodity());
        return {.what = haulage};
      }
      default: {
        FindingLog log;
        const std::string yaml =
            "shortage: {penalty_idr_per_kg: " + std::to_string(Between(10'000, 300'000)) +
            "}\nlocality: {surcharge_idr_per_kg: {kabupaten: " + std::to_string(Between(0, 3000)) + "}}\n";
        return {.what = ChangePolicy{.keys = *ParseYaml(yaml, "policy", log)}};
      }
    }
  }

 private:
  void AddCommodityAndDays(Choice& which) {
    if (OneIn(2)) which.commodities.push_back(Commodity());
    if (OneIn(3)) which.from = Day();
    if (OneIn(3)) which.to = Day();
    if (which.from && which.to && *which.from > *which.to) std::swap(which.from, which.to);
  }

  std::mt19937_64& random_;
  const Dataset& data_;
};

void GiveNames(Dataset& data) {
  for (Supplier& row : data.suppliers) row.name = "Toko \"" + row.id + '"';
  for (DemandPoint& row : data.demand_points) row.name = "Dapur " + row.id;
}

// Rows of the registers that only refer to others, so that references are followed everywhere.
void AddAgreements(Dataset& data) {
  for (std::int32_t d = 0; d < std::ssize(data.demand_points); ++d) {
    data.calendar.push_back({.date = Date{20'000 + d}, .demand_point = d, .region = kNone, .serves = false});
    data.storage.push_back({.demand_point = d, .commodity = d % 2 == 0 ? kNone : 0, .capacity = {5'000}});
    data.stock.push_back({.demand_point = d, .commodity = 0, .weight = {1'000}, .use_by = std::nullopt});
  }
  for (std::int32_t s = 0; s < std::ssize(data.suppliers) && !data.demand_points.empty(); s += 2) {
    data.contracts.push_back({.supplier = s,
                              .demand_point = s % static_cast<std::int32_t>(data.demand_points.size()),
                              .commodity = 0,
                              .from = std::nullopt,
                              .to = std::nullopt,
                              .least = Grams{2'000},
                              .most = std::nullopt});
  }
}

void SpellRoadsOneWay(Dataset& data) {
  for (RegionDistance& row : data.distances) {
    if (row.from_region > row.to_region) std::swap(row.from_region, row.to_region);
  }
  const auto key = [](const RegionDistance& row) { return std::pair(row.from_region, row.to_region); };
  std::ranges::sort(data.distances, {}, key);
  data.distances.erase(std::ranges::unique(data.distances, {}, key).begin(), data.distances.end());
}

}  // namespace

match::Market RandomRegisteredMarket(std::mt19937_64& random, const match::MarketShape& shape) {
  match::Market market = match::RandomMarket(random, shape);
  Dataset& data = market.dataset;
  GiveNames(data);
  AddAgreements(data);
  SpellRoadsOneWay(data);
  // The last sell through the first.
  for (std::size_t s = data.suppliers.size() / 2; s + 2 < data.suppliers.size(); s += 2) {
    if (data.suppliers[0].active || !data.suppliers[s + 2].active) data.suppliers[s + 2].via = 0;
  }
  std::vector<bool> named(data.commodities.size());
  for (const Offer& row : data.offers) named[row.commodity] = true;
  for (const Requirement& row : data.requirements) named[row.commodity] = true;
  const bool all = std::ranges::find(named, false) == named.end();
  return all ? market : RandomRegisteredMarket(random, shape);
}

Scenario RandomScenario(std::mt19937_64& random, const match::Market& market, int most_changes) {
  Dice dice(random, market);
  Scenario scenario{.file = "random.yaml", .name = "Acak " + std::to_string(dice.Between(1, 99))};
  for (std::int64_t i = dice.Between(1, most_changes); i > 0; --i) scenario.changes.push_back(dice.Draw());
  return scenario;
}

AppliedScenario RandomAppliedScenario(std::mt19937_64& random, const match::Market& market,
                                      int most_changes) {
  while (true) {
    AppliedScenario drawn{.scenario = RandomScenario(random, market, most_changes), .applied = {}};
    drawn.applied = Apply(drawn.scenario, market.dataset, market.policy);
    if (drawn.applied.findings.ok()) return drawn;
  }
}

}  // namespace pasok::study
