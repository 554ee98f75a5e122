// The official facts that the sample's places stand on: West Kalimantan's 14 kabupaten and kota, and the
// other provinces.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/sample/spot.h"

namespace pasok::sample {

// What a place is like decides what grows there, how far roads wind and what food costs.
enum class Terrain : std::uint8_t { kCity, kCoast, kPaddy, kInland, kUpriver };
inline constexpr int kTerrains = 5;

struct KabupatenFacts {
  std::string_view code;
  std::string_view name;
  std::int64_t population;
  std::int32_t area_km2;
  std::int16_t kecamatan;
  std::int16_t desa;
  std::int16_t kelurahan;
  Spot centroid;
  Spot seat;  // its main town, around which most of its people live
  Terrain terrain;
};

struct ProvinceFacts {
  std::string_view code;
  std::string_view name;
  std::int32_t population_thousands;
  std::int32_t area_km2;
  std::int16_t kabupaten;
  Spot centre;
};

// Codes, names, populations, areas, kecamatan, desa and kelurahan: decree of the Minister of Home Affairs
// 300.2.2-2430/2025. Centroids: of the official polygons. Seats and terrains: general knowledge, to about a
// kilometre.
std::span<const KabupatenFacts> KabupatenOfKalbar();

// The 38 provinces with codes of 2025. Populations (mid-2024), areas and points are rounded, from general
// knowledge.
std::span<const ProvinceFacts> Provinces();

// The circuity that the regions register gives a kabupaten: road length over great circle, in thousandths.
// Derived from road distances on the coast (1.32 to 1.46), to Aruk (1.74) and to Entikong (2.0).
std::int32_t CircuityMilli(Terrain terrain);

}  // namespace pasok::sample
