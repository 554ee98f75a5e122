#include "client/syntax/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "client/text.h"

namespace pasok::client {
namespace {

std::string Not(std::string_view text) { return ", not '" + Printable(text) + "'"; }

}  // namespace

std::optional<std::uint64_t> ReadWholeNumber(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string WholeNumberFault(std::string_view text, Range range) {
  const std::optional<std::uint64_t> number = ReadWholeNumber(text);
  if (number && *number >= range.least && *number <= range.most) return "";
  return "must be a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most) +
         " in decimal digits" + Not(text);
}

std::string NumberFault(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && std::isfinite(number)) return "";
  return "must be a number like 90 or 1.5" + Not(text);
}

std::string WordFault(std::string_view text, const std::vector<std::string>& words) {
  if (std::ranges::find(words, text) != words.end()) return "";
  std::string choices;
  for (std::size_t i = 0; i < words.size(); ++i)
    choices += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return "must be " + choices + Not(text);
}

// gRPC would take what lies above modulo 65536, and what is no number for 0.
std::string HostAndPortFault(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const auto port = colon == std::string_view::npos ? std::nullopt : ReadWholeNumber(text.substr(colon + 1));
  if (port && *port >= 1 && *port <= 65535 && colon > 0) return "";
  return "expected HOST:PORT, port 1 to 65535" + Not(text);
}

}  // namespace pasok::client
