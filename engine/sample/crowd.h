// People in a row, desa after desa, so that a number drawn among them is a place drawn by how many live
// there.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/sample/places.h"

namespace pasok::sample {

class Crowd {
 public:
  // Counts each desa's share of its kabupaten's `people`, either &Kabupaten::eaters or &Kabupaten::sellers.
  Crowd(const Places& places, std::int64_t Kabupaten::*people);

  std::int64_t size() const { return ends_.empty() ? 0 : ends_.back(); }
  // The desa of person `number`, 0 <= number < size(). O(log desa).
  std::int32_t DesaOf(std::int64_t number) const;

 private:
  std::vector<std::int64_t> ends_;  // by desa: how many people live there or before
};

}  // namespace pasok::sample
