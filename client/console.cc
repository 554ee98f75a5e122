#include "client/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <iostream>

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

Console StandardConsole() {
  const bool out_is_terminal = isatty(STDOUT_FILENO) == 1;
  return {.out = std::cout,
          .err = std::cerr,
          .out_is_terminal = out_is_terminal,
          .err_is_terminal = isatty(STDERR_FILENO) == 1,
          .columns = out_is_terminal ? Columns(STDOUT_FILENO) : Columns(-1)};
}

}  // namespace pasok::client
