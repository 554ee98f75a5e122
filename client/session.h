// What a command works with: the console, the interrupt, and a server, found or started at its first use.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "client/connection.h"
#include "client/console.h"
#include "client/interrupt.h"
#include "client/local_server.h"

namespace pasok::client {

// What the user said about the server; all may be empty.
struct Place {
  std::string server;    // HOST:PORT
  std::string data_dir;  // of the server in this process, where no `server` is given

  bool local() const { return server.empty(); }
};

// $XDG_DATA_HOME/pasok, else ~/.local/share/pasok. Failure where neither variable is set.
std::filesystem::path DefaultDataDirectory();

class Session {
 public:
  Session(Console console, Place place) : console_(console), place_(std::move(place)) {}
  ~Session();

  const Console& console() const { return console_; }
  Interrupt& interrupt() { return interrupt_; }
  bool local() const { return place_.local(); }

  // Where the server in this process keeps its data unless the user has named a server or a directory.
  // REQUIRES: no server was asked for yet.
  void PreferDataDir(const std::filesystem::path& directory) {
    if (local() && place_.data_dir.empty()) place_.data_dir = directory.string();
  }

  // The server with the planner's datasets and plans.
  Connection& Server();
  // A server for work that leaves nothing behind: the same where one was named; else one in this process on a
  // directory of its own, which needs no data directory and disturbs none.
  Connection& ScratchServer();

 private:
  void StartLocal(const std::filesystem::path& data_dir, bool keeps_data);

  Console console_;
  Place place_;
  Interrupt interrupt_;  // before anything that starts threads
  std::filesystem::path scratch_;
  std::unique_ptr<LocalServer> local_server_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace pasok::client
