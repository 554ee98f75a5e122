#include "engine/sample/crowd.h"

#include <algorithm>

namespace pasok::sample {

Crowd::Crowd(const Places& places, std::int64_t Kabupaten::*people) {
  std::int64_t end = 0;
  for (const Kabupaten& kabupaten : places.kabupaten) {
    const std::int32_t first = places.kecamatan[kabupaten.first_kecamatan].first_desa;
    const std::int32_t last = places.kecamatan[kabupaten.end_kecamatan - 1].end_desa;
    std::int64_t living = 0;
    for (std::int32_t d = first; d < last; ++d) living += places.desa[d].population;
    for (std::int32_t d = first; d < last; ++d) {
      end += places.desa[d].population * (kabupaten.*people) / living;
      ends_.push_back(end);
    }
  }
}

std::int32_t Crowd::DesaOf(std::int64_t number) const {
  return static_cast<std::int32_t>(std::upper_bound(ends_.begin(), ends_.end(), number) - ends_.begin());
}

}  // namespace pasok::sample
