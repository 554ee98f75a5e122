#include "engine/study/candidates.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/match/files/fit.h"
#include "engine/match/question/places.h"
#include "engine/study/days.h"

namespace pasok::study {
namespace {

using match::Instance;

using OfDay = std::pair<std::int32_t, std::int32_t>;  // an index into Instance::days, and one of the dataset

// What an offer of `wide` is sold through, given the instance's aggregators.
std::optional<Through> ThroughOf(const std::map<OfDay, std::int32_t>& aggregators, const Instance& wide,
                                 const match::OfferRow& row) {
  const std::int32_t a = wide.suppliers[row.supplier].aggregator;
  if (a == kNone) return std::nullopt;
  const auto known = aggregators.find({wide.aggregators[a].day, wide.aggregators[a].dataset_supplier});
  return Through{.aggregator = known == aggregators.end() ? kNone : known->second,
                 .capacity = wide.aggregators[a].capacity,
                 .first_leg = row.first_leg,
                 .fee_sen_per_kg = row.fee_sen_per_kg};
}

// The demand points that a supplier of `wide` may not serve, ascending.
std::vector<std::int32_t> ForbiddenTo(const Instance& wide, std::int32_t supplier) {
  std::set<std::int32_t> forbidden;
  for (const auto* pairs : {&wide.blocked, &wide.related}) {
    for (auto pair = std::ranges::lower_bound(*pairs, std::pair(supplier, std::int32_t{0}));
         pair != pairs->end() && pair->first == supplier; ++pair)
      forbidden.insert(pair->second);
  }
  return {forbidden.begin(), forbidden.end()};
}

bool HasContract(const Dataset& dataset, std::int32_t supplier, std::int32_t commodity) {
  const auto own = std::ranges::equal_range(dataset.contracts, supplier, {}, &Contract::supplier);
  return std::ranges::find(own, commodity, &Contract::commodity) != own.end();
}

// The offers of `wide` that `instance` doesn't have, by supplier. Both are of one question, `wide` of a
// dataset whose rows are the same but for what their suppliers may do.
std::vector<Recruit> OffersBesides(const Instance& instance, const Instance& wide) {
  std::set<OfDay> known;
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o)
    known.emplace(DayOfOffer(instance, o), instance.offers[o].dataset_offer);
  std::map<OfDay, std::int32_t> row_of_supplier, aggregators;
  for (std::int32_t s = 0; s < std::ssize(instance.suppliers); ++s)
    row_of_supplier[{instance.suppliers[s].day, instance.suppliers[s].dataset_supplier}] = s;
  for (std::int32_t a = 0; a < std::ssize(instance.aggregators); ++a)
    aggregators[{instance.aggregators[a].day, instance.aggregators[a].dataset_supplier}] = a;

  std::map<std::int32_t, Recruit> recruits;  // by supplier of the dataset
  for (std::int32_t o = 0; o < std::ssize(wide.offers); ++o) {
    const match::OfferRow& row = wide.offers[o];
    const std::int32_t day = DayOfOffer(wide, o);
    if (known.contains({day, row.dataset_offer})) continue;
    const match::SupplierRow& supplier = wide.suppliers[row.supplier];
    Recruit& recruit = recruits[supplier.dataset_supplier];
    if (recruit.days.empty() || recruit.days.back() != day) {  // offers stand by day
      NewSupplier& adds = recruit.adds.emplace_back();
      recruit.days.push_back(day);
      recruit.supplier = supplier.dataset_supplier;
      recruit.region = instance.dataset->suppliers[supplier.dataset_supplier].region;
      adds.place = wide.places[row.place];
      adds.capacity = supplier.capacity;
      adds.kind_surcharge_sen_per_kg = supplier.kind_surcharge_sen_per_kg;
      const auto has = row_of_supplier.find({day, supplier.dataset_supplier});
      if (has != row_of_supplier.end()) adds.existing = has->second;
      adds.through = ThroughOf(aggregators, wide, row);
      adds.forbidden = ForbiddenTo(wide, row.supplier);
    }
    recruit.by_contract |= HasContract(*instance.dataset, supplier.dataset_supplier,
                                       wide.commodities[row.commodity].dataset_commodity);
    recruit.adds.back().offers.push_back({.commodity = row.commodity,
                                          .capacity = row.capacity,
                                          .price_sen_per_kg = row.price_sen_per_kg,
                                          .whole = row.whole,
                                          .given = row.given});
  }
  std::vector<Recruit> list;
  for (auto& [supplier, recruit] : recruits) list.push_back(std::move(recruit));
  return list;
}

// nullopt where the changed registers make no instance: totals out of range.
std::optional<Instance> Build(const Dataset& dataset, const Base& base) {
  return match::BuildInstance(dataset, base.policy, base.question).instance;
}

// Whether the supplier holds the licence on the day; on the undated day none has ended.
bool Holds(const Supplier& supplier, const std::string& licence, const std::optional<Date>& day) {
  const auto held = std::ranges::lower_bound(supplier.licences, licence, {}, &Licence::name);
  if (held == supplier.licences.end() || held->name != licence) return false;
  return !day || !held->until || *day <= *held->until;
}

std::int64_t LowerMedian(std::vector<std::int64_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// The kecamatan that a region is or lies within; kNone: it is above them.
std::int32_t KecamatanOf(const Dataset& dataset, std::int32_t region) {
  region = dataset.Enclosing(region, kKecamatanLevel);
  return region != kNone && dataset.regions[region].level == kKecamatanLevel ? region : kNone;
}

// Where a new supplier of the kecamatan would stand. Registers that know where each desa is may leave the
// points of what encloses them out.
std::optional<match::Place> PlaceIn(const match::PlaceBook& places, const Dataset& dataset,
                                    std::int32_t kecamatan) {
  if (std::optional<match::Place> place = places.Find(kecamatan, std::nullopt)) return place;
  const auto desa = std::ranges::find_if(
      dataset.regions, [&](const Region& region) { return region.parent == kecamatan && region.point; });
  if (desa == dataset.regions.end()) return std::nullopt;
  return places.Find(kecamatan, desa->point);
}

}  // namespace

std::vector<Recruit> InactiveSuppliers(const Base& base, const Ground& ground) {
  Dataset dataset = base.dataset;
  for (Supplier& supplier : dataset.suppliers) supplier.active = true;
  const std::optional<Instance> wide = Build(dataset, base);
  if (!wide) return {};
  std::vector<Recruit> recruits = OffersBesides(ground.instance, *wide);
  if (!base.policy.aggregators) return recruits;
  const std::vector<Recruit> alone = recruits;
  for (Recruit& recruit : recruits) {
    const std::int32_t via = base.dataset.suppliers[recruit.supplier].via;
    if (via == kNone || base.dataset.suppliers[via].active) continue;
    recruit.revived_with = via;
    const auto own = std::ranges::lower_bound(alone, via, {}, &Recruit::supplier);
    if (own == alone.end() || own->supplier != via) continue;  // it sells nothing of its own
    recruit.adds.insert(recruit.adds.end(), own->adds.begin(), own->adds.end());
    recruit.days.insert(recruit.days.end(), own->days.begin(), own->days.end());
    recruit.by_contract |= own->by_contract;
  }
  return recruits;
}

std::vector<Recruit> UnlicensedSuppliers(const Base& base, const Ground& ground) {
  // Offers and suppliers as they are: only the rule is left out.
  Policy policy = base.policy;
  for (CommodityRule& rule : policy.commodities) rule.requires_licences.clear();
  const match::InstanceReading wide = match::BuildInstance(base.dataset, policy, base.question);
  if (!wide.instance) return {};
  std::map<std::int32_t, Recruit> holders;  // by who would hold the licences
  for (const Recruit& recruit : OffersBesides(ground.instance, *wide.instance)) {
    const Supplier& seller = match::SellerOf(base.dataset, base.policy, recruit.supplier);
    const auto index = static_cast<std::int32_t>(&seller - base.dataset.suppliers.data());
    std::set<std::string> licences;
    for (const NewSupplier& adds : recruit.adds) {
      for (const AddedOffer& offer : adds.offers) {
        const match::CommoditySpan& span = ground.instance.commodities[offer.commodity];
        for (const std::string& licence : span.rule->requires_licences) {
          if (!Holds(seller, licence, ground.instance.days[span.day])) licences.insert(licence);
        }
      }
    }
    Recruit& holder = holders[index];
    holder.supplier = index, holder.region = seller.region;
    holder.by_contract |= recruit.by_contract;
    licences.insert(holder.licences.begin(), holder.licences.end());
    holder.licences.assign(licences.begin(), licences.end());
    holder.adds.insert(holder.adds.end(), recruit.adds.begin(), recruit.adds.end());
    holder.days.insert(holder.days.end(), recruit.days.begin(), recruit.days.end());
  }
  std::vector<Recruit> recruits;
  for (auto& [supplier, holder] : holders) recruits.push_back(std::move(holder));
  return recruits;
}

std::vector<Recruit> Places(const Base& base, const Ground& ground) {
  const Instance& instance = ground.instance;
  const Dataset& dataset = base.dataset;
  const match::PlaceBook places(dataset, base.policy);
  std::vector<std::int32_t> kecamatan;  // per region
  for (std::int32_t region = 0; region < std::ssize(dataset.regions); ++region)
    kecamatan.push_back(KecamatanOf(dataset, region));
  const std::int64_t kind_surcharge =
      base.policy.kind_surcharge[static_cast<std::size_t>(SupplierKind::kKdmp)].value;

  std::vector<Recruit> recruits;
  for (std::int32_t commodity = 0; commodity < std::ssize(dataset.commodities); ++commodity) {
    std::vector<std::int64_t> capacities, prices;
    std::vector<std::int32_t> needed_on;                    // days
    std::set<std::pair<std::int32_t, std::int32_t>> there;  // kecamatan, offer of the dataset
    for (std::int32_t day = 0; day < std::ssize(instance.days); ++day) {
      const match::CommoditySpan& span = instance.commodities[instance.SpanOf(day, commodity)];
      if (span.first_requirement != span.end_requirement) needed_on.push_back(day);
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        const match::OfferRow& row = instance.offers[o];
        capacities.push_back(row.capacity);
        prices.push_back(row.price_sen_per_kg);
        there.emplace(kecamatan[instance.places[row.place].tier_region], row.dataset_offer);
      }
    }
    if (capacities.empty() || needed_on.empty()) continue;
    const std::int64_t capacity = LowerMedian(std::move(capacities));
    const std::int64_t typical_price = LowerMedian(std::move(prices));
    const CommodityRule& rule = *instance.commodities[instance.SpanOf(needed_on.front(), commodity)].rule;
    for (std::int32_t region = 0; region < std::ssize(dataset.regions); ++region) {
      if (dataset.regions[region].level != kKecamatanLevel) continue;
      const std::optional<match::Place> place = PlaceIn(places, dataset, region);
      if (!place) continue;
      std::int64_t price = typical_price;
      const std::optional<SenPerKg> ceiling = rule.CeilingIn(dataset.regions[region].code);
      if (base.policy.price_ceiling == CeilingMode::kHard && ceiling) price = std::min(price, ceiling->value);
      Recruit recruit;
      recruit.region = region;
      recruit.offers_there =
          std::distance(there.lower_bound({region, 0}), there.lower_bound({region + 1, 0}));
      recruit.days = needed_on;
      for (const std::int32_t day : needed_on) {
        NewSupplier& adds = recruit.adds.emplace_back();
        adds.place = *place;
        adds.kind_surcharge_sen_per_kg = kind_surcharge;
        adds.offers = {{.commodity = instance.SpanOf(day, commodity),
                        .capacity = capacity,
                        .price_sen_per_kg = price,
                        .whole = capacity}};
      }
      recruits.push_back(std::move(recruit));
    }
  }
  return recruits;
}

}  // namespace pasok::study
