// Where a command's words go.
#pragma once

#include <ostream>

namespace pasok::client {

struct Console {
  std::ostream& out;  // results, and nothing else
  std::ostream& err;  // progress, warnings, errors
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int columns = 0;  // how wide tables may be; 0: no limit
};

// The process's own streams, as wide as COLUMNS or the terminal says.
Console StandardConsole();

}  // namespace pasok::client
