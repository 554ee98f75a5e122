// The thirteen foods of the sample: how much a portion takes, what it costs, who sells it and where it is
// plenty or short.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/register/dataset.h"
#include "engine/sample/atlas.h"

namespace pasok::sample {

inline constexpr int kFoods = 13;

// Grams for one portion of each group of recipients on a day when the food is served, by the sizes of
// appetite below.
enum class Appetite : std::uint8_t { kToddler, kSd13, kSd46, kSmp, kSma };
inline constexpr int kAppetites = 5;
Appetite AppetiteOf(RecipientGroup group);

struct Food {
  std::string_view code;
  std::array<std::int16_t, kAppetites> portion_grams;  // by Appetite
  std::int16_t served_permille;                        // of the service days
  std::int32_t price_idr_per_kg;                       // a cooperative's on the coast
  std::int16_t price_spread_permille;                  // of each of four factors
  std::int16_t sellers;  // how often a supplier sells it, against the other foods
  std::array<std::int16_t, kTerrains> supply_percent;  // capacity in percent of the local need, by Terrain
  std::array<std::string_view, 3> trades;              // what a small business that lives by it calls itself
  std::string_view licence;                            // what such a supplier holds where it holds one
  bool fresh;                                          // sold by weekdays rather than by the sack
  bool seasonal;
};

// Portions: estimates that give the kitchens' published daily totals (about 76 g of rice and 105 g of chicken
// a head). Prices: consumer and farm-gate means of 2025, the sample's lying between. Supply: estimates after
// the province's published harvests and the shortages that its kitchens named: chicken, eggs and vegetables
// inland.
std::span<const Food, kFoods> Foods();

// Capacity for `food` in percent of the local need: the terrain's, or the kabupaten's own where its harvest
// is known.
std::int32_t SupplyPercent(std::string_view kabupaten, Terrain terrain, int food);

// A kabupaten's prices in percent of the coast's.
std::int32_t PricePercent(Terrain terrain);

}  // namespace pasok::sample
