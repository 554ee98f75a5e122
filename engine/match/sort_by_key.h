// Sorting by a key that is a small number, by counting: one pass to count, one to move.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <vector>

namespace pasok::match {

// Sorts by `key`, a number from 0 to `keys` - 1, and keeps the order of equals. Returns where each key's
// items begin, and one more. O(items + keys), and a copy of the items.
template <class Item, class Key>
std::vector<std::int32_t> SortByKey(std::vector<Item>& items, std::int32_t keys, const Key& key) {
  std::vector<std::int32_t> first(static_cast<std::size_t>(keys) + 1);
  for (const Item& item : items) ++first[std::invoke(key, item) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::int32_t> next(first.begin(), first.end() - 1);
  std::vector<Item> sorted(items.size());
  for (const Item& item : items) sorted[next[std::invoke(key, item)]++] = item;
  items = std::move(sorted);
  return first;
}

// The same, and the items of one key by `less`.
template <class Item, class Key, class Less>
void SortByKey(std::vector<Item>& items, std::int32_t keys, const Key& key, const Less& less) {
  const std::vector<std::int32_t> first = SortByKey(items, keys, key);
  for (std::int32_t k = 0; k < keys; ++k) {
    if (first[k + 1] - first[k] > 1) std::sort(items.begin() + first[k], items.begin() + first[k + 1], less);
  }
}

}  // namespace pasok::match
