#include "server/listen_address.h"

#include <arpa/inet.h>

#include <charconv>
#include <string>
#include <string_view>

namespace pasok::server {
namespace {

bool IsPort(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port >= 0 && port <= 65535;
}

constexpr std::string_view kLocalhost = "localhost:";

// Of an address in numbers, [in brackets] where it is one of IPv6. A name may lead to several.
bool IsInNumbers(const std::string& host) {
  in_addr address;
  in6_addr wide;
  if (host.front() != '[') return inet_pton(AF_INET, host.c_str(), &address) == 1;
  return host.back() == ']' && inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &wide) == 1;
}

// 127.0.0.0/8.
bool IsLoopback(const std::string& host) {
  in_addr address;
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

}  // namespace

std::string NumbersOf(const std::string& address) {
  const bool is_local = address.starts_with(kLocalhost);
  return is_local ? "127.0.0.1:" + address.substr(kLocalhost.size()) : address;
}

std::string ListenAddressWanted(const std::string& address, bool insecure_remote) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || !IsPort(std::string_view(address).substr(colon + 1))) {
    return "HOST:PORT, such as 127.0.0.1:50151";
  }
  const std::string numbers = NumbersOf(address);
  const std::string host = numbers.substr(0, numbers.rfind(':'));
  if (host == "[::1]" || IsLoopback(host)) return {};
  if (insecure_remote && IsInNumbers(host)) return {};
  if (insecure_remote) return "an address in numbers, such as 0.0.0.0:50151, or localhost";
  return "an address that only this machine reaches, such as 127.0.0.1:50151, since calls are neither "
         "encrypted "
         "nor authenticated; or insecure_remote: true where the network itself is trusted";
}

}  // namespace pasok::server
