#include "benchmarks/families/market.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/families/random.h"

namespace pasok::families {
namespace {

struct Good {
  std::string_view code;
  std::int32_t price;    // rupiah per kg
  std::int32_t need_kg;  // of the mean kitchen
};
// By code, as a dataset has them.
constexpr std::array<Good, 12> kGoods = {{{"ayam", 33'000, 105},
                                          {"beras", 14'600, 170},
                                          {"ikan", 30'000, 52},
                                          {"jeruk", 10'500, 75},
                                          {"kacang_panjang", 9'000, 44},
                                          {"kangkung", 7'000, 53},
                                          {"mentimun", 6'000, 44},
                                          {"pisang", 7'000, 110},
                                          {"susu", 19'400, 75},
                                          {"tahu", 11'000, 45},
                                          {"telur", 29'500, 58},
                                          {"tempe", 14'000, 55}}};
constexpr int kGoodCount = static_cast<int>(kGoods.size());

// Lengths in millionths of a degree: 9 are about a metre.
constexpr std::int64_t kKm = 9'000;
constexpr std::int64_t kWidth = 400 * kKm, kHeight = 240 * kKm, kWest = 109'000'000, kEquator = kHeight / 2;
constexpr std::int64_t kTownRadius = 18 * kKm, kDesaRadius = 2 * kKm;
constexpr int kTownsInKabupaten = 8, kDesaInTown = 12;

struct Spot {
  std::int64_t x = 0, y = 0;
};

Spot Near(Random& random, Spot centre, std::int64_t radius) {
  const auto step = [&] { return (random.Between(-radius, radius) + random.Between(-radius, radius)) / 2; };
  const std::int64_t east = step();
  return {centre.x + east, centre.y + step()};
}

Point ToPoint(Spot spot) {
  return {.lat = static_cast<double>(spot.y - kEquator) / 1e6,
          .lng = static_cast<double>(spot.x + kWest) / 1e6};
}

// `middle` times four factors between 0.001 * (1000 - permille) and 0.001 * (1000 + permille).
std::int64_t Vary(Random& random, std::int64_t middle, std::int64_t permille) {
  for (int i = 0; i < 4; ++i) middle = middle * random.Between(1000 - permille, 1000 + permille) / 1000;
  return middle;
}

std::string Code(std::string prefix, std::int64_t number, std::int64_t zero) {
  return prefix + std::to_string(zero + number).substr(1);
}

class MarketMaker {
 public:
  MarketMaker(const MarketShape& shape, std::uint64_t seed) : shape_(shape), random_(seed) {}

  Dataset Make() {
    for (const Good& good : kGoods) dataset_.commodities.emplace_back(good.code);
    AddRegions();
    AddKitchens();
    AddSuppliers();
    ScaleCapacities();
    LimitTotals();
    return std::move(dataset_);
  }

 private:
  struct Desa {
    std::int32_t region = kNone;
    Spot centre;
  };

  std::int32_t AddRegion(std::string code, std::int8_t level, std::int32_t parent, Spot spot) {
    const std::string name = "region " + code;
    dataset_.regions.push_back({.code = std::move(code),
                                .name = name,
                                .level = level,
                                .parent = parent,
                                .point = ToPoint(spot),
                                .circuity = std::nullopt});
    return static_cast<std::int32_t>(dataset_.regions.size()) - 1;
  }

  // Kabupaten are strips of the land from west to east.
  void AddRegions() {
    const std::int32_t towns = shape_.suppliers / 250;
    std::vector<Spot> spots(static_cast<std::size_t>(towns));
    for (Spot& spot : spots) spot = {random_.Between(0, kWidth), random_.Between(0, kHeight)};
    std::ranges::sort(spots, {}, &Spot::x);
    const std::int32_t province = AddRegion("61", 0, kNone, {kWidth / 2, kEquator});
    std::int32_t kabupaten = kNone;
    for (std::int32_t t = 0; t < towns; ++t) {
      const Spot spot = spots[static_cast<std::size_t>(t)];
      const std::string strip = Code("61.", t / kTownsInKabupaten + 1, 100);
      if (t % kTownsInKabupaten == 0) kabupaten = AddRegion(strip, 1, province, spot);
      const std::string code = Code(strip + ".", t % kTownsInKabupaten + 1, 100);
      const std::int32_t town = AddRegion(code, 2, kabupaten, spot);
      for (int d = 0; d < kDesaInTown; ++d) {
        const Spot centre = Near(random_, spot, kTownRadius);
        desa_.push_back({AddRegion(Code(code + ".2", d + 1, 1000), 3, town, centre), centre});
      }
    }
    std::vector<std::int32_t> rank(static_cast<std::size_t>(towns));
    for (std::int32_t t = 0; t < towns; ++t) rank[static_cast<std::size_t>(t)] = t;
    random_.Shuffle(rank);
    for (const std::int32_t r : rank) weight_end_.push_back(sum_of_weights_ += 1'000'000 / (r + 1));
  }

  // A desa of a town drawn by weight; `shift` turns the weights to other towns.
  const Desa& Anywhere(std::size_t shift) {
    const std::int64_t draw = random_.Between(0, sum_of_weights_ - 1);
    const auto drawn = std::ranges::upper_bound(weight_end_, draw) - weight_end_.begin();
    const std::size_t town = (static_cast<std::size_t>(drawn) + shift) % weight_end_.size();
    return desa_[town * kDesaInTown + static_cast<std::size_t>(random_.Below(kDesaInTown))];
  }

  void AddKitchens() {
    for (std::int32_t i = 0; i < shape_.kitchens; ++i) {
      const Desa& desa = Anywhere(random_.Below(2) == 0 ? 0 : weight_end_.size() / 2);
      const std::string id = Code("K", i + 1, 10'000'000);
      dataset_.demand_points.push_back({.id = id,
                                        .name = "kitchen " + id,
                                        .kind = DemandKind::kSppg,
                                        .region = desa.region,
                                        .point = ToPoint(Near(random_, desa.centre, kDesaRadius)),
                                        .owner_group = ""});
      const std::int64_t size = random_.Between(500, 1500);
      for (int k = 0; k < kGoodCount; ++k) {
        const std::int64_t kg =
            Vary(random_, kGoods[static_cast<std::size_t>(k)].need_kg * size, 150) / 1000 + 1;
        dataset_.requirements.push_back(
            {.demand_point = i, .commodity = k, .need = {1000 * kg}, .date = std::nullopt});
        need_kg_[static_cast<std::size_t>(k)] += kg;
      }
    }
  }

  void AddSuppliers() {
    for (std::int32_t i = 0; i < shape_.suppliers; ++i) {
      const Desa& desa = Anywhere(0);
      const std::string id = Code("S", i + 1, 10'000'000);
      const std::int64_t draw = random_.Below(100);
      dataset_.suppliers.push_back({.id = id,
                                    .name = "supplier " + id,
                                    .kind = draw < 85   ? SupplierKind::kUmkmMikro
                                            : draw < 93 ? SupplierKind::kUmkmKecil
                                            : draw < 97 ? SupplierKind::kKoperasi
                                                        : SupplierKind::kUmkmMenengah,
                                    .region = desa.region,
                                    .point = ToPoint(Near(random_, desa.centre, kDesaRadius)),
                                    .owner_group = "",
                                    .licences = {},
                                    .capacity_per_day = std::nullopt});
      std::vector<std::int32_t> goods(kGoodCount);
      for (int k = 0; k < kGoodCount; ++k) goods[static_cast<std::size_t>(k)] = k;
      random_.Shuffle(goods);
      goods.resize(static_cast<std::size_t>(random_.Between(1, 4)));
      std::ranges::sort(goods);
      for (const std::int32_t k : goods) {
        const std::int64_t price = Vary(random_, kGoods[static_cast<std::size_t>(k)].price, 60) / 50 * 50;
        dataset_.offers.push_back({.supplier = i,
                                   .commodity = k,
                                   .capacity_per_day = {Vary(random_, 10'000, 400) + 1},
                                   .price = {100 * price},
                                   .lot = std::nullopt,
                                   .min_delivery = std::nullopt,
                                   .available_from = std::nullopt,
                                   .available_to = std::nullopt});
      }
    }
  }

  // Until here capacities are sizes against each other; now they become kilos.
  void ScaleCapacities() {
    std::array<std::int64_t, kGoodCount> sizes{}, supply_kg{};
    for (const Offer& offer : dataset_.offers) {
      sizes[static_cast<std::size_t>(offer.commodity)] += offer.capacity_per_day.value;
    }
    for (std::size_t k = 0; k < kGoodCount; ++k) {
      const std::int64_t percent = 140 + 100 * static_cast<std::int64_t>(k) / (kGoodCount - 1);
      supply_kg[k] = need_kg_[k] * percent / 100;
    }
    for (Offer& offer : dataset_.offers) {
      const auto k = static_cast<std::size_t>(offer.commodity);
      const std::int64_t kg = (offer.capacity_per_day.value * supply_kg[k] + sizes[k] / 2) / sizes[k];
      offer.capacity_per_day = {1000 * std::max<std::int64_t>(kg, 1)};
    }
  }

  void LimitTotals() {
    std::vector<std::int64_t> kg(dataset_.suppliers.size());
    std::vector<std::int32_t> offers(dataset_.suppliers.size());
    for (const Offer& offer : dataset_.offers) {
      kg[static_cast<std::size_t>(offer.supplier)] += offer.capacity_per_day.value / 1000;
      ++offers[static_cast<std::size_t>(offer.supplier)];
    }
    for (std::size_t s = 0; s < kg.size(); ++s) {
      if (offers[s] < 2) continue;
      dataset_.suppliers[s].capacity_per_day = Grams{1000 * (kg[s] * random_.Between(500, 900) / 1000 + 1)};
    }
  }

  const MarketShape shape_;
  Random random_;
  Dataset dataset_;
  std::vector<Desa> desa_;                // twelve for each town
  std::vector<std::int64_t> weight_end_;  // by town: running sums
  std::int64_t sum_of_weights_ = 0;
  std::array<std::int64_t, kGoodCount> need_kg_{};
};

}  // namespace

Dataset MakeMarket(const MarketShape& shape, std::uint64_t seed) { return MarketMaker(shape, seed).Make(); }

}  // namespace pasok::families
