// HOST:PORT as the configuration gives it.
#pragma once

#include <string>

namespace pasok::server {

// What is wanted in place of an address to listen on; empty where it will do. Without `insecure_remote` only
// this machine may call (localhost, 127.x.x.x, [::1]), since nothing on the wire is encrypted and nobody is
// asked who they are.
std::string ListenAddressWanted(const std::string& address, bool insecure_remote);

}  // namespace pasok::server
