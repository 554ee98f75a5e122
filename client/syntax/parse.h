// What was typed: read by what may be typed, or what is said of it where it is wrong.
#pragma once

#include <optional>
#include <string>

#include "client/exit_code.h"
#include "client/syntax/command.h"

namespace pasok::client {

// `wrong`, else `text`, else the job.
struct Parsed {
  std::string command;           // what messages begin with: "pasok", or as far as it was read, "pasok plan"
  std::optional<Failure> wrong;  // kUsage
  std::optional<std::string> text;  // to be printed: the help or the version was asked for
  Job job;                          // of the command that was called; has its options
};

// A command or an option that there is not goes before what is missing, since that may be no more than what
// the slip has left out. An argument that is there but empty is wrong, as a script's unset variable leaves
// it.
Parsed Parse(const Command& program, int argc, const char* const* argv);

}  // namespace pasok::client
