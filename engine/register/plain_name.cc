#include "engine/register/plain_name.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/register/utf8.h"

namespace pasok {
namespace {

// Legal forms that one clerk writes and another leaves out.
constexpr std::array<std::string_view, 7> kForms{"ud", "cv", "pt", "pd", "kud", "kop", "koperasi"};

// From U+00C0 to U+00FF, the letters without their accents.
constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

constexpr char kNothing = '\0';
constexpr char kAsItIs = '\x7f';

// REQUIRES a valid character of two or three bytes.
std::uint32_t CodePoint(std::string_view character) {
  const auto low = [&](std::size_t i) { return static_cast<std::uint32_t>(character[i]) & 0x3f; };
  const auto first = static_cast<std::uint32_t>(static_cast<unsigned char>(character[0]));
  if (character.size() == 2) return (first & 0x1f) << 6 | low(1);
  return (first & 0x0f) << 12 | low(1) << 6 | low(2);
}

// What an ASCII keyboard would have in its place.
char InAscii(std::uint32_t code) {
  if (code >= 0xc0 && code <= 0xff) return kLatin1[code - 0xc0];
  if (code >= 0x300 && code <= 0x36f) return kNothing;  // accents that follow their letter
  const bool has_no_width = (code >= 0x200b && code <= 0x200f) || code == 0x2060 || code == 0xfeff;
  if (has_no_width) return kNothing;
  if (code == 0xa0 || (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x3000) return ' ';
  if (code >= 0x2010 && code <= 0x2015) return '-';
  if (code == 0x2018 || code == 0x2019) return '\'';
  return kAsItIs;
}

// Calls `visit` for each byte of the text in small letters and, as far as there is such, in ASCII.
template <class Visit>
void ForEachSmall(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t length =
        static_cast<unsigned char>(c) < 0x80 ? 1 : std::max<std::size_t>(Utf8Length(text), 1);
    const char ascii = length == 2 || length == 3 ? InAscii(CodePoint(text.substr(0, length))) : kAsItIs;
    if (c >= 'A' && c <= 'Z') {
      visit(static_cast<char>(c - 'A' + 'a'));
    } else if (ascii == kAsItIs) {
      for (const char byte : text.substr(0, length)) visit(byte);
    } else if (ascii != kNothing) {
      visit(ascii);
    }
    text.remove_prefix(length);
  }
}

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string Look(std::string_view text) {
  std::string look;
  ForEachSmall(text, [&](char c) {
    if (c > ' ' || static_cast<unsigned char>(c) >= 0x80) look += c;
  });
  return look;
}

std::string LookOfLetters(std::string_view text) {
  std::string look = Look(text);
  std::erase_if(look, [](char c) { return !IsLetterOrDigit(c); });
  return look;
}

const std::string& PlainNameInto(std::string& plain, std::string_view name) {
  plain.clear();
  std::size_t word = 0;  // where the current word begins in `plain`
  ForEachSmall(name, [&](char c) {
    if (IsLetterOrDigit(c)) {
      plain += c;
    } else if (c != '.' && c != '\'') {  // "U.D. Ma'mur" is "UD Mamur"
      const bool leading_form =
          word == 0 && std::ranges::find(kForms, std::string_view(plain)) != kForms.end();
      if (leading_form) plain.clear();
      word = plain.size();
    }
  });
  return plain;
}

}  // namespace pasok
