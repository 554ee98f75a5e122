// Putting rows into canonical order together with what stands beside them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace pasok {

// The order in which `count` rows are sorted: by `less(i, j)` over their indices, equals as they stood.
template <class Less>
std::vector<std::int32_t> OrderOf(std::size_t count, Less less) {
  std::vector<std::int32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  if (!std::is_sorted(order.begin(), order.end(), less)) std::stable_sort(order.begin(), order.end(), less);
  return order;
}

// Keeps `rows[order[0]], rows[order[1]], …` in this order; other rows are dropped.
template <class Row>
void Rearrange(std::vector<Row>& rows, const std::vector<std::int32_t>& order) {
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
