#include "benchmarks/markets/growth.h"

#include <cmath>

namespace pasok::benchmarks {

double GrowthExponent(std::span<const SizeAndTime> points) {
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const SizeAndTime& point : points) {
    const double u = std::log(point.size), v = std::log(point.seconds);
    x += u, y += v, xx += u * u, xy += u * v;
  }
  const auto n = static_cast<double>(points.size());
  return (n * xy - x * y) / (n * xx - x * x);
}

}  // namespace pasok::benchmarks
