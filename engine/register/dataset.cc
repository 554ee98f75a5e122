#include "engine/register/dataset.h"

#include <algorithm>
#include <functional>

namespace pasok {
namespace {

template <class Row, class Key>
std::int32_t Find(const std::vector<Row>& rows, std::string_view key, Key key_of) {
  const auto found = std::ranges::lower_bound(
      rows, key, std::ranges::less{}, [&](const Row& row) -> std::string_view { return key_of(row); });
  if (found == rows.end() || std::string_view(key_of(*found)) != key) return kNone;
  return static_cast<std::int32_t>(found - rows.begin());
}

}  // namespace

std::int32_t Dataset::FindRegion(std::string_view code) const {
  return Find(regions, code, [](const Region& region) -> const std::string& { return region.code; });
}
std::int32_t Dataset::FindSupplier(std::string_view id) const {
  return Find(suppliers, id, [](const Supplier& supplier) -> const std::string& { return supplier.id; });
}
std::int32_t Dataset::FindCommodity(std::string_view code) const {
  return Find(commodities, code,
              [](const std::string& commodity) -> const std::string& { return commodity; });
}
std::int32_t Dataset::FindDemandPoint(std::string_view id) const {
  return Find(demand_points, id, [](const DemandPoint& point) -> const std::string& { return point.id; });
}

Tier Dataset::TierBetween(std::int32_t region_a, std::int32_t region_b) const {
  std::int32_t a = region_a;
  std::int32_t b = region_b;
  while (a != b) {
    if (a == kNone || b == kNone) return Tier::kLuar;
    const bool lift_a = regions[a].level >= regions[b].level;
    const bool lift_b = regions[b].level >= regions[a].level;
    if (lift_a) a = regions[a].parent;
    if (lift_b) b = regions[b].parent;
  }
  if (a == kNone) return Tier::kLuar;
  constexpr int kDesaLevel = 3;
  return static_cast<Tier>(kDesaLevel - regions[a].level);
}

bool Dataset::IsWithin(std::int32_t region, std::int32_t ancestor) const {
  for (std::int32_t at = region; at != kNone; at = regions[at].parent) {
    if (at == ancestor) return true;
  }
  return false;
}

std::int32_t Dataset::Enclosing(std::int32_t region, int level) const {
  while (region != kNone && regions[region].level > level) region = regions[region].parent;
  return region;
}

}  // namespace pasok
