// Thin spaces so that one can see them in a test: "15_400 kg".
#pragma once

#include <string>

namespace pasok::client {

inline std::string Seen(std::string text) {
  for (std::size_t at = text.find("\u202F"); at != std::string::npos; at = text.find("\u202F"))
    text.replace(at, 3, "_");
  return text;
}

}  // namespace pasok::client
