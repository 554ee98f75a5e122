#include "engine/sample/spot.h"

namespace pasok::sample {
namespace {

constexpr std::int64_t kMicrodegreesPerKm = 8993;  // 360 degrees on 40,030 km

}  // namespace

std::int64_t SquareRoot(std::int64_t n) {
  std::int64_t root = 0;
  for (std::int64_t bit = std::int64_t{1} << 30; bit > 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= n) root += bit;
  }
  return root;
}

std::int64_t DiscRadius(std::int64_t area_km2) { return SquareRoot(area_km2 * 1'000'000'000 / 3142); }

Spot Around(Random& random, Spot centre, std::int64_t metres) {
  std::int64_t north = 0;
  std::int64_t east = 0;
  do {
    north = random.Between(-1000, 1000);
    east = random.Between(-1000, 1000);
  } while (north * north + east * east > 1'000'000);
  const std::int64_t reach = metres * random.Between(100, 1000) / 1000;
  return {.lat = static_cast<std::int32_t>(centre.lat + north * reach / 1000 * kMicrodegreesPerKm / 1000),
          .lng = static_cast<std::int32_t>(centre.lng + east * reach / 1000 * kMicrodegreesPerKm / 1000)};
}

std::int64_t Apart(Spot a, Spot b) {
  const std::int64_t north = (a.lat - b.lat) * std::int64_t{1000} / kMicrodegreesPerKm;
  const std::int64_t east = (a.lng - b.lng) * std::int64_t{1000} / kMicrodegreesPerKm;
  return SquareRoot(north * north + east * east);
}

}  // namespace pasok::sample
