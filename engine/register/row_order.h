// Putting rows into canonical order together with what stands beside them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace pasok {

// The order in which `count` rows are sorted: by `less(i, j)` over their indices, equals as they stood.
// O(n log n); O(n log k) where the rows are k sorted runs, as in a register joined from those of k offices.
template <class Less>
std::vector<std::int32_t> OrderOf(std::size_t count, Less less) {
  constexpr std::size_t kMostRuns = 64;
  std::vector<std::int32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::vector<std::int32_t>::iterator> bounds{order.begin()};  // of the runs
  for (std::size_t i = 1; i < count && bounds.size() <= kMostRuns; ++i) {
    if (less(order[i], order[i - 1])) bounds.push_back(order.begin() + static_cast<std::ptrdiff_t>(i));
  }
  bounds.push_back(order.end());
  if (bounds.size() > kMostRuns) {
    std::stable_sort(order.begin(), order.end(), less);
    return order;
  }
  while (bounds.size() > 2) {  // merges neighbours two by two
    std::size_t kept = 1;
    for (std::size_t i = 2; i < bounds.size(); i += 2) {
      std::inplace_merge(bounds[i - 2], bounds[i - 1], bounds[i], less);
      bounds[kept++] = bounds[i];
    }
    if (bounds.size() % 2 == 0) bounds[kept++] = bounds.back();
    bounds.resize(kept);
  }
  return order;
}

// Keeps `rows[order[0]], rows[order[1]], …` in this order; other rows are dropped.
template <class Row>
void Rearrange(std::vector<Row>& rows, const std::vector<std::int32_t>& order) {
  const bool stand_so = order.size() == rows.size() && std::ranges::is_sorted(order);
  if (stand_so) return;
  std::vector<Row> arranged;
  arranged.reserve(order.size());
  for (const std::int32_t index : order) arranged.push_back(std::move(rows[static_cast<std::size_t>(index)]));
  rows = std::move(arranged);
}

// Drops from a sorted `order` every row that equals the one before it, calling `repeats(row, first)` for
// each.
template <class Equal, class Repeats>
void DropRepeats(std::vector<std::int32_t>& order, Equal equal, Repeats repeats) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (kept > 0 && equal(order[kept - 1], order[i])) {
      repeats(order[i], order[kept - 1]);
    } else {
      order[kept++] = order[i];
    }
  }
  order.resize(kept);
}

}  // namespace pasok
