#include <algorithm>

#include "engine/register/read.h"

namespace pasok {
namespace {

// Every commodity that the policy can ask for though no register names it.
std::vector<std::string> AskedFor(const Policy& policy) {
  std::vector<std::string> codes;
  for (const std::vector<MenuItem>& day : policy.menu.days) {
    for (const MenuItem& item : day) codes.push_back(item.commodity);
  }
  return codes;
}

}  // namespace

std::vector<std::string> MissingCommodities(const Dataset& dataset, const Policy& policy) {
  std::vector<std::string> missing = AskedFor(policy);
  std::ranges::sort(missing);
  missing.erase(std::ranges::unique(missing).begin(), missing.end());
  std::erase_if(missing, [&](const std::string& code) { return dataset.FindCommodity(code) != kNone; });
  return missing;
}

std::optional<Dataset> CompletedFor(const Dataset& dataset, const Policy& policy) {
  const std::vector<std::string> missing = MissingCommodities(dataset, policy);
  if (missing.empty()) return std::nullopt;
  std::optional<Dataset> completed = dataset;
  completed->commodities.insert(completed->commodities.end(), missing.begin(), missing.end());
  std::ranges::sort(completed->commodities);
  std::vector<std::int32_t> now;  // by the index before; the order stays, so the rows' order does
  for (const std::string& code : dataset.commodities) now.push_back(completed->FindCommodity(code));
  const auto follow = [&](auto& rows) {
    for (auto& row : rows) {
      if (row.commodity != kNone) row.commodity = now[row.commodity];
    }
  };
  follow(completed->offers);
  follow(completed->requirements);
  follow(completed->contracts);
  follow(completed->storage);
  follow(completed->stock);
  follow(completed->menu_factors);
  return completed;
}

}  // namespace pasok
