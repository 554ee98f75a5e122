// Exact decimals as text, as the plan's files and sentences write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/register/units.h"

namespace pasok::match {

// value / 10^scale with exactly `scale` decimals: (12345, 3) is "12.345", (-5, 2) is "-0.05".
std::string FixedText(Int128 value, int scale);

// Sen as rupiah with `places` decimals. REQUIRES places >= 2.
inline std::string RupiahText(Int128 sen, int places) {
  for (int i = 2; i < places; ++i) sen *= 10;
  return FixedText(sen, places);
}
inline std::string KmText(Metres metres) { return FixedText(metres.value, 3); }
// As few decimals as are exact: "12", "12.5".
std::string KgText(Int128 grams);

// round_half_up(numerator / denominator) for any sign: 0.5 rises to 1, -0.5 to 0. REQUIRES denominator > 0.
Int128 RoundHalfUpSigned(Int128 numerator, Int128 denominator);

// value * 10^scale of a decimal with a point; nullopt for anything else. Totals of plans leave 64 bits where
// they have four places.
std::optional<Int128> ReadDecimal(std::string_view text, int scale);

}  // namespace pasok::match
