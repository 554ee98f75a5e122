#include "client/commands/host_and_port.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/text.h"

namespace pasok::client {

// gRPC would take what lies above modulo 65536, and what is no number for 0.
CLI::Validator HostAndPort() {
  const auto read = [](std::string& text) -> std::string {
    const std::size_t colon = text.rfind(':');
    const std::string_view digits =
        colon == std::string::npos ? std::string_view() : std::string_view(text).substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    const bool is_port = error == std::errc() && end == digits.data() + digits.size() && port > 0;
    if (is_port && colon > 0) return "";
    return "expected HOST:PORT, port 1 to 65535, not '" + Printable(text) + "'";
  };
  return {read, ""};
}

}  // namespace pasok::client
