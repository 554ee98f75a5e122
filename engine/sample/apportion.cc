#include "engine/sample/apportion.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pasok::sample {

std::vector<std::int64_t> Apportion(std::int64_t total, const std::vector<std::int64_t>& weights) {
  const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  std::vector<std::int64_t> shares;
  std::vector<std::pair<std::int64_t, std::size_t>> remainders;  // largest first, then by position
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    shares.push_back(total * weights[i] / sum);
    remainders.emplace_back(-(total * weights[i] % sum), i);
    left -= shares.back();
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t i = 0; i < left; ++i) ++shares[remainders[static_cast<std::size_t>(i)].second];
  return shares;
}

}  // namespace pasok::sample
