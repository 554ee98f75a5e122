// Where a command's words go.
#pragma once

#include <ostream>

namespace pasok::client {

struct Console {
  std::ostream& out;  // results, and nothing else
  std::ostream& err;  // progress, warnings, errors
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int columns = 0;      // how wide tables on `out` may be; 0: no limit
  int err_columns = 0;  // how wide `err` is; 0: nobody knows
};

// Call it before anything is opened: a standard stream that the process was started without would else be the
// next file, and what is said end in the store. Reading from one, and writing to one, fails from then on.
void OccupyClosedStreams();

// The process's own streams, as wide as COLUMNS or the terminal says.
Console StandardConsole();

}  // namespace pasok::client
