#include "tests/match/random_market.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "engine/register/read.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

class Dice {
 public:
  explicit Dice(std::mt19937_64& random) : random_(random) {}

  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
  }
  std::int32_t Index(std::size_t size) {
    return static_cast<std::int32_t>(Between(0, static_cast<std::int64_t>(size) - 1));
  }
  bool OneIn(int n) { return Between(1, n) == 1; }
  // Coarse, so that equal points and equal distances happen.
  Point NearKalbar() {
    return {static_cast<double>(Between(-20, 20)) / 10, 109 + static_cast<double>(Between(0, 30)) / 10};
  }

 private:
  std::mt19937_64& random_;
};

// Two provinces, each of two kabupaten with two kecamatan of two desa.
void AddRegions(Dice& dice, Dataset& dataset) {
  const auto add = [&](const std::string& code, int level, std::int32_t parent) {
    Region region;
    region.code = region.name = code, region.level = static_cast<std::int8_t>(level), region.parent = parent;
    if (level == 0 || dice.OneIn(2)) region.point = dice.NearKalbar();
    if (dice.OneIn(4)) region.circuity = Milli{dice.Between(1000, 2000)};
    dataset.regions.push_back(region);
    return static_cast<std::int32_t>(dataset.regions.size()) - 1;
  };
  for (const std::string province : {"61", "62"}) {
    const std::int32_t p = add(province, 0, kNone);
    for (const std::string kabupaten : {".01", ".02"}) {
      const std::int32_t k = add(province + kabupaten, 1, p);
      for (const std::string kecamatan : {".01", ".02"}) {
        const std::int32_t c = add(province + kabupaten + kecamatan, 2, k);
        for (const std::string desa : {".2001", ".2002"}) add(province + kabupaten + kecamatan + desa, 3, c);
      }
    }
  }
  for (int i = dice.OneIn(2) ? 6 : 0; i > 0; --i) {
    dataset.distances.push_back({.from_region = dice.Index(dataset.regions.size()),
                                 .to_region = dice.Index(dataset.regions.size()),
                                 .road = {dice.Between(0, 400'000)}});
  }
  const auto key = [](const RegionDistance& row) { return std::pair(row.from_region, row.to_region); };
  std::ranges::sort(dataset.distances, {}, key);
  const auto repeated = std::ranges::unique(dataset.distances, {}, key);
  dataset.distances.erase(repeated.begin(), repeated.end());
}

std::string Owner(Dice& dice) { return dice.OneIn(4) ? "owner" + std::to_string(dice.Between(1, 2)) : ""; }

void AddSuppliers(Dice& dice, const MarketShape& shape, Dataset& dataset) {
  for (std::int64_t i = dice.Between(0, shape.most_suppliers); i > 0; --i) {
    Supplier supplier{.id = "S" + std::to_string(100 + dataset.suppliers.size()),
                      .name = "",
                      .kind = static_cast<SupplierKind>(dice.Between(0, kSupplierKinds - 1)),
                      .region = dice.Index(dataset.regions.size()),
                      .point = std::nullopt,
                      .active = !dice.OneIn(6),
                      .owner_group = Owner(dice),
                      .licences = {},
                      .capacity_per_day = std::nullopt};
    if (dice.OneIn(2)) supplier.point = dice.NearKalbar();
    if (dice.OneIn(2)) supplier.licences = {{.name = "halal", .until = std::nullopt}};
    if (dice.OneIn(2)) supplier.capacity_per_day = Grams{dice.Between(0, 60'000)};
    dataset.suppliers.push_back(supplier);
    for (std::int32_t k = 0; k < shape.commodities; ++k) {
      if (dice.OneIn(3)) continue;
      Offer offer;
      offer.supplier = static_cast<std::int32_t>(dataset.suppliers.size()) - 1;
      offer.commodity = k;
      offer.capacity_per_day = {dice.Between(0, 40'000)};
      // Few prices, so that ties happen; odd sen, so that rounding happens.
      offer.price = {1'000'000 + dice.Between(0, 5) * 50'033};
      if (dice.OneIn(5)) offer.available_to = Date{20'000 + static_cast<std::int32_t>(dice.Between(0, 3))};
      if (dice.OneIn(5)) offer.weekdays = static_cast<std::uint8_t>(dice.Between(1, 127));
      dataset.offers.push_back(offer);
    }
  }
}

void AddDemand(Dice& dice, const MarketShape& shape, Dataset& dataset) {
  for (std::int64_t i = dice.Between(0, shape.most_demand_points); i > 0; --i) {
    DemandPoint demand{.id = "D" + std::to_string(100 + dataset.demand_points.size()),
                       .name = "",
                       .region = dice.Index(dataset.regions.size()),
                       .point = std::nullopt,
                       .owner_group = Owner(dice),
                       .priority = static_cast<std::int32_t>(dice.OneIn(3) ? dice.Between(1, 5) : 1)};
    if (dice.OneIn(2)) demand.point = dice.NearKalbar();
    dataset.demand_points.push_back(demand);
    for (std::int32_t k = 0; k < shape.commodities; ++k) {
      const auto at = static_cast<std::int32_t>(dataset.demand_points.size()) - 1;
      const auto need = [&] { return Grams{dice.Between(0, 50'000)}; };
      if (!dice.OneIn(4)) dataset.requirements.push_back({at, k, need(), std::nullopt});
      if (dice.OneIn(4)) dataset.requirements.push_back({at, k, need(), Date{20'001}});
    }
  }
  for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
    for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) {
      if (dice.OneIn(12)) dataset.blocks.push_back({s, d, "terlambat"});
    }
  }
}

Policy RandomPolicy(Dice& dice, const Dataset& dataset) {
  Policy policy;
  constexpr std::int64_t kQuanta[] = {1000, 1000, 500, 3000, 1};
  policy.quantum.value = kQuanta[dice.Index(std::size(kQuanta))];
  policy.commodities.clear();
  for (const std::string& code : dataset.commodities) {
    CommodityRule rule;
    rule.code = rule.name_id = rule.name_en = code;
    rule.haul_per_kg_km = {dice.Between(0, 9'999)};
    if (dice.OneIn(3)) rule.max_distance = Metres{dice.Between(1'000, 400'000)};
    if (dice.OneIn(4)) rule.requires_licences = {"halal"};
    if (dice.OneIn(2)) rule.price_ceiling = SenPerKg{1'150'000};
    policy.commodities.push_back(rule);
  }
  for (SenPerKg& surcharge : policy.tier_surcharge) surcharge.value = dice.Between(0, 3) * 70'000;
  for (SenPerKg& surcharge : policy.kind_surcharge) surcharge.value = dice.Between(0, 2) * 33'333;
  policy.circuity.value = dice.Between(1000, 1800);
  // Sometimes below what some lanes cost.
  policy.shortage_penalty.value = dice.OneIn(3) ? 1'300'000 : 20'000'000;
  if (dice.OneIn(2)) policy.max_share_per_supplier.value = dice.Between(1, 1'000'000);
  policy.price_ceiling = static_cast<CeilingMode>(dice.Between(0, 2));
  policy.related_party = static_cast<RelatedParty>(dice.Between(0, 1));
  return policy;
}

// Licences that end, new suppliers, minutes, ceilings by region.
void AddRules(Dice& dice, Market& market) {
  Dataset& dataset = market.dataset;
  const auto near_day = [&] { return Date{20'001 + static_cast<std::int32_t>(dice.Between(-3, 3))}; };
  for (Supplier& supplier : dataset.suppliers) {
    for (Licence& licence : supplier.licences) {
      if (dice.OneIn(2)) licence.until = near_day();
    }
    if (dice.OneIn(3)) supplier.registered_on = near_day();
  }
  for (RegionDistance& distance : dataset.distances) {
    if (!dice.OneIn(3)) distance.minutes = static_cast<std::int32_t>(dice.Between(0, 300));
  }
  for (CommodityRule& rule : market.policy.commodities) {
    if (dice.OneIn(2)) rule.max_travel_minutes = static_cast<std::int32_t>(dice.Between(1, 300));
    if (dice.OneIn(2)) continue;
    rule.price_ceiling = std::nullopt;
    for (const Region& region : dataset.regions) {
      if (dice.OneIn(4))
        rule.region_ceilings.push_back({region.code, {1'000'000 + dice.Between(0, 5) * 50'000}});
    }
  }
  if (dice.OneIn(2)) {
    market.policy.probation = {.days = static_cast<std::int32_t>(dice.Between(1, 4)),
                               .max_share = {dice.Between(1, 1'000'000)}};
  }
  if (dice.OneIn(2)) market.question.date = Date{20'001};
}

// Some days from the twenty thousandth on; of some nothing is needed.
void AddHorizon(Dice& dice, Market& market) {
  Dataset& dataset = market.dataset;
  const auto day = [&] { return Date{20'000 + static_cast<std::int32_t>(dice.Between(0, 4))}; };
  market.question.date = Date{20'000};
  market.question.days = static_cast<std::int32_t>(dice.Between(1, 5));
  if (dice.OneIn(2)) market.policy.service_weekdays = static_cast<std::uint8_t>(dice.Between(1, 127));
  std::set<std::tuple<std::int32_t, std::int32_t, std::int32_t>> keys;
  for (const Requirement& row : dataset.requirements) {
    if (row.date) keys.emplace(row.demand_point, row.commodity, row.date->days);
  }
  const std::size_t undated = dataset.requirements.size();
  for (std::size_t i = 0; i < undated; ++i) {
    if (!dice.OneIn(3)) continue;
    Requirement more = dataset.requirements[i];
    more.date = day(), more.need = {dice.Between(0, 50'000)};
    if (keys.emplace(more.demand_point, more.commodity, more.date->days).second)
      dataset.requirements.push_back(more);
  }
  std::ranges::sort(dataset.requirements, {}, [](const Requirement& row) {
    return std::tuple(row.demand_point, row.commodity, row.date);
  });
  std::set<std::tuple<std::int32_t, std::int32_t, std::int32_t>> rows;
  for (std::int64_t i = dice.Between(0, 6); i > 0; --i) {
    CalendarDay row{.date = day(),
                    .serves = dice.OneIn(2),
                    .portions_factor = {dice.OneIn(2) ? 1000 : dice.Between(0, 2'500)}};
    if (dice.OneIn(3) && !dataset.demand_points.empty()) {
      row.demand_point = dice.Index(dataset.demand_points.size());
    } else if (dice.OneIn(2)) {
      row.region = dice.Index(dataset.regions.size());
    }
    if (rows.emplace(row.date.days, row.demand_point, row.region).second) dataset.calendar.push_back(row);
  }
  std::ranges::sort(dataset.calendar, {}, [](const CalendarDay& row) {
    return std::tuple(row.date, row.demand_point, row.region);
  });
  for (Taken& taken : market.question.taken) {
    if (market.question.days > 1) taken.date = day();
  }
}

// A cycle of one to four days for kitchens of few, a commodity that nobody offers in it, and caps in half.
void AddMenu(Dice& dice, Market& market) {
  for (DemandPoint& point : market.dataset.demand_points) {
    for (std::int32_t& recipients : point.recipients)
      recipients = static_cast<std::int32_t>(dice.OneIn(2) ? 0 : dice.Between(1, 200));
  }
  if (dice.OneIn(2))
    std::erase_if(market.dataset.requirements, [&](const Requirement&) { return dice.OneIn(2); });
  CommodityRule unsold;
  unsold.code = unsold.name_id = unsold.name_en = "aneh";
  market.policy.commodities.insert(market.policy.commodities.begin(), unsold);
  Menu& menu = market.policy.menu;
  menu.cycle_starts_on = Date{20'000 + static_cast<std::int32_t>(dice.Between(-40, 40))};
  menu.days.resize(static_cast<std::size_t>(dice.Between(1, 4)));
  for (std::vector<MenuItem>& day : menu.days) {
    for (const CommodityRule& rule : market.policy.commodities) {
      if (!dice.OneIn(2)) continue;
      MenuItem& item = day.emplace_back(MenuItem{.commodity = rule.code});
      for (Milli& grams : item.portion_grams) grams.value = dice.Between(0, 100'000);
    }
  }
  for (const CommodityRule& rule : market.policy.commodities) {
    if (dice.OneIn(3)) menu.most_per_day.push_back({rule.code, {dice.Between(1'000, 150'000)}});
  }
  if (auto completed = CompletedFor(market.dataset, market.policy)) market.dataset = *std::move(completed);
}

// Each pair with an offer or without may have one, on some days or all; few kg or more than there are.
void AddContracts(Dice& dice, Dataset& dataset) {
  const int one_in = dice.OneIn(2) ? 3 : 12;
  for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
    for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) {
      for (std::int32_t k = 0; k < std::ssize(dataset.commodities); ++k) {
        if (!dice.OneIn(one_in)) continue;
        Contract contract{
            .supplier = s, .demand_point = d, .commodity = k, .from = {}, .to = {}, .least = {}, .most = {}};
        const std::int64_t scale = dice.OneIn(4) ? 40'000 : 8'000;
        if (!dice.OneIn(4)) contract.least = Grams{dice.Between(0, scale)};
        if (!contract.least || dice.OneIn(2))
          contract.most = Grams{contract.least.value_or(Grams{0}).value + dice.Between(0, scale)};
        if (dice.OneIn(3)) contract.to = Date{20'000 + static_cast<std::int32_t>(dice.Between(0, 4))};
        dataset.contracts.push_back(contract);
        if (!contract.to || !dice.OneIn(2)) continue;
        contract.from = Date{contract.to->days + 1}, contract.to = std::nullopt;
        dataset.contracts.push_back(contract);
      }
    }
  }
}

// Shelf lives of few days, rooms too small or large enough, stocks that end, substitutes for the last
// commodity.
void AddKept(Dice& dice, Market& market) {
  Dataset& dataset = market.dataset;
  Policy& policy = market.policy;
  for (CommodityRule& rule : policy.commodities) {
    if (!dice.OneIn(5)) rule.shelf_life_days = static_cast<std::int32_t>(dice.Between(1, 6));
  }
  const auto weight = [&] { return Grams{dice.Between(0, dice.OneIn(2) ? 150'000 : 30'000)}; };
  for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) {
    if (!dice.OneIn(3)) dataset.storage.push_back({d, kNone, weight()});
    for (std::int32_t k = 0; k < std::ssize(dataset.commodities); ++k) {
      if (dice.OneIn(3)) dataset.storage.push_back({d, k, weight()});
      if (dice.OneIn(4)) dataset.stock.push_back({d, k, weight(), std::nullopt});
      for (std::int32_t day = 19'999; day < 20'005; ++day) {
        if (dice.OneIn(6)) dataset.stock.push_back({d, k, weight(), Date{day}});
      }
    }
  }
  policy.storage.on = !dice.OneIn(4);
  if (policy.storage.on && dice.OneIn(2)) policy.storage.holding_per_day.value = dice.Between(1, 60'000);
  if (policy.storage.on && dice.OneIn(4)) policy.storage.min_shelf_left_days = 1;
  policy.stock = !dice.OneIn(3);
  if (dice.OneIn(2) || policy.commodities.size() < 2) return;
  SubstituteRule& rule = policy.substitutes.emplace_back(
      SubstituteRule{.commodity = policy.commodities.back().code, .by = {policy.commodities.front().code}});
  if (policy.commodities.size() > 2 && dice.OneIn(2)) rule.by.push_back(policy.commodities[1].code);
  if (dice.OneIn(2)) rule.surcharge.value = dice.Between(0, 400'000);
}

// From a fifth to three of what is missing.
void AddRatios(Dice& dice, Policy& policy) {
  if (policy.commodities.size() < 2) return;
  if (policy.substitutes.empty()) {
    policy.substitutes.push_back(
        {.commodity = policy.commodities.back().code, .by = {policy.commodities.front().code}});
  }
  for (SubstituteRule& rule : policy.substitutes) {
    rule.ratio.clear();
    for (std::size_t k = 0; k < rule.by.size(); ++k) {
      rule.ratio.push_back(Milli{dice.OneIn(5)   ? 1'000
                                 : dice.OneIn(3) ? dice.Between(200, 999)
                                                 : dice.Between(1'001, 3'000)});
    }
    if (std::ranges::all_of(rule.ratio, [](Milli ratio) { return ratio.value == 1'000; }))
      rule.ratio.front() = Milli{1'250};
  }
}

// Those that nobody sells through may sell through one of the first few.
void AddAggregators(Dice& dice, Market& market) {
  Dataset& dataset = market.dataset;
  market.policy.aggregators = true;
  const auto few = static_cast<std::int32_t>(std::min<std::size_t>(2, dataset.suppliers.size()));
  for (std::int32_t a = 0; a < few; ++a) {
    Supplier& aggregator = dataset.suppliers[a];
    aggregator.active = true;
    if (!dice.OneIn(4)) aggregator.handling_per_day = Grams{dice.Between(0, 60'000)};
    if (!dice.OneIn(3)) aggregator.handling_fee = SenPerKg{dice.Between(0, 90'000)};
  }
  for (std::int32_t s = few; s < std::ssize(dataset.suppliers); ++s) {
    if (!dice.OneIn(3)) dataset.suppliers[s].via = dice.Index(static_cast<std::size_t>(few));
  }
}

// Lots and minimums up to what an offer has, of some offers and some commodities.
void AddDeliveries(Dice& dice, Market& market) {
  constexpr std::int64_t kLots[] = {1'000, 2'500, 5'000, 7'000};
  for (Offer& offer : market.dataset.offers) {
    if (dice.OneIn(4)) offer.lot = Grams{kLots[dice.Index(std::size(kLots))]};
    if (dice.OneIn(3)) offer.min_delivery = Grams{dice.Between(0, 20'000)};
  }
  for (CommodityRule& rule : market.policy.commodities) {
    if (dice.OneIn(4)) rule.lot = Grams{kLots[dice.Index(std::size(kLots))]};
    if (dice.OneIn(2)) rule.min_delivery = Grams{dice.Between(0, 15'000)};
  }
  market.policy.deliveries.whole = !dice.OneIn(6);
  if (!market.policy.deliveries.whole || dice.OneIn(3))
    market.policy.deliveries.most_suppliers = static_cast<std::int32_t>(dice.Between(1, 4));
}

// From any share on, also from the first kilogram; small surcharges and such that outweigh distances.
void AddSpread(Dice& dice, Policy& policy) {
  SpreadStep step{.above_share = {dice.Between(0, 600'000)}, .surcharge = {dice.Between(1, 60'000)}};
  for (std::int64_t i = dice.Between(1, 3); i > 0; --i) {
    policy.fair_spread.push_back(step);
    step.above_share.value += dice.Between(1, 130'000);
    step.surcharge.value += dice.Between(1, 300'000);
  }
}

}  // namespace

Market RandomMarket(std::mt19937_64& random, const MarketShape& shape) {
  Dice dice(random);
  Market market;
  Dataset& dataset = market.dataset;
  for (int k = 0; k < shape.commodities; ++k) dataset.commodities.push_back("komoditas" + std::to_string(k));
  AddRegions(dice, dataset);
  AddSuppliers(dice, shape, dataset);
  AddDemand(dice, shape, dataset);
  market.policy = RandomPolicy(dice, dataset);
  const bool dated =
      std::ranges::any_of(dataset.requirements, [](const Requirement& row) { return row.date.has_value(); });
  if (dated && dice.OneIn(2)) market.question.date = Date{20'001};
  if (!dataset.suppliers.empty() && dice.OneIn(3)) {
    market.question.taken.push_back(
        {.supplier_id = dataset.suppliers[dice.Index(dataset.suppliers.size())].id,
         .commodity = dataset.commodities[0],
         .weight = {dice.Between(1, 30'000)}});
  }
  if (shape.rules) AddRules(dice, market);
  if (shape.horizon) AddHorizon(dice, market);
  if (shape.menu) AddMenu(dice, market);
  if (shape.contracts) AddContracts(dice, dataset);
  if (shape.aggregators) AddAggregators(dice, market);
  if (shape.deliveries) AddDeliveries(dice, market);
  if (shape.kept) AddKept(dice, market);
  if (shape.spread) AddSpread(dice, market.policy);
  if (shape.ratios) AddRatios(dice, market.policy);
  return market;
}

void GiveEachItsStore(Market& market) {
  std::vector<Storage>& all = market.dataset.storage;
  const std::vector<Storage> before = all;
  for (const Storage& row : before) {
    if (row.commodity != kNone) continue;
    for (std::int32_t k = 0; k < std::ssize(market.dataset.commodities); ++k) {
      const bool has_its_own = std::ranges::any_of(before, [&](const Storage& other) {
        return other.demand_point == row.demand_point && other.commodity == k;
      });
      if (!has_its_own)
        all.push_back({.demand_point = row.demand_point, .commodity = k, .capacity = row.capacity});
    }
  }
  std::erase_if(all, [](const Storage& row) { return row.commodity == kNone; });
  std::ranges::sort(all, {}, [](const Storage& row) { return std::pair(row.demand_point, row.commodity); });
  // What has substitutes shares its store with its own other days where it keeps for several nights.
  for (const SubstituteRule& substitutes : market.policy.substitutes) {
    for (CommodityRule& rule : market.policy.commodities) {
      if (rule.code == substitutes.commodity && rule.shelf_life_days)
        rule.shelf_life_days = std::min(*rule.shelf_life_days, 2 + market.policy.storage.min_shelf_left_days);
    }
  }
}

std::unique_ptr<Solved> SolveFor(const Market& market) {
  SolveResult answer =
      Solve(market.dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr);
  if (!answer.solved) throw std::runtime_error("market: " + answer.refusal + Lines(answer.findings));
  return std::move(answer.solved);
}

std::unique_ptr<Solved> TrySolve(const Market& market) {
  return Solve(market.dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr).solved;
}

std::int64_t CostOf(const Market& market) {
  return PlanOf(market.dataset, market.policy, market.question).certificate.primal;
}

}  // namespace pasok::match
