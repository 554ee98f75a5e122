// The shape of the interior ministry's (Kemendagri) region codes, and what people write instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pasok {

// 0 for "61", 1 for "61.01", 2 for "61.01.01", 3 for "61.01.01.2001"; nullopt for any other shape.
std::optional<int> RegionLevel(std::string_view code);

// The code of the enclosing region; empty for a province. REQUIRES a code with a level.
std::string_view ParentCode(std::string_view code);

// Whether the text has the shape of the statistics office's (BPS) codes below the province: 4, 7 or 10
// digits, no dots.
bool LooksLikeBps(std::string_view code);

// What to write instead of a text that has no level: names a BPS code as such, with its kabupaten where that
// is known, restores the dots or the last zero that a spreadsheet took away. Empty where nothing can be said.
std::string MendRegionCode(std::string_view code);

}  // namespace pasok
