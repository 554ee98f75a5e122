// Whether bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF).
#pragma once

#include <cstddef>
#include <string_view>

namespace pasok {

// Whether the byte is a control character of ASCII: a line end, a tab or another that isn't shown.
inline bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// The length in bytes of the character at the front, 1 to 4; 0 where there is none that is valid.
std::size_t Utf8Length(std::string_view bytes);

// The place of the first byte from `from` on that doesn't belong to a valid character, or npos. Fast over
// ASCII.
std::size_t FirstBadUtf8(std::string_view bytes, std::size_t from = 0);

}  // namespace pasok
