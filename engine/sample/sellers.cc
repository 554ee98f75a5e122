#include "engine/sample/sellers.h"

#include <algorithm>
#include <array>

#include "engine/sample/crowd.h"
#include "engine/sample/random.h"

namespace pasok::sample {
namespace {

// What a kind of supplier is like. `size` is its usual capacity against the other kinds'.
struct KindFacts {
  std::int32_t size;
  std::int32_t price_percent;
  std::int32_t sells_permille;  // how many of them offer food at all
  std::int32_t least_foods, most_foods;
};

KindFacts FactsOf(SupplierKind kind) {
  switch (kind) {
    case SupplierKind::kKoperasi:
      return {.size = 150, .price_percent = 100, .sells_permille = 400, .least_foods = 1, .most_foods = 4};
    case SupplierKind::kKdmp:
      return {.size = 80, .price_percent = 102, .sells_permille = 400, .least_foods = 1, .most_foods = 4};
    case SupplierKind::kBumdes:
      return {.size = 80, .price_percent = 102, .sells_permille = 600, .least_foods = 1, .most_foods = 3};
    case SupplierKind::kUmkmMikro:
      return {.size = 6, .price_percent = 106, .sells_permille = 1000, .least_foods = 1, .most_foods = 3};
    case SupplierKind::kUmkmKecil:
      return {.size = 20, .price_percent = 104, .sells_permille = 1000, .least_foods = 1, .most_foods = 3};
    case SupplierKind::kUmkmMenengah:
      return {.size = 100, .price_percent = 107, .sells_permille = 1000, .least_foods = 1, .most_foods = 3};
    case SupplierKind::kPerorangan:
      return {.size = 40, .price_percent = 105, .sells_permille = 1000, .least_foods = 1, .most_foods = 3};
    case SupplierKind::kLainnya:
      return {.size = 200, .price_percent = 114, .sells_permille = 1000, .least_foods = 2, .most_foods = 5};
  }
  return {};
}

// What every offer's size varies around in crumbs, in hundredths like the others.
constexpr std::int64_t kCrumbSize = 600;

// True for `permille` of every thousand row numbers, evenly strewn, so that a register's share is met to the
// row.
bool EvenShare(std::int64_t row, std::int64_t permille) {
  return (row + 1) * permille / 1000 > row * permille / 1000;
}

class MarketBuilder {
 public:
  MarketBuilder(const Places& places, const std::vector<Kitchen>& kitchens, Variant variant,
                std::uint64_t seed)
      : places_(places),
        kitchens_(kitchens),
        crumbs_(variant == Variant::kCrumbs),
        with_rules_(variant == Variant::kRules),
        crowd_(places, &Kabupaten::sellers),
        random_(seed, "sellers"),
        names_(places.desa.size()),
        kdmp_of_(places.desa.size(), kNone) {
    for (std::int32_t& name : names_) name = static_cast<std::int32_t>(random_.Below(1'000'000));
    for (const Kabupaten& kabupaten : places.kabupaten) {
      std::array<std::int64_t, kFoods>& end = popularity_.emplace_back();
      std::int64_t sum = 0;
      for (int f = 0; f < kFoods; ++f) {
        const std::int64_t supply = SupplyPercent(kabupaten.code, kabupaten.terrain, f);
        end[f] = sum += Foods()[f].sellers * std::clamp<std::int64_t>(supply, 20, 500);
      }
    }
  }

  void AddKoperasi(std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
      Add(SupplierKind::kKoperasi, Anywhere(), EvenShare(i, 615), true);
  }

  // One to a desa, as the programme founds them.
  void AddKdmp(std::int64_t count) {
    const auto desa = static_cast<std::int64_t>(places_.desa.size());
    const std::int64_t start = random_.Below(desa);
    std::vector<std::int32_t> chosen;
    for (std::int64_t i = 0; i < count; ++i)
      chosen.push_back(static_cast<std::int32_t>((start + i * desa / count) % desa));
    std::sort(chosen.begin(), chosen.end());
    for (const std::int32_t d : chosen) {
      kdmp_of_[d] = static_cast<std::int32_t>(market_.sellers.size());
      Add(SupplierKind::kKdmp, d, true, true);
    }
  }

  void AddUmkm(std::int64_t count) {
    std::int64_t larger = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      SupplierKind kind = SupplierKind::kUmkmMikro;
      if (!EvenShare(i, 912)) {
        kind = larger++ % 11 == 10 ? SupplierKind::kUmkmMenengah : SupplierKind::kUmkmKecil;
      }
      Add(kind, Anywhere(), true, EvenShare(i, 76));
    }
  }

  void AddOthers(SupplierKind kind, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) Add(kind, Anywhere(), true, true);
  }

  Market Finish() {
    ScaleCapacities();
    LimitTotals();
    return std::move(market_);
  }

 private:
  std::int32_t Anywhere() { return crowd_.DesaOf(random_.Below(crowd_.size())); }
  std::int32_t KabupatenIndex(std::int32_t desa) const {
    return places_.kecamatan[places_.desa[desa].kecamatan].kabupaten;
  }

  void Add(SupplierKind kind, std::int32_t desa, bool active, bool registered) {
    Seller seller{.kind = kind,
                  .active = active,
                  .has_spot = !random_.Chance(60),
                  .registered = registered,
                  .desa = desa,
                  // One in 4,000 has its neighbour's name: a row entered twice, as registers have them.
                  .name = random_.Below(4000) == 0 ? names_[desa] : ++names_[desa],
                  .first_sale = static_cast<std::int32_t>(market_.sales.size()),
                  .spot = Around(random_, places_.desa[desa].centre, 2000)};
    AddSales(seller);
    seller.end_sale = static_cast<std::int32_t>(market_.sales.size());
    seller.licensed = random_.Chance(registered ? 700 : with_rules_ ? 400 : 60);
    if (kind == SupplierKind::kUmkmMikro && random_.Chance(with_rules_ ? 80 : 10))
      seller.via = kdmp_of_[desa];
    SetOwner(seller);
    market_.sellers.push_back(seller);
  }

  void AddSales(Seller& seller) {
    const KindFacts facts = FactsOf(seller.kind);
    const std::int32_t kabupaten = KabupatenIndex(seller.desa);
    std::array<bool, kFoods> chosen{};
    const std::int64_t foods = random_.Between(facts.least_foods, facts.most_foods);
    for (std::int64_t i = 0; i < foods; ++i) {
      const std::array<std::int64_t, kFoods>& end = popularity_[kabupaten];
      const auto food = std::upper_bound(end.begin(), end.end(), random_.Below(end.back())) - end.begin();
      if (i == 0) seller.first_food = static_cast<std::int8_t>(food);
      chosen[food] = true;  // a food drawn twice is offered once
    }
    if (!random_.Chance(facts.sells_permille)) return;
    for (int f = 0; f < kFoods; ++f) {
      if (chosen[f]) market_.sales.push_back(MakeSale(facts, seller, places_.kabupaten[kabupaten], f));
    }
  }

  Sale MakeSale(const KindFacts& facts, const Seller& seller, const Kabupaten& kabupaten, int f) {
    const Food& food = Foods()[f];
    const std::int32_t supply = SupplyPercent(kabupaten.code, kabupaten.terrain, f);
    const std::int64_t scarcity_percent = supply >= 300 ? 93 : supply < 100 ? 106 : 100;
    std::int64_t price = std::int64_t{food.price_idr_per_kg} * facts.price_percent *
                         PricePercent(kabupaten.terrain) / 100 * scarcity_percent / 10'000;
    price = random_.Spread(price, 4, food.price_spread_permille) / 50 * 50;
    const std::int64_t size =
        crumbs_ ? random_.Spread(kCrumbSize, 2, 400) : random_.Spread(facts.size * 100, 5, 400);
    Sale sale{.capacity_kg = static_cast<std::int32_t>(size) + 1,
              .price_idr = static_cast<std::int32_t>(price),
              .food = static_cast<std::int8_t>(f)};
    if (food.seasonal && random_.Chance(200)) sale.season = static_cast<Season>(random_.Between(1, 3));
    if (food.fresh && random_.Chance(200))
      sale.last_weekday = static_cast<std::int8_t>(random_.Between(5, 6));
    if (seller.kind != SupplierKind::kUmkmMikro && random_.Chance(with_rules_ ? 200 : 60)) sale.lot_kg = 5;
    if (seller.kind == SupplierKind::kLainnya && random_.Chance(500)) sale.min_kg = 10;
    return sale;
  }

  // A foundation that runs kitchens nearby, or a family with several firms.
  void SetOwner(Seller& seller) {
    const std::int64_t draw = random_.Below(1000);
    if (draw < 15) {
      const Kitchen& kitchen = kitchens_[random_.Below(static_cast<std::int64_t>(kitchens_.size()))];
      if (KabupatenIndex(kitchen.desa) != KabupatenIndex(seller.desa)) return;
      seller.owner = OwnerGroup::kFoundation;
      seller.owner_number = kitchen.foundation;
    } else if (draw < 35) {
      seller.owner = OwnerGroup::kFamily;
      seller.owner_number = seller.desa / 3 + 1;
    }
  }

  // Until here capacities are sizes against each other; now they become kilos.
  void ScaleCapacities() {
    std::vector<std::array<std::int64_t, kFoods>> sizes(places_.kabupaten.size());
    for (const Seller& seller : market_.sellers) {
      if (!seller.active) continue;
      for (std::int32_t i = seller.first_sale; i < seller.end_sale; ++i) {
        sizes[KabupatenIndex(seller.desa)][market_.sales[i].food] += market_.sales[i].capacity_kg;
      }
    }
    std::array<std::int64_t, kFoods> need{};
    for (const Kitchen& kitchen : kitchens_) {
      for (int f = 0; f < kFoods; ++f) need[f] += NeedKg(kitchen, Foods()[f]);
    }
    std::int64_t eaters = 0;
    for (const Kabupaten& kabupaten : places_.kabupaten) eaters += kabupaten.eaters;
    for (const Seller& seller : market_.sellers) {
      const std::int32_t k = KabupatenIndex(seller.desa);
      const Kabupaten& kabupaten = places_.kabupaten[k];
      for (std::int32_t i = seller.first_sale; i < seller.end_sale; ++i) {
        Sale& sale = market_.sales[i];
        const std::int64_t target = need[sale.food] *
                                    SupplyPercent(kabupaten.code, kabupaten.terrain, sale.food) / 100 *
                                    kabupaten.sellers / eaters;
        const std::int64_t sum = std::max<std::int64_t>(sizes[k][sale.food], 1);
        const std::int64_t kg = (sale.capacity_kg * target + random_.Below(sum)) / sum;
        sale.capacity_kg = static_cast<std::int32_t>(std::clamp<std::int64_t>(kg, 1, 20'000));
        if (sale.lot_kg > sale.capacity_kg) sale.lot_kg = 0;
        if (sale.min_kg > sale.capacity_kg) sale.min_kg = 0;
      }
    }
  }

  // A fifth of all, four in ten of those with several foods, cannot deliver all of them in full on one day.
  void LimitTotals() {
    for (Seller& seller : market_.sellers) {
      if (seller.end_sale - seller.first_sale < 2 || !random_.Chance(400)) continue;
      std::int64_t sum = 0;
      for (std::int32_t i = seller.first_sale; i < seller.end_sale; ++i) sum += market_.sales[i].capacity_kg;
      const std::int64_t permille = crumbs_ ? random_.Between(350, 650) : random_.Between(650, 950);
      seller.capacity_kg = static_cast<std::int32_t>(sum * permille / 1000) + 1;
    }
  }

  const Places& places_;
  const std::vector<Kitchen>& kitchens_;
  const bool crumbs_;
  const bool with_rules_;
  Crowd crowd_;
  Random random_;
  std::vector<std::int32_t> names_;                           // by desa: the last name's number
  std::vector<std::int32_t> kdmp_of_;                         // by desa: index of its KDMP, or kNone
  std::vector<std::array<std::int64_t, kFoods>> popularity_;  // by kabupaten: running sums over the foods
  Market market_;
};

}  // namespace

Market BuildMarket(const Places& places, const std::vector<Kitchen>& kitchens, const SupplierCounts& counts,
                   Variant variant, std::uint64_t seed) {
  MarketBuilder builder(places, kitchens, variant, seed);
  builder.AddKoperasi(counts.koperasi);
  builder.AddKdmp(counts.kdmp);
  builder.AddOthers(SupplierKind::kBumdes, counts.bumdes);
  builder.AddUmkm(counts.umkm);
  builder.AddOthers(SupplierKind::kPerorangan, counts.perorangan);
  builder.AddOthers(SupplierKind::kLainnya, counts.lainnya);
  return builder.Finish();
}

}  // namespace pasok::sample
