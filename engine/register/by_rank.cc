#include "engine/register/by_rank.h"

#include "engine/register/codes.h"

namespace pasok {

std::vector<Finding> FindNotByRank(const Policy& policy) {
  std::vector<Finding> findings;
  if (policy.aims != Aims::kStrict) return findings;
  if (policy.deliveries.whole || policy.deliveries.most_suppliers) {
    findings.push_back({.code = std::string(code::kDeliveriesByRank),
                        .field = "deliveries",
                        .value = policy.deliveries.whole ? "whole" : "max_suppliers_per_requirement",
                        .expected = "neither whole deliveries nor few suppliers, where aims are strict",
                        .fix = "write aims: weighted, or leave deliveries out"});
  }
  if (policy.has_ratios()) {
    findings.push_back({.code = std::string(code::kRatiosByRank),
                        .field = "substitutes",
                        .value = "ratios",
                        .expected = "kg for kg, where aims are strict",
                        .fix = "write aims: weighted, or let food stand in kg for kg"});
  }
  return findings;
}

}  // namespace pasok
