#include "client/commands/values.h"

#include <algorithm>
#include <charconv>

#include "client/text.h"

namespace pasok::client {

CLI::Validator WholeNumber(std::uint64_t least, std::uint64_t most) {
  const auto read = [=](std::string& text) -> std::string {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
      return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
             " in decimal digits, not '" + Printable(text) + "'";
    }
    text = std::to_string(number);  // the parser would read 010 as 8
    return "";
  };
  return {read, ""};
}

CLI::Validator OneOf(std::vector<std::pair<std::string, std::string>> words) {
  const auto read = [words = std::move(words)](std::string& text) -> std::string {
    for (const auto& [word, meant] : words) {
      if (word != text) continue;
      text = meant;
      return "";
    }
    std::string choices;
    for (std::size_t i = 0; i < words.size(); ++i)
      choices += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i].first;
    return "must be " + choices + ", not '" + Printable(text) + "'";
  };
  return {read, ""};
}

}  // namespace pasok::client
