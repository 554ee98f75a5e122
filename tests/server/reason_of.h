// What a call was refused for.
#pragma once

#include <functional>
#include <string>

#include "server/fault.h"

namespace pasok::server {

// The reason of the fault that it throws; "none" where it throws none.
inline std::string ReasonOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Fault& fault) {
    return fault.reason;
  }
  return "none";
}

}  // namespace pasok::server
