// pasokd as a program of its own, to be killed.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/server/scratch_dir.h"

namespace pasok::server {

class Child {
 public:
  // Runs pasokd with those arguments; what it says on standard error can be read. `as_nobody`: without root's
  // rights.
  explicit Child(const std::vector<std::string>& arguments, bool as_nobody = false);
  ~Child();  // kills it, if need be
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Reads standard error until it holds `text`; false where it ended without.
  bool AwaitSaying(const std::string& text);
  int AwaitPort();  // of its "serving on" line; 0 where it ended without
  void Signal(int signal);
  int Await();  // its exit code, or minus the signal that ended it
  // Signals it again and again, and reads nothing that it says, until it ends.
  int AwaitUnheard(int signal);
  const std::string& said() const { return said_; }

 private:
  bool ReadMore();
  pid_t pid_ = -1;
  int errors_ = -1;
  std::string said_;
  std::unique_ptr<ScratchDir> copy_;  // of the program, where nobody runs it
};

}  // namespace pasok::server
