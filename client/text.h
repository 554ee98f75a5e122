// Text as a terminal shows it. Widths count one cell per UTF-8 character, which holds for the Latin letters
// and the bars that Pasok prints.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pasok::client {

std::size_t Width(std::string_view text);
// At most `width` cells, the last of them "…" where something was cut.
std::string CutTo(std::string_view text, std::size_t width);
std::string PadRight(std::string text, std::size_t width);
std::string PadLeft(std::string text, std::size_t width);
// What the server can be told at all.
bool IsUtf8(const std::string& text);
// Control characters become "?", so that a register's bytes can't steer the reader's terminal.
std::string Printable(std::string_view text);
// As a shell takes it for one word: in quotes where it must be.
std::string AsArgument(std::string_view text);
// A bar for a share between 0 and 1, in eighths of a cell; nothing for 0.
std::string Bar(double share, std::size_t width);
// The known word nearest to `word`, where one is near enough to be meant; else "".
std::string_view Nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace pasok::client
