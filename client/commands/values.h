// What an option's value may be, and the sentence where it is something else.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pasok::client {

// A whole number in decimal digits; zeros in front mean nothing.
CLI::Validator WholeNumber(std::uint64_t least, std::uint64_t most);

// One of the words, each with the text that it stands for.
CLI::Validator OneOf(std::vector<std::pair<std::string, std::string>> words);

// One of the words, each with its value.
template <typename Enum>
CLI::Validator OneOf(const std::vector<std::pair<std::string, Enum>>& words) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [word, value] : words) texts.emplace_back(word, std::to_string(static_cast<int>(value)));
  return OneOf(std::move(texts));
}

}  // namespace pasok::client
