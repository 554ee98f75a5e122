// The address of a server, as an option gives it.
#pragma once

#include <CLI/CLI.hpp>

namespace pasok::client {

// HOST:PORT, the port in decimal digits from 1 to 65535.
CLI::Validator HostAndPort();

}  // namespace pasok::client
