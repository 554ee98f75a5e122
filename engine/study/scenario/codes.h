// The codes that only scenarios give; what else is wrong with one has the codes of engine/register/codes.h.
// docs/studies.md says of each what it means.
#pragma once

#include <string_view>

namespace pasok::study::code {

inline constexpr std::string_view kTouchesNothing = "touches_nothing";
inline constexpr std::string_view kContradiction = "contradiction";
inline constexpr std::string_view kMissingKey = "missing_key";
inline constexpr std::string_view kTooManyKeys = "too_many_keys";
inline constexpr std::string_view kTooManyRows = "too_many_rows";
inline constexpr std::string_view kNoDay = "no_day";
inline constexpr std::string_view kMenuDecides = "menu_decides";
inline constexpr std::string_view kUnknownOwnerGroup = "unknown_owner_group";

}  // namespace pasok::study::code
