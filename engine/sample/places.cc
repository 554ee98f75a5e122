#include "engine/sample/places.h"

#include <algorithm>
#include <utility>

#include "engine/sample/apportion.h"
#include "engine/sample/names.h"
#include "engine/sample/random.h"

namespace pasok::sample {
namespace {

constexpr std::string_view kKalbar = "61";
constexpr std::uint64_t kLand = 61;  // the places' own seed, whatever the dataset's is

std::string Numbered(std::int64_t number, int width) {
  std::string digits = std::to_string(number);
  return std::string(static_cast<std::size_t>(width) - digits.size(), '0') + digits;
}

void AddDesa(Places& places, const KabupatenFacts& facts, Random& random) {
  const Kabupaten& parent = places.kabupaten.back();
  const std::int32_t towns = facts.kecamatan;
  // Every town has at least one place; the rest go by how large the town is.
  std::vector<std::int64_t> town_weight;
  for (int i = 0; i < towns; ++i) town_weight.push_back(random.Spread(i == 0 ? 2500 : 1000, 3, 400));
  std::vector<std::int64_t> counts = Apportion(facts.desa + facts.kelurahan - towns, town_weight);

  const std::int64_t reach = DiscRadius(facts.area_km2 / towns + 1);
  std::int64_t kelurahan_left = facts.kelurahan;
  std::int64_t name = random.Below(kDesaNames);
  std::vector<std::int64_t> weights;
  const std::size_t first = places.desa.size();
  for (int i = 0; i < towns; ++i) {
    Kecamatan& town = places.kecamatan[parent.first_kecamatan + i];
    town.first_desa = static_cast<std::int32_t>(places.desa.size());
    for (std::int64_t d = 0; d <= counts[i]; ++d) {
      // Kelurahan (from 1001) stand in the towns that come first, desa (from 2001) in the others.
      const bool kelurahan = kelurahan_left > 0;
      kelurahan_left -= kelurahan;
      places.desa.push_back({.code = town.code + "." + std::to_string((kelurahan ? 1001 : 2001) + d),
                             .name = DesaName(name++),
                             .kecamatan = parent.first_kecamatan + i,
                             .centre = Around(random, town.town, d == 0 ? reach / 10 : reach)});
      weights.push_back(random.Spread(town_weight[i] * (kelurahan || d == 0 ? 3 : 1), 4, 350) + 1);
    }
    town.end_desa = static_cast<std::int32_t>(places.desa.size());
  }
  const std::vector<std::int64_t> people = Apportion(facts.population, weights);
  for (std::size_t i = 0; i < people.size(); ++i) {
    places.desa[first + i].population = static_cast<std::int32_t>(people[i]);
  }
}

void AddKabupaten(Places& places, const KabupatenFacts& facts, std::int64_t eaters, std::int64_t sellers) {
  Random random(kLand, facts.code);
  const auto index = static_cast<std::int32_t>(places.kabupaten.size());
  const auto first = static_cast<std::int32_t>(places.kecamatan.size());
  places.kabupaten.push_back({.code = std::string(facts.code),
                              .name = std::string(facts.name),
                              .terrain = facts.terrain,
                              .first_kecamatan = first,
                              .end_kecamatan = first + facts.kecamatan,
                              .centroid = facts.centroid,
                              .eaters = eaters,
                              .sellers = sellers});
  const std::int64_t radius = DiscRadius(facts.area_km2);
  std::int64_t name = random.Below(1000);
  for (int i = 0; i < facts.kecamatan; ++i) {
    // The seat comes first; of the others every third lies near it and the rest anywhere in the kabupaten.
    const Spot town = i == 0       ? facts.seat
                      : i % 3 == 0 ? Around(random, facts.seat, radius * 2 / 5)
                                   : Around(random, facts.centroid, radius * 4 / 5);
    places.kecamatan.push_back({.code = places.kabupaten.back().code + "." + Numbered(i + 1, 2),
                                .name = KecamatanName(name++),
                                .kabupaten = index,
                                .town = town});
  }
  AddDesa(places, facts, random);
}

// A province that we know only by its name, size and people: kabupaten strewn over its area, some of them
// cities.
void AddInvented(Places& places, const ProvinceFacts& province) {
  Random random(kLand, province.code);
  const int cities = province.kabupaten / 5;
  std::vector<std::int64_t> weights;
  for (int i = 0; i < province.kabupaten; ++i) weights.push_back(random.Spread(1000, 3, 450));
  const std::vector<std::int64_t> people =
      Apportion(province.population_thousands * std::int64_t{1000}, weights);
  const std::int64_t radius = DiscRadius(province.area_km2);
  const std::int64_t name = random.Below(1000);
  for (int i = 0; i < province.kabupaten; ++i) {
    const bool city = i >= province.kabupaten - cities;
    const std::string code =
        std::string(province.code) + "." + Numbered(city ? 71 + i - (province.kabupaten - cities) : 1 + i, 2);
    const std::string full_name = (city ? "Kota " : "Kabupaten ") + KabupatenName(name + i);
    const Spot centroid = Around(random, province.centre, radius * 4 / 5);
    const auto towns = static_cast<std::int16_t>(std::clamp<std::int64_t>(people[i] / 40'000, 4, 30));
    const auto villages = static_cast<std::int16_t>(towns * random.Between(6, 16));
    constexpr std::pair<Terrain, int> kLands[] = {
        {Terrain::kCoast, 350}, {Terrain::kPaddy, 250}, {Terrain::kInland, 280}, {Terrain::kUpriver, 120}};
    std::int64_t draw = random.Below(1000);
    Terrain terrain = Terrain::kCity;
    for (const auto& [land, permille] : kLands) {
      if (!city && draw < permille) {
        terrain = land;
        break;
      }
      draw -= permille;
    }
    const std::int32_t area = city ? 200 : province.area_km2 / province.kabupaten;
    AddKabupaten(places,
                 {.code = code,
                  .name = full_name,
                  .population = people[i],
                  .area_km2 = area,
                  .kecamatan = towns,
                  .desa = city ? std::int16_t{0} : villages,
                  .kelurahan = city ? villages : std::int16_t{0},
                  .centroid = centroid,
                  .seat = Around(random, centroid, DiscRadius(area) / 3),
                  .terrain = terrain},
                 people[i], people[i]);
  }
}

void AddKalbar(Places& places, Scale scale) {
  for (const KabupatenFacts& facts : KabupatenOfKalbar()) {
    if (scale != Scale::kSmall) {
      AddKabupaten(places, facts, facts.population, facts.population);
    } else if (facts.code == "61.08") {
      AddKabupaten(places, facts, facts.population, facts.population);
    } else if (facts.code == "61.02") {
      AddKabupaten(places, facts, 0, facts.population * 12 / 100);
    } else if (facts.code == "61.71") {
      AddKabupaten(places, facts, 0, facts.population * 5 / 100);
    }
  }
}

}  // namespace

Places BuildPlaces(Scale scale) {
  Places places;
  for (const ProvinceFacts& province : Provinces()) {
    if (province.code == kKalbar) {
      places.provinces.push_back(province);
      AddKalbar(places, scale);
    } else if (scale == Scale::kNation) {
      places.provinces.push_back(province);
      AddInvented(places, province);
    }
  }
  return places;
}

}  // namespace pasok::sample
