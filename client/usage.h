// What is said of a command line that was written wrongly.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "client/exit_code.h"

namespace pasok::client {

// What messages begin with: "pasok", or with the command that was parsed, "pasok plan".
std::string CommandOf(const CLI::App& app);

// Why parsing the arguments ended with `error`, which isn't a call for help: a command or an option that
// there is not goes before what is missing, since that may be no more than what the slip has left out.
Failure WrongUsage(const CLI::App& app, const CLI::ParseError& error, int argc, const char* const* argv);

// Of parsed arguments: one that is there but empty, as a script's unset variable leaves it.
std::optional<Failure> EmptyArgument(const CLI::App& app);

}  // namespace pasok::client
