// What to carry between needs, each of which costs what it likes for every quantity that it has to get.
//
//   the least of  sum over needs v of cost_v(own_v + sum of x_e out of v - sum of x_e into v)
//                 + sum over ways e of unit_e * x_e,   0 <= x_e <= most_e,  the arguments >= 0
//
// Costs needn't be convex: whole deliveries cost in steps. Where the ways form no circle it is found exactly,
// from the leaves on: with T_v(d) the least cost of v and of what hangs on it by ways decided already, when
// the other ways want d more of v, a way e between a leaf and v is decided by
//
//   T_v(d) <- min over x of  unit_e * x + T_leaf(+- x) + T_v(d +- x).
#pragma once

#include <cstdint>
#include <vector>

namespace pasok::match::beyond {

struct CarryNeed {
  std::int64_t own = 0;            // may be below 0: it passes on what comes to it
  std::vector<std::int64_t> cost;  // of `first` and more quanta; what it has no entry for isn't possible
  std::int64_t first = 0;          // quanta
};

struct CarryWay {
  static constexpr std::int32_t kStock = -1;
  std::int32_t from = kStock, to = 0;  // needs; of a stock what comes costs nothing but its unit
  std::int64_t unit = 0, most = 0;
};

struct CarryQuestion {
  std::vector<CarryNeed> needs;
  std::vector<CarryWay> ways;
};

// Per way; empty where nothing is possible. REQUIRES ways that form no circle, in whichever direction they
// lead. O(CellsOf).
std::vector<std::int64_t> LeastCarried(const CarryQuestion& question);

// About how many steps that takes.
std::int64_t CellsOf(const CarryQuestion& question);

}  // namespace pasok::match::beyond
