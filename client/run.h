// Start here: the command `pasok`, from its arguments to its exit code.
#pragma once

#include "client/console.h"

namespace pasok::client {

// Never throws. While it runs, SIGINT and SIGTERM are its own: see interrupt.h.
int Run(int argc, const char* const* argv, const Console& console);

}  // namespace pasok::client
