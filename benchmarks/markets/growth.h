// How time grows with size.
#pragma once

#include <span>

namespace pasok::benchmarks {

struct SizeAndTime {
  double size = 0;
  double seconds = 0;
};

// The x of seconds = c * size^x that fits best: least squares over the logarithms. REQUIRES two sizes at
// least that differ, all sizes and times > 0.
double GrowthExponent(std::span<const SizeAndTime> points);

}  // namespace pasok::benchmarks
