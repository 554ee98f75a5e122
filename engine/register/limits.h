// The least and most that each numeric column may hold. The upper limits are far beyond any honest figure and
// low enough that no sum over a nation's registers leaves 64 bits.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/register/dataset.h"

namespace pasok {

// Bounds in units of 10^-decimals.
struct NumberRule {
  int decimals = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string_view unit;  // for people: "kg"
  bool grouped_by_habit =
      false;  // "15.400" is likely to mean fifteen thousand: all but distances and factors
};

namespace limits {

inline constexpr std::int64_t kMostKg = 10'000'000;  // in one cell
inline constexpr std::int64_t kMostRupiahPerKg = 100'000'000;

inline constexpr NumberRule kKg{3, 0, kMostKg * 1000, "kg", true};
inline constexpr NumberRule kLotKg{3, 1, kMostKg * 1000, "kg", true};
inline constexpr NumberRule kRupiahPerKg{2, 0, kMostRupiahPerKg * 100, "rupiah per kg", true};
inline constexpr NumberRule kKm{3, 0, 20'000'000, "km", false};
inline constexpr NumberRule kMinutes{0, 0, 100'000, "minutes", true};
inline constexpr NumberRule kPortionsFactor{3, 0, 10'000, "", false};
inline constexpr NumberRule kCircuity{3, 1'000, 10'000, "", false};
inline constexpr NumberRule kPriority{0, 1, 100, "", true};
inline constexpr NumberRule kRecipients{0, 0, 1'000'000, "people", true};

inline constexpr NumberRule kQuantumKg{3, 1, 1'000'000, "kg", true};
inline constexpr NumberRule kHaul{3, 0, 10'000'000, "rupiah per kg and km", false};
inline constexpr NumberRule kMaxDistanceKm{3, 1, 40'000'000, "km", false};
inline constexpr NumberRule kShelfLifeDays{0, 1, 3'650, "days", false};
inline constexpr NumberRule kMinShelfLeftDays{0, 0, 3'650, "days", false};
inline constexpr NumberRule kCeiling{2, 1, kMostRupiahPerKg * 100, "rupiah per kg", false};
inline constexpr NumberRule kTravelMinutes{0, 1, 100'000, "minutes", false};
inline constexpr NumberRule kProbationDays{0, 0, 3'650, "days", false};
inline constexpr NumberRule kPortionGrams{3, 0, 10'000'000, "g", false};
inline constexpr NumberRule kMostPerDayKg{3, 1, 1'000'000'000'000, "kg", true};
inline constexpr NumberRule kRupiahPerPortion{2, 0, 100'000'000, "rupiah per portion", true};
inline constexpr NumberRule kSuppliersPerNeed{0, 1, 10'000, "suppliers", false};
inline constexpr NumberRule kShare{6, 1, 1'000'000, "", false};
inline constexpr NumberRule kFloor{6, 0, 1'000'000, "", false};
inline constexpr NumberRule kMinSuppliers{0, 1, 10'000, "suppliers", false};

inline constexpr NumberRule kSubstituteRatio{3, 10, 100'000, "kg per kg", false};
inline constexpr NumberRule kAboveShare{6, 0, 999'999, "", false};
inline constexpr NumberRule kSpreadSurcharge{2, 1, kMostRupiahPerKg * 100, "rupiah per kg", false};

inline constexpr std::int32_t kPlannedDays = 31;  // of one plan
inline constexpr std::size_t kMenuDays = 100;
inline constexpr std::size_t kSpreadSteps = 10;

inline constexpr std::size_t kIdBytes = 64;
inline constexpr std::size_t kNameBytes = 200;
inline constexpr std::size_t kReasonBytes = 500;

inline constexpr Date kFirstDate{10'957};  // 2000-01-01
inline constexpr Date kLastDate{47'846};   // 2100-12-31

}  // namespace limits
}  // namespace pasok
