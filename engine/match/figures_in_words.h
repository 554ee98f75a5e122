// Figures as sentences write them: the same digits in every language, so that each can be found again in the
// plan's files and in tables. Thousands are set apart by a narrow no-break space, and what is nought behind
// the point is left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/register/units.h"

namespace pasok::match {

std::string Number(std::int64_t number);       // "12 500"
std::string Rupiah(Int128 sen);                // "Rp 1 250", "Rp -0.50"
std::string Kg(Int128 quanta, Grams quantum);  // "12.5 kg"
std::string Km(Metres road);                   // "3.214 km"
// "1 row", "12 rows".
std::string Counted(std::int64_t count, std::string_view one, std::string_view several);

// A decimal with its thousands set apart, in the whole part.
std::string Grouped(std::string decimal);

}  // namespace pasok::match
