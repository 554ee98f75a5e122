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

// 127.0.0.0/8 in numbers; a name may begin so, too, and lead anywhere.
bool IsLoopback(std::string_view host) {
  in_addr address;
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

}  // namespace

std::string ListenAddressWanted(const std::string& address, bool insecure_remote) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || !IsPort(std::string_view(address).substr(colon + 1))) {
    return "HOST:PORT, such as 127.0.0.1:50151";
  }
  const std::string_view host = std::string_view(address).substr(0, colon);
  const bool loopback = host == "localhost" || host == "[::1]" || IsLoopback(host);
  if (loopback || insecure_remote) return {};
  return "an address that only this machine reaches, such as 127.0.0.1:50151, since calls are neither "
         "encrypted "
         "nor authenticated; or insecure_remote: true where the network itself is trusted";
}

}  // namespace pasok::server
