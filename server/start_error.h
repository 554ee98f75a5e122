// Why a server doesn't start.
#pragma once

#include <optional>
#include <string>

namespace pasok::server {

// Who works in a data directory, as its file `lock` says. Either may be empty: the id where it can't be read,
// the address where the holder listens on none, as a `pasok` does that is done after one command.
struct DataDirHolder {
  std::string pid;
  std::string address;  // HOST:PORT
};

// One sentence with what to do, for standard error.
struct StartError {
  std::string message;
  std::optional<DataDirHolder> holder = std::nullopt;  // where the data directory is in use and has that file
};

}  // namespace pasok::server
