// The kitchens of a sample: where they cook, for whom, and what that takes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/sample/foods.h"
#include "engine/sample/places.h"

namespace pasok::sample {

struct Kitchen {
  std::int32_t desa = 0;
  std::int32_t number_in_desa = 0;  // from 1
  std::int32_t foundation = 0;      // which runs it, from 1
  bool remote = false;
  Spot spot;
  std::array<std::int32_t, kRecipientGroups> recipients{};  // by RecipientGroup
};

// One kitchen for each equal slice of the people, in the order of the places. A kitchen serves 1,900 to
// 2,900, a remote one 300 to 999; groups in the shares of the province's kitchens of September 2025, varied
// from kitchen to kitchen.
std::vector<Kitchen> BuildKitchens(const Places& places, std::int64_t count, std::uint64_t seed);

// Kilos of a food on the mean service day: portions times grams times how often the food is served, rounded
// up.
std::int64_t NeedKg(const Kitchen& kitchen, const Food& food);

}  // namespace pasok::sample
