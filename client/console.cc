#include "client/console.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <utility>

namespace pasok::client {
namespace {

int Columns(int terminal) {
  constexpr int kNarrowest = 40;  // below that a table says nothing
  int columns = 0;
  if (const char* given = std::getenv("COLUMNS")) {
    std::from_chars(given, given + std::strlen(given), columns);
  }
  winsize size{};
  if (columns <= 0 && terminal >= 0 && ioctl(terminal, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  return columns > 0 && columns < kNarrowest ? kNarrowest : columns;
}

}  // namespace

void OccupyClosedStreams() {
  // In their order, since an open takes the lowest number that is free; the other way round than they are
  // used.
  for (const auto& [stream, mode] : {std::pair(STDIN_FILENO, O_WRONLY), std::pair(STDOUT_FILENO, O_RDONLY),
                                     std::pair(STDERR_FILENO, O_RDONLY)}) {
    if (fcntl(stream, F_GETFD) < 0) static_cast<void>(open("/dev/null", mode));
  }
}

Console StandardConsole() {
  const bool out_is_terminal = isatty(STDOUT_FILENO) == 1, err_is_terminal = isatty(STDERR_FILENO) == 1;
  return {.out = std::cout,
          .err = std::cerr,
          .out_is_terminal = out_is_terminal,
          .err_is_terminal = err_is_terminal,
          .columns = out_is_terminal ? Columns(STDOUT_FILENO) : Columns(-1),
          .err_columns = err_is_terminal ? Columns(STDERR_FILENO) : 0};
}

}  // namespace pasok::client
