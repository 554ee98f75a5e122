// Decimal numbers as people write them, read digit by digit into a whole number of the smallest unit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pasok {

enum class DecimalFault : std::uint8_t {
  kFine,
  kNotANumber,       // anything but a sign, digits and one `point` with digits on both sides
  kTooManyDecimals,  // a digit other than 0 beyond `decimals`
  kTooLarge,         // beyond 64 bits
};

struct Decimal {
  std::int64_t scaled = 0;  // the value times 10^decimals; 0 unless `fault` is kFine
  DecimalFault fault = DecimalFault::kFine;
};

// REQUIRES 0 <= decimals <= 9. No exponent, no separators of thousands, no blanks.
Decimal ParseDecimal(std::string_view text, int decimals, char point);

// The shortest spelling, with a point: (15400, 2) is "154", (1400, 3) is "1.4".
std::string DecimalText(std::int64_t scaled, int decimals);

// What a number may have been meant to be that has separators of thousands: "1.234,5" is 1234.5, "15.400" is
// 15400. The answer is spelled with a point; nullopt where the text isn't grouped in threes, or begins with
// 0.
std::optional<std::string> UngroupThousands(std::string_view text);

// "15.400": one to three digits that don't begin with 0, a point, and three more. To many in Indonesia that
// is fifteen thousand four hundred.
bool IsOneGroupOfThousands(std::string_view text);

// Degrees. Not exact, since places aren't: the nearest double. nullopt where ParseDecimal would say
// kNotANumber, and of what no double holds.
std::optional<double> ParseDegrees(std::string_view text, char point);

}  // namespace pasok
