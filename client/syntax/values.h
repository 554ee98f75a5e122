// What a value that was typed may be. A fault is the sentence that says why it isn't that; "" where it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/syntax/command.h"

namespace pasok::client {

// In decimal digits, below 2^64; zeros in front mean nothing. None for anything else.
std::optional<std::uint64_t> ReadWholeNumber(std::string_view text);

std::string WholeNumberFault(std::string_view text, Range range);

// With a decimal point.
std::string NumberFault(const std::string& text);

std::string WordFault(std::string_view text, const std::vector<std::string>& words);

// The address of a server: HOST:PORT, the port in decimal digits from 1 to 65535.
std::string HostAndPortFault(std::string_view text);

}  // namespace pasok::client
