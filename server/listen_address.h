// HOST:PORT as the configuration gives it.
#pragma once

#include <string>

namespace pasok::server {

// The address with localhost in numbers: a machine may call two addresses so, and gRPC would be content where
// one of them is free.
std::string NumbersOf(const std::string& address);

// What is wanted in place of an address to listen on, which is in numbers or localhost; empty where it will
// do. Without `insecure_remote` only this machine may call (localhost, 127.x.x.x, [::1]), since nothing on
// the wire is encrypted and nobody is asked who they are. gRPC takes 0.0.0.0 for [::], and either for every
// address of both kinds.
std::string ListenAddressWanted(const std::string& address, bool insecure_remote);

}  // namespace pasok::server
