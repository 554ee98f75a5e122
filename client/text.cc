#include "client/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace pasok::client {
namespace {

bool StartsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

std::string CutTo(std::string_view text, std::size_t width) {
  if (Width(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::size_t end = 0;
  for (std::size_t cells = 0; end < text.size(); ++end) {
    if (StartsCharacter(text[end]) && cells++ == width - 1) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string PadRight(std::string text, std::size_t width) {
  text.append(width - std::min(width, Width(text)), ' ');
  return text;
}

std::string PadLeft(std::string text, std::size_t width) {
  text.insert(0, width - std::min(width, Width(text)), ' ');
  return text;
}

std::string Printable(std::string_view text) {
  std::string printable(text);
  for (char& byte : printable) {
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) byte = '?';
  }
  return printable;
}

std::string Bar(double share, std::size_t width) {
  constexpr std::array<std::string_view, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!(share > 0)) return "";
  const double exact = std::min(share, 1.0) * static_cast<double>(width) * 8;
  const auto eighths = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(exact)));
  std::string bar;
  for (std::size_t cell = 0; cell < eighths / 8; ++cell) bar += "█";
  bar += kEighths[eighths % 8];
  return bar;
}

std::string_view Nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = EditDistance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace pasok::client
