// The words of scenario files and the ranges of their numbers, for their reader and their writer.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/register/limits.h"
#include "engine/study/scenario/scenario.h"

namespace pasok::study {

inline constexpr NumberRule kFactorRule{6, 0, 1'000'000'000, "", false};
inline constexpr NumberRule kAddKgRule{3, -limits::kKg.most, limits::kKg.most, "kg", true};
inline constexpr NumberRule kAddRupiahRule{2, -limits::kRupiahPerKg.most, limits::kRupiahPerKg.most,
                                           "rupiah per kg", true};

// How the figure of an Adjust is written.
struct AdjustWords {
  std::string_view key, add, set;
  const NumberRule& add_rule;
  const NumberRule& set_rule;
  bool of_demand;     // chooses among demand points, else among suppliers
  bool by_commodity;  // and days
  bool may_be_unlimited;
};
inline constexpr std::array<AdjustWords, 4> kAdjustWords{
    {{"capacity", "add_kg_per_day", "set_kg_per_day", kAddKgRule, limits::kKg, false, true, false},
     {"total_capacity", "add_kg_per_day", "set_kg_per_day", kAddKgRule, limits::kKg, false, false, true},
     {"price", "add_idr_per_kg", "set_idr_per_kg", kAddRupiahRule, limits::kRupiahPerKg, false, true, false},
     {"need", "add_kg", "set_kg", kAddKgRule, limits::kKg, true, true, false}}};

inline const AdjustWords& WordsOf(Adjust::What what) { return kAdjustWords[static_cast<std::size_t>(what)]; }

}  // namespace pasok::study
