// The Earth as a sphere of the radius that lanes are measured on (lane.h), for those who compare chords.
#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include "engine/register/dataset.h"

namespace pasok::match {

inline constexpr double kEarthRadiusM = 6'371'008.8;

// The point on the unit sphere.
inline std::array<double, 3> OnSphere(Point point) {
  const double lat = point.lat * std::numbers::pi / 180, lng = point.lng * std::numbers::pi / 180;
  return {std::cos(lat) * std::cos(lng), std::cos(lat) * std::sin(lng), std::sin(lat)};
}

}  // namespace pasok::match
